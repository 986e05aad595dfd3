//! The escapes of JSON strings: what each stands for.

use memchr::memchr;

/// The values of hexadecimal digits; anything else has a bit that no code unit has.
const DIGITS: [u32; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        digits[digit as usize] = value;
        digits[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    digits
};
const NO_DIGIT: u32 = 1 << 16;

/// Appends what stands between the quotes of a string. `None` where an escape is none, or is half a surrogate pair;
/// then a part may have been appended.
pub(super) fn unescape(json: &str, text: &mut String) -> Option<()> {
    text.reserve(json.len());
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'\\', &bytes[at..]) {
        text.push_str(&json[at..at + found]);
        at += found;
        // Writers that escape, escape whole words, one after the other.
        loop {
            match bytes.get(at) {
                Some(b'\\') => {
                    let (character, length) = first(&bytes[at..])?;
                    text.push(character);
                    at += length;
                }
                Some(b' ') => {
                    text.push(' ');
                    at += 1;
                }
                _ => break,
            }
        }
    }
    text.push_str(&json[at..]);
    Some(())
}

/// Whether [`unescape`] would succeed.
pub(super) fn is_valid(json: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memchr(b'\\', &json[at..]) {
        at += found;
        while json.get(at) == Some(&b'\\') {
            let Some((_, length)) = first(&json[at..]) else { return false };
            at += length;
        }
    }
    true
}

/// The character that the escape at the beginning stands for, and how long the escape is.
#[inline]
fn first(json: &[u8]) -> Option<(char, usize)> {
    if let Some(unit) = unit(json) {
        return match char::from_u32(unit) {
            Some(character) => Some((character, 6)),
            None => pair(json, unit),
        };
    }
    let character = match json.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    };
    Some((character, 2))
}

/// The character of two escapes, the first of which stands for this half of a surrogate pair.
fn pair(json: &[u8], half: u32) -> Option<(char, usize)> {
    let other = unit(json.get(6..)?)?;
    let character = char::decode_utf16([half, other].map(|unit| unit as u16)).next()?.ok()?;
    Some((character, 12))
}

/// The code unit of the `\uXXXX` at the beginning.
#[inline(always)]
fn unit(json: &[u8]) -> Option<u32> {
    let &[b'\\', b'u', a, b, c, d] = json.first_chunk::<6>()? else { return None };
    let (a, b) = (DIGITS[a as usize], DIGITS[b as usize]);
    let (c, d) = (DIGITS[c as usize], DIGITS[d as usize]);
    ((a | b | c | d) & NO_DIGIT == 0).then_some(a << 12 | b << 8 | c << 4 | d)
}

#[cfg(test)]
mod tests {
    use super::{is_valid, unescape};

    #[test]
    fn escapes_are_what_the_json_library_reads() {
        for json in [
            "",
            "plain é",
            r"a\u00e9\u00E9b\n\t\r\b\f\/\\\x22",
            r"\u0041\u0000 \uffff \ufffe",
            r"\ud83d\ude00\uD83D\uDE00",
            r"\ud83d",
            r"\ude00",
            r"\ud83d\n",
            r"\ud83d\ud83d\ude00",
            r"\ud83d\u0041",
            r"\u12",
            r"\u+123",
            r"\u00é",
            r"\u12é4",
            r"\x",
            r"\é",
            r"\U0041",
            r"\",
            r"\ud83d\",
            r"\ud83d\u",
            r"\\u0041\\\u0041",
        ] {
            let model = serde_json::from_str::<String>(&format!("\"{json}\"")).ok();
            let mut text = String::new();
            let read = unescape(json, &mut text).map(|()| text);
            assert_eq!(is_valid(json.as_bytes()), read.is_some(), "{json}");
            assert_eq!(read, model, "{json}");
        }
    }
}
