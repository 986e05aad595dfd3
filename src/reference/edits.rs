//! Fuzzy terms: which words of the content a word of a term may be read at, with a few edits.

use crate::sema::hir::Pattern;
use crate::text::WordPattern;

/// Whether a word of a pattern may be read in a text with as many edits as the pattern allows it.
pub(super) fn is_misspelt(word: &WordPattern, pattern: &Pattern, found: &str) -> bool {
    let wanted = word.compared(pattern.mode);
    match allowed(wanted, pattern.fuzzy) {
        0 => false,
        edits => {
            let near = |part: String| strsim::damerau_levenshtein(wanted, &part) <= edits;
            parts(word, wanted.chars().count(), found, edits).any(near)
        }
    }
}

/// "`~1` after a term allows one edit (insert, delete, change, swap neighbours) in each word of five letters or
/// more, `~2` two in words of eight or more (one in five to seven)."
fn allowed(word: &str, fuzzy: u8) -> usize {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    match fuzzy {
        1 if letters >= 5 => 1,
        2 if letters >= 8 => 2,
        2 if letters >= 5 => 1,
        _ => 0,
    }
}

/// "A token that begins / ends so": the whole text, or its beginnings, its endings, all its parts. Those that
/// are too long or too short for so many edits of `length` characters are left out, because a text may be long.
fn parts(word: &WordPattern, length: usize, found: &str, edits: usize) -> impl Iterator<Item = String> {
    let (open_start, open_end) = (word.open_start, word.open_end);
    let letters: Vec<char> = found.chars().collect();
    let count = letters.len();
    let ranges = (0..count)
        .flat_map(move |start| (length - edits..=length + edits).map(move |length| (start, start + length)));
    ranges
        .filter(move |&(start, end)| (open_start || start == 0) && (open_end || end == count))
        .filter_map(move |(start, end)| letters.get(start..end).map(String::from_iter))
}
