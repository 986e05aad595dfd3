//! A change tried on a content: what it does not touch keeps its value, and what it touches is worked out again only
//! where a value below it is another one.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::post::Value;
use super::uses::operands;
use super::{Change, Evaluate, Plain, Post, ScopeId, Touched, World};
use crate::sema::hir::{ExprId, ExprKind, ScoreBody, ScoreId};

/// A change and a content.
pub(in crate::test) struct Trial<'p, 'a> {
    plain: Plain<'p, 'a>,
    change: &'p Change,
    touched: &'p Touched,
    values: RefCell<FxHashMap<(ExprId, ScopeId), (Value, bool)>>,
    scores: RefCell<FxHashMap<ScoreId, (i64, bool)>>,
}

impl<'p, 'a> Trial<'p, 'a> {
    /// Tries a change on a content. `touched` is what can feel it.
    pub(in crate::test) fn new(
        world: &'p World<'a>,
        post: &'p Post<'a>,
        change: &'p Change,
        touched: &'p Touched,
    ) -> Self {
        let plain = Plain { world, post };
        Self { plain, change, touched, values: RefCell::default(), scores: RefCell::default() }
    }

    /// The value of an expression, and whether it is another one than without the change.
    fn tried(&self, expr: ExprId, scope: ScopeId) -> (Value, bool) {
        if !self.touched.exprs.contains(&expr) {
            return (self.plain.value(expr, scope), false);
        }
        if let Some(known) = self.values.borrow().get(&(expr, scope)) {
            return known.clone();
        }
        let before = self.plain.value(expr, scope);
        let tried = if self.touched.sites.contains(&expr) || self.is_fed_anew(expr, scope) {
            let after = self.compute(expr, scope);
            let differs = after != before;
            (after, differs)
        } else {
            (before, false)
        };
        self.values.borrow_mut().insert((expr, scope), tried.clone());
        tried
    }

    /// Whether a value that an expression is worked out from is another one.
    fn is_fed_anew(&self, expr: ExprId, scope: ScopeId) -> bool {
        let world = self.plain.world;
        match &world.policy[expr].kind {
            ExprKind::Signal(signal) => self.tried(world.policy[*signal].body, scope).1,
            ExprKind::Score { score, .. } => self.tried_score(*score).1,
            ExprKind::InFields { operand, .. } => self.tried(*operand, world.scopes.of_in(expr)).1,
            kind => operands(kind).into_iter().any(|operand| self.tried(operand, scope).1),
        }
    }

    fn tried_score(&self, score: ScoreId) -> (i64, bool) {
        let before = self.plain.score(score);
        if !self.touched.scores.contains(&score) {
            return (before, false);
        }
        if let Some(known) = self.scores.borrow().get(&score) {
            return *known;
        }
        let mut rows = self.plain.world.policy[score].rows.iter();
        let is_fed_anew = |body: &ScoreBody| match *body {
            ScoreBody::Expr(expr) => self.tried(expr, ScopeId::DEFAULT).1,
            ScoreBody::Each { .. } => false,
        };
        let anew = self.touched.score_sites.contains(&score) || rows.any(|row| is_fed_anew(&row.body));
        let after = if anew { self.sum(score) } else { before };
        self.scores.borrow_mut().insert(score, (after, after != before));
        (after, after != before)
    }
}

impl Evaluate for Trial<'_, '_> {
    fn world(&self) -> &World<'_> {
        self.plain.world
    }

    fn post(&self) -> &Post<'_> {
        self.plain.post
    }

    fn change(&self) -> Option<&Change> {
        Some(self.change)
    }

    fn value(&self, expr: ExprId, scope: ScopeId) -> Value {
        self.tried(expr, scope).0
    }

    fn score(&self, score: ScoreId) -> i64 {
        self.tried_score(score).0
    }
}
