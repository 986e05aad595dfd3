//! The words that can be read in a field value, each written out: its tokens and their parts, and what the readings
//! `joined`, `leet` and `spacing` make of them. What a single word can be read as besides is for
//! [`disguise`](super::disguise).

mod joined;
mod leet;
mod spelled;

use std::ops::Range;

use super::disguise::inside;
use crate::text::{Edge, Folded, Kind, Readings, Script, Spelling, Text, fold_tokens};

/// A place between words: before a token, or inside it before a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// How many tokens stand wholly before it.
    pub token: u32,
    /// 0 before the token, else where in the original the next part starts.
    pub byte: u32,
    /// The bytes of the word that is cut there, if that is a cut of `joined`.
    pub of: (u32, u32),
}

impl Node {
    const fn before(token: u32) -> Self {
        Self { token, byte: 0, of: (0, 0) }
    }
}

/// A word that can be read.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it starts.
    pub from: Node,
    /// Where it ends.
    pub to: Node,
    /// The base tokens it touches.
    pub tokens: Range<u32>,
    /// Its bytes in the original.
    pub bytes: Range<u32>,
    /// Folded.
    pub key: String,
    /// Of its letters.
    pub script: Script,
    /// How many letters it has.
    pub letters: u32,
    /// What has to be undone to see it.
    pub readings: Readings,
    /// What may have to be undone inside it besides: the sets to try.
    pub inside: Vec<Readings>,
    /// It is a whole hashtag or handle.
    pub is_tag: bool,
    /// It may be a word in letters and digits: it is no sign, emoji or grapheme.
    pub is_word: bool,
}

/// Every word that can be read in a text, in no order: what [`Text`] has as edges and words spelled out.
#[must_use]
pub fn words(original: &str) -> Vec<Word> {
    let mut text = Text::new();
    text.read(original);
    all(original, &text)
}

/// Every word of a field value.
pub(super) fn all(original: &str, text: &Text) -> Vec<Word> {
    let edges = text.edges().iter().filter(|edge| edge.readings.is_none());
    let mut words: Vec<Word> = edges.map(|edge| of_edge(text, edge)).collect();
    let tags = joined::tags(original, text);
    for tag in &tags {
        if tag.len() == 1 {
            let only = words.iter_mut().filter(|word| word.from == Node::before(tag.start));
            only.filter(|word| word.to == Node::before(tag.end)).for_each(|word| word.is_tag = true);
        } else {
            words.push(Word { is_tag: true, ..together(text, tag.clone(), Readings::JOINED) });
        }
    }
    let is_stretch = |word: &&Word| {
        word.is_word && (is_smallest(word, &words) || is_between_apostrophes(original, word, &words))
    };
    let stretches: Vec<Word> = words.iter().filter(is_stretch).cloned().collect();
    for stretch in stretches {
        let in_tag = tags.iter().any(|tag| tag.contains(&stretch.tokens.start)) && stretch.readings.is_none();
        words.extend(joined::parts(original, &stretch, in_tag));
    }
    words.extend(leet::chains(original, text));
    words.extend(spelled::parts(original, text));
    words.iter_mut().filter(|word| word.is_word).for_each(|word| word.inside = inside(&word.key));
    words
}

/// Whether no other word stands inside it.
fn is_smallest(word: &Word, words: &[Word]) -> bool {
    word.tokens.len() == 1
        && !words.iter().any(|other| {
            other.bytes != word.bytes
                && word.bytes.start <= other.bytes.start
                && other.bytes.end <= word.bytes.end
        })
}

/// Whether a word has no apostrophe and is not a part of a longer word that has none: zero-width characters in it vanish.
fn is_between_apostrophes(original: &str, word: &Word, words: &[Word]) -> bool {
    let has_none = |word: &Word| {
        let slice = original.get(word.bytes.start as usize..word.bytes.end as usize).unwrap_or_default();
        word.tokens.len() == 1 && !slice.contains(['\'', '\u{2019}', '\u{2BC}', '\u{2BB}', '\u{FF07}'])
    };
    let is_longer = |other: &Word| {
        other.bytes != word.bytes
            && other.bytes.start <= word.bytes.start
            && word.bytes.end <= other.bytes.end
    };
    has_none(word) && !words.iter().any(|other| has_none(other) && is_longer(other))
}

/// A token or a part of one.
fn of_edge(text: &Text, edge: &Edge) -> Word {
    Word {
        from: node(text, edge.from),
        to: node(text, edge.to),
        tokens: edge.first..edge.next,
        bytes: edge.start..edge.end,
        key: text.key(edge).to_owned(),
        script: edge.script,
        letters: u32::from(edge.letters),
        readings: Readings::NONE,
        inside: vec![Readings::NONE],
        is_tag: false,
        is_word: edge.kind == Kind::Word,
    }
}

fn node(text: &Text, number: u32) -> Node {
    match text.edges_from(number).first() {
        Some(part) if number as usize > text.tokens().len() => {
            Node { token: part.first, byte: part.start, of: (0, 0) }
        }
        _ => Node::before(number),
    }
}

/// Several tokens as one word.
fn together(text: &Text, range: Range<u32>, readings: Readings) -> Word {
    let tokens = &text.tokens()[range.start as usize..range.end as usize];
    Word {
        from: Node::before(range.start),
        to: Node::before(range.end),
        bytes: tokens[0].start..tokens[tokens.len() - 1].end,
        key: tokens.iter().map(|token| text.key(token)).collect(),
        script: tokens.iter().fold(Script::None, |all, token| all.with(token.script)),
        letters: tokens.iter().map(|token| u32::from(token.letters)).sum(),
        readings,
        inside: vec![Readings::NONE],
        is_tag: false,
        is_word: true,
        tokens: range,
    }
}

/// What a character is in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Letter,
    Digit,
    /// A mark, or nothing at all.
    None,
}

fn sort(c: char) -> Sort {
    if c.is_ascii_alphanumeric() {
        return if c.is_ascii_digit() { Sort::Digit } else { Sort::Letter };
    }
    let folded = fold_tokens(c.encode_utf8(&mut [0; 4]));
    match folded.chars().next() {
        None => Sort::None,
        Some(digit) if digit.is_ascii_digit() => Sort::Digit,
        Some(_) => Sort::Letter,
    }
}

/// The characters between two tokens that can be seen, folded; a mark on nothing stands for itself.
fn between(original: &str, bytes: Range<u32>) -> Vec<char> {
    let gap = original.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
    gap.chars().filter(|&c| !vanishes(c)).map(|c| folded(c).unwrap_or(c)).collect()
}

/// What a separator folds to; `None` of a mark.
fn folded(separator: char) -> Option<char> {
    if separator.is_ascii_punctuation() || separator == ' ' {
        return Some(separator);
    }
    Folded::new(separator.encode_utf8(&mut [0; 4]), Spelling::Merged).text.chars().next()
}

/// "Default-ignorable code points vanish", between letters that keep every mark too.
fn vanishes(c: char) -> bool {
    !c.is_ascii() && fold_tokens(&format!("क{c}ब")) == fold_tokens("कब")
}
