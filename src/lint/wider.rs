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
    /// By the key of the first word and how it is open.
    by_word: FxHashMap<(&'p str, bool, bool), Vec<PatternId>>,
}

impl<'p> Index<'p> {
    pub(super) fn new(policy: &'p Policy, patterns: impl IntoIterator<Item = PatternId>) -> Self {
        let mut by_word: FxHashMap<_, Vec<PatternId>> = FxHashMap::default();
        for id in patterns {
            let pattern = &policy[id];
            for variant in &pattern.variants {
                let Some(word) = rarest(variant) else { continue };
                let found = by_word.entry((word.key.as_str(), word.open_start, word.open_end)).or_default();
                if found.last() != Some(&id) {
                    found.push(id);
                }
            }
        }
        Self { policy, by_word }
    }

    /// A term of the index that is wider.
    pub(super) fn wider_than(&self, narrow: PatternId) -> Option<PatternId> {
        let pattern = &self.policy[narrow];
        let first = pattern.variants.first().filter(|variant| variant.len() <= MAX_PIECES)?;
        first.iter().filter_map(Piece::word).find_map(|word| self.by_part(word, narrow))
    }

    fn by_part(&self, word: &WordPattern, narrow: PatternId) -> Option<PatternId> {
        let key = word.key.as_str();
        let bounds: Vec<usize> = key
            .char_indices()
            .map(|(at, _)| at)
            .chain(std::iter::once(key.len()))
            .take(MAX_LETTERS)
            .collect();
        let whole = self.by_edges(key, false, false, narrow);
        let prefix = || bounds.iter().find_map(|&end| self.by_edges(&key[..end], false, true, narrow));
        let suffix = || bounds.iter().find_map(|&start| self.by_edges(&key[start..], true, false, narrow));
        let inner = || {
            let ends = |start: usize| bounds.iter().filter(move |&&end| end > start);
            bounds.iter().find_map(|&start| {
                ends(start).find_map(|&end| self.by_edges(&key[start..end], true, true, narrow))
            })
        };
        whole.or_else(prefix).or_else(suffix).or_else(|| self.has_open().then(inner).flatten())
    }

    /// Whether any word is open on both sides, which costs the most to look for.
    fn has_open(&self) -> bool {
        self.by_word.len() < 64 && self.by_word.keys().any(|(_, start, end)| *start && *end)
    }

    fn by_edges(&self, key: &str, start: bool, end: bool, narrow: PatternId) -> Option<PatternId> {
        let candidates = self.by_word.get(&(key, start, end))?;
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
