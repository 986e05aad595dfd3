//! The table of [`fold`](super::fold) once more for the code points of most alphabets, made for reading plain words: what
//! there is to know of a character in one number, and its fold in four bytes.

use super::fold::{Kind, lookup};
use super::{Script, Spelling};

/// How many bytes its fold has.
const LENGTH: u16 = 7;
/// A letter or digit that folds to one character whatever stands beside it.
pub(super) const PLAIN: u16 = 8;
/// Its fold counts as a letter.
pub(super) const COUNTS: u16 = 16;
/// Its fold is an ASCII digit.
pub(super) const FIGURE: u16 = 32;
/// A letter that counts as Latin.
pub(super) const LATIN: u16 = 64;
/// A letter of another script.
pub(super) const OTHER: u16 = 128;
/// A small letter.
const LOWER: u16 = 256;
/// A capital letter: the bit after that of a small one.
pub(super) const UPPER: u16 = LOWER << 1;
/// Nonspacing marks vanish on it.
pub(super) const BARE: u16 = 1024;
/// A mark that vanishes on what is bare.
pub(super) const VANISHES: u16 = 2048;
/// Ends a word and never belongs to it.
pub(super) const CLOSES: u16 = 4096;

/// Code points below have a place of their own; the last place is for all others, of which nothing is known.
const LIMIT: usize = 0x2000;
const PLACES: usize = LIMIT + 1;

static FLAGS: [u16; PLACES] = all_flags();

/// The fold of every place, filled up to four bytes.
static FOLDS: &str = match std::str::from_utf8(&FOLD_BYTES) {
    Ok(folds) => folds,
    Err(_) => "",
};
static FOLD_BYTES: [u8; 4 * PLACES] = all_folds();

const fn all_flags() -> [u16; PLACES] {
    let mut flags = [0; PLACES];
    let mut place = 0;
    while place < LIMIT {
        if let Some(c) = char::from_u32(place as u32) {
            flags[place] = flags_of(c);
        }
        place += 1;
    }
    flags
}

const fn flags_of(c: char) -> u16 {
    let entry = lookup(c);
    let folded = entry.plain(c);
    let script = entry.script();
    let ends =
        matches!(entry.kind, Kind::Separator | Kind::Space | Kind::Sign | Kind::Emoji | Kind::Regional);
    let counts = entry.letters > 0;
    folded.len_utf8() as u16
        | flag(PLAIN, entry.is_plain())
        | flag(COUNTS, counts)
        | flag(FIGURE, folded.is_ascii_digit())
        | flag(LATIN, matches!(script, Script::Latin))
        | flag(OTHER, matches!(script, Script::Other))
        | flag(UPPER, counts && entry.is_upper())
        | flag(LOWER, counts && entry.is_lower())
        | flag(BARE, entry.is_bare(Spelling::Merged))
        | flag(VANISHES, entry.vanishes())
        | flag(CLOSES, ends || entry.is_dense())
}

const fn flag(flag: u16, is_set: bool) -> u16 {
    if is_set { flag } else { 0 }
}

const fn all_folds() -> [u8; 4 * PLACES] {
    let mut bytes = [0; 4 * PLACES];
    let mut place = 0;
    while place < LIMIT {
        if let Some(c) = char::from_u32(place as u32) {
            let (_, after) = bytes.split_at_mut(4 * place);
            lookup(c).plain(c).encode_utf8(after);
        }
        place += 1;
    }
    bytes
}

/// The place of the character that starts at a byte of a text, and how many bytes it has; not to be trusted of one
/// that has no place of its own.
#[inline]
pub(super) fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let byte = |index: usize| bytes.get(at + index).map_or(0, |&byte| usize::from(byte));
    let (lead, tail) = (byte(0), byte(1) & 0x3F);
    if lead < 0xE0 {
        // Words of one alphabet mix characters of one byte and of two, which cannot be foreseen: no branch here.
        let wide = usize::from(lead >= 0x80);
        let pair = (lead & 0x1F) << 6 | tail;
        (lead ^ (lead ^ pair) & wide.wrapping_neg(), 1 + wide)
    } else if lead < 0xE2 {
        ((lead & 0x0F) << 12 | tail << 6 | byte(2) & 0x3F, 3)
    } else {
        (LIMIT, 1)
    }
}

/// What there is to know of a place.
#[inline]
pub(super) fn flags(place: usize) -> u16 {
    FLAGS[place.min(LIMIT)]
}

/// Appends what a plain place folds to, and returns it as a number. Four bytes are written whatever it is, since text
/// that folds to characters of one byte and of two in turn cannot be foreseen.
#[inline]
pub(super) fn push(keys: &mut String, place: usize, flags: u16) -> u32 {
    let length = keys.len() + usize::from(flags & LENGTH);
    let fold = &FOLDS[4 * place..4 * place + 4];
    keys.push_str(fold);
    keys.truncate(length);
    fold.as_bytes().first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}
