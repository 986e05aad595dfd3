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
mod unused_declaration;
mod unused_import;

use super::{Lint, Report, Subject};
use crate::diag::Code;
use crate::sema::hir::{Action, ExprId, Rule, Status};
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
];

/// Whether a lint says something else on another day.
pub(super) const fn depends_on_day(code: Code) -> bool {
    matches!(code, Code::ExpiredTerm | Code::OverdueTerm)
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

/// Tells of conditions that hold always, or never. Of equal ones only the first is told of: the others name it.
fn tell_constant(subject: &Subject<'_>, wanted: bool, report: &mut Report) {
    let formulas = subject.conditions();
    let mut told = rustc_hash::FxHashSet::default();
    for condition in conditions(subject) {
        let shape = formulas.of(condition.expr);
        let Some(atoms) = formulas.atoms(&[shape]) else { continue };
        let (table, possible) = (formulas.table(shape, &atoms), formulas.possible(&atoms));
        let holds = if wanted { possible.implies(&table) } else { possible.and(&table).is_empty() };
        if !holds || !told.insert(shape) {
            continue;
        }
        let (when, help) = match wanted {
            true => ("holds for every content", "leave it out, or correct the part that excludes nothing"),
            false => ("holds for no content", "correct the parts that exclude each other, or remove it"),
        };
        report.tell(condition.place, format!("{} {when}", condition.of), format!("this {when}"), help);
    }
}
