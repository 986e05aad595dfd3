//! Marks put on letters, and taken from them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::draft::{Draft, Extent, Letter, Word};
use super::random::Random;

/// Strokes through, marks over and under: what text decorators offer.
const MARKS: &[char] = &[
    '\u{300}', '\u{301}', '\u{303}', '\u{304}', '\u{308}', '\u{30a}', '\u{323}', '\u{32d}', '\u{331}',
    '\u{332}', '\u{333}', '\u{335}', '\u{336}', '\u{337}', '\u{338}', '\u{489}', '\u{20dd}', '\u{20de}',
    '\u{20e0}',
];
/// Vowel signs, doubling, and a stroke.
const ARABIC_MARKS: &[char] =
    &['\u{64b}', '\u{64c}', '\u{64d}', '\u{64e}', '\u{64f}', '\u{650}', '\u{651}', '\u{652}', '\u{336}'];

/// Puts marks on letters: one kind throughout, or several at once.
pub(super) fn add(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let (mark, arabic_mark) = (random.pick(MARKS), random.pick(ARABIC_MARKS));
    let piled = random.below(4) == 0;
    for word in draft.words(extent, random, |word| word.alphabetic) {
        let letters: Vec<&mut Letter> =
            word.letters.iter_mut().filter(|letter| letter.base.is_alphabetic()).collect();
        let chosen = extent.letters(random, letters.len());
        for (letter, _) in letters.into_iter().zip(chosen).filter(|&(_, chosen)| chosen) {
            let arabic = matches!(letter.base as u32, 0x600..=0x8FF);
            let (marks, mark) = if arabic { (ARABIC_MARKS, arabic_mark) } else { (MARKS, mark) };
            letter.marks.push(mark);
            if piled {
                letter.marks.extend([random.pick(marks), random.pick(marks)]);
            }
        }
    }
}

/// Takes marks from letters.
pub(super) fn drop(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let is_marked = |letter: &Letter| !letter.marks.is_empty() || bare(letter.base) != letter.base;
    let fits = |word: &Word| word.alphabetic && word.letters.iter().any(is_marked);
    for word in draft.words(extent, random, fits) {
        for letter in &mut word.letters {
            letter.marks.clear();
            letter.base = bare(letter.base);
        }
    }
}

/// A letter without its marks and strokes.
fn bare(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'Đ' => 'D',
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'ħ' => 'h',
        'Ħ' => 'H',
        _ => std::iter::once(letter).nfd().find(|&c| !is_combining_mark(c)).unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_marks() {
        let bare: String = "éđŁøấİئأßñ".chars().map(bare).collect();
        assert_eq!(bare, "edLoaIياßn");
    }
}
