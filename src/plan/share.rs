//! Sharing: in comes a graph, out goes one in which equal nodes are one node, so that what two rules
//! have in common is worked out once. Nodes do not depend on where they stand, so that equal nodes
//! yield equal results; the order of the members of `and`, `or` and unions does not count.

use rustc_hash::FxHashMap;

use super::graph::{Condition, Graph};
use super::node::{Node, NodeId};

/// Makes equal nodes one.
#[must_use]
pub fn share(graph: &Graph) -> Graph {
    let mut out = graph.emptied();
    let mut known: FxHashMap<Node, NodeId> = FxHashMap::default();
    let mut to: Vec<NodeId> = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let node = in_order(node.clone().map(|id| to[id.index()]));
        let id = *known.entry(node).or_insert_with_key(|node| out.push(node.clone()));
        to.push(id);
    }
    let mut out = out.with_conditions_of(graph, |id| to[id.index()]);
    out.rules.iter_mut().for_each(Condition::drop_repeats);
    out
}

/// Members whose order and number do not matter, in the order of their numbers, each once.
fn in_order(node: Node) -> Node {
    let sorted = |mut members: Vec<NodeId>| {
        members.sort_unstable();
        members.dedup();
        members
    };
    match node {
        Node::Union(members) => Node::Union(sorted(members)),
        Node::Or(members) => Node::Or(sorted(members)),
        Node::And(members) => Node::And(sorted(members)),
        Node::AtLeast { number, mut members } => {
            members.sort_unstable();
            Node::AtLeast { number, members }
        }
        other => other,
    }
}
