//! `leet`, as far as it makes words of several tokens: "`@ $ !` belong to the token only where a letter follows
//! directly, `@` not at its start".

use std::ops::Range;

use super::{Sort, Word, between, sort, together, vanishes};
use crate::reference::disguise::is_leet;
use crate::text::{Kind, Readings, Text};

/// Words with such signs before or between them, as long as they go on.
pub(super) fn chains(original: &str, text: &Text) -> Vec<Word> {
    let mut chains: Vec<Chain> = Vec::new();
    for token in
        (0..text.tokens().len() as u32).filter(|&token| text.tokens()[token as usize].kind == Kind::Word)
    {
        let Some(signs) = signs_before(original, text, token) else { continue };
        let key = text.key(&text.tokens()[token as usize]);
        match (signs.word, chains.last_mut()) {
            (Some(word), Some(chain)) if chain.tokens.end == word + 1 => {
                chain.key += &signs.letters;
                chain.key += key;
                chain.tokens.end = token + 1;
            }
            (Some(word), _) => {
                let start = text.tokens()[word as usize];
                let key = format!("{}{}{key}", text.key(&start), signs.letters);
                chains.push(Chain { tokens: word..token + 1, start: start.start, key });
            }
            (None, _) => chains.push(Chain {
                tokens: token - signs.tokens..token + 1,
                start: signs.start,
                key: format!("{}{key}", signs.letters),
            }),
        }
    }
    chains.into_iter().filter(|chain| is_leet(&chain.key)).map(|chain| chain.word(text)).collect()
}

struct Chain {
    tokens: Range<u32>,
    start: u32,
    key: String,
}

impl Chain {
    fn word(self, text: &Text) -> Word {
        let word = together(text, self.tokens, Readings::LEET);
        Word { bytes: self.start..word.bytes.end, key: self.key, ..word }
    }
}

/// Signs right before a word.
struct Signs {
    /// `$@!`
    letters: String,
    /// First byte of the first of them.
    start: u32,
    /// How many of them are tokens.
    tokens: u32,
    /// The word they follow directly, if any.
    word: Option<u32>,
}

fn signs_before(original: &str, text: &Text, token: u32) -> Option<Signs> {
    let end = text.tokens()[token as usize].start;
    let first = original[end as usize..].chars().next()?;
    if sort(first) != Sort::Letter {
        return None;
    }
    let mut signs = Signs { letters: String::new(), start: end, tokens: 0, word: None };
    for (at, c) in original[..end as usize].char_indices().rev() {
        if vanishes(c) {
            continue;
        }
        match between(original, at as u32..(at + c.len_utf8()) as u32)[..] {
            [sign @ ('@' | '$' | '!')] => {
                signs.letters.insert(0, sign);
                signs.start = at as u32;
                signs.tokens += u32::from(sign == '$');
            }
            _ => break,
        }
    }
    let before = token.checked_sub(signs.tokens + 1).map(|before| (before, text.tokens()[before as usize]));
    let follows = |end: u32| between(original, end..signs.start).is_empty();
    signs.word =
        before.filter(|(_, word)| word.kind == Kind::Word && follows(word.end)).map(|(before, _)| before);
    if signs.letters.is_empty() {
        return None;
    }
    if signs.word.is_none() {
        signs.drop_leading_ats(original);
    }
    (!signs.letters.is_empty()).then_some(signs)
}

impl Signs {
    /// `@` at the start of a word makes a handle.
    fn drop_leading_ats(&mut self, original: &str) {
        let kept = self.letters.trim_start_matches('@').to_owned();
        let mut dropped = self.letters.len() - kept.len();
        let mut start = self.start;
        for (at, c) in original[self.start as usize..].char_indices() {
            start = self.start + at as u32;
            if !vanishes(c) && dropped == 0 {
                break;
            }
            dropped -= usize::from(!vanishes(c));
        }
        (self.letters, self.start) = (kept, start);
    }
}
