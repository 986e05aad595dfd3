//! A term that stands twice in one lexicon, or in one list of `or`.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::FxHashMap;

use crate::lint::{at, edit};
use crate::sema::hir::{ExprId, ExprKind, Facts, PatternId, Term};
use crate::source::Source;
use crate::span::{FileId, Place, Span};
use crate::syntax::ast::{self, Item, LexiconBody, LexiconEntry};

pub(super) const LINT: Lint = Lint { code: Code::DuplicateTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let rows = Rows::of(subject);
    for lexicon in &subject.policy.lexicons {
        let mut seen: FxHashMap<PatternId, Vec<&Term>> = FxHashMap::default();
        for &id in &lexicon.terms {
            let term = &subject.policy[id];
            let others = seen.entry(term.pattern).or_default();
            // The same word in two languages is two facts about it.
            match others.iter().find(|other| speaks_for(other, term)) {
                Some(first) => {
                    let gone = is_free(first, term).then(|| rows.removal(subject, term.place)).flatten();
                    tell(term, first.place, gone, "this lexicon", report);
                }
                None if others.len() < MOST_LANGUAGES => others.push(term),
                None => {}
            }
        }
    }
    for expr in &subject.policy.exprs {
        if let ExprKind::Or(operands) | ExprKind::OfMembers { members: operands, .. } = &expr.kind {
            list(operands, subject, report);
        }
    }
}

/// Languages in which one word is looked for again.
const MOST_LANGUAGES: usize = 64;

/// Whether a term says all that a later one does: it is in the same language, or in any.
fn speaks_for(first: &Term, later: &Term) -> bool {
    first.lang == later.lang || first.lang.is_none() || later.lang.is_none()
}

/// Whether nothing but the term is lost with the later one.
fn is_free(first: &Term, later: &Term) -> bool {
    (first.lang == later.lang || first.lang.is_none())
        && (later.facts == Facts::default() || first.facts == later.facts)
}

fn list(operands: &[ExprId], subject: &Subject<'_>, report: &mut Report) {
    let mut seen: FxHashMap<PatternId, &Term> = FxHashMap::default();
    for operand in operands {
        let expr = &subject.policy[*operand];
        let ExprKind::Term(term) = expr.kind else { continue };
        let term = &subject.policy[term];
        let Some(&first) = seen.get(&term.pattern) else {
            seen.insert(term.pattern, term);
            continue;
        };
        let source = subject.source(expr.place.file);
        // Verdicts name such a term by its text, so that one spelt otherwise is not removed without asking.
        let gone = edit::or_operand(source, expr.place.span).filter(|_| first.text == term.text);
        tell(term, first.place, gone.map(|span| at(expr.place.file, span)), "this list", report);
    }
}

fn tell(term: &Term, first: Place, gone: Option<Place>, list: &str, report: &mut Report) {
    let found = report.tell(
        term.place,
        format!("{list} has the term `{}` twice", term.text),
        "an equal term stands before it",
        "remove one of the two",
    );
    let found = found.also(first, "the first one is here");
    if let Some(gone) = gone {
        found.fix(gone, "");
    }
}

/// The rows of all lexicons, by file and the start of each term's quotes.
struct Rows<'a>(FxHashMap<(FileId, u32), (&'a ast::Row, Span)>);

impl<'a> Rows<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let mut rows = FxHashMap::default();
        for tree in subject.trees {
            for item in &tree.ast.items {
                let Item::Lexicon(ast::Lexicon { body: LexiconBody::Rows(entries), .. }) = item else {
                    continue;
                };
                for entry in entries {
                    let LexiconEntry::Row(row) = entry else { continue };
                    rows.extend(
                        row.terms.iter().map(|term| ((tree.file, term.text.span.start), (row, term.span))),
                    );
                }
            }
        }
        Self(rows)
    }

    /// What to take out so that a term is gone, and its row if it was the last.
    fn removal(&self, subject: &Subject<'_>, term: Place) -> Option<Place> {
        let (row, span) = self.0.get(&(term.file, term.span.start))?;
        let source: &Source = subject.source(term.file);
        let gone = match row.terms.len() {
            1 => Some(edit::line(source, row.span)),
            _ => edit::list_item(source, *span),
        };
        gone.map(|span| at(term.file, span))
    }
}
