//! The texts of a hit, cut into what a disguise may touch and what it leaves alone. In: field values. Out: a
//! [`Draft`] that operators change in place and that is written out as texts again.
//!
//! Who disguises an advert disguises its words: prices, numbers, links and handles have to work. So the finds of
//! extractors are no words here, and of what is no word only digits may be written otherwise.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::random::Random;
use crate::extract::Extractor;
use crate::text::{Edge, Kind, Text};

/// The finds that keep even their digits: they only work as they are written.
const KEPT: [Extractor; 4] = [Extractor::Url, Extractor::Handle, Extractor::Email, Extractor::Hashtag];
/// The finds that keep their letters.
const PLAIN: [Extractor; 3] = [Extractor::Phone, Extractor::Price, Extractor::Amount];

/// Texts on their way to a disguise, one per field value.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) values: Vec<Vec<Piece>>,
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word made of letters, or such a part of one.
    Word(Word),
    /// Separators, emoji, numbers, prices: only digits may change.
    Plain(String),
    /// A link, handle, address or hashtag: nothing may change.
    Kept(String),
}

/// A word made of letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The `#` of a hashtag.
    pub(super) before: &'static str,
    pub(super) letters: Vec<Letter>,
    /// Whether it is a whole token, not a part at an apostrophe or non-joiner.
    pub(super) whole: bool,
    /// Whether all of its letters were of a script whose letters stand one by one and lose their marks in
    /// reading: Latin, Greek, Cyrillic, Hebrew, Arabic.
    pub(super) alphabetic: bool,
    /// Whether a digit is the last thing before it: a `$` at its start would be taken for the sign of a price.
    pub(super) after_digit: bool,
}

/// A letter with the marks on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) base: char,
    pub(super) marks: String,
    /// What stands between it and the next letter of its word.
    pub(super) after: String,
}

/// How much of a text an operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Every word that it can change, and of it every letter.
    All,
    /// Some of them.
    Some,
}

impl Extent {
    /// Which of `count` words to take. Most of them: an advert is disguised throughout.
    pub(super) fn words(self, random: &mut Random, count: usize) -> Vec<bool> {
        random.some_of(count, if self == Self::All { 12 } else { 8 })
    }

    /// Which of `count` letters to take.
    pub(super) fn letters(self, random: &mut Random, count: usize) -> Vec<bool> {
        random.some_of(count, if self == Self::All { 12 } else { 6 })
    }
}

impl Letter {
    fn new(base: char) -> Self {
        Self { base, marks: String::new(), after: String::new() }
    }
}

impl Word {
    /// Whether nothing stands between its letters, and it can be spaced out or run together with others.
    pub(super) fn is_closed(&self) -> bool {
        let alphanumeric = |letter: &Letter| letter.base.is_alphanumeric() && letter.after.is_empty();
        self.whole && self.before.is_empty() && self.letters.iter().all(alphanumeric)
    }

    fn write(&self, out: &mut String) {
        out.push_str(self.before);
        for letter in &self.letters {
            out.push(letter.base);
            out.push_str(&letter.marks);
            out.push_str(&letter.after);
        }
    }
}

impl Draft {
    /// Cuts the values of a hit. `region` is that of local phone numbers.
    pub(super) fn new<'a>(values: impl IntoIterator<Item = &'a str>, region: Option<&str>) -> Self {
        let mut text = Text::new();
        Self { values: values.into_iter().map(|value| cut(value, &mut text, region)).collect() }
    }

    /// The texts as they stand.
    pub(super) fn texts(&self) -> Vec<String> {
        self.values.iter().map(|pieces| write(pieces)).collect()
    }

    /// The words that an operator takes of those that it can change.
    pub(super) fn words(
        &mut self,
        extent: Extent,
        random: &mut Random,
        fits: impl Fn(&Word) -> bool,
    ) -> Vec<&mut Word> {
        let pieces = self.values.iter_mut().flatten();
        let words = pieces.filter_map(|piece| match piece {
            Piece::Word(word) if fits(word) => Some(word),
            _ => None,
        });
        let words: Vec<&mut Word> = words.collect();
        let chosen = extent.words(random, words.len());
        words.into_iter().zip(chosen).filter_map(|(word, chosen)| chosen.then_some(word)).collect()
    }
}

fn write(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Word(word) => word.write(&mut text),
            Piece::Plain(plain) | Piece::Kept(plain) => text.push_str(plain),
        }
    }
    text
}

/// Cuts one value.
fn cut(original: &str, text: &mut Text, region: Option<&str>) -> Vec<Piece> {
    text.read(original);
    let find = |extractors: &[Extractor]| -> Vec<Range<usize>> {
        let found = extractors.iter().flat_map(|extractor| extractor.find(original, text, region));
        merged(found.map(|found| found.start as usize..found.end as usize).collect())
    };
    let (kept, plain) = (find(&KEPT), find(&PLAIN));
    let mut cutter = Cutter { original, pieces: Vec::new(), at: 0, after_digit: false };
    let mut spans: Vec<(Range<usize>, bool)> = kept.iter().map(|span| (span.clone(), true)).collect();
    for token in text.tokens() {
        let bytes = token.start as usize..token.end as usize;
        if !touches(&kept, &bytes) && !touches(&plain, &bytes) && is_word(token, &original[bytes.clone()]) {
            spans.push((bytes, false));
        }
    }
    spans.sort_by_key(|(span, _)| span.start);
    spans.into_iter().for_each(|(span, kept)| cutter.add(span, kept));
    cutter.plain(original.len());
    cutter.pieces
}

