//! Comparisons: of counts, scores, ages and fields.

use super::TypeError;
use super::values::{literal_name, literal_span};
use crate::content::{FieldId, FieldType, Value};
use crate::diag::Code;
use crate::sema::context::Context;
use crate::sema::dates::{self, DateError};
use crate::sema::fields::{FieldError, dotted, type_name};
use crate::sema::hir::{CompareOp, ExprId, ExprKind, FieldTest, Ty};
use crate::sema::names::Found;
use crate::sema::report::{Parts, explain};
use crate::span::Span;
use crate::syntax::ast::{self, Literal, Operand};

/// What is wrong with a comparison.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CompareError {
    /// A count, score or age against something else.
    #[error("{what} is compared with a {expected}, and this is a {found}")]
    Operand {
        /// What is compared.
        what: String,
        /// What it is compared with.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// `<` on what has no order.
    #[error("{of} is of type {ty}, which has no order")]
    NoOrder {
        /// Of what.
        of: String,
        /// Its type.
        ty: &'static str,
    },
    /// `in []`
    #[error("this list is empty, so that nothing is in it")]
    EmptyList,
}

impl CompareError {
    fn parts(&self) -> Parts {
        match self {
            Self::Operand { expected, .. } => (
                Code::FieldType,
                format!("expected a {expected}"),
                match *expected {
                    "duration" => "write a number and a unit, as in `30 days`".into(),
                    _ => "write a number, as in `3`".into(),
                },
            ),
            Self::NoOrder { .. } => (
                Code::FieldType,
                "expected `==`, `!=` or `in […]`".into(),
                "compare it with `==`, or list its values with `in […]`".into(),
            ),
            Self::EmptyList => (
                Code::WrongArity,
                "expected at least one value".into(),
                "list a value, or remove the condition".into(),
            ),
        }
    }
}

explain!(CompareError);

/// The right side of a comparison.
pub(super) enum Test<'t> {
    Compare(&'t ast::Spanned<CompareOp>, &'t Operand),
    List(&'t [Literal]),
    Range(&'t Literal, &'t Literal),
    Durations(&'t Operand, &'t Operand),
}

/// Where a value or duration stands.
fn operand_span(operand: &Operand) -> Span {
    match operand {
        Operand::Literal(literal) => literal_span(literal),
        Operand::Duration { amount, unit } => amount.span.to(unit.span),
    }
}

/// What a number is of.
#[derive(Clone, Copy)]
enum Number {
    Count(ExprId),
    Distinct(ExprId),
    Score(crate::sema::hir::ScoreId),
}

impl Number {
    const fn compared(self, op: CompareOp, number: f64) -> ExprKind {
        match self {
            Self::Count(operand) => ExprKind::Count { operand, op, number },
            Self::Distinct(operand) => ExprKind::Distinct { operand, op, number },
            Self::Score(score) => ExprKind::Score { score, op, number },
        }
    }
}

