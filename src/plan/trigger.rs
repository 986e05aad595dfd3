//! Triggers: in come a graph and the terms, out comes for every rule a set of leaves without at least
//! one of which its `when` cannot hold. A post that has none of them needs no further look at the
//! rule. Where there is a choice (one side of `and` or `near`, which members of `2 of`, which rows of a
//! score) the set expected least often is taken. Refusals, in order:
//!
//! 1. `not`, and counts that 0 passes, can hold where nothing is found: no trigger.
//! 2. A score that 0 passes can hold without any of its rows: no trigger.
//! 3. Rows of a score that have no trigger are left out of the set only while all that are left out
//!    together cannot reach the number.
//!
//! A rule without a trigger is evaluated on every post.

use rustc_hash::FxHashSet;

use super::fold::range;
use super::frequency::{ALWAYS, Frequencies};
use super::graph::Graph;
use super::node::{Node, NodeId, Row, compare};
use super::terms::Terms;
use crate::sema::hir::CompareOp;
use crate::sema::sums::needed_rows;

/// When a rule has to be evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// On every post.
    pub always: bool,
    /// Where a pattern of one of these [`Node::Terms`] may be found.
    pub terms: Vec<NodeId>,
    /// Where one of these other leaves holds.
    pub checks: Vec<NodeId>,
}

impl Trigger {
    /// Of a rule that is evaluated on every post.
    #[must_use]
    pub const fn always() -> Self {
        Self { always: true, terms: Vec::new(), checks: Vec::new() }
    }
}

/// What must be there for a node to hold.
pub(super) enum Need {
    /// This node itself, which has no operands.
    Leaf,
    /// At least one of these.
    Any(Vec<NodeId>),
    /// Nothing that could be looked for.
    Nothing,
}

/// The trigger of each rule.
#[must_use]
pub fn triggers(chooser: &Chooser<'_>) -> Vec<Trigger> {
    chooser.graph.rules.iter().map(|rule| chooser.trigger(rule.when)).collect()
}

/// Knows of each node what is least often there of all that it needs.
pub struct Chooser<'g> {
    pub(super) graph: &'g Graph,
    /// How often each node's trigger is expected.
    costs: Vec<u64>,
}

impl<'g> Chooser<'g> {
    /// Looks at every node of a graph.
    #[must_use]
    pub fn new(graph: &'g Graph, terms: &Terms) -> Self {
        let frequencies = Frequencies::new(graph, terms);
        let mut chooser = Self { graph, costs: Vec::with_capacity(graph.nodes.len()) };
        for node in &graph.nodes {
            let cost = match chooser.need(node) {
                Need::Leaf => frequencies.of_leaf(node),
                Need::Any(members) => chooser.together(&members),
                Need::Nothing => ALWAYS,
            };
            chooser.costs.push(cost);
        }
        chooser
    }

    pub(super) fn cost(&self, id: NodeId) -> u64 {
        self.costs[id.index()]
    }

    fn together(&self, members: &[NodeId]) -> u64 {
        members.iter().fold(0, |sum: u64, &id| sum.saturating_add(self.cost(id)))
    }

    fn trigger(&self, root: NodeId) -> Trigger {
        if self.cost(root) == ALWAYS {
            return Trigger::always();
        }
        let mut trigger = Trigger::default();
        let mut seen = FxHashSet::default();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match (self.need(self.graph.node(id)), self.graph.node(id)) {
                (Need::Any(members), _) => stack.extend(members),
                (Need::Leaf, Node::Const(false)) => {}
                (Need::Leaf, Node::Terms { .. }) => trigger.terms.push(id),
                (Need::Leaf, _) => trigger.checks.push(id),
                (Need::Nothing, _) => trigger.always = true,
            }
        }
        trigger.terms.sort_unstable();
        trigger.checks.sort_unstable();
        trigger
    }

    /// Operands have their costs already.
    pub(super) fn need(&self, node: &Node) -> Need {
        match node {
            Node::Const(true) | Node::Not(_) | Node::Score(_) => Need::Nothing,
            Node::Const(false)
            | Node::Terms { .. }
            | Node::Regex { .. }
            | Node::Extract { .. }
            | Node::Field { .. }
            | Node::Age { .. }
            | Node::Hashlist { .. } => Need::Leaf,
            Node::Union(members) | Node::Or(members) => Need::Any(members.clone()),
            Node::And(members) => self.cheapest(members, 1),
            Node::Near { left, right, .. } => self.cheapest(&[*left, *right], 1),
            Node::Edge { operand, .. } => Need::Any(vec![*operand]),
            Node::AtLeast { number: 0, .. } | Node::TermsAtLeast { number: 0, .. } => Need::Nothing,
            Node::AtLeast { number, members } => {
                self.cheapest(members, (members.len() + 1).saturating_sub(*number as usize))
            }
            Node::TermsAtLeast { operand, .. } => Need::Any(vec![*operand]),
            Node::Count { operand, op, number } | Node::Distinct { operand, op, number } => {
                if compare(&0.0, *op, &number.0) { Need::Nothing } else { Need::Any(vec![*operand]) }
            }
            Node::Compare { score, op, number } => match self.graph.node(*score) {
                Node::Score(rows) => self.score(rows, *op, number.0),
                _ => Need::Nothing,
            },
        }
    }

    /// The members that are expected least often; of none at all nothing can be expected.
    fn cheapest(&self, members: &[NodeId], number: usize) -> Need {
        let mut members = members.to_vec();
        if members.is_empty() {
            return Need::Nothing;
        }
        members.sort_by_key(|&id| (self.cost(id), id));
        members.truncate(number);
        Need::Any(members)
    }

    fn score(&self, rows: &[Row], op: CompareOp, number: f64) -> Need {
        let passes = |value: i64| compare(&(value as f64), op, &number);
        match op {
            _ if passes(0) => Need::Nothing,
            CompareOp::Ge | CompareOp::Gt => self.rows(rows, 1, passes),
            CompareOp::Le | CompareOp::Lt => self.rows(rows, -1, passes),
            CompareOp::Eq if number > 0.0 => self.rows(rows, 1, |value| value as f64 >= number),
            CompareOp::Eq => self.rows(rows, -1, |value| value as f64 <= number),
            CompareOp::Ne => Need::Any(rows.iter().map(|row| row.operand).collect()),
        }
    }

    /// Rows with points of a sign, less the most expensive ones that cannot pass by themselves.
    fn rows(&self, rows: &[Row], sign: i64, passes: impl Fn(i64) -> bool) -> Need {
        let ranges = rows.iter().map(|row| (range(self.graph, row), row.operand));
        let points = ranges.map(|((low, high), id)| (if sign > 0 { high } else { low }, id));
        let mut points: Vec<_> = points.filter(|(points, _)| points.signum() == sign).collect();
        points.sort_by_key(|&(_, id)| std::cmp::Reverse((self.cost(id), id)));
        Need::Any(needed_rows(points, passes))
    }
}
