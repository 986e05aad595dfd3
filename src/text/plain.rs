//! Words that are plain to read, as most are: letters and digits that fold to one character each, marks that vanish on
//! them, and then something that surely ends the word. They are read in one go; everything else is read with care by
//! [`words`](super::words), which would read these alike. Comes in: where a word starts. Goes out: a base token, or
//! nothing.

use super::fold::{Kind as Class, lookup};
use super::joined::Camel;
use super::quick::{self, BARE, CLOSES, COUNTS, FIGURE, LATIN, OTHER, PLAIN, UPPER, VANISHES};
use super::words::Reader;
use super::{Edge, Kind, Readings, Script, ascii, disguise};

/// What was seen on the way through a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// One past its last byte.
    pub(super) end: usize,
    /// How many letters it has, if it is not mixed.
    pub(super) letters: u32,
    pub(super) script: Script,
    /// It has digits beside its letters.
    pub(super) mixed: bool,
    /// It has a letter or digit three times in a row.
    pub(super) triple: bool,
    /// A capital follows a small letter directly.
    pub(super) camel: bool,
    /// It has a capital that is not its first character.
    pub(super) capitals: bool,
}

impl Reader<'_> {
    /// Reads a plain word where none is open, and returns where it ends; `None` where it has to be read with care.
    #[inline]
    pub(super) fn plain_word(&mut self, first: u8, at: usize) -> Option<usize> {
        let bytes = self.original.as_bytes();
        if first < 0x80 {
            let seen = ascii::run(bytes, at);
            if bytes.get(seen.end).is_none_or(|&after| after < 0x80 && after != b'\'') {
                // The buffer of keys starts with the whole value in small letters.
                self.push_plain(at, &seen, (at, seen.end));
                return Some(seen.end);
            }
        }
        let key = self.text.keys.len();
        match word(bytes, at, &mut self.text.keys) {
            Some(seen) => {
                self.push_plain(at, &seen, (key, self.text.keys.len()));
                Some(seen.end)
            }
            None => {
                self.text.keys.truncate(key);
                None
            }
        }
    }

    /// Adds the token of a plain word, whose key stands in the buffer already.
    #[inline]
    fn push_plain(&mut self, at: usize, seen: &Seen, key: (usize, usize)) {
        let in_tag = self.awaits_word && self.open_awaited(at);
        let token = self.text.base.len() as u32;
        let flags =
            if seen.mixed | seen.triple { disguise::flags_of(&self.text.keys[key.0..key.1]) } else { 0 };
        let letters = if seen.mixed { self.count_letters(at, seen.end) } else { seen.letters };
        self.text.base.push(Edge {
            from: token,
            to: token + 1,
            first: token,
            next: token + 1,
            start: at as u32,
            end: seen.end as u32,
            kind: Kind::Word,
            script: seen.script,
            letters: letters.min(255) as u8,
            readings: Readings::NONE,
            flags,
            key: (key.0 as u32, key.1 as u32),
        });
        if seen.camel || seen.mixed || in_tag && seen.capitals {
            self.note_plain_camel(at, seen, in_tag);
        }
        if seen.letters == 1 || key.1 - key.0 == 1 {
            self.note_single();
        }
    }

    /// How many letters a word has that has digits as well.
    #[cold]
    fn count_letters(&self, start: usize, end: usize) -> u32 {
        self.original[start..end].chars().map(|c| u32::from(lookup(c).letters)).sum()
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

    /// Notes a word that may have to be cut. One of a tag may be whatever it is like; where nothing cuts it, it stays whole.
    #[cold]
    fn note_plain_camel(&mut self, start: usize, seen: &Seen, in_tag: bool) {
        if in_tag || seen.camel || has_small_before_capital(&self.original[start..seen.end]) {
            let token = self.text.base.len() as u32 - 1;
            self.text.camels.push(Camel { from: token, to: token + 1, token, start, end: seen.end });
        }
    }
}

/// Whether a capital follows a small letter, digits between them or not.
fn has_small_before_capital(word: &str) -> bool {
    let mut letters = word.chars().map(lookup).filter(|entry| entry.letters > 0);
    let mut small = false;
    letters.any(|entry| std::mem::replace(&mut small, entry.is_lower()) && entry.is_upper())
}

/// Reads a plain word of any script and appends its key; `None` where it is none, its key half written.
fn word(bytes: &[u8], at: usize, keys: &mut String) -> Option<Seen> {
    let (mut end, mut all, mut count, mut later) = (at, 0, 0, 0);
    let (mut last, mut before, mut same, mut triple) = (0, 0, false, false);
    let mut cased = 0;
    while end < bytes.len() {
        let (place, width) = quick::place(bytes, end);
        let flags = quick::flags(place);
        if flags & PLAIN != 0 {
            let folded = quick::push(keys, place, flags);
            let repeats = folded == before;
            triple |= repeats & same;
            cased |= flags & (last << 1);
            later |= if last != 0 { flags } else { 0 };
            (same, before, last) = (repeats, folded, flags);
            all |= flags;
            count += 1;
        } else if flags & VANISHES == 0 || last & BARE == 0 {
            if flags & CLOSES == 0 {
                return None;
            }
            break;
        }
        end += width;
    }
    let script = match (all & LATIN != 0, all & OTHER != 0) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Latin,
        (false, true) => Script::Other,
        (false, false) => Script::None,
    };
    let mixed = all & FIGURE != 0 && all & COUNTS != 0;
    let letters = if all & COUNTS != 0 { count } else { 0 };
    (end > at).then_some(Seen {
        end,
        letters,
        script,
        mixed,
        triple,
        camel: cased & UPPER != 0,
        capitals: later & UPPER != 0,
    })
}
