//! Fields: comparisons of their values, ages, and hash lists. "A condition on an absent field is false";
//! "lists: any element".

use super::Interpreter;
use crate::content::{FieldId, FieldType, Value};
use crate::sema::hir::{CompareOp, FieldTest, HashKind, HashlistId};
use crate::text;

impl Interpreter<'_> {
    /// "A comparison with an absent field is false either way"; of a list, any element.
    pub(super) fn field_passes(&self, field: FieldId, test: &FieldTest) -> bool {
        self.content.get(field).iter().any(|value| value_passes(value, test))
    }

    /// "`age(author.created_at) < 30 days`: relative to `created_at`, never to the clock."
    pub(super) fn age_passes(&self, field: FieldId, op: CompareOp, seconds: f64) -> bool {
        self.ages(field).iter().any(|age| compare(age, op, &seconds))
    }

    /// Seconds from the field's time to the content's; none if either is absent.
    #[must_use]
    pub fn ages(&self, field: FieldId) -> Vec<f64> {
        let times = self.content.get(field).iter().filter_map(time_of);
        self.created_at()
            .map_or_else(Vec::new, |now| times.map(|then| (now - then).as_seconds_f64()).collect())
    }

    /// The content's `created_at`.
    pub(super) fn created_at(&self) -> Option<time::OffsetDateTime> {
        let is_it = |field: &crate::content::Field| field.name == "created_at" && field.ty == FieldType::Time;
        let index = self.policy.content.fields.iter().position(is_it)?;
        self.content.get(FieldId(index as u16)).first().and_then(time_of)
    }

    /// "`kind sha256` (exact) or `pdq` (256-bit, Hamming distance at most `within`)."
    pub(super) fn in_hashlist(&self, field: FieldId, list: HashlistId) -> bool {
        let list = &self.policy[list];
        let hashes = self.content.get(field).iter().filter_map(hash_of);
        hashes.into_iter().any(|hash| list.hashes.iter().any(|known| same_hash(hash, known, list.kind)))
    }

    /// The fewest bits in which a hash of the field differs from one of these.
    #[must_use]
    pub fn nearest_hash(&self, field: FieldId, known: &[[u8; 32]]) -> Option<u32> {
        let hashes = self.content.get(field).iter().filter_map(hash_of);
        hashes.flat_map(|hash| known.iter().map(move |known| hamming(hash, known))).min()
    }

    /// The values of a field.
    #[must_use]
    pub fn field_values(&self, field: FieldId) -> &[Value] {
        self.content.get(field)
    }
}

const fn time_of(value: &Value) -> Option<time::OffsetDateTime> {
    if let Value::Time(time) = value { Some(*time) } else { None }
}

const fn hash_of(value: &Value) -> Option<&[u8; 32]> {
    if let Value::Hash(hash) = value { Some(hash) } else { None }
}

/// Whether two hashes count as the same.
fn same_hash(one: &[u8; 32], other: &[u8; 32], kind: HashKind) -> bool {
    match kind {
        HashKind::Sha256 => one == other,
        HashKind::Pdq(most) => hamming(one, other) <= most,
    }
}

/// The number of bits in which two hashes differ.
fn hamming(one: &[u8; 32], other: &[u8; 32]) -> u32 {
    one.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// Whether one value passes a test of its type.
fn value_passes(value: &Value, test: &FieldTest) -> bool {
    match value {
        Value::Bool(value) => bool_passes(*value, test),
        Value::Text(value) => text_passes(value, test),
        Value::Number(value) => number_passes(*value, test),
        Value::Time(value) => time_passes(*value, test),
        Value::Hash(_) => any_equal(value, test),
    }
}

/// "`author.verified`": true; or compared with `true` or `false`.
fn bool_passes(value: bool, test: &FieldTest) -> bool {
    match test {
        FieldTest::IsTrue => value,
        FieldTest::Compare(op, Value::Bool(other)) => compare(&value, *op, &other.to_owned()),
        _ => any_equal(&Value::Bool(value), test),
    }
}

/// "Strings compare folded."
pub(super) fn text_passes(value: &str, test: &FieldTest) -> bool {
    text_passes_by(test, |other| text::fold_string(value) == text::fold_string(other))
}

/// `==`, `!=` and `in […]` of strings, by what counts as equal.
pub(super) fn text_passes_by(test: &FieldTest, equal: impl Fn(&str) -> bool) -> bool {
    let equals = |value: &Value| matches!(value, Value::Text(other) if equal(other));
    match test {
        FieldTest::Compare(CompareOp::Eq, other) => equals(other),
        FieldTest::Compare(CompareOp::Ne, other) => !equals(other),
        FieldTest::OneOf(others) => others.iter().any(equals),
        _ => false,
    }
}

/// Whether a domain is another or a subdomain of it.
pub(super) fn is_domain_of(domain: &str, value: &str) -> bool {
    let (domain, value) = (text::fold_string(domain), text::fold_string(value));
    domain == value || domain.ends_with(&format!(".{value}"))
}

/// "Comparisons are `== != < <= > >=`, `in […]`, `in a..b` (both ends included)."
pub(super) fn number_passes(value: f64, test: &FieldTest) -> bool {
    match test {
        FieldTest::Compare(op, Value::Number(other)) => compare(&value, *op, other),
        FieldTest::Between(Value::Number(low), Value::Number(high)) => *low <= value && value <= *high,
        _ => any_equal(&Value::Number(value), test),
    }
}

/// The same for times: the moment counts, not the offset it is written with.
fn time_passes(value: time::OffsetDateTime, test: &FieldTest) -> bool {
    match test {
        FieldTest::Compare(op, Value::Time(other)) => compare(&value, *op, other),
        FieldTest::Between(Value::Time(low), Value::Time(high)) => *low <= value && value <= *high,
        _ => any_equal(&Value::Time(value), test),
    }
}

/// `in […]`, and `==` and `!=` of what has no order.
fn any_equal(value: &Value, test: &FieldTest) -> bool {
    match test {
        FieldTest::OneOf(others) => others.contains(value),
        FieldTest::Compare(CompareOp::Eq, other) => value == other,
        FieldTest::Compare(CompareOp::Ne, other) => value != other,
        _ => false,
    }
}

/// A comparison by its sign.
pub(crate) fn compare<T: PartialOrd>(left: &T, op: CompareOp, right: &T) -> bool {
    match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    }
}
