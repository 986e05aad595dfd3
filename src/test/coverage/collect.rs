//! What every content shows: which expressions hold and which do not, where terms stand, which rules fire.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reach::Reach;
use crate::content::FieldId;
use crate::engine::Scratch;
use crate::sema::hir::{ExemptId, ExprId, LexiconId, PatternId, Policy, RuleId};
use crate::test::evaluation::{Evaluate, LeafId, Plain, Post, Target, World, items};

/// All of it.
pub(super) struct Reached<'a> {
    world: World<'a>,
    reach: Reach,
    /// Whether an expression has been seen true, and false.
    exprs: FxHashMap<ExprId, [bool; 2]>,
    /// The fields that leaves have been found in.
    leaves: FxHashMap<LeafId, FxHashSet<FieldId>>,
    /// Whether a rule fires on any content, and does not on one that it is meant not to.
    rules: Vec<[bool; 2]>,
    exempts: Vec<bool>,
}

/// Runs through the contents.
pub(super) fn collect(policy: &Policy, today: Option<time::Date>) -> Reached<'_> {
    let world = World::new(policy, true);
    let reach = Reach::of(policy, &world.scopes);
    let mut reached = Reached {
        world,
        reach,
        exprs: FxHashMap::default(),
        leaves: FxHashMap::default(),
        rules: vec![[false; 2]; policy.rules.len()],
        exempts: vec![false; policy.exempts.len()],
    };
    let mut scratch = Scratch::default();
    for item in items(policy) {
        let post = Post::new(&reached.world, item.content, today, &mut scratch);
        let spared = item.expects.iter().filter_map(|expect| match *expect {
            (Target::Rule(rule), false) => Some(rule),
            _ => None,
        });
        let (exprs, fired, exempted) = {
            let on = Plain { world: &reached.world, post: &post };
            let exprs = reached.reach.pairs.iter();
            let exprs: Vec<(ExprId, bool)> =
                exprs.map(|&(expr, scope)| (expr, on.value(expr, scope).truth())).collect();
            let rules = (0..policy.rules.len() as u32).map(RuleId);
            let fired: Vec<bool> = rules.map(|rule| on.fires(rule)).collect();
            let exempts = (0..policy.exempts.len() as u32).map(ExemptId);
            let exempted: Vec<bool> = exempts.map(|exempt| on.holds(policy[exempt].when)).collect();
            (exprs, fired, exempted)
        };
        for (expr, truth) in exprs {
            reached.exprs.entry(expr).or_default()[usize::from(!truth)] = true;
        }
        for rule in spared {
            reached.rules[rule.0 as usize][1] |= !fired[rule.0 as usize];
        }
        for (known, fired) in reached.rules.iter_mut().zip(fired) {
            known[0] |= fired;
        }
        for (known, holds) in reached.exempts.iter_mut().zip(exempted) {
            *known |= holds;
        }
        for (leaf, spots) in post.found() {
            reached.leaves.entry(leaf).or_default().extend(spots.iter().map(|spot| spot.field));
        }
    }
    reached
}

impl Reached<'_> {
    pub(super) fn expr(&self, expr: ExprId) -> [bool; 2] {
        self.exprs.get(&expr).copied().unwrap_or_default()
    }

    pub(super) fn rule(&self, rule: RuleId) -> [bool; 2] {
        self.rules.get(rule.0 as usize).copied().unwrap_or_default()
    }

    pub(super) fn exempt(&self, exempt: ExemptId) -> bool {
        self.exempts.get(exempt.0 as usize).copied().unwrap_or_default()
    }

    /// Whether one of the variants of a pattern occurs where a lexicon or else an expression looks for it; all of them
    /// without a list.
    pub(super) fn occurs(
        &self,
        pattern: PatternId,
        variants: Option<&[u32]>,
        searched_by: Result<LexiconId, ExprId>,
    ) -> bool {
        let is_there = |leaf: LeafId| {
            self.leaves.get(&leaf).is_some_and(|fields| match searched_by {
                Ok(lexicon) => self.reach.searches(lexicon, fields),
                Err(expr) => self.reach.looks_in(expr, fields),
            })
        };
        match variants {
            None => is_there(LeafId::pattern(pattern)),
            Some(variants) => {
                variants.iter().any(|&variant| is_there(self.world.leaves.variant(pattern, variant)))
            }
        }
    }
}
