//! Numbers of values that are kept in a list, found by the value: an index that keeps no second copy of it.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher as _, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap};

/// An index of a list whose values differ.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// By hash, and by how many other values of the same hash came before.
    numbers: FxHashMap<(u64, u32), u32>,
}

impl Known {
    /// The number of a value of the list, or `None` if it is new: then it has the number of the list's next value, which
    /// the caller adds.
    pub(crate) fn find<T: Hash + Eq>(&mut self, list: &[T], value: &T) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(value);
        for before in 0..=u32::MAX {
            match self.numbers.entry((hash, before)) {
                Entry::Occupied(entry) if list.get(*entry.get() as usize) == Some(value) => {
                    return Some(*entry.get());
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(entry) => {
                    entry.insert(list.len() as u32);
                    return None;
                }
            }
        }
        None
    }
}
