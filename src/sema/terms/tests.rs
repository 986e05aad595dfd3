//! What terms stand for, and what is wrong with those that stand for nothing.

use super::*;
use crate::diag::{Code, Explain};
use crate::sema::limits::MAX_TERM_NESTING;

/// The variants of a term as text: words by their keys, as compared in the mode.
fn shown(term: &str, mode: Mode) -> String {
    let variants = match variants(term, mode, &mut Text::new()) {
        Ok(variants) => variants,
        Err((error, at)) => return format!("{error:?} at {at:?}"),
    };
    let shown: Vec<String> = variants.iter().map(|variant| shown_variant(variant, mode)).collect();
    shown.join(" | ")
}

fn shown_variant(variant: &[Piece], mode: Mode) -> String {
    let pieces: Vec<String> = variant.iter().map(|piece| shown_piece(piece, mode)).collect();
    pieces.join(" ")
}

fn shown_piece(piece: &Piece, mode: Mode) -> String {
    match piece {
        Piece::Gap(words) => format!("<{words}>"),
        Piece::Word(word) => {
            let text = match mode {
                Mode::Exact => &word.written,
                Mode::Accented => &word.accented,
                _ => &word.key,
            };
            let star = |open: bool| if open { "*" } else { "" };
            format!("{}{text}{}", star(word.open_start), star(word.open_end))
        }
    }
}

