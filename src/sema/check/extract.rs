//! Extractors and their filters.

use super::compare::CompareError;
use crate::content::{FieldType, Value};
use crate::diag::Code;
use crate::extract::{Attribute, Extractor, ace};
use crate::sema::codes;
use crate::sema::context::Context;
use crate::sema::hir::{ExprId, FieldTest, Filter};
use crate::sema::names::Found;
use crate::sema::report::{Parts, did_you_mean, explain, one_of, with_article};
use crate::span::Span;
use crate::syntax::ast::{self, FilterTest, Literal};
use crate::text::fold_string;

/// What is wrong with an extractor or its filters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ExtractError {
    /// No such extractor.
    #[error("no extractor is called `{name}`")]
    Unknown {
        /// As written.
        name: String,
        /// The nearest.
        nearest: Option<String>,
    },
    /// Filters after a declared name.
    #[error("`{name}` is {}, and only extractors have filters", with_article(.kind))]
    NotAnExtractor {
        /// As written.
        name: String,
        /// What it is.
        kind: &'static str,
    },
    /// No such attribute.
    #[error("`{extractor}` has no attribute `{name}`")]
    UnknownAttribute {
        /// Of which.
        extractor: &'static str,
        /// As written.
        name: String,
        /// The nearest.
        nearest: Option<String>,
        /// All it has.
        known: String,
    },
    /// Not a currency.
    #[error("`{code}` is not a currency code")]
    Currency {
        /// As written.
        code: String,
        /// The nearest.
        nearest: Option<String>,
    },
    /// Not a service or chain that is recognised.
    #[error("`{value}` is not {} that `{extractor}` knows", with_article(.attribute))]
    Value {
        /// Of which.
        extractor: &'static str,
        /// Of what.
        attribute: &'static str,
        /// As written.
        value: String,
        /// The nearest.
        nearest: Option<String>,
        /// All there are.
        known: String,
    },
    /// Not a country.
    #[error("`{code}` is not a country code")]
    Country {
        /// As written.
        code: String,
        /// The nearest.
        nearest: Option<String>,
    },
}

impl ExtractError {
    fn parts(&self) -> Parts {
        match self {
            Self::Unknown { nearest, .. } => (
                Code::UnknownName,
                format!("expected {}", one_of(Extractor::ALL.iter().map(|known| known.name()))),
                did_you_mean(nearest.as_deref(), "name an extractor"),
            ),
            Self::NotAnExtractor { .. } => (
                Code::WrongKind,
                "expected an extractor".into(),
                "leave out the parentheses and what is in them".into(),
            ),
            Self::UnknownAttribute { nearest, known, .. } => (
                Code::UnknownAttribute,
                format!("expected {known}"),
                did_you_mean(nearest.as_deref(), &format!("filter by {known}")),
            ),
            Self::Currency { nearest, .. } => (
                Code::UnknownCurrency,
                "expected three letters of ISO 4217".into(),
                did_you_mean(nearest.as_deref(), "write a code such as `GBP` or `EUR`"),
            ),
            Self::Value { nearest, known, .. } => (
                Code::UnknownWord,
                format!("expected {known}"),
                did_you_mean(nearest.as_deref(), "write one of those"),
            ),
            Self::Country { nearest, .. } => (
                Code::UnknownCountry,
                "expected two letters of ISO 3166".into(),
                did_you_mean(nearest.as_deref(), "write a code such as `GB` or `FR`"),
            ),
        }
    }
}

explain!(ExtractError);

