//! Words of terms against words of content, whole folded values, and sentence ends.

use crate::text::{
    Folded, Mode, Spelling, Text, WordPattern, fold_string, fold_tokens, sentence_ends_within,
};

/// A term of one word, `*` at its ends.
fn pattern(term: &str, mode: Mode) -> WordPattern {
    let word = term.trim_matches('*');
    let mut text = Text::new();
    text.read(word);
    let (open_start, open_end) = (term.starts_with('*'), term.ends_with('*'));
    WordPattern { open_start, open_end, ..WordPattern::in_mode(&text, word, &text.tokens()[0], mode) }
}

fn matches(term: &str, content: &str, mode: Mode) -> bool {
    let mut text = Text::new();
    text.read(content);
    let pattern = pattern(term, mode);
    text.edges().iter().any(|edge| pattern.reads(&text, content, edge, mode, false).is_some())
}

#[test]
fn words_match_folded() {
    for (term, content, expected) in [
        ("boat", "BOÁT", true),
        ("boat", "воат", true),
        ("boat", "bοat", true),
        ("bot", "вот", false),
        ("вот", "bot", false),
        ("вот", "вот", true),
        ("bot", "bοt", true),
        ("cross*", "crossing", true),
        ("*boat", "speedboat", true),
        ("*oa*", "boats", true),
        ("boat", "boats", false),
        ("angleterre", "l'Angleterre", true),
        ("langleterre", "l’Angleterre", true),
        ("خواهم", "می\u{200C}خواهم", true),
        ("میخواهم", "می\u{200C}خواهم", true),
        ("🚀", "👩\u{200D}🚀", true),
        ("👩\u{200D}🚀", "👩🏽\u{200D}🚀", true),
        ("か*", "が", false),
        ("하*", "한국", false),
        ("12", "١٢", true),
        ("£", "£3", true),
        ("giá", "gia", true),
        ("قارب", "قَارِبٌ", true),
        ("tourner", "ⓉⓞⓊⓡⓝⓔⓡ", true),
    ] {
        assert_eq!(matches(term, content, Mode::Full), expected, "{term} in {content}");
        assert_eq!(matches(term, content, Mode::Plain), expected, "{term} in {content}");
    }
}

#[test]
fn accented_words_keep_their_marks() {
    for (term, content, expected) in [
        ("giá", "GIÁ", true),
        ("giá", "gia\u{301}", true),
        ("giá", "giả", false),
        ("giá", "gia", false),
        ("gia", "giá", false),
        ("gia*", "giám", false),
        ("gia*", "gian", true),
        ("gi*", "giá", true),
        ("x*", "x\u{30C}y", false),
        ("*a*", "xa\u{301}a", true),
        ("đi", "di", false),
        ("đi", "ĐI", true),
        ("đi", "đi\u{301}", false),
        ("boat", "ⒷⓄⒶⓉ", true),
        ("boat", "воат", true),
        ("الى", "إلى", true),
        ("strasse", "straße", true),
        ("ingiltere", "İNGİLTERE", true),
        ("İngiltere", "I\u{307}NGI\u{307}LTERE", true),
        ("ingiltere", "i\u{307}ngiltere", true),
        ("الى", "ا\u{655}لى", true),
        ("قارب", "قَارِب", false),
        ("5", "５", true),
        ("🚤", "🚤\u{FE0F}", true),
    ] {
        assert_eq!(matches(term, content, Mode::Accented), expected, "{term} in {content}");
    }
}

#[test]
fn exact_words_are_the_same_code_points() {
    for (term, content, expected) in [
        ("RIB", "a RIB boat", true),
        ("RIB", "a rib boat", false),
        ("RIB*", "RIBs", true),
        ("*IB", "RIB", true),
        ("*I*", "RIB", true),
        ("RIB", "R\u{200B}IB", false),
        ("é", "e\u{301}", false),
        ("IB", "RIB", false),
        ("Angleterre", "l'Angleterre", true),
    ] {
        assert_eq!(matches(term, content, Mode::Exact), expected, "{term} in {content}");
    }
}

#[test]
fn whole_values_keep_their_separators() {
    for (original, merged, native) in [
        ("  A\u{A0}\n B  ", " a b ", " a b "),
        ("Don’t!", "don't!", "don't!"),
        ("ｔ．ｍｅ／Ｘ", "t.me/x", "t.me/x"),
        ("wa․me x² 5™", "wa.me x² 5™", "wa.me x² 5™"),
        ("лодка", "ʌoдka", "лодка"),
        ("b̶o̶a̶t̶ \u{301}x", "boat x", "boat x"),
        ("a\u{200B}b\u{200D}c", "abc", "abc"),
        ("👩🏽\u{200D}🚀🇬🇧", "👩🚀🇬🇧", "👩🚀🇬🇧"),
        (
            "🏴\u{E0067}\u{E0062}\u{E007F}\u{E0062}",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
        ),
        ("か\u{3099} £３％", "が £3%", "が £3%"),
        ("≠ 3…", "= 3…", "= 3…"),
    ] {
        assert_eq!(Folded::new(original, Spelling::Merged).text, merged, "{original}");
        assert_eq!(Folded::new(original, Spelling::Native).text, native, "{original}");
    }
    assert_eq!(fold_string("  TikTok\t\u{3000}Ltd "), "tiktok ltd");
    assert_eq!(fold_tokens("£3,000 — Á l'Angleterre 🚤"), "£ 3 000 a langleterre 🚤");
}

#[test]
fn folded_matches_stand_in_the_original() {
    for (original, found, expected) in [
        ("xé\u{323}y", "e", "é\u{323}"),
        ("xﬁy", "f", "ﬁ"),
        ("xﬁy", "i", "ﬁ"),
        ("a  \t b", " ", "  \t "),
        ("か\u{200B}\u{3099}x", "が", "か\u{200B}\u{3099}"),
        ("\u{1112}\u{1161}\u{11AB}", "한", "\u{1112}\u{1161}\u{11AB}"),
        ("\u{200B}b\u{200B}oat\u{200B}", "boat", "b\u{200B}oat"),
        ("5\u{FE0F}\u{20E3}5", "55", "5\u{FE0F}\u{20E3}5"),
    ] {
        let folded = Folded::new(original, Spelling::Merged);
        let at = folded.text.find(found).expect("the folded text holds it");
        let bytes = folded.original(at..at + found.len());
        assert_eq!(&original[bytes.start as usize..bytes.end as usize], expected, "{original}");
    }
}

#[test]
fn sentences_end_at_line_breaks_and_terminators() {
    for (before, between, after, expected) in [
        ("a", " and ", "b", false),
        ("a", ". ", "b", true),
        ("a", ".", " b", true),
        ("a", ".", "b", false),
        ("a", ".", "", true),
        ("wa", ".", "me", false),
        ("a", "\r\n", "b", true),
        ("a", "\u{85}", "b", true),
        ("a", "\u{2028}", "b", true),
        ("a", "؟ ", "b", true),
        ("a", "… ", "b", true),
        ("a", "।\u{3000}", "b", true),
        ("a", "。", "b", false),
        ("a.", " ", "b", false),
        ("a", "!) ", "b", false),
        ("a", "", "b", false),
    ] {
        let original = [before, between, after].concat();
        let bytes = before.len() as u32..(before.len() + between.len()) as u32;
        assert_eq!(sentence_ends_within(&original, bytes), expected, "{original:?}");
    }
}
