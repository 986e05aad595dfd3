//! The report for people: a line per kind, then what nothing notices, by declaration.

use std::fmt::{Display, Formatter, Result};

use super::Report;
use crate::test::percent::percent;

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        writeln!(formatter, "{:<10}  {:>7}  {:>7}  {:>7}", "mutants", "noticed", "of", "share")?;
        for row in &self.kinds {
            let share = percent(row.noticed, row.all);
            writeln!(formatter, "{:<10}  {:>7}  {:>7}  {share:>7}", row.kind.name(), row.noticed, row.all)?;
        }
        let mut declarations = self.declarations.iter().filter(|row| row.noticed < row.all).peekable();
        if declarations.peek().is_some() {
            writeln!(formatter, "\nno example or test would notice:")?;
        }
        for row in declarations {
            let (unnoticed, all) = (row.all - row.noticed, row.all);
            writeln!(formatter, "\n{}  ({unnoticed} of {all})", row.declaration)?;
            for mutant in self.unnoticed.iter().filter(|mutant| mutant.declaration == row.declaration) {
                writeln!(formatter, "  {}:{}  {}", mutant.file, mutant.line, mutant.what)?;
            }
        }
        Ok(())
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
