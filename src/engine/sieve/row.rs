//! Letters that stand alone in a row may be a word spelled out: `b o a t`. In come words, out go the parts of their row that may be
//! one, however they are separated.

use std::ops::Range;

use super::hash::LOADED;
use crate::text::{SPELLED_TOKENS, UNSURE};

/// Fewer single letters and digits are no row.
const FEWEST: usize = 3;
/// A row of more has more parts than are worth looking up: the post is read.
const MOST: usize = 12;

/// The single letters and digits that some words begin with.
#[derive(Clone, Debug)]
pub(super) struct Row {
    symbols: [u8; MOST + LOADED],
    count: usize,
    letters: usize,
    /// One of them may be another letter than its symbol says.
    is_unsure: bool,
}

impl Row {
    /// Reads as much of a row as words, places in symbols, begin with.
    pub(super) fn read(padded: &[u8], words: &[[u32; 2]]) -> Self {
        let mut row = Self { symbols: [0; MOST + LOADED], count: 0, letters: 0, is_unsure: false };
        for &[start, end] in words {
            let word = &padded[start as usize..end as usize];
            if !is_single(word) {
                break;
            }
            if let Some(symbol) = row.symbols[..MOST].get_mut(row.count) {
                *symbol = word[0];
            }
            row.count += 1;
            row.letters += usize::from(!word[0].is_ascii_digit());
            row.is_unsure |= word.len() > 1 || word[0] == UNSURE;
        }
        row
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// Their symbols, with gaps behind.
    pub(super) const fn padded(&self) -> &[u8] {
        &self.symbols
    }

    /// Whether any of its parts may be a word.
    pub(super) const fn may_be_word(&self) -> bool {
        self.count >= FEWEST && self.letters > 1
    }

    /// Whether its parts are known.
    pub(super) const fn is_known(&self) -> bool {
        self.count <= MOST && !self.is_unsure
    }

    /// The parts of a row that is known that may be words: more letters than digits, and not all the same.
    pub(super) fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.count).flat_map(|start| self.parts_from(start))
    }

    fn parts_from(&self, start: usize) -> impl Iterator<Item = Range<usize>> {
        let (mut letters, mut is_varied) = (0, false);
        let most = self.count.min(start + SPELLED_TOKENS as usize);
        (start..most).filter_map(move |last| {
            letters += usize::from(!self.symbols[last].is_ascii_digit());
            is_varied |= self.symbols[last] != self.symbols[start];
            let may_be_word = is_varied && 2 * letters > last + 1 - start;
            may_be_word.then_some(start..last + 1)
        })
    }
}

/// Whether a word is one letter or digit. Of what needs care one letter may be several symbols.
fn is_single(word: &[u8]) -> bool {
    match word {
        [_] => true,
        [_, _, ..] if word.len() <= 4 => word.contains(&UNSURE),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        let mut words = Vec::new();
        for word in text.split(' ') {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            words.push([start as u32, (start + word.len()) as u32]);
        }
        Row::read(text.as_bytes(), &words)
    }

    fn parts(text: &str) -> Vec<String> {
        let row = row(text);
        let part = |part: Range<usize>| String::from_utf8_lossy(&row.padded()[part]).into_owned();
        row.parts().map(part).collect()
    }

    #[test]
    fn parts_have_more_letters_than_digits_and_two_different_ones() {
        assert_eq!(parts("v 1 s a then"), ["v1s", "v1sa", "1sa", "sa"]);
        assert_eq!(parts("a a a"), [""; 0]);
        assert_eq!(parts("1 2 a"), [""; 0]);
    }

    #[test]
    fn a_row_is_of_three_singles_and_two_letters() {
        assert!(row("a i b").may_be_word());
        assert!(!row("a i boat").may_be_word());
        assert!(!row("1 2 b").may_be_word());
        assert_eq!(row("a i b boat c").len(), 3);
    }

    #[test]
    fn a_row_too_long_or_of_unsure_letters_is_not_known() {
        assert!(row("a i b").is_known());
        assert!(!row("a i \u{7F}").is_known());
        assert!(!row(&"a b ".repeat(MOST / 2 + 1)).is_known());
        assert_eq!(row(&"a b ".repeat(MOST)).len(), 2 * MOST);
    }
}
