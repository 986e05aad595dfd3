//! The matcher: runs a plan over content.

use crate::content::Content;
use crate::plan::Plan;
use crate::verdict::{Circumstances, Verdict};

/// A compiled policy, ready to judge. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Matcher {
    plan: std::sync::Arc<Plan>,
}

/// Buffers of one thread, reused from content to content.
#[derive(Default)]
pub struct Scratch {}

impl Matcher {
    /// Makes the look-up tables of a plan.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self { plan: std::sync::Arc::new(plan) }
    }

    /// Judges content, in the default circumstances.
    #[must_use]
    pub fn judge(&self, content: &Content) -> Verdict {
        self.judge_with(&mut Scratch::default(), content, Circumstances::default())
    }

    /// Judges content with buffers of the caller's, in circumstances of the caller's.
    #[must_use]
    pub fn judge_with(
        &self,
        scratch: &mut Scratch,
        content: &Content,
        circumstances: Circumstances,
    ) -> Verdict {
        let _ = (scratch, content, circumstances, &self.plan);
        todo!()
    }
}
