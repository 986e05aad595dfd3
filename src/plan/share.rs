//! Sharing: in comes a graph, out goes one in which equal nodes are one node, so that what two rules
//! have in common is worked out once. Nodes do not depend on where they stand, so that equal nodes
//! yield equal results; the order of the members of `and`, `or` and unions does not count.

use super::graph::{Condition, Graph};
use super::node::{Node, NodeId};
use crate::sema::known::Known;

/// Makes equal nodes one.
#[must_use]
pub fn share(graph: Graph) -> Graph {
    let (nodes, conditions, mut out) = graph.taken_apart();
    let mut known = Known::default();
    let mut to: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let node = in_order(node.map(|id| to[id.index()]));
        to.push(known.find(&out.nodes, &node).map_or_else(|| out.push(node), NodeId));
    }
    let mut out = out.with_conditions(conditions, |id| to[id.index()]);
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
