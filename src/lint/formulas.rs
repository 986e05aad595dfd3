//! What conditions imply, for lints that ask: the truths of a policy in [`crate::logic`], disguises left aside. Most
//! questions are answered by looking at made-up contents; a solver is asked about the rest, so often and no more. A
//! policy too large to be taken apart has no formulas; the lints then look at its form alone, in [`super::structure`].

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::logic::{Candidates, NodeId, Problem, Worlds};
use crate::sema::hir::{ExprId, ExprKind, Policy, Quantifier};

/// Operands of all lists with what they name written out: of more, each question would take too long for a check that
/// authors run at every save.
const MOST_OPERANDS: u64 = 50_000;

/// Covers in covers, so deep: a question has a variable for each pair of what they are made of.
const DEEPEST: u32 = 8;

/// Questions that the solver is asked about one policy.
const MOST_QUESTIONS: u32 = 20_000;

/// The truths of a policy.
pub(super) struct Formulas<'p> {
    problem: Problem<'p>,
    nodes: FxHashMap<ExprId, NodeId>,
    /// By rule: that `when` holds and `unless` does not.
    pub(super) rules: Vec<NodeId>,
    worlds: Worlds,
    left: Cell<u32>,
}

impl<'p> Formulas<'p> {
    /// Whether a policy is small enough.
    pub(super) fn takes(policy: &Policy) -> bool {
        operands(policy) <= MOST_OPERANDS && depth(policy) <= DEEPEST
    }

    /// `None` where the policy is too large.
    pub(super) fn new(policy: &'p Policy) -> Option<Self> {
        if !Self::takes(policy) {
            return None;
        }
        let (mut problem, side) = Problem::usual(policy);
        let mut nodes = FxHashMap::default();
        for expr in asked_about(policy) {
            nodes.insert(expr, problem.condition(side, expr));
        }
        let rules = policy.rules.iter().map(|rule| problem.rule(side, rule)).collect();
        let worlds = Worlds::new(&problem);
        Some(Self { problem, nodes, rules, worlds, left: Cell::new(MOST_QUESTIONS) })
    }

    /// The truth of a condition, or of a part of one that is no evidence inside of more.
    pub(super) fn of(&self, expr: ExprId) -> Option<NodeId> {
        self.nodes.get(&expr).copied()
    }

    fn may_ask(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether it is the same everywhere: always so, or never.
    pub(super) fn is_constant(&self, node: NodeId, value: bool) -> bool {
        match value {
            true => !self.worlds.may_fail(node) && self.may_ask() && self.problem.can_fail(node).is_never(),
            false => !self.worlds.may_hold(node) && self.may_ask() && self.problem.can_hold(node).is_never(),
        }
    }

    /// Whether one holds wherever the other does.
    pub(super) fn implies(&self, narrow: NodeId, wide: NodeId) -> bool {
        narrow == wide
            || !self.worlds.may_differ(narrow, wide)
                && self.may_ask()
                && self.problem.can_differ(narrow, wide).is_never()
    }

    /// Those of some truths that each may imply.
    pub(super) fn candidates(&self, nodes: &[NodeId]) -> Candidates<'_> {
        Candidates::new(&self.problem, nodes)
    }
}

/// The parts of a condition that are conditions themselves.
pub(super) fn parts(kind: &ExprKind) -> &[ExprId] {
    match kind {
        ExprKind::Or(operands) | ExprKind::And(operands) | ExprKind::OfMembers { members: operands, .. } => {
            operands
        }
        ExprKind::Not(operand) => std::slice::from_ref(operand),
        _ => &[],
    }
}

/// Every condition and its parts, and every comparison of a score.
fn asked_about(policy: &Policy) -> FxHashSet<ExprId> {
    let whens = policy.rules.iter().flat_map(|rule| std::iter::once(rule.when).chain(rule.unless));
    let signals = policy.signals.iter().map(|signal| signal.body);
    let exempts = policy.exempts.iter().map(|exempt| exempt.when);
    let mut stack: Vec<ExprId> = whens.chain(signals).chain(exempts).collect();
    let is_score = |expr: &crate::sema::hir::Expr| matches!(expr.kind, ExprKind::Score { .. });
    stack.extend((0..).map(ExprId).zip(&policy.exprs).filter(|(_, expr)| is_score(expr)).map(|(id, _)| id));
    let mut asked = FxHashSet::default();
    while let Some(expr) = stack.pop() {
        if asked.insert(expr) {
            stack.extend_from_slice(parts(&policy[expr].kind));
        }
    }
    asked
}

/// How many operands there are once lists in lists are one, and lexicons the terms in them.
fn operands(policy: &Policy) -> u64 {
    let terms = |lexicon: crate::sema::hir::LexiconId| policy[lexicon].patterns.len() as u64;
    let mut sizes: Vec<u64> = Vec::with_capacity(policy.exprs.len());
    let mut total = 0_u64;
    for expr in &policy.exprs {
        let of = |id: &ExprId| sizes[id.0 as usize];
        let size = match &expr.kind {
            // Bodies stand before what names them.
            ExprKind::Signal(signal) => of(&policy[*signal].body),
            ExprKind::Or(members) | ExprKind::And(members) => {
                members.iter().fold(0, |sum: u64, member| sum.saturating_add(of(member)))
            }
            ExprKind::InFields { operand, fields } => of(operand).saturating_mul(fields.len() as u64),
            ExprKind::Not(operand) | ExprKind::Edge { operand, .. } => of(operand),
            ExprKind::Lexicon(lexicon) => terms(*lexicon),
            ExprKind::OfLexicon { lexicon, quantifier, .. } => {
                let all = terms(*lexicon);
                total = total.saturating_add(all);
                // Sums are worked out content by content.
                total = total.saturating_add(if *quantifier == Quantifier::Any { 0 } else { all });
                1
            }
            _ => 1,
        };
        total = total.saturating_add(if size > 1 { size } else { 0 });
        sizes.push(size);
    }
    total
}

/// How deep covers stand in covers.
fn depth(policy: &Policy) -> u32 {
    let mut depths: Vec<u32> = Vec::with_capacity(policy.exprs.len());
    for expr in &policy.exprs {
        let of = |id: &ExprId| depths[id.0 as usize];
        let depth = match &expr.kind {
            ExprKind::Signal(signal) => of(&policy[*signal].body),
            ExprKind::Near { left, right, .. } => of(left).max(of(right)) + 1,
            ExprKind::InFields { operand, .. } | ExprKind::Edge { operand, .. } => of(operand),
            kind => parts(kind).iter().map(of).max().unwrap_or_default(),
        };
        depths.push(depth);
    }
    depths.into_iter().max().unwrap_or_default()
}
