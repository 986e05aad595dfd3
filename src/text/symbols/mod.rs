//! The first pass over a value: one byte for every character that stays, what it folds to as far as a byte can say. Comes
//! in: the original. Goes out: *symbols*, in which words are runs of bytes from [`WORD`] on, and the places of what one
//! pass cannot read.
//!
//! Symbols find out cheaply that a word of the policy is *not* there. Different characters may share one, so that a word
//! found by its symbols has to be looked at again, in a [`Text`](super::Text); but what a `Text` would read as the same
//! word always has the same symbols, with these exceptions, which whoever uses them has to add:
//!
//! * words joined by an apostrophe or by what is cut at a zero-width space are runs with [`JOIN`] between them;
//! * the word after a [`TAG`] may also be read as its letters and its digits;
//! * letters written as digits, letters repeated, words spelled out and Arabic letters written together with a word
//!   stand as they are written;
//! * around a place of [`Symbols::care`], up to the white space on either side, anything may be read: the stretch has to be
//!   read as a `Text` of its own.
//!
//! The loop over characters in `definition` is what they are. In ordinary registers ASCII is read sixteen bytes at a time and
//! everything else byte by byte; where the processor has wide registers, [`simd`](super::simd) gives the same symbols
//! many characters at a time.

mod alarm;
mod ascii;
mod bits;
#[cfg(test)]
mod definition;
mod doubts;
mod marks;
mod pass;
mod steps;
mod table;
mod window;

use alarm::is_alarm;
use doubts::Doubt;
pub(super) use marks::{LANES, Lists, Places};
use pass::Pass;

pub(super) use table::{BARE, CAPITAL, KEEP, MARK, SMALL, TABLES, alarms_after, entry};
pub use table::{WORD, makes_word, symbol};

/// Ends a word. Between words there may be several.
const GAP: u8 = 0;
/// An apostrophe, a zero-width space or a zero-width non-joiner: what stands on either side may be one word or two.
pub const JOIN: u8 = 1;
/// `#` or `@`: the word after it is a whole hashtag or handle, if it is read without care.
pub const TAG: u8 = 2;
/// `!` or `$`, which may be a letter.
const LEET: u8 = 3;
/// A letter or mark that the table has no symbol for: it needs care.
pub const UNSURE: u8 = 0x7F;

/// What more than plain words is looked for: what else has to be read with care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Emoji, currency signs and `%`.
    pub signs: bool,
    /// Scripts written without spaces.
    pub dense: bool,
}

impl Wanted {
    /// What has to be wanted for a key to be found; `None` of a key that is of letters and digits alone.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let (mut flags, mut is_plain) = (0, true);
        for c in key.chars() {
            let entry = table::of_point(c as usize);
            flags |= entry.flags;
            is_plain &= entry.symbol == symbol(c);
        }
        let wanted = Self { signs: flags & table::SIGN != 0, dense: flags & table::DENSE != 0 };
        (!is_plain).then_some(wanted)
    }

    /// All that either wants.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { signs: self.signs || other.signs, dense: self.dense || other.dense }
    }
}

/// The symbols of one value. Buffers are reused between values: keep one per thread.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// With [`PADDING`] gaps behind the end.
    bytes: Vec<u8>,
    end: usize,
    care: Vec<u32>,
    /// What the pass in ordinary registers notes for itself.
    doubts: Vec<Doubt>,
    lists: Lists,
}

/// How many gaps stand behind the last symbol: as many as are looked at beyond it.
pub const PADDING: usize = 2 * LANES;

/// What the pass knows of the characters before: which flags of the next one are an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) alarms: u8,
    /// The alarms that do not depend on what stands before.
    pub(super) wanted: u8,
}

impl State {
    fn new(wanted: Wanted) -> Self {
        let mut flags = table::CARE;
        if wanted.signs {
            flags |= table::SIGN;
        }
        if wanted.dense {
            flags |= table::DENSE;
        }
        Self { alarms: flags | table::MARK, wanted: flags }
    }
}

impl Symbols {
    /// No symbols, ready to read.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a value of less than 4 GiB, forgetting the one before. Linear time.
    pub fn read(&mut self, original: &str, wanted: Wanted) {
        self.begin(original);
        if !super::simd::read(original.as_bytes(), &mut State::new(wanted), self) {
            self.pass(original, wanted).run();
        }
        self.finish();
        if !super::simd::mark(self) {
            self.mark();
        }
    }

    /// Reads without wide registers: what [`Symbols::read`] has to be equal to.
    pub fn read_plainly(&mut self, original: &str, wanted: Wanted) {
        self.begin(original);
        self.pass(original, wanted).run();
        self.finish();
        self.mark();
    }

    /// Reads by the definition, character by character.
    #[cfg(test)]
    pub(super) fn read_one_by_one(&mut self, original: &str, wanted: Wanted) {
        self.begin(original);
        self.pass(original, wanted).run_one_by_one();
        self.finish();
        self.mark();
    }

    /// The symbols, with [`PADDING`] gaps after them.
    #[must_use]
    pub fn padded(&self) -> &[u8] {
        &self.bytes[..self.end + PADDING]
    }

    /// How many symbols there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end
    }

    /// Whether nothing stays.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.end == 0
    }

    /// Bytes of the original around which a stretch without white space has to be read with care; ascending.
    #[must_use]
    pub fn care(&self) -> &[u32] {
        &self.care
    }

    /// Where words start and where they end, as symbols, in turns.
    #[must_use]
    pub fn words(&self) -> &[[u32; 2]] {
        self.lists.edges.as_slice().as_chunks().0
    }

    /// Symbols at which a word is more than a run of letters and digits: a letter before a digit, the first of three equal
    /// letters, a [`JOIN`], a [`TAG`]; ascending.
    #[must_use]
    pub fn rare(&self) -> &[u32] {
        self.lists.rare.as_slice()
    }

    fn begin(&mut self, original: &str) {
        self.care.clear();
        self.end = 0;
        // One symbol a byte at most, and what is written beyond the last.
        let room = original.len() + PADDING + LANES;
        if self.bytes.len() < room {
            self.bytes.resize(room, GAP);
        }
    }

    fn finish(&mut self) {
        self.bytes[self.end..self.end + PADDING].fill(GAP);
    }

    /// The pass in ordinary registers over a value.
    fn pass<'p>(&'p mut self, original: &'p str, wanted: Wanted) -> Pass<'p> {
        let Self { bytes: symbols, end, care, doubts, .. } = self;
        Pass { original: original.as_bytes(), state: State::new(wanted), symbols, end, care, doubts }
    }

    /// Finds where the words are.
    fn mark(&mut self) {
        self.lists.clear();
        self.lists.fill(&self.bytes, self.end);
    }

    /// All symbols and how many they are, for whoever finds the words.
    pub(super) fn parts_to_mark(&mut self) -> (&[u8], usize, &mut Lists) {
        self.lists.clear();
        (&self.bytes, self.end, &mut self.lists)
    }

    /// The buffer from the end on, at least 64 bytes more than there can be symbols to come.
    #[inline]
    pub(super) fn room(&mut self) -> &mut [u8] {
        &mut self.bytes[self.end..]
    }

    #[inline]
    pub(super) const fn take(&mut self, symbols: usize) {
        self.end += symbols;
    }

    /// Takes note of an alarm at a character.
    #[cold]
    pub(super) fn note_alarm(&mut self, bytes: &[u8], at: usize, wanted: u8) {
        if is_alarm(entry(bytes, at).0, bytes, at, wanted) {
            self.care.push(at as u32);
        }
    }
}
