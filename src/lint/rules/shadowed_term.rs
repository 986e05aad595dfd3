//! A term beside a lexicon that has it, or has a wider one: in a list of `or`, or after `with`.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::lint::wider::Index;
use crate::sema::hir::{ExprKind, LexiconId, Term};

pub(super) const LINT: Lint = Lint { code: Code::ShadowedTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let mut indexes = Indexes { subject, made: FxHashMap::default() };
    for lexicon in &policy.lexicons {
        for &included in lexicon.includes.iter().take(MOST_LEXICONS) {
            for &term in &lexicon.terms {
                indexes.check(&policy[term], included, report);
            }
        }
    }
    for expr in &policy.exprs {
        let (ExprKind::Or(operands) | ExprKind::OfMembers { members: operands, .. }) = &expr.kind else {
            continue;
        };
        let lexicons = operands.iter().filter_map(|operand| match policy[*operand].kind {
            ExprKind::Lexicon(lexicon) => Some(lexicon),
            _ => None,
        });
        for lexicon in lexicons.take(MOST_LEXICONS) {
            for operand in operands {
                if let ExprKind::Term(term) = policy[*operand].kind {
                    indexes.check(&policy[term], lexicon, report);
                }
            }
        }
    }
}

/// Lexicons beside a term that are looked into.
const MOST_LEXICONS: usize = 8;

/// Indexes of lexicons, each made once.
struct Indexes<'s, 'p> {
    subject: &'s Subject<'p>,
    made: FxHashMap<LexiconId, Index<'p>>,
}

impl Indexes<'_, '_> {
    fn check(&mut self, term: &Term, lexicon: LexiconId, report: &mut Report) {
        let policy = self.subject.policy;
        let shadowing = &policy[lexicon];
        let wide = match shadowing.patterns.binary_search(&term.pattern) {
            Ok(_) => Some(term.pattern),
            Err(_) => match self.made.entry(lexicon) {
                Entry::Occupied(index) => index.into_mut(),
                Entry::Vacant(place) => place.insert(Index::new(policy, shadowing.patterns.iter().copied())),
            }
            .wider_than(term.pattern),
        };
        if wide.is_none() {
            return;
        }
        let name = &shadowing.head.name;
        let found = report.tell(
            term.place,
            format!("`{}` finds nothing that the lexicon `{name}` beside it does not", term.text),
            "the lexicon has this term, or a wider one",
            "remove it here",
        );
        found.also(shadowing.head.place, "the lexicon is here");
    }
}
