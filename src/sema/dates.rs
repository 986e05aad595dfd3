//! Dates, times and durations as a policy writes them.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::diag::Code;
use crate::sema::report::{Parts, explain, one_of};

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Units of duration, with their seconds. A month is 30 days and a year 365: a policy's ages are rough by nature.
const UNITS: [(&str, f64); 6] = [
    ("minute", 60.0),
    ("hour", 3_600.0),
    ("day", 86_400.0),
    ("week", 604_800.0),
    ("month", 2_592_000.0),
    ("year", 31_536_000.0),
];

/// What is wrong with a date, time, duration or range of them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum DateError {
    /// A date that is no day.
    #[error("`{0}` is not a date of the calendar")]
    NoSuchDate(String),
    /// A time that is no moment.
    #[error("`{0}` is not a time")]
    NoSuchTime(String),
    /// A unit of duration that is none.
    #[error("`{unit}` is not a unit of time")]
    UnknownUnit {
        /// As written.
        unit: String,
        /// The unit nearest to it.
        nearest: Option<String>,
    },
    /// A distance that is neither in words nor a sentence.
    #[error("a distance is counted in words, not in `{0}`")]
    UnknownDistance(String),
    /// A range that ends before it starts.
    #[error("this range ends before it starts")]
    Reversed {
        /// First, as written.
        low: String,
        /// Last, as written.
        high: String,
    },
}

impl DateError {
    fn parts(&self) -> Parts {
        match self {
            Self::NoSuchDate(_) => (
                Code::InvalidDate,
                "expected a day that exists".into(),
                "write year, month and day, as in `2026-11-30`".into(),
            ),
            Self::NoSuchTime(_) => (
                Code::InvalidDate,
                "expected a moment that exists, with its offset from UTC".into(),
                "write it as in `2026-11-30T18:05:00Z`, or a date alone".into(),
            ),
            Self::UnknownUnit { nearest, .. } => (
                Code::UnknownUnit,
                "expected a unit of time".into(),
                match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("use {}, or their plurals", one_of(UNITS.map(|(name, _)| name))),
                },
            ),
            Self::UnknownDistance(_) => (
                Code::UnknownUnit,
                "expected `words` or `sentence`".into(),
                "write `within 8 words`, or `within sentence`".into(),
            ),
            Self::Reversed { low, high } => (
                Code::InvalidRange,
                format!("`{high}` comes before `{low}`, so that nothing lies between"),
                format!("write `{high}..{low}`"),
            ),
        }
    }
}

explain!(DateError);

/// A date, `2026-11-30`.
pub(super) fn date(written: &str) -> Result<Date, DateError> {
    Date::parse(written, DATE).map_err(|_| DateError::NoSuchDate(written.to_owned()))
}

/// A time of RFC 3339, or a date, which is its midnight UTC.
pub(super) fn time(written: &str) -> Result<OffsetDateTime, DateError> {
    if let Ok(date) = date(written) {
        return Ok(date.midnight().assume_utc());
    }
    OffsetDateTime::parse(written, &Rfc3339).map_err(|_| match written.contains(['T', 't']) {
        true => DateError::NoSuchTime(written.to_owned()),
        false => DateError::NoSuchDate(written.to_owned()),
    })
}

/// The seconds of a unit of duration, in singular or plural.
pub(super) fn seconds(unit: &str) -> Option<f64> {
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    UNITS.iter().find(|(name, _)| *name == singular).map(|&(_, seconds)| seconds)
}

/// The units of duration, in plural.
pub(super) const PLURALS: [&str; 6] = ["minutes", "hours", "days", "weeks", "months", "years"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for good in ["2026-11-30", "2024-02-29"] {
            assert!(date(good).is_ok(), "{good}");
        }
        for bad in ["2026-02-30", "2025-02-29", "2026-13-01", "2026-1-1", "", "2026-11-30T10:00:00Z"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn times_are_rfc_3339_or_dates() {
        for good in ["2026-11-30", "2026-11-30T10:00:00Z", "2026-11-30T10:00:00.5+02:00"] {
            assert!(time(good).is_ok(), "{good}");
        }
        for bad in ["2026-11-30T25:00:00Z", "2026-11-30T10:00:00", "yesterday"] {
            assert!(time(bad).is_err(), "{bad}");
        }
        assert_eq!(time("1970-01-02").unwrap().unix_timestamp(), 86_400);
    }

    #[test]
    fn units_are_known_in_singular_and_plural() {
        for (unit, expected) in [
            ("day", Some(86_400.0)),
            ("days", Some(86_400.0)),
            ("month", Some(2_592_000.0)),
            ("metres", None),
        ] {
            assert_eq!(seconds(unit), expected, "{unit}");
        }
        assert!(PLURALS.iter().all(|unit| seconds(unit).is_some()));
    }
}
