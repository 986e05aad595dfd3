//! The report for people: a line per kind, then what nothing notices, by declaration.

use std::fmt::{Display, Formatter, Result};

use super::{Kind, Report, Unnoticed};
use crate::test::percent::percent;

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        writeln!(formatter, "{:<10}  {:>7}  {:>7}  {:>7}", "mutants", "noticed", "of", "share")?;
        for row in &self.kinds {
            let share = percent(row.noticed, row.all);
            writeln!(formatter, "{:<10}  {:>7}  {:>7}  {share:>7}", row.kind.name(), row.noticed, row.all)?;
        }
        let mut rest = self.unnoticed.as_slice();
        let mut declarations = self.declarations.iter().filter(|row| row.noticed < row.all).peekable();
        if declarations.peek().is_some() {
            writeln!(formatter, "\nno example or test would notice:")?;
        }
        for row in declarations {
            let (unnoticed, all) = (row.all - row.noticed, row.all);
            writeln!(formatter, "\n{}  ({unnoticed} of {all})", row.declaration)?;
            let of_row = |mutant: &&Unnoticed| mutant.declaration == row.declaration;
            let mutants: Vec<&Unnoticed> = rest.iter().take_while(|mutant| of_row(mutant)).collect();
            rest = &rest[mutants.len()..];
            for line in mutants.chunk_by(|left, right| left.is_beside(right)) {
                write_line(formatter, line)?;
            }
        }
        Ok(())
    }
}

/// A line for one mutant, or for the terms of a lexicon that stand in one line of the source.
fn write_line(formatter: &mut Formatter<'_>, line: &[&Unnoticed]) -> Result {
    let [first, others @ ..] = line else { return Ok(()) };
    write!(formatter, "  {}:{}  {}", first.file, first.line, first.what)?;
    for other in others {
        write!(formatter, " or {}", other.what.trim_start_matches("drop "))?;
    }
    writeln!(formatter)
}

impl Unnoticed {
    /// Whether another is said with it in one line.
    fn is_beside(&self, other: &Self) -> bool {
        let is_listed =
            |mutant: &Self| mutant.kind == Kind::Term && mutant.declaration.starts_with("lexicon ");
        is_listed(self) && is_listed(other) && (&self.file, self.line) == (&other.file, other.line)
    }
}

impl Report {
    /// `90 of 100 mutants noticed (90.0 %)`
    #[must_use]
    pub fn summary(&self) -> String {
        if self.all == 0 {
            return "nothing to mutate".to_owned();
        }
        let share = percent(self.noticed, self.all);
        let left_out = match self.equivalent {
            0 => String::new(),
            some => format!(", {some} left out that cannot change a verdict"),
        };
        format!("{} of {} mutants noticed ({share}){left_out}", self.noticed, self.all)
    }
}
