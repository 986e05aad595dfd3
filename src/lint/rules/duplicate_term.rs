//! A term that stands twice in one lexicon, or in one list of `or`.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::lint::{at, edit, uses};
use crate::sema::hir::{ExprId, ExprKind, Facts, PatternId, Term};
use crate::source::Source;
use crate::span::Place;

pub(super) const LINT: Lint = Lint { code: Code::DuplicateTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for lexicon in &subject.policy.lexicons {
        let terms = lexicon.terms.iter().map(|id| &subject.policy[*id]);
        let repeated = repeated(terms.clone());
        let mut seen: FxHashMap<PatternId, Vec<&Term>> = FxHashMap::default();
        for term in terms.filter(|term| repeated.contains(&term.pattern)) {
            let others = seen.entry(term.pattern).or_default();
            // The same word in two languages is two facts about it.
            match others.iter().find(|other| speaks_for(other, term)) {
                Some(first) => {
                    let gone = is_free(first, term).then(|| removal(subject, term.place)).flatten();
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

/// What more than one of the terms looks for; of most terms there is nothing to say.
fn repeated<'t>(terms: impl Iterator<Item = &'t Term>) -> FxHashSet<PatternId> {
    let mut seen = FxHashSet::with_capacity_and_hasher(terms.size_hint().0, FxBuildHasher);
    terms.map(|term| term.pattern).filter(|pattern| !seen.insert(*pattern)).collect()
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

/// What to take out so that a term of a lexicon is gone, and its row if it was the last.
fn removal(subject: &Subject<'_>, place: Place) -> Option<Place> {
    let (row, term) = uses::row_of(subject.trees, place)?;
    let source: &Source = subject.source(place.file);
    let gone = match row.terms.len() {
        1 => Some(edit::line(source, row.span)),
        _ => edit::list_item(source, term.span),
    };
    gone.map(|span| at(place.file, span))
}
