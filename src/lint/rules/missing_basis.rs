//! A rule that removes or refers and does not name the law or rule it rests on.

use super::{deed, is_grave};
use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::MissingBasis, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for rule in subject.policy.rules.iter().filter(|rule| is_grave(rule) && rule.basis.is_none()) {
        report.tell(
            rule.head.place,
            format!("the rule `{}` {} and has no `basis`", rule.head.name, deed(rule)),
            "expected the law or platform rule behind it",
            "add `basis \"…\"`",
        );
    }
}
