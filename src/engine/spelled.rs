//! Look-up of words spelled out: `b o a t`. From every letter of a run the letters after it walk a trie of all words,
//! which soon ends where no word goes on so; words that are open at the start are walked backwards from every letter.
//! Only where some word is open on both sides is every part of the run tried.

use super::program::Program;
use super::sorted::{Place, Sorted};
use super::words::{Entry, Words};
use crate::flat::stored;
use crate::text::{Edge, Run, SPELLED_TOKENS, Text, blurred};

/// Words by skeleton.
pub(super) struct Spelled {
    /// Words that begin where a walk starts.
    forwards: Sorted,
    /// Words that end there: they are open at the start.
    backwards: Sorted,
    /// Words that are open on both sides.
    inner: Words,
}

stored!(Spelled { forwards, backwards, inner });

impl Spelled {
    /// The tables of words, each with its skeleton.
    pub(super) fn new<'t>(words: impl Iterator<Item = Entry<'t>>) -> Self {
        let (mut forwards, mut backwards, mut inner) = (Vec::new(), Vec::new(), Vec::new());
        for (number, word, skeleton) in words.filter(|(.., skeleton)| !skeleton.text.is_empty()) {
            match (word.open_start, word.open_end) {
                (false, _) => forwards.push((skeleton, number)),
                (true, false) => backwards.push((skeleton, number)),
                (true, true) => inner.push((number, word, skeleton)),
            }
        }
        Self {
            forwards: Sorted::new(false, forwards),
            backwards: Sorted::new(true, backwards),
            inner: Words::new(inner.into_iter()),
        }
    }

    /// Whether every word is one of so many.
    pub(super) fn is_sound(&self, words: usize) -> bool {
        self.forwards.is_sound(words) && self.backwards.is_sound(words) && self.inner.is_sound(words)
    }

    /// Calls with every word that may be spelled out in a run, and the edge it would be read at; told is whether it is read
    /// there. `skeleton` is a buffer.
    pub(super) fn each(
        &self,
        program: &Program,
        text: &Text,
        run: &Run,
        skeleton: &mut String,
        mut found: impl FnMut(u32, Edge) -> bool,
    ) {
        let has_inner = self.has_inner(program, text, run, skeleton);
        let forwards = Way { backwards: false, words: &self.forwards, program };
        let backwards = Way { backwards: true, words: &self.backwards, program };
        for at in run.first..run.next {
            let (least, most) =
                (run.first.max((at + 1).saturating_sub(SPELLED_TOKENS)), run.next.min(at + SPELLED_TOKENS));
            forwards.each(text, at..most, |word, token| {
                text.spelled(at, token + 1).is_some_and(|edge| found(word, edge))
            });
            backwards.each(text, (least..at + 1).rev(), |word, token| {
                text.spelled(token, at + 1).is_some_and(|edge| found(word, edge))
            });
            if has_inner {
                self.each_inner(program, text, at..most, skeleton, &mut found);
            }
        }
    }

    /// Whether a word that is open on both sides may stand anywhere in a run.
    fn has_inner(&self, program: &Program, text: &Text, run: &Run, skeleton: &mut String) -> bool {
        if self.inner.is_empty() {
            return false;
        }
        skeleton.clear();
        let tokens = &text.tokens()[run.first as usize..run.next as usize];
        tokens.iter().for_each(|token| text.push_skeleton(token, skeleton));
        let mut any = false;
        self.inner.each(&program.texts, skeleton.as_bytes(), |_| any = true);
        any
    }

    fn each_inner(
        &self,
        program: &Program,
        text: &Text,
        tokens: std::ops::Range<u32>,
        skeleton: &mut String,
        found: &mut impl FnMut(u32, Edge) -> bool,
    ) {
        for edge in (tokens.start + 2..=tokens.end).filter_map(|next| text.spelled(tokens.start, next)) {
            skeleton.clear();
            text.push_skeleton(&edge, skeleton);
            self.inner.each(&program.texts, skeleton.as_bytes(), |word| _ = found(word, edge));
        }
    }
}

/// Words that begin, or end, where a walk starts.
#[derive(Clone, Copy)]
struct Way<'p> {
    backwards: bool,
    words: &'p Sorted,
    program: &'p Program,
}

impl Way<'_> {
    /// Walks tokens, in order or backwards, and calls with every word that may end at one of them; of those that go on,
    /// also at every later one. But of a term's last word the shortest way to read it from a start is enough.
    fn each(self, text: &Text, tokens: impl Iterator<Item = u32>, mut found: impl FnMut(u32, u32) -> bool) {
        let mut walk = Walk { way: self, at: At::Start, last: None };
        let mut going_on: Vec<u32> = Vec::new();
        let goes_on = |word: &u32| self.backwards || self.program.terms.is_open_end(*word);
        for (number, token) in tokens.enumerate() {
            let before = walk.at;
            let key = text.key(&text.tokens()[token as usize]);
            if self.backwards {
                walk.take_backwards(key)
            } else {
                walk.take(key)
            }
            let ending = walk.ending();
            if before != walk.at {
                going_on.extend(ending.iter().copied().filter(goes_on));
            }
            if walk.at == At::End && going_on.is_empty() {
                return;
            }
            // A single letter stands there without being spelled out.
            if number > 0 {
                ending.iter().filter(|word| !goes_on(word)).for_each(|&word| _ = found(word, token));
                going_on.retain(|&word| !found(word, token) || self.is_longest_wanted(word));
            }
        }
    }

    /// Whether what is read from a start to a later end may count, too: it may be a stem where what is shorter is none.
    fn is_longest_wanted(self, word: u32) -> bool {
        self.backwards || self.program.terms.is_inner(word) || self.program.word(word).clitics
    }
}

/// How far a walk has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Place(Place),
    /// No word goes on so.
    End,
}

/// A walk.
struct Walk<'p> {
    way: Way<'p>,
    at: At,
    last: Option<char>,
}

impl<'p> Walk<'p> {
    /// Goes on over the letter of a token and its marks.
    fn take(&mut self, key: &str) {
        let mut bytes = [0; 4];
        for letter in blurred(key) {
            if self.last.replace(letter) != Some(letter) {
                letter.encode_utf8(&mut bytes).bytes().for_each(|byte| self.step(byte));
            }
        }
    }

    /// The same from the last mark to the letter, and each from its last byte to its first.
    fn take_backwards(&mut self, key: &str) {
        let mut bytes = [0; 4];
        for letter in blurred(key).rev() {
            if self.last.replace(letter) != Some(letter) {
                letter.encode_utf8(&mut bytes).bytes().rev().for_each(|byte| self.step(byte));
            }
        }
    }

    fn step(&mut self, byte: u8) {
        let Way { words, program, .. } = self.way;
        let next = match self.at {
            At::Start => words.first(byte),
            At::Place(place) => words.next(&program.texts, place, byte),
            At::End => None,
        };
        self.at = next.map_or(At::End, At::Place);
    }

    fn ending(&self) -> &'p [u32] {
        match self.at {
            At::Place(place) => self.way.words.ending(&self.way.program.texts, place),
            At::Start | At::End => &[],
        }
    }
}
