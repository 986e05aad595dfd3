//! The lints, one file each, in order of code.

mod absent_field_negated;
mod always_false;
mod always_true;
mod common_word_of_another_script;
mod duplicate_term;
mod expired_term;
mod identity_only;
mod implied_rule;
mod missing_basis;
mod missing_examples;
mod missing_unless;
mod mixed_scripts;
mod needless_modifier;
mod overdue_term;
mod punctuation_in_term;
mod regex_as_term;
mod retired_rule_referenced;
mod shadowed_term;
mod short_term;
mod subsumed_term;
mod swallowing_unless;
mod threshold_always_reached;
mod threshold_unreachable;
mod ungated_regex;
mod unused_declaration;
mod unused_import;

use rustc_hash::FxHashSet;

use super::formulas::{self, Formulas};
use super::{Lint, Report, Subject};
use crate::diag::Code;
use crate::sema::hir::{Action, ExprId, ExprKind, Policy, Rule, Status};
use crate::span::Place;

/// Every lint but those about `allow` comments, in order of code.
pub(super) const LINTS: &[Lint] = &[
    unused_declaration::LINT,
    unused_import::LINT,
    duplicate_term::LINT,
    subsumed_term::LINT,
    shadowed_term::LINT,
    short_term::LINT,
    punctuation_in_term::LINT,
    common_word_of_another_script::LINT,
    absent_field_negated::LINT,
    always_true::LINT,
    always_false::LINT,
    implied_rule::LINT,
    swallowing_unless::LINT,
    missing_unless::LINT,
    missing_basis::LINT,
    missing_examples::LINT,
    threshold_unreachable::LINT,
    threshold_always_reached::LINT,
    expired_term::LINT,
    overdue_term::LINT,
    mixed_scripts::LINT,
    needless_modifier::LINT,
    retired_rule_referenced::LINT,
    regex_as_term::LINT,
    identity_only::LINT,
    ungated_regex::LINT,
];

/// Whether a lint says something else on another day.
pub(super) const fn depends_on_day(code: Code) -> bool {
    matches!(code, Code::ExpiredTerm | Code::OverdueTerm)
}

/// Whether a lint compares terms with each other: these take as long as all others, and share nothing with them.
pub(super) const fn compares_terms(code: Code) -> bool {
    matches!(code, Code::SubsumedTerm | Code::ShadowedTerm)
}

/// Whether a rule takes content down or passes it on: more is asked of such a rule.
fn is_grave(rule: &Rule) -> bool {
    rule.status != Status::Retired && (rule.action == Action::Remove || !rule.refer.is_empty())
}

/// What a grave rule does, for a message.
const fn deed(rule: &Rule) -> &'static str {
    match rule.action {
        Action::Remove => "removes content",
        _ => "refers content",
    }
}

/// A whole condition of the policy.
struct Condition {
    expr: ExprId,
    /// What it is called: "the signal `crossing`".
    of: String,
    place: Place,
}

/// The bodies of signals, and what rules and exemptions ask for.
fn conditions(subject: &Subject<'_>) -> Vec<Condition> {
    let policy = subject.policy;
    let mut found = Vec::new();
    for signal in &policy.signals {
        let kind = if signal.context { "context" } else { "signal" };
        let place = signal.head.place;
        found.push(Condition { expr: signal.body, of: format!("the {kind} `{}`", signal.head.name), place });
    }
    for rule in &policy.rules {
        let name = &rule.head.name;
        let place = policy[rule.when].place;
        found.push(Condition { expr: rule.when, of: format!("the `when` of `{name}`"), place });
        if let Some(unless) = rule.unless {
            let place = policy[unless].place;
            found.push(Condition { expr: unless, of: format!("the `unless` of `{name}`"), place });
        }
    }
    for exempt in &policy.exempts {
        let place = policy[exempt.when].place;
        found.push(Condition {
            expr: exempt.when,
            of: format!("the `when` of `{}`", exempt.head.name),
            place,
        });
    }
    found
}

/// Tells of conditions and parts of them that hold always, or never. What a name stands for is told of where it is.
fn tell_constant(subject: &Subject<'_>, wanted: bool, report: &mut Report) {
    let (formulas, policy) = (subject.formulas(), subject.policy);
    let (structure, shapes) = (subject.structure(), subject.conditions());
    // `None` of what is a part of evidence.
    let is_constant = |expr: ExprId, value: bool| match formulas {
        Some(formulas) => formulas.of(expr).map(|node| formulas.is_constant(node, value)),
        None => Some(structure.is_constant(shapes.of(expr), value)),
    };
    let mut told = FxHashSet::default();
    for condition in conditions(subject) {
        let mut stack = vec![condition.expr];
        while let Some(expr) = stack.pop() {
            let meant = meant(policy, expr);
            let Some(is_wanted) = is_constant(meant, wanted) else { continue };
            if !is_wanted && is_constant(meant, !wanted) != Some(true) {
                // Parts of what is named are told of with it.
                stack.extend(formulas::parts(&policy[expr].kind).iter().rev());
            }
            if !is_wanted
                || formulas.is_some_and(|formulas| hangs_on_score(subject, formulas, meant))
                || !told.insert(meant)
            {
                continue;
            }
            let (when, help) = match wanted {
                true => {
                    ("holds for every content", "leave it out, or correct the part that excludes nothing")
                }
                false => ("holds for no content", "correct the parts that exclude each other, or remove it"),
            };
            let (what, place) = match expr == condition.expr {
                true => (condition.of.clone(), condition.place),
                false => (format!("a part of {}", condition.of), policy[expr].place),
            };
            report.tell(place, format!("{what} {when}"), format!("this {when}"), help);
        }
    }
}

/// What a name stands for.
fn meant(policy: &Policy, mut expr: ExprId) -> ExprId {
    while let ExprKind::Signal(signal) = policy[expr].kind {
        expr = policy[signal].body;
    }
    expr
}

/// Parts of a condition that are looked at.
const MOST_PARTS: usize = 256;

/// Whether a condition compares a score with what it never is, or always: that has a lint of its own.
fn hangs_on_score(subject: &Subject<'_>, formulas: &Formulas<'_>, expr: ExprId) -> bool {
    let (mut stack, mut seen) = (vec![expr], FxHashSet::default());
    while let Some(expr) = stack.pop() {
        let expr = meant(subject.policy, expr);
        if seen.len() >= MOST_PARTS || !seen.insert(expr) {
            continue;
        }
        let kind = &subject.policy[expr].kind;
        if let (ExprKind::Score { .. }, Some(node)) = (kind, formulas.of(expr))
            && (formulas.is_constant(node, true) || formulas.is_constant(node, false))
        {
            return true;
        }
        stack.extend_from_slice(formulas::parts(kind));
    }
    false
}
