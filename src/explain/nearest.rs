//! For a miss, the nearest missing conditions: the fewest leaves of the condition that would have to
//! change for the rule to fire, found by taking the least over the operands of every connective.

use std::fmt::{Display, Formatter, Result};

use serde::Serialize;

use super::Explainer;
use crate::content::FieldId;
use crate::sema::hir::{CompareOp, ExprId, ExprKind, Quantifier, Rule, ScoreBody, ScoreId, ScoreRow};

/// A condition that would have to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// As written; where any of several would do, all of them.
    pub any_of: Vec<String>,
    /// Whether it would have to hold, or not to hold.
    pub should_hold: bool,
    /// What there was instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `missing: price (none found)`, or `in the way: news`.
impl Display for Missing {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let role = if self.should_hold { "missing" } else { "in the way" };
        write!(formatter, "{role}: {}", self.any_of.join(" or "))?;
        self.note.as_ref().map_or(Ok(()), |note| write!(formatter, " ({note})"))
    }
}

impl Explainer<'_> {
    /// The fewest changes that would make a rule's condition hold; none if it does.
    pub(super) fn missing(&self, rule: &Rule) -> Vec<Missing> {
        let scope = self.interpreter.default_scope();
        let mut changes = self.changes(rule.when, scope, true);
        if let Some(unless) = rule.unless {
            changes.extend(self.changes(unless, scope, false));
        }
        unique(changes)
    }

    /// The fewest changes that would make an expression true, or false.
    fn changes(&self, id: ExprId, scope: &[FieldId], wanted: bool) -> Vec<Missing> {
        if self.interpreter.truth(id, scope) == wanted {
            return Vec::new();
        }
        match &self.policy[id].kind {
            ExprKind::Signal(signal) => self.changes(self.policy[*signal].body, scope, wanted),
            ExprKind::Not(operand) => self.changes(*operand, scope, !wanted),
            ExprKind::And(operands) => self.changes_of(operands.len(), operands, scope, wanted),
            ExprKind::Or(operands) => self.changes_of(1, operands, scope, wanted),
            ExprKind::OfMembers { quantifier, members } => {
                self.of_changes(*quantifier, members, scope, wanted)
            }
            ExprKind::InFields { operand, fields } if !self.is_leaf(*operand) => {
                self.changes(*operand, fields, wanted)
            }
            ExprKind::Near { left, right, .. } if wanted => self.near_changes(id, *left, *right, scope),
            ExprKind::Edge { operand, .. } if wanted && !self.interpreter.truth(*operand, scope) => {
                self.changes(*operand, scope, true)
            }
            ExprKind::Score { score, op: CompareOp::Ge | CompareOp::Gt, number } if wanted => {
                self.score_changes(*score, *number).unwrap_or_else(|| vec![self.leaf(id, scope, wanted)])
            }
            _ => vec![self.leaf(id, scope, wanted)],
        }
    }

    /// For at least `needed` operands to hold (or, not wanted, fewer), the cheapest of them change.
    fn changes_of(
        &self,
        needed: usize,
        operands: &[ExprId],
        scope: &[FieldId],
        wanted: bool,
    ) -> Vec<Missing> {
        let holding = operands.iter().filter(|&&operand| self.interpreter.truth(operand, scope)).count();
        let short =
            if wanted { needed.saturating_sub(holding) } else { (holding + 1).saturating_sub(needed) };
        let options = operands.iter().map(|&operand| self.changes(operand, scope, wanted));
        cheapest(options.filter(|changes| !changes.is_empty()).collect(), short)
    }

    fn of_changes(
        &self,
        quantifier: Quantifier,
        members: &[ExprId],
        scope: &[FieldId],
        wanted: bool,
    ) -> Vec<Missing> {
        match quantifier {
            Quantifier::AtLeast(needed) => self.changes_of(needed as usize, members, scope, wanted),
            Quantifier::Any => self.changes_of(1, members, scope, wanted),
            Quantifier::All => self.changes_of(members.len(), members, scope, wanted),
            Quantifier::None => self.changes_of(1, members, scope, !wanted),
        }
    }

    /// Where a side does not occur, it is what is missing; where both do, that they stand together.
    fn near_changes(&self, id: ExprId, left: ExprId, right: ExprId, scope: &[FieldId]) -> Vec<Missing> {
        let mut changes = self.changes(left, scope, true);
        changes.extend(self.changes(right, scope, true));
        if changes.is_empty() { vec![self.leaf(id, scope, true)] } else { changes }
    }

    /// Rows that would earn what the score lacks, those with the fewest changes first, then those with
    /// the most points; `None` if all together do not.
    fn score_changes(&self, score: ScoreId, number: f64) -> Option<Vec<Missing>> {
        let rows = self.policy[score].rows.iter().zip(self.interpreter.score_rows(score));
        let mut options: Vec<_> = rows.filter_map(|(row, earned)| self.row_change(row, earned)).collect();
        options.sort_by_key(|(gain, changes)| (changes.len(), std::cmp::Reverse(*gain)));
        let mut value = self.interpreter.score(score);
        let mut chosen = Vec::new();
        for (gain, changes) in options {
            if value as f64 >= number {
                break;
            }
            value = value.saturating_add(gain);
            chosen.extend(changes);
        }
        (value as f64 >= number).then_some(chosen)
    }

    /// What a row would gain by a change: by holding, or if it takes points, by not holding.
    fn row_change(&self, row: &ScoreRow, earned: i64) -> Option<(i64, Vec<Missing>)> {
        let scope = self.interpreter.default_scope();
        match row.body {
            ScoreBody::Expr(body) if (earned == 0) == (row.points > 0) => {
                Some((row.points.saturating_abs(), self.changes(body, scope, row.points > 0)))
            }
            ScoreBody::Each { up_to, .. } if row.points > 0 => {
                let room = up_to.unwrap_or(i64::MAX).saturating_sub(earned);
                (room > 0).then(|| (row.points.min(room), vec![self.row_leaf(row)]))
            }
            _ => None,
        }
    }

    fn row_leaf(&self, row: &ScoreRow) -> Missing {
        Missing { any_of: vec![self.row_text(row)], should_hold: true, note: None }
    }

    fn leaf(&self, id: ExprId, scope: &[FieldId], wanted: bool) -> Missing {
        let note = self.note(id, scope);
        Missing { any_of: vec![self.written(self.policy[id].place)], should_hold: wanted, note }
    }
}

/// So many of the options, the cheapest first. Where one single change is needed and several would do
/// as well, they are given together.
fn cheapest(mut options: Vec<Vec<Missing>>, short: usize) -> Vec<Missing> {
    options.sort_by_key(Vec::len);
    let singles: Vec<Missing> =
        options.iter().filter(|changes| changes.len() == 1).flatten().cloned().collect();
    if short == 1 && singles.len() > 1 {
        return together(&singles);
    }
    options.into_iter().take(short).flatten().collect()
}

/// Any of several changes, as one; those of the kind of the first.
fn together(singles: &[Missing]) -> Vec<Missing> {
    let should_hold = singles[0].should_hold;
    let alike: Vec<Missing> =
        unique(singles.iter().filter(|change| change.should_hold == should_hold).cloned().collect());
    let note = if alike.len() == 1 { alike[0].note.clone() } else { None };
    let any_of = alike.into_iter().flat_map(|change| change.any_of).collect();
    vec![Missing { any_of, should_hold, note }]
}

fn unique(changes: Vec<Missing>) -> Vec<Missing> {
    let mut unique = Vec::new();
    for change in changes {
        if !unique.contains(&change) {
            unique.push(change);
        }
    }
    unique
}
