//! An `exact`, `accented`, `plain` or `~` that changes nothing: it holds already, or nothing in the term can differ.

use std::cell::LazyCell;

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::FxHashMap;

use crate::lint::uses::{self, TermAt};
use crate::lint::{at, edit};
use crate::logic::is_without_marks;
use crate::sema::Tree;
use crate::sema::hir::{Pattern, Term};
use crate::source::Source;
use crate::span::{FileId, Span};
use crate::syntax::ast::{Item, LexiconBody, LexiconEntry, Mode, Spanned};

pub(super) const LINT: Lint = Lint { code: Code::NeedlessModifier, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let key = |file: FileId, span: Span| (file, span.start);
    let patterns = LazyCell::new(|| -> FxHashMap<_, _> {
        let pattern = |term: &Term| (key(term.place.file, term.place.span), &policy[term.pattern]);
        policy.terms.iter().map(pattern).collect()
    });
    for tree in subject.trees {
        let source = subject.source(tree.file);
        rows(tree, source, report);
        let modified = |found: &TermAt<'_>| found.term.mode.is_some() || found.term.fuzzy.is_some();
        for found in uses::terms(&tree.ast).into_iter().filter(modified) {
            let Some(pattern) = patterns.get(&key(tree.file, found.term.text.span)) else { continue };
            mode(tree, source, &found, pattern, report);
            edits(tree, &found, pattern, report);
        }
    }
}

/// Rows that repeat the mode of their lexicon.
fn rows(tree: &Tree, source: &Source, report: &mut Report) {
    for item in &tree.ast.items {
        let Item::Lexicon(lexicon) = item else { continue };
        let (Some(mode), LexiconBody::Rows(entries)) = (&lexicon.mode, &lexicon.body) else { continue };
        for entry in entries {
            if let LexiconEntry::Row(row) = entry
                && let Some(own) = row.mode.as_ref().filter(|own| own.node == mode.node)
            {
                tell(tree, source, own, "the whole lexicon is so", report);
            }
        }
    }
}

fn mode(tree: &Tree, source: &Source, found: &TermAt<'_>, pattern: &Pattern, report: &mut Report) {
    let Some(mode) = &found.term.mode else { return };
    if mode.node == found.inherited {
        tell(tree, source, mode, "all around it is so", report);
    } else if mode.node == Mode::Accented && found.inherited == Mode::Full && is_without_marks(pattern) {
        tell(tree, source, mode, "nothing in the term has marks that are dropped otherwise", report);
    }
}

fn tell(tree: &Tree, source: &Source, mode: &Spanned<Mode>, why: &str, report: &mut Report) {
    let word = &source.text[mode.span.range()];
    let place = at(tree.file, mode.span);
    let found = report.tell(place, format!("this `{word}` changes nothing"), why, "remove it");
    found.fix(at(tree.file, edit::modifier(source, mode.span)), "");
}

fn edits(tree: &Tree, found: &TermAt<'_>, pattern: &Pattern, report: &mut Report) {
    let Some(written) = found.term.fuzzy.as_ref().filter(|written| written.node > pattern.fuzzy) else {
        return;
    };
    let (label, help, instead) = match pattern.fuzzy {
        0 => ("a word allows one edit from five letters on", "remove it", ""),
        _ => ("a word allows two edits from eight letters on", "write `~1`", "~1"),
    };
    let place = at(tree.file, written.span);
    let told = report.tell(
        place,
        format!("no word of `{}` is long enough for `~{}`", found.term.text.value, written.node),
        label,
        help,
    );
    told.fix(place, instead);
}
