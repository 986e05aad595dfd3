//! `joined`: "a hashtag, handle or camel-case token also reads as its parts (at case changes, digits and `_`)".

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Node, Sort, Word, between, sort};
use crate::text::{Kind, Readings, Text};

/// Which tokens are hashtags and handles: those after a `#` or `@` that is not itself in a word, with those that `_`
/// joins to them.
pub(super) fn tags(original: &str, text: &Text) -> Vec<Range<u32>> {
    let mut tags: Vec<Range<u32>> = Vec::new();
    for token in 0..text.tokens().len() as u32 {
        if text.tokens()[token as usize].kind != Kind::Word {
            continue;
        }
        match tags.last_mut() {
            Some(tag) if tag.end == token && goes_on(original, text, token) => tag.end += 1,
            _ if is_start(original, text, token) => tags.push(token..token + 1),
            _ => {}
        }
    }
    tags
}

/// What stands before a token, and whether a word stands before that.
fn before(original: &str, text: &Text, token: u32) -> (Vec<char>, bool) {
    let tokens = text.tokens();
    let left = (token as usize).checked_sub(1).map(|left| tokens[left]);
    let start = left.map_or(0, |left| left.end);
    (between(original, start..tokens[token as usize].start), left.is_some_and(|left| left.kind == Kind::Word))
}

fn goes_on(original: &str, text: &Text, token: u32) -> bool {
    let (gap, _) = before(original, text, token);
    !gap.is_empty() && gap.iter().all(|&c| c == '_')
}

fn is_start(original: &str, text: &Text, token: u32) -> bool {
    let (mut gap, after_word) = before(original, text, token);
    while gap.last() == Some(&'_') {
        gap.pop();
    }
    match gap.as_slice() {
        ['#' | '@'] => !after_word,
        [.., '#' | '@'] => true,
        _ => false,
    }
}

/// Where a word is cut, in bytes of the original.
struct Cut {
    at: u32,
    /// The families of cuts it belongs to.
    families: Vec<Family>,
}

/// A part goes from a cut of a family to the next one of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `UK|Boats`, with every digit by itself or not; and all of them.
    Capital,
    CapitalAndDigit,
    /// `BOAT|uk`, the same.
    Capitals,
    CapitalsAndDigit,
    All,
}

use Family::{All, Capital, CapitalAndDigit, Capitals, CapitalsAndDigit};

/// The parts of a word that stands in a hashtag or handle or is in camel case.
pub(super) fn parts(original: &str, word: &Word, in_tag: bool) -> Vec<Word> {
    let cuts = cuts(original, word);
    let is_camel = cuts
        .iter()
        .any(|cut| cut.families.len() == 5 && cut.at > word.bytes.start && cut.at < word.bytes.end);
    if !(in_tag || is_camel) || is_link_id(original, word) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for (number, start) in cuts.iter().enumerate() {
        for (end_number, end) in cuts.iter().enumerate().skip(number + 1) {
            let inner = &cuts[number + 1..end_number];
            let is_part =
                [Capital, CapitalAndDigit, Capitals, CapitalsAndDigit, All].into_iter().any(|family| {
                    let has = |cut: &Cut| cut.families.contains(&family);
                    has(start) && has(end) && !inner.iter().any(has)
                });
            if is_part && (start.at, end.at) != (word.bytes.start, word.bytes.end) {
                parts.extend(part(original, word, start.at..end.at));
            }
        }
    }
    parts
}

/// "A camel-case token": what links are made of, after a slash and with digits, is in no case at all.
fn is_link_id(original: &str, word: &Word) -> bool {
    let (before, rest) = original.split_at(word.bytes.start as usize);
    before.ends_with('/') && rest[..word.bytes.len()].contains(|c: char| c.is_ascii_digit())
}

fn part(original: &str, word: &Word, bytes: Range<u32>) -> Option<Word> {
    let mut text = Text::new();
    let slice = original.get(bytes.start as usize..bytes.end as usize)?;
    text.read(slice);
    let token = text.tokens().first()?;
    let node = |at: u32, end: Node| {
        if at == word.bytes.end {
            end
        } else {
            Node { token: word.tokens.start, byte: at, of: (word.bytes.start, word.bytes.end) }
        }
    };
    Some(Word {
        from: if bytes.start == word.bytes.start { word.from } else { node(bytes.start, word.to) },
        to: node(bytes.end, word.to),
        bytes: bytes.start + token.start..bytes.start + token.end,
        key: text.key(token).to_owned(),
        script: token.script,
        letters: u32::from(token.letters),
        readings: Readings::JOINED,
        is_tag: false,
        ..word.clone()
    })
}

fn cuts(original: &str, word: &Word) -> Vec<Cut> {
    let slice = original.get(word.bytes.start as usize..word.bytes.end as usize).unwrap_or_default();
    let letters: Vec<(u32, char)> = slice
        .char_indices()
        .filter(|&(_, c)| sort(c) != Sort::None)
        .map(|(at, c)| (word.bytes.start + at as u32, c))
        .collect();
    let everywhere = || vec![Capital, CapitalAndDigit, Capitals, CapitalsAndDigit, All];
    let mut cuts = vec![Cut { at: word.bytes.start, families: everywhere() }];
    let mut cut = |at: u32, families: Vec<Family>| match cuts.last_mut() {
        Some(last) if last.at == at => last.families.extend(families),
        _ => cuts.push(Cut { at, families }),
    };
    for number in 1..letters.len() {
        let (before, (at, c)) = (&letters[..number], letters[number]);
        let at_digit = (sort(before[number - 1].1) == Sort::Digit) != (sort(c) == Sort::Digit);
        let last_letter = before.iter().rev().find(|(_, c)| sort(*c) == Sort::Letter);
        if is_upper(c) && last_letter.is_some_and(|&(_, last)| is_lower(last)) {
            cut(at, everywhere());
        } else if at_digit {
            cut(at, vec![CapitalAndDigit, CapitalsAndDigit, All]);
        }
        if number > 1 && is_lower(c) && is_upper(before[number - 1].1) && is_upper(before[number - 2].1) {
            cut(before[number - 1].0, vec![Capital, CapitalAndDigit, All]);
            cut(at, vec![Capitals, CapitalsAndDigit, All]);
        }
    }
    cuts.push(Cut { at: word.bytes.end, families: everywhere() });
    cuts
}

/// A capital letter, or a symbol of one.
fn is_upper(c: char) -> bool {
    sort(c) == Sort::Letter && (c.is_uppercase() || first_letter(c).is_some_and(char::is_uppercase))
}

/// A small letter, or a symbol of one.
fn is_lower(c: char) -> bool {
    sort(c) == Sort::Letter && (c.is_lowercase() || first_letter(c).is_some_and(char::is_lowercase))
}

fn first_letter(c: char) -> Option<char> {
    std::iter::once(c).nfkd().find(|part| part.is_alphabetic())
}