#[test]
fn terms_stand_for_word_sequences() {
    let cases = [
        // Words.
        ("boat", "boat"),
        ("Small Boat", "small boat"),
        ("  small   boat  ", "small boat"),
        ("small-boat", "small boat"),
        ("wa.me", "wa me"),
        ("don't", "dont"),
        ("l’Angleterre", "langleterre"),
        ("100%", "100 %"),
        ("£3,000", "£ 3 000"),
        ("varkë", "varke"),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("بلم", "بلم"),
        ("🚤", "🚤"),
        ("boat 🚤 uk", "boat 🚤 uk"),
        ("🇬🇧", "🇬🇧"),
        ("#ChannelCrossing", "channelcrossing"),
        ("@name", "name"),
        ("3rd", "3rd"),
        ("七 八", "七 八"),
        ("七八", "七 八"),
        // Open words.
        ("cross*", "cross*"),
        ("*boat", "*boat"),
        ("*boat*", "*boat*"),
        ("small boat*", "small boat*"),
        ("small* *boat uk", "small* *boat uk"),
        ("[cross|sail]*", "cross* | sail*"),
        ("*[boat|ship]", "*boat | *ship"),
        ("canot* pneumatique*", "canot* pneumatique*"),
        ("بلم*", "بلم*"),
        ("3*", "3*"),
        // Alternatives.
        ("dingh[y|ies]", "dinghies | dinghy"),
        ("[united kingdom|uk] boat", "uk boat | united kingdom boat"),
        ("[uk|england|britain]", "britain | england | uk"),
        ("a[b|c]d", "abd | acd"),
        ("[a|b] [c|d]", "a c | a d | b c | b d"),
        ("[uk|UK|Uk]", "uk"),
        ("[boat]", "boat"),
        ("[a[b|c]|d]", "ab | ac | d"),
        ("boat[ |-]man", "boat man"),
        ("[🚤|boat] uk", "boat uk | 🚤 uk"),
        // What may be left out.
        ("boat[s]?", "boat | boats"),
        ("[the]? uk", "the uk | uk"),
        ("the [united]? kingdom", "the kingdom | the united kingdom"),
        ("[a|b]? c", "a c | b c | c"),
        ("boat[s]?*", "boat* | boats*"),
        ("[[the]? uk|england]", "england | the uk | uk"),
        // Gaps.
        ("boat <3> uk", "boat <3> uk"),
        ("boat<0>uk", "boat <0> uk"),
        ("boat* <12> uk <1> now", "boat* <12> uk <1> now"),
        ("[boat <2> to|for] uk", "boat <2> to uk | for uk"),
        ("boat [<2>]? uk", "boat uk | boat <2> uk"),
        ("<4294967295>", "LooseGap { side: \"before\" } at 0..12"),
        // Signs as they are.
        (r"5 \* hotel", "5 hotel"),
        (r"a\[b\]", "a b"),
        (r"\<3 uk", "3 uk"),
        (r"why\?", "why"),
        (r"a\|b", "a b"),
        (r"c:\\boat", "c boat"),
    ];
    let differ = cases.iter().filter(|(term, expected)| shown(term, Mode::Full) != *expected);
    let differ: Vec<String> =
        differ.map(|(term, _)| format!("{term} reads {}", shown(term, Mode::Full))).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn a_mode_decides_what_is_compared() {
    let cases = [
        ("RIB", Mode::Exact, "RIB"),
        ("varkë*", Mode::Exact, "varkë*"),
        ("Giá", Mode::Accented, "giá"),
        ("Gia\u{301}", Mode::Accented, "giá"),
        ("Giá", Mode::Plain, "gia"),
    ];
    for (term, mode, expected) in cases {
        assert_eq!(shown(term, mode), expected, "{term}");
    }
}

#[test]
fn a_wrong_term_is_refused_with_the_place_in_it() {
    let cases = [
        ("", "E401", ""),
        ("  ", "E401", "  "),
        ("...", "E401", "..."),
        ("\u{200B}", "E401", "\u{200B}"),
        ("™", "E401", "™"),
        ("[the]?", "E401", "[the]?"),
        ("[-|boat]", "E401", "[-|boat]"),
        ("[a|]", "E402", "|]"),
        ("[|a]", "E402", "[|"),
        ("a [b||c]", "E402", "||"),
        ("boat []", "E402", "[]"),
        ("boat []?", "E402", "[]"),
        ("boat [uk", "E403", "["),
        ("boat [uk|[a]", "E403", "["),
        ("boat] uk", "E403", "]"),
        ("boat | uk", "E403", "|"),
        ("boats?", "E403", "?"),
        ("boat [a]??", "E403", "?"),
        ("a > b", "E403", ">"),
        ("boat <x> uk", "E403", "<"),
        ("boat <3 uk", "E403", "<3"),
        ("boat <> uk", "E403", "<"),
        ("boat <99999999999> uk", "E403", "<99999999999"),
        ("<3> uk", "E403", "<3>"),
        ("uk <3>", "E403", "<3>"),
        ("uk <3> ", "E403", "<3>"),
        ("a <1> <2> b", "E403", "<2>"),
        ("[the]? <3> uk", "E403", "<3>"),
        ("*", "E403", "*"),
        ("boat * uk", "E403", "*"),
        ("boat.* uk", "E403", "*"),
        ("**boat", "E403", "*"),
        ("boat**", "E403", "*"),
        ("b*t", "E403", "*"),
        ("[bo]*[at]", "E403", "*"),
        ("七*八", "E403", "*"),
        (r"boat\d", "E403", r"\d"),
        ("boat\\", "E403", "\\"),
    ];
    let mut differ = Vec::new();
    for (term, code, place) in cases {
        let found = variants(term, Mode::Full, &mut Text::new())
            .map_err(|(error, at)| (error.code().number(), &term[at]));
        if found != Err((code, place)) {
            differ.push(format!("{term} gives {found:?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn what_brackets_multiply_is_counted_before_it_is_written_out() {
    let code = |term: &str| variants(term, Mode::Full, &mut Text::new()).err().map(|(error, _)| error.code());
    assert_eq!(code(&"[a|b]".repeat(9)), None);
    assert_eq!(code(&"[a|b]".repeat(10)), Some(Code::TermTooLarge));
    assert_eq!(code(&"[a|b]".repeat(100_000)), Some(Code::TermTooLarge));
    assert_eq!(code(&format!("{}{}", "[a|b]".repeat(9), "long ".repeat(1_000))), Some(Code::TermTooLarge));
    let nested = |depth: usize| format!("{}a{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(code(&nested(MAX_TERM_NESTING)), None);
    assert_eq!(code(&nested(MAX_TERM_NESTING + 1)), Some(Code::NestingTooDeep));
    assert_eq!(code(&nested(1_000_000)), Some(Code::NestingTooDeep));
}

/// A number that looks random, from 0 up to a bound.
fn dice(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % bound
}

/// A term of a few parts, some in brackets, of characters that are read beside each other in their own way.
fn any_term(state: &mut u64) -> String {
    const LETTERS: [&str; 40] = [
        "a", "b", "Bo", "s", "1", "3", "k", "x", "é", "e\u{301}", "\u{301}", "İ", "ß", "ς", "в", "ق", "ال",
        "ـ", "ு", "த", "七", "ก", "ກ", "ᄀ", "\u{200D}", "\u{200B}", "\u{FE0F}", "\u{20E3}", "🚤", "👍🏽", "🇬",
        "🇧", "👩", "#", "@", "$", "'", ".", "%", "-",
    ];
    let text = |state: &mut u64| -> String {
        let count = 1 + dice(state, 3);
        let letters = (0..count).map(|_| match dice(state, 16) {
            0 => " ",
            1 => "*",
            _ => LETTERS[dice(state, LETTERS.len())],
        });
        letters.collect()
    };
    let parts = (0..2 + dice(state, 5)).map(|_| match dice(state, 8) {
        0..3 => {
            let alternatives: Vec<String> = (0..1 + dice(state, 3)).map(|_| text(state)).collect();
            format!("[{}]{}", alternatives.join("|"), if dice(state, 3) == 0 { "?" } else { "" })
        }
        3 => "<2>".to_owned(),
        _ => text(state),
    });
    let parts: Vec<String> = parts.collect();
    parts.join(if dice(state, 4) == 0 { "" } else { " " })
}

#[test]
fn what_is_cut_between_spaces_is_what_the_whole_stands_for() {
    let (mut state, mut compared) = (1, 0);
    let mut text = Text::new();
    for _ in 0..20_000 {
        let term = any_term(&mut state);
        let Ok(nodes) = parse::parse(&term) else { continue };
        for mode in [Mode::Full, Mode::Plain, Mode::Accented, Mode::Exact] {
            if let Some(variants) = parts::variants(&nodes, mode, &mut text) {
                assert_eq!(Ok(variants), whole(&nodes, term.len(), mode, &mut text), "{term:?} {mode:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}
