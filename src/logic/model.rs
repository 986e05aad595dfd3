//! A way in which a question might come true: what should be found in content, and what should not.

use super::node::{Fact, SimpleId};
use crate::sema::hir::Within;

/// What should hold and what should not. Not all of it may be possible together.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What should hold.
    pub holds: Vec<Wish>,
    /// What should not.
    pub fails: Vec<Wish>,
}

/// Something that content has or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Any evidence of these.
    Any(Vec<SimpleId>),
    /// One of the first before one of the others.
    Pair {
        /// Of which one stands first.
        left: Vec<SimpleId>,
        /// Of which one follows.
        right: Vec<SimpleId>,
        /// How far apart.
        within: Within,
    },
    /// So many spans, or different texts, of these.
    Count {
        /// What is counted.
        of: Vec<SimpleId>,
        /// How many, at least.
        at_least: i64,
        /// Different texts.
        distinct: bool,
    },
    /// Something about a field.
    Fact(Fact),
}
