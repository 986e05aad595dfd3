//! Scores: "the sum of the rows that hold".

use super::Interpreter;
use crate::sema::hir::{ScoreBody, ScoreId, ScoreRow};

impl Interpreter<'_> {
    /// The score's value: the sum of what its rows earn, in the default scope.
    #[must_use]
    pub fn score(&self, score: ScoreId) -> i64 {
        self.score_rows(score).into_iter().fold(0, i64::saturating_add)
    }

    /// What each row earns, in the order of the rows.
    #[must_use]
    pub fn score_rows(&self, score: ScoreId) -> Vec<i64> {
        self.policy[score].rows.iter().map(|row| self.earned(row)).collect()
    }

    /// "A score row counts once however often it holds"; "`+2 each of lexicon up to 6` adds two per
    /// distinct term, six at most".
    fn earned(&self, row: &ScoreRow) -> i64 {
        match row.body {
            ScoreBody::Expr(body) => {
                if self.truth(body, &self.default_scope) {
                    row.points
                } else {
                    0
                }
            }
            ScoreBody::Each { lexicon, operand, up_to } => {
                let terms = self.distinct_terms(lexicon, self.scope_within(operand, &self.default_scope));
                capped(row.points.saturating_mul(terms as i64), up_to)
            }
        }
    }
}

/// Points with either sign, no further from zero than the cap.
pub(crate) fn capped(points: i64, up_to: Option<i64>) -> i64 {
    match up_to.map(i64::saturating_abs) {
        Some(cap) => points.clamp(-cap, cap),
        None => points,
    }
}

#[cfg(test)]
mod tests {
    use super::capped;

    #[test]
    fn a_cap_holds_for_either_sign() {
        for (points, cap, expected) in [
            (8, Some(6), 6),
            (4, Some(6), 4),
            (-8, Some(6), -6),
            (8, None, 8),
            (i64::MIN, None, i64::MIN),
            (8, Some(i64::MIN), 8),
        ] {
            assert_eq!(capped(points, cap), expected, "{points} up to {cap:?}");
        }
    }
}
