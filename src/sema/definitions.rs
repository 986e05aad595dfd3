//! Signals, contexts and scores: named conditions and named sums.

use crate::diag::Code;
use crate::sema::context::Context;
use crate::sema::hir::{ExprKind, Score, ScoreBody, ScoreId, ScoreRow, Signal, SignalId, Ty};
use crate::sema::names::DeclId;
use crate::sema::report::{Parts, explain};
use crate::syntax::ast;

/// What is wrong with a score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ScoreError {
    /// `up to 0`
    #[error("`up to 0` leaves nothing to add")]
    UpToZero,
}

impl ScoreError {
    fn parts(&self) -> Parts {
        match self {
            Self::UpToZero => {
                (Code::BadNumber, "expected at least 1".into(), "write the most that this row may add".into())
            }
        }
    }
}

explain!(ScoreError);

impl Context<'_> {
    /// Checks a signal; what it names has been checked. `circular` is whether it is defined by itself.
    pub(super) fn check_signal(&mut self, decl: DeclId, id: SignalId, signal: &ast::Signal, circular: bool) {
        let body = self.expr(&signal.expr);
        if let Some(body) = body.filter(|_| !circular) {
            let head = self.names.head(decl);
            self.draft.signals[id.0 as usize] = Some(Signal { head, context: signal.context, body });
        }
    }

    /// Checks a score; what it names has been checked. `circular` is whether it is defined by itself.
    pub(super) fn check_score(&mut self, decl: DeclId, id: ScoreId, score: &ast::Score, circular: bool) {
        let rows: Vec<Option<ScoreRow>> = score.rows.iter().map(|row| self.score_row(row)).collect();
        let damaged = self.names.modules[self.module].is_damaged(score.head.span);
        let Some(rows) = rows.into_iter().collect::<Option<Vec<_>>>().filter(|_| !circular && !damaged)
        else {
            return;
        };
        let depths = rows.iter().map(|row| match row.body {
            ScoreBody::Expr(expr) | ScoreBody::Each { operand: expr, .. } => {
                self.draft.depths[expr.0 as usize]
            }
        });
        self.draft.score_depths[id.0 as usize] = depths.max().unwrap_or(0);
        self.draft.scores[id.0 as usize] = Some(Score { head: self.names.head(decl), rows });
    }

    fn score_row(&mut self, row: &ast::ScoreRow) -> Option<ScoreRow> {
        let body = match &row.body {
            ast::ScoreBody::Expr(expr) => ScoreBody::Expr(self.expr(expr)?),
            ast::ScoreBody::Each { lexicon: path, up_to } => {
                let lexicon = self.lexicon(path);
                if let Some(zero) = up_to.as_ref().filter(|limit| limit.node <= 0) {
                    self.report(&ScoreError::UpToZero, zero.span);
                }
                let lexicon = lexicon?;
                let operand = self.push(ExprKind::Lexicon(lexicon), Ty::Evidence, path.span)?;
                ScoreBody::Each { lexicon, operand, up_to: up_to.as_ref().map(|limit| limit.node) }
            }
        };
        Some(ScoreRow { points: row.points.node, body, place: self.place(row.span) })
    }
}