impl Context<'_> {
    /// `price(amount >= 500, currency in ["GBP", "EUR"])`
    pub(super) fn call(&mut self, name: &ast::Name, filters: &[ast::Filter], span: Span) -> Option<ExprId> {
        let Some(extractor) = Extractor::ALL.into_iter().find(|known| known.name() == name.node) else {
            self.report_no_extractor(name);
            return None;
        };
        let filters: Vec<Option<Filter>> =
            filters.iter().map(|filter| self.filter(extractor, filter)).collect();
        let filters: Option<Vec<Filter>> = filters.into_iter().collect();
        self.extract(extractor, filters?, span)
    }

    fn report_no_extractor(&mut self, name: &ast::Name) {
        let path = ast::Path { parts: vec![name.clone()], span: name.span };
        let error = match self.names.find(self.module, &path) {
            Found::Silent => return,
            Found::Decl(id) => {
                ExtractError::NotAnExtractor { name: name.node.clone(), kind: self.names.item(id).kind() }
            }
            Found::Module(_) => ExtractError::NotAnExtractor { name: name.node.clone(), kind: "module" },
            Found::Missing => {
                let nearest =
                    self.reporter.nearest(&name.node, Extractor::ALL.iter().map(|known| known.name()));
                ExtractError::Unknown { name: name.node.clone(), nearest }
            }
        };
        self.report(&error, name.span);
    }

    fn filter(&mut self, extractor: Extractor, filter: &ast::Filter) -> Option<Filter> {
        let attribute = self.attribute(extractor, &filter.attribute)?;
        let of = format!("the attribute `{}`", attribute.name());
        let ty = if attribute.is_number() { FieldType::Number } else { FieldType::String };
        let test = match &filter.test {
            FilterTest::Compare(op, literal) => self.compare_test(op, literal, ty, &of),
            FilterTest::List(values) if values.is_empty() => {
                self.report(&CompareError::EmptyList, filter.span);
                None
            }
            FilterTest::List(values) => self.list_test(values, ty, &of),
            FilterTest::Range(low, high) => self.range_test(low, high, ty, &of),
        };
        let codes_are_right = match &filter.test {
            FilterTest::Compare(_, literal) => self.check_code(extractor, attribute, literal),
            FilterTest::List(values) => {
                values.iter().filter(|value| !self.check_code(extractor, attribute, value)).count() == 0
            }
            FilterTest::Range(..) => true,
        };
        let test = test.filter(|_| codes_are_right)?;
        Some(Filter { attribute, test: as_found(extractor, attribute, test) })
    }

    fn attribute(&mut self, extractor: Extractor, name: &ast::Name) -> Option<Attribute> {
        let attributes = extractor.attributes();
        let found = attributes.iter().copied().find(|attribute| attribute.name() == name.node);
        if found.is_none() {
            let names = || attributes.iter().map(|attribute| attribute.name());
            let error = ExtractError::UnknownAttribute {
                extractor: extractor.name(),
                name: name.node.clone(),
                nearest: self.reporter.nearest(&name.node, names()),
                known: one_of(names()),
            };
            self.report(&error, name.span);
        }
        found
    }

    /// Checks a currency, country, service or chain; what is no string has been reported.
    fn check_code(&mut self, extractor: Extractor, attribute: Attribute, literal: &Literal) -> bool {
        let Literal::Str(text) = literal else { return true };
        let code = text.value.clone();
        if let Some(known) = attribute.values() {
            let folded = fold_string(&code);
            if known.contains(&folded.as_str()) {
                return true;
            }
            let meant = meant_value(&folded).map(str::to_owned);
            let nearest = meant.or_else(|| self.reporter.nearest(&folded, known.iter().copied()));
            let (extractor, attribute) = (extractor.name(), attribute.name());
            let known = one_of(known.iter().copied());
            self.report(
                &ExtractError::Value { extractor, attribute, value: code, nearest, known },
                text.span,
            );
            return false;
        }
        let upper = code.to_ascii_uppercase();
        let error = match attribute {
            Attribute::Currency if !codes::is_listed(&code, codes::currencies()) => {
                let nearest = self.reporter.nearest(&upper, codes::currencies());
                ExtractError::Currency { code, nearest }
            }
            Attribute::Country if !codes::is_listed(&code, codes::countries()) => {
                let nearest = codes::meant_country(&upper)
                    .map(str::to_owned)
                    .or_else(|| self.reporter.nearest(&upper, codes::countries()));
                ExtractError::Country { code, nearest }
            }
            _ => return true,
        };
        self.report(&error, text.span);
        false
    }
}

/// The value that another name of a service or chain means.
fn meant_value(name: &str) -> Option<&'static str> {
    match name {
        "twitter" => Some("x"),
        "bitcoin" => Some("btc"),
        "ethereum" => Some("eth"),
        "trx" => Some("tron"),
        _ => None,
    }
}

/// A filter's strings as the extractor writes what it finds: a domain without its ASCII form, a name without the `@`
/// or `#` that many write before it.
fn as_found(extractor: Extractor, attribute: Attribute, test: FieldTest) -> FieldTest {
    let written = |value: Value| match (attribute, value) {
        (Attribute::Domain, Value::Text(text)) => Value::Text(ace::decoded(&text)),
        (Attribute::Name, Value::Text(text)) => {
            let mark = if extractor == Extractor::Hashtag { ['#', '＃'] } else { ['@', '＠'] };
            Value::Text(text.strip_prefix(mark).unwrap_or(&text).to_owned())
        }
        (_, value) => value,
    };
    match test {
        FieldTest::Compare(op, value) => FieldTest::Compare(op, written(value)),
        FieldTest::OneOf(values) => FieldTest::OneOf(values.into_iter().map(written).collect()),
        other => other,
    }
}
