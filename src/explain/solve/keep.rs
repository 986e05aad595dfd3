//! The smallest set of leaves that keeps a formula as it is, whatever becomes of the other leaves that hold. What is
//! absent stays absent and costs nothing: the set is one of evidence.

use super::rows::{Offer, Taken, fewest};
use super::{Bound, Formula, Node, NodeId, Row, RowWhat, Set, cheapest, earned, total};

impl Formula {
    /// Leaves that hold, which are enough for the whole to stay as it is.
    pub(in crate::explain) fn enough(&self) -> Set {
        let costs = self.keep_costs();
        let mut set = Set::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<NodeId> = self.nodes.len().checked_sub(1).into_iter().collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                self.keep(at, &costs, &mut open, &mut set);
            }
        }
        set
    }

    fn keep_costs(&self) -> Vec<u64> {
        let mut costs = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            let cost = match node {
                Node::Leaf(leaf) | Node::Place(leaf, _) | Node::Named(leaf, _) => {
                    if self.values[at] {
                        self.leaves[*leaf].keep
                    } else {
                        0
                    }
                }
                Node::Not(operand) => costs[*operand],
                Node::AtLeast(least, operands) => {
                    total(&self.kept_operands(at, *least, operands, &costs), &costs)
                }
                Node::Sum(_, rows, bound) => self.kept_rows(at, rows, *bound, &costs).0,
            };
            costs.push(cost);
        }
        costs
    }

    /// What a node needs to stay as it is: nodes to look at, or leaves.
    fn keep(&self, at: NodeId, costs: &[u64], open: &mut Vec<NodeId>, set: &mut Set) {
        match &self.nodes[at] {
            Node::Leaf(leaf) | Node::Place(leaf, _) | Node::Named(leaf, _) => {
                if self.values[at] {
                    set.insert(*leaf, 1);
                }
            }
            Node::Not(operand) => open.push(*operand),
            Node::AtLeast(least, operands) => open.extend(self.kept_operands(at, *least, operands, costs)),
            Node::Sum(_, rows, bound) => {
                let (_, taken) = self.kept_rows(at, rows, *bound, costs);
                for (row, offer) in rows.iter().zip(taken).filter_map(|(row, taken)| Some((row, taken?))) {
                    match row.what {
                        RowWhat::Once(node) => open.push(node),
                        RowWhat::Each { leaf, .. } => {
                            let most = set.entry(leaf).or_default();
                            *most = (*most).max(offer as u64 + 1);
                        }
                    }
                }
            }
        }
    }

    fn kept_operands(&self, at: NodeId, least: usize, operands: &[NodeId], costs: &[u64]) -> Vec<NodeId> {
        let value = self.values[at];
        let many = if value { least } else { (operands.len() + 1).saturating_sub(least) };
        let alike = operands.iter().copied().filter(|&operand| self.values[operand] == value);
        cheapest(alike, costs, many).unwrap_or_default()
    }

    /// Which rows have to stay. A row that need not is taken to be as bad as it can.
    fn kept_rows(&self, at: NodeId, rows: &[Row], bound: Bound, costs: &[u64]) -> (u64, Taken) {
        let bound = if self.values[at] { bound } else { bound.opposite() };
        let sum: i128 = rows.iter().map(|row| self.row_now(row)).sum();
        // A bound from above is one from below of the sum with its sign turned.
        let (sign, limit) = match bound {
            Bound::AtLeast(least) => (1, least),
            Bound::AtMost(most) => (-1, -most),
            Bound::Not(number) if sum > number => (1, number + 1),
            Bound::Not(number) => (-1, 1 - number),
            Bound::Exactly(_) => return self.all_rows(rows, costs),
        };
        let offers: Vec<Vec<Offer>> = rows.iter().map(|row| self.kept_offers(row, sign, costs)).collect();
        let gains: i128 = offers.iter().filter_map(|offers| offers.last()).map(|offer| offer.gain).sum();
        fewest(&offers, limit - (sign * sum - gains)).unwrap_or_else(|| self.all_rows(rows, costs))
    }

    /// What a row gives, beside the least it could, by staying as it is.
    fn kept_offers(&self, row: &Row, sign: i128, costs: &[u64]) -> Vec<Offer> {
        match row.what {
            RowWhat::Once(node) => {
                let points = sign * i128::from(row.points);
                let now = if self.values[node] { points } else { 0 };
                let gain = now - points.min(0);
                if gain > 0 { vec![Offer { cost: costs[node], gain }] } else { Vec::new() }
            }
            RowWhat::Each { leaf, cap, .. } => {
                let offer = |count: u64| Offer { cost: count, gain: sign * earned(row.points, count, cap) };
                let rises = |count: &u64| offer(*count).gain > offer(count - 1).gain;
                (1..=self.leaves[leaf].holds).take_while(rises).map(offer).collect()
            }
        }
    }

    /// Every row, as for a sum that has to be one number.
    fn all_rows(&self, rows: &[Row], costs: &[u64]) -> (u64, Taken) {
        let cost = |row: &Row| match row.what {
            RowWhat::Once(node) => (costs[node], Some(0)),
            RowWhat::Each { leaf, .. } => {
                let count = self.leaves[leaf].holds;
                (count, (count as usize).checked_sub(1))
            }
        };
        let all: Vec<(u64, Option<usize>)> = rows.iter().map(cost).collect();
        let sum = all.iter().fold(0_u64, |sum, (cost, _)| sum.saturating_add(*cost));
        (sum, all.into_iter().map(|(_, taken)| taken).collect())
    }

    /// What a row earns now.
    pub(super) fn row_now(&self, row: &Row) -> i128 {
        super::row_value(row, &self.values, &|leaf| self.leaves[leaf].holds)
    }
}
