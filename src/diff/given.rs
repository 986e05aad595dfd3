//! Which of two conditions can never hold alone, told by what each of them rules out. In: pairs of conditions. Out: for each,
//! what was proven. A rule that asks for a post without any word of a lexicon gains nothing by another word there, wherever
//! else that lexicon counts.

use rustc_hash::FxHashMap;

use crate::logic::{Inclusions, NodeId, Problem};

/// Conditions that are looked at: each takes a millisecond or more where lexicons are large.
const MOST: usize = 64;

/// For pairs of an old and a new condition: whether the old one can never hold alone, and the new one.
#[derive(Default)]
pub(super) struct Never(FxHashMap<(NodeId, NodeId), [bool; 2]>);

impl Never {
    /// What can be told of pairs that differ.
    pub(super) fn of(problem: &mut Problem<'_>, pairs: &[(NodeId, NodeId)]) -> Self {
        let mut inclusions = Inclusions::new(problem);
        let seen: Vec<[bool; 2]> = pairs
            .iter()
            .take(MOST)
            .map(|&(old, new)| [inclusions.implies(old, new), inclusions.implies(new, old)])
            .collect();
        let own = problem.few_own_terms();
        let mut asked = Vec::new();
        for (&(old, new), seen) in pairs.iter().zip(&seen) {
            for (is_new, (holds, other)) in [(old, new), (new, old)].into_iter().enumerate() {
                if !seen[is_new]
                    && let [one, two] = problem.given(holds, &own, &[holds, other])[..]
                {
                    asked.push(((old, new), is_new, one, two));
                }
            }
        }
        let mut inclusions = Inclusions::new(problem);
        let mut never: FxHashMap<(NodeId, NodeId), [bool; 2]> = FxHashMap::default();
        for (pair, is_new, holds, other) in asked {
            never.entry(pair).or_default()[is_new] = inclusions.implies(holds, other);
        }
        Self(never)
    }

    /// What was told of a pair.
    pub(super) fn get(&self, pair: (NodeId, NodeId)) -> [bool; 2] {
        self.0.get(&pair).copied().unwrap_or_default()
    }
}
