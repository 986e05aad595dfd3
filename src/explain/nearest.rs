//! For a miss, the nearest way to fire: the fewest leaves of the condition that would have to change, in the words of
//! whoever writes the policy or the post.

use std::fmt::{Display, Formatter, Result};

use serde::Serialize;

use super::Explainer;
use super::formula::{Condition, Meaning};
use super::solve::{Change, LeafId};
use crate::content::FieldId;
use crate::sema::hir::{ExprId, ExprKind, LexiconId, Quantifier};

/// A condition that would have to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// As written; where any of several would do, all of them, up to sixteen.
    pub any_of: Vec<String>,
    /// What to do about each of them: `add a price (amount in 300..20000)`.
    pub advice: Vec<String>,
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

/// The expression that changes, and where it is looked for, if no other would do.
fn sole<'c>(condition: &'c Condition, change: &Change) -> Option<(ExprId, &'c [FieldId])> {
    match change.any_of[..] {
        [leaf] => match &condition.meanings[leaf] {
            Meaning::Expr(id, scope) => Some((*id, scope)),
            Meaning::Each(..) => None,
        },
        _ => None,
    }
}

impl Explainer<'_> {
    /// The fewest changes that would make a condition hold: none if it does, `None` where no way is found.
    pub(super) fn missing(&self, condition: &Condition) -> Option<Vec<Missing>> {
        let changes = condition.formula.changes()?;
        let gone: Vec<_> = changes.iter().filter_map(|change| self.gone(condition, change)).collect();
        let is_said = |change: &&Change| !self.few(condition, change).is_some_and(|few| gone.contains(&few));
        Some(changes.iter().filter(is_said).map(|change| self.change(condition, change)).collect())
    }

    /// The lexicon of which nothing may occur after a change, and where.
    fn gone<'c>(&self, condition: &'c Condition, change: &Change) -> Option<(LexiconId, &'c [FieldId])> {
        match (sole(condition, change)?, change.to) {
            ((id, scope), 0) => match self.policy[id].kind {
                ExprKind::Lexicon(lexicon) => Some((lexicon, scope)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The lexicon of which only few may occur after a change, and where: nothing new, where nothing may.
    fn few<'c>(&self, condition: &'c Condition, change: &Change) -> Option<(LexiconId, &'c [FieldId])> {
        match (sole(condition, change)?, change.to) {
            ((id, scope), 0) => match &self.policy[id].kind {
                ExprKind::OfLexicon { quantifier, lexicon, operand }
                    if *quantifier != Quantifier::None
                        && matches!(self.policy[*operand].kind, ExprKind::Lexicon(_)) =>
                {
                    Some((*lexicon, scope))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn change(&self, condition: &Condition, change: &Change) -> Missing {
        let is_more = |leaf: &LeafId| change.to > condition.formula.leaves[*leaf].holds;
        let should_hold = change.any_of.iter().all(is_more);
        let parts = change.any_of.iter().map(|&leaf| self.wording(condition, leaf, change.to, should_hold));
        let mut parts: Vec<(String, String, Option<String>)> = parts.collect();
        let note = if let [(.., note)] = &mut parts[..] { note.take() } else { None };
        let (any_of, advice) = parts.into_iter().map(|(text, advice, _)| (text, advice)).unzip();
        Missing { any_of, advice, should_hold, note }
    }

    /// As written, what to do, and what there was.
    fn wording(
        &self,
        condition: &Condition,
        leaf: LeafId,
        to: u64,
        should_hold: bool,
    ) -> (String, String, Option<String>) {
        match &condition.meanings[leaf] {
            Meaning::Expr(id, scope) => {
                let text = self.written(self.policy[*id].place);
                (text, self.advice(*id, scope, should_hold), self.note(*id, scope))
            }
            Meaning::Each(score, at) => {
                let (text, held) =
                    (self.row_text(&self.policy[*score].rows[*at]), condition.formula.leaves[leaf].holds);
                let terms = if to.abs_diff(held) == 1 { "term" } else { "terms" };
                let verb = if should_hold { "add" } else { "take out" };
                let advice = format!("{verb} {} {terms} counted by `{text}`", to.abs_diff(held));
                (text, advice, Some(format!("{held} occur")))
            }
        }
    }
}
