//! The terms of lexicons, cut into words ahead, and the regular expressions of conditions, tried ahead. The trees of all
//! modules go in; out comes what each term stands for, for the checks that follow one by one to take. Most of the time of
//! analysis goes into it, and no term waits for another, so that it is done on every core.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::sema::limits::{MAX_REGEXES, MAX_WORDS};
use crate::sema::modules::Module;
use crate::sema::regexes;
use crate::sema::terms::{self, Variants};
use crate::syntax::ast::{self, Item, LexiconBody, LexiconEntry, Row};
use crate::text::{Mode, Text};
use crate::threads;

/// What the terms of one lexicon stand for, in the order they are written; `None` for one that has not been cut.
pub(super) type Cuts = std::vec::IntoIter<Option<terms::Result>>;

/// What has been done ahead.
pub(super) struct Ahead {
    /// What the terms of all lexicons stand for: each lexicon by its module and where it is named.
    lexicons: FxHashMap<(usize, u32), Cuts>,
    /// Regular expressions that are right, and whether each is run over the original.
    regexes: FxHashSet<(String, bool)>,
}

/// Terms that a thread takes at once.
const AT_ONCE: usize = 128;

/// A byte of a regular expression takes about as long to compile as so many of terms take to cut.
const REGEX_BYTE: usize = 100;

/// What a thread does at once.
enum Work<'m> {
    Terms(&'m [Written<'m>]),
    Regex(&'m ast::Regex),
}

/// What has become of it.
enum Done {
    Terms(Vec<Option<terms::Result>>),
    Regex(bool),
}

impl Work<'_> {
    fn size(&self) -> usize {
        match self {
            Self::Terms(terms) => terms.iter().map(|(term, _)| term.text.value.len()).sum(),
            Self::Regex(regex) => regex.pattern.len() * REGEX_BYTE,
        }
    }

    fn done(&self, words: &AtomicUsize) -> Done {
        match self {
            Self::Terms(terms) => Done::Terms(cut(terms, words)),
            Self::Regex(regex) => Done::Regex(regexes::check(&regex.pattern, regex.original).is_ok()),
        }
    }
}

impl Ahead {
    pub(super) fn of(modules: &[Module]) -> Self {
        let (mut lexicons, mut terms) = (Vec::new(), Vec::new());
        for (module, lexicon) in lexicons_of(modules) {
            let before = terms.len();
            terms.extend(terms_of(lexicon));
            lexicons.push(((module, lexicon.head.name.span.start), terms.len() - before));
        }
        let all: Vec<Work<'_>> = terms
            .chunks(AT_ONCE)
            .map(Work::Terms)
            .chain(regexes_of(modules).into_iter().map(Work::Regex))
            .collect();
        let words = AtomicUsize::new(0);
        let done = threads::map(&all, Work::size, |work| work.done(&words));
        let (mut cuts, mut regexes) = (Vec::with_capacity(terms.len()), FxHashSet::default());
        for (work, done) in all.iter().zip(done) {
            match (work, done) {
                (_, Done::Terms(terms)) => cuts.extend(terms),
                (Work::Regex(regex), Done::Regex(true)) => {
                    regexes.insert((regex.pattern.clone(), regex.original));
                }
                _ => {}
            }
        }
        let mut cuts = cuts.into_iter();
        let of_lexicon = |(key, count)| (key, cuts.by_ref().take(count).collect::<Vec<_>>().into_iter());
        Self { lexicons: lexicons.into_iter().map(of_lexicon).collect(), regexes }
    }

    /// Takes what the terms of a lexicon stand for.
    pub(super) fn take(&mut self, module: usize, lexicon: &ast::Lexicon) -> Cuts {
        self.lexicons.remove(&(module, lexicon.head.name.span.start)).unwrap_or_default()
    }

    /// Whether a regular expression is known to be right.
    pub(super) fn is_right(&self, regex: &(String, bool)) -> bool {
        self.regexes.contains(regex)
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

/// The regular expressions of all conditions, each once, as many as a policy may have.
fn regexes_of(modules: &[Module]) -> Vec<&ast::Regex> {
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    let items = modules.iter().flat_map(|module| &module.ast.items);
    let mut open: Vec<&ast::Expr> = items.flat_map(Item::expressions).collect();
    while let Some(expr) = open.pop() {
        match &expr.kind {
            ast::ExprKind::Regex(regex) if seen.insert((&regex.pattern, regex.original)) => found.push(regex),
            _ => open.extend(expr.operands()),
        }
        if found.len() == MAX_REGEXES {
            break;
        }
    }
    found
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
