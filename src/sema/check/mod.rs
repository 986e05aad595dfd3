//! Expressions: from syntax to checked expressions, each with its type. An operand that is broken has been reported and is
//! `None`, which fits every type; its neighbours are checked all the same.

mod compare;
mod extract;
mod names;
mod near;
mod of;
mod type_errors;
mod values;

pub(super) use names::extractor_named;
pub(super) use type_errors::TypeError;
pub(super) use values::{ValueError, hash, literal_span};

use crate::content::FieldId;
use crate::diag::Diagnostic;
use crate::sema::context::{Context, TermSetting};
use crate::sema::hir::{ExprId, ExprKind, Facts, Ty};
use crate::span::{Place, Span};
use crate::syntax::ast;
use crate::text::Mode;

const AND_IS_TRUTH: &str = "`and` only tells whether both sides hold";
const NOT_IS_TRUTH: &str = "`not` only tells whether something is missing";
const OF_IS_TRUTH: &str = "`of` only tells whether enough members hold";

/// Why an expression of this form is a truth whatever stands in it, if it is.
const fn truth_by_form(kind: &ast::ExprKind) -> Option<&'static str> {
    match kind {
        ast::ExprKind::And(_) => Some(AND_IS_TRUTH),
        ast::ExprKind::Not(_) => Some(NOT_IS_TRUTH),
        ast::ExprKind::Of { .. } => Some(OF_IS_TRUTH),
        _ => None,
    }
}

