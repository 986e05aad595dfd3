//! Symbols: wide registers and ordinary ones give what the loop over characters gives, and no word of a text is missing among
//! them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::random::text;
use crate::text::{JOIN, Kind, Symbols, TAG, Text, WORD, Wanted, symbol};

const ALL: Wanted = Wanted { signs: true, dense: true };

fn read(original: &str, wanted: Wanted) -> (Vec<u8>, Vec<u32>) {
    let mut symbols = Symbols::new();
    symbols.read(original, wanted);
    (symbols.padded()[..symbols.len()].to_vec(), symbols.care().to_vec())
}

type Lists = (Vec<[u32; 2]>, Vec<u32>);

fn lists(read: impl FnOnce(&mut Symbols)) -> Lists {
    let mut symbols = Symbols::new();
    read(&mut symbols);
    (symbols.words().to_vec(), symbols.rare().to_vec())
}

fn read_one_by_one(original: &str, wanted: Wanted) -> (Vec<u8>, Vec<u32>) {
    let mut symbols = Symbols::new();
    symbols.read_one_by_one(original, wanted);
    (symbols.padded()[..symbols.len()].to_vec(), symbols.care().to_vec())
}

fn read_plainly(original: &str, wanted: Wanted) -> (Vec<u8>, Vec<u32>) {
    let mut symbols = Symbols::new();
    symbols.read_plainly(original, wanted);
    (symbols.padded()[..symbols.len()].to_vec(), symbols.care().to_vec())
}

fn agrees(original: &str) {
    for wanted in [Wanted::default(), ALL] {
        let one_by_one = read_one_by_one(original, wanted);
        assert_eq!(read(original, wanted), one_by_one, "{original:?} {wanted:?}");
        assert_eq!(read_plainly(original, wanted), one_by_one, "{original:?} {wanted:?}");
        let (words, rare) = lists(|symbols| symbols.read(original, wanted));
        let plain = lists(|symbols| symbols.read_plainly(original, wanted));
        assert_eq!((&words, &rare), (&plain.0, &plain.1), "{original:?} {wanted:?}");
        assert_eq!(words, runs(&one_by_one.0), "{original:?} {wanted:?}");
    }
}

/// The runs of letters and digits among symbols.
fn runs(symbols: &[u8]) -> Vec<[u32; 2]> {
    let is_word = |at: usize| symbols.get(at).is_some_and(|&symbol| symbol >= WORD);
    let starts = (0..symbols.len()).filter(|&at| is_word(at) && !(at > 0 && is_word(at - 1)));
    let end = |start: usize| (start..).find(|&at| !is_word(at)).unwrap_or(symbols.len());
    starts.map(|start| [start as u32, end(start) as u32]).collect()
}

/// The stretch without ASCII white space around a byte.
fn stretch(original: &str, at: usize) -> std::ops::Range<usize> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let bytes = original.as_bytes();
    let start = bytes[..at].iter().rposition(is_space).map_or(0, |space| space + 1);
    let end = bytes[at..].iter().position(is_space).map_or(bytes.len(), |space| at + space);
    start..end
}

/// Everything that the runs of symbols may be read as: each, and those beside each other with [`JOIN`] between.
fn words(symbols: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut words = BTreeSet::new();
    for tag in symbols.split(|&symbol| symbol == TAG).skip(1) {
        let tag = tag.split(|&symbol| symbol < WORD).next().unwrap_or_default();
        words.extend(
            tag.chunk_by(|one, other| one.is_ascii_digit() == other.is_ascii_digit()).map(<[u8]>::to_vec),
        );
    }
    for chain in symbols.split(|&symbol| symbol < WORD && symbol != JOIN) {
        let parts: Vec<&[u8]> =
            chain.split(|&symbol| symbol == JOIN).filter(|part| !part.is_empty()).collect();
        for from in 0..parts.len() {
            words.extend((from..parts.len()).map(|to| parts[from..=to].concat()));
        }
    }
    words
}

fn no_word_is_missing(original: &str, wanted: Wanted) {
    let (symbols, care) = read(original, wanted);
    let words = words(&symbols);
    let mut text = Text::new();
    text.read(original);
    let is_wanted = |kind| match kind {
        Kind::Word => true,
        Kind::Grapheme => wanted.dense,
        Kind::Sign | Kind::Emoji => wanted.signs,
    };
    for edge in text.edges().iter().filter(|edge| is_wanted(edge.kind)) {
        let around = stretch(original, edge.start as usize);
        let mut alone = Text::new();
        let has_care = care.iter().any(|&at| around.contains(&(at as usize)));
        if has_care {
            alone.read(&original[around]);
        }
        let is_read_alone = alone.edges().iter().any(|other| alone.key(other) == text.key(edge));
        let as_symbols: Vec<u8> = text.key(edge).chars().map(symbol).collect();
        assert!(is_read_alone || words.contains(&as_symbols), "{:?} of {original:?}", text.key(edge));
    }
}

