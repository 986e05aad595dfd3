//! What a term matches, once its brackets are written out: a part of the checked policy.

use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use crate::text::{Mode, WordPattern};

/// What a term matches: any one of its variants. Alternatives and optional words are expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// How content is read for it.
    pub mode: Mode,
    /// The number after its `~`: 0 without one, or where no word is long enough for an edit; 1 where none is long
    /// enough for two.
    pub fuzzy: u8,
    /// Whether the term stands in an `ar` row, for the `clitics` reading.
    pub clitics: bool,
    /// At least one, each with at least one word; sorted, no repeats.
    pub variants: Variants,
}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.mode, self.fuzzy, self.clitics, self.variants.0.hash).hash(state);
    }
}

/// The word sequences that a term stands for. Copies share them, so that those of terms which were cut together are
/// compared in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants(Arc<Shared>);

/// Variants, and what is asked of them for every term: worked out where terms are cut, on every core.
#[derive(Debug, PartialEq, Eq)]
struct Shared {
    hash: u64,
    pieces: usize,
    all: Vec<Vec<Piece>>,
}

impl From<Vec<Vec<Piece>>> for Variants {
    fn from(all: Vec<Vec<Piece>>) -> Self {
        // The first and the last tell patterns apart nearly always, and there may be a thousand.
        let hash = FxBuildHasher.hash_one((all.len(), all.first(), all.last()));
        Self(Arc::new(Shared { hash, pieces: all.iter().map(Vec::len).sum(), all }))
    }
}

impl Variants {
    /// How many words and gaps all of them have.
    pub(super) fn pieces(&self) -> usize {
        self.0.pieces
    }
}

impl Deref for Variants {
    type Target = [Vec<Piece>];

    fn deref(&self) -> &Self::Target {
        &self.0.all
    }
}

impl<'v> IntoIterator for &'v Variants {
    type Item = &'v Vec<Piece>;
    type IntoIter = std::slice::Iter<'v, Vec<Piece>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.all.iter()
    }
}

/// A piece of a variant. Gaps stand only between words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// A word. The variants of a term share those they have in common.
    Word(Arc<WordPattern>),
    /// At most this many base tokens between the words around it (without a gap: none, but emoji are passed over).
    Gap(u32),
}

impl Piece {
    /// The word, if it is one.
    #[must_use]
    pub fn word(&self) -> Option<&WordPattern> {
        match self {
            Self::Word(word) => Some(word),
            Self::Gap(_) => None,
        }
    }
}
