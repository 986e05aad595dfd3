//! A rule that fires only where another one fires, which does as much: it never changes a verdict's action.

use crate::diag::Code;
use crate::lint::structure::Asking;
use crate::lint::{Lint, Report, Subject};
use crate::logic::NodeId;
use crate::sema::hir::{Rule, Status};

pub(super) const LINT: Lint = Lint { code: Code::ImpliedRule, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let Some(formulas) = subject.formulas() else { return find_by_form(subject, report) };
    let rules = &subject.policy.rules;
    let live: Vec<usize> = (0..rules.len()).filter(|&number| rules[number].status == Status::Live).collect();
    let nodes: Vec<NodeId> = live.iter().map(|&number| formulas.rules[number]).collect();
    let candidates = formulas.candidates(&nodes);
    for (place, (&number, &node)) in live.iter().zip(&nodes).enumerate() {
        let rule = &rules[number];
        let other = candidates.of(node).into_iter().find(|&other| {
            let wide = &rules[live[other]];
            let equal = || does_as_much(rule, wide) && formulas.implies(nodes[other], node);
            // Of two that are equal the first stays.
            other != place
                && does_as_much(wide, rule)
                && formulas.implies(node, nodes[other])
                && (other < place || !equal())
        });
        let Some(other) = other.map(|other| &rules[live[other]]) else { continue };
        // A rule that never fires has a lint of its own.
        if formulas.is_constant(node, false) {
            continue;
        }
        tell(rule, other, report);
    }
}

/// The same of a policy too large for more: all that the other rule asks for is among what this one asks for.
fn find_by_form(subject: &Subject<'_>, report: &mut Report) {
    let rules = &subject.policy.rules;
    let asking = Asking::new(subject.policy, &subject.structure());
    for (number, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.status == Status::Live) {
        let other = asking.wider_than(number).into_iter().find(|&other| {
            let wide = &rules[other];
            let equal = || does_as_much(rule, wide) && asking.asks_for_less(number, other);
            wide.status == Status::Live && does_as_much(wide, rule) && (other < number || !equal())
        });
        if let Some(other) = other {
            tell(rule, &rules[other], report);
        }
    }
}

fn tell(rule: &Rule, other: &Rule, report: &mut Report) {
    // Rules of one name stand in two modules.
    let name = |of: &Rule| match rule.head.name == other.head.name {
        true => of.head.qualified.clone(),
        false => of.head.name.clone(),
    };
    let found = report.tell(
        rule.head.place,
        format!("wherever `{}` fires, `{}` fires too and does as much", name(rule), name(other)),
        "this rule changes no action",
        "remove it, or let it ask for something else",
    );
    found.also(other.head.place, "the other rule is here");
}

/// Whether everything that comes of a rule comes of another.
fn does_as_much(wide: &Rule, rule: &Rule) -> bool {
    let is_in_effect = match (wide.effective, rule.effective) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((from, to)), Some((rule_from, rule_to))) => {
            from.is_none_or(|from| rule_from.is_some_and(|other| from <= other))
                && to.is_none_or(|to| rule_to.is_some_and(|other| to >= other))
        }
    };
    is_in_effect
        && wide.action >= rule.action
        && wide.severity >= rule.severity
        && (rule.category.is_none() || rule.category == wide.category)
        && rule.refer.iter().all(|recipient| wide.refer.contains(recipient))
}
