//! The parts of a value that are read in full. In come the places that need care, out go the parts without white space around
//! them, each with as much on either side as there may be beside it.

use std::ops::Range;

use crate::text::makes_word;

/// So many parts without more than a letter in them are passed over on the way to the next word.
const MOST: usize = 8;

/// The parts around ascending places, in order.
pub(super) fn parts(original: &str, care: &[u32]) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    care.iter().filter_map(move |&at| {
        let at = at as usize;
        let part = (at >= done).then(|| start_of_part(original, at)..end_of_part(original, at));
        done = part.as_ref().map_or(done, |part| part.end);
        part
    })
}

/// A part with the word before it and the word after it, or all of a row of single letters; `None` where one is too far away.
pub(super) fn with_neighbours(original: &str, part: Range<usize>) -> Option<&str> {
    original.get(word_before(original, part.start)?..word_after(original, part.end)?)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn start_of_part(original: &str, at: usize) -> usize {
    let before = &original.as_bytes()[..at];
    before.iter().rposition(|&byte| is_space(byte)).map_or(0, |space| space + 1)
}

fn end_of_part(original: &str, at: usize) -> usize {
    let after = &original.as_bytes()[at..];
    after.iter().position(|&byte| is_space(byte)).map_or(original.len(), |space| at + space)
}

/// Where the part with the last word before a place starts.
fn word_before(original: &str, mut start: usize) -> Option<usize> {
    for _ in 0..MOST {
        let Some(last) = original.as_bytes()[..start].iter().rposition(|&byte| !is_space(byte)) else {
            return Some(start);
        };
        start = start_of_part(original, last);
        if has_long_word(&original.as_bytes()[start..=last]) {
            return Some(start);
        }
    }
    None
}

/// Where the part with the first word after a place ends.
fn word_after(original: &str, mut end: usize) -> Option<usize> {
    for _ in 0..MOST {
        let Some(next) = original.as_bytes()[end..].iter().position(|&byte| !is_space(byte)) else {
            return Some(end);
        };
        let next = end + next;
        end = end_of_part(original, next);
        if has_long_word(&original.as_bytes()[next..end]) {
            return Some(end);
        }
    }
    None
}

/// Whether a part has more than a single letter, which may be one of a word spelled out.
fn has_long_word(part: &[u8]) -> bool {
    std::str::from_utf8(part).is_ok_and(|part| part.chars().filter(|&c| makes_word(c)).nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(original: &str, care: &[u32]) -> Vec<Option<String>> {
        parts(original, care).map(|part| Some(with_neighbours(original, part)?.to_owned())).collect()
    }

    fn some(all: &[&str]) -> Vec<Option<String>> {
        all.iter().map(|&part| Some(part.to_owned())).collect()
    }

    #[test]
    fn a_part_has_a_word_on_either_side() {
        assert_eq!(all("one two — v!sa . four five", &[12]), some(&["two — v!sa . four"]));
        assert_eq!(all("v!sa", &[1]), some(&["v!sa"]));
        assert_eq!(all("  v!sa  ", &[3]), some(&["v!sa"]));
    }

    #[test]
    fn a_part_is_read_once_however_many_places_need_care() {
        assert_eq!(all("a b!! c", &[3, 4]), some(&["a b!! c"]));
        assert_eq!(all("aa bb! cc! dd e", &[5, 9]), some(&["aa bb! cc!", "bb! cc! dd"]));
        assert_eq!(all("aa bb! cc dd! ee", &[5, 12]), some(&["aa bb! cc", "cc dd! ee"]));
    }

    #[test]
    fn a_word_too_far_away_is_not_looked_for() {
        assert_eq!(all(&format!("a! {}b", ". ".repeat(MOST)), &[1]), [None]);
        assert_eq!(all(&format!("a! {}b", ". ".repeat(MOST - 1)), &[1]).len(), 1);
    }

    #[test]
    fn a_row_of_single_letters_is_one_word() {
        assert_eq!(all("the b o a t v!sa n o w then", &[13]), some(&["the b o a t v!sa n o w then"]));
        assert_eq!(all(&format!("{}v!sa", "b ".repeat(MOST)), &[17]), [None]);
    }

    #[test]
    fn a_mark_alone_is_no_word() {
        assert_eq!(all("one \u{483} v!sa", &[8]), some(&["one \u{483} v!sa"]));
    }
}
