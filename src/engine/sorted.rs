//! Texts in order, walked as a trie is: finds which of many beginnings a word has, or, given bytes backwards,
//! endings. A place in the walk is the stretch of texts that go on so.

use super::program::{Numbered, TextId, Texts};
use crate::flat::{Flat, stored};

/// Texts in the order of their bytes, or of their bytes backwards, each with a word of the policy.
#[derive(Default)]
pub(super) struct Sorted {
    /// 1 where the bytes are walked from the last to the first.
    backwards: u8,
    /// Where the texts start that begin with a byte, and where those of the last byte end; none without texts.
    firsts: Flat<u32>,
    keys: Flat<TextId>,
    words: Flat<u32>,
}

stored!(Sorted { backwards, firsts, keys, words });

/// The texts that begin with the bytes walked so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    from: usize,
    to: usize,
    depth: usize,
}

impl Sorted {
    /// A walk over texts, none of them empty, each with its word.
    pub(super) fn new(backwards: bool, mut entries: Vec<(Numbered<'_>, u32)>) -> Self {
        if backwards {
            entries.sort_by(|(a, one), (b, other)| {
                a.text.bytes().rev().cmp(b.text.bytes().rev()).then(one.cmp(other))
            });
        } else {
            entries.sort_unstable();
        }
        let first = |text: &str| if backwards { text.bytes().last() } else { text.bytes().next() };
        let start = |byte: u16| {
            entries.partition_point(|(text, _)| first(text.text).map(u16::from) < Some(byte)) as u32
        };
        let firsts = if entries.is_empty() { Flat::default() } else { (0..=256).map(start).collect() };
        Self {
            backwards: u8::from(backwards),
            firsts,
            keys: entries.iter().map(|(text, _)| text.id).collect(),
            words: entries.iter().map(|(_, word)| *word).collect(),
        }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word is one of so many, and every place can be walked to.
    pub(super) fn is_sound(&self, words: usize) -> bool {
        self.keys.len() == self.words.len()
            && self.words.iter().all(|&word| (word as usize) < words)
            && self.firsts.len() == if self.is_empty() { 0 } else { 257 }
            && self.firsts.is_sorted()
            && self.firsts.last().is_none_or(|&end| end as usize == self.words.len())
    }

    /// The place after the first byte.
    #[inline]
    pub(super) fn first(&self, byte: u8) -> Option<Place> {
        let byte = usize::from(byte);
        let &[from, to] = self.firsts.get(byte..byte + 2)? else { return None };
        (from < to).then_some(Place { from: from as usize, to: to as usize, depth: 1 })
    }

    /// The place after one more byte.
    pub(super) fn next(&self, texts: &Texts, at: Place, byte: u8) -> Option<Place> {
        let keys = self.keys.get(at.from..at.to)?;
        let before = |key: &TextId| self.byte(texts, *key, at.depth) < Some(byte);
        let from = at.from + keys.partition_point(before);
        let keys = &self.keys[from..at.to];
        let here = |key: &TextId| self.byte(texts, *key, at.depth) <= Some(byte);
        let to = from + keys.partition_point(here);
        (from < to).then_some(Place { from, to, depth: at.depth + 1 })
    }

    #[inline]
    fn byte(&self, texts: &Texts, key: TextId, depth: usize) -> Option<u8> {
        let bytes = texts.bytes(key);
        if self.backwards == 0 {
            bytes.get(depth).copied()
        } else {
            bytes.get(bytes.len().checked_sub(depth + 1)?).copied()
        }
    }

    /// The words of the texts that end at a place: they stand first there.
    pub(super) fn ending(&self, texts: &Texts, at: Place) -> &[u32] {
        let keys = self.keys.get(at.from..at.to).unwrap_or_default();
        let count = keys.partition_point(|&key| texts.bytes(key).len() <= at.depth);
        self.words.get(at.from..at.from + count).unwrap_or_default()
    }

    /// Calls with the word of every text that the bytes begin with.
    #[inline]
    pub(super) fn walk(
        &self,
        texts: &Texts,
        mut bytes: impl Iterator<Item = u8>,
        mut found: impl FnMut(u32),
    ) {
        let mut at = bytes.next().and_then(|byte| self.first(byte));
        while let Some(place) = at {
            self.ending(texts, place).iter().for_each(|&word| found(word));
            at = bytes.next().and_then(|byte| self.next(texts, place, byte));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::Interner;
    use super::*;

    fn walked(backwards: bool, keys: &[&'static str], word: &str) -> Vec<u32> {
        let mut texts = Interner::default();
        let entries = keys.iter().map(|key| texts.number(key)).zip(0..).collect();
        let sorted = Sorted::new(backwards, entries);
        let texts = texts.finish();
        assert!(sorted.is_sound(keys.len()));
        let mut found = Vec::new();
        if backwards {
            sorted.walk(&texts, word.bytes().rev(), |word| found.push(word));
        } else {
            sorted.walk(&texts, word.bytes(), |word| found.push(word));
        }
        found
    }

    #[test]
    fn every_beginning_is_found() {
        let found = |word: &str| walked(false, &["b", "boat", "bo", "canot", "cab", "ش", "bo"], word);
        assert_eq!(found("boats"), [0, 2, 6, 1]);
        assert_eq!(found("ca"), [0; 0]);
        assert_eq!(found("cabs"), [4]);
        assert_eq!(found("شب"), [5]);
        assert_eq!(found(""), [0; 0]);
        assert_eq!(found("x"), [0; 0]);
    }

    #[test]
    fn every_ending_is_found() {
        let found = |word: &str| walked(true, &["t", "boat", "at", "قارب"], word);
        assert_eq!(found("speedboat"), [0, 2, 1]);
        assert_eq!(found("oats"), [0; 0]);
        assert_eq!(found("والقارب"), [3]);
    }
}
