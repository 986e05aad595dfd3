//! What a truth comes to wherever another holds. In: a node, and one that is taken to hold. Out: a node that is as true as the
//! first wherever the second holds. Where a condition asks for a post in which no word of a lexicon stands, whatever else is
//! said of that lexicon is settled: two such conditions that differ in nothing but its words are the same.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Problem;
use super::classes::Reach;
use super::node::{Id, NearKey, Node, NodeId, ScopeId, SetId, Simple, SimpleId, Tables};
use super::terms::implies;
use crate::sema::hir::Pattern;

/// Terms of one policy alone that are compared with all that are absent.
const MOST_OWN: usize = 32;

impl Problem<'_> {
    /// Truths as they are wherever another one holds. `terms` are looked at for whether they imply what is absent there.
    pub fn given(&mut self, holds: NodeId, terms: &[SimpleId], nodes: &[NodeId]) -> Vec<NodeId> {
        let mut absent = self.absent(holds);
        let implying = self.implying(&absent, terms);
        absent.extend(implying);
        let mut given = Given { absent, sets: FxHashMap::default(), nodes: FxHashMap::default() };
        nodes.iter().map(|&node| given.node(&mut self.tables, node)).collect()
    }

    /// The evidence that is nowhere in content on which a truth holds.
    fn absent(&self, holds: NodeId) -> FxHashSet<SimpleId> {
        let tables = &self.tables;
        let (mut absent, mut open) = (FxHashSet::default(), vec![(holds, true)]);
        while let Some((node, is_true)) = open.pop() {
            match (tables.nodes.get(node), is_true) {
                (Node::Not(inner), _) => open.push((*inner, !is_true)),
                (Node::And(members), true) | (Node::Or(members), false) => {
                    open.extend(members.iter().map(|&member| (member, is_true)));
                }
                (Node::Present(set), false) => absent.extend(tables.sets.get(*set)),
                _ => {}
            }
        }
        absent
    }

    /// Of terms those that imply an absent one: they are absent, too.
    fn implying<'s>(&'s self, absent: &'s FxHashSet<SimpleId>, terms: &'s [SimpleId]) -> Vec<SimpleId> {
        let tables = &self.tables;
        let pattern = |id: SimpleId| match *tables.simples.get(id) {
            Simple::Pattern(pattern, scope) => Some((*tables.patterns.get(pattern), scope)),
            _ => None,
        };
        let is_implied = |(one, scope): (&Pattern, ScopeId), (wider, there): (&Pattern, ScopeId)| {
            self.is_in(scope, there) && implies(one, wider)
        };
        let is_absent = |id: &SimpleId| {
            pattern(*id).is_some_and(|one| {
                absent.iter().filter_map(|&other| pattern(other)).any(|other| is_implied(one, other))
            })
        };
        terms.iter().copied().filter(is_absent).collect()
    }

    /// Terms that only one of the policies has, if they are few.
    #[must_use]
    pub fn few_own_terms(&self) -> Vec<SimpleId> {
        let all = (0..self.tables.simples.all().len()).map(SimpleId::of);
        let own: Vec<SimpleId> = all.filter(|&id| !self.is_shared(id)).take(MOST_OWN + 1).collect();
        if own.len() > MOST_OWN { Vec::new() } else { own }
    }

    fn is_in(&self, scope: ScopeId, larger: ScopeId) -> bool {
        let more = self.tables.scopes.get(larger);
        scope == larger || self.tables.scopes.get(scope).iter().all(|field| more.contains(field))
    }
}

/// What has been worked out of one assumption.
struct Given {
    absent: FxHashSet<SimpleId>,
    sets: FxHashMap<SetId, SetId>,
    nodes: FxHashMap<NodeId, NodeId>,
}

impl Given {
    fn node(&mut self, tables: &mut Tables<'_>, root: NodeId) -> NodeId {
        // Operands come first.
        for id in Reach::nodes(tables, &[root], &FxHashSet::default()).0 {
            if !self.nodes.contains_key(&id) {
                let here = if self.is_untouched(tables, id) { id } else { self.form(tables, id) };
                self.nodes.insert(id, here);
            }
        }
        self.nodes[&root]
    }

