//! What the JSON library leaves unchecked: strings it passes over may hold halves of surrogate pairs, and a
//! record with one is unreadable wherever it stands.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

use super::Unreadable;
use super::scalar::hex_digit;

/// A value that is passed over. Its nesting costs no stack.
pub(super) struct Ignored;

impl<'de> Deserialize<'de> for Ignored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer).map(|_| Self)
    }
}

/// A value as it stands, without lone surrogates.
pub(super) fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'de RawValue, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    match lone_surrogate(raw.get().as_bytes()) {
        Some(_) => Err(D::Error::custom("lone surrogate")),
        None => Ok(raw),
    }
}

/// The backslash of the first escape that is half a surrogate pair.
pub(super) fn lone_surrogate(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &json[at..]) {
        at += found;
        at += match escape(&json[at..]) {
            None => 2,
            Some(0xD800..=0xDBFF) => match escape(json.get(at + 6..).unwrap_or_default()) {
                Some(0xDC00..=0xDFFF) => 12,
                _ => return Some(at),
            },
            Some(0xDC00..=0xDFFF) => return Some(at),
            Some(_) => 6,
        };
        if at >= json.len() {
            break;
        }
    }
    None
}

/// The code unit of the `\uXXXX` that stands here.
fn escape(json: &[u8]) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = json.get(..6)? else { return None };
    digits.iter().try_fold(0, |unit: u16, &digit| Some(unit << 4 | u16::from(hex_digit(digit)?)))
}

/// What is wrong with a line that the JSON library gave up on.
pub(super) fn diagnose(line: &str, error: &serde_json::Error) -> Unreadable {
    let byte = offset(line, error);
    if let Some(byte) = lone_surrogate(&line.as_bytes()[..line.len().min(byte + 1)]) {
        return Unreadable::LoneSurrogate { byte };
    }
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default().to_owned();
    match reason.as_str() {
        "recursion limit exceeded" => Unreadable::NestingTooDeep { byte },
        _ => Unreadable::InvalidJson { byte, reason },
    }
}

/// The library gives a line and a column in bytes, both from 1, of the last byte it looked at.
fn offset(line: &str, error: &serde_json::Error) -> usize {
    let before = line.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    (start + error.column().saturating_sub(1)).min(line.len())
}

#[cfg(test)]
mod tests {
    use super::lone_surrogate;

    #[test]
    fn halves_of_pairs_are_found() {
        for (json, expected) in [
            (r#""""#, None),
            (r#""plain""#, None),
            (r#""\u00e9 \n \\""#, None),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\\\ud83d""#, Some(3)),
            (r#""\ud83d""#, Some(1)),
            (r#""\uD83D\uD83D\uDE00""#, Some(1)),
            (r#""a\ude00""#, Some(2)),
            (r#""\ud83d x""#, Some(1)),
            (r#""\ud83d\n""#, Some(1)),
            (r#""\ud83d\ude"#, Some(1)),
            (r"\", None),
            (r"\u12", None),
        ] {
            assert_eq!(lone_surrogate(json.as_bytes()), expected, "{json}");
        }
    }
}
