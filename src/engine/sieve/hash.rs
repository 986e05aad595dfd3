//! Hashes of words by their symbols. Comes in: a word in a padded buffer of symbols. Goes out: 64 bits, of which the upper
//! half stands for the word from then on. Who writes posts knows the words of a policy but not its seeds, and so
//! cannot make words that collide.

use crate::flat::stored;
use crate::text::WORD;

/// So many symbols are loaded at once: as many gaps stand behind a word that is hashed.
pub(super) const LOADED: usize = size_of::<u128>();

/// Symbols that an open word is known by, at most: what one load takes.
pub(super) const MOST_OPEN: usize = size_of::<u64>();

/// What tells the hash of a beginning, of an ending, of what stands inside and of a skeleton from that of a whole word, and that of a hashtag.
const BEGINNING: u64 = 1 << 8;
const ENDING: u64 = 2 << 8;
const INSIDE: u64 = 3 << 8;
const SKELETON: u64 = 0x9E37_79B9_7F4A_7C15;
const TAG: u64 = 0xC2B2_AE3D_27D4_EB4F;

/// By number of symbols: what is kept of sixteen.
static MASKS: [u128; 17] = masks();

const fn masks() -> [u128; 17] {
    let mut masks = [u128::MAX; 17];
    let mut symbols = 0;
    while symbols < 16 {
        masks[symbols] = (1 << (8 * symbols)) - 1;
        symbols += 1;
    }
    masks
}

/// How words are hashed for one policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hasher {
    seeds: [u64; 3],
}

stored!(Hasher { seeds });

impl Hasher {
    /// One whose hashes depend on a seed.
    pub(super) fn new(seed: u64) -> Self {
        let step = |number: u64| mix(seed ^ SKELETON.wrapping_mul(2 * number + 1), 0xD6E8_FEB8_6659_FD93);
        Self { seeds: [step(1), step(2), step(3)] }
    }

    /// Of two words side by side, of which the upper halves of their hashes are known.
    #[inline]
    pub(super) const fn pair(&self, first: u32, second: u32) -> u64 {
        mix((first as u64) << u32::BITS | second as u64, self.seeds[2] | 1)
    }

    /// Of the word of so many symbols at a place.
    #[inline]
    pub(super) fn whole(&self, padded: &[u8], at: usize, length: usize) -> u64 {
        let both =
            padded.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u128::from_le_bytes(*bytes));
        let both = both & MASKS[if length < 16 { length } else { 16 }];
        let hash = self.hash(both as u64, (both >> u64::BITS) as u64);
        if length > 16 { self.go_on(hash, padded, at + 16, length - 16) } else { hash }
    }

    #[cold]
    fn go_on(&self, mut hash: u64, padded: &[u8], mut at: usize, mut length: usize) -> u64 {
        while length > 0 {
            hash = mix(hash ^ load(padded, at, length), self.seeds[1] | 1);
            at += 8;
            length = length.saturating_sub(8);
        }
        hash
    }

    /// Of its first symbols: at most [`MOST_OPEN`], and no more than it has.
    #[inline]
    pub(super) fn beginning(&self, padded: &[u8], at: usize, symbols: usize) -> u64 {
        self.hash(load(padded, at, symbols), BEGINNING | symbols as u64)
    }

    /// Of the last symbols of a word that ends before a place.
    #[inline]
    pub(super) fn ending(&self, padded: &[u8], end: usize, symbols: usize) -> u64 {
        self.hash(load(padded, end - symbols, symbols), ENDING | symbols as u64)
    }

    /// Of so many symbols somewhere in a word, at most [`MOST_OPEN`].
    #[inline]
    pub(super) fn inside(&self, padded: &[u8], at: usize, symbols: usize) -> u64 {
        self.hash(load(padded, at, symbols), INSIDE | symbols as u64)
    }

    #[inline]
    const fn hash(&self, first: u64, second: u64) -> u64 {
        mix(first ^ self.seeds[0], second ^ self.seeds[1])
    }
}

