//! That one truth implies another, seen from their forms alone: both are walked side by side, and every step is a rule that
//! holds for all content. In: two nodes. Out: yes, or not seen. Where a lexicon gained a term and stands only where more of it
//! can do nothing but help, one walk over the conditions proves inclusion, however large they are; what needs cases to be
//! told apart is left to the solver.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::node::{Fact, Near, Node, NodeId, ScopeId, SetId, Simple, SimpleId, Tables};
use super::{Problem, terms};
use crate::sema::hir::Within;

/// Steps of one question: pairs of nodes, and of terms some dozens at a time. A walk over two large conditions that are
/// alike needs some hundreds.
const MOST_WORK: usize = 20_000;

/// Terms that are compared with one in a step.
const TERMS: usize = 32;

/// How deep nodes may stand in each other: chains of signals may be long, and a walk goes down with them.
const DEEPEST: usize = 200;

/// Evidence of one set that is looked for, one by one, in another.
const MOST_ALONE: usize = 64;

/// Rows of two scores that are compared each with each.
const MOST_ROWS: usize = 4096;

/// What has been seen so far.
pub struct Inclusions<'t> {
    tables: &'t Tables<'t>,
    known: FxHashMap<(NodeId, NodeId), bool>,
    left: Cell<usize>,
    depth: usize,
}

impl<'t> Inclusions<'t> {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(problem: &'t Problem<'_>) -> Self {
        Self { tables: &problem.tables, known: FxHashMap::default(), left: Cell::new(0), depth: 0 }
    }

    /// Whether the second truth holds wherever the first does, on all content there is. `false` says nothing.
    pub fn implies(&mut self, one: NodeId, other: NodeId) -> bool {
        self.left.set(MOST_WORK);
        self.depth = 0;
        self.node(one, other)
    }

    /// What has been seen to imply what, in order.
    #[must_use]
    pub fn seen(&self) -> Vec<(NodeId, NodeId)> {
        let seen = self.known.iter().filter(|&(_, &implies)| implies);
        let mut seen: Vec<(NodeId, NodeId)> = seen.map(|(&pair, _)| pair).collect();
        seen.sort_unstable();
        seen
    }

    fn spend(&self, steps: usize) {
        self.left.set(self.left.get().saturating_sub(steps));
    }

    fn node(&mut self, one: NodeId, other: NodeId) -> bool {
        if one == other {
            return true;
        }
        if let Some(&known) = self.known.get(&(one, other)) {
            return known;
        }
        if self.left.get() == 0 || self.depth >= DEEPEST {
            return false;
        }
        self.spend(1);
        self.depth += 1;
        let implies = self.forms(one, other);
        self.depth -= 1;
        // What was given up for want of room may be seen another time.
        if implies || (self.left.get() > 0 && self.depth < DEEPEST / 2) {
            self.known.insert((one, other), implies);
        }
        implies
    }

    fn forms(&mut self, one: NodeId, other: NodeId) -> bool {
        let tables = self.tables;
        let (first, second) = (tables.nodes.get(one), tables.nodes.get(other));
        match (first, second) {
            (Node::Const(false), _) | (_, Node::Const(true)) => true,
            (Node::Not(one), Node::Not(other)) => self.node(*other, *one),
            (Node::Or(members), _) => members.iter().all(|&member| self.node(member, other)),
            (_, Node::And(members)) => members.iter().all(|&member| self.node(one, member)),
            (Node::And(members), Node::Or(others)) => {
                members.iter().any(|member| others.binary_search(member).is_ok())
                    || members.iter().any(|&member| self.node(member, other))
                    || others.iter().any(|&other| self.node(one, other))
            }
            (Node::And(members), _) => {
                members.binary_search(&other).is_ok()
                    || members.iter().any(|&member| self.node(member, other))
            }
            (_, Node::Or(others)) => {
                others.binary_search(&one).is_ok() || others.iter().any(|&other| self.node(one, other))
            }
            (Node::Sum { items, at_least }, Node::Sum { items: others, at_least: least }) => {
                self.sum((items, *at_least), (others, *least))
            }
            // Where a sum is more than nothing, something of worth holds.
            (Node::Sum { items, at_least }, _) if *at_least > 0 && items.len() <= MOST_ALONE => {
                items.iter().filter(|&&(_, points)| points > 0).all(|&(item, _)| self.node(item, other))
            }
            (Node::Present(set) | Node::Count { set, .. }, Node::Present(larger)) => {
                self.present(*set, *larger)
            }
            (
                Node::Count { set, at_least, distinct },
                Node::Count { set: larger, at_least: least, distinct: only_different },
            ) => least <= at_least && (*distinct || !only_different) && self.spans_of(*set, *larger),
            (Node::Fact(one), Node::Fact(other)) => self.fact(one, other),
            _ => false,
        }
    }

