//! A filter of hashes: three bits a key, all in one word of memory, say no to nearly everything that is not there.

use crate::flat::{Flat, stored};

/// Bits of the filter for each key: one look in some 125 gets past it for nothing.
const BITS: usize = 16;

/// A filter of hashes, whose upper and lower halves both have to depend on all of what they are of.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    blocks: Flat<u64>,
}

stored!(Filter { blocks });

impl Filter {
    /// The filter of some hashes.
    pub(super) fn new(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut blocks = vec![0; (hashes.len() * BITS / 64).max(1)];
        for hash in hashes {
            let block = block(hash, blocks.len());
            blocks[block] |= bits(hash);
        }
        Self { blocks: blocks.into() }
    }

    /// Whether a hash may be among them.
    #[inline]
    pub(super) fn has(&self, hash: u64) -> bool {
        let bits = bits(hash);
        self.blocks.get(block(hash, self.blocks.len())).is_some_and(|block| block & bits == bits)
    }
}

#[inline]
const fn block(hash: u64, blocks: usize) -> usize {
    ((hash as u32 as u64 * blocks as u64) >> 32) as usize
}

#[inline]
const fn bits(hash: u64) -> u64 {
    1 << (hash >> 32 & 63) | 1 << (hash >> 38 & 63) | 1 << (hash >> 44 & 63)
}
