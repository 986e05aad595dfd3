//! What else than the words as they stand a post may be read as: `l'Angleterre` in one, `b0at` as `boat`, the stem of `والقارب`. Comes
//! in: such words with the places they stand at. Goes out: which of them stand side by side.

use std::ops::RangeInclusive;

/// A word that may be read at some place. Places are nodes, between which words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alternative {
    /// The node it starts at.
    pub(super) from: u32,
    /// The node it ends at.
    pub(super) to: u32,
    /// What it is known by.
    pub(super) sign: u32,
    /// It is known by its skeleton.
    pub(super) is_disguised: bool,
}

/// A word that has more readings than this after it is no word that anybody reads.
const MOST: usize = 32;

/// Tells of any two that stand side by side; `next` tells at which nodes a word may start that follows one that ends at a
/// node. `None` where there are too many, or where the nodes are.
pub(super) fn each_pair(
    alternatives: &mut Vec<Alternative>,
    next: impl Fn(u32) -> Option<RangeInclusive<u32>>,
    mut tell: impl FnMut(Alternative, Alternative),
) -> Option<()> {
    alternatives.sort_unstable();
    alternatives.dedup();
    for &first in &*alternatives {
        for node in next(first.to)? {
            let start = alternatives.partition_point(|second| second.from < node);
            let after = &alternatives[start..];
            let after = after.iter().take_while(|second| second.from == node);
            for (number, &second) in after.enumerate() {
                if number == MOST {
                    return None;
                }
                tell(first, second);
            }
        }
    }
    Some(())
}
