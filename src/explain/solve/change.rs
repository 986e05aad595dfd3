//! The fewest changes of leaves that would make a formula hold. A change of a leaf that stands in several places could
//! undo elsewhere what it does here (`(a or b) and not a`): every answer is tried on the whole, and where it fails,
//! others are found that leave one of its leaves alone.

use super::rows::{Offer, Taken, fewest};
use super::{Bound, Formula, LeafId, NEVER, Node, NodeId, Row, RowWhat, Set, cheapest, earned, total};

/// Leaves that are left alone in turn, where an answer fails.
const MOST_TRIALS: usize = 16;

/// Leaves named where any one of several would do.
const MOST_ALTERNATIVES: usize = 16;

/// Changes that are tried to be done without.
const MOST_PRUNED: usize = 64;

/// A change of one leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::explain) struct Change {
    /// The leaf, and those that would do in its place.
    pub(in crate::explain) any_of: Vec<LeafId>,
    /// How often it has to hold: 0 or 1, or so many terms of an `each of`.
    pub(in crate::explain) to: u64,
}

impl Formula {
    /// The fewest changes that make the whole hold: none if it does, `None` if no way is found.
    pub(in crate::explain) fn changes(&self) -> Option<Vec<Change>> {
        if self.holds() {
            return Some(Vec::new());
        }
        let (_, first) = Ways::new(self, None).cheapest()?;
        if self.would(&first) {
            return Some(self.checked(self.needed(first)));
        }
        let locked = first.iter().take(MOST_TRIALS).filter_map(|change| change.any_of.first().copied());
        let others = locked.filter_map(|leaf| Ways::new(self, Some(leaf)).cheapest());
        let fits = others.filter(|(_, changes)| self.would(changes));
        fits.min_by_key(|(cost, _)| *cost).map(|(_, changes)| self.checked(self.needed(changes)))
    }

    /// Without changes that others make needless, which happens where leaves stand in several places.
    fn needed(&self, mut changes: Vec<Change>) -> Vec<Change> {
        let mut at = changes.len().min(MOST_PRUNED);
        while let Some(last) = at.checked_sub(1) {
            let change = changes.remove(last);
            if !self.would(&changes) {
                changes.insert(last, change);
            }
            at = last;
        }
        changes
    }

    /// Whether the whole holds with these changes.
    fn would(&self, changes: &[Change]) -> bool {
        let forced = |change: &Change| Some((*change.any_of.first()?, change.to));
        let forced: Set = changes.iter().filter_map(forced).collect();
        self.would_hold(&forced, &|leaf| self.leaves[leaf].holds)
    }

    /// Only those alternatives that would do as well, each tried.
    fn checked(&self, mut changes: Vec<Change>) -> Vec<Change> {
        for at in 0..changes.len() {
            if changes[at].any_of.len() > 1 {
                let options = std::mem::take(&mut changes[at].any_of);
                let mut fits = vec![options[0]];
                for &other in &options[1..] {
                    changes[at].any_of = vec![other];
                    if self.would(&changes) {
                        fits.push(other);
                    }
                }
                changes[at].any_of = fits;
            }
        }
        changes
    }
}

/// The cheapest ways to change each node of a formula.
struct Ways<'f> {
    formula: &'f Formula,
    /// A leaf that may not change.
    locked: Option<LeafId>,
    costs: Vec<u64>,
}

impl<'f> Ways<'f> {
    fn new(formula: &'f Formula, locked: Option<LeafId>) -> Self {
        let mut ways = Self { formula, locked, costs: Vec::with_capacity(formula.nodes.len()) };
        for at in 0..formula.nodes.len() {
            ways.costs.push(ways.cost(at));
        }
        ways
    }

    fn cost(&self, at: NodeId) -> u64 {
        match &self.formula.nodes[at] {
            Node::Leaf(leaf) => self.leaf_cost(*leaf),
            Node::Place(leaf, sides) => match self.absent(at, sides) {
                absent if absent.is_empty() => self.leaf_cost(*leaf),
                absent => total(&absent, &self.costs),
            },
            Node::Not(operand) | Node::Named(_, operand) => self.costs[*operand],
            Node::AtLeast(least, operands) => {
                self.operands(*least, operands).map_or(NEVER, |chosen| total(&chosen, &self.costs))
            }
            Node::Sum(leaf, rows, bound) => match self.rows(at, rows, *bound) {
                Some(way) => way.cost,
                None if self.is_exact(at, *bound) => self.leaf_cost(*leaf),
                None => NEVER,
            },
        }
    }

