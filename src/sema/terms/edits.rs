//! How many edits the words of a fuzzy term allow.

use crate::sema::hir::Piece;
use crate::text::{Mode, WordPattern};

/// The edits that a word allows in a term with this number after its `~`: `~1` one in a word of five letters or
/// more, `~2` two in one of eight or more and one in one of five to seven. Letters are those of the text that
/// the term's mode compares; digits and marks are none.
#[must_use]
pub(crate) fn edits(word: &WordPattern, mode: Mode, fuzzy: u8) -> u8 {
    if fuzzy == 0 {
        return 0;
    }
    let letters = word.compared(mode).chars().filter(|letter| letter.is_alphabetic()).count();
    match letters {
        0..5 => 0,
        5..8 => fuzzy.min(1),
        _ => fuzzy,
    }
}

/// The most edits that any word of a term allows: terms that match the same are the same.
pub(in crate::sema) fn edits_of_any(variants: &[Vec<Piece>], mode: Mode, fuzzy: u8) -> u8 {
    if fuzzy == 0 {
        return 0;
    }
    let words = variants.iter().flatten().filter_map(|piece| match piece {
        Piece::Word(word) => Some(edits(word, mode, fuzzy)),
        Piece::Gap(_) => None,
    });
    words.max().unwrap_or(0)
}
