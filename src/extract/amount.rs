//! Amounts: every number that is no date, time, telephone number or part of a code. Numbers that touch
//! (nothing but one mark between) are judged together, as a *chain*: `3000-4000` is two amounts,
//! `2026-11-01`, `21:30`, `27/7` and `978-0-306-40615-7` are none.
//!
//! Decided here: two numbers with a slash between are a date, an idiom or a fraction (`27/7`, `24/7`, `1/2`), and
//! none is an amount. Two small numbers with a dash are a score if the first is not the smaller (`3-0`), else a
//! range (`2-3 days`). A number with a unit (`10kg`, `100%`) is an amount, one with other letters (`1st`, `4x4`,
//! `9pm`, `A4`) is not. Numbers of more than nine digits, or with a zero in front, are codes; bare years after
//! `in` or a month are dates.

use super::chars::dash;
use super::number::{Gap, Number, Reader};
use super::{Attribute, AttributeValue, Extractor, Finds, Found, Value, calendar, codes, currency};

/// Longest number without thousands marks that is not a code.
const MOST_BARE_DIGITS: usize = 9;

/// Finds amounts.
pub(super) fn find(finds: &Finds, value: Value<'_>) -> Vec<Found> {
    let reader = Reader::new(value.original, value.text);
    let numbers = reader.numbers();
    if numbers.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for chain in numbers.chunk_by(|left, right| left.next == right.first && joined(reader.gap(right.first))) {
        let amounts = if is_amounts(&reader, chain) { chain } else { &[] };
        let is_one =
            |at: usize| stands_alone(&reader, &amounts[at], at.checked_sub(1).map(|before| &amounts[before]));
        found.extend((0..amounts.len()).filter(|at| is_one(*at)).map(|at| report(&amounts[at])));
    }
    outside_codes(&reader, &numbers, &mut found);
    for other in [Extractor::Phone, Extractor::Url, Extractor::Email] {
        let others = finds.of(other, value).iter();
        let spans: Vec<_> = others.map(|other| (other.start, other.end)).collect();
        outside(&mut found, &spans);
    }
    found
}

/// Whether a gap joins two numbers to a chain.
fn joined(gap: Gap) -> bool {
    matches!(gap, Gap::Mark(c) if dash(c) || matches!(c, '/' | ':' | '.' | '_' | '\\' | '×'))
}

/// Whether the numbers of a chain are amounts and not together something else.
fn is_amounts(reader: &Reader<'_>, chain: &[Number<'_>]) -> bool {
    match chain {
        [_] => true,
        [low, high] => {
            let range = matches!(reader.gap(high.first), Gap::Mark(c) if dash(c));
            let score = high.value() <= low.value() && low.value() < 100.0 && high.scale.is_none();
            // `2021-2022`, and the season `2024-25`.
            let short = high.is_whole_within(0..=99);
            let years =
                low.is_whole_within(calendar::YEARS) && (short || high.is_whole_within(calendar::YEARS));
            range && !score && !years && low.sound && high.sound
        }
        _ => false,
    }
}

/// Whether a number is written as one and nothing beside it makes it a part of something else. Letters of the number
/// that a range begins with do not: `3k-5k`, `10kg-15kg`.
fn stands_alone(reader: &Reader<'_>, number: &Number<'_>, low: Option<&Number<'_>>) -> bool {
    let ends_range = low.is_some_and(|low| low.scale.is_some() || calendar::is_unit(low.suffix));
    let attached = !ends_range && reader.is_attached_before(number) || reader.is_attached_behind(number);
    let lettered =
        !number.suffix.is_empty() && !calendar::is_unit(number.suffix) && !currency::can_touch(number.suffix);
    let coded = !number.lead.is_empty() && !currency::can_touch(number.lead);
    number.sound
        && number.bare_digits <= MOST_BARE_DIGITS
        && (!number.is_address || currency::is_one(reader.key(number.next)))
        && !lettered
        && !coded
        && !attached
        && !calendar::is_date_or_time(reader, number)
}

/// Drops amounts that a word such as `ISBN` announces as a code, and figures in groups of four (cards, IBANs).
fn outside_codes(reader: &Reader<'_>, numbers: &[Number<'_>], found: &mut Vec<Found>) {
    found.retain(|amount| !codes::code_before(&reader.original[..amount.start as usize]));
    let grouped = |left: &Number<'_>, right: &Number<'_>| {
        left.bare_digits == 4 && (1..=4).contains(&right.bare_digits) && reader.gap(right.first) == Gap::Space
    };
    let codes = numbers
        .chunk_by(grouped)
        .filter(|run| run.iter().filter(|number| number.bare_digits == 4).count() >= 3);
    let spans: Vec<_> = codes.filter_map(|run| Some((run.first()?.start, run.last()?.end))).collect();
    outside(found, &spans);
}

/// Drops amounts that touch one of some spans, which are in order.
fn outside(found: &mut Vec<Found>, spans: &[(u32, u32)]) {
    found.retain(|amount| {
        let next = spans.partition_point(|(_, end)| *end <= amount.start);
        spans.get(next).is_none_or(|(start, _)| amount.end <= *start)
    });
}

/// What the extractor reports of a number.
fn report(number: &Number<'_>) -> Found {
    let value = number.value();
    let attributes = vec![(Attribute::Value, AttributeValue::Number(value))];
    Found::new(number.start as usize, number.end as usize, value.to_string(), attributes)
}
