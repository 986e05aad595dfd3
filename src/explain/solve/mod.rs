//! What keeps a condition as it is, and what would change it, with the fewest leaves. In: a condition as a formula over
//! leaves, each of which holds or does not, with shared parts shared. Out: sets of leaves. It knows nothing of
//! policies, so that it can be tested against trying everything.
//!
//! Both answers are the least over the operands of every connective, and over the rows of every score, from the leaves
//! up; time is linear in the formula, but for scores (see [`rows`]). A leaf that stands in several places is counted in
//! each: the answer is the least for formulas whose leaves stand once, and holds for all (see [`change`]).

mod change;
mod keep;
mod rows;
#[cfg(test)]
mod tests;

pub(super) use change::Change;

use std::collections::BTreeMap;

/// A node of a formula; its operands have smaller numbers.
pub(super) type NodeId = usize;

/// A leaf of a formula.
pub(super) type LeafId = usize;

/// Leaves, and how often each holds: 0 or 1, or for [`RowWhat::Each`] the number of terms.
pub(super) type Set = BTreeMap<LeafId, u64>;

/// More than anything costs: there is no way.
const NEVER: u64 = u64::MAX;

/// A formula; the last node is the whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Formula {
    pub(super) leaves: Vec<Leaf>,
    nodes: Vec<Node>,
    /// Whether each node holds.
    values: Vec<bool>,
}

/// Something that holds or does not.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// 0 or 1, or how many terms of an `each of` occur.
    pub(super) holds: u64,
    /// How many pieces of evidence it takes to keep it, where it holds; 0 where it holds because something is absent.
    pub(super) keep: u64,
    /// How many changes it takes to change it.
    pub(super) change: u64,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Leaf(LeafId),
    Not(NodeId),
    /// That many or more of the operands.
    AtLeast(usize, Vec<NodeId>),
    /// Sides that have to stand in a certain way: the leaf is that they do. Where a side is absent, it is what lacks.
    Place(LeafId, Vec<NodeId>),
    /// Evidence with a name: kept by its name, changed by what it is made of.
    Named(LeafId, NodeId),
    /// A sum, compared. The leaf stands for the whole where nothing better can be said.
    Sum(LeafId, Vec<Row>, Bound),
}

/// A row of a sum.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) points: i64,
    pub(super) what: RowWhat,
}

#[derive(Clone, Debug)]
pub(super) enum RowWhat {
    /// Earned once.
    Once(NodeId),
    /// Earned for each term that occurs, of so many, up to a cap.
    Each { leaf: LeafId, terms: u64, cap: Option<i64> },
}

/// What a sum has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    AtLeast(i128),
    AtMost(i128),
    Exactly(i128),
    Not(i128),
}

impl Bound {
    pub(super) fn admits(self, sum: i128) -> bool {
        match self {
            Self::AtLeast(least) => sum >= least,
            Self::AtMost(most) => sum <= most,
            Self::Exactly(number) => sum == number,
            Self::Not(number) => sum != number,
        }
    }

    /// What has to be where this does not.
    const fn opposite(self) -> Self {
        match self {
            Self::AtLeast(least) => Self::AtMost(least.saturating_sub(1)),
            Self::AtMost(most) => Self::AtLeast(most.saturating_add(1)),
            Self::Exactly(number) => Self::Not(number),
            Self::Not(number) => Self::Exactly(number),
        }
    }
}

/// What a row of `each of` earns with so many terms.
fn earned(points: i64, count: u64, cap: Option<i64>) -> i128 {
    let sum = i128::from(points).saturating_mul(i128::from(count));
    let cap = cap.map_or(i128::from(u64::MAX), |cap| i128::from(cap).abs());
    sum.clamp(-cap, cap)
}

impl Formula {
    pub(super) fn leaf(&mut self, leaf: Leaf) -> LeafId {
        self.leaves.push(leaf);
        self.leaves.len() - 1
    }

    /// Adds a node over nodes that are there.
    pub(super) fn add(&mut self, node: Node) -> NodeId {
        let value = match &node {
            Node::Place(leaf, _) | Node::Named(leaf, _) => self.leaves[*leaf].holds > 0,
            other => value(other, &self.values, &|leaf| self.leaves[leaf].holds),
        };
        self.nodes.push(node);
        self.values.push(value);
        self.nodes.len() - 1
    }

    /// Whether the whole holds.
    pub(super) fn holds(&self) -> bool {
        self.values.last().is_some_and(|&value| value)
    }

    /// Whether the whole would hold if some leaves held as in `forced`, and the others as `otherwise` says.
    pub(super) fn would_hold(&self, forced: &Set, otherwise: &dyn Fn(LeafId) -> u64) -> bool {
        let count = |leaf: LeafId| forced.get(&leaf).copied().unwrap_or_else(|| otherwise(leaf));
        let mut values: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            let value = match node {
                Node::Place(leaf, _) | Node::Named(leaf, _) | Node::Sum(leaf, ..)
                    if forced.contains_key(leaf) =>
                {
                    count(*leaf) > 0
                }
                Node::Place(_, sides) => {
                    // Sides that all occur already stand in the wrong way, and go on doing so.
                    let could = self.values[at] || !sides.iter().all(|&side| self.values[side]);
                    could && sides.iter().all(|&side| values[side])
                }
                Node::Named(_, body) => values[*body],
                other => value(other, &values, &count),
            };
            values.push(value);
        }
        values.last().is_some_and(|&value| value)
    }
}

fn value(node: &Node, values: &[bool], count: &dyn Fn(LeafId) -> u64) -> bool {
    match node {
        Node::Leaf(leaf) | Node::Place(leaf, _) => count(*leaf) > 0,
        Node::Named(_, operand) => values[*operand],
        Node::Not(operand) => !values[*operand],
        Node::AtLeast(least, operands) => {
            operands.iter().filter(|&&operand| values[operand]).count() >= *least
        }
        Node::Sum(_, rows, bound) => bound.admits(rows.iter().map(|row| row_value(row, values, count)).sum()),
    }
}

fn row_value(row: &Row, values: &[bool], count: &dyn Fn(LeafId) -> u64) -> i128 {
    match row.what {
        RowWhat::Once(node) => i128::from(row.points) * i128::from(values[node]),
        RowWhat::Each { leaf, cap, .. } => earned(row.points, count(leaf), cap),
    }
}

/// The cheapest of some operands, so many of them, in their order; `None` where there are not as many.
fn cheapest(operands: impl Iterator<Item = NodeId>, costs: &[u64], many: usize) -> Option<Vec<NodeId>> {
    let mut options: Vec<NodeId> = operands.filter(|&operand| costs[operand] < NEVER).collect();
    if options.len() < many {
        return None;
    }
    options.sort_by_key(|&operand| costs[operand]);
    options.truncate(many);
    Some(options)
}

/// What operands cost together. Sums over what is shared many times over grow beyond all numbers, and stay a way.
fn total(operands: &[NodeId], costs: &[u64]) -> u64 {
    if operands.iter().any(|&operand| costs[operand] == NEVER) {
        return NEVER;
    }
    operands.iter().fold(0, |sum: u64, &operand| sum.saturating_add(costs[operand])).min(NEVER - 1)
}
