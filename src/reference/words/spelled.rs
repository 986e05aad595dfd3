//! `spacing`: "3 to 24 one-letter tokens in a row, separated by the same character, also read as one word; so does every
//! part of such a run".

use super::{Sort, Word, between, sort, together};
use crate::reference::disguise::is_mostly_letters;
use crate::text::{Kind, Readings, Text};

/// Every part, of two tokens or more, of every run.
pub(super) fn parts(original: &str, text: &Text) -> Vec<Word> {
    let mut parts = Vec::new();
    let tokens = text.tokens().len() as u32;
    let is_letter = |token: &u32| {
        let token = &text.tokens()[*token as usize];
        token.kind == Kind::Word && is_single(text.key(token))
    };
    for first in (0..tokens).filter(is_letter) {
        for next in first + 2..=tokens.min(first + 24) {
            // The separator of a run of two may be that of a longer run on either side.
            let Some(separator) = separator(original, text, first..next) else { break };
            let goes_on =
                |first: u32, next: u32| self::separator(original, text, first..next) == Some(separator);
            let in_run = next - first > 2
                || first > 0 && goes_on(first - 1, next)
                || next < tokens && goes_on(first, next + 1);
            if in_run {
                let word = together(text, first..next, Readings::SPACING);
                let first = word.key.chars().next();
                // Letters that are all the same are laughter or a list, and spell no word.
                let differ = word.key.chars().any(|c| Some(c) != first);
                parts.extend((differ && is_mostly_letters(&word.key)).then_some(word));
            }
        }
    }
    parts
}

/// What separates tokens of one letter each, if it is the same everywhere.
fn separator(original: &str, text: &Text, range: std::ops::Range<u32>) -> Option<char> {
    let tokens = &text.tokens()[range.start as usize..range.end as usize];
    if !tokens.iter().rev().all(|token| token.kind == Kind::Word && is_single(text.key(token))) {
        return None;
    }
    let gaps = tokens.windows(2).map(|pair| gap(original, pair[0].end..pair[1].start));
    let mut separators = gaps.collect::<Option<Vec<char>>>()?;
    separators.dedup();
    match separators.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn is_single(key: &str) -> bool {
    key.chars().skip(1).all(|c| sort(c) == Sort::None)
}

/// The one character that separates two tokens, however often; marks on nothing do not count.
fn gap(original: &str, bytes: std::ops::Range<u32>) -> Option<char> {
    let mut gap = between(original, bytes);
    gap.retain(|&c| sort(c) != Sort::None || super::folded(c).is_some());
    gap.dedup();
    match gap.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
