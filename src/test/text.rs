//! A report for people: a line per item, and under those that failed what was expected and what happened.

use std::fmt::{Display, Formatter, Result};

use super::{Kind, Outcome, Report};

impl Kind {
    /// Its word in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Test => "test",
        }
    }
}

impl Display for Outcome {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let mark = if self.passed { "ok  " } else { "FAIL" };
        write!(formatter, "{mark} {}:{}  {} {}", self.file, self.line, self.kind.name(), self.name)?;
        for failure in &self.failures {
            write!(formatter, "\n       line {}: expected {}", failure.line, failure.expected)?;
            write!(formatter, "\n       happened: {}", failure.happened)?;
            for missing in &failure.missing {
                write!(formatter, "\n       {missing}")?;
            }
        }
        Ok(())
    }
}

impl Report {
    /// `12 passed, 0 failed`
    #[must_use]
    pub fn summary(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}
