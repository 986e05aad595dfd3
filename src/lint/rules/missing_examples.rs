//! A rule that removes or refers and does not show what it fires on and what it must leave alone.

use super::{deed, is_grave};
use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::MissingExamples, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for rule in subject.policy.rules.iter().filter(|rule| is_grave(rule)) {
        let has = |hit: bool| rule.examples.iter().any(|example| example.hit == hit);
        let (lacks, add) = match (has(true), has(false)) {
            (true, true) => continue,
            (true, false) => ("no `miss`", "add a `miss`: content that looks alike and must be left alone"),
            (false, true) => ("no `hit`", "add a `hit`: content on which it must fire"),
            (false, false) => (
                "neither a `hit` nor a `miss`",
                "add a `hit` and a `miss`: content on which it must fire, and must not",
            ),
        };
        report.tell(
            rule.head.place,
            format!("the rule `{}` {} and has {lacks}", rule.head.name, deed(rule)),
            "expected examples of both kinds",
            add,
        );
    }
}