    /// Whether what a node is made of is what it always is.
    fn is_untouched(&mut self, tables: &mut Tables<'_>, id: NodeId) -> bool {
        let is_same = |id: &NodeId| self.nodes[id] == *id;
        match tables.nodes.get(id) {
            Node::Not(inner) => is_same(inner),
            Node::And(members) | Node::Or(members) => members.iter().all(is_same),
            Node::Sum { items, .. } => items.iter().all(|(id, _)| is_same(id)),
            &(Node::Present(set) | Node::Count { set, .. }) => self.set(tables, set) == set,
            Node::Const(_) | Node::Fact(_) | Node::Opaque(_) => true,
        }
    }

    /// What a node comes to whose operands have been worked out.
    fn form(&mut self, tables: &mut Tables<'_>, id: NodeId) -> NodeId {
        let of = |members: &[NodeId]| members.iter().map(|id| self.nodes[id]).collect::<Vec<NodeId>>();
        match tables.nodes.get(id).clone() {
            Node::Not(inner) => tables.not(self.nodes[&inner]),
            Node::And(members) => tables.all(of(&members)),
            Node::Or(members) => tables.any(of(&members)),
            Node::Sum { items, at_least } => {
                let items = items.iter().map(|&(id, points)| (self.nodes[&id], points)).collect();
                tables.sum(items, at_least)
            }
            Node::Present(set) => {
                let set = self.set(tables, set);
                tables.present(set)
            }
            Node::Count { set, at_least, distinct } => {
                let set = self.set(tables, set);
                match tables.sets.get(set).is_empty() {
                    true => tables.constant(false),
                    false => tables.nodes.add(Node::Count { set, at_least, distinct }),
                }
            }
            Node::Const(_) | Node::Fact(_) | Node::Opaque(_) => id,
        }
    }

    /// A set without what is absent.
    fn set(&mut self, tables: &mut Tables<'_>, id: SetId) -> SetId {
        if let Some(&known) = self.sets.get(&id) {
            return known;
        }
        let here = if self.is_untouched_set(tables, id) { id } else { self.rest_of(tables, id) };
        self.sets.insert(id, here);
        here
    }

    /// Whether nothing of a set is absent.
    fn is_untouched_set(&mut self, tables: &mut Tables<'_>, id: SetId) -> bool {
        let members = tables.sets.get(id);
        let is_absent = |simple: &SimpleId| self.absent.contains(simple);
        let is_out = |simple: &SimpleId| match tables.simples.get(*simple) {
            Simple::Edge(inner, _) => is_absent(simple) || is_absent(inner),
            _ => is_absent(simple),
        };
        if members.iter().any(is_out) {
            return false;
        }
        let near = |simple: &SimpleId| match *tables.simples.get(*simple) {
            Simple::Near(near) => Some(near),
            _ => None,
        };
        let nears: Vec<NearKey> = members.iter().filter_map(near).collect();
        nears.into_iter().all(|near| {
            let (left, right) = (tables.nears.get(near).left, tables.nears.get(near).right);
            self.set(tables, left) == left && self.set(tables, right) == right
        })
    }

    /// What is left of a set.
    fn rest_of(&mut self, tables: &mut Tables<'_>, id: SetId) -> SetId {
        let members = tables.sets.get(id).clone();
        let mut left = Vec::with_capacity(members.len());
        for simple in members {
            match *tables.simples.get(simple) {
                _ if self.absent.contains(&simple) => {}
                Simple::Edge(inner, _) if self.absent.contains(&inner) => {}
                Simple::Near(near) => {
                    let near = tables.nears.get(near).clone();
                    let (one, other) = (self.set(tables, near.left), self.set(tables, near.right));
                    // Covers of what is left: what is absent has no part in any.
                    let covers = match (one, other) == (near.left, near.right) {
                        true => vec![simple],
                        false => {
                            let covers = tables.near(one, other, near.ordered, near.within);
                            tables.sets.get(covers).clone()
                        }
                    };
                    left.extend(covers);
                }
                _ => left.push(simple),
            }
        }
        tables.set(left)
    }
}
