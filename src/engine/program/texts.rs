//! Texts, each once, in one allocation.

use rustc_hash::FxHashMap;

use crate::flat::{Flat, stored};

/// A text, by its number.
pub(crate) type TextId = u32;

/// Many texts.
#[derive(Default)]
pub(crate) struct Texts {
    /// One after the other.
    all: Box<str>,
    /// Where each ends.
    ends: Flat<u32>,
}

stored!(Texts { all, ends });

impl Texts {
    /// A text; one that is not there is empty.
    #[inline]
    pub(crate) fn get(&self, id: TextId) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends.get(id - 1).copied().unwrap_or_default() as usize };
        self.ends.get(id).and_then(|&end| self.all.get(start..end as usize)).unwrap_or_default()
    }

    /// A text's bytes, which need not be whole characters in a file that means harm.
    #[inline]
    pub(crate) fn bytes(&self, id: TextId) -> &[u8] {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends.get(id - 1).copied().unwrap_or_default() as usize };
        let end = self.ends.get(id).map(|&end| end as usize);
        end.and_then(|end| self.all.as_bytes().get(start..end)).unwrap_or_default()
    }
}

/// A text that has a number. In the order of the texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Numbered<'t> {
    pub(crate) text: &'t str,
    pub(crate) id: TextId,
}

/// Numbers texts in the order they come. The limits of a policy keep them far below four thousand million bytes.
#[derive(Default)]
pub(crate) struct Interner<'t> {
    known: FxHashMap<&'t str, TextId>,
    all: String,
    ends: Vec<u32>,
}

impl<'t> Interner<'t> {
    /// Room for about so many texts.
    pub(crate) fn with_capacity(texts: usize) -> Self {
        let known = FxHashMap::with_capacity_and_hasher(texts, rustc_hash::FxBuildHasher);
        Self { known, ends: Vec::with_capacity(texts), ..Self::default() }
    }

    /// The number of a text.
    pub(crate) fn add(&mut self, text: &'t str) -> TextId {
        *self.known.entry(text).or_insert_with(|| {
            self.all.push_str(text);
            self.ends.push(self.all.len() as u32);
            self.ends.len() as u32 - 1
        })
    }

    /// A text with its number.
    pub(crate) fn number(&mut self, text: &'t str) -> Numbered<'t> {
        Numbered { text, id: self.add(text) }
    }

    /// All of them.
    pub(crate) fn finish(self) -> Texts {
        Texts { all: self.all.into(), ends: self.ends.into() }
    }
}
