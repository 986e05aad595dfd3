//! Upper, lower, alternating and title case, for words of scripts that have it.

use super::draft::{Draft, Extent, Word};
use super::random::Random;

#[derive(Clone, Copy)]
enum Style {
    Upper,
    Lower,
    Alternating,
    Title,
}

/// Writes words in another case.
pub(super) fn change(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let style = random.pick(&[Style::Upper, Style::Lower, Style::Alternating, Style::Title]);
    let has_case = |word: &Word| {
        word.letters.iter().any(|letter| letter.base.is_lowercase() || letter.base.is_uppercase())
    };
    for word in draft.words(extent, random, has_case) {
        for (at, letter) in word.letters.iter_mut().enumerate() {
            let capital = match style {
                Style::Upper => true,
                Style::Lower => false,
                Style::Alternating => at % 2 == 1,
                Style::Title => at == 0,
            };
            letter.base = if capital { upper(letter.base) } else { lower(letter.base) };
        }
    }
}

/// The capital of a letter; itself where that is no single letter (`ß`).
pub(super) fn upper(c: char) -> char {
    single(c.to_uppercase(), c)
}

/// The small letter of a capital; itself where that is no single letter (`İ`).
pub(super) fn lower(c: char) -> char {
    single(c.to_lowercase(), c)
}

fn single(mut mapped: impl Iterator<Item = char>, c: char) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(mapped), None) => mapped,
        _ => c,
    }
}
