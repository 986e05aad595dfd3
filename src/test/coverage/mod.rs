//! Coverage: what of a policy the contents of its examples and tests reach. In: a checked policy. Out: a [`Report`] on its
//! terms and their alternatives, rows of lexicons and scores, the branches of its conditions, rules and exemptions, as
//! text, JSON, or a page with the source coloured.
//!
//! A branch, which is an operand of `and`, `or`, `not` or `of`, a comparison, `near`, `when` or `unless`, is wholly reached
//! if it has been seen both true and false; a rule, if it fires on a content and passes over one that it is meant to.

mod collect;
mod html;
mod lexicons;
mod points;
mod reach;
mod report;
mod text;

use serde::Serialize;

pub use report::{ByKind, ByModule, Missing, Report};

use crate::sema::hir::Policy;
use crate::source::Sources;
use crate::span::Place;

/// What can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A rule: that it fires, and that it does not.
    Rule,
    /// A part of a condition: that it is true, and that it is false.
    Branch,
    /// A row of a score: that it holds.
    ScoreRow,
    /// A row of a lexicon: that one of its terms occurs.
    Row,
    /// A term: that it occurs where it is searched.
    Term,
    /// An alternative in a term's brackets: that the term occurs with it.
    Alternative,
    /// An exemption: that it holds.
    Exempt,
}

impl Kind {
    /// All of them, as they are listed.
    pub const ALL: [Self; 7] =
        [Self::Rule, Self::Branch, Self::ScoreRow, Self::Row, Self::Term, Self::Alternative, Self::Exempt];

    /// What it is called in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Branch => "branch",
            Self::ScoreRow => "score row",
            Self::Row => "row",
            Self::Term => "term",
            Self::Alternative => "alternative",
            Self::Exempt => "exempt",
        }
    }

    /// What is said where a side has not been reached.
    const fn lacks(self, side: usize) -> &'static str {
        match (self, side) {
            (Self::Rule, 0) => "has no hit",
            (Self::Rule, _) => "has no miss",
            (Self::Branch, 0) => "never true",
            (Self::Branch, _) => "never false",
            (Self::ScoreRow | Self::Exempt, _) => "never holds",
            (Self::Row | Self::Term | Self::Alternative, _) => "never occurs",
        }
    }
}

/// Something that can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Point {
    kind: Kind,
    /// The declaration it is in: its word and qualified name.
    declaration: String,
    /// Of the declaration's name.
    declared: Place,
    place: Place,
    text: String,
    /// One side or two, and which of them have been reached.
    sides: Vec<bool>,
}

/// Runs every example and test and says what they reach. `sources` are those the policy was analysed from; `today` is the
/// day for content without `created_at`, without it every rule counts as in effect there.
#[must_use]
pub fn run(policy: &Policy, sources: &Sources, today: Option<time::Date>) -> Report {
    let reached = collect::collect(policy, today);
    Report::new(sources, points::points(policy, sources, &reached))
}
