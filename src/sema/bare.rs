//! Rules that nobody wrote: tools that want to know where a condition holds ask it as the condition of a rule.

use super::hir::{Action, ExprId, Head, Rule, Status};
use crate::span::Place;

impl Rule {
    /// A live rule of nothing but a name, which is not looked at, and a condition. It acts on nothing.
    #[must_use]
    pub(crate) fn bare(name: String, place: Place, when: ExprId) -> Self {
        Self {
            head: Head { qualified: name.clone(), name, place, docs: Vec::new() },
            place,
            when,
            unless: None,
            action: Action::None,
            refer: Vec::new(),
            severity: None,
            because: String::new(),
            basis: None,
            category: None,
            status: Status::Live,
            effective: None,
            examples: Vec::new(),
        }
    }
}
