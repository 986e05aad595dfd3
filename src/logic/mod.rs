//! What the conditions of a policy, or of two, imply for every content there is. In: checked policies. Out: answers to
//! "can this hold", "does this imply that", each proven or with a model in which it might be otherwise.
//!
//! Conditions become nodes (`node`, `lower`), equal wherever they say the same. A question becomes a propositional
//! formula (`encode`) over what is found in content and what its fields hold, with clauses for what depends on each other
//! (`facts`, `terms`): a count of three is one of two, a cover of `near` needs both of its sides. A SAT solver answers.
//! Every clause holds for all content, so that "never" is proven; what clauses leave open may be impossible all
//! the same, so that a model is only a hint at content on which it can be seen.

mod candidates;
mod classes;
mod contrast;
mod describe;
mod encode;
mod facts;
mod fields;
mod given;
mod inclusion;
mod lower;
mod model;
mod node;
mod numbers;
mod search;
mod terms;
#[cfg(test)]
mod tests;
mod worlds;

pub use candidates::Candidates;
pub use contrast::Contrast;
pub use inclusion::Inclusions;
pub use model::{Model, Wish};
pub use node::{Extract, Fact, Measure, Near, NodeId, Scalar, Simple, SimpleId, Test};
pub use search::{Answer, Search};
pub(crate) use terms::{is_without_marks, usually_implies};
pub use worlds::Worlds;

use crate::content::FieldId;
use crate::sema::hir::{ExprId, Pattern, Policy, Rule, Within};
use classes::Reach;
use lower::Lowering;
use node::{SetId, Tables};
use rustc_hash::FxHashSet;

/// The conditions of one or more policies with the same type of content.
#[derive(Default)]
pub struct Problem<'p> {
    tables: Tables<'p>,
    policies: Vec<Lowering<'p>>,
}

/// One of the policies of a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side(usize);

impl<'p> Problem<'p> {
    /// A problem of one policy.
    #[must_use]
    pub fn new(policy: &'p Policy) -> (Self, Side) {
        let mut problem = Self::default();
        let side = problem.add(policy);
        (problem, side)
    }

    /// A problem of one policy in which disguises are left aside: `"small boat"` implies `"boat"`, though nobody finds
    /// the latter in `#smallboat`.
    #[must_use]
    pub fn usual(policy: &'p Policy) -> (Self, Side) {
        let (mut problem, side) = Self::new(policy);
        problem.tables.usual = true;
        (problem, side)
    }

    /// Adds a policy. All have the same type of content, or what is said of fields means nothing.
    pub fn add(&mut self, policy: &'p Policy) -> Side {
        self.policies.push(Lowering::new(policy, &mut self.tables));
        Side(self.policies.len() - 1)
    }

    /// The truth of an expression in the default scope.
    pub fn condition(&mut self, side: Side, expr: ExprId) -> NodeId {
        self.policies[side.0].truth(&mut self.tables, expr)
    }

    /// That `when` holds and `unless` does not.
    pub fn rule(&mut self, side: Side, rule: &Rule) -> NodeId {
        let when = self.condition(side, rule.when);
        let Some(unless) = rule.unless else { return when };
        let unless = self.condition(side, unless);
        let not = self.tables.not(unless);
        self.tables.all(vec![when, not])
    }

    /// The opposite of a truth.
    pub fn not(&mut self, node: NodeId) -> NodeId {
        self.tables.not(node)
    }

    /// Truths that hold together.
    pub fn all(&mut self, nodes: Vec<NodeId>) -> NodeId {
        self.tables.all(nodes)
    }

    /// Truths of which one holds.
    pub fn any(&mut self, nodes: Vec<NodeId>) -> NodeId {
        self.tables.any(nodes)
    }

    /// Whether a truth can hold on any content.
    pub fn can_hold(&self, node: NodeId) -> Answer {
        Search::new(self, &[node]).next(&[(node, true)])
    }

    /// Whether a truth can fail on any content.
    pub fn can_fail(&self, node: NodeId) -> Answer {
        Search::new(self, &[node]).next(&[(node, false)])
    }

    /// Whether one truth can hold where the other does not; if never, it implies it.
    pub fn can_differ(&self, holds: NodeId, fails: NodeId) -> Answer {
        Search::new(self, &[holds, fails]).next(&[(holds, true), (fails, false)])
    }

