//! Words that are plain to read, as most are: letters and digits that fold to one character each, marks that vanish on
//! them, and then something that surely ends the word. They are read in one go; everything else is read with care by
//! [`words`](super::words), which would read these alike. Comes in: where a word starts. Goes out: a base token, or
//! nothing.

use super::fold::{Kind as Class, lookup};
use super::joined::Camel;
use super::quick::{BARE, CLOSES, COUNTS, FIGURE, LATIN, LOWER, OTHER, PLAIN, Quick, UPPER, VANISHES};
use super::words::Reader;
use super::{Edge, Kind, Readings, Script, ascii, disguise};

/// What was seen on the way through a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// One past its last byte.
    pub(super) end: usize,
    /// How many bytes its key has.
    pub(super) key: usize,
    /// How many letters it has, if it has no digits as well.
    pub(super) letters: u32,
    pub(super) script: Script,
    /// It may have to be read through something: it has digits and letters, a character three times in a row, or small
    /// letters and a capital inside.
    pub(super) odd: bool,
}

impl Reader<'_> {
    /// Reads a plain word where none is open, and returns where it ends; `None` where it has to be read with care.
    #[inline]
    pub(super) fn plain_word(&mut self, first: u8, at: usize) -> Option<usize> {
        let bytes = self.original.as_bytes();
        // No plain fold has more than twice the bytes of its character.
        let room = self.text.keys.room(2 * (bytes.len() - at));
        let mut seen = None;
        if first < 0x80 {
            let ascii = ascii::run(bytes, at, room);
            let closes = bytes.get(ascii.end).is_none_or(|&after| after < 0x80 && after != b'\'');
            seen = closes.then_some(ascii);
        }
        let seen = seen.or_else(|| word(bytes, at, room))?;
        self.push_plain(at, &seen);
        Some(seen.end)
    }

    /// Adds the token of a plain word, whose key stands in the room behind the keys.
    #[inline]
    fn push_plain(&mut self, at: usize, seen: &Seen) {
        let in_tag = self.awaits_word && self.open_awaited(at);
        let token = self.text.base.len() as u32;
        let key = self.text.keys.len();
        self.text.keys.take(seen.key);
        let edge = Edge {
            from: token,
            to: token + 1,
            first: token,
            next: token + 1,
            start: at as u32,
            end: seen.end as u32,
            kind: Kind::Word,
            script: seen.script,
            letters: seen.letters.min(255) as u8,
            readings: Readings::NONE,
            flags: 0,
            key: (key as u32, (key + seen.key) as u32),
        };
        self.text.base.push(edge);
        if seen.odd {
            self.look_closer(in_tag);
        }
        if seen.letters == 1 || seen.key == 1 {
            self.note_single();
        }
    }

    /// A word opens where a sign or a tag may go on with it; whether it stands in a tag.
    #[cold]
    fn open_awaited(&mut self, at: usize) -> bool {
        let first = self.original[at..].chars().next();
        self.link_signs(first.is_some_and(|first| lookup(first).kind == Class::Letter), at);
        self.open_in_tag(at);
        self.awaits_word = self.tagging.inside;
        self.tagging.inside
    }

    /// Counts the letters of the last token, and notes what it may have to be read through. A word of a tag may be cut
    /// wherever it can be.
    #[cold]
    fn look_closer(&mut self, in_tag: bool) {
        let Some(last) = self.text.base.last_mut() else { return };
        let (start, end) = (last.start as usize, last.end as usize);
        let word = &self.original[start..end];
        let letters: u32 = word.chars().map(|c| u32::from(lookup(c).letters)).sum();
        last.letters = letters.min(255) as u8;
        last.flags = disguise::flags_of(self.text.keys.text(last.key.0 as usize..last.key.1 as usize));
        if in_tag || has_small_before_capital(word) {
            let (from, to, token, key) = (last.from, last.to, last.first, last.key.0 as usize);
            let key_is_word = word.is_ascii();
            self.text.camels.push(Camel { from, to, token, start, end, key, key_is_word });
        }
    }
}

/// Whether a capital follows a small letter, digits between them or not.
fn has_small_before_capital(word: &str) -> bool {
    let mut letters = word.chars().map(lookup).filter(|entry| entry.letters > 0);
    let mut small = false;
    letters.any(|entry| std::mem::replace(&mut small, entry.is_lower()) && entry.is_upper())
}

/// Reads a plain word of any script and writes its key into `key`, up to four bytes beyond its end.
fn word(bytes: &[u8], at: usize, key: &mut [u8]) -> Option<Seen> {
    let mut c = Quick::at(bytes, at);
    let first = c.flags;
    let (mut end, mut length, mut count, mut later) = (at, 0, 0, 0);
    let (mut before, mut repeats, mut triple) = (0, false, false);
    while c.is(PLAIN) {
        *key.get_mut(length..)?.first_chunk_mut()? = c.fold.to_le_bytes();
        length += c.length();
        count += 1;
        triple |= repeats & (c.fold == before);
        repeats = c.fold == before;
        before = c.fold;
        end += c.width;
        let bare = c.is(BARE);
        c = Quick::at(bytes, end);
        while bare && c.is(VANISHES) {
            end += c.width;
            c = Quick::at(bytes, end);
        }
        later |= if c.is(PLAIN) { c.flags } else { 0 };
    }
    if !c.is(CLOSES) || count == 0 {
        return None;
    }
    let all = first | later;
    let has = |flag: u32| all & flag != 0;
    let script = match (has(LATIN), has(OTHER)) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Latin,
        (false, true) => Script::Other,
        (false, false) => Script::None,
    };
    Some(Seen {
        end,
        key: length,
        letters: if has(COUNTS) { count } else { 0 },
        script,
        odd: has(COUNTS) && (has(FIGURE) || triple) || later & UPPER != 0 && has(LOWER),
    })
}
