//! What holds for every text: spans lie on characters and in order, edges fit together, forms agree, and hostile
//! text takes linear time.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::keys;
use crate::text::{Edge, Folded, Spelling, Text, fold_string, fold_tokens, sentence_ends_within};

/// Characters of every kind that the reader tells apart.
const INTERESTING: &str = "aZ09éßİıﬁøжοвłⒷ🅱²½™ʼ'’\u{200B}\u{200C}\u{200D}\u{AD}\u{FE0F}\u{20E3}\u{301}\u{323}\u{345}\
    قأـ\u{64E}٣हिक़ক\u{9C7}\u{9BE}กำ\u{E4D}\u{E32}\u{E49}手かが\u{3099}ﾞ한\u{1112}\u{1161}\u{11AB}ሐ€$%٪ .!…\n\u{85}\
    🚤👩🏽❤🏴\u{E0067}\u{E0062}\u{E007F}🇬🇧©#_↮\u{FFFF}\u{10FFFF}";

pub(super) fn text() -> impl Strategy<Value = String> {
    let chars: Vec<char> = INTERESTING.chars().collect();
    let one = prop_oneof![9 => prop::sample::select(chars), 1 => any::<char>()];
    prop::collection::vec(one, 0..40).prop_map(String::from_iter)
}

fn read(original: &str) -> Text {
    let mut text = Text::new();
    text.read(original);
    text
}

fn holds(original: &str, text: &Text, edge: &Edge) {
    let slice = original.get(edge.start as usize..edge.end as usize);
    assert!(slice.is_some_and(|slice| !slice.is_empty()), "{edge:?}");
    assert!(!text.key(edge).is_empty(), "{edge:?}");
    assert!(edge.first < edge.next && edge.from != edge.to, "{edge:?}");
}

proptest! {
    #[test]
    fn tokens_lie_in_order(original in text()) {
        let text = read(&original);
        for (i, token) in (0..).zip(text.tokens()) {
            holds(&original, &text, token);
            prop_assert_eq!((token.from, token.to, token.first, token.next), (i, i + 1, i, i + 1));
            prop_assert_eq!(text.tokens_touching(token.start..token.end), i..i + 1);
            prop_assert_eq!(text.edges_from(i)[0], *token);
        }
        for pair in text.tokens().windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }

    #[test]
    fn edges_make_paths(original in text()) {
        let text = read(&original);
        let (edges, last) = (text.edges(), text.tokens().len() as u32);
        prop_assert!(edges.is_sorted_by_key(|edge| edge.from));
        for edge in edges {
            holds(&original, &text, edge);
            prop_assert!(text.edges_from(edge.from).contains(edge));
            prop_assert!(edge.to == last || !text.edges_from(edge.to).is_empty());
        }
        prop_assert_eq!(text.edges_from(last).len(), 0);
    }

    #[test]
    fn a_reused_text_reads_as_a_new_one(one in text(), other in text()) {
        let mut reused = read(&one);
        reused.read(&other);
        let new = read(&other);
        prop_assert_eq!(reused.edges(), new.edges());
        prop_assert_eq!(reused.tokens().iter().map(|t| reused.key(t)).collect::<Vec<_>>(), keys(&other));
    }

    #[test]
    fn canonical_forms_read_alike(original in text()) {
        let (nfc, nfd): (String, String) = (original.nfc().collect(), original.nfd().collect());
        prop_assert_eq!(keys(&nfc), keys(&original));
        prop_assert_eq!(keys(&nfd), keys(&original));
        prop_assert_eq!(fold_string(&nfd), fold_string(&nfc));
    }

    #[test]
    fn folded_text_knows_where_it_came_from(original in text()) {
        for spelling in [Spelling::Merged, Spelling::Native] {
            let folded = Folded::new(&original, spelling);
            for (at, c) in folded.text.char_indices() {
                let bytes = folded.original(at..at + c.len_utf8());
                let slice = original.get(bytes.start as usize..bytes.end as usize);
                prop_assert!(slice.is_some_and(|slice| !slice.is_empty()), "{} {bytes:?}", c);
            }
        }
    }

    #[test]
    fn nothing_panics(original in text(), start in 0_u32..200, length in 0_u32..200) {
        let _ = sentence_ends_within(&original, start..start + length);
        let text = read(&original);
        let touching = text.tokens_touching(start..start + length);
        prop_assert!(touching.start <= touching.end);
        let _ = fold_tokens(&original);
    }
}

