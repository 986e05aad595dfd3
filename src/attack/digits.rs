//! Digits of other scripts and in other dress, in numbers, prices and phones.

use super::draft::{Draft, Extent, Piece};
use super::random::Random;

/// Where ten digits in a row begin: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, fullwidth, mathematical bold,
/// double-struck, sans-serif, sans-serif bold and monospace.
const ZEROS: [u32; 11] =
    [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6];
/// What makes a keycap of an ASCII digit.
const KEYCAP: &str = "\u{fe0f}\u{20e3}";

/// Writes numbers in other digits: of one kind in a text. In a part of a text, some numbers, or some digits.
pub(super) fn change(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let kind = random.below(ZEROS.len() + 1);
    let by_number = random.coin();
    let plain = draft.values.iter_mut().flatten().filter_map(|piece| match piece {
        Piece::Plain(plain) if plain.contains(|c| value(c).is_some()) => Some(plain),
        _ => None,
    });
    let plain: Vec<&mut String> = plain.collect();
    let units: usize = plain.iter().map(|plain| units(plain, by_number)).sum();
    let mut chosen = extent.letters(random, units).into_iter();
    for plain in plain {
        *plain = rewrite(plain, kind, by_number, &mut chosen);
    }
}

fn value(c: char) -> Option<u32> {
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero).filter(|&value| value < 10))
}

fn is_keycap(rest: &str) -> bool {
    rest.starts_with(['\u{fe0f}', '\u{20e3}'])
}

/// How many numbers a text has, or digits.
fn units(text: &str, by_number: bool) -> usize {
    let has_digit = |word: &&str| word.contains(|c| value(c).is_some());
    if by_number {
        text.split_whitespace().filter(has_digit).count()
    } else {
        text.chars().filter(|&c| value(c).is_some()).count()
    }
}

/// A text with the digits of a kind; `chosen` tells for one number or digit after the other whether it is taken.
fn rewrite(text: &str, kind: usize, by_number: bool, chosen: &mut impl Iterator<Item = bool>) -> String {
    let mut rewritten = String::with_capacity(text.len() * 2);
    let mut number: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let Some(digit) = value(c) else {
            number = number.filter(|_| !c.is_whitespace());
            rewritten.push(c);
            continue;
        };
        let taken = match number.filter(|_| by_number) {
            Some(taken) => taken,
            None => chosen.next().unwrap_or(false),
        };
        number = Some(taken);
        // What is a keycap stays one.
        if taken && !is_keycap(&text[at + c.len_utf8()..]) {
            write(&mut rewritten, digit, kind);
        } else {
            rewritten.push(c);
        }
    }
    rewritten
}

fn write(out: &mut String, digit: u32, kind: usize) {
    match ZEROS.get(kind) {
        Some(zero) => out.extend(char::from_u32(zero + digit)),
        None => {
            out.extend(char::from_digit(digit, 10));
            out.push_str(KEYCAP);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_written_otherwise() {
        let all = || std::iter::repeat(true);
        assert_eq!(rewrite("£3,000 £4k", 1, true, &mut all()), "£٣,٠٠٠ £٤k");
        assert_eq!(rewrite("٣٠", 0, true, &mut all()), "30");
        assert_eq!(rewrite("30", ZEROS.len(), true, &mut all()), "3\u{fe0f}\u{20e3}0\u{fe0f}\u{20e3}");
        assert_eq!(rewrite("3\u{fe0f}\u{20e3}0", 5, true, &mut all()), "3\u{fe0f}\u{20e3}０");
    }

    #[test]
    fn some_numbers_or_some_digits() {
        let mut alternate = [true, false].into_iter().cycle();
        assert_eq!(rewrite("3,000 or 4000", 2, true, &mut alternate), "۳,۰۰۰ or 4000");
        assert_eq!(rewrite("4500", 2, false, &mut alternate), "۴5۰0");
        assert_eq!((units("3,000 or 4000", true), units("3,000", false)), (2, 4));
    }
}
