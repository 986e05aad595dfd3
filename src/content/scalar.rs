//! The scalars that JSON writes as strings: times and hashes.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// Reads an RFC 3339 time, or a date alone as its midnight; in UTC. `None` for anything else, and for a
/// time whose year in UTC has five digits.
#[must_use]
pub fn parse_time(text: &str) -> Option<OffsetDateTime> {
    if text.len() == 10 {
        return parse_date(text).map(|date| date.midnight().assume_utc());
    }
    if let Some(time) = parse_plain(text) {
        return Some(time);
    }
    // The parser takes any byte as separator; the standard has `T`, and a space by its note.
    let separator = text.as_bytes().get(10)?;
    if !matches!(separator, b'T' | b't' | b' ') {
        return None;
    }
    OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_offset(UtcOffset::UTC)
}

/// Reads a time as nearly all are written, `2026-11-22T18:30:00Z`, quickly.
fn parse_plain(text: &str) -> Option<OffsetDateTime> {
    let &[.., b'T', h1, h2, b':', m1, m2, b':', s1, s2, b'Z'] = text.as_bytes() else { return None };
    let two = |[tens, ones]: [u8; 2]| {
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
    };
    let time = Time::from_hms(two([h1, h2])?, two([m1, m2])?, two([s1, s2])?).ok()?;
    let date = text.get(..10).filter(|_| text.len() == 20)?;
    Some(parse_date(date)?.with_time(time).assume_utc())
}

fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0_u16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0')))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let month = Month::try_from(digits(5..7)? as u8).ok()?;
    Date::from_calendar_date(i32::from(digits(0..4)?), month, digits(8..10)? as u8).ok()
}

/// Reads 64 hexadecimal digits of either case.
#[must_use]
pub fn parse_hash(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
    }
    Some(hash)
}

/// The value of a hexadecimal digit.
pub(super) fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rfc_3339_or_a_date() {
        let seconds = |text| parse_time(text).map(OffsetDateTime::unix_timestamp);
        for (text, expected) in [
            ("1970-01-02", Some(86_400)),
            ("1970-01-02T00:00:00Z", Some(86_400)),
            ("1970-01-02t00:00:00z", Some(86_400)),
            ("1970-01-02 00:00:00.123456789123Z", Some(86_400)),
            ("1970-01-02T01:00:00+01:00", Some(86_400)),
            ("2026-02-29", None),
            ("2026-2-9", None),
            ("2026/02/09", None),
            ("20260209", None),
            ("+026-02-09", None),
            ("2026-02-09T10:00", None),
            ("2026-02-09T10:00:00", None),
            ("2026-02-09x10:00:00Z", None),
            ("2026-02-09T10:00:00Z and more", None),
            ("0000-01-01T00:00:00+00:01", Some(-62_167_219_260)),
            ("9999-12-31T23:59:59-23:59", None),
            ("1234567é8", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn plain_times_are_read_as_any(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9][Zz]") {
            if let Some(time) = parse_plain(&text) {
                proptest::prop_assert_eq!(Some(time), OffsetDateTime::parse(&text, &Rfc3339).ok());
            }
        }
    }

    #[test]
    fn hashes_are_64_hexadecimal_digits() {
        assert_eq!(parse_hash(&"Ab".repeat(32)), Some([0xab; 32]));
        for text in ["", "ab", &"ab".repeat(33), &"ag".repeat(32), &"é".repeat(32)] {
            assert_eq!(parse_hash(text), None, "{text}");
        }
    }
}
