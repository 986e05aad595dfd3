//! Pruning: in comes a graph, out goes the part of it that some condition hangs on.

use super::graph::Graph;
use super::node::NodeId;

/// Leaves out what nothing uses.
#[must_use]
pub fn prune(graph: Graph) -> Graph {
    let used = used(&graph);
    let (nodes, conditions, mut out) = graph.taken_apart();
    let mut to = vec![NodeId(0); nodes.len()];
    for (index, node) in nodes.into_iter().enumerate().filter(|(index, _)| used[*index]) {
        to[index] = out.push(node.map(|id| to[id.index()]));
    }
    out.with_conditions(conditions, |id| to[id.index()])
}

/// Which nodes a condition hangs on: operands stand before what uses them, so one walk backwards finds all.
fn used(graph: &Graph) -> Vec<bool> {
    let mut used = vec![false; graph.nodes.len()];
    for root in graph.rules.iter().chain(&graph.exempts).flat_map(super::graph::Condition::roots) {
        used[root.index()] = true;
    }
    for index in (0..graph.nodes.len()).rev() {
        if used[index] {
            graph.nodes[index].each_operand(|operand| used[operand.index()] = true);
        }
    }
    used
}
