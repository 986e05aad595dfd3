//! The first pass over a value: one byte for every character that stays, what it folds to as far as a byte can say. Comes
//! in: the original. Goes out: *symbols*, in which words are runs of bytes from [`WORD`] on, and the places of what one
//! pass cannot read.
//!
//! Symbols find out cheaply that a word of the policy is *not* there. Different characters may share one, so that a word
//! found by its symbols has to be looked at again, in a [`Text`](super::Text); but what a `Text` would read as the same
//! word always has the same symbols, with these exceptions, which whoever uses them has to add:
//!
//! * words joined by an apostrophe or by what is cut at a zero-width space are runs with [`JOIN`] between them;
//! * letters written as digits, letters repeated, words spelled out and Arabic letters written together with a word
//!   stand as they are written;
//! * around a place of [`Symbols::care`], up to the white space on either side, anything may be read: the stretch has to be
//!   read as a `Text` of its own.
//!
//! The loop here is the definition. Where the processor has wide registers, [`simd`](super::simd) gives the same bytes
//! several characters at a time.

mod table;

pub(super) use table::{BARE, CAPITAL, KEEP, MARK, SMALL, TABLES, alarms_after, entry};
pub use table::{WORD, symbol};

/// Ends a word. Between words there may be several.
const GAP: u8 = 0;
/// An apostrophe, a zero-width space or a zero-width non-joiner: what stands on either side may be one word or two.
pub const JOIN: u8 = 1;
/// `#` or `@`, which may begin a hashtag or handle, or be a letter.
const TAG: u8 = 2;
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

/// The symbols of one value. Buffers are reused between values: keep one per thread.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// With [`PADDING`] gaps behind the end.
    bytes: Vec<u8>,
    end: usize,
    care: Vec<u32>,
}

/// How many gaps stand behind the last symbol.
pub const PADDING: usize = 64;

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
        let mut state = State::new(wanted);
        if !super::simd::read(original.as_bytes(), &mut state, self) {
            self.read_on(original.as_bytes(), 0, original.len(), &mut state);
        }
        self.finish();
    }

    /// Reads without wide registers: what [`Symbols::read`] has to be equal to.
    pub fn read_plainly(&mut self, original: &str, wanted: Wanted) {
        self.begin(original);
        self.read_on(original.as_bytes(), 0, original.len(), &mut State::new(wanted));
        self.finish();
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

    fn begin(&mut self, original: &str) {
        self.care.clear();
        self.end = 0;
        // One symbol a byte at most, and what is written beyond the last.
        let room = original.len() + 2 * PADDING;
        if self.bytes.len() < room {
            self.bytes.resize(room, GAP);
        }
    }

    fn finish(&mut self) {
        self.bytes[self.end..self.end + PADDING].fill(GAP);
    }

    /// Reads the characters that start in a range of bytes.
    pub(super) fn read_on(&mut self, bytes: &[u8], mut at: usize, to: usize, state: &mut State) {
        let Self { bytes: out, end, care } = self;
        let mut alarms = state.alarms;
        while at < to {
            let (entry, width) = entry(bytes, at);
            if entry.flags & alarms != 0 && is_alarm(entry, bytes, at, state.wanted) {
                care.push(at as u32);
            }
            out[*end] = entry.symbol;
            if entry.flags & table::KEEP != 0 {
                *end += 1;
                alarms = state.wanted | alarms_after(entry.flags);
            }
            at += width;
        }
        state.alarms = alarms;
    }

    /// The buffer from the end on, at least [`PADDING`] bytes more than there can be symbols to come.
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

/// Whether a character with an alarm needs care: of ASCII signs that may be letters or begin a tag the byte after them tells.
#[cold]
fn is_alarm(entry: table::Entry, bytes: &[u8], at: usize, wanted: u8) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    match entry.symbol {
        _ if entry.flags & wanted & !table::CARE != 0 => true,
        TAG => next >= 0x80 || next == b'_' || next.is_ascii_alphanumeric(),
        LEET => next >= 0x80 || next.is_ascii_alphabetic(),
        _ => true,
    }
}
