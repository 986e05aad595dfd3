//! How many terms of each set a post may have. In come the places the tables led to, out go numbers that are never too small. The
//! groups of a rule say what it cannot do without; where a condition is more than its groups, a score above all, these
//! numbers tell what it can come to at most.

use std::io::Read;

use rustc_hash::FxHashSet;

use super::Sieve;
use super::build::{LAST, MAY, RULE};
use crate::engine::scratch::Scratch;
use crate::flat::{Flat, Lists, ReadError, Reader, Store, Writer};
use crate::plan::{Graph, Node, NodeId, PatternId, Plan};

/// The sets of terms that conditions ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// By node of the plan: one more than the number of its set; nought where nothing is known of it. Empty where no condition
    /// is more than its groups.
    sets: Flat<u32>,
    /// By pattern: the sets it belongs to.
    members: Lists<u32>,
    /// How many sets there are.
    count: u32,
}

impl Store for Reach {
    fn write(&self, writer: &mut Writer) {
        self.sets.write(writer);
        self.members.write(writer);
        writer.value(self.count);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        Ok(Self { sets: Store::read(reader)?, members: Store::read(reader)?, count: reader.value()? })
    }
}

impl Reach {
    /// The sets of the nodes that conditions ask for beyond their groups, as far as every way to write their terms is known.
    pub(super) fn new(plan: &Plan, groups: &[usize], mut is_known: impl FnMut(NodeId) -> bool) -> Self {
        let asked = asked_for(&plan.graph, groups);
        if asked.is_empty() {
            return Self::default();
        }
        let of = |node: NodeId| match plan.graph.node(node) {
            Node::Terms { set, .. } => Some(*set),
            _ => None,
        };
        let mut known: Vec<_> =
            asked.iter().filter(|node| is_known(**node)).filter_map(|&node| of(node)).collect();
        known.sort_unstable();
        known.dedup();
        let number = |node: NodeId| Some(known.binary_search(&of(node)?).ok()? as u32 + 1);
        let members = (0..)
            .zip(&known)
            .flat_map(|(number, &set)| plan.graph.set(set).iter().map(move |pattern| (pattern.0, number)));
        Self {
            sets: (0..plan.graph.nodes.len() as u32)
                .map(|node| number(NodeId(node)).unwrap_or_default())
                .collect(),
            members: Lists::of_pairs(plan.terms.patterns.len(), members.collect()),
            count: known.len() as u32,
        }
    }

    /// Whether there are no more sets than nodes.
    pub(super) fn is_sound(&self) -> bool {
        self.count as usize <= self.sets.len()
    }

    /// Whether terms of a pattern are counted.
    pub(super) fn counts(&self, pattern: PatternId) -> bool {
        !self.members.of(pattern.0).is_empty()
    }
}

/// The [`Node::Terms`] of all rules that are more than so many groups. What stands under a `not` may hold whatever is found.
fn asked_for(graph: &Graph, groups: &[usize]) -> Vec<NodeId> {
    let rules = graph.rules.iter().zip(groups);
    let mut stack: Vec<NodeId> = rules
        .filter(|(rule, groups)| !is_told(graph, rule.when, **groups))
        .map(|(rule, _)| rule.when)
        .collect();
    let (mut seen, mut asked) = (FxHashSet::default(), Vec::new());
    while let Some(id) = stack.pop() {
        if seen.insert(id) {
            match graph.node(id) {
                Node::Terms { .. } => asked.push(id),
                Node::Not(_) => {}
                other => other.each_operand(|operand| stack.push(operand)),
            }
        }
    }
    asked
}

/// Whether so many groups are all that a condition asks for.
fn is_told(graph: &Graph, when: NodeId, groups: usize) -> bool {
    let is_terms = |id: &NodeId| matches!(graph.node(*id), Node::Terms { .. });
    let is_group = |id: &NodeId| match graph.node(*id) {
        Node::Or(members) | Node::Union(members) => members.iter().all(is_terms),
        _ => is_terms(id),
    };
    match graph.node(when) {
        Node::And(members) => {
            let asked = || members.iter().filter(|id| !matches!(graph.node(**id), Node::Not(_)));
            asked().all(is_group) && asked().count() == groups
        }
        _ => is_group(&when) && groups == 1,
    }
}

/// How many terms of each set the post may have.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Counts {
    /// By set: the number of the post, and the terms.
    sets: Vec<(u64, u32)>,
    patterns: Vec<u32>,
}

impl Sieve {
    /// Whether anything is known of conditions beyond their groups.
    pub(in crate::engine) fn knows_reach(&self) -> bool {
        self.reach.count > 0
    }

    /// Counts what the post that has been read may have.
    pub(in crate::engine) fn count(&self, scratch: &mut Scratch) {
        let Scratch { post, counts, .. } = scratch;
        counts.patterns.clear();
        for &candidate in &post.candidates {
            let list = self.postings.get((candidate as usize).saturating_sub(1)..).unwrap_or_default();
            for &[place, target] in list {
                if target & RULE == 0 && self.is_there(place & !LAST, post) {
                    counts.patterns.push(target & !MAY);
                }
                if place & LAST != 0 {
                    break;
                }
            }
        }
        counts.patterns.sort_unstable();
        counts.patterns.dedup();
        if counts.sets.len() < self.reach.count as usize {
            counts.sets.resize(self.reach.count as usize, (0, 0));
        }
        for &pattern in &counts.patterns {
            for &set in self.reach.members.of(pattern) {
                let Some((epoch, count)) = counts.sets.get_mut(set as usize) else { continue };
                *count = if *epoch == post.epoch { *count + 1 } else { 1 };
                *epoch = post.epoch;
            }
        }
    }

    /// How many patterns of a node's set the post that has been [counted](Self::count) may have.
    pub(in crate::engine) fn most(&self, scratch: &Scratch, node: NodeId) -> u32 {
        match self.reach.sets.get(node.index()) {
            None | Some(0) => u32::MAX,
            Some(&set) => {
                let (epoch, count) = scratch.counts.sets.get(set as usize - 1).copied().unwrap_or_default();
                if epoch == scratch.post.epoch { count } else { 0 }
            }
        }
    }
}