    /// Whether one sum reaches its bound wherever the other does: rows that are in both count for nothing, rows that imply
    /// each other are set against each other, and all that is left is taken at its worst.
    fn sum(
        &mut self,
        (items, bound): (&[(NodeId, i64)], i64),
        (others, least): (&[(NodeId, i64)], i64),
    ) -> bool {
        let known: FxHashMap<NodeId, i64> = others.iter().copied().collect();
        // How much less the second sum may be than the first.
        let mut less = 0_i64;
        let mut own = Vec::new();
        for &(node, points) in items {
            match known.get(&node) {
                Some(there) => less += (points - there).max(0),
                None => own.push((node, points)),
            }
        }
        let known: FxHashMap<NodeId, i64> = items.iter().copied().collect();
        let mut theirs: Vec<(NodeId, i64)> =
            others.iter().copied().filter(|(node, _)| !known.contains_key(node)).collect();
        if own.len() * theirs.len() <= MOST_ROWS {
            own.retain(|&(node, points)| {
                let partner = theirs.iter().position(|&(other, worth)| {
                    (points > 0) == (worth > 0)
                        && if points > 0 { self.node(node, other) } else { self.node(other, node) }
                });
                if let Some(partner) = partner {
                    less += (points - theirs.remove(partner).1).max(0);
                }
                partner.is_none()
            });
        }
        less += own.iter().map(|&(_, points)| points.max(0)).sum::<i64>();
        less -= theirs.iter().map(|&(_, points)| points.min(0)).sum::<i64>();
        bound - less >= least
    }

    /// Whether there is evidence of the second set wherever there is of the first.
    fn present(&self, set: SetId, larger: SetId) -> bool {
        self.each(set, larger, |simple, others| {
            others.iter().any(|&other| self.is_found_with(simple, other))
                || self.moved(simple, others)
                || self.term(simple, others)
        })
    }

    /// Whether every span of the first set is one of the second: it is not enough that something else is there as well.
    fn spans_of(&self, set: SetId, larger: SetId) -> bool {
        self.each(set, larger, |simple, others| {
            others.iter().any(|&other| self.is_span_of(simple, other)) || self.moved(simple, others)
        })
    }

    fn each(&self, set: SetId, larger: SetId, found: impl Fn(SimpleId, &[SimpleId]) -> bool) -> bool {
        if set == larger {
            return true;
        }
        let others = self.tables.sets.get(larger);
        let alone = self.tables.sets.get(set).iter().filter(|simple| others.binary_search(simple).is_err());
        let alone: Vec<SimpleId> = alone.copied().take(MOST_ALONE + 1).collect();
        alone.len() <= MOST_ALONE && alone.into_iter().all(|simple| found(simple, others))
    }

    /// The same term or expression, looked for in more fields.
    fn moved(&self, simple: SimpleId, others: &[SimpleId]) -> bool {
        let mut scopes: Vec<ScopeId> = others.iter().map(|&other| self.tables.scope_of(other)).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes.into_iter().any(|scope| {
            let there = match *self.tables.simples.get(simple) {
                Simple::Pattern(pattern, _) => Simple::Pattern(pattern, scope),
                Simple::Regex(regex, _) => Simple::Regex(regex, scope),
                _ => return false,
            };
            self.is_in(self.tables.scope_of(simple), scope)
                && self.tables.simples.find(&there).is_some_and(|there| others.binary_search(&there).is_ok())
        })
    }

