//! Whether two policies say the same in the same order, so that their conditions need not be looked into: all that differs
//! is layout, comments, and what stands beside conditions.

use crate::sema::hir::{ExprKind, Policy, ScoreBody, TermId};

/// Whether rules and exemptions have the same names and, number for number, the same conditions. `false` says nothing.
pub(super) fn have_same_conditions(old: &Policy, new: &Policy) -> bool {
    old.content == new.content
        && old.package.region == new.package.region
        && is_same(&old.rules, &new.rules, |one, other| {
            one.head.qualified == other.head.qualified && (one.when, one.unless) == (other.when, other.unless)
        })
        && is_same(&old.exempts, &new.exempts, |one, other| {
            one.head.qualified == other.head.qualified && one.when == other.when
        })
        && is_same(&old.exprs, &new.exprs, |one, other| match (&one.kind, &other.kind) {
            (ExprKind::Term(one), ExprKind::Term(other)) => is_same_term((old, *one), (new, *other)),
            (one, other) => one == other,
        })
        && have_same_declarations(old, new)
}

/// Whether what expressions name by number is the same.
fn have_same_declarations(old: &Policy, new: &Policy) -> bool {
    old.patterns == new.patterns
        && is_same(&old.regexes, &new.regexes, |one, other| {
            (&one.pattern, one.original) == (&other.pattern, other.original)
        })
        && is_same(&old.lexicons, &new.lexicons, |one, other| one.patterns == other.patterns)
        && is_same(&old.hashlists, &new.hashlists, |one, other| {
            (one.kind, &one.hashes) == (other.kind, &other.hashes)
        })
        && is_same(&old.signals, &new.signals, |one, other| one.body == other.body)
        && is_same(&old.scores, &new.scores, |one, other| {
            is_same(&one.rows, &other.rows, |row, other| {
                row.points == other.points && is_same_body(&row.body, &other.body)
            })
        })
}

fn is_same_body(one: &ScoreBody, other: &ScoreBody) -> bool {
    match (one, other) {
        (ScoreBody::Expr(one), ScoreBody::Expr(other)) => one == other,
        (
            ScoreBody::Each { lexicon, operand, up_to },
            ScoreBody::Each { lexicon: other, operand: of, up_to: most },
        ) => (lexicon, operand, up_to) == (other, of, most),
        _ => false,
    }
}

/// A term by what it matches: how it is written does not count.
fn is_same_term((old, one): (&Policy, TermId), (new, other): (&Policy, TermId)) -> bool {
    old[one].pattern == new[other].pattern
}

fn is_same<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(one, other)| same(one, other))
}
