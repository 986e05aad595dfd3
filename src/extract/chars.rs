//! Characters as extractors read them: digits of every script, disguised ASCII, and characters that
//! show nothing. Works on the original, because extractors report its bytes.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

use super::starts::DIGITS;

/// The zero digit of every script with decimal digits, in order. Digits stand in blocks of ten from
/// their zero on (Unicode, section 4.6), so that the zeros are all there is to know.
pub(super) static ZEROS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let Ok(hir) = regex_syntax::parse(r"\d") else { return Vec::new() };
    let HirKind::Class(Class::Unicode(digits)) = hir.kind() else { return Vec::new() };
    digits.iter().flat_map(|range| (range.start() as u32..=range.end() as u32).step_by(10)).collect()
});

/// The first decimal digit outside ASCII: ARABIC-INDIC DIGIT ZERO.
const FIRST_OTHER_DIGIT: char = '\u{660}';

/// The value of a decimal digit of any script.
pub(super) fn digit(c: char) -> Option<u8> {
    if c < FIRST_OTHER_DIGIT {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = c as u32;
    let after = ZEROS.partition_point(|&zero| zero <= code);
    let value = code - ZEROS.get(after.checked_sub(1)?)?;
    u8::try_from(value).ok().filter(|value| *value < 10)
}

/// Digits in circles, empty or filled: those from one to nine, then zeros.
pub(super) const CIRCLED: [RangeInclusive<u32>; 9] = [
    0x2460..=0x2468,
    0x24F5..=0x24FD,
    0x2776..=0x277E,
    0x2780..=0x2788,
    0x278A..=0x2792,
    0x24EA..=0x24EA,
    0x24FF..=0x24FF,
    0x1F10B..=0x1F10B,
    0x1F10C..=0x1F10C,
];

/// The value of a digit in a circle, empty or filled.
pub(super) fn circled(c: char) -> Option<u8> {
    let range = CIRCLED.iter().find(|range| range.contains(&(c as u32)))?;
    let (first, last) = (*range.start(), *range.end());
    if first == last { Some(0) } else { u8::try_from(c as u32 - first + 1).ok() }
}

/// Whether a text has a digit: the cheapest question that settles most texts.
pub(super) fn has_digit(text: &str) -> bool {
    DIGITS.all(text).any(|(_, c)| digit(c).is_some())
}

/// Whether a character shows nothing of its own: format characters, variation selectors, and the
/// combining marks that decorate digits and Latin letters (keycaps, strikethrough).
pub(super) const fn ignorable(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x300..=0x36F | 0x61C | 0x64B..=0x65F | 0x180E | 0x1AB0..=0x1AFF | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF | 0xE0000..=0xE0FFF)
}

/// The ASCII character that a fullwidth or look-alike punctuation sign stands for; others as they are.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '。' | '｡' | '․' | '﹒' => '.',
        '﹢' | '➕' => '+',
        '﹫' => '@',
        '﹟' => '#',
        _ => digit(c).map_or(c, |value| char::from(b'0' + value)),
    }
}

/// The next character that shows something at or after a byte position: it, made plain, and where it
/// ends. Stops looking after a few that do not, so that no caller has to count steps.
pub(super) fn visible(text: &str, at: usize) -> Option<(char, usize)> {
    /// More invisible characters in a row than any keyboard or disguise produces.
    const MOST_IGNORED: usize = 8;
    let rest = text.get(at..)?;
    let (offset, c) = rest.char_indices().take(MOST_IGNORED).find(|(_, c)| !ignorable(*c))?;
    Some((plain(c), at + offset + c.len_utf8()))
}

/// The last character that shows something before a byte position, made plain, and where it starts.
pub(super) fn visible_before(text: &str, at: usize) -> Option<(char, usize)> {
    /// As for [`visible`].
    const MOST_IGNORED: usize = 8;
    let rest = text.get(..at)?;
    let (offset, c) = rest.char_indices().rev().take(MOST_IGNORED).find(|(_, c)| !ignorable(*c))?;
    Some((plain(c), offset))
}

/// Whether a character is written in a script without spaces between words, where a word's end does not
/// show: Thai, Lao, Burmese, Khmer, Han and Kana.
pub(super) const fn unspaced(c: char) -> bool {
    matches!(c as u32, 0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31F0..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a character is a currency sign (general category Sc, the ASCII one included).
pub(super) const fn currency_sign(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '֏' | '؋' | '৲' | '৳' | '৻' | '૱' | '௹' | '฿' | '៛' | '\u{20A0}'..='\u{20CF}' | '﷼' | '﹩' | '＄' | '￠' | '￡' | '￥' | '￦')
}

/// A dash of any kind.
pub(super) const fn dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−' | '﹣')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (c, value) in [
            ('0', 0),
            ('9', 9),
            ('٣', 3),
            ('۷', 7),
            ('५', 5),
            ('３', 3),
            ('𝟕', 7),
            ('𝟘', 0),
            ('႑', 1),
            ('๙', 9),
        ] {
            assert_eq!(digit(c), Some(value), "{c}");
        }
        for c in ['a', '²', '①', '½', '٪', 'Ⅷ', '一', '\u{659}', '\u{10FFFF}'] {
            assert_eq!(digit(c), None, "{c}");
        }
    }

    #[test]
    fn a_text_is_known_by_its_digits() {
        assert!(has_digit("a1"));
        assert!(has_digit("ёж ۳"));
        for text in ["ёж", "①", ""] {
            assert!(!has_digit(text), "{text}");
        }
    }

    #[test]
    fn invisible_characters_are_passed_over() {
        assert_eq!(visible("\u{200B}\u{FE0F}＋4", 0), Some(('+', 9)));
        assert_eq!(visible_before("a＠\u{20E3}", 7), Some(('@', 1)));
        assert_eq!(visible("", 0), None);
    }
}
