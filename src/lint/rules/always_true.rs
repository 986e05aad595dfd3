//! A condition that holds for every content, as far as its form shows.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::AlwaysTrue, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    super::tell_constant(subject, true, report);
}
