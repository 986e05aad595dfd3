//! Evaluation for coverage and mutation: hundreds of contents under thousands of slightly different policies. In: a
//! checked policy and the contents of its examples and tests. Out: the value of any expression on any of them, with or
//! without a change to the policy.
//!
//! What texts are searched for does not depend on conditions, so it is found once, by the matcher ([`leaves`]); conditions
//! are evaluated over what was found ([`evaluate`]), and under a change only those that can feel it ([`trial`]).

mod change;
mod evaluate;
mod items;
mod leaves;
mod post;
mod scopes;
mod trial;
mod uses;

pub(super) use change::Change;
pub(super) use evaluate::{Evaluate, Plain};
pub(super) use items::{Item, Target, items};
pub(super) use leaves::{LeafId, Leaves, without};
pub(super) use post::Post;
pub(super) use scopes::{ScopeId, Scopes};
pub(super) use trial::Trial;
pub(super) use uses::{Touched, Uses, operands};

use rustc_hash::FxHashSet;

use crate::sema::hir::{ExprKind, LexiconId, Policy, Quantifier};

/// What is common to all contents.
pub(super) struct World<'a> {
    /// The policy as it is.
    pub(super) policy: &'a Policy,
    /// The sets of fields that evidence is looked for in.
    pub(super) scopes: Scopes,
    /// What texts are searched for.
    pub(super) leaves: Leaves,
    /// Lexicons of which all terms are asked for.
    whole: FxHashSet<LexiconId>,
}

impl<'a> World<'a> {
    /// Prepares the evaluation of a policy. With `variants`, the variants of terms are told apart.
    pub(super) fn new(policy: &'a Policy, variants: bool) -> Self {
        let counted = policy.exprs.iter().filter_map(|expr| match expr.kind {
            ExprKind::OfLexicon { quantifier: Quantifier::All, lexicon, .. } => Some(lexicon),
            _ => None,
        });
        let whole = counted.collect();
        Self { policy, scopes: Scopes::of(policy), leaves: Leaves::of(policy, variants), whole }
    }

    /// Whether `all of` one of these lexicons is asked for, so that a term can matter where it does not stand.
    pub(super) fn counts_all(&self, lexicons: &[LexiconId]) -> bool {
        lexicons.iter().any(|lexicon| self.whole.contains(lexicon))
    }
}
