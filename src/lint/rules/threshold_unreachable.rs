//! A score compared with more than all of its rows give together, or with less.

use crate::diag::Code;
use crate::lint::formulas::Formulas;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{CompareOp, ExprId, ExprKind, Policy, ScoreBody, ScoreId};

pub(super) const LINT: Lint = Lint { code: Code::ThresholdUnreachable, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    tell(subject, false, report);
}

/// Tells of comparisons of scores that always hold, or never do.
pub(super) fn tell(subject: &Subject<'_>, wanted: bool, report: &mut Report) {
    let policy = subject.policy;
    let bounds: Vec<(f64, f64)> =
        (0..policy.scores.len()).map(|index| bounds(policy, ScoreId(index as u32))).collect();
    let formulas = subject.formulas();
    for (id, expr) in (0..).map(ExprId).zip(&policy.exprs) {
        let ExprKind::Score { score, op, number } = expr.kind else { continue };
        let (low, high) = bounds[score.0 as usize];
        let is_constant = |formulas: &Formulas<'_>| Some(formulas.is_constant(formulas.of(id)?, wanted));
        let label = match outcome(low, high, op, number) {
            Some(outcome) if outcome == wanted => format!("it lies between {low} and {high}"),
            None if formulas.and_then(is_constant) == Some(true) => {
                "its rows depend on each other, and give no other sum together".to_owned()
            }
            _ => continue,
        };
        let score = &policy[score];
        let name = &score.head.name;
        let (message, help) = match wanted {
            true => (
                format!("the score `{name}` is never outside of what is asked for"),
                "compare with another number, or leave the comparison out",
            ),
            false => (
                format!("the score `{name}` never gets to what is asked for"),
                "compare with another number, or add rows to the score",
            ),
        };
        let found = report.tell(expr.place, message, label, help);
        found.also(score.head.place, "the score is here");
    }
}

/// The least and the most that the rows of a score can give together.
fn bounds(policy: &Policy, score: ScoreId) -> (f64, f64) {
    policy[score].rows.iter().fold((0.0, 0.0), |(low, high), row| {
        let points = match &row.body {
            ScoreBody::Expr(_) => row.points as f64,
            ScoreBody::Each { lexicon, up_to, .. } => {
                let all = row.points as f64 * policy[*lexicon].patterns.len() as f64;
                up_to.map_or(all, |limit| all.clamp(-(limit as f64), limit as f64))
            }
        };
        (low + points.min(0.0), high + points.max(0.0))
    })
}

/// Whether a comparison always or never holds of a number between bounds.
fn outcome(low: f64, high: f64, op: CompareOp, number: f64) -> Option<bool> {
    let (all, none) = match op {
        CompareOp::Ge => (low >= number, high < number),
        CompareOp::Gt => (low > number, high <= number),
        CompareOp::Le => (high <= number, low > number),
        CompareOp::Lt => (high < number, low >= number),
        CompareOp::Eq => (low == number && high == number, number < low || number > high),
        CompareOp::Ne => (number < low || number > high, low == number && high == number),
    };
    match (all, none) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
