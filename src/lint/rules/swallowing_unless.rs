//! An `unless` that holds wherever its `when` does, so that the rule never fires.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::SwallowingUnless, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let Some(formulas) = subject.formulas() else { return };
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
}
