//! A term beside a wider one of the same list, which finds all that it finds.

use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use crate::diag::Code;
use crate::lint::wider::Index;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{ExprKind, PatternId, Policy, Term, TermId};
use crate::threads;

pub(super) const LINT: Lint = Lint { code: Code::SubsumedTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let terms: Vec<&[TermId]> = policy.lexicons.iter().map(|lexicon| lexicon.terms.as_slice()).collect();
    let bytes = |terms: &&[TermId]| terms.iter().map(|&term| policy[term].text.len()).sum();
    for found in threads::map(&terms, bytes, |terms| subsumed(terms, policy)).into_iter().flatten() {
        tell(found, "this lexicon", report);
    }
    for expr in &policy.exprs {
        let (ExprKind::Or(operands) | ExprKind::OfMembers { members: operands, .. }) = &expr.kind else {
            continue;
        };
        let terms = operands.iter().filter_map(|operand| match policy[*operand].kind {
            ExprKind::Term(term) => Some(term),
            _ => None,
        });
        for found in subsumed(&terms.collect::<Vec<TermId>>(), policy) {
            tell(found, "this list", report);
        }
    }
}

/// Terms of a list, each beside a wider one of it.
fn subsumed<'p>(terms: &[TermId], policy: &'p Policy) -> Vec<(&'p Term, &'p Term)> {
    if terms.len() < 2 {
        return Vec::new();
    }
    let terms: Vec<&Term> = terms.iter().map(|&id| &policy[id]).collect();
    let by_pattern = LazyCell::new(|| {
        // Of equal terms the first.
        let terms = terms.iter().rev();
        terms.map(|term| (term.pattern, *term)).collect::<FxHashMap<PatternId, &Term>>()
    });
    let index = Index::new(policy, terms.iter().map(|term| term.pattern));
    let mut found = Vec::new();
    for &term in &terms {
        let Some(&wide) = index.wider_than(term.pattern).and_then(|id| by_pattern.get(&id)) else { continue };
        // A term that stands twice has a lint of its own.
        let is_first = by_pattern.get(&term.pattern).is_some_and(|first| first.place == term.place);
        // A word may be wider by chance where another language has it.
        if is_first && (wide.lang.is_none() || wide.lang == term.lang) {
            found.push((term, wide));
        }
    }
    found
}

fn tell((term, wide): (&Term, &Term), list: &str, report: &mut Report) {
    let found = report.tell(
        term.place,
        format!("`{}` finds nothing that `{}` of {list} does not", term.text, wide.text),
        "the wider term finds all of this",
        "remove it, or make the wider one narrower",
    );
    found.also(wide.place, "the wider one is here");
}
