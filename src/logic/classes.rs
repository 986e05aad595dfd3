//! Classes of evidence: terms that a question only ever uses together are one. A lexicon of thousands that stands whole
//! on both sides is a single variable; the terms that were added to it are another.

use rustc_hash::{FxHashMap, FxHashSet};

use super::node::{Node, NodeId, ScopeId, SetId, Simple, SimpleId, Tables};

/// What a question is about.
#[derive(Default)]
pub(super) struct Reach {
    /// Operands first.
    pub(super) nodes: Vec<NodeId>,
    /// Every set that is asked about, also as a side of a `near`.
    pub(super) sets: Vec<SetId>,
    /// Evidence that is asked about alone.
    alone: FxHashSet<SimpleId>,
    /// Nodes that are not looked into.
    pub(super) closed: FxHashSet<NodeId>,
}

impl Reach {
    /// All that nodes are made of.
    pub(super) fn of(tables: &Tables, roots: &[NodeId]) -> Self {
        Self::within(tables, roots, FxHashSet::default())
    }

    /// All that nodes are made of, down to those that are not looked into.
    pub(super) fn within(tables: &Tables, roots: &[NodeId], closed: FxHashSet<NodeId>) -> Self {
        let (nodes, sets) = Self::nodes(tables, roots, &closed);
        let mut reach = Self { nodes, closed, ..Self::default() };
        reach.add_sets(tables, sets);
        reach
    }

    /// The nodes that nodes are made of, operands first, down to those that are not looked into; and the sets that these
    /// are about.
    pub(super) fn nodes(
        tables: &Tables,
        roots: &[NodeId],
        closed: &FxHashSet<NodeId>,
    ) -> (Vec<NodeId>, Vec<SetId>) {
        let mut seen: FxHashSet<NodeId> = roots.iter().copied().collect();
        let mut stack: Vec<NodeId> = seen.iter().copied().collect();
        let mut sets = Vec::new();
        while let Some(id) = stack.pop() {
            if closed.contains(&id) {
                continue;
            }
            let mut go = |id: NodeId| {
                if seen.insert(id) {
                    stack.push(id);
                }
            };
            match tables.nodes.get(id) {
                Node::Not(inner) => go(*inner),
                Node::And(members) | Node::Or(members) => members.iter().for_each(|&id| go(id)),
                Node::Sum { items, .. } => items.iter().for_each(|&(id, _)| go(id)),
                Node::Present(set) | Node::Count { set, .. } => sets.push(*set),
                Node::Const(_) | Node::Fact(_) | Node::Opaque(_) => {}
            }
        }
        let mut nodes: Vec<NodeId> = seen.into_iter().collect();
        nodes.sort_unstable();
        (nodes, sets)
    }

    /// What two truths have in common, leaves aside: what can be left as it is when one is held to the other.
    pub(super) fn common(tables: &Tables, one: NodeId, other: NodeId) -> FxHashSet<NodeId> {
        let nodes = |root: NodeId| Self::nodes(tables, &[root], &FxHashSet::default()).0;
        let others = nodes(other);
        let mut common = nodes(one);
        common.retain(|id| {
            let is_made = matches!(
                tables.nodes.get(*id),
                Node::Not(_) | Node::And(_) | Node::Or(_) | Node::Sum { .. } | Node::Opaque(_)
            );
            is_made && others.binary_search(id).is_ok() && *id != one && *id != other
        });
        common.into_iter().collect()
    }

    /// Sets, and those of the covers and edges in them.
    fn add_sets(&mut self, tables: &Tables, mut stack: Vec<SetId>) {
        let mut seen = FxHashSet::default();
        while let Some(set) = stack.pop() {
            if !seen.insert(set) {
                continue;
            }
            for &simple in tables.sets.get(set) {
                let mut simple = simple;
                while let Simple::Edge(inner, _) = *tables.simples.get(simple) {
                    self.alone.insert(inner);
                    simple = inner;
                }
                if let Simple::Near(near) = *tables.simples.get(simple) {
                    let near = tables.nears.get(near);
                    stack.extend([near.left, near.right]);
                }
            }
        }
        self.sets = seen.into_iter().collect();
        self.sets.sort_unstable();
    }
}

/// The classes of a question's evidence, by number.
pub(super) struct Classes {
    /// The evidence of each.
    pub(super) members: Vec<Vec<SimpleId>>,
    of: FxHashMap<SimpleId, u32>,
    of_set: FxHashMap<SetId, Vec<u32>>,
}

impl Classes {
    pub(super) fn new(tables: &Tables, reach: &Reach) -> Self {
        let mut marks: FxHashMap<SimpleId, Vec<u32>> = FxHashMap::default();
        for (number, &set) in (0..).zip(&reach.sets) {
            tables.sets.get(set).iter().for_each(|&simple| marks.entry(simple).or_default().push(number));
        }
        reach.alone.iter().for_each(|&simple| marks.entry(simple).or_default().push(u32::MAX));
        let mut all: Vec<SimpleId> = marks.keys().copied().collect();
        all.sort_unstable();
        let mut classes =
            Self { members: Vec::new(), of: FxHashMap::default(), of_set: FxHashMap::default() };
        let mut known: FxHashMap<(ScopeId, &[u32]), u32> = FxHashMap::default();
        for simple in all {
            let new = classes.members.len() as u32;
            let shared = match *tables.simples.get(simple) {
                Simple::Pattern(_, scope) if !reach.alone.contains(&simple) => {
                    *known.entry((scope, &marks[&simple])).or_insert(new)
                }
                _ => new,
            };
            if shared == new {
                classes.members.push(Vec::new());
            }
            classes.members[shared as usize].push(simple);
            classes.of.insert(simple, shared);
        }
        for &set in &reach.sets {
            let mut own: Vec<u32> = tables.sets.get(set).iter().map(|simple| classes.of[simple]).collect();
            own.sort_unstable();
            own.dedup();
            classes.of_set.insert(set, own);
        }
        classes
    }

    /// The class of a piece of evidence, if the question is about it.
    pub(super) fn find(&self, simple: SimpleId) -> Option<u32> {
        self.of.get(&simple).copied()
    }

    /// The classes that make up a set.
    pub(super) fn of_set(&self, set: SetId) -> &[u32] {
        self.of_set.get(&set).map_or(&[], Vec::as_slice)
    }

    /// Numbers of all classes.
    pub(super) fn all(&self) -> std::ops::Range<u32> {
        0..self.members.len() as u32
    }

    /// The first of a class, which stands for what all of them have in common: kind and scope.
    pub(super) fn first(&self, class: u32) -> SimpleId {
        self.members[class as usize][0]
    }
}
