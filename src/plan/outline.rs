//! What a verdict tells about a rule, read off the rule as it is written: which signals and scores it
//! mentions, and which operands of its `when` are evidence under which name. Later rewrites change
//! conditions beyond recognition; these lists keep the author's view of them.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::lower::row_operand;
use crate::content::FieldId;
use crate::sema::hir::{ExprId, ExprKind, Policy, Quantifier, ScoreId, SignalId, Ty};

/// Signals and scores in the order of their first mention, reading from left to right and going into
/// each where it is mentioned.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) signals: Vec<SignalId>,
    pub(super) scores: Vec<ScoreId>,
}

/// An operand that is evidence.
pub(super) struct Leaf<'p> {
    /// As the verdict names it.
    pub(super) name: Arc<str>,
    /// The operand.
    pub(super) expr: ExprId,
    /// The fields of the nearest `in` around it; without one, the default scope.
    pub(super) fields: Option<&'p [FieldId]>,
    /// Whether `starts`, `ends` stand around it.
    edges: [bool; 2],
}

impl Leaf<'_> {
    /// Whether only spans at this edge of their value count.
    pub(super) const fn passes(&self, ends: bool) -> bool {
        self.edges[ends as usize]
    }
}

/// The operands of an expression in the order they are written, signals' bodies and the rows of scores included.
pub(super) fn operands(policy: &Policy, kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::Signal(signal) => vec![policy[*signal].body],
        ExprKind::Score { score, .. } => {
            policy[*score].rows.iter().map(|row| row_operand(&row.body)).collect()
        }
        ExprKind::InFields { operand, .. }
        | ExprKind::Not(operand)
        | ExprKind::Edge { operand, .. }
        | ExprKind::OfLexicon { operand, .. }
        | ExprKind::Count { operand, .. }
        | ExprKind::Distinct { operand, .. } => vec![*operand],
        ExprKind::Or(members) | ExprKind::And(members) | ExprKind::OfMembers { members, .. } => {
            members.clone()
        }
        ExprKind::Near { left, right, .. } => vec![*left, *right],
        ExprKind::Term(_)
        | ExprKind::Regex(_)
        | ExprKind::Lexicon(_)
        | ExprKind::Extract { .. }
        | ExprKind::Field { .. }
        | ExprKind::Age { .. }
        | ExprKind::InHashlist { .. } => Vec::new(),
    }
}

/// What the roots mention, directly or through signals and scores.
pub(super) fn mentions(policy: &Policy, roots: &[ExprId]) -> Mentions {
    let mut mentions = Mentions::default();
    let mut seen = FxHashSet::default();
    let (mut signals, mut scores) = (FxHashSet::default(), FxHashSet::default());
    let mut stack: Vec<ExprId> = roots.iter().rev().copied().collect();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        let kind = &policy[id].kind;
        match kind {
            ExprKind::Signal(signal) if signals.insert(*signal) => mentions.signals.push(*signal),
            ExprKind::Score { score, .. } if scores.insert(*score) => mentions.scores.push(*score),
            _ => {}
        }
        stack.extend(operands(policy, kind).into_iter().rev());
    }
    mentions
}

/// Every operand of `when` that is evidence, each once for every scope and edge it stands in.
pub(super) fn evidence(policy: &Policy, when: ExprId) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    let mut seen = FxHashSet::default();
    let mut stack = vec![(when, None, [false; 2])];
    while let Some((id, fields, edges)) = stack.pop() {
        if !seen.insert((id, fields, edges)) {
            continue;
        }
        if let Some(name) = leaf_name(policy, id) {
            leaves.push(Leaf { name, expr: id, fields, edges });
            continue;
        }
        let (fields, edges) = match &policy[id].kind {
            ExprKind::InFields { fields, .. } => (Some(fields.as_slice()), edges),
            ExprKind::Edge { ends, .. } => (fields, [edges[0] | !*ends, edges[1] | *ends]),
            _ => (fields, edges),
        };
        let inside = told_operands(policy, id).into_iter().rev();
        stack.extend(inside.map(|operand| (operand, fields, edges)));
    }
    leaves
}

/// The operands that evidence is sought in: not those of `not` and `none of`.
fn told_operands(policy: &Policy, id: ExprId) -> Vec<ExprId> {
    match &policy[id].kind {
        ExprKind::Not(_)
        | ExprKind::OfMembers { quantifier: Quantifier::None, .. }
        | ExprKind::OfLexicon { quantifier: Quantifier::None, .. } => Vec::new(),
        kind => operands(policy, kind),
    }
}

fn leaf_name(policy: &Policy, id: ExprId) -> Option<Arc<str>> {
    let expr = &policy[id];
    let name = match &expr.kind {
        ExprKind::Signal(signal) if expr.ty == Ty::Evidence => &policy[*signal].head.qualified,
        ExprKind::Lexicon(lexicon) => &policy[*lexicon].head.qualified,
        ExprKind::Extract { extractor, .. } => extractor.name(),
        ExprKind::Term(term) => &policy[*term].text,
        ExprKind::Regex(regex) => &policy[*regex].pattern,
        _ => return None,
    };
    Some(name.into())
}
