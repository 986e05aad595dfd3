//! Look-up of words spelled out: `b o a t`. From every letter of a run the letters after it walk a trie of all words,
//! which soon ends where no word goes on so. Only where some word is open at its start is every part of the run tried.

use std::borrow::Cow;

use super::trie::{ROOT, Trie};
use super::words::Words;
use crate::text::{Edge, Run, SPELLED_TOKENS, Text, WordPattern};

/// Words by skeleton.
pub(super) struct Spelled {
    trie: Trie,
    /// By value of the trie.
    groups: Vec<Group>,
    /// Words that are open at the start.
    open: Words,
}

/// Words of one skeleton.
#[derive(Default)]
struct Group {
    whole: Vec<u32>,
    /// Words that go on.
    beginnings: Vec<u32>,
}

impl Spelled {
    /// The tables of words, each with its skeleton.
    pub(super) fn new<'w>(words: impl Iterator<Item = (u32, &'w WordPattern, Cow<'w, str>)>) -> Self {
        let (open, closed): (Vec<_>, Vec<_>) =
            words.filter(|(.., skeleton)| !skeleton.is_empty()).partition(|(_, word, _)| word.open_start);
        let mut closed: Vec<_> =
            closed.into_iter().map(|(number, word, skeleton)| (skeleton, number, word)).collect();
        closed.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let mut groups = Vec::new();
        let mut keys = Vec::new();
        for same in closed.chunk_by(|a, b| a.0 == b.0) {
            keys.push((same[0].0.as_bytes().to_vec(), groups.len() as u32));
            let mut group = Group::default();
            for (_, number, word) in same {
                if word.open_end { &mut group.beginnings } else { &mut group.whole }.push(*number);
            }
            groups.push(group);
        }
        Self { trie: Trie::new(keys), groups, open: Words::new(open.into_iter()) }
    }

    /// Calls with every word that may be spelled out in a run, and the edge it would be read at. `skeleton` is a buffer.
    pub(super) fn each(
        &self,
        text: &Text,
        run: &Run,
        skeleton: &mut String,
        mut found: impl FnMut(u32, Edge),
    ) {
        for first in run.first..run.next {
            let most = run.next.min(first + SPELLED_TOKENS);
            self.beginning_at(text, first, most, skeleton, &mut found);
            if !self.open.is_empty() {
                for next in first + 2..=most {
                    let Some(edge) = text.spelled(first, next) else { continue };
                    skeleton.clear();
                    text.push_skeleton(&edge, skeleton);
                    self.open.each(skeleton.as_bytes(), |word| found(word, edge));
                }
            }
        }
    }

    /// Words that begin with a token of a run and end before `most`.
    fn beginning_at(
        &self,
        text: &Text,
        first: u32,
        most: u32,
        skeleton: &mut String,
        found: &mut impl FnMut(u32, Edge),
    ) {
        skeleton.clear();
        let mut node = Some(ROOT);
        let mut begun: Option<usize> = None;
        let mut beginnings: Vec<u32> = Vec::new();
        for token in first..most {
            let before = skeleton.len();
            text.push_skeleton(&text.tokens()[token as usize], skeleton);
            for &byte in &skeleton.as_bytes()[before..] {
                node = node.and_then(|node| self.trie.next(node, byte));
            }
            let group = node.and_then(|node| self.trie.value(node)).map(|group| &self.groups[group as usize]);
            if let Some(group) = group
                && begun != Some(skeleton.len())
            {
                begun = Some(skeleton.len());
                beginnings.extend_from_slice(&group.beginnings);
            }
            if node.is_none() && beginnings.is_empty() {
                return;
            }
            let Some(edge) = (token > first).then(|| text.spelled(first, token + 1)).flatten() else {
                continue;
            };
            group
                .iter()
                .flat_map(|group| &group.whole)
                .chain(&beginnings)
                .for_each(|&word| found(word, edge));
        }
    }
}
