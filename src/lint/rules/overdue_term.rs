//! A term that was last reviewed more than two years ago, and says nothing of when it expires.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::OverdueTerm, find };

/// Days after which words of a trade may have changed; the language leaves the number open.
const OVERDUE: i64 = 730;

fn find(subject: &Subject<'_>, report: &mut Report) {
    let Some(day) = subject.day else { return };
    for term in &subject.policy.terms {
        let Some(reviewed) = term.facts.reviewed.filter(|_| term.facts.expires.is_none()) else { continue };
        if (day - reviewed).whole_days() <= OVERDUE {
            continue;
        }
        report.tell(
            term.place,
            format!("the term `{}` was last reviewed on {reviewed}", term.text),
            "more than two years ago",
            "see whether it is still used so, and set `reviewed` anew",
        );
    }
}
