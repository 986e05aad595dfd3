//! Counting: `2 of (…)`, `2 of lexicon`, `count` and `distinct`.

use std::collections::BTreeSet;

use super::Interpreter;
use crate::content::FieldId;
use crate::sema::hir::{ExprId, ExprKind, LexiconId, Quantifier};
use crate::text;

impl Interpreter<'_> {
    /// "`2 of (a, b, c)`, `any of`, `all of`, `none of`: how many members hold."
    pub(super) fn of_members(&self, quantifier: Quantifier, members: &[ExprId], scope: &[FieldId]) -> bool {
        let holding = members.iter().filter(|&&member| self.truth(member, scope)).count();
        satisfies(quantifier, holding, members.len())
    }

    /// "Over one lexicon (with what it includes; equal terms once): how many *distinct terms*."
    pub(super) fn of_lexicon(
        &self,
        quantifier: Quantifier,
        lexicon: LexiconId,
        operand: ExprId,
        scope: &[FieldId],
    ) -> bool {
        let occurring = self.distinct_terms(lexicon, self.scope_within(operand, scope));
        satisfies(quantifier, occurring, self.policy[lexicon].patterns.len())
    }

    /// "`N of lexicon` counts quoted terms that occur (a term with alternatives is one)."
    #[must_use]
    pub fn distinct_terms(&self, lexicon: LexiconId, scope: &[FieldId]) -> usize {
        // Most lexicons stand nowhere, and hold many terms.
        if self.lexicon_spans(lexicon, scope).is_empty() {
            return 0;
        }
        let patterns = self.policy[lexicon].patterns.iter();
        patterns.filter(|&&pattern| self.pattern_occurs(pattern, scope)).count()
    }

    /// The scope of a lexicon that may stand in `in`; the innermost `in` decides.
    pub fn scope_within<'s>(&'s self, operand: ExprId, scope: &'s [FieldId]) -> &'s [FieldId] {
        match &self.policy[operand].kind {
            ExprKind::InFields { operand, fields } => self.scope_within(*operand, fields),
            _ => scope,
        }
    }

    /// "`count` counts spans."
    #[must_use]
    pub fn count(&self, operand: ExprId, scope: &[FieldId]) -> usize {
        self.evidence(operand, scope).len()
    }

    /// "`distinct` counts different folded texts."
    #[must_use]
    pub fn distinct(&self, operand: ExprId, scope: &[FieldId]) -> usize {
        let spots = self.evidence(operand, scope);
        let texts: BTreeSet<String> =
            spots.iter().map(|spot| text::fold_tokens(self.excerpt(spot))).collect();
        texts.len()
    }
}

/// Whether so many of so many are enough.
pub(crate) const fn satisfies(quantifier: Quantifier, holding: usize, all: usize) -> bool {
    match quantifier {
        Quantifier::AtLeast(needed) => holding >= needed as usize,
        Quantifier::Any => holding >= 1,
        Quantifier::All => holding == all,
        Quantifier::None => holding == 0,
    }
}
