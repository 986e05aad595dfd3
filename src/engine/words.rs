//! Look-up of words: from the folded text of an edge to every word of the policy it may be. Whole words
//! are hashed, beginnings and endings are filtered and walked, and only where some term is open on both sides is
//! an automaton run over the word.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use twox_hash::XxHash3_64;

use super::open::Open;
use super::program::{Numbered, TextId, Texts};
use crate::flat::{Flat, ReadError, Reader, Store, Writer, stored};
use crate::text::WordPattern;

/// A word's number, the word, and the key it is looked up by.
pub(super) type Entry<'t> = (u32, &'t WordPattern, Numbered<'t>);

/// Tables from keys to words.
pub(super) struct Words {
    whole: Whole,
    beginnings: Open,
    endings: Open,
    inner: Inner,
}

stored!(Words { whole, beginnings, endings, inner });

impl Words {
    /// The tables of some of a plan's words. Words without a key are left out.
    pub(super) fn new<'t>(words: impl Iterator<Item = Entry<'t>>) -> Self {
        let (mut whole, mut beginnings, mut endings, mut inner) = Default::default();
        for (number, word, key) in words.filter(|(.., key)| !key.text.is_empty()) {
            let entries: &mut Vec<(Numbered<'t>, u32)> = match (word.open_start, word.open_end) {
                (false, false) => &mut whole,
                (false, true) => &mut beginnings,
                (true, false) => &mut endings,
                (true, true) => &mut inner,
            };
            entries.push((key, number));
        }
        Self {
            whole: Whole::new(whole),
            beginnings: Open::new(false, beginnings),
            endings: Open::new(true, endings),
            inner: Inner::new(inner),
        }
    }

    /// Calls with every word whose key matches, once.
    #[inline]
    pub(super) fn each(&self, texts: &Texts, key: &[u8], mut found: impl FnMut(u32)) {
        self.whole.each(texts, key, &mut found);
        if !self.beginnings.is_empty() {
            self.beginnings.each(texts, key.iter().copied(), &mut found);
        }
        if !self.endings.is_empty() {
            self.endings.each(texts, key.iter().rev().copied(), &mut found);
        }
        if !self.inner.words.is_empty() {
            self.inner.each(texts, key, &mut found);
        }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.whole.words.is_empty()
            && self.beginnings.is_empty()
            && self.endings.is_empty()
            && self.inner.words.is_empty()
    }

    /// Whether every word is one of so many.
    pub(super) fn is_sound(&self, words: usize) -> bool {
        self.whole.is_sound(words)
            && self.beginnings.is_sound(words)
            && self.endings.is_sound(words)
            && self.inner.keys.len() == self.inner.words.len()
            && self.inner.words.iter().all(|&word| (word as usize) < words)
    }
}

/// Whole words, hashed: open addressing in a table of a power of two of places, at most half of which are taken.
struct Whole {
    /// By first byte, a bit for every length that a key has: most words of content need no look-up.
    lengths: Flat<u64>,
    /// The upper half of a key's hash, then where its words start, plus one; 0 where there are none.
    places: Flat<u64>,
    /// In the order of their numbers, so that the words of one stand together.
    keys: Flat<TextId>,
    words: Flat<u32>,
}

stored!(Whole { lengths, places, keys, words });

