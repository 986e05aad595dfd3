//! An `unless` that holds wherever its `when` does, so that the rule never fires.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::SwallowingUnless, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let formulas = subject.conditions();
    for rule in &subject.policy.rules {
        let Some(unless) = rule.unless else { continue };
        let (when, exception) = (formulas.of(rule.when), formulas.of(unless));
        let Some(atoms) = formulas.atoms(&[when, exception]) else { continue };
        let possible = formulas.possible(&atoms);
        let (when, exception) =
            (formulas.table(when, &atoms).and(&possible), formulas.table(exception, &atoms));
        // A condition that is the same everywhere has a lint of its own.
        if when.is_empty() || possible.implies(&exception) || !when.implies(&exception) {
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
