//! Letters replaced by others that look alike: digits and signs, and letters of other scripts.

use super::draft::{Draft, Extent, Letter, Word};
use super::lookalikes::lookalikes;
use super::random::Random;
use crate::extract::Extractor;
use crate::text::Text;

/// A token shorter than this is not read through leet.
const SHORTEST_LEET: usize = 3;
/// A word with fewer letters is not read as Latin if all of them are of another script.
const SHORTEST_FOREIGN: usize = 4;

/// What stands for a letter.
const fn leet_of(letter: char) -> &'static [char] {
    match letter.to_ascii_lowercase() {
        'o' => &['0'],
        'i' => &['1', '!'],
        'l' => &['1'],
        'e' => &['3'],
        'a' => &['4', '@'],
        's' => &['5', '$'],
        't' => &['7'],
        'b' => &['8'],
        _ => &[],
    }
}

/// Whether a character in a word is one of the signs that stand for letters.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '@' | '$' | '!')
}

/// Writes digits and signs for letters, as far as a word can still be told from a number: letters outnumber the
/// others, and no digit stands first (`8oat` looks like a number with an ending).
pub(super) fn leet(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let fits = |word: &Word| word.letters.len() >= SHORTEST_LEET && letters_for_leet(word) > 0;
    for word in draft.words(extent, random, fits) {
        let most = (word.letters.len() - 1) / 2;
        let most = if extent == Extent::All { most } else { 1 + random.below(most) };
        let plain = word.letters.clone();
        let mut done = 0;
        for at in random.shuffled(word.letters.len()) {
            if done < most
                && let Some(sign) = leet_at(word, at, random)
            {
                word.letters[at].base = sign;
                done += 1;
            }
        }
        if is_amount(word) {
            word.letters = plain;
        }
    }
}

/// Whether a word has come to look like a number or a price, which leet never reads: `keş7` is seven shillings.
fn is_amount(word: &Word) -> bool {
    let written: String = word.letters.iter().map(|letter| letter.base).collect();
    let mut text = Text::new();
    text.read(&written);
    let found = |extractor: Extractor| !extractor.find(&written, &text, None).is_empty();
    found(Extractor::Price) || found(Extractor::Amount)
}

fn letters_for_leet(word: &Word) -> usize {
    word.letters.iter().skip(1).filter(|letter| !leet_of(letter.base).is_empty()).count()
}

/// What may stand for the letter at a place, if anything.
fn leet_at(word: &Word, at: usize, random: &mut Random) -> Option<char> {
    let is_letter = |letter: &Letter| letter.base.is_alphabetic();
    let letter = word.letters.get(at).filter(|letter| letter.marks.is_empty() && is_letter(letter))?;
    // A sign belongs to the word only where a letter follows directly.
    let after_sign = at > 0 && is_sign(word.letters[at - 1].base);
    let before_letter = word.letters.get(at + 1).is_some_and(is_letter);
    let allowed = |&&sign: &&char| match sign {
        '@' => at > 0 && before_letter,
        '$' => before_letter && !(at == 0 && word.after_digit),
        '!' => before_letter,
        _ => at > 0,
    };
    let signs: Vec<char> = leet_of(letter.base).iter().filter(allowed).copied().collect();
    (!after_sign && !signs.is_empty()).then(|| random.pick(&signs))
}

/// Writes letters of other scripts that look alike. A word of fewer than four letters keeps one of its own.
pub(super) fn homoglyph(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let has_lookalike = |letter: &Letter| !lookalikes(letter.base).is_empty();
    for word in draft.words(extent, random, |word| word.letters.iter().any(has_lookalike)) {
        let places: Vec<usize> =
            (0..word.letters.len()).filter(|&at| has_lookalike(&word.letters[at])).collect();
        let mut chosen = extent.letters(random, places.len());
        let letters = word.letters.iter().filter(|letter| letter.base.is_alphabetic()).count();
        if letters < SHORTEST_FOREIGN && chosen.iter().filter(|&&chosen| chosen).count() == letters {
            let spared = random.below(chosen.len());
            chosen[spared] = false;
        }
        for (at, _) in places.into_iter().zip(chosen).filter(|&(_, chosen)| chosen) {
            word.letters[at].base = random.pick(&lookalikes(word.letters[at].base));
        }
    }
}
