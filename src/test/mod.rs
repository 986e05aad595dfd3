//! Runs the `hit`, `miss` and `test` items of a policy on the matcher. In: a checked policy. Out: a [`Report`]
//! with an outcome per item, which the files beside this one write as text, JSON or JUnit XML. Examples are
//! what keeps a policy honest while it changes, so each of them is counted and has its place.

pub mod coverage;
mod evaluation;
mod junit;
pub mod mutate;
mod percent;
mod places;
mod probe;
mod run;
mod text;

use serde::Serialize;

pub use junit::Suite;
pub use run::run;

use crate::verdict::Verdict;

/// What became of every example and test, in order of place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many came out as expected.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// One per item.
    pub outcomes: Vec<Outcome>,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What sort of item.
    pub kind: Kind,
    /// The rule of an example, the name of a test.
    pub name: String,
    /// Path of its module.
    pub file: String,
    /// Where it starts, from 1.
    pub line: u32,
    /// Whether everything was as expected.
    pub passed: bool,
    /// What was not, in the order of the expectations.
    pub failures: Vec<Failure>,
    /// The verdict on its content.
    pub verdict: Verdict,
}

/// The sorts of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A rule's example that must fire.
    Hit,
    /// A rule's example that must not.
    Miss,
    /// A test with expectations.
    Test,
}

/// An expectation that was disappointed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// What was expected.
    pub expected: String,
    /// What happened instead.
    pub happened: String,
    /// Where it is written, from 1.
    pub line: u32,
    /// For a rule that should have fired: the fewest conditions that would have to change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

impl Report {
    fn new(outcomes: Vec<Outcome>) -> Self {
        let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
        Self { passed, failed: outcomes.len() - passed, outcomes }
    }
}
