//! Tests of fields and attributes as truths that know of each other: numbers and times by their bounds, texts by what
//! they equal. Of a list, one element may pass and another not, so its tests are left whole.

use super::node::{Extract, Fact, Measure, Node, NodeId, Scalar, Tables, Test};
use super::numbers::place;
use crate::content::{ContentType, FieldId, FieldType, Value};
use crate::extract::{Attribute, Extractor};
use crate::sema::hir::{CompareOp, FieldTest, Filter, HashKind, Hashlist};
use crate::text::fold_string;

/// A field's value against a test.
pub(super) fn field(tables: &mut Tables, content: &ContentType, id: FieldId, test: &FieldTest) -> NodeId {
    let field = &content.fields[usize::from(id.0)];
    let has = tables.nodes.add(Node::Fact(Fact::Has(id)));
    let is = |tables: &mut Tables, value: &Value| tables.nodes.add(Node::Fact(Fact::Is(id, scalar(value))));
    match (field.ty, test) {
        (FieldType::Number, _) if !field.list => numeric(tables, Measure::Number(id), has, test),
        (FieldType::Time, _) if !field.list => numeric(tables, Measure::Time(id), has, test),
        // Of two values, not to be one is to be the other.
        (FieldType::Bool, FieldTest::Compare(op, Value::Bool(value))) if !field.list => {
            let is_true = is(tables, &Value::Bool(true));
            if (*op == CompareOp::Eq) == *value {
                is_true
            } else {
                let is_false = tables.not(is_true);
                tables.all(vec![has, is_false])
            }
        }
        (_, FieldTest::IsTrue) => is(tables, &Value::Bool(true)),
        (_, FieldTest::Compare(CompareOp::Eq, value)) => is(tables, value),
        (_, FieldTest::OneOf(values)) => {
            let members = values.iter().map(|value| is(tables, value)).collect();
            tables.any(members)
        }
        (_, FieldTest::Compare(CompareOp::Ne, value)) if !field.list => {
            let equal = is(tables, value);
            let differs = tables.not(equal);
            tables.all(vec![has, differs])
        }
        (_, FieldTest::Compare(op, value)) => passes(tables, id, format!("{op:?} {:?}", scalar(value))),
        (_, FieldTest::Between(low, high)) => {
            passes(tables, id, format!("{:?} to {:?}", scalar(low), scalar(high)))
        }
    }
}

fn passes(tables: &mut Tables, id: FieldId, test: String) -> NodeId {
    tables.nodes.add(Node::Fact(Fact::Passes(id, test)))
}

/// The age of content by a field. Of a list of times any may pass.
pub(super) fn age(
    tables: &mut Tables,
    content: &ContentType,
    id: FieldId,
    op: CompareOp,
    seconds: f64,
) -> NodeId {
    if content.fields[usize::from(id.0)].list {
        return passes(tables, id, format!("age {op:?} {seconds}"));
    }
    // That there is an age at all: the lowest of bounds is reached.
    let has = above(tables, Measure::Age(id), place(f64::NEG_INFINITY), false);
    numeric(tables, Measure::Age(id), has, &FieldTest::Compare(op, Value::Number(seconds)))
}

/// A field's hashes against a list.
pub(super) fn listed(tables: &mut Tables, id: FieldId, list: &Hashlist) -> NodeId {
    let within = match list.kind {
        HashKind::Sha256 => None,
        HashKind::Pdq(bits) => Some(bits),
    };
    let list = tables.lists.add((within, list.hashes.clone()));
    tables.nodes.add(Node::Fact(Fact::Listed(id, list)))
}

fn above(tables: &mut Tables, measure: Measure, bound: i128, strictly: bool) -> NodeId {
    tables.nodes.add(Node::Fact(Fact::Above { measure, bound, strictly }))
}