#[test]
fn wide_registers_read_every_code_point_as_the_plain_loop_does() {
    for c in '\0'..=char::MAX {
        for (before, after) in [("", ""), ("ab ", "b"), ("ж", "Ж\u{301}"), ("x\u{301}#", "\u{301}A")] {
            agrees(&format!("{before}{c}{after}"));
        }
        // Over the end of a window, and right before it.
        for (before, after) in [("aaaaaaaaaaaaaab", "B"), ("aaaaaaaaaaaaab", "B\u{301}b"), ("ééééééa", "Éb")]
        {
            agrees(&format!("{before}{c}{after}"));
        }
    }
}

#[test]
fn wide_registers_read_on_over_the_ends_of_blocks() {
    for length in 55..70 {
        for end in ["é", "هجA", "🚤b", "\u{301}", "aB", "#b", "!", "ቦ ቦ", "手", "\u{200B}C"] {
            agrees(&format!("{}{end}{end} {end}", "a".repeat(length)));
            agrees(&format!("{}{end}{end} {end}", "é ".repeat(length / 3)));
        }
    }
}

/// What may go wrong where one window of sixteen bytes ends and the next begins, or the text ends.
#[test]
fn ordinary_registers_read_on_over_the_ends_of_windows() {
    for length in (0..=35).chain([48, 64]) {
        for end in [
            "é",
            "هجA",
            "ቦB",
            "手b",
            "🚤C",
            "👩🏽\u{200D}❤\u{FE0F}",
            "\u{F0000}é",
            "\u{301}",
            "\u{301}\u{301}B",
            "B\u{301}",
            "\u{200D}B",
            "\u{200B}B",
            "\u{FE0F}Ж",
            "éÉ",
            "3D",
            "#b",
            "#Bc",
            "@b",
            "@Bc",
            "_B",
            "!",
            "!b",
            "$é",
            "€5%",
            "'b",
            "ＢＯat",
        ] {
            for before in ["a", "B", " ", "é", "ቦ", "手", "🚤", "\u{301}", "a\u{301}", "#", "\u{E000}"]
            {
                let start: String = before.chars().cycle().take(length).collect();
                agrees(&format!("{start}{end}"));
                agrees(&format!("{start}{end}{end} {end}aB"));
            }
        }
    }
}

/// A mark or capital is looked at by what stands before, however far back: not again for each.
#[test]
fn what_vanishes_is_not_read_back_again_and_again() {
    for unit in ["\u{301}", "\u{200D}B\u{200D}", "\u{AD}\u{323}"] {
        let original = format!("a{}", unit.repeat(300_000));
        assert_eq!(read_plainly(&original, ALL), read_one_by_one(&original, ALL));
    }
}

#[test]
fn every_code_point_is_found() {
    for c in '\0'..=char::MAX {
        for text in [format!("{c}"), format!("a{c}b c"), format!("ж{c}\u{301}"), format!("A {c}B{c}")] {
            no_word_is_missing(&text, ALL);
            no_word_is_missing(&text, Wanted::default());
        }
    }
}

/// Words as people write and disguise them, with spaces between some.
fn words_of_people() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "boat",
        "b0at",
        "v!sa",
        "#ChannelCrossing",
        "#small_boat",
        "l'Angleterre",
        "don’t",
        "WhatsApp",
        "BOATuk",
        "pa$$port",
        "@smuggler",
        "می\u{200C}خواهم",
        "والقارب",
        "جَدِيد",
        "a\u{301}b",
        "ＢＯＡＴ",
        "５k",
        "covid19",
        "ßoat",
        "ጀልባ",
        "ਕਿਸ਼ਤੀ",
        "🚤",
        "€500",
        "100%",
        "手机",
        "t.me/AbC1",
        "boat!",
        "!!",
        "o\u{200B}ne",
        "x",
        "_",
        "ﬁre",
        "#ab",
        "#UKBoats",
        "#b2b",
        "@ab_c",
        "!@mall",
        "#été",
        "#ЖЖж",
        "/ab1Cd",
        "/abCd",
        "#قUKb",
        "a@b",
        "#9",
        "$$mall",
    ]);
    let space = prop::sample::select(vec![" ", " ", "\n", "", "-", ".", ", ", "\u{200D}", "'"]);
    prop::collection::vec((word, space), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, space)| [word, space]).collect())
}

proptest! {
    #[test]
    fn wide_registers_read_as_the_plain_loop_does(original in prop_oneof![text(), words_of_people()]) {
        agrees(&original);
    }

    #[test]
    fn no_word_of_any_text_is_missing(original in prop_oneof![text(), words_of_people()], signs: bool, dense: bool) {
        no_word_is_missing(&original, Wanted { signs, dense });
    }
}