    fn leaf_cost(&self, leaf: LeafId) -> u64 {
        if self.locked == Some(leaf) { NEVER } else { self.formula.leaves[leaf].change }
    }

    /// The changes of the cheapest way to change the whole, and what they cost.
    fn cheapest(&self) -> Option<(u64, Vec<Change>)> {
        let whole = self.formula.nodes.len().checked_sub(1)?;
        if self.costs[whole] == NEVER {
            return None;
        }
        let mut changes = Vec::new();
        let mut seen = vec![false; self.costs.len()];
        let mut open = vec![whole];
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                let before = open.len();
                self.follow(at, &mut open, &mut changes);
                // Looked at from the left.
                open[before..].reverse();
            }
        }
        Some((self.costs[whole], changes))
    }

    /// What changes with a node: other nodes, or leaves.
    fn follow(&self, at: NodeId, open: &mut Vec<NodeId>, changes: &mut Vec<Change>) {
        let to = u64::from(!self.formula.values[at]);
        let mut flip = |leaf: LeafId| changes.push(Change { any_of: vec![leaf], to });
        match &self.formula.nodes[at] {
            Node::Leaf(leaf) => flip(*leaf),
            Node::Place(leaf, sides) => match self.absent(at, sides) {
                absent if absent.is_empty() => flip(*leaf),
                absent => open.extend(absent),
            },
            Node::Not(operand) | Node::Named(_, operand) => open.push(*operand),
            Node::AtLeast(least, operands) => {
                let chosen = self.operands(*least, operands).unwrap_or_default();
                match (&chosen[..], self.any_of(at)) {
                    ([_], Some(change)) => changes.push(change),
                    _ => open.extend(chosen),
                }
            }
            Node::Sum(leaf, rows, bound) => match self.rows(at, rows, *bound) {
                Some(way) => way.follow(self, rows, open, changes),
                None => flip(*leaf),
            },
        }
    }

    /// Where a node can be changed by one leaf, that leaf, and those that would do for the same cost.
    fn any_of(&self, at: NodeId) -> Option<Change> {
        let mut found: Vec<(LeafId, u64)> = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open = vec![at];
        while let (Some(at), true) = (open.pop(), found.len() < MOST_ALTERNATIVES) {
            if !seen.insert(at) {
                continue;
            }
            let before = open.len();
            match self.step(at) {
                Step::Leaf(leaf) => {
                    let to = u64::from(!self.formula.values[at]);
                    if found.iter().all(|(other, _)| *other != leaf) {
                        found.push((leaf, to));
                    }
                }
                Step::One(nodes) => open.extend(nodes),
                // The way that would be taken has to be among those that are named, as the first.
                Step::Several if found.is_empty() => return None,
                Step::Several => {}
            }
            open[before..].reverse();
        }
        let (_, to) = *found.first()?;
        let alike = found.into_iter().filter(|(_, other)| *other == to);
        Some(Change { any_of: alike.map(|(leaf, _)| leaf).collect(), to })
    }

    /// A step on the way to a single leaf.
    fn step(&self, at: NodeId) -> Step {
        match &self.formula.nodes[at] {
            Node::Leaf(leaf) => Step::Leaf(*leaf),
            Node::Place(leaf, sides) => match &self.absent(at, sides)[..] {
                [] => Step::Leaf(*leaf),
                [side] => Step::One(vec![*side]),
                _ => Step::Several,
            },
            Node::Not(operand) | Node::Named(_, operand) => Step::One(vec![*operand]),
            Node::AtLeast(least, operands) => {
                match &self.operands(*least, operands).unwrap_or_default()[..] {
                    [chosen] => Step::One(self.as_cheap(*chosen, operands)),
                    _ => Step::Several,
                }
            }
            Node::Sum(..) => Step::Several,
        }
    }

    /// An operand, and those that are changed as cheaply and in the same way.
    fn as_cheap(&self, chosen: NodeId, operands: &[NodeId]) -> Vec<NodeId> {
        let alike = |operand: &NodeId| {
            *operand != chosen
                && self.formula.values[*operand] == self.formula.values[chosen]
                && self.costs[*operand] == self.costs[chosen]
        };
        std::iter::once(chosen).chain(operands.iter().copied().filter(alike)).collect()
    }

    /// Sides that do not occur; none where the leaf itself is what has to change.
    fn absent(&self, at: NodeId, sides: &[NodeId]) -> Vec<NodeId> {
        if self.formula.values[at] {
            return Vec::new();
        }
        sides.iter().copied().filter(|&side| !self.formula.values[side]).collect()
    }

    /// The cheapest operands to change so that another number of them holds.
    fn operands(&self, least: usize, operands: &[NodeId]) -> Option<Vec<NodeId>> {
        let holds = |operand: &NodeId| self.formula.values[*operand];
        let holding = operands.iter().filter(|operand| holds(operand)).count();
        let value = holding >= least;
        if value && least == 0 {
            return None;
        }
        let many = if value { holding + 1 - least } else { least - holding };
        cheapest(operands.iter().copied().filter(|operand| holds(operand) == value), &self.costs, many)
    }

    /// Whether a node can only be changed by making a sum one number: then the comparison stands for itself.
    fn is_exact(&self, at: NodeId, bound: Bound) -> bool {
        matches!(self.wanted(at, bound), Bound::Exactly(_))
    }

    fn wanted(&self, at: NodeId, bound: Bound) -> Bound {
        if self.formula.values[at] { bound.opposite() } else { bound }
    }

    /// The rows to change so that a sum is on the other side of its bound.
    fn rows(&self, at: NodeId, rows: &[Row], bound: Bound) -> Option<RowWay> {
        let sum: i128 = rows.iter().map(|row| self.formula.row_now(row)).sum();
        let reach = |sign: i128, limit: i128| {
            let offers: Vec<Vec<Offer>> = rows.iter().map(|row| self.offers(row, sign)).collect();
            fewest(&offers, limit - sign * sum).map(|(cost, taken)| RowWay { cost, sign, taken })
        };
        match self.wanted(at, bound) {
            Bound::AtLeast(least) => reach(1, least),
            Bound::AtMost(most) => reach(-1, -most),
            Bound::Exactly(_) => None,
            Bound::Not(number) => {
                let ways = [reach(1, number + 1), reach(-1, 1 - number)];
                ways.into_iter().flatten().min_by_key(|way| way.cost)
            }
        }
    }

    /// What a row would give by changing.
    fn offers(&self, row: &Row, sign: i128) -> Vec<Offer> {
        match row.what {
            RowWhat::Once(node) => {
                let gain = sign * i128::from(row.points) * if self.formula.values[node] { -1 } else { 1 };
                let offer = Offer { cost: self.costs[node], gain };
                if gain > 0 && offer.cost < NEVER { vec![offer] } else { Vec::new() }
            }
            RowWhat::Each { leaf, .. } if self.locked == Some(leaf) => Vec::new(),
            RowWhat::Each { leaf, terms, cap } => {
                let held = self.formula.leaves[leaf].holds;
                let more = rises(row, sign);
                let most = if more { terms.saturating_sub(held) } else { held };
                let now = earned(row.points, held, cap);
                let offer = |steps: u64| {
                    let count = if more { held + steps } else { held - steps };
                    Offer { cost: steps, gain: sign * (earned(row.points, count, cap) - now) }
                };
                let is_capped = |steps: u64| more && offer(steps).gain == offer(steps - 1).gain;
                (1..=most).take_while(|&steps| !is_capped(steps)).map(offer).collect()
            }
        }
    }
}

/// Whether more terms of a row, not fewer, push its sum to where it should go.
const fn rises(row: &Row, sign: i128) -> bool {
    (sign > 0) == (row.points > 0)
}

/// Where the way to a single leaf goes on.
enum Step {
    Leaf(LeafId),
    /// By any one of these.
    One(Vec<NodeId>),
    /// By more than one leaf.
    Several,
}

/// Rows to change.
struct RowWay {
    cost: u64,
    /// Whether the sum should grow (1) or shrink (-1).
    sign: i128,
    taken: Taken,
}

impl RowWay {
    fn follow(&self, ways: &Ways<'_>, rows: &[Row], open: &mut Vec<NodeId>, changes: &mut Vec<Change>) {
        let taken = rows.iter().zip(&self.taken).filter_map(|(row, taken)| Some((row, (*taken)?)));
        for (row, offer) in taken {
            match row.what {
                RowWhat::Once(node) => open.push(node),
                RowWhat::Each { leaf, .. } => {
                    let (held, steps) = (ways.formula.leaves[leaf].holds, offer as u64 + 1);
                    let to = if rises(row, self.sign) { held + steps } else { held.saturating_sub(steps) };
                    changes.push(Change { any_of: vec![leaf], to });
                }
            }
        }
    }
}
