//! The terms of lexicons, cut into words ahead. The trees of all modules go in; out comes what each term stands for, for
//! the checks that follow one by one to take. Most of the time of analysis goes into it, and no term waits for another,
//! so that it is done on every core.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use crate::sema::limits::MAX_WORDS;
use crate::sema::modules::Module;
use crate::sema::terms::{self, Variants};
use crate::syntax::ast::{self, Item, LexiconBody, LexiconEntry, Row};
use crate::text::{Mode, Text};
use crate::threads;

/// What the terms of one lexicon stand for, in the order they are written; `None` for one that has not been cut.
pub(super) type Cuts = std::vec::IntoIter<Option<terms::Result>>;

/// What the terms of all lexicons stand for: each lexicon by its module and where it is named.
pub(super) struct Ahead(FxHashMap<(usize, u32), Cuts>);

/// Terms that a thread takes at once.
const AT_ONCE: usize = 128;

impl Ahead {
    pub(super) fn of(modules: &[Module]) -> Self {
        let (mut lexicons, mut terms) = (Vec::new(), Vec::new());
        for (module, lexicon) in lexicons_of(modules) {
            let before = terms.len();
            terms.extend(terms_of(lexicon));
            lexicons.push(((module, lexicon.head.name.span.start), terms.len() - before));
        }
        let parts: Vec<&[Written<'_>]> = terms.chunks(AT_ONCE).collect();
        let length = |part: &&[Written<'_>]| part.iter().map(|(term, _)| term.text.value.len()).sum();
        let words = AtomicUsize::new(0);
        let parts = threads::map(&parts, length, |part| cut(part, &words));
        let mut all = parts.into_iter().flatten();
        let of_lexicon = |(key, count)| (key, all.by_ref().take(count).collect::<Vec<_>>().into_iter());
        Self(lexicons.into_iter().map(of_lexicon).collect())
    }

    /// Takes what the terms of a lexicon stand for.
    pub(super) fn take(&mut self, module: usize, lexicon: &ast::Lexicon) -> Cuts {
        self.0.remove(&(module, lexicon.head.name.span.start)).unwrap_or_default()
    }
}

/// A term, and how it is read.
type Written<'m> = (&'m ast::Term, Mode);

fn lexicons_of(modules: &[Module]) -> impl Iterator<Item = (usize, &ast::Lexicon)> {
    modules.iter().enumerate().flat_map(|(at, module)| {
        module.ast.items.iter().filter_map(move |item| match item {
            Item::Lexicon(lexicon) => Some((at, lexicon)),
            _ => None,
        })
    })
}

fn terms_of(lexicon: &ast::Lexicon) -> impl Iterator<Item = Written<'_>> {
    let entries = match &lexicon.body {
        LexiconBody::Rows(entries) => entries.as_slice(),
        LexiconBody::From(_) => &[],
    };
    let rows = entries.iter().filter_map(|entry| match entry {
        LexiconEntry::Row(row) => Some(row),
        LexiconEntry::With(_) => None,
    });
    rows.flat_map(|row| {
        let around = mode_of(lexicon, row);
        row.terms.iter().map(move |term| (term, mode_in(around, term)))
    })
}

/// How the terms of a row are read where they do not say.
pub(super) fn mode_of(lexicon: &ast::Lexicon, row: &Row) -> Mode {
    row.mode.as_ref().or(lexicon.mode.as_ref()).map_or(Mode::Full, |mode| mode.node)
}

/// How a term is read; `around` is how it is where it does not say.
pub(super) fn mode_in(around: Mode, term: &ast::Term) -> Mode {
    term.mode.as_ref().map_or(around, |mode| mode.node)
}

/// Cuts terms until all that have been cut have more words than a policy may have: the rest waits for whether terms that
/// are equal make it fewer.
fn cut(terms: &[Written<'_>], words: &AtomicUsize) -> Vec<Option<terms::Result>> {
    let mut text = Text::new();
    let cut = terms.iter().map(|(term, mode)| {
        if words.load(Ordering::Relaxed) > MAX_WORDS {
            return None;
        }
        let found = terms::variants(&term.text.value, *mode, &mut text);
        let here = found.as_ref().map_or(0, |variants: &Variants| variants.iter().map(Vec::len).sum());
        words.fetch_add(here, Ordering::Relaxed);
        Some(found)
    });
    cut.collect()
}
