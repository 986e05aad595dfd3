//! From a hash to a place: a filter says no to nearly everything; what it lets through is looked up with open addressing. Both are
//! flat arrays.

use crate::engine::filter::Filter;
use crate::flat::{Flat, stored};

/// At most so many keys for a hundred slots.
const FILLED: usize = 75;

/// A table of places by hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    filter: Filter,
    /// The upper half of a hash, and a place; nought where there is none. A power of two of them.
    slots: Flat<u64>,
}

stored!(Table { filter, slots });

impl Table {
    /// The table of some hashes with their places, which are not nought.
    pub(super) fn new(keys: &[(u64, u32)]) -> Self {
        let filter = Filter::new(keys.iter().map(|&(hash, _)| hash));
        let mut slots = vec![0; (keys.len() * 100).div_ceil(FILLED).next_power_of_two()];
        for &(hash, place) in keys {
            let mask = slots.len() - 1;
            let mut slot = first_slot(hash, mask);
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = hash >> 32 << 32 | u64::from(place);
        }
        Self { filter, slots: slots.into() }
    }

    /// The place of a hash. Different hashes may be taken for each other, once in some thousand million times.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Option<u32> {
        if self.filter.has(hash) { self.look_up(hash) } else { None }
    }

    #[inline(never)]
    fn look_up(&self, hash: u64) -> Option<u32> {
        let slots = &*self.slots;
        let mask = slots.len().checked_sub(1)?;
        let mut slot = first_slot(hash, mask);
        for _ in 0..slots.len() {
            match *slots.get(slot)? {
                0 => return None,
                found if found >> 32 == hash >> 32 => return Some(found as u32),
                _ => slot = (slot + 1) & mask,
            }
        }
        None
    }
}

const fn first_slot(hash: u64, mask: usize) -> usize {
    (hash >> 12) as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_table_is_found_and_little_else() {
        let hash = |number: u64| (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let keys: Vec<_> = (0..5_000).map(|number| (hash(number), number as u32 + 1)).collect();
        let table = Table::new(&keys);
        for &(hash, place) in &keys {
            assert_eq!(table.find(hash), Some(place));
        }
        assert_eq!((5_000..50_000).filter(|&number| table.find(hash(number)).is_some()).count(), 0);
        assert_eq!(Table::new(&[]).find(7), None);
        assert_eq!(Table::default().find(7), None);
    }
}
