//! Needs: in come a graph and the terms, out come for every rule groups of terms, of each of which at least one has to
//! occur for the rule to fire. A [`Trigger`](super::Trigger) is one such group; where a condition asks for
//! several things, the other groups tell most posts apart that have only one of them. What is no term (an extractor, a
//! field) is in no group, and neither is what holds where nothing is found.

use super::node::{Node, NodeId};
use super::trigger::{Chooser, Need};

/// More groups than this tell no more posts apart.
const MOST: usize = 4;

/// Groups of [`Node::Terms`], the rarest first: of each at least one node is needed. None where nothing can be said.
pub type Needs = Vec<Vec<NodeId>>;

/// A group and how often it is expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    cost: u64,
    nodes: Vec<NodeId>,
}

/// The needs of each rule.
#[must_use]
pub fn needs(chooser: &Chooser<'_>) -> Vec<Needs> {
    let graph = chooser.graph;
    let mut groups: Vec<Vec<Group>> = Vec::with_capacity(graph.nodes.len());
    for (id, node) in (0..).map(NodeId).zip(&graph.nodes) {
        let of_node = of_node(chooser, &groups, id, node);
        groups.push(of_node);
    }
    let of_rule = |when: NodeId| groups[when.index()].iter().map(|group| group.nodes.clone()).collect();
    graph.rules.iter().map(|rule| of_rule(rule.when)).collect()
}

/// The groups of a node, whose operands have theirs already.
fn of_node(chooser: &Chooser<'_>, known: &[Vec<Group>], id: NodeId, node: &Node) -> Vec<Group> {
    let all = |members: &[NodeId]| {
        rarest(members.iter().flat_map(|member| known[member.index()].iter().cloned()).collect())
    };
    match (node, chooser.need(node)) {
        (Node::And(members), _) => all(members),
        (Node::Near { left, right, .. }, _) => all(&[*left, *right]),
        (Node::AtLeast { number, members }, _) if *number as usize == members.len() => all(members),
        (Node::Terms { .. }, Need::Leaf) => vec![Group { cost: chooser.cost(id), nodes: vec![id] }],
        (Node::Const(false), Need::Leaf) => vec![Group { cost: 0, nodes: Vec::new() }],
        (_, Need::Any(members)) if members.len() == 1 => all(&members),
        (_, Need::Any(members)) => any(known, &members).into_iter().collect(),
        (_, Need::Leaf | Need::Nothing) => Vec::new(),
    }
}

/// The rarest groups, each once.
fn rarest(mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_unstable();
    groups.dedup();
    groups.truncate(MOST);
    groups
}

/// The one group that is needed where any of some nodes holds: the rarest of each of them.
fn any(known: &[Vec<Group>], members: &[NodeId]) -> Option<Group> {
    let mut whole = Group { cost: 0, nodes: Vec::new() };
    for member in members {
        let group = known[member.index()].first()?;
        whole.cost = whole.cost.saturating_add(group.cost);
        whole.nodes.extend(&group.nodes);
    }
    whole.nodes.sort_unstable();
    whole.nodes.dedup();
    Some(whole)
}
