//! A change to a policy, at one place.

use crate::sema::hir::{ExprId, ExprKind, LexiconId, PatternId, Policy, RuleId, ScoreId, Ty};

/// What is different.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::test) enum Change {
    /// A pattern is gone from some lexicons, sorted: that of its term, and those that include it.
    Pattern(PatternId, Vec<LexiconId>),
    /// An expression is another one.
    Expr(ExprId, ExprKind),
    /// A score lacks a row.
    Row(ScoreId, usize),
    /// A rule lacks its `unless`.
    Unless(RuleId),
}

impl Change {
    /// The policy with the change.
    pub(in crate::test) fn apply(&self, policy: &Policy) -> Policy {
        let mut changed = policy.clone();
        match self {
            Self::Pattern(pattern, lexicons) => {
                for lexicon in lexicons {
                    changed.lexicons[lexicon.0 as usize].patterns.retain(|other| other != pattern);
                }
            }
            Self::Expr(expr, kind) => {
                changed.exprs[expr.0 as usize].kind = kind.clone();
                retype(&mut changed);
            }
            Self::Row(score, row) => _ = changed.scores[score.0 as usize].rows.remove(*row),
            Self::Unless(rule) => changed.rules[rule.0 as usize].unless = None,
        }
        changed
    }
}

/// What holds a truth where evidence was is a truth itself. Operands of what needs evidence are never made truths.
fn retype(policy: &mut Policy) {
    loop {
        let mut changed = false;
        for id in 0..policy.exprs.len() {
            let ty = match &policy.exprs[id].kind {
                ExprKind::And(_) => Ty::Truth,
                ExprKind::Or(operands) => {
                    let all = operands.iter().all(|&operand| policy[operand].ty == Ty::Evidence);
                    if all { Ty::Evidence } else { Ty::Truth }
                }
                ExprKind::Signal(signal) => policy[policy[*signal].body].ty,
                ExprKind::InFields { operand, .. } => policy[*operand].ty,
                _ => continue,
            };
            changed |= policy.exprs[id].ty != ty;
            policy.exprs[id].ty = ty;
        }
        if !changed {
            return;
        }
    }
}
