//! What the reader finds in a text, against what the reference writes out word for word.

use std::collections::BTreeSet;

use proptest::prelude::*;
use varne::reference;
use varne::text::{Readings, SPELLED_TOKENS, Text};

/// Characters of every kind that a reading looks at.
const CHARACTERS: &str = "aabBcCoO0134578@@$!!##__  ..--\'\u{200B}\u{200D}\u{301}éЖжВоÅßﬁⒷ🅱①２٣٠والقا船น\u{E49}ำ🚤🇬🇧＃＿！＄＠\n,%£";

/// Stretches that such characters alone would hardly make.
const STRETCHES: [&str; 12] =
    ["#Boat", "_to", "@uk", "b o a t", "v!sa", "$mall", "UKBoats", "b.o.0", "l\'A", "ооо", "والقارب", "aaaa"];

fn text() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        8 => prop::sample::select(CHARACTERS.chars().collect::<Vec<_>>()).prop_map(String::from),
        2 => prop::sample::select(&STRETCHES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("known to the standard library", is_known).prop_map(String::from),
    ];
    prop::collection::vec(one, 0..24).prop_map(|pieces| pieces.concat())
}

/// Letters newer than the standard library's Unicode have no case there, which the reference asks.
fn is_known(c: &char) -> bool {
    c.is_alphanumeric() || !reference::words(c.encode_utf8(&mut [0; 4])).iter().any(|word| word.letters > 0)
}

/// A word: its bytes, the places it stands between, its folded text, its readings, whether it is a whole hashtag or
/// handle, how many letters it has.
type Found = ((u32, u32), [(u32, u32); 2], String, Readings, bool, u32);

fn found(original: &str) -> BTreeSet<Found> {
    let mut text = Text::new();
    text.read(original);
    let place = |node: u32| match text.edges_from(node).first() {
        Some(edge) if node as usize > text.tokens().len() => (edge.first, edge.start),
        _ => (node, 0),
    };
    let mut edges = text.edges().to_vec();
    for run in text.runs() {
        for first in run.first..run.next {
            let ends = first + 2..=run.next.min(first + SPELLED_TOKENS);
            edges.extend(ends.filter_map(|next| text.spelled(first, next)));
        }
    }
    let word = |edge: &varne::text::Edge| {
        let (nodes, letters) = ([place(edge.from), place(edge.to)], u32::from(edge.letters));
        (
            (edge.start, edge.end),
            nodes,
            text.key(edge).to_owned(),
            edge.readings,
            edge.is_whole_tag(),
            letters,
        )
    };
    edges.iter().map(word).collect()
}

fn expected(original: &str) -> BTreeSet<Found> {
    let word = |word: reference::Word| {
        let nodes = [word.from, word.to].map(|node| (node.token, node.byte));
        let bytes = (word.bytes.start, word.bytes.end);
        (bytes, nodes, word.key, word.readings, word.is_tag, word.letters.min(255))
    };
    reference::words(original).into_iter().map(word).collect()
}

/// More cases than proptest's default, unless the environment asks for more still.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: config.cases.max(4_000), ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_word_is_found_and_no_other(original in text()) {
        prop_assert_eq!(found(&original), expected(&original));
    }
}
