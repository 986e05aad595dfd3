//! A rule that removes or refers without an exception for those who report, warn or ask.

use super::{deed, is_grave};
use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::MissingUnless, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for rule in subject.policy.rules.iter().filter(|rule| is_grave(rule) && rule.unless.is_none()) {
        report.tell(
            rule.head.place,
            format!("the rule `{}` {} and has no `unless`", rule.head.name, deed(rule)),
            "expected an exception",
            "add `unless` and a context, such as reporting or advice on rescue",
        );
    }
}
