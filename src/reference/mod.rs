//! The reference interpreter: evaluates a checked policy on content as plainly as the language page says it.

use crate::content::Content;
use crate::sema::hir;
use crate::verdict::{Circumstances, Verdict};

/// Judges content by a checked policy.
#[must_use]
pub fn judge(policy: &hir::Policy, content: &Content, circumstances: Circumstances) -> Verdict {
    todo!("{policy:?} {content:?} {circumstances:?}")
}
