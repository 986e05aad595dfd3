//! Look-up of words spelled out: `b o a t`. From every letter of a run the letters after it walk a trie of all words,
//! which soon ends where no word goes on so; words that are open at the start are walked backwards from every letter.
//! Only where some word is open on both sides is every part of the run tried.

use std::borrow::Cow;

use super::trie::{ROOT, Trie};
use super::words::Words;
use crate::text::{Edge, Run, SPELLED_TOKENS, Text, WordPattern, blurred};

/// Words by skeleton.
pub(super) struct Spelled {
    forwards: Way,
    backwards: Way,
    /// Words that are open on both sides.
    inner: Words,
}

/// Words that begin, or end, where a walk starts.
struct Way {
    backwards: bool,
    trie: Trie,
    /// By value of the trie.
    groups: Vec<Group>,
}

/// Words of one skeleton.
#[derive(Default)]
struct Group {
    whole: Vec<u32>,
    /// Words that go on.
    open: Vec<u32>,
}

/// A word's number, the word, and its skeleton.
type Entry<'w> = (u32, &'w WordPattern, Cow<'w, str>);

impl Spelled {
    /// The tables of words, each with its skeleton.
    pub(super) fn new<'w>(words: impl Iterator<Item = Entry<'w>>) -> Self {
        let (mut forwards, mut backwards, mut inner) = (Vec::new(), Vec::new(), Vec::new());
        for (number, word, skeleton) in words.filter(|(.., skeleton)| !skeleton.is_empty()) {
            match (word.open_start, word.open_end) {
                (false, goes_on) => forwards.push((skeleton.bytes().collect(), number, goes_on)),
                (true, false) => backwards.push((skeleton.bytes().rev().collect(), number, true)),
                (true, true) => inner.push((number, word, skeleton)),
            }
        }
        Self {
            forwards: Way::new(false, forwards),
            backwards: Way::new(true, backwards),
            inner: Words::new(inner.into_iter()),
        }
    }

    /// Calls with every word that may be spelled out in a run, and the edge it would be read at. `skeleton` is a buffer.
    pub(super) fn each(
        &self,
        text: &Text,
        run: &Run,
        skeleton: &mut String,
        mut found: impl FnMut(u32, Edge),
    ) {
        let has_inner = self.has_inner(text, run, skeleton);
        for at in run.first..run.next {
            let (least, most) =
                (run.first.max((at + 1).saturating_sub(SPELLED_TOKENS)), run.next.min(at + SPELLED_TOKENS));
            self.forwards.each(text, at..most, |word, token| {
                text.spelled(at, token + 1).into_iter().for_each(|edge| found(word, edge));
            });
            self.backwards.each(text, (least..at + 1).rev(), |word, token| {
                text.spelled(token, at + 1).into_iter().for_each(|edge| found(word, edge));
            });
            if has_inner {
                self.each_inner(text, at, most, skeleton, &mut found);
            }
        }
    }

    /// Whether a word that is open on both sides may stand anywhere in a run.
    fn has_inner(&self, text: &Text, run: &Run, skeleton: &mut String) -> bool {
        if self.inner.is_empty() {
            return false;
        }
        skeleton.clear();
        let tokens = &text.tokens()[run.first as usize..run.next as usize];
        tokens.iter().for_each(|token| text.push_skeleton(token, skeleton));
        let mut any = false;
        self.inner.each(skeleton.as_bytes(), |_| any = true);
        any
    }

    fn each_inner(
        &self,
        text: &Text,
        first: u32,
        most: u32,
        skeleton: &mut String,
        found: &mut impl FnMut(u32, Edge),
    ) {
        for edge in (first + 2..=most).filter_map(|next| text.spelled(first, next)) {
            skeleton.clear();
            text.push_skeleton(&edge, skeleton);
            self.inner.each(skeleton.as_bytes(), |word| found(word, edge));
        }
    }
}

impl Way {
    /// Of words as the bytes are walked, each with its number and whether it goes on.
    fn new(backwards: bool, mut words: Vec<(Vec<u8>, u32, bool)>) -> Self {
        words.sort_unstable();
        let (mut keys, mut groups) = (Vec::new(), Vec::new());
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            keys.push((same[0].0.clone(), groups.len() as u32));
            let mut group = Group::default();
            for &(_, number, goes_on) in same {
                if goes_on { &mut group.open } else { &mut group.whole }.push(number);
            }
            groups.push(group);
        }
        Self { backwards, trie: Trie::new(keys), groups }
    }

    /// Walks tokens, in order or backwards, and calls with every word that may end at one of them; of those that go on,
    /// also at every later one.
    fn each(&self, text: &Text, tokens: impl Iterator<Item = u32>, mut found: impl FnMut(u32, u32)) {
        let mut walk = Walk { way: self, node: Some(ROOT), last: None };
        let mut going_on: Vec<u32> = Vec::new();
        for (number, token) in tokens.enumerate() {
            let before = walk.node;
            let key = text.key(&text.tokens()[token as usize]);
            if self.backwards {
                walk.take_backwards(key)
            } else {
                walk.take(key)
            }
            let group = walk.group();
            if before != walk.node {
                going_on.extend(group.iter().flat_map(|group| &group.open));
            }
            if walk.node.is_none() && going_on.is_empty() {
                return;
            }
            // A single letter stands there without being spelled out.
            if number > 0 {
                let whole = group.iter().flat_map(|group| &group.whole);
                whole.chain(&going_on).for_each(|&word| found(word, token));
            }
        }
    }
}

/// A place in a trie.
struct Walk<'w> {
    way: &'w Way,
    /// `None` where no word goes on so.
    node: Option<u32>,
    last: Option<char>,
}

impl<'w> Walk<'w> {
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
        self.node = self.node.and_then(|node| self.way.trie.next(node, byte));
    }

    fn group(&self) -> Option<&'w Group> {
        let value = self.node.and_then(|node| self.way.trie.value(node))?;
        self.way.groups.get(value as usize)
    }
}
