//! Landings: nodes of a deep condition that are worked out before it, from the bottom up, so that
//! evaluation, which goes from a node to its operands by calls, never goes deeper than from one
//! landing to the next. Conditions of ordinary depth have none.

use rustc_hash::FxHashMap;

use super::graph::{Condition, Graph};
use super::node::NodeId;

/// Calls that evaluation may stack: far more than policies nest, far less than a thread's stack takes.
const FLIGHT: u32 = 128;

/// The landings of every deep root, operands first.
#[must_use]
pub(super) fn landings(graph: &Graph) -> FxHashMap<NodeId, Vec<NodeId>> {
    let depths = depths(graph);
    let roots = graph.rules.iter().chain(&graph.exempts).flat_map(Condition::roots);
    let deep = roots.filter(|root| depths[root.index()] > FLIGHT);
    deep.map(|root| (root, below(graph, root, &depths))).collect()
}

fn depths(graph: &Graph) -> Vec<u32> {
    let mut depths: Vec<u32> = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let below = node.operands().into_iter().map(|id| depths[id.index()]).max();
        depths.push(below.map_or(0, |depth| depth + 1));
    }
    depths
}

fn below(graph: &Graph, root: NodeId, depths: &[u32]) -> Vec<NodeId> {
    let mut used = vec![false; root.index() + 1];
    used[root.index()] = true;
    for index in (0..used.len()).rev() {
        if used[index] {
            graph.nodes[index].operands().into_iter().for_each(|id| used[id.index()] = true);
        }
    }
    let landings = (0..root.index()).filter(|&index| used[index] && depths[index] % FLIGHT == FLIGHT - 1);
    landings.map(|index| NodeId(index as u32)).collect()
}