/// A million bytes of the worst of each kind: anything that is not linear would not end.
#[test]
fn hostile_text_ends() {
    for unit in [
        "a",
        "\u{301}",
        "a\u{301}",
        "क\u{94D}",
        "\u{3099}",
        "\u{9BE}\u{323}",
        "a'",
        "'",
        "a\u{200B}",
        "a'\u{200C}",
        "\u{200D}",
        "🏴\u{E0067}",
        "\u{E0067}",
        "🇬",
        "🇬\u{FE0F}",
        "👩\u{200D}",
        "👩🏽",
        "\u{FFFF}",
        "ำ",
        "ก\u{E4D}\u{E32}",
        "\u{1161}",
        "\u{1112}\u{1161}\u{11AB}",
        "手\u{FE0F}",
        "ﷺ",
        "ﬗ",
        "٪",
        "한",
    ] {
        for start in ["", "a", "क", "ก", "👩"] {
            let original = start.to_owned() + &unit.repeat(1_000_000 / unit.len());
            let text = read(&original);
            assert!(text.tokens().len() <= original.len());
            let _ = Folded::new(&original, Spelling::Merged);
        }
    }
    // Marks of falling classes are the worst order to sort.
    let falling = ["क".to_owned(), "\u{301}".repeat(300_000), "\u{323}".repeat(300_000)].concat();
    assert_eq!(read(&falling).tokens().len(), 1);
}

/// Words of the alphabets that are read in one go, with what may stand beside them.
fn plain_text() -> impl Strategy<Value = String> {
    let chars: Vec<char> = "aaazAZ09éÉđÄữабВюأاللقب\u{64E}٣ወሐ '’،.!@#_$…\u{200B}क手".chars().collect();
    let one = prop_oneof![29 => prop::sample::select(chars), 1 => any::<char>()];
    prop::collection::vec(one, 0..60).prop_map(String::from_iter)
}

/// Every edge but for where its key stands, and its key.
fn edges_and_keys(text: &Text) -> Vec<(Edge, String)> {
    let keyless = |edge: &Edge| Edge { key: (0, 0), ..*edge };
    text.edges().iter().map(|edge| (keyless(edge), text.key(edge).to_owned())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn words_read_in_one_go_read_as_with_care(original in prop_oneof![plain_text(), text()]) {
        let mut careful = Text::new();
        careful.read_with_care(&original);
        let quick = read(&original);
        prop_assert_eq!(edges_and_keys(&quick), edges_and_keys(&careful));
        prop_assert_eq!(quick.runs(), careful.runs());
        for run in quick.runs() {
            let key = |text: &Text| text.spelled(run.first, run.next).map(|edge| text.key(&edge).to_owned());
            prop_assert_eq!(key(&quick), key(&careful));
        }
    }
}

/// Every code point, inside a word and at its ends.
#[test]
fn every_code_point_reads_as_with_care() {
    let (mut quick, mut careful) = (Text::new(), Text::new());
    for c in '\0'..=char::MAX {
        for original in
            [format!("{c}"), format!("a{c}b ж{c}ж"), format!("A{c}{c}{c}"), format!(" {c}1 ق{c} ")]
        {
            quick.read(&original);
            careful.read_with_care(&original);
            assert_eq!(edges_and_keys(&quick), edges_and_keys(&careful), "{original:?}");
        }
    }
}
