//! The tree of a condition: every expression as written, whether it held, and where.

use serde::Serialize;

use super::{Explainer, Named};
use crate::content::FieldId;
use crate::reference::Spot;
use crate::sema::hir::{ExprId, ExprKind, ScoreBody, ScoreId, ScoreRow, Ty};
use crate::verdict::FieldPath;

/// An expression, as evaluated.
#[derive(Clone, Debug, Serialize)]
pub struct Tree {
    /// As written, on one line.
    pub text: String,
    /// Which form: `term`, `signal`, `near`, …
    pub kind: &'static str,
    /// `evidence` or `truth`.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Whether it held.
    pub holds: bool,
    /// Where evidence stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Excerpt>,
    /// What there was instead: a field's value, a distance, a count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether what is inside is shown earlier in this rule, where the same was named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// Of a score, what each row earned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// Its operands; of a signal, its body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Tree>,
}

/// A row of a score.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What it can earn; per term for `each of`.
    pub points: i64,
    /// What it earned.
    pub earned: i64,
    /// Its condition.
    pub condition: Tree,
}

/// A span of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Where.
    pub field: FieldPath,
    /// First byte in the original value.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The original text.
    pub text: String,
    /// Readings that were needed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<&'static str>,
}

impl Explainer<'_> {
    /// The tree of an expression in the default scope.
    pub(super) fn tree(&self, id: ExprId) -> Tree {
        self.tree_in(id, self.interpreter.default_scope())
    }

    fn tree_in(&self, id: ExprId, scope: &[FieldId]) -> Tree {
        let expr = &self.policy[id];
        let repeated = self.is_repeated(&expr.kind, scope);
        Tree {
            text: self.written(expr.place),
            kind: kind_name(&expr.kind, self.is_context(&expr.kind)),
            ty: if expr.ty == Ty::Evidence { "evidence" } else { "truth" },
            holds: self.interpreter.truth(id, scope),
            spans: self.excerpts(&self.interpreter.evidence(id, scope)),
            note: self.note(id, scope),
            repeated,
            rows: if repeated { Vec::new() } else { self.rows(&expr.kind) },
            children: if repeated { Vec::new() } else { self.children(id, scope) },
        }
    }

    /// What is named many times over is shown once: a policy of some lines could name its way to more than fits anywhere.
    fn is_repeated(&self, kind: &ExprKind, scope: &[FieldId]) -> bool {
        let named = match kind {
            ExprKind::Signal(signal) => Named::Signal(*signal),
            ExprKind::Score { score, .. } => Named::Score(*score),
            _ => return false,
        };
        !self.shown.borrow_mut().insert((named, scope.to_vec()))
    }

    fn is_context(&self, kind: &ExprKind) -> bool {
        matches!(kind, ExprKind::Signal(signal) if self.policy[*signal].context)
    }

    pub(super) fn excerpts(&self, spots: &[Spot]) -> Vec<Excerpt> {
        let excerpt = |spot: &Spot| Excerpt {
            field: self.interpreter.path(spot),
            start: spot.start,
            end: spot.end,
            text: self.interpreter.excerpt(spot).to_owned(),
            readings: spot.readings.names().collect(),
        };
        spots.iter().map(excerpt).collect()
    }

    fn children(&self, id: ExprId, scope: &[FieldId]) -> Vec<Tree> {
        match &self.policy[id].kind {
            ExprKind::Signal(signal) => vec![self.tree_in(self.policy[*signal].body, scope)],
            ExprKind::OfLexicon { .. } => Vec::new(),
            ExprKind::InFields { operand, .. } if self.is_leaf(*operand) => Vec::new(),
            ExprKind::InFields { operand, fields } => vec![self.tree_in(*operand, fields)],
            _ => self.interpreter.operands(id).into_iter().map(|id| self.tree_in(id, scope)).collect(),
        }
    }

    /// Whether an expression has nothing below it to show.
    pub(super) fn is_leaf(&self, id: ExprId) -> bool {
        let kind = &self.policy[id].kind;
        !matches!(kind, ExprKind::Signal(_) | ExprKind::Score { .. })
            && self.interpreter.operands(id).is_empty()
    }

    fn rows(&self, kind: &ExprKind) -> Vec<Row> {
        match kind {
            ExprKind::Score { score, .. } => self.score_rows(*score),
            _ => Vec::new(),
        }
    }

    fn score_rows(&self, score: ScoreId) -> Vec<Row> {
        let earned = self.interpreter.score_rows(score);
        self.policy[score].rows.iter().zip(earned).map(|(row, earned)| self.row(row, earned)).collect()
    }

    fn row(&self, row: &ScoreRow, earned: i64) -> Row {
        let (operand, note) = match row.body {
            ScoreBody::Expr(body) => (body, None),
            ScoreBody::Each { operand, .. } => (operand, Some(format!("earns {earned:+}"))),
        };
        let mut condition = self.tree(operand);
        if let Some(note) = note {
            condition.text = self.row_text(row);
            condition.note = Some(note);
        }
        Row { points: row.points, earned, condition }
    }

    /// A row as written, without its points, which are shown before it.
    pub(super) fn row_text(&self, row: &ScoreRow) -> String {
        let written = self.written(row.place);
        let words = written.trim_start_matches(|c: char| "+-".contains(c) || c.is_ascii_digit());
        words.trim_start().to_owned()
    }
}

const fn kind_name(kind: &ExprKind, context: bool) -> &'static str {
    match kind {
        ExprKind::Term(_) => "term",
        ExprKind::Regex(_) => "regex",
        ExprKind::Lexicon(_) => "lexicon",
        ExprKind::Signal(_) if context => "context",
        ExprKind::Signal(_) => "signal",
        ExprKind::Extract { .. } => "extractor",
        ExprKind::InFields { .. } => "in",
        ExprKind::Or(_) => "or",
        ExprKind::And(_) => "and",
        ExprKind::Not(_) => "not",
        ExprKind::Near { ordered: false, .. } => "near",
        ExprKind::Near { .. } => "then",
        ExprKind::Edge { ends: false, .. } => "starts",
        ExprKind::Edge { .. } => "ends",
        ExprKind::OfMembers { .. } | ExprKind::OfLexicon { .. } => "of",
        ExprKind::Count { .. } => "count",
        ExprKind::Distinct { .. } => "distinct",
        ExprKind::Score { .. } => "score",
        ExprKind::Field { .. } => "field",
        ExprKind::Age { .. } => "age",
        ExprKind::InHashlist { .. } => "hashlist",
    }
}
