//! A condition that holds for no content, as far as its form shows.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::AlwaysFalse, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    super::tell_constant(subject, false, report);
}
