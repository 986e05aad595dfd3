//! By how many symbols open words are known. In come the first two symbols of a word of a post, out go the numbers of first symbols
//! that words of the policy which begin with these two are known by: few words of a post begin, or end, as any open one does.

use super::hash::MOST_OPEN;
use crate::flat::{Flat, stored};

/// Slots for two symbols. Some share one, small letters of ASCII none.
const SLOTS: usize = 1 << 13;

/// The slot of two symbols.
#[inline]
const fn slot([outer, inner]: [u8; 2]) -> usize {
    (37 * outer as usize + inner as usize) % SLOTS
}

/// The numbers of symbols by how words begin; or, with the last two symbols, by how they end.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    /// By the [slot] of the two outermost symbols, a bit for every number, less one. Empty where no word is open.
    counts: Flat<u8>,
}

stored!(Open { counts });

impl Open {
    /// Whether no word is open.
    pub(super) const fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The numbers of symbols that a word of so many may be known by, whose outermost are these two.
    #[inline]
    pub(super) fn counts(&self, outermost: [u8; 2], length: usize) -> impl Iterator<Item = usize> + use<> {
        let bits = self.counts.get(slot(outermost)).copied().unwrap_or_default();
        let upto = if length < MOST_OPEN { (1 << length) - 1 } else { u8::MAX };
        counts(u16::from(bits & upto) << 1)
    }
}

/// Collects the numbers.
#[derive(Default)]
pub(super) struct OpenBuilder {
    counts: Vec<u8>,
}

impl OpenBuilder {
    /// Adds a word that is known by so many symbols, at most [`MOST_OPEN`], of which two are the outermost; of a word that is known
    /// by one, the inner one may be anything.
    pub(super) fn add(&mut self, [outer, inner]: [u8; 2], count: usize) {
        self.counts.resize(SLOTS, 0);
        let inner = if count == 1 { 0..=u8::MAX } else { inner..=inner };
        inner.for_each(|inner| self.counts[slot([outer, inner])] |= 1 << (count - 1));
    }

    pub(super) fn finish(self) -> Open {
        Open { counts: self.counts.into() }
    }
}

/// The numbers of the bits that are set.
pub(super) fn counts(mut bits: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let count = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        count
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_by_as_many_symbols_as_words_that_begin_like_it() {
        let mut open = OpenBuilder::default();
        open.add(*b"bo", 4);
        open.add(*b"bo", 2);
        open.add(*b"x\0", 1);
        let open = open.finish();
        let counts = |outermost: &[u8; 2], length| open.counts(*outermost, length).collect::<Vec<_>>();
        assert_eq!(counts(b"bo", 8), [2, 4]);
        assert_eq!(counts(b"bo", 3), [2]);
        assert_eq!(counts(b"bo", 1), [0; 0]);
        assert_eq!(counts(b"ba", 8), [0; 0]);
        assert_eq!(counts(b"xy", 8), [1]);
        assert!(OpenBuilder::default().finish().is_empty());
    }
}
