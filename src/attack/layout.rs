//! Letters moved apart: separated, repeated, and with something between them that does not show.

use super::case::lower;
use super::draft::{Draft, Extent, Letter, Piece, Word};
use super::letters::is_sign;
use super::random::Random;

/// How many letters a word has that is read when its letters stand apart.
const SPACED: std::ops::RangeInclusive<usize> = 3..=24;
const SEPARATORS: [char; 4] = [' ', '.', '-', '_'];
/// In a part of a text, so many words at most are spaced out: each letter counts in distances.
const MOST_SPACED: usize = 3;

/// Fewest and most letters that a repeated letter becomes.
const REPEATED: std::ops::RangeInclusive<usize> = 3..=6;
const SHORTEST_REPEATED: usize = 3;

/// Zero-width space, non-joiner and joiner, word joiner, soft hyphen, byte order mark.
const HIDDEN: [char; 6] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{feff}'];

/// Writes a separator between the letters of words: the same one throughout.
pub(super) fn space(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let separator = random.pick(&SEPARATORS);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (value, pieces) in draft.values.iter().enumerate() {
        places.extend((0..pieces.len()).filter(|&at| can_space(pieces, at, separator)).map(|at| (value, at)));
    }
    if extent == Extent::Some {
        let count = 1 + random.below(MOST_SPACED);
        let order = random.shuffled(places.len());
        places = order.into_iter().take(count).map(|at| places[at]).collect();
    }
    for (value, at) in places {
        let pieces = &mut draft.values[value];
        if let Some(Piece::Word(word)) = pieces.get_mut(at) {
            let last = word.letters.len() - 1;
            word.letters[..last].iter_mut().for_each(|letter| letter.after.push(separator));
        }
        if separator == ' ' {
            widen(pieces, at.wrapping_sub(1));
            widen(pieces, at + 1);
        }
    }
}

/// Whether a piece is a word that can be spaced out by a separator. One that stands beside it already would make
/// a longer word of it.
fn can_space(pieces: &[Piece], at: usize, separator: char) -> bool {
    let Piece::Word(word) = &pieces[at] else { return false };
    let beside = |neighbour: Option<&Piece>, touches: fn(&str, char) -> bool| match neighbour {
        Some(Piece::Plain(plain) | Piece::Kept(plain)) => separator != ' ' && touches(plain, separator),
        _ => false,
    };
    word.alphabetic
        && word.is_closed()
        && SPACED.contains(&word.letters.len())
        && !beside(pieces.get(at.wrapping_sub(1)), |plain, separator| plain.ends_with(separator))
        && !beside(pieces.get(at + 1), |plain, separator| plain.starts_with(separator))
}

/// Makes the blank beside a word that is spaced out by blanks wider, as people do to keep words apart.
fn widen(pieces: &mut [Piece], at: usize) {
    if let Some(Piece::Plain(plain)) = pieces.get_mut(at)
        && plain == " "
    {
        "  ".clone_into(plain);
    }
}

/// Writes a letter of a word several times.
pub(super) fn repeat(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let fits = |word: &Word| word.alphabetic && word.letters.len() >= SHORTEST_REPEATED;
    for word in draft.words(extent, random, fits) {
        let letters: Vec<usize> =
            (0..word.letters.len()).filter(|&at| word.letters[at].base.is_alphabetic()).collect();
        if letters.is_empty() {
            continue;
        }
        let at = random.pick(&letters);
        let alike = |letter: &&Letter| lower(letter.base) == lower(word.letters[at].base);
        let behind = word.letters[at + 1..].iter().take_while(alike).count();
        let before = word.letters[..at].iter().rev().take_while(alike).count();
        let total = REPEATED.start() + random.below(REPEATED.end() - REPEATED.start() + 1);
        let copies = total.saturating_sub(before + 1 + behind);
        // `Bbbboat`, but `BBBBOAT`: in a word with small letters a capital stands alone.
        let small = word.letters.iter().any(|letter| letter.base.is_lowercase());
        let mut copy = word.letters[at].clone();
        copy.base = if small { lower(copy.base) } else { copy.base };
        word.letters.splice(at + 1..at + 1, std::iter::repeat_n(copy, copies));
    }
}

/// Puts characters that do not show between letters.
pub(super) fn hide(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let mixed = random.below(4) == 0;
    let hidden = random.pick(&HIDDEN);
    let is_open = |letter: &Letter| !letter.after.is_empty();
    let fits = |word: &Word| word.letters.len() >= 2 && !word.letters.iter().any(is_open);
    for word in draft.words(extent, random, fits) {
        // A sign that stands for a letter belongs to the word only where a letter follows directly.
        let is_firm = |at: usize| is_sign(word.letters[at].base) || is_sign(word.letters[at + 1].base);
        let places: Vec<usize> = (0..word.letters.len() - 1).filter(|&at| !is_firm(at)).collect();
        let chosen = extent.letters(random, places.len());
        for (at, _) in places.into_iter().zip(chosen).filter(|&(_, chosen)| chosen) {
            word.letters[at].after.push(if mixed { random.pick(&HIDDEN) } else { hidden });
        }
    }
}
