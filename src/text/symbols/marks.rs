//! Where the words are. Comes in: symbols. Goes out: the places where words start and end, and those of everything about
//! a word that makes it more than one run of symbols. Both are masks first,
//! 64 symbols at a time, then lists.

use super::{JOIN, TAG, WORD};

/// Symbols of one mask.
pub(in crate::text) const LANES: usize = 64;

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
    let Some(block) = padded.get(at..).and_then(<[u8]>::first_chunk::<{ LANES + 2 }>) else { return (0, 0) };
    let (mut words, mut rare) = ([0; LANES], [0; LANES]);
    // Without a branch, so that the compiler takes as many at once as the registers hold.
    for lane in 0..LANES {
        let [first, second, third] = [block[lane], block[lane + 1], block[lane + 2]];
        let is_leet = second.wrapping_sub(b'0') < 10;
        let is_thrice = (first == second) & (first == third);
        let is_sign = (first == JOIN) | (first == TAG);
        words[lane] = u8::from(first >= WORD);
        rare[lane] = u8::from((first > b'9') & (is_leet | is_thrice) | is_sign);
    }
    (packed(&words), packed(&rare))
}

/// Noughts and ones as bits.
fn packed(lanes: &[u8; LANES]) -> u64 {
    let eights = lanes.as_chunks().0.iter().map(|eight| u64::from_le_bytes(*eight));
    // Each bit is moved to one of the upper eight, and no two sums meet.
    let bits = eights.map(|eight| eight.wrapping_mul(0x0102_0408_1020_4080) >> 56);
    bits.rev().fold(0, |all, bits| all << 8 | bits)
}

/// Appends the places of the bits of a mask, eight at a time: those too many are written over.
fn push_places(mut mask: u64, base: u32, places: &mut Places) {
    if mask == 0 {
        return;
    }
    let count = mask.count_ones() as usize;
    let eights = places.room().as_chunks_mut::<8>().0;
    for eight in eights.iter_mut().take(count.div_ceil(8)) {
        for place in eight {
            *place = base.wrapping_add(mask.trailing_zeros());
            mask &= mask.wrapping_sub(1);
        }
    }
    places.take(count);
}
