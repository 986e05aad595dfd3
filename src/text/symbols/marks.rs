//! Where the words are. Comes in: symbols. Goes out: the places where words start and end, and those of everything about
//! a word that makes it more than one run of symbols. Both are masks first,
//! 64 symbols at a time, then lists.

use super::{JOIN, TAG, WORD};

/// Symbols of one mask.
pub(in crate::text) const LANES: usize = 64;

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// What is known of the words of a value.
#[derive(Clone, Debug, Default)]
pub(in crate::text) struct Lists {
    /// Where words start and end, in turns.
    pub(in crate::text) edges: Places,
    /// Where there is a letter before a digit, the first of three equal letters, [`JOIN`] or [`TAG`].
    pub(in crate::text) rare: Places,
}

/// Places, and room behind them for those of a whole mask, which are written before it is known how many they are.
#[derive(Clone, Debug, Default)]
pub(in crate::text) struct Places {
    all: Vec<u32>,
    count: usize,
}

impl Places {
    /// Those that count.
    pub(in crate::text) fn as_slice(&self) -> &[u32] {
        &self.all[..self.count]
    }

    /// Room for the places of one mask.
    #[inline]
    pub(in crate::text) fn room(&mut self) -> &mut [u32] {
        if self.all.len() < self.count + LANES {
            self.all.resize((self.count + LANES).next_power_of_two(), 0);
        }
        &mut self.all[self.count..]
    }

    /// Takes so many of those that were written into the room.
    #[inline]
    pub(in crate::text) const fn take(&mut self, places: usize) {
        self.count += places;
    }
}

impl Lists {
    pub(super) fn clear(&mut self) {
        self.edges.count = 0;
        self.rare.count = 0;
    }

    /// Lists the words of so many symbols. The gap behind them ends the last word.
    pub(super) fn fill(&mut self, padded: &[u8], end: usize) {
        let mut before = 0;
        for at in (0..=end).step_by(LANES) {
            let (words, rare) = masks(padded, at);
            push_places(words ^ ((words << 1) | before), at as u32, &mut self.edges);
            push_places(rare, at as u32, &mut self.rare);
            before = words >> (LANES - 1);
        }
    }
}

/// The masks of 64 symbols from a place on: letters and digits, and what is rare.
fn masks(padded: &[u8], at: usize) -> (u64, u64) {
    let (mut all_words, mut all_rare) = (0, 0);
    for lane in (0..LANES).step_by(8) {
        let eight = |more: usize| -> u64 {
            let bytes = padded.get(at + lane + more..).and_then(<[u8]>::first_chunk);
            bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
        };
        let (first, second, third) = (eight(0), eight(1), eight(2));
        let (words, letters) = (is_word(first), is_letter(first));
        let is_leet = letters & is_word(second) & !is_letter(second);
        let is_thrice = letters & is_nought((first ^ second) | (first ^ third));
        let is_sign =
            is_nought(first ^ (ONES * u64::from(JOIN))) | is_nought(first ^ (ONES * u64::from(TAG)));
        all_words |= packed(words) << lane;
        all_rare |= packed(is_leet | is_thrice | is_sign) << lane;
    }
    (all_words, all_rare)
}

/// The high bit of each byte that is a letter or digit.
const fn is_word(symbols: u64) -> u64 {
    (((symbols & !HIGH) + ONES * (0x80 - WORD as u64)) | symbols) & HIGH
}

/// The high bit of each byte that is a letter.
const fn is_letter(symbols: u64) -> u64 {
    (((symbols & !HIGH) + ONES * (0x7F - b'9' as u64)) | symbols) & HIGH
}

/// The high bit of each byte that is nought.
const fn is_nought(bytes: u64) -> u64 {
    !(((bytes & !HIGH) + !HIGH) | bytes) & HIGH
}

/// The high bits of eight bytes as the bits of one.
const fn packed(high: u64) -> u64 {
    // Each bit is moved to one of the upper eight, and no two sums meet.
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Appends the places of the bits of a mask.
fn push_places(mut mask: u64, base: u32, places: &mut Places) {
    let count = mask.count_ones() as usize;
    for place in &mut places.room()[..count] {
        *place = base.wrapping_add(mask.trailing_zeros());
        mask &= mask.wrapping_sub(1);
    }
    places.take(count);
}
