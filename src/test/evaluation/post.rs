//! One content: its texts, where the leaves stand in it, and the values of expressions as far as they have been asked for.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{LeafId, ScopeId, World};
use crate::content::Content;
use crate::engine::Scratch;
use crate::reference::{Interpreter, Spot};
use crate::sema::hir::{ExprId, ScoreId};
use crate::verdict::Circumstances;

/// The value of an expression: a truth or spans, in order.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::test) enum Value {
    /// Of a truth.
    Truth(bool),
    /// Of evidence.
    Spans(Rc<[Spot]>),
}

impl Value {
    /// "Evidence is true where it is not empty."
    pub(in crate::test) fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            Self::Spans(spans) => !spans.is_empty(),
        }
    }

    /// The spans; a truth has none.
    pub(super) fn spans(&self) -> &[Spot] {
        match self {
            Self::Truth(_) => &[],
            Self::Spans(spans) => spans,
        }
    }
}

/// A content.
pub(in crate::test) struct Post<'a> {
    /// What does not depend on terms.
    pub(in crate::test) interpreter: Interpreter<'a>,
    /// Where leaves stand, in order of leaf.
    found: Vec<(LeafId, Vec<Spot>)>,
    /// Values without a change.
    pub(super) values: RefCell<FxHashMap<(ExprId, ScopeId), Value>>,
    /// Scores without a change.
    pub(super) scores: RefCell<FxHashMap<ScoreId, i64>>,
}

impl<'a> Post<'a> {
    /// Reads a content and finds the leaves in it. `today` is the day it is judged on if it does not say when it was made;
    /// rules are evaluated whatever their status, as in tests.
    pub(in crate::test) fn new(
        world: &World<'a>,
        content: &'a Content,
        today: Option<time::Date>,
        scratch: &mut Scratch,
    ) -> Self {
        let circumstances = Circumstances { today, all_statuses: true };
        let interpreter = Interpreter::new(world.policy, content, circumstances);
        let found = world.leaves.find(scratch, content, &interpreter);
        Self { interpreter, found, values: RefCell::default(), scores: RefCell::default() }
    }

    /// Where a leaf stands, in any field.
    pub(in crate::test) fn spots(&self, leaf: LeafId) -> &[Spot] {
        let at = self.found.binary_search_by_key(&leaf, |(leaf, _)| *leaf);
        at.ok().and_then(|at| self.found.get(at)).map_or(&[], |(_, spots)| spots)
    }

    /// The leaves that stand anywhere, in order.
    pub(in crate::test) fn found(&self) -> impl Iterator<Item = (LeafId, &[Spot])> {
        self.found.iter().map(|(leaf, spots)| (*leaf, spots.as_slice()))
    }
}
