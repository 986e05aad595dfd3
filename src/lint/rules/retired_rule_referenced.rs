//! A test that expects something of a rule nobody goes by any more.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{ExpectWhat, Status};

pub(super) const LINT: Lint = Lint { code: Code::RetiredRuleReferenced, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for expect in subject.policy.tests.iter().flat_map(|test| &test.expects) {
        let ExpectWhat::Rule(id) = expect.what else { continue };
        let rule = &subject.policy[id];
        if rule.status != Status::Retired {
            continue;
        }
        let found = report.tell(
            expect.place,
            format!("the rule `{}` is retired", rule.head.name),
            "its outcome matters to nobody",
            "remove the expectation, or name the rule that took its place",
        );
        found.also(rule.head.place, "the rule is here");
    }
}
