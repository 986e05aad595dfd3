//! Words that make the number beside them a date or a time of day, and units that make it a measure.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::number::{Gap, Number, Reader};
use crate::text::fold_tokens;

/// Years that are taken for years where a word says so.
pub(super) const YEARS: std::ops::RangeInclusive<u64> = 1900..=2099;

/// Months, in full and short where the short form is no other word.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "januar",
    "februar",
    "märz",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janar",
    "shkurt",
    "prill",
    "maj",
    "qershor",
    "korrik",
    "gusht",
    "shtator",
    "tetor",
    "nëntor",
    "dhjetor",
    "ocak",
    "şubat",
    "mart",
    "nisan",
    "mayıs",
    "haziran",
    "temmuz",
    "ağustos",
    "eylül",
    "ekim",
    "kasım",
    "aralık",
    "ianuarie",
    "februarie",
    "martie",
    "aprilie",
    "iunie",
    "iulie",
    "septembrie",
    "octombrie",
    "noiembrie",
    "decembrie",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "أيلول",
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "مرداد",
    "شهریور",
    "آبان",
    "بهمن",
    "اسفند",
    "جنوری",
    "فروری",
    "اپریل",
    "جون",
    "جولائی",
    "اگست",
    "ستمبر",
    "اکتوبر",
    "نومبر",
    "دسمبر",
];

/// Words after the hour.
const CLOCK: &[&str] = &["am", "pm", "uhr", "oclock", "h", "hrs", "gmt", "utc", "bst"];

/// Words before a year.
const BEFORE_YEAR: &[&str] = &[
    "in", "since", "year", "until", "en", "im", "depuis", "anul", "viti", "vitin", "năm", "عام", "سنة",
    "سال", "ساڵی", "seit",
];

/// Units that are written to a number, which stays an amount.
const UNITS: &[&str] = &[
    "kg", "g", "mg", "t", "km", "m", "cm", "mm", "mi", "l", "ml", "cl", "mph", "kmh", "kph", "min", "mins",
    "sec", "secs", "pp", "px", "gb", "mb", "tb", "kb", "cc", "ft", "lb", "lbs", "oz", "yo", "hp", "kw",
    "kwh", "mw", "mn", "bn", "tr", "p", "pcs", "x", "pax", "hr", "days",
];

type Words = LazyLock<FxHashSet<String>>;

static MONTH: Words = LazyLock::new(|| MONTHS.iter().map(|word| fold_tokens(word)).collect());
static YEAR: Words = LazyLock::new(|| BEFORE_YEAR.iter().map(|word| fold_tokens(word)).collect());

/// Whether a folded word is a month.
fn is_month(key: &str) -> bool {
    MONTH.contains(key)
}

/// Whether a folded word stands before years.
fn announces_year(key: &str) -> bool {
    YEAR.contains(key)
}

/// Whether a folded word stands after the hour.
pub(super) fn is_clock(key: &str) -> bool {
    CLOCK.contains(&key)
}

/// Whether folded letters are a unit.
pub(super) fn is_unit(key: &str) -> bool {
    UNITS.contains(&key)
}

/// Whether the words beside a number make it a day, a year or an hour.
pub(super) fn is_date_or_time(reader: &Reader<'_>, number: &Number<'_>) -> bool {
    let small = number.is_whole_within(0..=31);
    let year = number.is_whole_within(YEARS);
    let after = reader.key(number.next);
    let before = number.first.checked_sub(1).map_or("", |left| reader.key(left));
    let near_after = matches!(reader.gap(number.next), Gap::Space | Gap::Spaced('.') | Gap::None);
    let near_before = matches!(reader.gap(number.first), Gap::Space | Gap::Spaced('.' | ',') | Gap::None);
    let dotted_clock = matches!(after, "a" | "p")
        && reader.key(number.next + 1) == "m"
        && reader.gap(number.next + 1) == Gap::Mark('.');
    let clock = near_after && (is_clock(after) || dotted_clock) && number.value() < 25.0;
    let month = near_after && is_month(after) || near_before && is_month(before);
    let dated = |left: usize| is_month(reader.key(left));
    let month = month || year && near_before && number.first.checked_sub(2).is_some_and(dated);
    clock || month && (small || year) || year && near_before && announces_year(before)
}
