//! A term beside a wider one of the same list, which finds all that it finds.

use std::cell::LazyCell;

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::FxHashMap;

use crate::lint::wider::Index;
use crate::sema::hir::{ExprKind, PatternId, Term, TermId};

pub(super) const LINT: Lint = Lint { code: Code::SubsumedTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for lexicon in &subject.policy.lexicons {
        list(lexicon.terms.iter().copied(), "this lexicon", subject, report);
    }
    for expr in &subject.policy.exprs {
        let (ExprKind::Or(operands) | ExprKind::OfMembers { members: operands, .. }) = &expr.kind else {
            continue;
        };
        let terms = operands.iter().filter_map(|operand| match subject.policy[*operand].kind {
            ExprKind::Term(term) => Some(term),
            _ => None,
        });
        list(terms, "this list", subject, report);
    }
}

fn list(terms: impl Iterator<Item = TermId>, list: &str, subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let terms: Vec<&Term> = terms.map(|id| &policy[id]).collect();
    if terms.len() < 2 {
        return;
    }
    let by_pattern = LazyCell::new(|| {
        // Of equal terms the first.
        let terms = terms.iter().rev();
        terms.map(|term| (term.pattern, *term)).collect::<FxHashMap<PatternId, &Term>>()
    });
    let index = Index::new(policy, terms.iter().map(|term| term.pattern));
    for term in &terms {
        let Some(wide) = index.wider_than(term.pattern).and_then(|id| by_pattern.get(&id)) else { continue };
        // A term that stands twice has a lint of its own.
        if by_pattern.get(&term.pattern).is_none_or(|first| first.place != term.place) {
            continue;
        }
        // A word may be wider by chance where another language has it.
        if wide.lang.is_some() && wide.lang != term.lang {
            continue;
        }
        let found = report.tell(
            term.place,
            format!("`{}` finds nothing that `{}` of {list} does not", term.text, wide.text),
            "the wider term finds all of this",
            "remove it, or make the wider one narrower",
        );
        found.also(wide.place, "the wider one is here");
    }
}
