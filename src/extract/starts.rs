//! Where something may start. Comes in: a set of characters. Goes out: the next place in a text where one of them may stand. What
//! extractors look for is rare, so that most of what they do is passing over everything else: it is told by the first byte of
//! a character, and where that is shared with letters by the first two.

use std::sync::LazyLock;

use super::chars::{CIRCLED, ZEROS};

/// Characters by how they begin in UTF-8.
pub(super) struct Starts {
    /// By first byte: whether one of them begins so.
    first: [bool; 256],
    /// By second byte, a bit for every other first byte above 0xBF.
    second: [u64; 256],
}

/// Decimal digits, and digits in circles.
pub(super) static DIGITS: LazyLock<Starts> = LazyLock::new(|| {
    let decimals = ZEROS.iter().flat_map(|&zero| zero..zero + 10);
    Starts::of(decimals.chain(CIRCLED.iter().flat_map(|range| range.clone())).filter_map(char::from_u32))
});

/// What a telephone number can begin with.
pub(super) static NUMBERS: LazyLock<Starts> = LazyLock::new(|| DIGITS.with("+＋﹢➕(（[［".chars()));

/// What stands before the name in an address or a handle: `@`, and the brackets around one that is written out.
pub(super) static ATS: LazyLock<Starts> = LazyLock::new(|| Starts::of("@＠﹫([{<（［｛＜".chars()));

/// What begins a hashtag.
pub(super) static HASHES: LazyLock<Starts> = LazyLock::new(|| Starts::of("#＃﹟".chars()));

impl Starts {
    /// The beginnings of some characters.
    pub(super) fn of(chars: impl Iterator<Item = char>) -> Self {
        Self { first: [false; 256], second: [0; 256] }.with(chars)
    }

    /// These and others.
    pub(super) fn with(&self, chars: impl Iterator<Item = char>) -> Self {
        let Self { mut first, mut second } = *self;
        for c in chars {
            let mut bytes = [0; 4];
            if let [lead, next, ..] = *c.encode_utf8(&mut bytes).as_bytes() {
                second[usize::from(next)] |= bit(lead);
            }
            first[usize::from(bytes[0])] = true;
        }
        Self { first, second }
    }

    /// The first place at or after a position at which one of them may stand.
    #[inline]
    pub(super) fn next(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut from = at;
        loop {
            let found = from + bytes.get(from..)?.iter().position(|&byte| self.first[usize::from(byte)])?;
            let (lead, next) = (bytes[found], bytes.get(found + 1).copied().unwrap_or(0));
            if lead.is_ascii() || self.second[usize::from(next)] & bit(lead) != 0 {
                return Some(found);
            }
            from = found + 1;
        }
    }

    /// The characters that may be among them, with their places.
    pub(super) fn all<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, char)> + use<'t, '_> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.next(text, at)?;
            let c = text.get(found..)?.chars().next()?;
            at = found + c.len_utf8();
            Some((found, c))
        })
    }
}

/// The bit of a first byte.
const fn bit(lead: u8) -> u64 {
    1 << (lead & 0x3F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::chars::{circled, digit, plain};

    /// Every character alone between letters, found where a predicate says so.
    fn finds(starts: &Starts, is_one: impl Fn(char) -> bool) {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|&c| is_one(c)) {
            assert_eq!(starts.next(&format!("aд{c}д"), 0), Some(3), "{c:?}");
        }
    }

    #[test]
    fn none_is_missed() {
        finds(&DIGITS, |c| digit(c).is_some() || circled(c).is_some());
        finds(&NUMBERS, |c| matches!(plain(c), '0'..='9' | '+' | '(' | '[') || circled(c).is_some());
        finds(&ATS, |c| matches!(plain(c), '@' | '(' | '[' | '{' | '<'));
        finds(&HASHES, |c| plain(c) == '#');
    }

    #[test]
    fn letters_are_passed_over() {
        for text in ["plain words", "قارب إلى بريطانيا", "лодка", "đến nước Anh", "ጀልባ ወደ"]
        {
            assert_eq!(DIGITS.next(text, 0), None, "{text}");
            assert_eq!(ATS.next(text, 0), None, "{text}");
        }
    }

    #[test]
    fn all_are_told_in_order() {
        let found: Vec<_> = DIGITS.all("a1٢b③").collect();
        assert_eq!(found, [(1, '1'), (2, '٢'), (5, '③')]);
    }
}
