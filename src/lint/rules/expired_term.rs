//! A term past the day after which it was to be looked at again. It still matches.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::ExpiredTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    let Some(day) = subject.day else { return };
    for term in &subject.policy.terms {
        let Some(expires) = term.facts.expires.filter(|&expires| expires < day) else { continue };
        report.tell(
            term.place,
            format!("the term `{}` expired on {expires}", term.text),
            "it still matches",
            "see whether it is still used so, and renew or remove it",
        );
    }
}
