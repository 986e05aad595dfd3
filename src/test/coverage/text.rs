//! The report for people: a table by kind, one by module, and what is not reached. What follows from a line above is not
//! said again: the terms of a row that never occurs, the alternatives of such a term.

use std::fmt::{Display, Formatter, Result};

use super::{Kind, Missing, Report};
use crate::test::percent::percent;

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        writeln!(formatter, "{:<11}  {:>7}  {:>7}  {:>7}", "coverage", "reached", "of", "share")?;
        for row in &self.kinds {
            let (name, share) = (row.kind.name(), percent(row.reached, row.all));
            writeln!(formatter, "{name:<11}  {:>7}  {:>7}  {share:>7}", row.reached, row.all)?;
        }
        self.write_modules(formatter)?;
        self.write_missing(formatter)
    }
}

impl Report {
    /// `90 of 100 points reached (90.0 %)`
    #[must_use]
    pub fn summary(&self) -> String {
        match self.all {
            0 => "nothing to reach".to_owned(),
            all => format!("{} of {all} points reached ({})", self.reached, percent(self.reached, all)),
        }
    }

    fn write_modules(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.modules.len() < 2 {
            return Ok(());
        }
        let width = self.modules.iter().map(|module| module.file.chars().count()).max().unwrap_or(0).max(6);
        write!(formatter, "\n{:<width$}", "module")?;
        for row in &self.kinds {
            write!(formatter, "  {:>11}", row.kind.name())?;
        }
        writeln!(formatter)?;
        for module in &self.modules {
            write!(formatter, "{:<width$}", module.file)?;
            for row in &self.kinds {
                let of_kind = module.kinds.iter().find(|other| other.kind == row.kind);
                let share = of_kind.map_or_else(String::new, |row| percent(row.reached, row.all));
                write!(formatter, "  {share:>11}")?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }

    fn write_missing(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.missing.is_empty() {
            return Ok(());
        }
        writeln!(formatter, "\nno example or test reaches:")?;
        for (declaration, lines) in self.missing_lines() {
            writeln!(formatter, "\n{declaration}")?;
            lines.iter().try_for_each(|line| writeln!(formatter, "  {line}"))?;
        }
        Ok(())
    }

    /// By declaration, a line for everything that is not reached; terms of one line of the source together, and the
    /// alternatives of a term.
    pub(super) fn missing_lines(&self) -> Vec<(&str, Vec<String>)> {
        let parts = self.missing.chunk_by(|left, right| left.declaration == right.declaration);
        let lines = |part: &[Missing]| -> Vec<String> {
            let said: Vec<&Missing> = part.iter().filter(|missing| !missing.follows).collect();
            let together = |left: &&Missing, right: &&Missing| {
                let same = (left.kind, left.line) == (right.kind, right.line);
                same && match left.kind {
                    Kind::Term => true,
                    Kind::Alternative => of_term(left).0 == of_term(right).0,
                    _ => false,
                }
            };
            said.chunk_by(together).filter_map(line).collect()
        };
        parts.filter_map(|part| Some((part.first()?.declaration.as_str(), lines(part)))).collect()
    }
}

fn line(together: &[&Missing]) -> Option<String> {
    let first = together.first()?;
    let others = together.iter().skip(1).map(|missing| match missing.kind {
        Kind::Alternative => of_term(missing).1,
        _ => &missing.text,
    });
    let texts: Vec<&str> = std::iter::once(first.text.as_str()).chain(others).collect();
    let (file, line, kind, lacks) = (&first.file, first.line, first.kind.name(), first.lacks);
    Some(format!("{file}:{line}  {kind} {lacks}: {}", texts.join(", ")))
}

/// The term an alternative is of, without its closing quote, and the alternative: `"dingh[y|ies]` and `ies`.
fn of_term(missing: &Missing) -> (&str, &str) {
    missing.text.rsplit_once("\" with ").unwrap_or(("", &missing.text))
}
