//! ASCII letters in other dress: fullwidth, the mathematical alphabets, and letters in circles, squares and brackets.

use super::draft::{Draft, Extent, Letter};
use super::random::Random;

/// Where the capitals and the small letters of an alphabet begin, and the letters that Unicode had elsewhere
/// before. An alphabet without one of the cases writes both with the other.
struct Alphabet {
    capitals: Option<u32>,
    small: Option<u32>,
    elsewhere: &'static [(char, char)],
}

const fn alphabet(capitals: u32, small: u32) -> Alphabet {
    Alphabet { capitals: Some(capitals), small: Some(small), elsewhere: &[] }
}

const FULLWIDTH: [Alphabet; 1] = [alphabet(0xFF21, 0xFF41)];

/// Bold, italic, script, bold script, Fraktur, double-struck, sans-serif, sans-serif bold, monospace.
const MATHEMATICAL: [Alphabet; 9] = [
    alphabet(0x1D400, 0x1D41A),
    Alphabet { elsewhere: &[('h', 'ℎ')], ..alphabet(0x1D434, 0x1D44E) },
    Alphabet { elsewhere: SCRIPT, ..alphabet(0x1D49C, 0x1D4B6) },
    alphabet(0x1D4D0, 0x1D4EA),
    Alphabet { elsewhere: FRAKTUR, ..alphabet(0x1D504, 0x1D51E) },
    Alphabet { elsewhere: DOUBLE_STRUCK, ..alphabet(0x1D538, 0x1D552) },
    alphabet(0x1D5A0, 0x1D5BA),
    alphabet(0x1D5D4, 0x1D5EE),
    alphabet(0x1D670, 0x1D68A),
];
const SCRIPT: &[(char, char)] = &[
    ('B', 'ℬ'),
    ('E', 'ℰ'),
    ('F', 'ℱ'),
    ('H', 'ℋ'),
    ('I', 'ℐ'),
    ('L', 'ℒ'),
    ('M', 'ℳ'),
    ('R', 'ℛ'),
    ('e', 'ℯ'),
    ('g', 'ℊ'),
    ('o', 'ℴ'),
];
const FRAKTUR: &[(char, char)] = &[('C', 'ℭ'), ('H', 'ℌ'), ('I', 'ℑ'), ('R', 'ℜ'), ('Z', 'ℨ')];
const DOUBLE_STRUCK: &[(char, char)] =
    &[('C', 'ℂ'), ('H', 'ℍ'), ('N', 'ℕ'), ('P', 'ℙ'), ('Q', 'ℚ'), ('R', 'ℝ'), ('Z', 'ℤ')];

/// Circled, negative circled, squared, negative squared, parenthesised.
const ENCLOSED: [Alphabet; 5] = [
    alphabet(0x24B6, 0x24D0),
    Alphabet { capitals: Some(0x1F150), small: None, elsewhere: &[] },
    Alphabet { capitals: Some(0x1F130), small: None, elsewhere: &[] },
    Alphabet { capitals: Some(0x1F170), small: None, elsewhere: &[] },
    alphabet(0x1F110, 0x249C),
];

impl Alphabet {
    fn dress(&self, letter: char) -> Option<char> {
        let (first, same, other) = match letter {
            'A'..='Z' => ('A', self.capitals, self.small),
            'a'..='z' => ('a', self.small, self.capitals),
            _ => return None,
        };
        let elsewhere = self.elsewhere.iter().find(|(plain, _)| *plain == letter);
        match elsewhere {
            Some(&(_, dressed)) => Some(dressed),
            None => char::from_u32(same.or(other)? + (letter as u32 - first as u32)),
        }
    }
}

/// Writes fullwidth letters.
pub(super) fn fullwidth(draft: &mut Draft, extent: Extent, random: &mut Random) {
    dress(draft, extent, random, &FULLWIDTH);
}

/// Writes letters of a mathematical alphabet.
pub(super) fn mathematical(draft: &mut Draft, extent: Extent, random: &mut Random) {
    dress(draft, extent, random, &MATHEMATICAL);
}

/// Writes letters in circles, squares or brackets.
pub(super) fn enclosed(draft: &mut Draft, extent: Extent, random: &mut Random) {
    dress(draft, extent, random, &ENCLOSED);
}

/// One alphabet for the whole text. In a part of a text, words are dressed whole as often as letter by letter.
fn dress(draft: &mut Draft, extent: Extent, random: &mut Random, alphabets: &[Alphabet]) {
    let alphabet = &alphabets[random.below(alphabets.len())];
    let each = if random.coin() { Extent::All } else { extent };
    let is_plain = |letter: &Letter| letter.base.is_ascii_alphabetic();
    for word in draft.words(extent, random, |word| word.letters.iter().any(is_plain)) {
        let letters: Vec<&mut Letter> = word.letters.iter_mut().filter(|letter| is_plain(letter)).collect();
        let chosen = each.letters(random, letters.len());
        for (letter, _) in letters.into_iter().zip(chosen).filter(|&(_, chosen)| chosen) {
            letter.base = alphabet.dress(letter.base).unwrap_or(letter.base);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_string;

    #[test]
    fn dressed_letters_read_as_themselves() {
        for alphabet in FULLWIDTH.iter().chain(&MATHEMATICAL).chain(&ENCLOSED) {
            for letter in ('A'..='Z').chain('a'..='z') {
                let dressed = alphabet.dress(letter).unwrap();
                let plain = letter.to_ascii_lowercase().to_string();
                assert_eq!(fold_string(&dressed.to_string()), plain, "{dressed}");
            }
        }
    }
}