    /// How large a question about these truths is: how many truths they are made of. A lexicon is one, unless its terms
    /// are counted.
    #[must_use]
    pub fn weight(&self, nodes: &[NodeId]) -> usize {
        Reach::nodes(&self.tables, nodes, &FxHashSet::default()).0.len()
    }

    /// The same of what two truths do not have in common.
    #[must_use]
    pub fn weight_apart(&self, one: NodeId, other: NodeId) -> usize {
        let common = Reach::common(&self.tables, one, other);
        Reach::nodes(&self.tables, &[one, other], &common).0.len()
    }

    /// What a piece of evidence is.
    #[must_use]
    pub fn simple(&self, id: SimpleId) -> &Simple {
        self.tables.simples.get(id)
    }

    /// The fields a piece of evidence can stand in.
    #[must_use]
    pub fn scope(&self, id: SimpleId) -> &[FieldId] {
        self.tables.scopes.get(self.tables.scope_of(id))
    }

    /// The pattern of a piece of evidence that is one.
    #[must_use]
    pub fn pattern(&self, id: SimpleId) -> Option<&Pattern> {
        match *self.simple(id) {
            Simple::Pattern(pattern, _) => Some(self.tables.patterns.get(pattern)),
            _ => None,
        }
    }

    /// A term as a policy writes it.
    #[must_use]
    pub fn written(&self, id: SimpleId) -> Option<&'p str> {
        match *self.simple(id) {
            Simple::Pattern(pattern, _) => self.policies.iter().find_map(|policy| policy.written(pattern)),
            _ => None,
        }
    }

    /// Whether every policy has this evidence; anything but a term is taken to be everywhere.
    #[must_use]
    pub fn is_shared(&self, id: SimpleId) -> bool {
        match *self.simple(id) {
            Simple::Pattern(pattern, _) => {
                self.policies.iter().all(|policy| policy.written(pattern).is_some())
            }
            Simple::Edge(inner, _) => self.is_shared(inner),
            _ => true,
        }
    }

    /// The regular expression of a piece of evidence that is one, and whether it is run over the original.
    #[must_use]
    pub fn regex(&self, id: SimpleId) -> Option<(&str, bool)> {
        match *self.simple(id) {
            Simple::Regex(regex, _) => {
                let (pattern, original) = self.tables.regexes.get(regex);
                Some((pattern, *original))
            }
            _ => None,
        }
    }

    /// The extractor of a piece of evidence that is one.
    #[must_use]
    pub fn extract(&self, id: SimpleId) -> Option<&Extract> {
        match *self.simple(id) {
            Simple::Extract(extract, _) => Some(self.tables.extracts.get(extract)),
            _ => None,
        }
    }

    /// Both sides of a piece of evidence that is a cover: what may stand on each, whether in this order, and how far apart.
    #[must_use]
    pub fn near(&self, id: SimpleId) -> Option<(&[SimpleId], &[SimpleId], bool, Within)> {
        match *self.simple(id) {
            Simple::Near(near) => {
                let near = self.tables.nears.get(near);
                Some((self.members(near.left), self.members(near.right), near.ordered, near.within))
            }
            _ => None,
        }
    }

    /// The bits in which a hash may differ from one of the list, where it may at all, and the hashes of the list.
    #[must_use]
    pub fn list(&self, fact: &Fact) -> Option<(Option<u32>, &[[u8; 32]])> {
        match fact {
            Fact::Listed(_, list) => {
                let (within, hashes) = self.tables.lists.get(*list);
                Some((*within, hashes))
            }
            _ => None,
        }
    }

    fn members(&self, set: SetId) -> &[SimpleId] {
        self.tables.sets.get(set)
    }
}

/// The number or moment that a bound of this measure stands for.
#[must_use]
pub fn bound_of(measure: Measure, bound: i128) -> Bound {
    match measure {
        Measure::Number(_) => Bound::Number(numbers::at_place(bound)),
        Measure::Age(_) => Bound::Seconds(numbers::at_place(bound)),
        Measure::Time(_) => Bound::Nanoseconds(bound),
    }
}

/// What a bound says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A number.
    Number(f64),
    /// An age.
    Seconds(f64),
    /// A moment, from the start of 1970.
    Nanoseconds(i128),
}

/// The number of a test of an attribute.
#[must_use]
pub fn number_of(place: i128) -> f64 {
    numbers::at_place(place)
}
