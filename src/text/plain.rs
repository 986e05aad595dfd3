//! Words that are plain to read, as most are: letters and digits that fold to one character each, marks that vanish on
//! them, and then something that surely ends the word. They are read in one go; everything else is read with care by
//! [`words`](super::words), which would read these alike. Comes in: where a word starts. Goes out: a base token, or
//! nothing.

use super::ascii::{self, Run};
use super::fold::{Kind as Class, lookup};
use super::joined::Camel;
use super::quick::{BARE, CLOSES, FIGURE, LATIN, LOWER, OTHER, Quick, Sums, VANISHES};
use super::words::{APOSTROPHE, GAP, Reader, WIDE, class};
use super::{Edge, Kind, Readings, Script};

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

/// There is always room for the key of a word of so many bytes; longer ones are no words.
const LONGEST: usize = 1 << 13;

impl Reader<'_> {
    /// Reads a plain word where none is open, and returns where to read on; `None` where it has to be read with care.
    #[inline]
    pub(super) fn plain_word(&mut self, first: u8, at: usize) -> Option<usize> {
        let bytes = self.original.as_bytes();
        // No plain fold has more than twice the bytes of its character.
        let room = self.text.keys.room(2 * LONGEST.min(bytes.len() - at));
        let seen = if first == WIDE {
            word(bytes, at, None, room)?
        } else {
            let run = ascii::run(bytes, at, room);
            if run.end - at > LONGEST {
                return None;
            }
            match bytes.get(run.end).map_or(GAP, |&after| class(after)) {
                WIDE => word(bytes, at, Some(run), room)?,
                APOSTROPHE => return None,
                _ => run.seen(at),
            }
        };
        self.push_plain(at, &seen);
        Some(pass_gaps(bytes, seen.end))
    }

    /// Adds the token of a plain word, whose key stands in the room behind the keys.
    #[inline]
    fn push_plain(&mut self, at: usize, seen: &Seen) {
        let in_tag = self.awaits_word && self.open_awaited(at);
        let token = self.text.base.len() as u32;
        let key = self.text.keys.len();
        self.text.keys.take(seen.key);
        if !self.text.keys.are_addressed() {
            return;
        }
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
        let (letters, camel) = letters_of(word);
        last.letters = letters.min(255) as u8;
        last.flags = self.text.keys.disguises(last.key.0 as usize..last.key.1 as usize);
        if in_tag || camel {
            let (from, to, token, key) = (last.from, last.to, last.first, last.key.0 as usize);
            let key_is_word = word.is_ascii();
            self.text.camels.push(Camel { from, to, token, start, end, key, key_is_word, in_doubt: false });
        }
    }
}

/// How many letters a word has, and whether a capital follows a small one, digits between them or not.
fn letters_of(word: &str) -> (u32, bool) {
    let (mut letters, mut small, mut camel) = (0, false, false);
    for entry in word.chars().map(lookup).filter(|entry| entry.letters > 0) {
        letters += u32::from(entry.letters);
        camel |= small && entry.is_upper();
        small = entry.is_lower();
    }
    (letters, camel)
}

/// Passes over a gap of one byte or two, as is between most words, without a branch, which could not be foreseen.
#[inline]
fn pass_gaps(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(&[one, two]) => {
            let is_gap = usize::from(class(one) == GAP);
            at + is_gap + (is_gap & usize::from(class(two) == GAP))
        }
        None => at,
    }
}

/// Reads a plain word of any script on from its ASCII beginning, if it has one, and writes its key into `key`, up to four
/// bytes beyond its end.
#[inline(never)]
fn word(bytes: &[u8], at: usize, beginning: Option<Run>, key: &mut [u8]) -> Option<Seen> {
    let (mut end, mut before, mut doubles) = (at, 0, 0);
    let (mut sums, mut all) = (Sums::new(0, 0, 0), 0);
    if let Some(run) = beginning {
        let length = run.end - at;
        end = run.end;
        sums = Sums::new(length, if run.has_letters() { length } else { 0 }, usize::from(run.has_capitals()));
        all = run.flags();
        (before, doubles) = run.last(bytes, at);
    }
    let (mut c, mut width) = Quick::at(bytes, end);
    let first_is_capital = end == at && c.sums.capitals() > 0;
    let mut bare = end > at;
    loop {
        while c.sums.is_plain() {
            *key.get_mut(sums.bytes()..)?.first_chunk_mut()? = c.fold.to_le_bytes();
            sums = sums.add(c.sums);
            all |= c.flags;
            doubles += u32::from(c.fold == before);
            before = c.fold;
            end += width;
            bare = c.is(BARE);
            (c, width) = Quick::at(bytes, end);
        }
        if !(bare && c.is(VANISHES)) {
            break;
        }
        end += width;
        (c, width) = Quick::at(bytes, end);
    }
    let has = |flag: u32| all & flag != 0;
    let (key, letters) = (sums.bytes(), sums.letters());
    // Three times in a row is twice the same as the one before.
    let inner_capitals = sums.capitals() > u32::from(first_is_capital);
    let odd = letters > 0 && (has(FIGURE) || doubles > 1) || inner_capitals && has(LOWER);
    let script = script_of(all);
    (c.is(CLOSES) && key > 0).then_some(Seen { end, key, letters, script, odd })
}

/// The scripts of all letters of a word.
const fn script_of(flags: u32) -> Script {
    match (flags & LATIN != 0, flags & OTHER != 0) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Latin,
        (false, true) => Script::Other,
        (false, false) => Script::None,
    }
}
