//! The table of symbols: for every code point its byte and what there is to know of it, worked out from the table of
//! [`fold`](super::super::fold) when the program is built.

use super::super::fold::{Kind, lookup};
use super::super::{Spelling, fold};
use super::{GAP, JOIN, LEET, TAG, UNSURE};

/// Symbols from here on are letters and digits.
pub const WORD: u8 = 0x30;

/// It has a symbol; what has none vanishes.
pub(in crate::text) const KEEP: u8 = 1;
/// A capital letter. An alarm right after what is [`SMALL`]: the word also reads as its parts.
pub(in crate::text) const CAPITAL: u8 = 2;
/// A mark that vanishes on what is [`BARE`]; an alarm elsewhere.
pub(in crate::text) const MARK: u8 = 4;
/// An alarm anywhere; of ASCII signs, depending on what follows.
pub(in crate::text) const CARE: u8 = 8;
/// Emoji, currency signs, `%`.
pub(in crate::text) const SIGN: u8 = 16;
/// A letter of a script written without spaces.
pub(in crate::text) const DENSE: u8 = 32;
/// A letter or digit that is no capital, or what may stand between one and a capital.
pub(in crate::text) const SMALL: u8 = 64;
/// Nonspacing marks vanish on it.
pub(in crate::text) const BARE: u8 = 128;

/// Which flags of the next character are alarms after one with these flags.
#[inline]
pub(in crate::text) const fn alarms_after(flags: u8) -> u8 {
    // From `SMALL` to `CAPITAL`, and from not `BARE` to `MARK`.
    (flags >> 5 & CAPITAL) | (!(flags >> 5) & MARK)
}

/// What a character is to the pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) struct Entry {
    pub(in crate::text) symbol: u8,
    pub(in crate::text) flags: u8,
}

/// Code points below are in the table.
const LIMIT: usize = 0x2100;

/// By code point: symbols, and flags.
pub(in crate::text) struct Tables {
    pub(in crate::text) symbols: [u8; LIMIT],
    pub(in crate::text) flags: [u8; LIMIT],
}

pub(in crate::text) static TABLES: Tables = tables();

const fn tables() -> Tables {
    let mut tables = Tables { symbols: [GAP; LIMIT], flags: [0; LIMIT] };
    let mut point = 0;
    while point < LIMIT {
        if let Some(c) = char::from_u32(point as u32) {
            let entry = Entry::of(c);
            tables.symbols[point] = entry.symbol;
            tables.flags[point] = entry.flags;
        }
        point += 1;
    }
    tables
}

/// The symbol of a character of a key.
#[must_use]
pub const fn symbol(folded: char) -> u8 {
    if folded.is_ascii_alphanumeric() { folded as u8 } else { 0x80 | folded as u8 & 0x7F }
}

/// Whether a text with the character has a word in it.
#[must_use]
pub fn makes_word(c: char) -> bool {
    matches!(lookup(c).kind, Kind::Letter | Kind::Digit)
}

impl Entry {
    pub(in crate::text) const fn of(c: char) -> Self {
        let entry = lookup(c);
        let (symbol, flags) = match entry.kind {
            Kind::Letter if entry.is_dense() => (GAP, KEEP | DENSE),
            Kind::Letter | Kind::Digit => return Self::of_letter(c, entry),
            Kind::Mark if entry.vanishes() => (UNSURE, MARK),
            Kind::Mark => (UNSURE, KEEP | CARE | SMALL),
            Kind::Ignorable | Kind::Joiner | Kind::Tag => (GAP, 0),
            // Digits and cuts do not part a small letter from a capital.
            Kind::Cut => (JOIN, KEEP | SMALL),
            Kind::Apostrophe => (JOIN, KEEP),
            Kind::Emoji | Kind::Regional => (GAP, KEEP | SIGN),
            Kind::Sign => return Self::of_sign(c, entry, SIGN),
            Kind::Separator | Kind::Space => return Self::of_sign(c, entry, 0),
        };
        Self { symbol, flags }
    }

    const fn of_letter(c: char, entry: &fold::Entry) -> Self {
        if !entry.is_plain() {
            return Self { symbol: UNSURE, flags: KEEP | CARE | SMALL };
        }
        let mut flags = KEEP;
        if entry.is_bare(Spelling::Merged) {
            flags |= BARE;
        }
        if entry.letters > 0 && entry.is_upper() {
            flags |= CAPITAL;
        }
        // Some are both, as `ᴬ` is.
        if flags & CAPITAL == 0 || entry.is_lower() {
            flags |= SMALL;
        }
        Self { symbol: symbol(entry.plain(c)), flags }
    }

    /// What is neither letter nor mark may yet begin a tag or be a letter.
    const fn of_sign(c: char, entry: &fold::Entry, flags: u8) -> Self {
        let (symbol, care) = match c {
            '#' | '@' => (TAG, CARE),
            '!' | '$' => (LEET, CARE),
            '_' => (GAP, CARE),
            _ => (GAP, if is_sign_in_disguise(c, entry) { CARE } else { 0 }),
        };
        Self { symbol, flags: KEEP | flags | care }
    }
}

/// Whether a character beyond ASCII folds to a sign that ASCII has.
const fn is_sign_in_disguise(c: char, entry: &fold::Entry) -> bool {
    !c.is_ascii() && matches!(entry.fold_start(Spelling::Merged), Some(b'#' | b'@' | b'!' | b'$' | b'_'))
}

/// The entry of the character that starts at a byte of a text, and how many bytes it has.
#[inline]
pub(in crate::text) fn entry(bytes: &[u8], at: usize) -> (Entry, usize) {
    let byte = |more: usize| bytes.get(at + more).copied().unwrap_or_default();
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
    entry_of(four.copied().unwrap_or_else(|| [0, 1, 2, 3].map(byte)))
}

/// The entry of the character that some bytes begin with, and how many of them it has.
#[inline]
fn entry_of(bytes: [u8; 4]) -> (Entry, usize) {
    let [lead, ..] = bytes;
    let [second, third, fourth] = [1, 2, 3].map(|place| usize::from(bytes[place] & 0x3F));
    match lead {
        // Without a branch between the two, which stand side by side in most scripts.
        ..0xE0 => {
            let is_wide = usize::from(lead >> 7);
            let first = usize::from(lead) & (0x7F >> (2 * is_wide));
            (of_point(first << (6 * is_wide) | second & is_wide.wrapping_neg()), 1 + is_wide)
        }
        0xE0..0xF0 => (of_point(usize::from(lead & 0x0F) << 12 | second << 6 | third), 3),
        _ => (of_point(usize::from(lead & 7) << 18 | second << 12 | third << 6 | fourth), 4),
    }
}

/// The entry of a code point.
#[inline]
pub(super) fn of_point(point: usize) -> Entry {
    match (TABLES.symbols.get(point), TABLES.flags.get(point)) {
        (Some(&symbol), Some(&flags)) => Entry { symbol, flags },
        _ => far(point),
    }
}

/// One that has no place in the table.
#[inline(never)]
fn far(point: usize) -> Entry {
    char::from_u32(point as u32).map_or(Entry { symbol: GAP, flags: KEEP }, Entry::of)
}
