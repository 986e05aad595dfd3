//! Words written together: a token in camel case, or of a hashtag or handle, also reads as its parts, cut where the case
//! changes and where digits begin and end. `UKBoats` is `UK` + `Boats` as well as `UKB` + `oats` (of `BOATuk`), and
//! digits may stay with the letters beside them, so that `B0atToUk` has the word `B0at`.

use std::ops::Range;

use super::fold::{Entry, Kind as Class, lookup};
use super::parts::{INNER, Part};
use super::words::Reader;
use super::{Edge, Kind, Readings, Script, Text};

/// A stretch of a token to be cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camel {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) token: u32,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its key starts.
    pub(super) key: usize,
    /// Its key is the same word in small letters, byte for byte.
    pub(super) key_is_word: bool,
    /// It is not known to be in camel case, and no hashtag.
    pub(super) in_doubt: bool,
}

/// A place to cut at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    at: usize,
    kind: u8,
}

/// The start and end of the stretch, and where a capital follows a small letter.
const CASE: u8 = 1;
/// Between a letter and a digit.
const DIGIT: u8 = 2;
/// Before the last of several capitals that a small letter follows.
const LAST_CAPITAL: u8 = 4;
/// After the last of several capitals, before a small letter.
const AFTER_CAPITALS: u8 = 8;

/// A part runs from one cut to the next of the same family.
const FAMILIES: [u8; 5] = [
    u8::MAX,
    CASE | LAST_CAPITAL,
    CASE | AFTER_CAPITALS,
    CASE | LAST_CAPITAL | DIGIT,
    CASE | AFTER_CAPITALS | DIGIT,
];

impl Text {
    /// Notes a part of a token that has to be cut.
    pub(super) fn note_camel(&mut self, part: &Part, from: u32, to: u32) {
        if part.camel {
            let token = self.base.len() as u32 - 1;
            let (start, end, key) = (part.start, part.end, part.key);
            self.camels.push(Camel { from, to, token, start, end, key, key_is_word: false, in_doubt: false });
        }
    }

    /// Notes waiting parts between which zero-width characters stand: they vanish, and what they cut is one word.
    pub(super) fn note_cut_camel(&mut self, parts: Range<usize>, from: u32, to: u32) {
        let is_camel = self.parts[parts.clone()].iter().any(|part| part.camel);
        let Part { start, end, key, .. } = self.stretch(parts.start, parts.end);
        let token = self.base.len() as u32 - 1;
        self.camels.push(Camel { from, to, token, start, end, key, key_is_word: false, in_doubt: !is_camel });
    }

    /// Adds the edges of the parts.
    pub(super) fn add_camels(&mut self, original: &str) {
        for number in 0..self.camels.len() {
            let camel = self.camels[number];
            if is_link_id(original, &camel) {
                continue;
            }
            self.find_cuts(&camel, original);
            let inner = self.cuts.get(1..self.cuts.len() - 1).unwrap_or_default();
            let is_camel = !camel.in_doubt || inner.iter().any(|cut| cut.kind & CASE != 0);
            if is_camel && !inner.is_empty() {
                self.add_camel(&camel, original);
            }
        }
    }

    fn find_cuts(&mut self, camel: &Camel, original: &str) {
        self.cuts.clear();
        self.cuts.push(Cut { at: camel.start, kind: u8::MAX });
        let mut before = Before::default();
        for (at, c) in original[camel.start..camel.end].char_indices() {
            before.read(lookup(c), camel.start + at, &mut self.cuts);
        }
        self.cuts.push(Cut { at: camel.end, kind: u8::MAX });
    }

