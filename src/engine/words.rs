//! Look-up of words: from the folded text of an edge to every word of the policy it may be. Whole words
//! are hashed, beginnings and endings walk a trie, and only where some term is open on both sides is
//! an automaton run over the word.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::trie::Trie;
use crate::text::WordPattern;

/// Tables from keys to groups of words that share a key and their `*`s.
pub(super) struct Words {
    groups: Vec<Vec<u32>>,
    whole: FxHashMap<Box<[u8]>, u32>,
    /// By first byte, a bit for every length that a whole word has: most words of content need no look-up.
    lengths: [u64; 256],
    beginnings: Trie,
    endings: Trie,
    inner: Option<Inner>,
}

/// Words that are open on both sides.
struct Inner {
    automaton: AhoCorasick,
    /// By number of the automaton's pattern.
    groups: Vec<u32>,
}

impl Words {
    /// The tables of some of a plan's words, each looked up by a key that is made of it.
    pub(super) fn new<'w>(words: impl Iterator<Item = (u32, &'w WordPattern, Cow<'w, str>)>) -> Self {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut known: FxHashMap<(Cow<'w, str>, bool, bool), u32> = FxHashMap::default();
        for (number, word, key) in words {
            let group = *known.entry((key, word.open_start, word.open_end)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() as u32 - 1
            });
            groups[group as usize].push(number);
        }
        let open = |start: bool, end: bool| {
            let mut keys: Vec<_> = known
                .iter()
                .filter(|((key, s, e), _)| (*s, *e) == (start, end) && !key.is_empty())
                .map(|((key, ..), &group)| (&**key, group))
                .collect();
            keys.sort_unstable();
            keys
        };
        let whole = open(false, false);
        let mut lengths = [0; 256];
        whole.iter().for_each(|(key, _)| lengths[usize::from(key.as_bytes()[0])] |= length_bit(key.len()));
        let whole = whole.into_iter().map(|(key, group)| (key.as_bytes().into(), group)).collect();
        let forward = |(key, group): (&str, u32)| (key.bytes().collect(), group);
        let backward = |(key, group): (&str, u32)| (key.bytes().rev().collect(), group);
        let beginnings = Trie::new(open(false, true).into_iter().map(forward).collect());
        let endings = Trie::new(open(true, false).into_iter().map(backward).collect());
        let inner = Inner::new(&open(true, true));
        Self { groups, whole, lengths, beginnings, endings, inner }
    }

    /// Calls with every word whose key matches, once.
    #[inline]
    pub(super) fn each(&self, key: &[u8], mut found: impl FnMut(u32)) {
        let mut group = |group: u32| self.groups[group as usize].iter().for_each(|&word| found(word));
        let lengths = key.first().map_or(0, |&first| self.lengths[usize::from(first)]);
        if lengths & length_bit(key.len()) != 0
            && let Some(&whole) = self.whole.get(key)
        {
            group(whole);
        }
        self.beginnings.walk(key.iter().copied(), &mut group);
        if !self.endings.is_empty() {
            self.endings.walk(key.iter().rev().copied(), &mut group);
        }
        if let Some(inner) = &self.inner {
            inner.each(key, &mut group);
        }
    }
}

impl Words {
    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// The bit of a length; all great ones share one.
const fn length_bit(length: usize) -> u64 {
    1 << if length < 63 { length } else { 63 }
}

impl Inner {
    /// Calls with every group that stands inside a key: once, since each call may look at all of the key.
    fn each(&self, key: &[u8], group: &mut impl FnMut(u32)) {
        let mut found: Vec<u32> = Vec::new();
        for pattern in self.automaton.find_overlapping_iter(key).map(|found| found.pattern().as_u32()) {
            // A key may repeat a word very often.
            if found.len() >= 2 * self.groups.len() {
                found.sort_unstable();
                found.dedup();
            }
            found.push(pattern);
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().for_each(|pattern| group(self.groups[pattern as usize]));
    }

    /// `None` where there are none. Building fails only beyond the automaton's size of two thousand
    /// million states, which the limits of terms keep far away.
    fn new(keys: &[(&str, u32)]) -> Option<Self> {
        if keys.is_empty() {
            return None;
        }
        let keys_alone = keys.iter().map(|(key, _)| key);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(keys_alone).ok()?;
        Some(Self { automaton, groups: keys.iter().map(|(_, group)| *group).collect() })
    }
}
