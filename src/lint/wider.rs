//! Which terms are wider than others: whatever text a narrow term finds, the wide one finds there, too, in
//! ordinary text.

use rustc_hash::FxHashMap;

use crate::logic::usually_implies;
use crate::sema::hir::{Mode, Pattern, PatternId, Piece, Policy};
use crate::text::WordPattern;

/// Variants with more pieces are not looked at: phrases are short.
const MAX_PIECES: usize = 12;
/// Letters of a word that are looked at for what it holds.
const MAX_LETTERS: usize = 32;
/// Terms that are compared with one variant once an index has found them.
const MAX_CANDIDATES: usize = 4;

/// Whether a term finds something in whatever text another finds something. The same term is no wider.
pub(super) fn is_wider(wide: &Pattern, narrow: &Pattern) -> bool {
    wide != narrow && usually_implies(narrow, wide)
}

/// Whether a term differs from another in a mode alone that it could do without: of two such terms the other is the
/// one to keep.
fn is_needlessly_other(wide: &Pattern, narrow: &Pattern) -> bool {
    wide.mode == Mode::Accented && narrow.mode == Mode::Full && usually_implies(wide, narrow)
}

/// An index of terms by the words that make them wide.
pub(super) struct Index<'p> {
    policy: &'p Policy,
    closed: Words<'p>,
    /// `cross*`
    open_end: Words<'p>,
    /// `*cross`
    open_start: Words<'p>,
    /// `*cross*`
    open: Words<'p>,
}

/// Terms by the key of a word.
#[derive(Default)]
struct Words<'p> {
    by_key: FxHashMap<&'p str, Vec<PatternId>>,
    /// How long the keys are, a bit for each length: few parts of a word are as long as any of them.
    lengths: u128,
}

impl<'p> Words<'p> {
    fn add(&mut self, key: &'p str, id: PatternId) {
        let found = self.by_key.entry(key).or_default();
        if found.last() != Some(&id) {
            found.push(id);
        }
        self.lengths |= length_bit(key);
    }

    fn get(&self, key: &str) -> Option<&[PatternId]> {
        if self.lengths & length_bit(key) == 0 {
            return None;
        }
        self.by_key.get(key).map(Vec::as_slice)
    }

    fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }
}

/// The bit of a key's length in bytes; the last is for all that are longer.
fn length_bit(key: &str) -> u128 {
    1 << key.len().min(127)
}

impl<'p> Index<'p> {
    pub(super) fn new(policy: &'p Policy, patterns: impl IntoIterator<Item = PatternId>) -> Self {
        let empty = Words::default;
        let mut index =
            Self { policy, closed: empty(), open_end: empty(), open_start: empty(), open: empty() };
        for id in patterns {
            let mut before = None;
            for word in policy[id].variants.iter().filter_map(|variant| rarest(variant)) {
                // Variants share their words, and most have theirs in common with the one before.
                if !before.replace(word).is_some_and(|before| std::ptr::eq(before, word)) {
                    index.words_like(word).add(&word.key, id);
                }
            }
        }
        index
    }

    fn words_like(&mut self, word: &WordPattern) -> &mut Words<'p> {
        match (word.open_start, word.open_end) {
            (false, false) => &mut self.closed,
            (false, true) => &mut self.open_end,
            (true, false) => &mut self.open_start,
            (true, true) => &mut self.open,
        }
    }

    /// A term of the index that is wider.
    pub(super) fn wider_than(&self, narrow: PatternId) -> Option<PatternId> {
        let pattern = &self.policy[narrow];
        let first = pattern.variants.first().filter(|variant| variant.len() <= MAX_PIECES)?;
        first.iter().filter_map(Piece::word).find_map(|word| self.by_part(&word.key, narrow))
    }

    fn by_part(&self, key: &str, narrow: PatternId) -> Option<PatternId> {
        let bounds = || {
            let starts = key.char_indices().map(|(at, _)| at);
            starts.chain(std::iter::once(key.len())).take(MAX_LETTERS)
        };
        let wider = |words: &Words<'p>, part: &str| self.widest(words.get(part)?, narrow);
        let whole = wider(&self.closed, key);
        let prefix = || bounds().find_map(|end| wider(&self.open_end, &key[..end]));
        let suffix = || bounds().find_map(|start| wider(&self.open_start, &key[start..]));
        let inner = || {
            let ends = |start: usize| bounds().filter(move |&end| end > start);
            bounds().find_map(|start| ends(start).find_map(|end| wider(&self.open, &key[start..end])))
        };
        whole
            .or_else(|| if self.open_end.is_empty() { None } else { prefix() })
            .or_else(|| if self.open_start.is_empty() { None } else { suffix() })
            .or_else(|| if self.has_few_open() { inner() } else { None })
    }

    /// Whether any word is open on both sides, and the words are few: these cost the most to look for.
    fn has_few_open(&self) -> bool {
        let all = [&self.closed, &self.open_end, &self.open_start, &self.open];
        !self.open.is_empty() && all.iter().map(|words| words.by_key.len()).sum::<usize>() < 64
    }

    fn widest(&self, candidates: &[PatternId], narrow: PatternId) -> Option<PatternId> {
        let others = candidates.iter().filter(|&&wide| wide != narrow).take(MAX_CANDIDATES);
        let (policy, narrow) = (self.policy, &self.policy[narrow]);
        others
            .copied()
            .find(|&wide| is_wider(&policy[wide], narrow) && !is_needlessly_other(&policy[wide], narrow))
    }
}

/// The word of a variant by which it is looked up: the longest, since few others have it.
fn rarest(variant: &[Piece]) -> Option<&WordPattern> {
    variant.iter().filter_map(Piece::word).max_by_key(|word| word.key.len())
}
