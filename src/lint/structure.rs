//! What conditions imply by their form alone, for policies too large for [`super::formulas`]: that one asks for all that
//! another asks for, or for something and its absence. Each answer takes time that grows with the length of the
//! conditions in question and no more, so that it is given for policies of any size. What is not seen is not told.

use rustc_hash::FxHashMap;

use super::conditions::{Conditions, Shape, ShapeId};
use crate::sema::hir::{Policy, Rule};

/// A condition, or (`false`) its absence.
type Literal = (ShapeId, bool);

/// Parts that a condition is taken apart into; what would be more stays whole. Conditions that name each other have more
/// parts than could be counted.
const MOST_LITERALS: usize = 256;

/// Rules that are compared with one because they ask for the same thing.
const MOST_CANDIDATES: usize = 64;

/// The conditions of a policy by what they ask for.
pub(super) struct Structure<'c, 'p> {
    conditions: &'c Conditions<'p>,
}

impl<'c, 'p> Structure<'c, 'p> {
    pub(super) const fn new(conditions: &'c Conditions<'p>) -> Self {
        Self { conditions }
    }

    /// What must all hold, or be absent, where a literal holds; sorted, each once.
    fn all_of(&self, literal: Literal) -> Vec<Literal> {
        let (mut all, mut stack) = (Vec::new(), vec![literal]);
        while let Some((shape, holds)) = stack.pop() {
            match (self.conditions.shape(shape), holds) {
                (Shape::And(parts), true) | (Shape::Or(parts), false)
                    if all.len() + stack.len() + parts.len() <= MOST_LITERALS =>
                {
                    stack.extend(parts.iter().map(|&part| self.literal(part, holds)));
                }
                _ => all.push((shape, holds)),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn literal(&self, shape: ShapeId, holds: bool) -> Literal {
        match self.conditions.shape(shape) {
            Shape::Not(operand) => (*operand, !holds),
            _ => (shape, holds),
        }
    }

    /// Whether a condition is the same everywhere: always so, or never.
    pub(super) fn is_constant(&self, shape: ShapeId, value: bool) -> bool {
        let literal = self.literal(shape, !value);
        excludes_itself(&self.all_of(literal))
    }

    /// Whether one of what a condition needs is enough for another.
    pub(super) fn implies(&self, narrow: ShapeId, wide: ShapeId) -> bool {
        let needed = self.all_of(self.literal(narrow, true));
        let excluded = self.all_of(self.literal(wide, false));
        excluded.iter().any(|&(shape, holds)| needed.binary_search(&(shape, !holds)).is_ok())
    }

    /// What a rule asks for, its exception among it.
    pub(super) fn fires(&self, rule: &Rule) -> Vec<Literal> {
        let mut all = self.all_of(self.literal(self.conditions.of(rule.when), true));
        if let Some(unless) = rule.unless {
            all.extend(self.all_of(self.literal(self.conditions.of(unless), false)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether something is asked for together with its absence.
fn excludes_itself(sorted: &[Literal]) -> bool {
    sorted.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
}

/// Rules by what they ask for, to find those that ask for less than another.
pub(super) struct Asking {
    /// By rule of the policy.
    all: Vec<Vec<Literal>>,
    /// By the rarest thing that a rule asks for.
    by_rarest: FxHashMap<Literal, Vec<usize>>,
}

impl Asking {
    pub(super) fn new(policy: &Policy, structure: &Structure<'_, '_>) -> Self {
        let all: Vec<Vec<Literal>> = policy.rules.iter().map(|rule| structure.fires(rule)).collect();
        let mut times: FxHashMap<Literal, usize> = FxHashMap::default();
        for literal in all.iter().flatten() {
            *times.entry(*literal).or_default() += 1;
        }
        let mut by_rarest: FxHashMap<Literal, Vec<usize>> = FxHashMap::default();
        for (rule, literals) in all.iter().enumerate() {
            let rarest = literals.iter().min_by_key(|literal| times.get(literal));
            if let Some(rarest) = rarest.filter(|_| !excludes_itself(literals)) {
                by_rarest.entry(*rarest).or_default().push(rule);
            }
        }
        Self { all, by_rarest }
    }

    /// Rules that fire wherever one does; in order.
    pub(super) fn wider_than(&self, rule: usize) -> Vec<usize> {
        let asked = &self.all[rule];
        if excludes_itself(asked) {
            return Vec::new();
        }
        let candidates = asked.iter().filter_map(|literal| self.by_rarest.get(literal));
        let mut wider: Vec<usize> = candidates
            .flat_map(|rules| rules.iter().take(MOST_CANDIDATES).copied())
            .filter(|&other| other != rule && self.asks_for_less(other, rule))
            .collect();
        wider.sort_unstable();
        wider
    }

    /// Whether all that a rule asks for is asked for by another.
    pub(super) fn asks_for_less(&self, wide: usize, narrow: usize) -> bool {
        self.all[wide].iter().all(|literal| self.all[narrow].binary_search(literal).is_ok())
    }
}