impl Context<'_> {
    pub(super) fn comparison(&mut self, left: &ast::Expr, test: &Test<'_>, span: Span) -> Option<ExprId> {
        match &left.kind {
            ast::ExprKind::Count(operand) => {
                let operand = self.evidence(operand, "`count`");
                self.number(operand.map(Number::Count), "`count(…)`", test, span)
            }
            ast::ExprKind::Distinct(operand) => {
                let operand = self.evidence(operand, "`distinct`");
                self.number(operand.map(Number::Distinct), "`distinct(…)`", test, span)
            }
            ast::ExprKind::Age(path) => self.age(path, test, span),
            ast::ExprKind::Name(path) => self.compared_name(path, test, span),
            _ => {
                if self.expr(left).is_some() {
                    self.report(&TypeError::NotComparable { what: "this expression".into() }, left.span);
                }
                None
            }
        }
    }

    fn compared_name(&mut self, path: &ast::Path, test: &Test<'_>, span: Span) -> Option<ExprId> {
        if let Some(score) = self.score_named(path) {
            let known = self.draft.scores[score.0 as usize].is_some();
            return self.number(
                known.then_some(Number::Score(score)),
                &format!("the score `{}`", dotted(path)),
                test,
                span,
            );
        }
        if self.fields.get(&dotted(path)).is_some() {
            let field = self.field(path)?;
            let of = format!("the field `{}`", dotted(path));
            let ty = self.fields.field(field).ty;
            let test = self.field_test(test, ty, &of, span)?;
            return self.push(ExprKind::Field { field, test }, Ty::Truth, span);
        }
        match self.names.find(self.module, path) {
            // Whether it is a score or a field, its absence is reported as of what it looks like.
            Found::Missing if path.parts.len() > 1 => {
                self.field(path);
            }
            Found::Missing => self.undeclared(path),
            Found::Decl(id) if !matches!(self.names.item(id), crate::sema::names::Item::Broken) => {
                let what = format!("the {} `{}`", self.names.item(id).kind(), dotted(path));
                self.report(&TypeError::NotComparable { what }, path.span);
            }
            _ => {}
        }
        None
    }

    /// A name that is not declared is unknown, or an extractor, which is compared by its attributes.
    fn undeclared(&mut self, path: &ast::Path) {
        if self.name(path).is_some() {
            self.report(&TypeError::ComparedExtractor(dotted(path)), path.span);
        }
    }

    /// A number against numbers: a list is any of them, a range is two comparisons.
    fn number(&mut self, of: Option<Number>, what: &str, test: &Test<'_>, span: Span) -> Option<ExprId> {
        match test {
            Test::Compare(op, Operand::Literal(literal)) => {
                let number = self.number_literal(literal, what);
                self.push(of?.compared(op.node, number?), Ty::Truth, span)
            }
            Test::Compare(_, duration @ Operand::Duration { .. }) => {
                self.no_number(what, operand_span(duration))
            }
            Test::Durations(low, high) => self.no_number(what, operand_span(low).to(operand_span(high))),
            Test::List(values) => {
                let numbers: Vec<_> = values.iter().map(|value| self.number_literal(value, what)).collect();
                self.check_not_empty(values, span)?;
                let numbers = numbers.into_iter().collect::<Option<Vec<f64>>>()?;
                let parts = numbers
                    .iter()
                    .map(|&number| self.push(of?.compared(CompareOp::Eq, number), Ty::Truth, span));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                self.push(ExprKind::Or(parts), Ty::Truth, span)
            }
            Test::Range(low, high) => {
                let (low_number, high_number) =
                    (self.number_literal(low, what), self.number_literal(high, what));
                let (low_number, high_number) = (low_number?, high_number?);
                self.check_range(low_number <= high_number, low, high)?;
                let least = self.push(of?.compared(CompareOp::Ge, low_number), Ty::Truth, span)?;
                let most = self.push(of?.compared(CompareOp::Le, high_number), Ty::Truth, span)?;
                self.push(ExprKind::And(vec![least, most]), Ty::Truth, span)
            }
        }
    }

    fn no_number(&mut self, what: &str, span: Span) -> Option<ExprId> {
        let error = CompareError::Operand { what: what.to_owned(), expected: "number", found: "duration" };
        self.report(&error, span);
        None
    }

    fn number_literal(&mut self, literal: &Literal, what: &str) -> Option<f64> {
        if let Literal::Number(number) = literal {
            return Some(number.node);
        }
        let found = literal_name(literal);
        let error = CompareError::Operand { what: what.to_owned(), expected: "number", found };
        self.report(&error, literal_span(literal));
        None
    }

    /// `age(author.created_at) < 30 days`, `age(author.created_at) in 1..30 days`
    fn age(&mut self, path: &ast::Path, test: &Test<'_>, span: Span) -> Option<ExprId> {
        let field = self.age_field(path);
        let wrong = |found| CompareError::Operand { what: "`age(…)`".into(), expected: "duration", found };
        match test {
            Test::Compare(op, Operand::Duration { amount, unit }) => {
                let seconds = self.seconds(unit)?;
                self.push(
                    ExprKind::Age { field: field?, op: op.node, seconds: amount.node * seconds },
                    Ty::Truth,
                    span,
                )
            }
            Test::Compare(_, Operand::Literal(literal)) => {
                self.report(&wrong(literal_name(literal)), literal_span(literal));
                None
            }
            Test::List(_) => {
                self.report(&wrong("list"), span);
                None
            }
            Test::Durations(low, high) => self.age_between(field, low, high, span),
            Test::Range(low, high) => {
                self.report(&wrong("range"), literal_span(low).to(literal_span(high)));
                None
            }
        }
    }

    /// Two comparisons; a number alone has the unit of the other end.
    fn age_between(
        &mut self,
        field: Option<FieldId>,
        low: &Operand,
        high: &Operand,
        span: Span,
    ) -> Option<ExprId> {
        let Operand::Duration { amount: most, unit: last } = high else { return None };
        let (least, first) = match low {
            Operand::Duration { amount, unit } => (amount.node, unit),
            Operand::Literal(Literal::Number(amount)) => (amount.node, last),
            Operand::Literal(literal) => {
                let found = literal_name(literal);
                let error = CompareError::Operand { what: "`age(…)`".into(), expected: "duration", found };
                self.report(&error, literal_span(literal));
                return None;
            }
        };
        let (first_seconds, last_seconds) = (self.seconds(first), self.seconds(last));
        let (least_seconds, most_seconds) = (least * first_seconds?, most.node * last_seconds?);
        if least_seconds > most_seconds {
            let (low_text, high_text) =
                (format!("{least} {}", first.node), format!("{} {}", most.node, last.node));
            let place = operand_span(low).to(operand_span(high));
            self.report(&DateError::Reversed { low: low_text, high: high_text }, place);
            return None;
        }
        let field = field?;
        let at_least = ExprKind::Age { field, op: CompareOp::Ge, seconds: least_seconds };
        let at_most = ExprKind::Age { field, op: CompareOp::Le, seconds: most_seconds };
        let parts = vec![self.push(at_least, Ty::Truth, span)?, self.push(at_most, Ty::Truth, span)?];
        self.push(ExprKind::And(parts), Ty::Truth, span)
    }

    fn age_field(&mut self, path: &ast::Path) -> Option<FieldId> {
        let created = self.fields.get("created_at").map(|field| self.fields.field(field));
        if !created.is_some_and(|field| field.ty == FieldType::Time && !field.list) {
            let error = FieldError::Needed { what: "`age(…)`", field: "created_at", ty: "time" };
            self.report(&error, path.span);
        }
        let field = self.field(path)?;
        let declared = self.fields.field(field);
        if declared.ty == FieldType::Time {
            return Some(field);
        }
        let error = TypeError::NoAge { field: declared.name.clone(), ty: type_name(declared.ty) };
        self.report(&error, path.span);
        None
    }

    fn seconds(&mut self, unit: &ast::Name) -> Option<f64> {
        let seconds = dates::seconds(&unit.node);
        if seconds.is_none() {
            let nearest = self.reporter.nearest(&unit.node, dates::PLURALS);
            self.report(&DateError::UnknownUnit { unit: unit.node.clone(), nearest }, unit.span);
        }
        seconds
    }

    /// The test of a field of a type; `of` names the field or attribute.
    fn field_test(&mut self, test: &Test<'_>, ty: FieldType, of: &str, span: Span) -> Option<FieldTest> {
        match test {
            Test::Compare(op, Operand::Literal(literal)) => self.compare_test(op, literal, ty, of),
            Test::Compare(_, duration @ Operand::Duration { .. }) => {
                self.no_value(ty, of, operand_span(duration))
            }
            Test::Durations(low, high) => self.no_value(ty, of, operand_span(low).to(operand_span(high))),
            Test::List(values) => {
                self.check_not_empty(values, span)?;
                self.list_test(values, ty, of)
            }
            Test::Range(low, high) => self.range_test(low, high, ty, of),
        }
    }

    fn no_value(&mut self, ty: FieldType, of: &str, span: Span) -> Option<FieldTest> {
        let expected = type_name(ty);
        let error = super::ValueError::Type { of: of.to_owned(), expected, found: "duration" };
        self.report(&error, span);
        None
    }

    /// `== "x"`, `>= 500`
    pub(super) fn compare_test(
        &mut self,
        op: &ast::Spanned<CompareOp>,
        literal: &Literal,
        ty: FieldType,
        of: &str,
    ) -> Option<FieldTest> {
        let value = self.value(literal, ty, of);
        if !matches!(op.node, CompareOp::Eq | CompareOp::Ne) && !has_order(ty) {
            self.report(&CompareError::NoOrder { of: of.to_owned(), ty: type_name(ty) }, op.span);
            return None;
        }
        Some(FieldTest::Compare(op.node, value?))
    }

    /// `in ["x", "y"]`
    pub(super) fn list_test(&mut self, values: &[Literal], ty: FieldType, of: &str) -> Option<FieldTest> {
        let checked: Vec<Option<Value>> = values.iter().map(|value| self.value(value, ty, of)).collect();
        checked.into_iter().collect::<Option<_>>().map(FieldTest::OneOf)
    }

    /// `in 300..20000`
    pub(super) fn range_test(
        &mut self,
        low: &Literal,
        high: &Literal,
        ty: FieldType,
        of: &str,
    ) -> Option<FieldTest> {
        if !has_order(ty) {
            let span = literal_span(low).to(literal_span(high));
            self.report(&CompareError::NoOrder { of: of.to_owned(), ty: type_name(ty) }, span);
            return None;
        }
        let (least, most) = (self.value(low, ty, of), self.value(high, ty, of));
        let (least, most) = (least?, most?);
        let in_order = match (&least, &most) {
            (Value::Number(least), Value::Number(most)) => least <= most,
            (Value::Time(least), Value::Time(most)) => least <= most,
            _ => true,
        };
        self.check_range(in_order, low, high)?;
        Some(FieldTest::Between(least, most))
    }

    fn check_range(&mut self, in_order: bool, low: &Literal, high: &Literal) -> Option<()> {
        if in_order {
            return Some(());
        }
        let (low_text, high_text) = (shown(low), shown(high));
        let span = literal_span(low).to(literal_span(high));
        self.report(&DateError::Reversed { low: low_text, high: high_text }, span);
        None
    }

    /// Reports an empty list; its place is that of the whole comparison.
    pub(super) fn check_not_empty(&mut self, values: &[Literal], span: Span) -> Option<()> {
        if values.is_empty() {
            self.report(&CompareError::EmptyList, span);
            return None;
        }
        Some(())
    }
}

const fn has_order(ty: FieldType) -> bool {
    matches!(ty, FieldType::Number | FieldType::Time)
}

/// A literal as it is written.
fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Number(number) => number.node.to_string(),
        Literal::Time(time) => time.node.clone(),
        _ => String::new(),
    }
}