impl Context<'_> {
    /// Checks an expression of either type.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> Option<ExprId> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Term(term) => {
                let outside = TermSetting { mode: Mode::Full, fuzzy: 0, lang: None, facts: Facts::default() };
                let term = self.term(term, outside, None)?;
                self.push(ExprKind::Term(term), Ty::Evidence, span)
            }
            ast::ExprKind::Regex(regex) => {
                let regex = self.regex(regex)?;
                self.push(ExprKind::Regex(regex), Ty::Evidence, span)
            }
            ast::ExprKind::Name(path) => self.name(path),
            ast::ExprKind::Call { extractor, filters } => self.call(extractor, filters, span),
            ast::ExprKind::Or(operands) => self.or(operands, span),
            ast::ExprKind::And(operands) => self.and(operands, span),
            ast::ExprKind::Not(operand) => {
                let operand = self.expr(operand)?;
                self.push(ExprKind::Not(operand), Ty::Truth, span)
            }
            ast::ExprKind::Near { .. } => self.near_chain(expr),
            ast::ExprKind::InFields { operand, fields } => self.in_fields(operand, fields, span),
            ast::ExprKind::InList { operand, values } => {
                self.comparison(operand, &compare::Test::List(values), span)
            }
            ast::ExprKind::InDurations { operand, low, high } => {
                self.comparison(operand, &compare::Test::Durations(low, high), span)
            }
            ast::ExprKind::InRange { operand, low, high } => {
                self.comparison(operand, &compare::Test::Range(low, high), span)
            }
            ast::ExprKind::Edge { operand, ends } => {
                let by = if *ends { "`ends`" } else { "`starts`" };
                let operand = self.evidence(operand, by)?;
                self.push(ExprKind::Edge { operand, ends: *ends }, Ty::Evidence, span)
            }
            ast::ExprKind::Of { quantifier, members } => self.of(quantifier, members, span),
            ast::ExprKind::Count(operand) => self.uncompared("count(…)", operand, span),
            ast::ExprKind::Distinct(operand) => self.uncompared("distinct(…)", operand, span),
            ast::ExprKind::Age(_) => {
                self.report(&TypeError::Uncompared { what: "age(…)".into(), example: "< 30 days" }, span);
                None
            }
            ast::ExprKind::Compare { left, op, right } => {
                self.comparison(left, &compare::Test::Compare(op, right), span)
            }
            ast::ExprKind::Broken => None,
        }
    }

    /// Checks an expression that must be evidence.
    fn evidence(&mut self, expr: &ast::Expr, by: &str) -> Option<ExprId> {
        let Some(id) = self.expr(expr) else {
            // What is broken inside does not hide that its form could never be evidence.
            if let Some(reason) = truth_by_form(&expr.kind) {
                self.report_truth(expr.span, by, self.place(expr.span), reason);
            }
            return None;
        };
        self.require_evidence(id, expr.span, by)
    }

    fn require_evidence(&mut self, id: ExprId, span: Span, by: &str) -> Option<ExprId> {
        if self.ty(id) == Ty::Evidence {
            return Some(id);
        }
        let (at, reason) = self.why_truth(id);
        self.report_truth(span, by, at, reason);
        None
    }

    /// Reports a truth where evidence is needed; `at` is what makes it one.
    fn report_truth(&mut self, span: Span, by: &str, at: Place, reason: &str) {
        let place = self.place(span);
        let mut diagnostic = Diagnostic::new(&TypeError::NeedsEvidence { by: by.to_owned() }, place);
        if at == place {
            diagnostic.label = format!("{}: {reason}", diagnostic.label);
        } else {
            diagnostic = diagnostic.with_related(at, reason);
        }
        self.reporter.add(diagnostic);
    }

    /// The innermost operand that makes an expression a truth, and how.
    fn why_truth(&self, mut id: ExprId) -> (Place, &'static str) {
        loop {
            let expr = &self.draft.exprs[id.0 as usize];
            let reason = match &expr.kind {
                ExprKind::Or(operands) => {
                    match operands.iter().find(|&&operand| self.ty(operand) == Ty::Truth) {
                        Some(&operand) => {
                            id = operand;
                            continue;
                        }
                        None => "this is a truth",
                    }
                }
                ExprKind::Signal(signal) => match &self.draft.signals[signal.0 as usize] {
                    Some(signal) => {
                        id = signal.body;
                        continue;
                    }
                    None => "this is a truth",
                },
                ExprKind::And(_) => AND_IS_TRUTH,
                ExprKind::Not(_) => NOT_IS_TRUTH,
                ExprKind::OfMembers { .. } | ExprKind::OfLexicon { .. } => OF_IS_TRUTH,
                ExprKind::Field { .. } => "a condition on a field has no place in the text",
                _ => "a comparison has no place in the text",
            };
            return (expr.place, reason);
        }
    }

    fn or(&mut self, operands: &[ast::Expr], span: Span) -> Option<ExprId> {
        let operands = self.all(operands)?;
        let evidence = operands.iter().all(|&operand| self.ty(operand) == Ty::Evidence);
        let mut flat = Vec::with_capacity(operands.len());
        for id in operands {
            match &self.draft.exprs[id.0 as usize].kind {
                ExprKind::Or(inner) => flat.extend_from_slice(inner),
                _ => flat.push(id),
            }
        }
        self.push(ExprKind::Or(flat), if evidence { Ty::Evidence } else { Ty::Truth }, span)
    }

    fn and(&mut self, operands: &[ast::Expr], span: Span) -> Option<ExprId> {
        let operands = self.all(operands)?;
        let mut flat = Vec::with_capacity(operands.len());
        for id in operands {
            match &self.draft.exprs[id.0 as usize].kind {
                ExprKind::And(inner) => flat.extend_from_slice(inner),
                _ => flat.push(id),
            }
        }
        self.push(ExprKind::And(flat), Ty::Truth, span)
    }

    /// Checks every operand, also after one that is broken.
    fn all(&mut self, operands: &[ast::Expr]) -> Option<Vec<ExprId>> {
        let checked: Vec<Option<ExprId>> = operands.iter().map(|operand| self.expr(operand)).collect();
        checked.into_iter().collect()
    }

    /// `x in author.bio`, and `media.pdq in known_ads`, which is written the same.
    fn in_fields(&mut self, operand: &ast::Expr, fields: &[ast::Path], span: Span) -> Option<ExprId> {
        if let ast::ExprKind::Name(path) = &operand.kind
            && let Some(field) = self.field_named(path)
        {
            return self.in_hashlist(field, path, fields, span);
        }
        let operand = self.evidence(operand, "`in`");
        let fields = self.searchable_fields(fields);
        let (operand, fields) = (operand?, fields?);
        self.push(ExprKind::InFields { operand, fields }, Ty::Evidence, span)
    }

    /// The fields of an `in`, sorted.
    fn searchable_fields(&mut self, paths: &[ast::Path]) -> Option<Vec<FieldId>> {
        let found: Vec<Option<FieldId>> = paths.iter().map(|path| self.searchable_field(path)).collect();
        let mut fields: Vec<FieldId> = found.into_iter().collect::<Option<_>>()?;
        fields.sort_unstable();
        fields.dedup();
        Some(fields)
    }

    fn uncompared(&mut self, what: &str, operand: &ast::Expr, span: Span) -> Option<ExprId> {
        self.evidence(operand, &format!("`{what}`"));
        self.report(&TypeError::Uncompared { what: what.to_owned(), example: ">= 2" }, span);
        None
    }
}
