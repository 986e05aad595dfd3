//! Letters that stand alone in a row may be a word spelled out: `b o a t`. In come words, out go the parts of their row that may be
//! one, however they are separated: from every letter those after it are taken for as long as some word of the policy begins so.

use super::Sieve;
use super::hash::LOADED;
use super::post::{Post, Run, place};
use crate::text::{SPELLED_TOKENS, Symbols, UNSURE, blurred_symbol, stem_starts};

/// Fewer single letters and digits are no row.
const FEWEST: usize = 3;
/// Where a word may begin in any way, a row of more has more parts than are worth looking up: the post is read.
const MOST: usize = 12;
/// A word goes on for as long as some word of the policy begins with its first three symbols, and with its first six: few begin
/// with the three of a row that is no word, and hardly any with the six.
pub(super) const LOOKS: [usize; 2] = [3, 6];

/// The single letters and digits that some words begin with. The buffer is reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    symbols: Vec<u8>,
    letters: usize,
    /// One of them may be another letter than its symbol says.
    is_unsure: bool,
}

impl Row {
    /// Reads as much of a row as words, places in symbols, begin with.
    fn read(&mut self, padded: &[u8], words: &[[u32; 2]]) {
        self.symbols.clear();
        (self.letters, self.is_unsure) = (0, false);
        for &[start, end] in words {
            let word = &padded[start as usize..end as usize];
            if !is_single(word) {
                break;
            }
            self.symbols.push(word[0]);
            self.letters += usize::from(!word[0].is_ascii_digit());
            self.is_unsure |= word.len() > 1 || word[0] == UNSURE;
        }
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.symbols.len()
    }

    /// Whether any of its parts may be a word.
    const fn may_be_word(&self) -> bool {
        self.len() >= FEWEST && self.letters > 1
    }

    /// Whether its letters are what their symbols say.
    const fn is_sure(&self) -> bool {
        !self.is_unsure
    }

    /// From a place on as many symbols as a word is spelled out in.
    fn after(&self, start: usize) -> &[u8] {
        &self.symbols[start..self.len().min(start + SPELLED_TOKENS as usize)]
    }
}

impl Post {
    /// Notes what single letters in a row may be as one word. The words of the value are those from an index on.
    pub(super) fn note_rows(&mut self, sieve: &Sieve, symbols: &Symbols, first: usize) -> Option<()> {
        let mut row = std::mem::take(&mut self.row);
        let (mut from, mut noted) = (0, Some(()));
        while noted.is_some() && from < symbols.words().len() {
            row.read(symbols.padded(), &symbols.words()[from..]);
            if row.may_be_word() {
                noted = self.note_row(sieve, &row, first + from);
            }
            from += row.len().max(1);
        }
        self.row = row;
        noted
    }

    fn note_row(&mut self, sieve: &Sieve, row: &Row, first: usize) -> Option<()> {
        if !row.is_sure() || sieve.begins_anyhow && row.len() > MOST {
            return None;
        }
        for start in 0..row.len() {
            let symbols = row.after(start);
            self.note_spelled(sieve, symbols, 0, first + start);
            if sieve.clitics {
                stem_starts(symbols).for_each(|stem| self.note_spelled(sieve, symbols, stem, first + start));
            }
        }
        Some(())
    }

    /// Notes the words that the first of some symbols spell out, one a word from an index on; or the stems of such words, where so
    /// many symbols before are written together with them.
    fn note_spelled(&mut self, sieve: &Sieve, symbols: &[u8], stem: usize, index: usize) {
        let mut spelled = Spelled::new();
        for count in stem + 1..=symbols.len() {
            let is_looked_at = spelled.take(symbols[count - 1]);
            let word = Run::whole(spelled.padded(), spelled.len());
            if is_looked_at && !sieve.begins_word(word) {
                return;
            }
            let part = &symbols[..count];
            if may_be_spelled(part) && (stem == 0 || stem_starts(part).any(|start| start == stem)) {
                self.note_skeleton_of(sieve, word, place(index, count));
            }
        }
    }
}

/// Whether a part of a row may be a word: more letters than digits, and not all the same.
fn may_be_spelled(part: &[u8]) -> bool {
    let letters = part.iter().filter(|symbol| !symbol.is_ascii_digit()).count();
    2 * letters > part.len() && part.iter().any(|symbol| *symbol != part[0])
}

/// The skeleton of a word that is spelled out, letter by letter.
struct Spelled {
    /// With gaps behind the last.
    padded: [u8; SPELLED_TOKENS as usize + LOADED],
    length: usize,
}

impl Spelled {
    const fn new() -> Self {
        Self { padded: [0; _], length: 0 }
    }

    /// Takes one more symbol; whether it is the last of as many as are [looked at](LOOKS).
    fn take(&mut self, symbol: u8) -> bool {
        let blurred = blurred_symbol(symbol);
        let is_new = self.length == 0 || self.padded[self.length - 1] != blurred;
        if is_new {
            self.padded[self.length] = blurred;
            self.length += 1;
        }
        is_new && LOOKS.contains(&self.length)
    }

    const fn padded(&self) -> &[u8] {
        &self.padded
    }

    /// How many symbols there are.
    pub(super) const fn len(&self) -> usize {
        self.length
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
        let mut row = Row::default();
        row.read(text.as_bytes(), &words);
        row
    }

    #[test]
    fn parts_have_more_letters_than_digits_and_two_different_ones() {
        for part in ["v1s", "v1sa", "sa"] {
            assert!(may_be_spelled(part.as_bytes()), "{part}");
        }
        for part in ["", "v", "v1", "aaa", "12a"] {
            assert!(!may_be_spelled(part.as_bytes()), "{part}");
        }
    }

    #[test]
    fn a_row_is_of_three_singles_and_two_letters() {
        assert!(row("a i b").may_be_word());
        assert!(!row("a i boat").may_be_word());
        assert!(!row("1 2 b").may_be_word());
        assert_eq!(row("a i b boat c").len(), 3);
        assert!(row("a i b").is_sure());
        assert!(!row("a i \u{7F}").is_sure());
    }

    #[test]
    fn a_word_is_spelled_out_in_so_many_symbols_and_no_more() {
        assert_eq!(row("a i b c").after(1), b"ibc");
        assert_eq!(row(&"a b ".repeat(20)).after(3).len(), SPELLED_TOKENS as usize);
    }

    #[test]
    fn a_skeleton_grows_by_what_is_not_the_same_again() {
        let mut spelled = Spelled::new();
        let looked: Vec<bool> = b"b00attte".iter().map(|&symbol| spelled.take(symbol)).collect();
        assert_eq!(&spelled.padded()[..spelled.len()], b"boate");
        assert_eq!(looked, [false, false, false, true, false, false, false, false]);
    }
}
