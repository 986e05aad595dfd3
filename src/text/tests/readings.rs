//! What disguises are read as: edges of hashtags, camel case and signs, words spelled out, and words read at an edge.

use crate::text::{Mode, Readings, Text, WordPattern};

/// The edges that need a reading, as `key readings`.
fn disguised(original: &str) -> Vec<String> {
    let mut text = Text::new();
    text.read(original);
    let of_edge = |edge: &crate::text::Edge| {
        format!("{} {}", text.key(edge), edge.readings.names().collect::<Vec<_>>().join("+"))
    };
    text.edges().iter().filter(|edge| !edge.readings.is_none()).map(of_edge).collect()
}

/// Where and through what a term of one word is read in a content, as the original text and the readings.
fn read(term: &str, content: &str) -> Vec<String> {
    let mut text = Text::new();
    let word = term.trim_matches('*');
    text.read(word);
    let (open_start, open_end) = (term.starts_with('*'), term.ends_with('*'));
    let token = WordPattern::in_mode(&text, word, &text.tokens()[0], Mode::Full);
    let pattern = WordPattern { open_start, open_end, ..token };
    text.read(content);
    let mut found: Vec<(u32, u32, Readings)> = Vec::new();
    let mut add = |edge: &crate::text::Edge| {
        let readings = pattern.reads(&text, content, edge, Mode::Full, true);
        found.extend(readings.map(|readings| (edge.start, edge.end, readings)));
    };
    text.edges().iter().for_each(&mut add);
    for run in text.runs() {
        for first in run.first..run.next {
            for next in first + 2..=run.next.min(first + crate::text::SPELLED_TOKENS) {
                text.spelled(first, next).iter().for_each(&mut add);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    let shown = |(start, end, readings): (u32, u32, Readings)| {
        let names: Vec<&str> = readings.names().collect();
        format!("{}:{}", &content[start as usize..end as usize], names.join("+"))
    };
    found.into_iter().map(shown).collect()
}

#[test]
fn joined_words_are_edges() {
    for (original, expected) in [
        ("#ChannelCrossing", "channel crossing"),
        ("#boat_to_uk", "boattouk"),
        ("@SmallBoats_uk", "small smallboatsuk boats"),
        ("ChannelCrossing", "channel crossing"),
        ("channelcrossing Channel CHANNEL", ""),
        ("#channelcrossing", ""),
        ("#B0atToUk", "b0at b to 0 at uk"),
        ("#UKBoats", "uk ukb boats b oats"),
        ("#BOATtoUK", "boa boat t tto uk to"),
        ("#boat2uk", "boat 2 uk"),
        ("NGOs", ""),
        ("name@ChannelCrossing.org", "channel crossing"),
        ("a#bC", "b c"),
        ("#ЛодкаПорт", "лoдka пopt"),
        ("l'AngleTerre", "angle terre"),
        ("#Bo\u{200B}atUk", "boat uk at uk"),
        ("t.co/UK8iO5YAgk", ""),
    ] {
        let found: Vec<String> = disguised(original)
            .iter()
            .filter_map(|edge| edge.strip_suffix(" joined").map(str::to_owned))
            .collect();
        let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
        let expected = crate::text::fold_tokens(expected);
        let mut expected: Vec<&str> = expected.split_whitespace().collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{original}");
    }
}

#[test]
fn signs_belong_to_words_before_letters() {
    for (original, expected) in [
        ("v!sa", vec!["v!sa leet"]),
        ("$mall b@at", vec!["$mall leet", "b@at leet"]),
        ("pa$$port", vec!["pa$$port leet"]),
        ("@boat !boat", vec!["!boat leet"]),
        ("hello! you$ cash$ a@ $5 $5k", vec![]),
        ("v！sa", vec!["v!sa leet"]),
        ("v\u{200B}!\u{200B}sa", vec!["v!sa leet"]),
        ("a!b", vec!["a!b leet"]),
        ("a!b!c", vec!["a!b!c leet"]),
        ("$a", vec![]),
    ] {
        assert_eq!(disguised(original), expected, "{original}");
    }
}

#[test]
fn words_are_read_through_disguise() {
    for (term, content, expected) in [
        ("boat", "a b0at", vec!["b0at:leet"]),
        ("crossing", "cr0ss1ng", vec!["cr0ss1ng:leet"]),
        ("small", "$mall sma11 $ma11", vec!["$mall:leet", "sma11:leet"]),
        ("visa", "v!sa, v1sa v1s4 v!5a", vec!["v!sa:leet", "v1sa:leet"]),
        ("boat", "b o a t", vec!["b o a t:spacing"]),
        ("boat", "b.o.a.t", vec!["b.o.a.t:spacing"]),
        ("boat", "b - o - a - t", vec![]),
        ("boat", "b-o-a.t", vec![]),
        ("boat", "the b o a t s", vec!["b o a t:spacing"]),
        ("boat", "b 0 a t", vec!["b 0 a t:leet+spacing"]),
        ("boat", "b o o o a t", vec!["b o o o a t:spacing+repeats"]),
        ("boat", "boooat boaat", vec!["boooat:repeats"]),
        ("boot", "boooot", vec!["boooot:repeats"]),
        ("boat", "#B0atToUk", vec!["B0at:leet+joined"]),
        ("boat", "#boatToUk", vec!["boat:joined"]),
        ("boat", "воат воооат", vec!["воат:", "воооат:repeats"]),
        ("bot", "вот вооот в0т", vec![]),
        (
            "قارب",
            "والقارب بقارب القااارب",
            vec!["والقارب:clitics", "بقارب:clitics", "القااارب:repeats+clitics"],
        ),
        ("1234", "1 2 3 4", vec![]),
        ("so", "50 5 0 7", vec![]),
        ("ist", "1st", vec![]),
        ("loose", "10ose 1oose l0ose", vec!["l0ose:leet"]),
        ("b*", "b o a", vec!["b o:spacing", "b o a:spacing", "b:"]),
        ("*at", "b o a t", vec!["b o a t:spacing", "o a t:spacing", "a t:spacing"]),
        ("giá", "g1á", vec!["g1á:leet"]),
    ] {
        let mut found = read(term, content);
        found.sort_unstable();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(found, expected, "{term} in {content}");
    }
}

#[test]
fn a_run_longer_than_a_word_has_many_words() {
    let alphabet = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
    assert_eq!(read("abcdefghijklmnopqrstuvwx", alphabet).len(), 1);
    assert_eq!(read("abcdefghijklmnopqrstuvwxy", alphabet).len(), 0);
    assert_eq!(read("xyz", alphabet), ["x y z:spacing"]);
}
