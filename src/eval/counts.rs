//! The four ways in which a post can be judged, counted, and what follows from the counts.

use serde::Serialize;

use super::stats::{self, Estimate};

/// Posts by what they are and what they were taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Violations that were acted on.
    pub true_positives: u64,
    /// Benign posts that were acted on.
    pub false_positives: u64,
    /// Violations that were left alone.
    pub false_negatives: u64,
    /// Benign posts that were left alone.
    pub true_negatives: u64,
}

/// Counts with the shares that they give. A share is `None` where there was nothing to take it of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// What was counted.
    #[serde(flatten)]
    pub counts: Counts,
    /// Of the posts acted on, those that are violations.
    pub precision: Option<Estimate>,
    /// Of the violations, those acted on.
    pub recall: Option<Estimate>,
    /// The harmonic mean of both.
    pub f1: Option<Estimate>,
    /// Of the benign posts, those acted on.
    pub false_positive_rate: Option<Estimate>,
}

impl Counts {
    pub(super) fn add(&mut self, positive: bool, acted: bool) {
        *match (positive, acted) {
            (true, true) => &mut self.true_positives,
            (false, true) => &mut self.false_positives,
            (true, false) => &mut self.false_negatives,
            (false, false) => &mut self.true_negatives,
        } += 1;
    }

    /// Violations.
    #[must_use]
    pub const fn positives(self) -> u64 {
        self.true_positives + self.false_negatives
    }

    /// Benign posts.
    #[must_use]
    pub const fn negatives(self) -> u64 {
        self.false_positives + self.true_negatives
    }

    /// Posts that were acted on.
    #[must_use]
    pub const fn acted(self) -> u64 {
        self.true_positives + self.false_positives
    }

    /// Posts.
    #[must_use]
    pub const fn records(self) -> u64 {
        self.positives() + self.negatives()
    }
}

impl From<Counts> for Scores {
    fn from(counts: Counts) -> Self {
        let Counts { true_positives, false_positives, false_negatives, .. } = counts;
        Self {
            counts,
            precision: stats::wilson(true_positives, counts.acted()),
            recall: stats::wilson(true_positives, counts.positives()),
            f1: stats::f1(true_positives, false_positives, false_negatives),
            false_positive_rate: stats::wilson(false_positives, counts.negatives()),
        }
    }
}
