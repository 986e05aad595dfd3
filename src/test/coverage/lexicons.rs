//! Where the rows of lexicons stand: the checked policy knows their terms only, so the sources are parsed again.

use rustc_hash::FxHashMap;

use crate::sema::hir::{Policy, Term};
use crate::source::Sources;
use crate::span::{FileId, Place, Span};
use crate::syntax::{self, ast};

/// The rows of every lexicon, by the place of its name; those from a table are not rows of the policy.
pub(super) struct Rows(FxHashMap<Place, Vec<Span>>);

impl Rows {
    pub(super) fn of(policy: &Policy, sources: &Sources) -> Self {
        let mut files: Vec<FileId> = policy.lexicons.iter().map(|lexicon| lexicon.head.place.file).collect();
        files.sort_unstable();
        files.dedup();
        let mut rows = FxHashMap::default();
        for file in files {
            let text = &sources.get(file).text;
            for item in syntax::parse(file, text).file.items {
                let ast::Item::Lexicon(lexicon) = item else { continue };
                let ast::LexiconBody::Rows(entries) = lexicon.body else { continue };
                let spans = entries.iter().filter_map(|entry| match entry {
                    ast::LexiconEntry::Row(row) => Some(trimmed(text, row.span)),
                    ast::LexiconEntry::With(_) => None,
                });
                rows.insert(Place::new(file, lexicon.head.name.span), spans.collect());
            }
        }
        Self(rows)
    }

    /// The rows of the lexicon whose name stands at a place.
    pub(super) fn at(&self, name: Place) -> impl Iterator<Item = Place> {
        let rows = self.0.get(&name).map_or(&[][..], Vec::as_slice);
        rows.iter().map(move |&span| Place::new(name.file, span))
    }
}

/// A span without the white space at its end.
fn trimmed(text: &str, span: Span) -> Span {
    let written = text.get(span.range()).unwrap_or_default();
    Span::new(span.start, span.start + written.trim_end().len() as u32)
}

/// Whether a term stands in a row.
pub(super) fn is_in(term: &Term, row: Place) -> bool {
    term.place.file == row.file && row.span.contains(term.place.span)
}
