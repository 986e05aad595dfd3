//! `near` and `then`. Chains lean to the left and may be long, so they are walked, not recursed into.

use super::TypeError;
use crate::sema::context::Context;
use crate::sema::dates::DateError;
use crate::sema::hir::{ExprId, ExprKind, Ty, Within};
use crate::syntax::ast;

/// Tokens between, where `within` does not say.
const DEFAULT_WORDS: u32 = 10;

impl Context<'_> {
    /// `a near b near c`, from the innermost pair outwards.
    pub(super) fn near_chain(&mut self, expr: &ast::Expr) -> Option<ExprId> {
        let mut links = Vec::new();
        let mut innermost = expr;
        while let ast::ExprKind::Near { left, .. } = &innermost.kind {
            links.push(innermost);
            innermost = left;
        }
        let by = links.last().map_or("`near`", |link| word(&link.kind));
        let mut chain = self.evidence(innermost, by);
        for link in links.into_iter().rev() {
            chain = self.link(chain, link);
        }
        chain
    }

    fn link(&mut self, left: Option<ExprId>, link: &ast::Expr) -> Option<ExprId> {
        let ast::ExprKind::Near { left: left_ast, right: right_ast, ordered, within } = &link.kind else {
            return None;
        };
        let unknown = *ordered && self.is_unknown_after_then(right_ast);
        let right = if unknown { None } else { self.evidence(right_ast, word(&link.kind)) };
        let within = self.within(within.as_ref());
        let (left, right, within) = (left?, right?, within?);
        if *ordered && self.is_edge(right, false) {
            self.report(&TypeError::Unreachable { side: "before", edge: "starts" }, right_ast.span);
            return None;
        }
        if *ordered && self.is_edge(left, true) {
            self.report(&TypeError::Unreachable { side: "after", edge: "ends" }, left_ast.span);
            return None;
        }
        self.push(ExprKind::Near { left, right, ordered: *ordered, within }, Ty::Evidence, link.span)
    }

    fn within(&mut self, within: Option<&ast::Spanned<ast::Within>>) -> Option<Within> {
        let Some(within) = within else { return Some(Within::Words(DEFAULT_WORDS)) };
        match &within.node {
            // No text has more tokens than fit.
            ast::Within::Words(words) => Some(Within::Words(u32::try_from(*words).unwrap_or(u32::MAX))),
            ast::Within::Sentence => Some(Within::Sentence),
            ast::Within::Unknown(_, unit) => {
                self.report(&DateError::UnknownDistance(unit.node.clone()), unit.span);
                None
            }
        }
    }

    /// Whether evidence stands only at the start (end) of a text: `a starts`, also within fields or by the name of a signal.
    fn is_edge(&self, mut id: ExprId, at_end: bool) -> bool {
        loop {
            match &self.draft.exprs[id.0 as usize].kind {
                ExprKind::Edge { ends, .. } if *ends == at_end => return true,
                ExprKind::Edge { operand, .. } | ExprKind::InFields { operand, .. } => id = *operand,
                ExprKind::Signal(signal) => match &self.draft.signals[signal.0 as usize] {
                    Some(signal) => id = signal.body,
                    None => return false,
                },
                _ => return false,
            }
        }
    }
}

const fn word(kind: &ast::ExprKind) -> &'static str {
    match kind {
        ast::ExprKind::Near { ordered: true, .. } => "`then`",
        _ => "`near`",
    }
}
