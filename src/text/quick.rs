//! The table of [`fold`](super::fold) once more for the code points of most alphabets, made for reading plain words: all
//! there is to know of a character, and its fold, in one number.

use super::fold::{Kind, lookup};
use super::{Script, Spelling};

/// How many bytes its fold has.
const LENGTH: u32 = 7;
/// A letter or digit that folds to one character whatever stands beside it.
pub(super) const PLAIN: u32 = 8;
/// Its fold counts as a letter.
pub(super) const COUNTS: u32 = 16;
/// Its fold is an ASCII digit.
pub(super) const FIGURE: u32 = 32;
/// A letter that counts as Latin.
pub(super) const LATIN: u32 = 64;
/// A letter of another script.
pub(super) const OTHER: u32 = 128;
/// A small letter.
pub(super) const LOWER: u32 = 256;
/// A capital letter.
pub(super) const UPPER: u32 = 512;
/// Nonspacing marks vanish on it.
pub(super) const BARE: u32 = 1024;
/// A mark that vanishes on what is bare.
pub(super) const VANISHES: u32 = 2048;
/// Ends a word and never belongs to it.
pub(super) const CLOSES: u32 = 4096;

/// Code points below have a place of their own; the last place is for all others, of which nothing is known.
const LIMIT: usize = 0x2100;

/// The flags of every place, and above them the bytes that it folds to.
static PLACES: [u64; LIMIT + 1] = places();

const fn places() -> [u64; LIMIT + 1] {
    let mut places = [0; LIMIT + 1];
    let mut point = 0;
    while point < LIMIT {
        if let Some(c) = char::from_u32(point as u32) {
            let mut fold = [0; 4];
            lookup(c).plain(c).encode_utf8(&mut fold);
            places[point] = (u32::from_le_bytes(fold) as u64) << 32 | flags_of(c) as u64;
        }
        point += 1;
    }
    places
}

const fn flags_of(c: char) -> u32 {
    let entry = lookup(c);
    let folded = entry.plain(c);
    let script = entry.script();
    let ends =
        matches!(entry.kind, Kind::Separator | Kind::Space | Kind::Sign | Kind::Emoji | Kind::Regional);
    let counts = entry.letters > 0;
    folded.len_utf8() as u32
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

const fn flag(flag: u32, is_set: bool) -> u32 {
    if is_set { flag } else { 0 }
}

/// A character of a text as its place knows it.
#[derive(Clone, Copy)]
pub(super) struct Quick {
    /// The flags above.
    pub(super) flags: u32,
    /// The bytes of its fold, zeros after them.
    pub(super) fold: u32,
    /// How many bytes it has in the text; not to be trusted of a character without a place.
    pub(super) width: usize,
}

impl Quick {
    /// The character that starts at a byte. The end of a text is read as a NUL, which closes words too.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let byte = |index: usize| bytes.get(at + index).map_or(0, |&byte| usize::from(byte));
        let tail = |index: usize| byte(index) & 0x3F;
        let lead = byte(0);
        let (place, width) = if lead < 0xE0 {
            // Words mix characters of one byte and of two, which cannot be foreseen: no branch here.
            let wide = usize::from(lead >= 0x80);
            let pair = (lead & 0x1F) << 6 | tail(1);
            (lead ^ (lead ^ pair) & wide.wrapping_neg(), 1 + wide)
        } else if lead < 0xE3 {
            ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
        } else {
            (LIMIT, 1)
        };
        let place = PLACES[place.min(LIMIT)];
        Self { flags: place as u32, fold: (place >> 32) as u32, width }
    }

    /// How many bytes its fold has.
    pub(super) const fn length(self) -> usize {
        (self.flags & LENGTH) as usize
    }

    pub(super) const fn is(self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}
