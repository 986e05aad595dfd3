//! Mutation: what if the policy said something slightly different? In: a checked policy. Out: the small changes (a term
//! dropped, a threshold moved, an `unless` removed, …) that no example or test notices, as a [`Report`]. What nothing
//! notices, nobody has shown to be needed; and nobody will be told when it is lost.
//!
//! A mutant is *noticed* if an example or test that passes would fail. Mutants that cannot change any verdict are left out
//! where that is cheaply known: terms that the lexicon has twice, thresholds between which no score can lie,
//! declarations that nothing uses.

mod junit;
mod list;
mod report;
mod run;
mod sums;
mod text;
mod words;

use serde::Serialize;

pub use list::mutants;
pub use report::{ByDeclaration, ByKind, Report, Unnoticed};
pub use run::{noticed, run};

use super::evaluation::Change;
use crate::sema::hir::Policy;
use crate::span::Place;

/// The sorts of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A term is gone, from its lexicon or condition.
    Term,
    /// An operand of `and`, `or` or `of` is gone.
    Operand,
    /// A row of a score is gone.
    ScoreRow,
    /// A number that something must reach is one more or one less.
    Threshold,
    /// A rule has no `unless`.
    Unless,
    /// `and` for `or`, or the other way round.
    AndOr,
    /// A distance is half or twice as far.
    Distance,
    /// A condition on an attribute of an extractor is gone.
    Filter,
}

impl Kind {
    /// All of them, as they are listed.
    pub const ALL: [Self; 8] = [
        Self::Term,
        Self::Operand,
        Self::ScoreRow,
        Self::Threshold,
        Self::Unless,
        Self::AndOr,
        Self::Distance,
        Self::Filter,
    ];

    /// What it is called in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Operand => "operand",
            Self::ScoreRow => "score row",
            Self::Threshold => "threshold",
            Self::Unless => "unless",
            Self::AndOr => "and/or",
            Self::Distance => "distance",
            Self::Filter => "filter",
        }
    }
}

/// A small change to a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    /// What sort of change.
    pub kind: Kind,
    /// The declaration it is made in: its word and qualified name, as in `lexicon craft.small_boat`.
    pub declaration: String,
    /// Of the declaration's name.
    pub declared: Place,
    /// What is changed.
    pub place: Place,
    /// The change in words.
    pub what: String,
    change: Change,
}

impl Mutant {
    /// The policy with the change.
    #[must_use]
    pub fn apply(&self, policy: &Policy) -> Policy {
        self.change.apply(policy)
    }
}