/// The hash of the same symbols as a skeleton.
pub(super) const fn of_skeleton(hash: u64) -> u64 {
    hash ^ SKELETON
}

/// The hash of the same symbols as a whole hashtag or handle.
pub(super) const fn of_tag(hash: u64) -> u64 {
    hash ^ TAG
}

/// What stands for a word: the upper half of its hash, never nought.
#[inline]
pub(super) const fn short(hash: u64) -> u32 {
    (hash >> u32::BITS) as u32 | 1
}

/// The halves of a product of 128 bits, one over the other.
#[inline]
const fn mix(left: u64, right: u64) -> u64 {
    let product = left as u128 * right as u128;
    (product as u64) ^ (product >> u64::BITS) as u64
}

/// Up to eight symbols from a place on, gaps behind them.
#[inline]
fn load(padded: &[u8], at: usize, symbols: usize) -> u64 {
    let all = padded.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    if symbols < 8 { all & ((1 << (8 * symbols)) - 1) } else { all }
}

/// Puts a word with gaps behind it into a buffer, so that it can be hashed.
pub(super) fn pad(buffer: &mut Vec<u8>, word: impl IntoIterator<Item = u8>) -> usize {
    buffer.clear();
    buffer.extend(word);
    let length = buffer.len();
    buffer.resize(length + LOADED, 0);
    length
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// Eight symbols from a place on.
#[derive(Clone, Copy)]
pub(super) struct Symbols8 {
    all: u64,
    /// The high bit of each byte that is a letter or digit.
    words: u64,
}

impl Symbols8 {
    #[inline]
    pub(super) fn at(padded: &[u8], at: usize) -> Self {
        let all = load(padded, at, 8);
        let words = (((all & !HIGH) + ONES * (0x80 - u64::from(WORD))) | all) & HIGH;
        Self { all, words }
    }

    /// Whether the first so many symbols may be letters in disguise: a digit after a letter, or a letter three times.
    #[inline]
    pub(super) const fn is_odd(self, length: usize) -> bool {
        let inside = if length < 8 { (1 << (8 * length)) - 1 } else { u64::MAX };
        let digits = self.words & !((self.all & !HIGH) + ONES * (0x7F - b'9' as u64)) & !self.all;
        let letters = self.words & !digits & inside;
        let same = self.all ^ (self.all >> 8);
        let same = same | (same >> 8);
        // The high bit of each byte that is nought.
        let thrice = !(((same & !HIGH) + !HIGH) | same) & HIGH;
        (((letters << 8) & digits) | (thrice & letters & (letters >> 16))) & inside != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(word: &str) -> bool {
        let mut buffer = Vec::new();
        let length = pad(&mut buffer, word.bytes());
        Symbols8::at(&buffer, 0).is_odd(length.min(8))
    }

    #[test]
    fn words_that_may_be_disguised_are_odd() {
        for word in ["b0at", "boooat", "a1", "wwwx", "aaaaaaaa", "abcdefg1", "xxx"] {
            assert!(odd(word), "{word}");
        }
        for word in ["boat", "boot", "5k", "2024", "10000", "1111", "", "aa", "aabbccdd", "abcdefgh"] {
            assert!(!odd(word), "{word}");
        }
    }

    #[test]
    fn hashes_are_of_the_word_alone() {
        let hasher = Hasher::new(7);
        let mut buffer = Vec::new();
        for word in
            ["a", "boat", "crossing", "crossings", "seventeen letters", "a word of more than thirty symbols"]
        {
            let length = pad(&mut buffer, word.bytes());
            let alone = hasher.whole(&buffer, 0, length);
            let text = format!("xy{word}zz{}", "z".repeat(64));
            assert_eq!(hasher.whole(text.as_bytes(), 2, length), alone, "{word}");
            assert_ne!(hasher.whole(text.as_bytes(), 2, length + 1), alone, "{word}");
            assert_ne!(hasher.beginning(&buffer, 0, length.min(8)), alone, "{word}");
            assert_ne!(Hasher::new(8).whole(&buffer, 0, length), alone, "{word}");
        }
    }
}
