//! Tries every mutant on the examples and tests that could notice it.

use rustc_hash::FxHashMap;

use super::{Mutant, Report, list};
use crate::engine::Scratch;
use crate::sema::hir::{PatternId, Policy, Status};
use crate::source::Sources;
use crate::span::Place;
use crate::test::evaluation::{
    Change, Evaluate, Item, Plain, Post, Target, Touched, Trial, Uses, World, items,
};
use crate::threads;

/// Makes every mutant of a policy and says which of them nobody notices. `sources` are those it was analysed from; `today`
/// is the day for content without `created_at`, without it every rule counts as in effect there.
#[must_use]
pub fn run(policy: &Policy, sources: &Sources, today: Option<time::Date>) -> Report {
    let (mutants, equivalent) = list::mutants(policy, sources);
    let noticed = noticed(policy, &mutants, today);
    Report::new(sources, &mutants, &noticed, equivalent)
}

/// For each mutant the first example or test that passes and would fail.
#[must_use]
pub fn noticed(policy: &Policy, mutants: &[Mutant], today: Option<time::Date>) -> Vec<Option<Place>> {
    // In turns, since those that take long stand side by side.
    let threads = (mutants.len() / WORTH_A_THREAD).clamp(1, threads::cores());
    let shares: Vec<Vec<&Mutant>> =
        (0..threads).map(|first| mutants.iter().skip(first).step_by(threads).collect()).collect();
    let size = |share: &Vec<&Mutant>| share.len() * MUTANT;
    let noticed = threads::map(&shares, size, |share| noticed_of(policy, share, today));
    (0..mutants.len()).map(|at| noticed[at % threads][at / threads]).collect()
}

/// Fewer mutants for each thread are tried sooner than the examples are read for one more.
const WORTH_A_THREAD: usize = 2_000;

/// What trying a mutant is worth in bytes of text read.
const MUTANT: usize = 1 << 10;

/// The same on one thread.
fn noticed_of(policy: &Policy, mutants: &[&Mutant], today: Option<time::Date>) -> Vec<Option<Place>> {
    let world = World::new(policy, false);
    let mut scratch = Scratch::default();
    let items = items(policy);
    let passing = items.iter().filter_map(|item| {
        let post = Post::new(&world, item.content, today, &mut scratch);
        let passes = is_met(item, &Plain { world: &world, post: &post });
        passes.then_some((item, post))
    });
    let watch = Watch { uses: Uses::of(policy), passing: passing.collect(), world: &world };
    let holding = watch.holding();
    mutants.iter().map(|mutant| watch.noticing(&mutant.change, &holding)).collect()
}

/// Whether all that is expected is so.
fn is_met(item: &Item<'_>, on: &impl Evaluate) -> bool {
    item.expects.iter().all(|&(target, expected)| on.is_so(target) == expected)
}

/// The examples and tests that pass.
struct Watch<'p, 'a> {
    world: &'p World<'a>,
    uses: Uses,
    passing: Vec<(&'p Item<'a>, Post<'a>)>,
}

impl Watch<'_, '_> {
    /// Those in which a pattern stands.
    fn holding(&self) -> FxHashMap<PatternId, Vec<usize>> {
        let mut holding: FxHashMap<PatternId, Vec<usize>> = FxHashMap::default();
        for (index, (_, post)) in self.passing.iter().enumerate() {
            for (leaf, _) in post.found() {
                if let Some(pattern) = self.world.leaves.pattern_of(leaf) {
                    holding.entry(pattern).or_default().push(index);
                }
            }
        }
        holding
    }

    /// The first that a change makes fail.
    fn noticing(&self, change: &Change, holding: &FxHashMap<PatternId, Vec<usize>>) -> Option<Place> {
        let touched = match change {
            // Where a lexicon loses a term, posts without it are as they were, unless all of its terms are asked for.
            Change::Pattern(pattern, lexicons) if !self.world.counts_all(lexicons) => {
                let with = holding.get(pattern)?;
                let touched = self.uses.touched(change);
                return with.iter().find_map(|&index| self.fails(index, change, &touched));
            }
            _ => self.uses.touched(change),
        };
        (0..self.passing.len()).find_map(|index| self.fails(index, change, &touched))
    }

    /// The place of an item that a change makes fail.
    fn fails(&self, index: usize, change: &Change, touched: &Touched) -> Option<Place> {
        let (item, post) = self.passing.get(index)?;
        let can_feel = item.expects.iter().any(|(target, _)| self.can_feel(*target, touched));
        let trial = || Trial::new(self.world, post, change, touched);
        (can_feel && !is_met(item, &trial())).then_some(item.place)
    }

    fn can_feel(&self, target: Target, touched: &Touched) -> bool {
        match target {
            Target::Rule(rule) => touched.rules.contains(&rule),
            Target::Exempt(exempt) => touched.exempts.contains(&exempt),
            Target::Signal(signal) => touched.signals.contains(&signal),
            Target::Action(_) => {
                !touched.exempts.is_empty()
                    || touched.rules.iter().any(|&rule| self.world.policy[rule].status == Status::Live)
            }
        }
    }
}
