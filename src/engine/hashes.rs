//! Hash lists. A ladder, with its reasons:
//!
//! 1. `sha256` compares for equality: the list is sorted and searched.
//! 2. Short `pdq` lists are walked: a comparison is four instructions.
//! 3. Long ones are indexed by each of the 16 chunks of 16 bits of their hashes. Two hashes within 31
//!    bits of each other agree in some chunk up to one bit (32 bits over 16 chunks would be two in each),
//!    so that 16 × 17 look-ups find all candidates, and those are compared in full.
//! 4. Beyond 31 bits a chunk may differ in two, and look-ups grow eightfold: long lists are walked too.

use std::io::Read;

use crate::flat::{Flat, Lists, ReadError, Reader, Store, Writer};
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
pub(super) struct Hashes {
    /// Sorted.
    hashes: Flat<Hash>,
    /// The most bits that may differ.
    within: u32,
    /// By chunk and its value, the hashes that have it: `None` where hashes are compared one by one.
    chunks: Option<Lists<u32>>,
}

/// Values of a chunk.
const VALUES: usize = 1 << 16;

impl Hashes {
    /// Makes a list ready.
    pub(super) fn new(list: &Hashlist) -> Self {
        let mut hashes = list.hashes.clone();
        hashes.sort_unstable();
        let within = match list.kind {
            HashKind::Sha256 => 0,
            HashKind::Pdq(within) => within,
        };
        let is_indexed = within > 0 && within <= INDEXED_DISTANCE && hashes.len() > SHORT;
        let chunks = is_indexed.then(|| Lists::of_lists(by_value(&hashes)));
        Self { hashes: hashes.into(), within, chunks }
    }

    /// Whether the list has this hash, or one near enough.
    pub(super) fn has(&self, hash: &Hash) -> bool {
        match &self.chunks {
            _ if self.within == 0 => self.hashes.binary_search(hash).is_ok(),
            None => self.hashes.iter().any(|other| distance(hash, other) <= self.within),
            Some(chunks) => {
                let near = |&place: &u32| {
                    let other = self.hashes.get(place as usize);
                    other.is_some_and(|other| distance(hash, other) <= self.within)
                };
                (0..CHUNKS).any(|chunk| {
                    let bits = chunk_of(hash, chunk);
                    let one_off = (0..16).map(|bit| bits ^ (1 << bit));
                    let values = std::iter::once(bits).chain(one_off);
                    values.flat_map(|value| chunks.of(list_of(chunk, value))).any(near)
                })
            }
        }
    }
}

impl Store for Hashes {
    fn write(&self, writer: &mut Writer) {
        self.hashes.write(writer);
        self.within.write(writer);
        writer.value(u8::from(self.chunks.is_some()));
        if let Some(chunks) = &self.chunks {
            chunks.write(writer);
        }
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let (hashes, within) = (Store::read(reader)?, Store::read(reader)?);
        let is_indexed: u8 = reader.value()?;
        Ok(Self { hashes, within, chunks: if is_indexed == 0 { None } else { Some(Store::read(reader)?) } })
    }
}

/// The number of the list of a chunk's value.
const fn list_of(chunk: usize, value: u16) -> u32 {
    (chunk * VALUES) as u32 + value as u32
}

/// By chunk and value: the places of the hashes that have it.
fn by_value(hashes: &[Hash]) -> Vec<Vec<u32>> {
    let mut places = vec![Vec::new(); CHUNKS * VALUES];
    for (place, hash) in (0..).zip(hashes) {
        for chunk in 0..CHUNKS {
            places[list_of(chunk, chunk_of(hash, chunk)) as usize].push(place);
        }
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
