//! A score compared with what it always is.

use super::threshold_unreachable;
use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::ThresholdAlwaysReached, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    threshold_unreachable::tell(subject, true, report);
}
