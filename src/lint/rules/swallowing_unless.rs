//! An `unless` that holds wherever its `when` does, so that the rule never fires.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{ExprId, Rule};

pub(super) const LINT: Lint = Lint { code: Code::SwallowingUnless, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let Some(formulas) = subject.formulas() else { return find_by_form(subject, report) };
    for (rule, &fires) in subject.policy.rules.iter().zip(&formulas.rules) {
        let Some(unless) = rule.unless else { continue };
        let (Some(when), Some(exception)) = (formulas.of(rule.when), formulas.of(unless)) else { continue };
        // A condition that is the same everywhere has a lint of its own.
        if !formulas.is_constant(fires, false)
            || formulas.is_constant(when, false)
            || formulas.is_constant(exception, true)
        {
            continue;
        }
        tell(subject, rule, unless, report);
    }
}

/// The same of a policy too large for more: what the exception asks for is among what the rule asks for.
fn find_by_form(subject: &Subject<'_>, report: &mut Report) {
    let (structure, shapes) = (subject.structure(), subject.conditions());
    for rule in &subject.policy.rules {
        let Some(unless) = rule.unless else { continue };
        let (when, exception) = (shapes.of(rule.when), shapes.of(unless));
        let is_told = structure.is_constant(when, false) || structure.is_constant(exception, true);
        if !is_told && structure.implies(when, exception) {
            tell(subject, rule, unless, report);
        }
    }
}

fn tell(subject: &Subject<'_>, rule: &Rule, unless: ExprId, report: &mut Report) {
    let found = report.tell(
        subject.policy[unless].place,
        format!(
            "the `unless` of `{}` holds wherever its `when` does, so the rule never fires",
            rule.head.name
        ),
        "this leaves nothing",
        "make the exception narrower than the rule",
    );
    found.also(subject.policy[rule.when].place, "what the rule asks for");
}
