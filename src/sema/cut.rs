//! The terms of lexicons, cut into words ahead, and the regular expressions of conditions, tried ahead. The trees of all
//! modules of one or more packages go in; out comes what each term stands for, for the checks that follow one by one to take.
//! Most of the time of analysis goes into it, and no term waits for another, so that it is done on every core; terms that
//! are written the same are cut once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::sema::limits::{MAX_REGEXES, MAX_WORDS};
use crate::sema::modules::Module;
use crate::sema::regexes;
use crate::sema::terms;
use crate::syntax::ast::{self, Item, LexiconBody, LexiconEntry, Row};
use crate::text::{Mode, Text};
use crate::threads;

/// What the terms of one lexicon stand for, in the order they are written; `None` for one that has not been cut.
#[derive(Default)]
pub(super) struct Cuts {
    numbers: std::vec::IntoIter<u32>,
    ready: Arc<Ready>,
}

impl Iterator for Cuts {
    type Item = Option<terms::Result>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ready.terms.get(self.numbers.next()? as usize).cloned()
    }
}

/// What has been done ahead for a package.
pub(super) struct Ahead {
    /// The terms of each lexicon by their numbers: it is known by its module and where it is named.
    lexicons: FxHashMap<(usize, u32), Vec<u32>>,
    ready: Arc<Ready>,
}

/// What has been done ahead, for all packages.
#[derive(Default)]
struct Ready {
    /// What each term stands for.
    terms: Vec<Option<terms::Result>>,
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
    /// Does what can be done ahead for packages, by their modules.
    pub(super) fn of(packages: &[Vec<Module>]) -> Vec<Self> {
        let mut written = Distinct::default();
        let lexicons: Vec<FxHashMap<(usize, u32), Vec<u32>>> =
            packages.iter().map(|modules| written.numbers(modules)).collect();
        let regexes = regexes_of(packages).into_iter().map(Work::Regex);
        let all: Vec<Work<'_>> = written.terms.chunks(AT_ONCE).map(Work::Terms).chain(regexes).collect();
        let words = AtomicUsize::new(0);
        let done = threads::map(&all, Work::size, |work| work.done(&words));
        let mut ready = Ready::default();
        for (work, done) in all.iter().zip(done) {
            match (work, done) {
                (_, Done::Terms(terms)) => ready.terms.extend(terms),
                (Work::Regex(regex), Done::Regex(true)) => {
                    ready.regexes.insert((regex.pattern.clone(), regex.original));
                }
                _ => {}
            }
        }
        let ready = Arc::new(ready);
        lexicons.into_iter().map(|lexicons| Self { lexicons, ready: Arc::clone(&ready) }).collect()
    }

    /// Takes what the terms of a lexicon stand for.
    pub(super) fn take(&mut self, module: usize, lexicon: &ast::Lexicon) -> Cuts {
        let numbers = self.lexicons.remove(&(module, lexicon.head.name.span.start)).unwrap_or_default();
        Cuts { numbers: numbers.into_iter(), ready: Arc::clone(&self.ready) }
    }

    /// Whether a regular expression is known to be right.
    pub(super) fn is_right(&self, regex: &(String, bool)) -> bool {
        self.ready.regexes.contains(regex)
    }
}

/// Terms, each once.
#[derive(Default)]
struct Distinct<'m> {
    terms: Vec<Written<'m>>,
    known: FxHashMap<(&'m str, Mode), u32>,
    /// The terms of lexicons that have been met: packages may share modules.
    lexicons: FxHashMap<*const ast::Lexicon, Vec<u32>>,
}

impl<'m> Distinct<'m> {
    /// The terms of each lexicon, by their numbers.
    fn numbers(&mut self, modules: &'m [Module]) -> FxHashMap<(usize, u32), Vec<u32>> {
        let mut all = FxHashMap::default();
        for (module, lexicon) in lexicons_of(modules) {
            let known = self.lexicons.get(&std::ptr::from_ref(lexicon)).cloned();
            let numbers = known.unwrap_or_else(|| self.add(lexicon));
            all.insert((module, lexicon.head.name.span.start), numbers);
        }
        all
    }

    fn add(&mut self, lexicon: &'m ast::Lexicon) -> Vec<u32> {
        let terms: Vec<Written<'m>> = terms_of(lexicon).collect();
        self.known.reserve(terms.len());
        let number = |written: Written<'m>| {
            let next = self.terms.len() as u32;
            let number = *self.known.entry((written.0.text.value.as_str(), written.1)).or_insert(next);
            if number == next {
                self.terms.push(written);
            }
            number
        };
        let numbers: Vec<u32> = terms.into_iter().map(number).collect();
        self.lexicons.insert(lexicon, numbers.clone());
        numbers
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
fn regexes_of(packages: &[Vec<Module>]) -> Vec<&ast::Regex> {
    let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
    let items = packages.iter().flatten().flat_map(|module| &module.ast.items);
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
        let here = found.as_ref().map_or(0, |variants| variants.iter().map(Vec::len).sum());
        words.fetch_add(here, Ordering::Relaxed);
        Some(found)
    });
    cut.collect()
}
