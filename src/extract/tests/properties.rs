//! What holds for any text.

use proptest::prelude::*;

use super::find;
use crate::extract::{Extractor, Found};

/// Pieces that extractors look for, and pieces that hide them.
const PIECES: &[&str] = &[
    "0",
    "1",
    "44",
    "077",
    "7700",
    "900123",
    "3000",
    "2026",
    "٣",
    "۴",
    "４",
    "𝟕",
    "4️⃣",
    "+",
    "＋",
    "00",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-",
    "–",
    "/",
    "//",
    ":",
    "://",
    ".",
    ",",
    "٬",
    "٫",
    "،",
    "'",
    "’",
    "…",
    " ",
    "  ",
    "\n",
    "\u{A0}",
    "\u{200B}",
    "\u{200D}",
    "\u{FE0F}",
    "\u{20E3}",
    "\u{301}",
    "\u{64B}",
    "\u{651}",
    "\u{345}",
    "\u{E31}",
    "\u{202E}",
    "£",
    "€",
    "$",
    "﷼",
    "₨",
    "%",
    "k",
    "K",
    "m",
    "bin",
    "mijë",
    "euro",
    "TL",
    "GBP",
    "ALL",
    "pounds",
    "sterling",
    "باوند",
    "ألف",
    "و",
    "đô",
    "la",
    "@",
    "＠",
    "#",
    "＃",
    "_",
    "=",
    "?",
    "&",
    "http",
    "hxxps",
    "www.",
    "t.me/",
    "wa.me/",
    "example",
    ".com",
    "dot",
    "(dot)",
    "[at]",
    "a",
    "B",
    "é",
    "ß",
    "İ",
    "你",
    "好",
    "ไ",
    "ខ",
    "🚤",
    "👨‍👩‍👧",
    "🇬🇧",
    "telegram",
    "snap",
    "tg:",
    "boats_uk",
    "pm",
    "July",
    "isbn",
    "GB29",
    "\0",
    "\u{10FFFF}",
    "phone=",
    "tel:",
    "%2B",
    "whatsapp",
    "bc1",
    "0x",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "。",
    "．",
    "＃",
];

/// A text of such pieces, with any character now and then.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Spans in order, apart, not empty, on character boundaries; attributes those of the extractor.
fn is_well_formed(extractor: Extractor, original: &str, found: &[Found]) -> bool {
    let mut end = 0;
    found.iter().all(|find| {
        let sound = find.start >= end
            && original.get(find.start as usize..find.end as usize).is_some_and(|slice| !slice.is_empty());
        end = find.end;
        sound
            && !find.value.is_empty()
            && find.attributes.iter().all(|(name, _)| extractor.attributes().contains(name))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn finds_are_well_formed(original in text(), region in prop::option::of(prop::sample::select(&["GB", "US", "FR", "DK", "??"][..]))) {
        for extractor in Extractor::ALL {
            let found = find(extractor, &original, region);
            prop_assert!(is_well_formed(extractor, &original, &found), "{} in {original:?}: {found:?}", extractor.name());
        }
    }
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let patterns = [
        "1",
        "@",
        "a.",
        "(",
        "#",
        "+",
        "0 ",
        "a@",
        "http://",
        "://",
        "1,",
        "1.",
        "£",
        "£1",
        "1 000 ",
        "[at]",
        "(dot)",
        "x@y.",
        "t.me/",
        "tg:",
        "k",
        "1k",
        "\u{200B}",
        "\u{FE0F}",
        "'",
        "1'",
        "3 bin ",
        "-",
        "1-",
        "1:",
        "@a",
        "#a",
        "wa.me/0",
        "00",
        "٣",
        ")",
        "https://a.com/)))",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ",
        "bc1q",
        "0x0123456789abcdef",
        "T",
        "1\u{200B}",
        "①",
        "tg:resolve?domain=",
        "https://a:",
        "//a:@",
        "a [/] ",
        "xn--a.",
        "£1-",
        "1 - ",
        "3 de ",
        "tik tok ",
    ];
    for pattern in patterns {
        let original = pattern.repeat(200_000 / pattern.len());
        for extractor in Extractor::ALL {
            let found = find(extractor, &original, Some("GB"));
            assert!(is_well_formed(extractor, &original, &found), "{} of {pattern:?}", extractor.name());
        }
    }
}
