//! Hash lists. A ladder, with its reasons:
//!
//! 1. `sha256` compares for equality: the list is searched by halves.
//! 2. Short `pdq` lists are walked: a comparison is a few instructions, and needs no table.
//! 3. Long ones are looked up in an [`Index`].
//! 4. Beyond the distance that an index is for, look-ups grow eightfold: long lists are walked too.

mod index;

use std::io::Read;

use self::index::Index;
use crate::flat::{Flat, ReadError, Reader, Store, Writer};
use crate::plan::Hashlist;
use crate::sema::hir::HashKind;

/// A hash: 256 bits.
type Hash = [u8; 32];

/// Lists up to this length are walked, which takes about as long as looking a hash up among as many.
const SHORT: usize = 4_096;

/// A list, ready to search.
pub(super) struct Hashes {
    /// Sorted.
    hashes: Flat<Hash>,
    /// The most bits that may differ: with none, hashes are equal.
    within: u32,
    /// Of a long list.
    index: Option<Index>,
}

impl Hashes {
    /// Makes a list ready.
    pub(super) fn new(list: &Hashlist) -> Self {
        let (within, is_long) = match list.kind {
            HashKind::Sha256 => (0, false),
            HashKind::Pdq(within) => (within, list.hashes.len() > SHORT && within <= Index::MOST),
        };
        let index = is_long.then(|| Index::new(&list.hashes, within));
        Self { hashes: list.hashes.as_slice().into(), within, index }
    }

    /// Whether the list has this hash, or one near enough.
    pub(super) fn has(&self, hash: &Hash) -> bool {
        let is_near = |other: &Hash| distance(hash, other) <= self.within;
        let walk = || self.hashes.iter().any(is_near);
        match &self.index {
            None if self.within == 0 => self.hashes.binary_search(hash).is_ok(),
            None => walk(),
            Some(index) => {
                index.any(hash, |place| self.hashes.get(place).is_some_and(is_near)).unwrap_or_else(walk)
            }
        }
    }
}

impl Store for Hashes {
    fn write(&self, writer: &mut Writer) {
        self.hashes.write(writer);
        self.within.write(writer);
        writer.value(u8::from(self.index.is_some()));
        if let Some(index) = &self.index {
            index.write(writer);
        }
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let (hashes, within) = (Store::read(reader)?, Store::read(reader)?);
        let index: Option<Index> = match reader.value::<u8>()? {
            0 => None,
            _ => Some(Store::read(reader)?),
        };
        if index.as_ref().is_some_and(|index| !index.is_sound()) {
            return Err(reader.malformed());
        }
        Ok(Self { hashes, within, index })
    }
}

/// How many bits differ.
fn distance(a: &Hash, b: &Hash) -> u32 {
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    let differing = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*a) ^ u64::from_ne_bytes(*b);
    a.iter().zip(b).map(differing).map(u64::count_ones).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes that look random and are the same on every run, as a list has them.
    fn list(count: u64, kind: HashKind) -> Hashlist {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        };
        let mut hashes: Vec<Hash> = (0..count).map(|_| std::array::from_fn(|_| next())).collect();
        hashes.sort_unstable();
        Hashlist { name: "ads".into(), kind, hashes }
    }

    /// Changes so many bits, each by `step` further round the hash than the one before.
    fn with_flipped(mut hash: Hash, bits: u32, step: u32) -> Hash {
        for bit in (0..bits).map(|bit| bit * step % 256) {
            hash[bit as usize / 8] ^= 1 << (bit % 8);
        }
        hash
    }

    #[test]
    fn near_hashes_are_found_up_to_the_distance() {
        for (count, within) in [(10, 31), (9_000, 0), (9_000, 9), (9_000, 17), (9_000, 31), (9_000, 40)] {
            let list = list(count, HashKind::Pdq(within));
            let table = Hashes::new(&list);
            for hash in list.hashes.iter().step_by(71) {
                // Odd steps, so that all bits differ: all in a few chunks, and spread over them.
                for (bits, step) in
                    [0, 1, within].into_iter().flat_map(|bits| [(bits, 1), (bits, 37), (bits, 133)])
                {
                    let near = with_flipped(*hash, bits.min(within), step);
                    assert!(table.has(&near), "{count} {within} {bits} {step}");
                    let far = with_flipped(*hash, within + 1, step);
                    assert!(!table.has(&far), "{count} {within} {step}");
                }
            }
        }
    }

    #[test]
    fn every_spread_over_chunks_is_found() {
        let list = list(5_000, HashKind::Pdq(31));
        let table = Hashes::new(&list);
        let mut random = 7_u32;
        for hash in &list.hashes {
            // Two bits of every chunk but one, of which one is changed: nothing nearer is in any pair.
            let mut near = *hash;
            for chunk in 0..16 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                near[2 * chunk] ^= 1 << (random >> 29);
                near[2 * chunk + 1] ^=
                    if chunk == (random >> 8) as usize % 16 { 0 } else { 1 << (random >> 26 & 7) };
            }
            let within = distance(hash, &near) <= 31;
            assert_eq!(table.has(&near), within);
        }
    }

    #[test]
    fn a_list_of_one_chunk_is_walked() {
        let mut list = list(5_000, HashKind::Pdq(31));
        list.hashes.iter_mut().for_each(|hash| hash[..28].fill(7));
        list.hashes.sort_unstable();
        let table = Hashes::new(&list);
        let Some(index) = &table.index else { panic!("a list this long is indexed") };
        let (near, far) = (with_flipped(list.hashes[9], 31, 5), with_flipped(list.hashes[9], 130, 1));
        assert!(index.any(&list.hashes[0], |_| false).is_none());
        assert!(table.has(&near) && !table.has(&far));
    }

    #[test]
    fn equal_hashes_are_found() {
        let list = list(100, HashKind::Sha256);
        let table = Hashes::new(&list);
        let other = |hash: &Hash| table.has(&with_flipped(*hash, 1, 1));
        assert!(list.hashes.iter().all(|hash| table.has(hash) && !other(hash)));
    }
}
