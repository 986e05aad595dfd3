//! Tokens and folds of each sentence of the language page.

use super::*;

mod code_points;
mod patterns;
mod places;
mod random;
mod readings;
mod symbols;
mod ucd;

/// The keys of the base tokens.
fn keys(original: &str) -> Vec<String> {
    let mut text = Text::new();
    text.read(original);
    text.tokens().iter().map(|token| text.key(token).to_owned()).collect()
}

/// What stands in the original at each base token.
fn slices(original: &str) -> Vec<&str> {
    let mut text = Text::new();
    text.read(original);
    text.tokens().iter().map(|token| &original[token.start as usize..token.end as usize]).collect()
}

/// The edges that are not base tokens, as `from-to key`.
fn parts(original: &str) -> Vec<String> {
    let mut text = Text::new();
    text.read(original);
    let base = |edge: &&Edge| !text.tokens().contains(edge);
    text.edges().iter().filter(base).map(|e| format!("{}-{} {}", e.from, e.to, text.key(e))).collect()
}

#[test]
fn words_are_folded() {
    for (original, expected) in [
        ("ﬁ 𝐁 ß İ ı", "fi b ss i i"),
        ("a™b ℠ x² ½ № ㎏ ℃ 5", "a b x 5"),
        ("ⒷⓄⒶⓉ 🄱🄾🄰🅃 🅑🅞🅐🅣 🅱🅾🅰🆃 ⒝⒪⒜⒯", "boat boat boat boat boat"),
        ("①②③ ❶❷ ➀➊ ⓪", "123 12 11 0"),
        ("ᵇᵒᵃᵗ ʙᴏᴀᴛ ｂｏａｔ", "boat boat boat"),
        ("b\u{200D}o\u{AD}a\u{FE0F}t\u{2060} b\u{202E}oat b🏽oat", "boat boat boat"),
        ("ë b̶o̶a̶t̶ é e\u{301} ñ", "e boat e e n"),
        ("đ ł ø ħ ŧ ƀ ɨ Đ Ł Ø", "d l o h t b i d l o"),
        ("воат bοat ВОАТ", "boat boat boat"),
        ("кот вот", "kot bot"),
        ("قـــارب قَارِبٌ", "قlرب قlرب"),
        ("إلى الى إلي", "lلي lلي lلي"),
        ("ሐሰተኛ ሀሠተኛ", "uሰተኛ uሰተኛ"),
        ("٣٠٠٠ ۳۰ ३ ３ 𝟛", "3000 30 3 3 3"),
        ("4\u{FE0F}\u{20E3}5\u{FE0F}\u{20E3}", "45"),
        ("don't don’t l'Angleterre 5'10", "dont dont langleterre 5 10"),
        ("rock 'n' roll '", "rock n roll"),
        ("£3,000 100% ３％", "£ 3 000 100 % 3 %"),
        ("ราคา 船で", "ร า ค า 船 で"),
        ("iPhone手机", "iphone 手 机"),
        ("한국 \u{1112}\u{1161}\u{11AB}국", "한국 한국"),
        ("İngiltere'ye Birleşik Krallık'a", "ingiltereye birlesik krallika"),
        ("ዓለም አለም ፀሐይ ጸሀይ", "አለም አለም ጸuይ ጸuይ"),
        ("كک ڪ ةهەہھ يىیے وؤۆ اأإآٱ", "كك ك ooooo يييي ووو lllll"),
        ("₺5 ₽ ៛ ﷼ ＄ ٪", "₺ 5 ₽ ៛ ﷼ $ %"),
        ("បាន သွား ລາວ", "បា ន သ\u{103D} ာ း ລ າ ວ"),
        ("น้ำ น\u{E49}\u{E4D}\u{E32}", "น\u{E49}\u{E4D}\u{E32} น\u{E49}\u{E4D}\u{E32}"),
        ("ガ ｶﾞ カ\u{3099}", "ガ ガ ガ"),
        ("\u{301}\u{94D} a\u{FFFF}b", "a b"),
        ("#boat_to_uk a.b", "boat to uk a b"),
        ("می\u{200C}خواهم", "ميخوloم"),
        ("©®™ ⛵️➡️ ℹ Ⓜ", "⛵ ➡ i m"),
    ] {
        assert_eq!(keys(original).join(" "), expected, "{original}");
    }
}

#[test]
fn emoji_are_tokens() {
    for (original, expected) in [
        ("🚤🚤", vec!["🚤", "🚤"]),
        ("🇬🇧🇫🇷", vec!["🇬🇧", "🇫🇷"]),
        ("🇬 🇫x", vec!["🇬", "🇫", "x"]),
        ("👋🏽", vec!["👋"]),
        ("👩\u{200D}🚀!", vec!["👩\u{200D}🚀"]),
        (
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            vec!["🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"],
        ),
        ("🏴\u{E0067}\u{E0062}x", vec!["🏴", "x"]),
        ("🏳️\u{200D}🌈", vec!["🏳\u{200D}🌈"]),
    ] {
        assert_eq!(keys(original), expected, "{original}");
    }
}

#[test]
fn tokens_read_as_parts() {
    assert_eq!(parts("a l'Angleterre b"), ["1-4 l", "4-2 angleterre"]);
    assert_eq!(parts("İngiltere'ye"), ["0-2 ingiltere", "2-1 ye"]);
    assert_eq!(parts("don't, 5'10 'a' a''b"), ["0-7 don", "7-1 t"]);
    assert_eq!(parts("a'b'c"), ["0-2 a", "2-3 b", "3-1 c"]);
    assert_eq!(parts("می\u{200C}خواهم"), ["0-2 مي", "2-1 خوloم"]);
    assert_eq!(parts("👩\u{200D}❤️\u{200D}👩"), ["0-2 👩", "2-3 ❤", "3-1 👩"]);
    assert_eq!(parts("don't\u{200B}go"), ["0-2 don", "0-3 dont", "2-3 t", "2-1 tgo", "3-1 go"]);
}

#[test]
fn spans_hold_the_marks_and_nothing_else() {
    assert_eq!(slices("\u{200B}e\u{301}\u{200B} b🏽"), ["e\u{301}", "b"]);
    assert_eq!(slices("5\u{FE0F}\u{20E3}\u{FE0F}"), ["5\u{FE0F}\u{20E3}"]);
    assert_eq!(slices("🚤\u{FE0F} 👋🏽"), ["🚤", "👋"]);
}