/// A number that content has at most one of.
fn numeric(tables: &mut Tables, measure: Measure, has: NodeId, test: &FieldTest) -> NodeId {
    match test {
        FieldTest::Compare(op, value) => {
            let bound = bound(value);
            let (from, past) = (above(tables, measure, bound, false), above(tables, measure, bound, true));
            let below = tables.not(from);
            let not_past = tables.not(past);
            match op {
                CompareOp::Ge => from,
                CompareOp::Gt => past,
                CompareOp::Lt => tables.all(vec![has, below]),
                CompareOp::Le => tables.all(vec![has, not_past]),
                CompareOp::Eq => tables.all(vec![from, not_past]),
                CompareOp::Ne => {
                    let other = tables.any(vec![below, past]);
                    tables.all(vec![has, other])
                }
            }
        }
        FieldTest::Between(low, high) => {
            let from = above(tables, measure, bound(low), false);
            let past = above(tables, measure, bound(high), true);
            let not_past = tables.not(past);
            tables.all(vec![from, not_past])
        }
        FieldTest::OneOf(values) => {
            let equal = |value: &Value| FieldTest::Compare(CompareOp::Eq, value.clone());
            let members = values.iter().map(|value| numeric(tables, measure, has, &equal(value))).collect();
            tables.any(members)
        }
        FieldTest::IsTrue => tables.constant(false),
    }
}

/// The place of a number or time among its kind.
fn bound(value: &Value) -> i128 {
    match value {
        Value::Number(number) => place(*number),
        Value::Time(time) => time.unix_timestamp_nanos(),
        _ => 0,
    }
}

fn scalar(value: &Value) -> Scalar {
    match value {
        Value::Text(text) => Scalar::Text(fold_string(text)),
        Value::Bool(truth) => Scalar::Bool(*truth),
        Value::Hash(hash) => Scalar::Hash(*hash),
        Value::Number(_) => Scalar::Number(bound(value)),
        Value::Time(_) => Scalar::Time(bound(value)),
    }
}

/// An extractor and its filters, as they are known.
pub(super) fn extract(extractor: Extractor, filters: &[Filter], region: Option<&str>) -> Extract {
    let local = matches!(extractor, Extractor::Phone | Extractor::Amount);
    let mut filters: Vec<_> =
        filters.iter().map(|filter| (filter.attribute, attribute_test(&filter.test))).collect();
    filters.sort_unstable();
    filters.dedup();
    // Two ranges of one attribute are the range they share.
    filters.dedup_by(|(later, more), (first, test)| match (more, test) {
        (Test::Within(low, high), Test::Within(least, most)) if later == first => {
            (*least, *most) = ((*least).max(*low), (*most).min(*high));
            true
        }
        _ => false,
    });
    Extract { extractor, region: region.filter(|_| local).map(str::to_owned), filters }
}

/// The test of an attribute. Bounds that are not reached are the next numbers.
fn attribute_test(test: &FieldTest) -> Test {
    let (lowest, highest) = (place(f64::NEG_INFINITY), place(f64::INFINITY));
    let text = |value: &Value| match value {
        Value::Text(text) => fold_string(text),
        _ => String::new(),
    };
    match test {
        FieldTest::Compare(CompareOp::Ne, Value::Text(other)) => Test::Not(fold_string(other)),
        FieldTest::Compare(_, value @ Value::Text(_)) => Test::OneOf(vec![text(value)]),
        FieldTest::Compare(op, value) => {
            let at = bound(value);
            match op {
                CompareOp::Eq => Test::Within(at, at),
                CompareOp::Ne => Test::NotNumber(at),
                CompareOp::Lt => Test::Within(lowest, at - 1),
                CompareOp::Le => Test::Within(lowest, at),
                CompareOp::Gt => Test::Within(at + 1, highest),
                CompareOp::Ge => Test::Within(at, highest),
            }
        }
        FieldTest::Between(low, high) => Test::Within(bound(low), bound(high)),
        FieldTest::OneOf(values) => match values.as_slice() {
            [value @ Value::Number(_)] => Test::Within(bound(value), bound(value)),
            _ if values.iter().all(|value| matches!(value, Value::Number(_))) => {
                Test::Numbers(sorted(values.iter().map(bound).collect()))
            }
            _ => Test::OneOf(sorted(values.iter().map(text).collect())),
        },
        FieldTest::IsTrue => Test::OneOf(Vec::new()),
    }
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values.dedup();
    values
}

impl Test {
    /// Whether what passes this test passes the other, whatever the attribute's value. Domains that are different
    /// texts may be parts of each other, so only the same texts are.
    pub(super) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Within(low, high), Self::Within(least, most)) => least <= low && high <= most,
            (Self::Within(low, high), Self::NotNumber(not)) => not < low || high < not,
            (Self::Numbers(numbers), Self::Within(least, most)) => {
                numbers.iter().all(|number| least <= number && number <= most)
            }
            (Self::Within(low, high), Self::Numbers(others)) => low == high && others.contains(low),
            (Self::Numbers(numbers), Self::Numbers(others)) => {
                numbers.iter().all(|number| others.contains(number))
            }
            (Self::Numbers(numbers), Self::NotNumber(not)) => !numbers.contains(not),
            (Self::OneOf(texts), Self::OneOf(others)) => texts.iter().all(|text| others.contains(text)),
            _ => self == other,
        }
    }
}

