//! Words of the policy that are open at one side, by what they begin or end with. Comes in: a word of the content. Go out: all
//! that it begins with, or ends with. Most words begin with none of them, which a filter tells before any of them is looked at.

use super::filter::Filter;
use super::program::{Numbered, Texts};
use super::sorted::Sorted;
use crate::flat::{Flat, stored};

/// Words open at the end, or, backwards, at the start.
#[derive(Default)]
pub(super) struct Open {
    /// By first byte, a bit for every length that a text has which begins so.
    lengths: Flat<u64>,
    /// The hashes of all texts.
    filter: Filter,
    sorted: Sorted,
}

stored!(Open { lengths, filter, sorted });

/// Of longer texts so many bytes are known.
const MOST: usize = 32;

impl Open {
    /// The table of texts, none of them empty, each with its word.
    pub(super) fn new(backwards: bool, entries: Vec<(Numbered<'_>, u32)>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let mut lengths = vec![0; 256];
        let mut known = |text: &str| {
            let (hash, first) = if backwards { hash(text.bytes().rev()) } else { hash(text.bytes()) };
            lengths[usize::from(first)] |= 1 << text.len().min(MOST);
            hash
        };
        let hashes: Vec<u64> = entries.iter().map(|(text, _)| known(text.text)).collect();
        Self {
            filter: Filter::new(hashes.into_iter()),
            lengths: lengths.into(),
            sorted: Sorted::new(backwards, entries),
        }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Whether every word is one of so many.
    pub(super) fn is_sound(&self, words: usize) -> bool {
        self.sorted.is_sound(words)
    }

    /// Calls with the word of every text that the bytes begin with.
    #[inline]
    pub(super) fn each(
        &self,
        texts: &Texts,
        bytes: impl Iterator<Item = u8> + Clone,
        found: impl FnMut(u32),
    ) {
        if self.may_have(bytes.clone()) {
            self.sorted.walk(texts, bytes, found);
        }
    }

    /// Whether the bytes may begin with one of the texts.
    #[inline]
    fn may_have(&self, bytes: impl Iterator<Item = u8>) -> bool {
        let mut bytes = bytes.peekable();
        let first = bytes.peek().copied().map(usize::from);
        let lengths = first.and_then(|first| self.lengths.get(first)).copied().unwrap_or_default();
        let (mut rest, mut hash) = (lengths, SEED);
        while rest > 1 {
            let Some(byte) = bytes.next() else { return false };
            hash = step(hash, byte);
            rest >>= 1;
            if rest & 1 == 1 && self.filter.has(mixed(hash)) {
                return true;
            }
        }
        false
    }
}

const SEED: u64 = 0xCBF2_9CE4_8422_2325;

/// The hash of as much of a text as is known, and its first byte.
fn hash(text: impl Iterator<Item = u8>) -> (u64, u8) {
    let mut text = text.take(MOST).peekable();
    let first = text.peek().copied().unwrap_or_default();
    (mixed(text.fold(SEED, step)), first)
}

/// Fowler, Noll and Vo's hash, a byte at a time.
#[inline]
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// The same with the last bytes in all of its bits.
#[inline]
const fn mixed(hash: u64) -> u64 {
    (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::super::program::Interner;
    use super::*;

    fn found(backwards: bool, keys: &[&str], word: &str) -> Vec<u32> {
        let mut texts = Interner::default();
        let open = Open::new(backwards, keys.iter().map(|key| texts.number(key)).zip(0..).collect());
        let texts = texts.finish();
        let mut found = Vec::new();
        if backwards {
            open.each(&texts, word.bytes().rev(), |word| found.push(word));
        } else {
            open.each(&texts, word.bytes(), |word| found.push(word));
        }
        found
    }

    #[test]
    fn beginnings_and_endings_are_found_whatever_their_length() {
        let long = "a".repeat(2 * MOST);
        let keys = ["b", "boat", "قارب", &long];
        assert_eq!(found(false, &keys, "boats"), [0, 1]);
        assert_eq!(found(false, &keys, "قاربنا"), [2]);
        assert_eq!(found(false, &keys, &format!("{long}b")), [3]);
        assert_eq!(found(false, &keys, &long[1..]), [0; 0]);
        assert_eq!(found(false, &keys, ""), [0; 0]);
        assert_eq!(found(true, &keys, "speedboat"), [1]);
        assert_eq!(found(true, &keys, &format!("b{long}")), [3]);
        assert_eq!(found(true, &[], "boat"), [0; 0]);
    }
}
