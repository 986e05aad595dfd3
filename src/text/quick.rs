//! The table of [`fold`](super::fold) once more for the code points of most alphabets, made for reading plain words: its
//! fold in four bytes, and what there is to know of a character as numbers that a word adds up.

use super::fold::{Kind, lookup};
use super::{Script, Spelling};

/// Its fold is an ASCII digit.
pub(super) const FIGURE: u32 = 1;
/// A letter that counts as Latin.
pub(super) const LATIN: u32 = 2;
/// A letter of another script.
pub(super) const OTHER: u32 = 4;
/// A small letter.
pub(super) const LOWER: u32 = 8;
/// Nonspacing marks vanish on it.
pub(super) const BARE: u32 = 16;
/// A mark that vanishes on what is bare.
pub(super) const VANISHES: u32 = 32;
/// Ends a word and never belongs to it.
pub(super) const CLOSES: u32 = 64;

/// What a word of up to 65,535 bytes adds up of its characters. All is nought for a character that is not plain: one that is no letter or
/// digit which folds to one character whatever stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums(u64);

impl Sums {
    #[inline]
    pub(super) const fn new(bytes: usize, letters: usize, capitals: usize) -> Self {
        Self(bytes as u64 | (letters as u64) << 16 | (capitals as u64) << 32)
    }

    #[inline]
    pub(super) const fn add(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    pub(super) const fn is_plain(self) -> bool {
        self.0 != 0
    }

    /// How many bytes the folds have.
    #[inline]
    pub(super) const fn bytes(self) -> usize {
        (self.0 & 0xFFFF) as usize
    }

    pub(super) const fn letters(self) -> u32 {
        (self.0 >> 16 & 0xFFFF) as u32
    }

    pub(super) const fn capitals(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// What there is to know of a character.
#[derive(Clone, Copy)]
pub(super) struct Quick {
    /// The bytes of its fold, zeros after them.
    pub(super) fold: u32,
    pub(super) flags: u32,
    pub(super) sums: Sums,
}

/// Of a code point without a place nothing is known.
const UNKNOWN: Quick = Quick { fold: 0, flags: 0, sums: Sums(0) };
/// Code points below have a place.
const LIMIT: usize = 0x2100;
/// The end of a text closes a word as well.
static END: Quick = Quick { fold: 0, flags: CLOSES, sums: Sums(0) };
static PLACES: [Quick; LIMIT + 1] = places();

const fn places() -> [Quick; LIMIT + 1] {
    let mut places = [UNKNOWN; LIMIT + 1];
    let mut point = 0;
    while point < LIMIT {
        if let Some(c) = char::from_u32(point as u32) {
            places[point] = Quick::of(c);
        }
        point += 1;
    }
    places
}

impl Quick {
    const fn of(c: char) -> Self {
        let entry = lookup(c);
        let folded = entry.plain(c);
        let script = entry.script();
        let ends =
            matches!(entry.kind, Kind::Separator | Kind::Space | Kind::Sign | Kind::Emoji | Kind::Regional);
        let mut fold = [0; 4];
        folded.encode_utf8(&mut fold);
        let flags = flag(FIGURE, folded.is_ascii_digit())
            | flag(LATIN, matches!(script, Script::Latin))
            | flag(OTHER, matches!(script, Script::Other))
            | flag(LOWER, entry.letters > 0 && entry.is_lower())
            | flag(BARE, entry.is_bare(Spelling::Merged))
            | flag(VANISHES, entry.vanishes())
            | flag(CLOSES, ends || entry.is_dense());
        let is_capital = entry.letters > 0 && entry.is_upper();
        let sums = match entry.is_plain() {
            true => Sums::new(folded.len_utf8(), entry.letters as usize, is_capital as usize),
            false => Sums(0),
        };
        Self { fold: u32::from_le_bytes(fold), flags, sums }
    }

    /// The character that starts at a byte of a text, and how many bytes it has there; not to be trusted of one without
    /// a place.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> (&'static Self, usize) {
        match bytes.get(at..).and_then(<[u8]>::first_chunk::<2>) {
            Some(&[lead, tail]) if lead < 0xE0 => {
                // Words mix characters of one byte and of two, which cannot be foreseen: no branch here.
                let (lead, tail) = (usize::from(lead), usize::from(tail & 0x3F));
                let wide = usize::from(lead >= 0x80);
                let pair = (lead & 0x1F) << 6 | tail;
                (&PLACES[(lead ^ (lead ^ pair) & wide.wrapping_neg()) & 0x7FF], 1 + wide)
            }
            _ => Self::far_at(bytes, at),
        }
    }

    /// One of three bytes or more, or the last byte of a text.
    #[inline(never)]
    fn far_at(bytes: &[u8], at: usize) -> (&'static Self, usize) {
        match *bytes.get(at..).unwrap_or_default() {
            [] => (&END, 0),
            [last] => (&PLACES[usize::from(last)], 1),
            [lead @ ..0xE3, second, third, ..] => {
                let point = usize::from(lead & 0x0F) << 12
                    | usize::from(second & 0x3F) << 6
                    | usize::from(third & 0x3F);
                (&PLACES[point.min(LIMIT)], 3)
            }
            _ => (&PLACES[LIMIT], 0),
        }
    }

    #[inline]
    pub(super) const fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

pub(super) const fn flag(flag: u32, is_set: bool) -> u32 {
    if is_set { flag } else { 0 }
}
