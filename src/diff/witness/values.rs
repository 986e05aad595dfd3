//! Values of fields that are no text: numbers and times between the bounds that should and should not be reached, texts
//! that should be equal, hashes of one list that are not in another.

use std::collections::BTreeMap;

use time::{Duration, OffsetDateTime};

use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::logic::{Bound, Fact, Measure, Model, Problem, Scalar, Wish, bound_of};

/// When content was made that has no other time: noon of a day, in seconds from the start of 1970.
const NOON: i64 = 1_767_268_800;

/// What should and should not hold of one number.
#[derive(Default)]
struct Range {
    /// The highest bound that should be reached, and whether it should be passed.
    low: Option<(i128, bool)>,
    /// The lowest bound that should not be reached, and whether it may be.
    high: Option<(i128, bool)>,
}

/// Sets the values of fields as a model has them.
pub(super) fn set(problem: &Problem<'_>, content_type: &ContentType, model: &Model, content: &mut Content) {
    let mut ranges: BTreeMap<Measure, Range> = BTreeMap::new();
    for fact in facts(&model.holds) {
        if let Fact::Above { measure, bound, strictly } = *fact {
            let range = ranges.entry(measure).or_default();
            range.low = range.low.max(Some((bound, strictly)));
        }
    }
    for fact in facts(&model.fails) {
        if let Fact::Above { measure, bound, strictly } = *fact {
            let range = ranges.entry(measure).or_default();
            range.high = Some(range.high.map_or((bound, strictly), |high| high.min((bound, strictly))));
        }
    }
    for fact in facts(&model.holds) {
        hold(problem, content_type, model, fact, content);
    }
    set_numbers(content_type, &ranges, content);
}

fn facts(wishes: &[Wish]) -> impl Iterator<Item = &Fact> {
    wishes.iter().filter_map(|wish| match wish {
        Wish::Fact(fact) => Some(fact),
        _ => None,
    })
}

fn push(content_type: &ContentType, content: &mut Content, id: FieldId, value: Value) {
    let values = &mut content.values[usize::from(id.0)];
    if !content_type.fields[usize::from(id.0)].list {
        values.clear();
    }
    values.push(value);
}

/// Makes one fact hold, of those that are about single values.
fn hold(
    problem: &Problem<'_>,
    content_type: &ContentType,
    model: &Model,
    fact: &Fact,
    content: &mut Content,
) {
    match fact {
        Fact::Has(id) if content.get(*id).is_empty() => {
            let value = match content_type.fields[usize::from(id.0)].ty {
                FieldType::Text | FieldType::String => Value::Text("other".to_owned()),
                FieldType::Number => Value::Number(0.0),
                FieldType::Bool => Value::Bool(false),
                FieldType::Time => Value::Time(noon()),
                FieldType::Hash => Value::Hash([0x17; 32]),
            };
            push(content_type, content, *id, value);
        }
        Fact::Is(id, scalar) => {
            let value = match scalar {
                Scalar::Text(text) => Value::Text(text.clone()),
                Scalar::Bool(truth) => Value::Bool(*truth),
                Scalar::Hash(hash) => Value::Hash(*hash),
                Scalar::Number(_) | Scalar::Time(_) => return list_value(content_type, *id, scalar, content),
            };
            push(content_type, content, *id, value);
        }
        Fact::Passes(id, _)
            if matches!(content_type.fields[usize::from(id.0)].ty, FieldType::Text | FieldType::String) =>
        {
            push(content_type, content, *id, Value::Text("other".to_owned()));
        }
        Fact::Listed(id, _) => {
            let others = facts(&model.fails).filter_map(|other| match other {
                Fact::Listed(field, _) if field == id => problem.list(other),
                _ => None,
            });
            let others: Vec<_> = others.collect();
            let differ = |one: &[u8; 32], other: &[u8; 32]| {
                one.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>()
            };
            let is_elsewhere = |hash: &[u8; 32]| {
                others
                    .iter()
                    .any(|(bits, hashes)| hashes.iter().any(|other| differ(hash, other) <= bits.unwrap_or(0)))
            };
            if let Some((bits, hashes)) = problem.list(fact) {
                let mut hashes = hashes.iter().flat_map(|hash| [*hash, changed(hash, bits.unwrap_or(0))]);
                let hash = hashes.find(|hash| !is_elsewhere(hash));
                hash.into_iter().for_each(|hash| push(content_type, content, *id, Value::Hash(hash)));
            }
        }
        _ => {}
    }
}

/// A hash that differs in so many bits.
fn changed(hash: &[u8; 32], bits: u32) -> [u8; 32] {
    let mut changed = *hash;
    for bit in 0..bits.min(256) as usize {
        changed[bit / 8] ^= 1 << (bit % 8);
    }
    changed
}

fn list_value(content_type: &ContentType, id: FieldId, scalar: &Scalar, content: &mut Content) {
    let value = match *scalar {
        Scalar::Number(at) => match bound_of(Measure::Number(id), at) {
            Bound::Number(number) => Some(Value::Number(number)),
            _ => None,
        },
        Scalar::Time(at) => OffsetDateTime::from_unix_timestamp_nanos(at).ok().map(Value::Time),
        _ => None,
    };
    value.into_iter().for_each(|value| push(content_type, content, id, value));
}

/// Numbers and times first, then ages, which are counted from a time.
fn set_numbers(content_type: &ContentType, ranges: &BTreeMap<Measure, Range>, content: &mut Content) {
    for (&measure, range) in ranges {
        let has = |id: FieldId| range.low.is_some() || !content.get(id).is_empty();
        match measure {
            Measure::Number(id) if has(id) => {
                let number = range.between(|at| match bound_of(measure, at) {
                    Bound::Number(number) => number,
                    _ => 0.0,
                });
                push(content_type, content, id, Value::Number(number));
            }
            Measure::Time(id) if has(id) => {
                let seconds = range.between(|at| at as f64 / 1e9);
                let time = OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap_or_else(|_| noon());
                push(content_type, content, id, Value::Time(time));
            }
            _ => {}
        }
    }
    for (&measure, range) in ranges {
        if let Measure::Age(id) = measure
            && range.low.is_some()
        {
            let age = range.between(|at| match bound_of(measure, at) {
                Bound::Seconds(seconds) => seconds,
                _ => 0.0,
            });
            let now = made(content_type, content);
            let then = now.checked_sub(Duration::seconds(age.clamp(-1e10, 1e10) as i64));
            then.into_iter().for_each(|then| push(content_type, content, id, Value::Time(then)));
        }
    }
}

impl Range {
    /// A number in the range, a whole one where there is one.
    fn between(&self, number: impl Fn(i128) -> f64) -> f64 {
        let low = self.low.map(|(at, strictly)| (number(at), strictly)).filter(|(low, _)| low.is_finite());
        let high = self.high.map(|(at, strictly)| (number(at), strictly));
        match (low, high) {
            (Some((low, false)), _) => low,
            (Some((low, true)), Some((high, _))) if low + 1.0 > high => f64::midpoint(low, high),
            (Some((low, true)), _) => low + 1.0,
            (None, Some((high, _))) => high - 1.0,
            (None, None) => 0.0,
        }
    }
}

/// When the content was made, which is set where it was not.
fn made(content_type: &ContentType, content: &mut Content) -> OffsetDateTime {
    let Some(id) = content_type.find("created_at") else { return noon() };
    if let Some(Value::Time(time)) = content.get(id).first() {
        return *time;
    }
    push(content_type, content, id, Value::Time(noon()));
    noon()
}

fn noon() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(NOON).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
