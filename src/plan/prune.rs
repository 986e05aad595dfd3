//! Pruning: in comes a graph, out goes the part of it that some condition hangs on.

use super::graph::Graph;
use super::node::NodeId;

/// Leaves out what nothing uses.
#[must_use]
pub fn prune(graph: &Graph) -> Graph {
    let used = used(graph);
    let mut out = graph.emptied();
    let mut to = vec![NodeId(0); graph.nodes.len()];
    for (index, node) in graph.nodes.iter().enumerate().filter(|(index, _)| used[*index]) {
        to[index] = out.push(node.clone().map(|id| to[id.index()]));
    }
    out.with_conditions_of(graph, |id| to[id.index()])
}

/// Which nodes a condition hangs on: operands stand before what uses them, so one walk backwards finds all.
fn used(graph: &Graph) -> Vec<bool> {
    let mut used = vec![false; graph.nodes.len()];
    for root in graph.rules.iter().chain(&graph.exempts).flat_map(super::graph::Condition::roots) {
        used[root.index()] = true;
    }
    for index in (0..graph.nodes.len()).rev() {
        if used[index] {
            for operand in graph.nodes[index].operands() {
                used[operand.index()] = true;
            }
        }
    }
    used
}
