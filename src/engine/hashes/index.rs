//! An index of hashes for those within a small distance of one. Comes in: a hash. Goes out: whether one of those that may
//! be near is, which the caller says of each by comparing it in full.
//!
//! A hash is 8 pairs of chunks of 16 bits. Two hashes that differ in at most 31 bits differ in at most 3 in some pair (4
//! in each would be 32), and of those 3 at most one is in one of its chunks. So every hash is listed 16 times, by the value
//! of each chunk; look-ups are by each chunk of the hash that is sought, as it is and with each of its bits changed; and
//! what is found is told apart by the other chunk of the pair, which may differ in 3 bits where the first is the same, in
//! 2 where it is one off. The list has as many bits of that other chunk beside a place as 32 bits leave room for.
//!
//! Of a million hashes that look random, the 272 look-ups pass some 4,000 entries, of which about 100 have to be compared.
//! Memory: 64 bytes a hash, and 4 MB.

use std::hint::black_box;

use super::Hash;
use crate::flat::{Flat, stored};

/// Chunks of 16 bits.
const CHUNKS: usize = 16;

/// Values of a chunk.
const VALUES: usize = 1 << 16;

/// Each chunk as it is, and with each of its 16 bits changed.
const LOOK_UPS: usize = CHUNKS * 17;

/// Hashes listed by the values of their chunks, in flat tables.
pub(in crate::engine) struct Index {
    /// How many bits of some pair may differ.
    pair: u32,
    /// Low bits of an entry that are a place; those above are the other chunk of the pair.
    place_bits: u32,
    /// By chunk and value, where its entries start, counted from the first of the chunk; and where the last end.
    starts: Flat<u32>,
    /// By chunk, one for each hash.
    entries: Flat<u32>,
}

stored!(Index { pair, place_bits, starts, entries });

impl Index {
    /// The greatest distance: one more, and two bits could differ in either chunk of every pair.
    pub(super) const MOST: u32 = 31;

    /// Lists hashes, of which there are fewer than 2^31, for the distance `within`.
    pub(super) fn new(hashes: &[Hash], within: u32) -> Self {
        let last = u32::try_from(hashes.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let mut index = Self {
            pair: within / (CHUNKS as u32 / 2),
            place_bits: u32::BITS - last.leading_zeros(),
            starts: vec![0; CHUNKS * (VALUES + 1)].into(),
            entries: vec![0; CHUNKS * hashes.len()].into(),
        };
        for chunk in 0..CHUNKS {
            index.list(hashes, chunk);
        }
        index
    }

    /// Sorts the hashes by the value of a chunk: counts, sums up, and puts each where its value's entries go on.
    fn list(&mut self, hashes: &[Hash], chunk: usize) {
        let first = chunk * (VALUES + 1);
        let starts = &mut self.starts[first..=first + VALUES];
        for hash in hashes {
            starts[usize::from(chunk_of(hash, chunk)) + 1] += 1;
        }
        (1..=VALUES).for_each(|value| starts[value] += starts[value - 1]);
        let mut next = starts.to_vec();
        for (place, hash) in (0..).zip(hashes) {
            let entry = self.other(hash, chunk) << self.place_bits | place;
            let next = &mut next[usize::from(chunk_of(hash, chunk))];
            self.entries[chunk * hashes.len() + *next as usize] = entry;
            *next += 1;
        }
    }

    /// As much of the other chunk of a pair as an entry has room for.
    fn other(&self, hash: &Hash, chunk: usize) -> u32 {
        u32::from(chunk_of(hash, chunk ^ 1)) >> self.place_bits.saturating_sub(16)
    }

    /// Whether one of the hashes that may be near is, as `near` says of its place; `None` where that may be so many that
    /// walking the list is quicker, as it is where most hashes of a list share a chunk.
    pub(super) fn any(&self, hash: &Hash, near: impl Fn(usize) -> bool) -> Option<bool> {
        let mut lists: [&[u32]; LOOK_UPS] = [&[]; LOOK_UPS];
        let look_ups = if self.pair >= 2 { LOOK_UPS } else { CHUNKS };
        let lists = &mut lists[..look_ups];
        (0..).zip(&mut *lists).for_each(|(number, list)| *list = self.entries(hash, number));
        let passed: usize = lists.iter().map(|list| list.len()).sum();
        if passed > self.entries.len() / CHUNKS {
            return None;
        }
        // Nearly every list is a miss of the cache. Asked for in one go, they are waited for together.
        let touched = |list: &&[u32]| list.first().zip(list.last()).map_or(0, |(first, last)| first ^ last);
        black_box(lists.iter().map(touched).fold(0, |all, one| all ^ one));
        Some((0..).zip(&*lists).any(|(number, list)| self.any_of(list, hash, number, &near)))
    }

    /// Whether one of the entries of a look-up is near.
    fn any_of(&self, list: &[u32], hash: &Hash, number: usize, near: impl Fn(usize) -> bool) -> bool {
        // One bit of one chunk and one of the other are two of the pair.
        let (other, allowed) = (self.other(hash, number % CHUNKS), self.pair - u32::from(number >= CHUNKS));
        let fits = |entry: u32| fits((entry >> self.place_bits) ^ other, allowed);
        // Without a branch for each entry, of which very few fit.
        list.chunks(16).any(|few| {
            few.iter().fold(false, |any, &entry| any | fits(entry))
                && few.iter().any(|&entry| fits(entry) && near(self.place(entry)))
        })
    }

    /// What a look-up finds: the first are by all chunks as they are, so that copies are found at once, and each further
    /// row is by all chunks with one of their bits changed.
    fn entries(&self, hash: &Hash, number: usize) -> &[u32] {
        let (row, chunk) = (number / CHUNKS, number % CHUNKS);
        let value = usize::from(chunk_of(hash, chunk)) ^ (1 << row >> 1);
        let start = chunk * (VALUES + 1) + value;
        let first = chunk * (self.entries.len() / CHUNKS);
        let Some(&[from, to]) = self.starts.get(start..start + 2) else { return &[] };
        self.entries.get(first + from as usize..first + to as usize).unwrap_or_default()
    }

    /// Whether one from a file can be searched; places and lists that it gets wrong are not there.
    pub(super) fn is_sound(&self) -> bool {
        self.place_bits < u32::BITS && self.pair <= Self::MOST / (CHUNKS as u32 / 2)
    }

    const fn place(&self, entry: u32) -> usize {
        (entry & ((1 << self.place_bits) - 1)) as usize
    }
}

/// Whether at most so many bits are set, of which there are three at most: that many are cleared, the lowest first.
fn fits(bits: u32, allowed: u32) -> bool {
    let cleared = |bits: u32| bits & bits.wrapping_sub(1);
    match allowed {
        0 => bits == 0,
        1 => cleared(bits) == 0,
        2 => cleared(cleared(bits)) == 0,
        _ => cleared(cleared(cleared(bits))) == 0,
    }
}

fn chunk_of(hash: &Hash, chunk: usize) -> u16 {
    u16::from_le_bytes([hash[2 * chunk], hash[2 * chunk + 1]])
}