    /// Terms that stand wherever a term does.
    fn term(&self, simple: SimpleId, others: &[SimpleId]) -> bool {
        let tables = self.tables;
        let Simple::Pattern(pattern, scope) = *tables.simples.get(simple) else { return false };
        let pattern = tables.patterns.get(pattern);
        if self.left.get() == 0 {
            return false;
        }
        self.spend(others.len() / TERMS);
        others.iter().any(|&other| match *tables.simples.get(other) {
            Simple::Pattern(wider, larger) => {
                self.is_in(scope, larger) && terms::implies(pattern, tables.patterns.get(wider))
            }
            _ => false,
        })
    }

    fn is_in(&self, scope: ScopeId, larger: ScopeId) -> bool {
        let more = self.tables.scopes.get(larger);
        scope == larger || self.tables.scopes.get(scope).iter().all(|field| more.contains(field))
    }

    /// Whether there is some of the second evidence wherever there is of the first, terms aside.
    fn is_found_with(&self, one: SimpleId, other: SimpleId) -> bool {
        match (self.tables.simples.get(one), self.tables.simples.get(other)) {
            (Simple::Near(one), Simple::Near(other)) => {
                self.cover(self.tables.nears.get(*one), self.tables.nears.get(*other))
            }
            _ => self.is_span_of(one, other),
        }
    }

    /// Whether every span of the first evidence is one of the second. Of covers that is so only where they are the same:
    /// more of what they are made of makes them smaller.
    fn is_span_of(&self, one: SimpleId, other: SimpleId) -> bool {
        if one == other {
            return true;
        }
        match (self.tables.simples.get(one), self.tables.simples.get(other)) {
            (Simple::Pattern(one, scope), Simple::Pattern(other, larger)) => {
                one == other && self.is_in(*scope, *larger)
            }
            (Simple::Regex(one, scope), Simple::Regex(other, larger)) => {
                one == other && self.is_in(*scope, *larger)
            }
            (Simple::Extract(narrow, scope), Simple::Extract(wide, larger)) => {
                let extracts = &self.tables.extracts;
                self.is_in(*scope, *larger) && extracts.get(*narrow).is_part_of(extracts.get(*wide))
            }
            (Simple::Edge(one, end), Simple::Edge(other, other_end)) if end == other_end => {
                self.is_span_of(*one, *other)
            }
            (Simple::Edge(inner, _), _) => self.is_span_of(*inner, other),
            _ => false,
        }
    }

    /// Whether there is a cover of the second kind wherever there is one of the first: any pair is enough for one.
    fn cover(&self, one: &Near, other: &Near) -> bool {
        let is_as_far = match (one.within, other.within) {
            (Within::Words(near), Within::Words(far)) => near <= far,
            (one, other) => one == other,
        };
        let sides =
            |left: SetId, right: SetId| self.spans_of(one.left, left) && self.spans_of(one.right, right);
        is_as_far
            && (one.ordered || !other.ordered)
            && (sides(other.left, other.right) || !other.ordered && sides(other.right, other.left))
    }

    fn fact(&self, one: &Fact, other: &Fact) -> bool {
        match (one, other) {
            (
                Fact::Above { measure, bound, strictly },
                Fact::Above { measure: other, bound: least, strictly: above },
            ) => measure == other && (bound, strictly) >= (least, above),
            (Fact::Listed(field, list), Fact::Listed(other, larger)) => {
                let ((within, hashes), (more, others)) =
                    (self.tables.lists.get(*list), self.tables.lists.get(*larger));
                field == other
                    && within.is_some() == more.is_some()
                    && within <= more
                    && hashes.iter().all(|hash| others.binary_search(hash).is_ok())
            }
            (one, Fact::Has(field)) => super::facts::fields_of(one).contains(field),
            _ => false,
        }
    }
}