impl Whole {
    fn new(mut entries: Vec<(Numbered<'_>, u32)>) -> Self {
        // Words come in the order of their keys, so that most stand as they should.
        entries.sort_by_key(|(key, word)| (key.id, *word));
        let (mut lengths, mut places) = (vec![0; 256], vec![0; (2 * entries.len()).next_power_of_two()]);
        let mut start = 0;
        for same in entries.chunk_by(|(a, _), (b, _)| a.id == b.id) {
            let key = same[0].0.text.as_bytes();
            lengths[usize::from(key[0])] |= length_bit(key.len());
            let hash = XxHash3_64::oneshot(key);
            let mut place = hash as usize & (places.len() - 1);
            while places[place] != 0 {
                place = (place + 1) % places.len();
            }
            places[place] = hash & UPPER | (start + 1);
            start += same.len() as u64;
        }
        Self {
            lengths: lengths.into(),
            places: places.into(),
            keys: entries.iter().map(|(key, _)| key.id).collect(),
            words: entries.iter().map(|(_, word)| *word).collect(),
        }
    }

    #[inline]
    fn each(&self, texts: &Texts, key: &[u8], found: &mut impl FnMut(u32)) {
        let lengths = key.first().and_then(|&first| self.lengths.get(usize::from(first)));
        if lengths.is_some_and(|lengths| lengths & length_bit(key.len()) != 0) {
            self.look_up(texts, key, found);
        }
    }

    fn look_up(&self, texts: &Texts, key: &[u8], found: &mut impl FnMut(u32)) {
        let hash = XxHash3_64::oneshot(key);
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(entry) = self.places.get(place & mask).filter(|entry| **entry != 0) {
            place += 1;
            if (entry ^ hash) & UPPER != 0 {
                continue;
            }
            let start = (entry & !UPPER).saturating_sub(1) as usize;
            let Some(&id) = self.keys.get(start) else { return };
            if texts.bytes(id) == key {
                let same = self.keys[start..].iter().take_while(|&&other| other == id);
                same.zip(&self.words[start..]).for_each(|(_, &word)| found(word));
                return;
            }
        }
    }

    fn is_sound(&self, words: usize) -> bool {
        self.lengths.len() == 256
            && self.places.len().is_power_of_two()
            && self.places.contains(&0)
            && self.keys.len() == self.words.len()
            && self.words.iter().all(|&word| (word as usize) < words)
    }
}

/// The bit of a length; all great ones share one.
const fn length_bit(length: usize) -> u64 {
    1 << if length < 63 { length } else { 63 }
}

/// The half of a hash that is kept.
const UPPER: u64 = (u32::MAX as u64) << u32::BITS;

/// Words that are open on both sides.
struct Inner {
    keys: Flat<TextId>,
    words: Flat<u32>,
    /// Made when it is first needed: few policies have such words, and an automaton is not kept in a file.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Inner {
    fn new(mut entries: Vec<(Numbered<'_>, u32)>) -> Self {
        entries.sort_unstable();
        Self {
            keys: entries.iter().map(|(key, _)| key.id).collect(),
            words: entries.iter().map(|(_, word)| *word).collect(),
            automaton: OnceLock::new(),
        }
    }

    /// Calls with every word whose key stands inside a key: once, since each call may look at all of the key.
    fn each(&self, texts: &Texts, key: &[u8], found: &mut impl FnMut(u32)) {
        let Some(automaton) = self.automaton.get_or_init(|| self.automaton(texts)) else { return };
        let mut patterns: Vec<u32> = Vec::new();
        for pattern in automaton.find_overlapping_iter(key).map(|found| found.pattern().as_u32()) {
            // A key may repeat a word very often.
            if patterns.len() >= 2 * self.words.len() {
                patterns.sort_unstable();
                patterns.dedup();
            }
            patterns.push(pattern);
        }
        patterns.sort_unstable();
        patterns.dedup();
        patterns.iter().filter_map(|&pattern| self.words.get(pattern as usize)).for_each(|&word| found(word));
    }

    /// Building fails only beyond the automaton's size of two thousand million states, which the limits of
    /// terms keep far away. A key that is not there, in a file that means harm, is found everywhere and then compared.
    fn automaton(&self, texts: &Texts) -> Option<AhoCorasick> {
        let keys = self.keys.iter().map(|&key| texts.get(key));
        AhoCorasick::builder().match_kind(MatchKind::Standard).build(keys).ok()
    }
}

impl Store for Inner {
    fn write(&self, writer: &mut Writer) {
        self.keys.write(writer);
        self.words.write(writer);
    }

    fn read<R: std::io::Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        Ok(Self { keys: Store::read(reader)?, words: Store::read(reader)?, automaton: OnceLock::new() })
    }
}
