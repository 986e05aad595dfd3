//! The plan: the checked policy in executable form.

use crate::sema::hir;

/// The executable form of a policy; owns all it needs.
pub struct Plan {}

/// Builds the plan of a checked policy.
#[must_use]
pub fn build(policy: &hir::Policy) -> Plan {
    let _ = policy;
    Plan {}
}
