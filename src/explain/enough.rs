//! For a rule whose condition holds, the smallest set of evidence that keeps it so.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use super::formula::{Condition, Meaning};
use super::solve::LeafId;
use super::{Excerpt, Explainer};
use crate::content::FieldId;
use crate::reference::Spot;
use crate::sema::hir::{ExprId, ExprKind, LexiconId, ScoreBody};

/// A piece of evidence that a rule cannot do without, unless another takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enough {
    /// The condition, as written.
    pub text: String,
    /// Where it stands: as many spans as it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Excerpt>,
    /// What there was, of a condition that no span shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `crossing ("Calais to Dover")`.
impl Display for Enough {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let spans: Vec<String> = self.spans.iter().map(|span| format!("\"{}\"", span.text)).collect();
        let shown = if spans.is_empty() { self.note.clone().unwrap_or_default() } else { spans.join(", ") };
        formatter.write_str(&self.text)?;
        if shown.is_empty() { Ok(()) } else { write!(formatter, " ({shown})") }
    }
}

impl Explainer<'_> {
    /// The smallest set that keeps a condition as it is; none where nothing has to be there.
    pub(super) fn enough(&self, condition: &Condition) -> Vec<Enough> {
        let set = condition.formula.enough();
        let shown = set.into_iter().filter(|(leaf, _)| condition.formula.leaves[*leaf].keep > 0);
        shown.map(|(leaf, count)| self.piece(condition, leaf, count)).collect()
    }

    fn piece(&self, condition: &Condition, leaf: LeafId, count: u64) -> Enough {
        match &condition.meanings[leaf] {
            Meaning::Each(score, at) => {
                let row = &self.policy[*score].rows[*at];
                let ScoreBody::Each { lexicon, operand, .. } = row.body else { return Enough::empty() };
                let scope = self.interpreter.scope_within(operand, self.interpreter.default_scope());
                let spans = self.term_spans(lexicon, scope, count);
                Enough { text: self.row_text(row), spans: self.excerpts(&spans), note: None }
            }
            Meaning::Expr(id, scope) => {
                let keep = condition.formula.leaves[leaf].keep;
                let spans = self.spans_of(*id, scope, keep);
                let note = if spans.is_empty() { self.note(*id, scope) } else { None };
                Enough { text: self.written(self.policy[*id].place), spans: self.excerpts(&spans), note }
            }
        }
    }

    /// As many spans as keep a condition: the first, of different terms for `2 of lexicon`, of different texts for `distinct`.
    fn spans_of(&self, id: ExprId, scope: &[FieldId], many: u64) -> Vec<Spot> {
        let most = usize::try_from(many).unwrap_or(usize::MAX);
        match &self.policy[id].kind {
            ExprKind::OfLexicon { lexicon, operand, .. } => {
                self.term_spans(*lexicon, self.interpreter.scope_within(*operand, scope), many)
            }
            ExprKind::Count { operand, .. } => first(self.interpreter.evidence(*operand, scope), most),
            ExprKind::Distinct { operand, .. } => {
                let mut seen = std::collections::BTreeSet::new();
                let mut spots = self.interpreter.evidence(*operand, scope);
                spots.retain(|spot| seen.insert(crate::text::fold_tokens(self.interpreter.excerpt(spot))));
                first(spots, most)
            }
            _ => first(self.interpreter.evidence(id, scope), most),
        }
    }

    /// The first span of each of so many terms of a lexicon, in the order of the text.
    fn term_spans(&self, lexicon: LexiconId, scope: &[FieldId], many: u64) -> Vec<Spot> {
        let patterns = self.policy[lexicon].patterns.iter();
        let firsts =
            patterns.filter_map(|&pattern| self.interpreter.pattern_spans(pattern, scope).into_iter().next());
        let mut spots: Vec<Spot> = firsts.collect();
        spots.sort();
        first(spots, usize::try_from(many).unwrap_or(usize::MAX))
    }
}

impl Enough {
    const fn empty() -> Self {
        Self { text: String::new(), spans: Vec::new(), note: None }
    }
}

fn first(mut spots: Vec<Spot>, most: usize) -> Vec<Spot> {
    spots.truncate(most);
    spots
}