/// Spans in order, those that overlap as one.
fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Whether a token lies in one of these spans, even in part. They are in order and do not overlap.
fn touches(spans: &[Range<usize>], token: &Range<usize>) -> bool {
    let next = spans.partition_point(|span| span.end <= token.start);
    spans.get(next).is_some_and(|span| span.start < token.end)
}

/// Whether a token is made of letters alone, apostrophes and what does not show aside.
fn is_word(token: &Edge, written: &str) -> bool {
    token.kind == Kind::Word
        && token.letters > 0
        && written.chars().all(|c| is_letter(c) || is_combining_mark(c) || is_joint(c))
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_combining_mark(c)
}

/// What joins the parts of a word: apostrophes, a non-joiner and its kin.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' | '\u{feff}')
}

/// Whether a letter is of a script whose letters stand one by one and lose their marks in reading.
fn is_alphabetic(c: char) -> bool {
    matches!(c as u32,
        0x41..=0x24F | 0x1E00..=0x1EFF // Latin
        | 0x370..=0x3FF | 0x1F00..=0x1FFF // Greek
        | 0x400..=0x52F // Cyrillic
        | 0x5D0..=0x5F2 // Hebrew
        | 0x620..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF) // Arabic
}

struct Cutter<'a> {
    original: &'a str,
    pieces: Vec<Piece>,
    at: usize,
    after_digit: bool,
}

impl Cutter<'_> {
    fn add(&mut self, span: Range<usize>, kept: bool) {
        self.plain(span.start);
        let written = &self.original[span.clone()];
        if kept {
            self.after_digit = false;
            self.pieces.push(Piece::Kept(written.to_owned()));
        } else {
            self.word(written);
        }
        self.at = span.end;
    }

    /// What stands before `end` and is no word.
    fn plain(&mut self, end: usize) {
        if let Some(plain) = self.original.get(self.at..end).filter(|plain| !plain.is_empty()) {
            self.after_digit = plain.trim_end().ends_with(char::is_numeric);
            self.pieces.push(Piece::Plain(plain.to_owned()));
        }
        self.at = end;
    }

    /// A word, or its parts and what joins them.
    fn word(&mut self, written: &str) {
        let whole = !written.contains(is_joint);
        for part in written.split_inclusive(is_joint) {
            let letters = part.strip_suffix(is_joint).unwrap_or(part);
            if !letters.is_empty() {
                self.part(letters, whole);
            }
            if letters.len() < part.len() {
                self.pieces.push(Piece::Plain(part[letters.len()..].to_owned()));
            }
        }
    }

    fn part(&mut self, written: &str, whole: bool) {
        let mut letters: Vec<Letter> = Vec::new();
        for c in written.chars() {
            match letters.last_mut() {
                Some(letter) if is_combining_mark(c) => letter.marks.push(c),
                _ => letters.push(Letter::new(c)),
            }
        }
        let alphabetic = letters.iter().all(|letter| is_alphabetic(letter.base));
        let after_digit = std::mem::take(&mut self.after_digit);
        self.pieces.push(Piece::Word(Word { before: "", letters, whole, alphabetic, after_digit }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text: words in brackets, what is kept in braces.
    fn pieces(text: &str) -> String {
        let draft = Draft::new([text], None);
        assert_eq!(draft.texts(), [text]);
        let show = |piece: &Piece| match piece {
            Piece::Word(word) => format!("[{}]", write(&[Piece::Word(word.clone())])),
            Piece::Kept(kept) => format!("{{{kept}}}"),
            Piece::Plain(plain) => plain.clone(),
        };
        draft.values[0].iter().map(show).collect()
    }

    #[test]
    fn entities_and_numbers_are_no_words() {
        assert_eq!(
            pieces("Calais to Dover 🚤 100% safe, £3,000 or 4k euro, +44 7700 900123"),
            "[Calais] [to] [Dover] 🚤 100% [safe], £3,000 [or] 4k euro, +44 7700 900123"
        );
        assert_eq!(
            pieces("write @boat_man, t.me/boats1 or a@b.com #channel24 24h"),
            "[write] {@boat_man}, {t.me/boats1} [or] {a@b.com} {#channel24} 24h"
        );
    }

    #[test]
    fn words_are_cut_at_apostrophes_and_joiners() {
        assert_eq!(pieces("vers l'Angleterre"), "[vers] [l]'[Angleterre]");
        assert_eq!(pieces("می\u{200c}شناسه با"), "[می]\u{200c}[شناسه] [با]");
        let draft = Draft::new(["l'Angleterre demain"], None);
        let whole: Vec<bool> = draft.values[0]
            .iter()
            .filter_map(|piece| if let Piece::Word(word) = piece { Some(word.whole) } else { None })
            .collect();
        assert_eq!(whole, [false, false, true]);
    }

    #[test]
    fn scripts_without_spaces_have_no_words() {
        assert_eq!(pieces("去英国的船 boat"), "去英国的船 [boat]");
    }
}
