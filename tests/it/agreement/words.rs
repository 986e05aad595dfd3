//! The vocabulary that random terms and random content share, and the disguises of the latter.

use proptest::collection::vec;
use proptest::prelude::*;

/// Few words, so that random terms are found in random content; of every kind a token can be.
pub(super) const WORDS: [&str; 25] = [
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
    "small",
    "bill",
    "вот",
];

/// Words that a `*` or a part of a word can be cut from.
pub(super) const STEMS: [&str; 9] = ["boat", "bo", "cross", "at", "ing", "a", "قا", "angle", "crossin"];

/// A word as it stands in a term.
pub(super) fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS[..])
}

/// A word as it stands in content: as it is, or disguised.
pub(super) fn disguised() -> impl Strategy<Value = String> {
    let one = (word(), 0_u8..48).prop_map(|(word, disguise)| disguise_as(word, disguise));
    let joined = (word(), word(), 0_u8..6).prop_map(|(a, b, disguise)| joined_as(a, b, disguise));
    let twice = (word(), 16_u8..30, 0_u8..30)
        .prop_map(|(word, first, then)| disguise_as(&disguise_as(word, first), then));
    let row = vec(word(), 2..6).prop_map(|words| spelled(&words.concat(), " "));
    prop_oneof![24 => one, 4 => joined, 6 => twice, 1 => row]
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
        16 => word.replace('o', "0").replace('i', "1"),
        17 => word.replace('a', "4").replace('l', "1"),
        18 => word.replace('a', "@").replace('s', "$"),
        19 => word.replace('i', "!").replace('b', "8"),
        20 => spelled(word, " "),
        21 => spelled(word, "."),
        22 => spelled(word, "--"),
        23 => word.replace('o', "ooo").replace('ا', "ااا"),
        24 => word.replace('a', "aaaa").replace('s', "sss"),
        25 => word.replace('l', "1").replace("11", "1111"),
        26 => format!("#{}", marked_by_case(word)),
        27 => marked_by_case(word),
        28 => format!("وال{word}"),
        29 => format!("ب{word}"),
        30..=35 => misspelt(word, disguise - 30),
        _ => word.to_owned(),
    }
}

fn spelled(word: &str, between: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(between)
}

/// Every second letter a capital.
fn marked_by_case(word: &str) -> String {
    let upper = |(at, c): (usize, char)| if at % 2 == 0 { c.to_uppercase().collect() } else { c.to_string() };
    word.chars().enumerate().map(upper).collect()
}

/// Two words written together.
fn joined_as(first: &str, second: &str, disguise: u8) -> String {
    let title = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        first + letters.as_str()
    };
    match disguise {
        0 => format!("#{first}{second}"),
        1 => format!("#{}{}", title(first), title(second)),
        2 => format!("{first}{}", title(second)),
        3 => format!("@{first}_{second}"),
        4 => format!("#{}2{second}", first.to_uppercase()),
        _ => format!("#{}{second}", first.to_uppercase()),
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