impl Extract {
    /// Whether two of its filters exclude each other. Of domains several may hold.
    pub(super) fn is_empty(&self) -> bool {
        let excludes = |one: &Test, other: &Test| match (one, other) {
            (Test::Within(low, high), Test::Within(least, most)) => high < least || most < low || high < low,
            (Test::Within(low, high), Test::Numbers(numbers)) => {
                !numbers.iter().any(|number| low <= number && number <= high)
            }
            (Test::Numbers(numbers), Test::Numbers(others)) => {
                !numbers.iter().any(|number| others.contains(number))
            }
            _ => false,
        };
        self.filters.iter().enumerate().any(|(number, (attribute, test))| {
            let others = self.filters[..=number].iter().filter(|(other, _)| other == attribute);
            others.map(|(_, other)| other).any(|other| excludes(test, other) || excludes(other, test))
        })
    }

    /// Whether all that this finds, the other finds as well.
    pub(super) fn is_part_of(&self, other: &Self) -> bool {
        self.extractor == other.extractor
            && self.region == other.region
            && other.filters.iter().all(|(attribute, wider)| {
                self.filters.iter().any(|(own, test)| own == attribute && test.implies(wider))
            })
    }
}

impl Extract {
    /// Sets of others of which one finds whatever this one finds: they differ in the filter of one attribute only, and
    /// leave no value of it out.
    pub(super) fn covers<T: Copy>(&self, others: &[(T, &Self)]) -> Vec<Vec<T>> {
        let mut attributes: Vec<Attribute> = self.filters.iter().map(|(attribute, _)| *attribute).collect();
        // Every price has an amount, and every number its value.
        attributes.extend(match self.extractor {
            Extractor::Price => Some(Attribute::Amount),
            Extractor::Amount => Some(Attribute::Value),
            _ => None,
        });
        attributes.sort_unstable();
        attributes.dedup();
        let cover = |attribute: Attribute| {
            let mut covering = Vec::new();
            let mut tests = Vec::new();
            for (id, other) in others {
                let mut tested = other.filters.iter().filter(|(own, _)| *own == attribute);
                let rest = other.filters.iter().filter(|(own, _)| *own != attribute).cloned().collect();
                let rest = Self { filters: rest, region: other.region.clone(), ..**other };
                if let (Some((_, test)), None) = (tested.next(), tested.next())
                    && self.is_part_of(&rest)
                {
                    covering.push(*id);
                    tests.push(test);
                }
            }
            let own = self.filters.iter().find(|(own, _)| *own == attribute).map(|(_, test)| test);
            let everything = Test::Within(place(f64::NEG_INFINITY), place(f64::INFINITY));
            own.unwrap_or(&everything).is_covered(&tests).then_some(covering)
        };
        attributes.into_iter().filter_map(cover).filter(|covering| covering.len() > 1).collect()
    }
}

impl Test {
    /// Whether whatever passes this test passes one of the others.
    fn is_covered(&self, others: &[&Self]) -> bool {
        let any = |test: &Self| others.iter().any(|other| test.implies(other));
        match self {
            Self::OneOf(texts) => {
                !texts.is_empty() && texts.iter().all(|text| any(&Self::OneOf(vec![text.clone()])))
            }
            Self::Numbers(numbers) => numbers.iter().all(|&number| any(&Self::Within(number, number))),
            Self::Within(low, high) => {
                let mut ranges: Vec<(i128, i128)> = others
                    .iter()
                    .filter_map(|other| match other {
                        Self::Within(least, most) => Some((*least, *most)),
                        _ => None,
                    })
                    .collect();
                ranges.sort_unstable();
                // The first place that no range has reached.
                let mut open = *low;
                for (least, most) in ranges {
                    if least <= open {
                        open = open.max(most + 1);
                    }
                }
                open > *high
            }
            Self::Not(_) | Self::NotNumber(_) => false,
        }
    }
}
