//! Tests of field values and attributes. Absent values pass no test, not even `!=`.

use time::OffsetDateTime;

use crate::content::{Content, FieldId, Value};
use crate::extract::{Attribute, AttributeValue, Found};
use crate::plan::{Extract, Literal, Number, Test, compare};
use crate::sema::hir::CompareOp;
use crate::text::fold_string;

/// Whether any value of a field passes.
pub(super) fn field_passes(content: &Content, field: FieldId, test: &Test) -> bool {
    content.get(field).iter().any(|value| value_passes(value, test))
}

fn value_passes(value: &Value, test: &Test) -> bool {
    match value {
        Value::Text(text) => text_passes(text, test, false),
        Value::Number(number) => number_passes(*number, test),
        Value::Bool(truth) => match test {
            Test::IsTrue => *truth,
            Test::Compare(op, Literal::Bool(wanted)) => compare(truth, *op, wanted),
            Test::OneOf(values) => values.contains(&Literal::Bool(*truth)),
            _ => false,
        },
        Value::Time(time) => time_passes(*time, test),
        Value::Hash(hash) => match test {
            Test::Compare(op, Literal::Hash(wanted)) => compare(hash, *op, wanted),
            Test::OneOf(values) => values.contains(&Literal::Hash(*hash)),
            _ => false,
        },
    }
}

fn number_passes(number: f64, test: &Test) -> bool {
    match test {
        Test::Compare(op, Literal::Number(wanted)) => compare(&number, *op, &wanted.0),
        Test::OneOf(values) => {
            values.iter().any(|value| matches!(value, Literal::Number(wanted) if wanted.0 == number))
        }
        Test::Between(Literal::Number(low), Literal::Number(high)) => low.0 <= number && number <= high.0,
        _ => false,
    }
}

fn time_passes(time: OffsetDateTime, test: &Test) -> bool {
    match test {
        Test::Compare(op, Literal::Time(wanted)) => compare(&time, *op, wanted),
        Test::OneOf(values) => {
            values.iter().any(|value| matches!(value, Literal::Time(wanted) if *wanted == time))
        }
        Test::Between(Literal::Time(low), Literal::Time(high)) => *low <= time && time <= *high,
        _ => false,
    }
}

/// Whether a string passes; of a domain, subdomains are equal to it too.
fn text_passes(text: &str, test: &Test, domain: bool) -> bool {
    let folded;
    let text = if folds_to_itself(text) {
        text
    } else {
        folded = fold_string(text);
        &folded
    };
    let equal = |wanted: &Literal| match wanted {
        Literal::Text(wanted) => text == wanted || domain && is_subdomain(text, wanted),
        _ => false,
    };
    match test {
        Test::Compare(CompareOp::Eq, wanted) => equal(wanted),
        Test::Compare(CompareOp::Ne, wanted) => !equal(wanted),
        Test::OneOf(values) => values.iter().any(equal),
        _ => false,
    }
}

fn is_subdomain(text: &str, of: &str) -> bool {
    text.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'))
}

/// Language tags, names of platforms and most domains are folded as they come, which is quick to see.
fn folds_to_itself(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Whether a find passes all filters; one on an attribute it lacks fails.
pub(super) fn find_passes(found: &Found, extract: &Extract) -> bool {
    extract.filters.iter().all(|(attribute, test)| match found.attribute(*attribute) {
        None => false,
        Some(AttributeValue::Number(number)) => number_passes(*number, test),
        Some(AttributeValue::Text(text)) => text_passes(text, test, *attribute == Attribute::Domain),
    })
}

/// When content was made.
pub(super) fn time_of(content: &Content, field: Option<FieldId>) -> Option<OffsetDateTime> {
    match content.get(field?).first() {
        Some(Value::Time(time)) => Some(*time),
        _ => None,
    }
}

/// Whether the time from a field's value to the making of the content passes; without either, it does not.
pub(super) fn age_passes(
    content: &Content,
    field: FieldId,
    made: Option<OffsetDateTime>,
    op: CompareOp,
    seconds: Number,
) -> bool {
    content.get(field).iter().any(|value| match (value, made) {
        (Value::Time(time), Some(made)) => compare(&(made - *time).as_seconds_f64(), op, &seconds.0),
        _ => false,
    })
}
