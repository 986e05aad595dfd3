//! The vocabulary that random terms and random content share, and the disguises of the latter.

use proptest::prelude::*;

/// Few words, so that random terms are found in random content; of every kind a token can be.
pub(super) const WORDS: [&str; 22] = [
    "boat",
    "boats",
    "uk",
    "sea",
    "cross",
    "crossing",
    "a",
    "ab",
    "don't",
    "l'angleterre",
    "angleterre",
    "giá",
    "gia",
    "قارب",
    "قارِب",
    "船",
    "で",
    "🚤",
    "👩‍🚀",
    "🇬🇧",
    "3000",
    "£",
];

/// Words that a `*` or a part of a word can be cut from.
pub(super) const STEMS: [&str; 9] = ["boat", "bo", "cross", "at", "ing", "a", "قا", "angle", "crossin"];

/// A word as it stands in a term.
pub(super) fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS[..])
}

/// A word as it stands in content: as it is, or disguised.
pub(super) fn disguised() -> impl Strategy<Value = String> {
    let choice = (word(), 0_u8..30);
    choice.prop_map(|(word, disguise)| disguise_as(word, disguise))
}

fn disguise_as(word: &str, disguise: u8) -> String {
    let marked = |mark: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        format!("{first}{mark}{}", letters.as_str())
    };
    match disguise {
        0 => word.to_uppercase(),
        1 => marked("\u{301}"),
        2 => marked("\u{200B}"),
        3 => marked("\u{200C}"),
        4 => marked("\u{200D}"),
        5 => marked("\u{AD}"),
        6 => marked("'"),
        7 => word.replace('o', "о").replace('a', "а"),
        8 => word.replace('b', "ｂ").replace('s', "ſ"),
        9 => word.replace('a', "à").replace('o', "ø"),
        10 => word.replace('3', "٣").replace('0', "0\u{FE0F}\u{20E3}"),
        11 => format!("{word}s"),
        12 => format!("un{word}"),
        13 => format!("#{word}"),
        14 => format!("l'{word}"),
        15 => format!("{word}\u{200B}{word}"),
        16..=21 => misspelt(word, disguise - 16),
        _ => word.to_owned(),
    }
}

/// One or two edits away from a word of four letters or more; others are as they were.
fn misspelt(word: &str, how: u8) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    match how {
        0 => _ = letters.remove(2),
        1 => letters.insert(1, 'x'),
        2 => letters[3] = 'o',
        3 => letters.swap(1, 2),
        4 => {
            letters.swap(0, 1);
            letters.insert(1, 's');
        }
        _ => {
            letters.remove(0);
            letters.pop();
        }
    }
    String::from_iter(letters)
}
