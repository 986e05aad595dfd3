//! Runs of ASCII letters and digits, eight bytes at a time. Comes in: where a run starts. Goes out: where it ends, what
//! was seen on the way, and its key. A byte's answer stands in its highest bit.

use super::Script;
use super::plain::Seen;
use super::quick::{self, FIGURE, LATIN, LOWER};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
/// What a small letter has and its capital has not.
const SMALL: u64 = 0x20 * ONES;

/// Letters and digits that stand side by side. The numbers are nought where there are none of a kind.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// One past the last of them.
    pub(super) end: usize,
    letters: u64,
    digits: u64,
    smalls: u64,
    /// Capitals that are not the first character.
    capitals: u64,
    /// A letter or digit stands three times in a row.
    triple: u64,
}

/// The bytes in `low..=high`, all below 0x80.
const fn within(bytes: u64, low: u8, high: u8) -> u64 {
    let seven = bytes & !HIGH;
    let from_low = seven + (0x80 - low as u64) * ONES;
    let beyond_high = seven + (0x7F - high as u64) * ONES;
    from_low & !beyond_high & !bytes & HIGH
}

/// The bytes that are zero.
const fn zeros(bytes: u64) -> u64 {
    !(((bytes & !HIGH) + !HIGH) | bytes) & HIGH
}

/// Eight bytes of a text, zeros past its end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_bytes(bytes, at),
    }
}

#[cold]
fn last_bytes(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte))
}

/// Whether bytes are all letters or all digits, none of them three times in a row.
#[inline]
pub(super) fn is_even(bytes: &[u8]) -> bool {
    let run = run(bytes, 0, &mut []);
    run.end == bytes.len() && !run.seen(0).odd
}

/// The letters and digits from a place on. Their key is written into `key`, up to eight bytes beyond its end.
#[inline]
pub(super) fn run(bytes: &[u8], at: usize, key: &mut [u8]) -> Run {
    let mut end = at;
    let (mut letters, mut digits, mut smalls, mut capitals, mut triple) = (0, 0, 0, 0, 0);
    // The two bytes before these eight, and which of these come later than the first of all.
    let (mut before, mut later) = (0, !0x80);
    loop {
        let eight = eight(bytes, end);
        let folded = eight | SMALL;
        let (letter, digit) = (within(folded, b'a', b'z'), within(eight, b'0', b'9'));
        let stop = !(letter | digit) & HIGH;
        let inside = (stop & stop.wrapping_neg()).wrapping_sub(1);
        let capital = letter & !(eight << 2);
        let (once, twice) = (folded << 8 | before >> 8, folded << 16 | before);
        if let Some(key) = key.get_mut(end - at..).and_then(<[u8]>::first_chunk_mut) {
            *key = (eight | capital >> 2).to_le_bytes();
        }
        letters |= letter & inside;
        digits |= digit & inside;
        smalls |= letter & !capital & inside;
        capitals |= capital & inside & later;
        triple |= zeros((folded ^ once) | (folded ^ twice)) & inside;
        if stop != 0 {
            end += (stop.trailing_zeros() / 8) as usize;
            break;
        }
        (before, later) = (folded >> 48, !0);
        end += 8;
    }
    Run { end, letters, digits, smalls, capitals, triple }
}

impl Run {
    pub(super) const fn has_letters(&self) -> bool {
        self.letters != 0
    }

    pub(super) const fn has_capitals(&self) -> bool {
        self.capitals != 0
    }

    /// The run as a word of its own.
    #[inline]
    pub(super) fn seen(&self, at: usize) -> Seen {
        let length = self.end - at;
        Seen {
            end: self.end,
            key: length,
            letters: if self.has_letters() { length as u32 } else { 0 },
            script: if self.has_letters() { Script::Latin } else { Script::None },
            odd: self.has_letters() & (self.digits | self.triple != 0)
                | self.has_capitals() & (self.smalls != 0),
        }
    }

    /// The fold of its last character, and how often a character is surely or perhaps the same as the one before.
    pub(super) fn last(&self, bytes: &[u8], at: usize) -> (u32, u32) {
        let fold = |byte: &u8| u32::from(byte.to_ascii_lowercase());
        match &bytes[at..self.end] {
            [.., before, last] if fold(before) == fold(last) => (fold(last), 1 + u32::from(self.triple != 0)),
            [.., last] => (fold(last), 2 * u32::from(self.triple != 0)),
            [] => (0, 0),
        }
    }

    /// What is known of its characters as of those of other words.
    pub(super) const fn flags(&self) -> u32 {
        quick::flag(LATIN, self.has_letters())
            | quick::flag(FIGURE, self.digits != 0)
            | quick::flag(LOWER, self.smalls != 0)
    }
}
