//! The sums that a score can come to, as far as its rows alone tell.

use std::collections::BTreeSet;

use crate::reference::{capped, compare};
use crate::sema::hir::{CompareOp, Policy, Score, ScoreBody};

/// More sums than this are not told apart.
const MOST: usize = 4096;

/// Every sum that some rows could have; `None` where there are too many to tell.
pub(super) fn sums(policy: &Policy, score: &Score) -> Option<BTreeSet<i64>> {
    let mut sums = BTreeSet::from([0_i64]);
    for row in &score.rows {
        let times = match row.body {
            ScoreBody::Expr(_) => 1,
            ScoreBody::Each { lexicon, .. } => policy[lexicon].patterns.len(),
        };
        let cap = match row.body {
            ScoreBody::Each { up_to, .. } => up_to,
            ScoreBody::Expr(_) => None,
        };
        if times > MOST {
            return None;
        }
        let earned = (0..=times as i64).map(|times| capped(row.points.saturating_mul(times), cap));
        let earned: BTreeSet<i64> = earned.collect();
        if earned.len() * sums.len() > MOST * 16 {
            return None;
        }
        sums = sums.iter().flat_map(|sum| earned.iter().map(|points| sum.saturating_add(*points))).collect();
        if sums.len() > MOST {
            return None;
        }
    }
    Some(sums)
}

/// Whether a comparison of a score with either of two numbers always comes out the same.
pub(super) fn same(sums: Option<&BTreeSet<i64>>, op: CompareOp, one: f64, other: f64) -> bool {
    sums.is_some_and(|sums| {
        sums.iter().all(|&sum| compare(&(sum as f64), op, &one) == compare(&(sum as f64), op, &other))
    })
}