    /// From each cut to the next one of every family it belongs to; the whole is there already.
    fn add_camel(&mut self, camel: &Camel, original: &str) {
        let last = self.cuts.len() - 1;
        let inner = self.inner_nodes;
        let node = |cut: usize| match cut {
            0 => camel.from,
            _ if cut == last => camel.to,
            _ => INNER | (inner + cut as u32 - 1),
        };
        let mut following = [last; FAMILIES.len()];
        for cut in (0..last).rev() {
            let kind = self.cuts[cut].kind;
            let mut ends = following;
            for (family, end) in FAMILIES.into_iter().zip(&mut ends) {
                *end = if kind & family == 0 { cut } else { *end };
            }
            for (number, &end) in ends.iter().enumerate() {
                let is_new = end > cut && (cut, end) != (0, last) && !ends[..number].contains(&end);
                if is_new {
                    let bytes = (self.cuts[cut].at, self.cuts[end].at);
                    self.add_part(camel, (node(cut), node(end)), bytes, original);
                }
            }
            for (family, next) in FAMILIES.into_iter().zip(&mut following) {
                if kind & family != 0 {
                    *next = cut;
                }
            }
        }
        self.inner_nodes += last as u32 - 1;
    }

    fn add_part(&mut self, camel: &Camel, nodes: (u32, u32), (start, end): (usize, usize), original: &str) {
        let word = &original[start..end];
        let part = match camel.key_is_word {
            true => ascii_part(word, start, camel.key + start - camel.start),
            false => self.read_part(word, start),
        };
        if part.key < part.key_end && self.keys.are_addressed() {
            let edge = part.edge(nodes.0, nodes.1, Kind::Word, camel.token, &self.keys);
            self.inner.push(Edge { readings: Readings::JOINED, ..edge });
        }
    }

    /// Reads a part by itself: its fold may depend on where it starts.
    fn read_part(&mut self, word: &str, at: usize) -> Part {
        let part = Reader::new(word, self).stretch();
        Part { start: at + part.start, end: at + part.end, ..part }
    }
}

/// Whether a word is what links are made of: after a slash, with digits (`t.co/UK8iO5YAgk`). Its case means nothing.
fn is_link_id(original: &str, camel: &Camel) -> bool {
    original[..camel.start].ends_with('/')
        && original[camel.start..camel.end].contains(|c: char| c.is_ascii_digit())
}

/// A part of a word of ASCII letters and digits, whose key is a part of the word's.
fn ascii_part(word: &str, start: usize, key: usize) -> Part {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count() as u32;
    let script = if letters > 0 { Script::Latin } else { Script::None };
    let (end, key_end) = (start + word.len(), key + word.len());
    Part { start, end, key, key_end, script, letters, ..Part::default() }
}

/// What has been read of a stretch.
#[derive(Default)]
struct Before {
    letter: bool,
    digit: bool,
    /// The last letter was a small one, whatever digits came since.
    small: bool,
    /// How many capitals stand in a row, and where the last of them starts.
    capitals: usize,
    capital_at: usize,
}

impl Before {
    /// Reads a character and adds the cuts that it shows.
    fn read(&mut self, entry: &Entry, at: usize, cuts: &mut Vec<Cut>) {
        match entry.kind {
            Class::Digit => {
                if self.letter {
                    cuts.push(Cut { at, kind: DIGIT });
                }
                (self.letter, self.digit, self.capitals) = (false, true, 0);
            }
            Class::Letter => {
                self.letter(entry, at, cuts);
                (self.letter, self.digit, self.small) = (true, false, entry.is_lower());
            }
            _ => {}
        }
    }

    fn letter(&mut self, entry: &Entry, at: usize, cuts: &mut Vec<Cut>) {
        let at_digit = if self.digit { DIGIT } else { 0 };
        let at_case = if self.small && entry.is_upper() { CASE } else { 0 };
        if at_digit | at_case != 0 {
            cuts.push(Cut { at, kind: at_digit | at_case });
        }
        if entry.is_upper() {
            (self.capitals, self.capital_at) = (self.capitals + 1, at);
            return;
        }
        if entry.is_lower() && self.capitals > 1 {
            cuts.push(Cut { at: self.capital_at, kind: LAST_CAPITAL });
            cuts.push(Cut { at, kind: AFTER_CAPITALS });
        }
        self.capitals = 0;
    }
}
