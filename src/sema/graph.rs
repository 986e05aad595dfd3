//! Graphs of things that name each other. Without recursion: a chain of names may be as long as a policy.

/// Nodes grouped so that each group comes after all it points to; a group of more than one is a knot of circles.
pub(super) fn components(edges: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut search = Search::new(edges);
    for node in 0..edges.len() as u32 {
        if search.order[node as usize] == UNSEEN {
            search.run(node);
        }
    }
    search.components
}

const UNSEEN: u32 = u32::MAX;

/// Tarjan's algorithm (1972) with its stack of calls kept by hand.
struct Search<'g> {
    edges: &'g [Vec<u32>],
    /// When a node was first seen.
    order: Vec<u32>,
    /// The earliest node on the stack that it reaches.
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<u32>,
    seen: u32,
    components: Vec<Vec<u32>>,
}

impl<'g> Search<'g> {
    fn new(edges: &'g [Vec<u32>]) -> Self {
        let count = edges.len();
        Self {
            edges,
            order: vec![UNSEEN; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            seen: 0,
            components: Vec::new(),
        }
    }

    fn run(&mut self, root: u32) {
        let mut calls = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = calls.last_mut() {
            let at = *node as usize;
            if let Some(&target) = self.edges[at].get(*next) {
                *next += 1;
                if self.order[target as usize] == UNSEEN {
                    self.enter(target);
                    calls.push((target, 0));
                } else if self.on_stack[target as usize] {
                    self.low[at] = self.low[at].min(self.order[target as usize]);
                }
            } else {
                calls.pop();
                if let Some(&(parent, _)) = calls.last() {
                    self.low[parent as usize] = self.low[parent as usize].min(self.low[at]);
                }
                self.leave(at as u32);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.order[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.stack.push(node);
        self.on_stack[node as usize] = true;
    }

    /// Takes a finished group off the stack, if `node` is the first of it.
    fn leave(&mut self, node: u32) {
        if self.low[node as usize] != self.order[node as usize] {
            return;
        }
        let start = self.stack.iter().rposition(|&other| other == node).unwrap_or(0);
        let mut component = self.stack.split_off(start);
        for &member in &component {
            self.on_stack[member as usize] = false;
        }
        component.sort_unstable();
        self.components.push(component);
    }
}

/// A shortest circle through the first node of a component, starting there; `None` where the component is one node
/// that does not point to itself.
pub(super) fn circle(component: &[u32], edges: &[Vec<u32>]) -> Option<Vec<u32>> {
    let &start = component.first()?;
    let mut came_from = rustc_hash::FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &target in &edges[node as usize] {
            if target == start {
                return Some(path_back(node, start, &came_from));
            }
            if component.binary_search(&target).is_ok() && !came_from.contains_key(&target) {
                came_from.insert(target, node);
                queue.push_back(target);
            }
        }
    }
    None
}

fn path_back(mut node: u32, start: u32, came_from: &rustc_hash::FxHashMap<u32, u32>) -> Vec<u32> {
    let mut path = vec![node];
    while node != start {
        node = came_from[&node];
        path.push(node);
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_after_what_they_point_to() {
        let edges = vec![vec![1], vec![2], vec![1, 3], vec![], vec![4]];
        assert_eq!(components(&edges), [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn a_circle_is_the_shortest_through_the_first_node() {
        let edges = vec![vec![1], vec![2, 0], vec![0], vec![3], vec![]];
        assert_eq!(circle(&[0, 1, 2], &edges), Some(vec![0, 1]));
        assert_eq!(circle(&[3], &edges), Some(vec![3]));
        assert_eq!(circle(&[4], &edges), None);
    }

    #[test]
    fn a_long_chain_and_a_long_circle_need_no_stack() {
        let count = 50_000;
        let mut edges: Vec<Vec<u32>> = (1..=count).map(|next| vec![next % count]).collect();
        assert_eq!(components(&edges).len(), 1);
        let all: Vec<u32> = (0..count).collect();
        assert_eq!(circle(&all, &edges).unwrap().len(), count as usize);
        edges.last_mut().unwrap().clear();
        assert_eq!(components(&edges).len(), count as usize);
    }
}
