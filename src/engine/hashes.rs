//! Hash lists. A ladder, with its reasons:
//!
//! 1. `sha256` compares for equality: the list is sorted and searched.
//! 2. Short `pdq` lists are walked: a comparison is four instructions.
//! 3. Long ones are indexed by each of the 16 chunks of 16 bits of their hashes. Two hashes within 31
//!    bits of each other agree in some chunk up to one bit (32 bits over 16 chunks would be two in each),
//!    so that 16 × 17 look-ups find all candidates, and those are compared in full.
//! 4. Beyond 31 bits a chunk may differ in two, and look-ups grow eightfold: long lists are walked too.

use rustc_hash::FxHashMap;

use crate::plan::Hashlist;
use crate::sema::hir::HashKind;

/// A hash: 256 bits.
type Hash = [u8; 32];

/// Chunks of 16 bits.
const CHUNKS: usize = 16;

/// Lists up to this length are walked.
const SHORT: usize = 1_024;

/// The greatest distance at which some chunk differs by one bit at most.
const INDEXED_DISTANCE: u32 = 2 * CHUNKS as u32 - 1;

/// A list, ready to search.
pub(super) enum Hashes {
    /// Sorted.
    Equal(Vec<Hash>),
    /// Any order.
    Near { hashes: Vec<Hash>, within: u32 },
    /// By chunk: the hashes that have a value there.
    Indexed { hashes: Vec<Hash>, within: u32, chunks: Vec<FxHashMap<u16, Vec<u32>>> },
}

impl Hashes {
    /// Makes a list ready.
    pub(super) fn new(list: &Hashlist) -> Self {
        let mut hashes = list.hashes.clone();
        hashes.sort_unstable();
        match list.kind {
            HashKind::Sha256 => Self::Equal(hashes),
            HashKind::Pdq(within) if hashes.len() <= SHORT || within > INDEXED_DISTANCE => {
                Self::Near { hashes, within }
            }
            HashKind::Pdq(within) => {
                let chunks = (0..CHUNKS).map(|chunk| by_chunk(&hashes, chunk)).collect();
                Self::Indexed { hashes, within, chunks }
            }
        }
    }

    /// Whether the list has this hash, or one near enough.
    pub(super) fn has(&self, hash: &Hash) -> bool {
        match self {
            Self::Equal(hashes) => hashes.binary_search(hash).is_ok(),
            Self::Near { hashes, within } => hashes.iter().any(|other| distance(hash, other) <= *within),
            Self::Indexed { hashes, within, chunks } => {
                let near = |&place: &u32| distance(hash, &hashes[place as usize]) <= *within;
                chunks.iter().enumerate().any(|(chunk, places)| {
                    let bits = chunk_of(hash, chunk);
                    let one_off = (0..16).map(|bit| bits ^ (1 << bit));
                    let values = std::iter::once(bits).chain(one_off);
                    values.filter_map(|value| places.get(&value)).flatten().any(near)
                })
            }
        }
    }
}

fn by_chunk(hashes: &[Hash], chunk: usize) -> FxHashMap<u16, Vec<u32>> {
    let mut places: FxHashMap<u16, Vec<u32>> = FxHashMap::default();
    for (place, hash) in (0..).zip(hashes) {
        places.entry(chunk_of(hash, chunk)).or_default().push(place);
    }
    places
}

fn chunk_of(hash: &Hash, chunk: usize) -> u16 {
    u16::from_le_bytes([hash[2 * chunk], hash[2 * chunk + 1]])
}

/// How many bits differ.
fn distance(a: &Hash, b: &Hash) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes that look random and are the same on every run.
    fn hashes(count: u64) -> Vec<Hash> {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        };
        (0..count).map(|_| std::array::from_fn(|_| next())).collect()
    }

    fn with_flipped(mut hash: Hash, bits: u32) -> Hash {
        // 37 is odd, so that the flipped bits are all different and spread over the chunks.
        for bit in (0..bits).map(|bit| bit * 37 % 256) {
            hash[bit as usize / 8] ^= 1 << (bit % 8);
        }
        hash
    }

    #[test]
    fn near_hashes_are_found_up_to_the_distance() {
        for (count, kind) in [(10, HashKind::Pdq(31)), (3_000, HashKind::Pdq(31)), (3_000, HashKind::Pdq(40))]
        {
            let HashKind::Pdq(within) = kind else { continue };
            let list = Hashlist { name: "ads".into(), kind, hashes: hashes(count) };
            let table = Hashes::new(&list);
            for hash in list.hashes.iter().take(50) {
                for (bits, found) in [(0, true), (1, true), (within, true), (within + 1, false)] {
                    assert_eq!(table.has(&with_flipped(*hash, bits)), found, "{count} {bits}");
                }
            }
        }
    }

    #[test]
    fn equal_hashes_are_found() {
        let all = hashes(100);
        let list = Hashlist { name: "known".into(), kind: HashKind::Sha256, hashes: all.clone() };
        let table = Hashes::new(&list);
        assert!(all.iter().all(|hash| table.has(hash) && !table.has(&with_flipped(*hash, 1))));
    }
}
