//! Where the words are. Comes in: symbols. Goes out: the places where words start and end, and those of everything about
//! a word that makes it more than one run of symbols. Both are marked first, several symbols at a time, then listed.

use super::bits::{packed, push};
use super::{JOIN, TAG, WORD};

/// Symbols of one mask, in wide registers.
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

    /// Room for so many places in all, and for the eight that are written at a time.
    fn room_for_all(&mut self, places: usize) -> &mut [u32] {
        if self.all.len() < places + 8 {
            self.all.resize((places + 8).next_power_of_two(), 0);
        }
        &mut self.all
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
        // At each symbol there is at most one, and one more behind the last.
        let (edges, rare) = (self.edges.room_for_all(end + 1), self.rare.room_for_all(end));
        edges[0] = 0;
        let mut edge_count = usize::from(padded[0] >= WORD);
        let mut rare_count = 0;
        let mut at = 0;
        while at < end {
            let Some(block) = padded[at..].first_chunk() else { break };
            let (turns, signs) = marks(block);
            edge_count = push(turns[0], at + 1, edges, edge_count);
            edge_count = push(turns[1], at + 9, edges, edge_count);
            rare_count = push_few(packed(signs[0]) | packed(signs[1]) << 8, at, rare, rare_count);
            at += SPAN;
        }
        self.edges.count = edge_count;
        self.rare.count = rare_count;
    }
}

/// Symbols that are looked at at a time.
const SPAN: usize = 16;

/// Ones where the next symbol is in a word and this is not, or the other way about; and where there is something rare.
#[inline]
fn marks(block: &[u8; SPAN + 2]) -> ([u64; 2], [u64; 2]) {
    let (mut turns, mut rare) = ([0; SPAN], [0; SPAN]);
    // Without a branch, so that the compiler takes as many at once as the registers hold.
    for lane in 0..SPAN {
        let [first, second, third] = [block[lane], block[lane + 1], block[lane + 2]];
        let is_leet = second.wrapping_sub(b'0') < 10;
        let is_thrice = (first == second) & (first == third);
        let is_sign = (first == JOIN) | (first == TAG);
        turns[lane] = u8::from((first >= WORD) ^ (second >= WORD));
        rare[lane] = u8::from((first > b'9') & (is_leet | is_thrice) | is_sign);
    }
    (eights(turns), eights(rare))
}

fn eights(lanes: [u8; SPAN]) -> [u64; 2] {
    let all = u128::from_le_bytes(lanes);
    [all as u64, (all >> 64) as u64]
}

/// Writes the places of a few bits after so many others, and gives how many there are then.
#[inline]
fn push_few(mut bits: usize, base: usize, places: &mut [u32], mut count: usize) -> usize {
    // The first without a branch: mostly there is none, or one.
    places[count] = base as u32 + (bits | 1 << SPAN).trailing_zeros();
    count += usize::from(bits != 0);
    bits &= bits.wrapping_sub(1);
    while bits != 0 {
        places[count] = base as u32 + bits.trailing_zeros();
        count += 1;
        bits &= bits - 1;
    }
    count
}
