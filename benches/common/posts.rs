//! Made-up posts: in one alphabet, in many, and as JSON.

use super::{Random, texts};

/// Syllables of several scripts, with what text on the net has beside letters: marks, look-alikes, full-width and styled
/// letters, vowel signs, zero-width characters, flags and sequences.
const SCRIPTS: [&[&str]; 11] = [
    &["Ca", "lais", "ton", "ight", "Do", "ver", "bo", "at", "sa", "fe"],
    &["é", "çois", "là", "dé", "part", "où", "cœ", "ur", "ü", "ß"],
    &["đư", "ờng", "giá", "thuy", "ền", "sẽ", "lứa", "tộ"],
    &["ло", "дка", "за", "пере", "ви", "ход", "бе", "рег"],
    &["قا", "رب", "إلى", "بِ", "ري", "ـــ", "طا", "نيا", "می\u{200C}"],
    &["ሐ", "ሰ", "ተ", "ኛ", "አ", "በባ", "ጸ", "ፀ"],
    &["船", "で", "ロン", "ドン", "へ", "か\u{3099}", "ราคา", "น้ำ"],
    &["को", "हि", "न्दी", "নৌ", "কা", "ਕਿ", "ਸ਼"],
    &["ｂ", "ｏ", "ａｔ", "𝐛", "𝐨𝐚", "ⓑ", "ﬁ", "воа", "bο"],
    &["b\u{336}o", "a\u{301}", "t\u{200B}", "\u{AD}x", "e\u{323}\u{301}", "n\u{303}"],
    &["🚤", "🇬🇧", "👋🏽", "👩\u{200D}❤\u{FE0F}\u{200D}👩", "4\u{FE0F}\u{20E3}", "£3,000", "b0at", "#UkBoat"],
];

/// Posts of about so many bytes, most of them mainly in one script.
pub(crate) fn multilingual(count: usize, bytes: usize) -> Vec<String> {
    let mut random = Random::new(3);
    (0..count).map(|_| post(&mut random, bytes)).collect()
}

fn post(random: &mut Random, bytes: usize) -> String {
    // Two of five in plain letters, as on the net.
    let main = random.below(18).saturating_sub(7);
    let mut post = String::new();
    while post.len() < bytes {
        let script = if random.below(8) == 0 { random.below(SCRIPTS.len()) } else { main };
        for _ in 0..1 + random.below(4) {
            post += SCRIPTS[script][random.below(SCRIPTS[script].len())];
        }
        post += [" ", " ", " ", " ", ", ", ". ", "! "][random.below(7)];
    }
    post
}

/// Posts in words of [`super::word`], of 120 bytes.
pub(crate) fn plain(count: usize) -> Vec<String> {
    texts(count, 120)
}

/// Texts as lines of JSON, with what posts have beside them; every seventh is written in escapes.
pub(crate) fn records(texts: &[String]) -> Vec<String> {
    texts.iter().enumerate().map(|(id, text)| record(id, text)).collect()
}

fn record(id: usize, text: &str) -> String {
    let text = if id.is_multiple_of(7) { escaped(text) } else { serde_json::Value::from(text).to_string() };
    format!(
        "{{\"id\":\"17{id:08}\",\"text\":{text},\"author\":{{\"handle\":\"h{id}\",\"bio\":\"sells caf\\u00e9\"}},\
         \"lang\":\"en\",\"platform\":\"x\",\"created_at\":\"2026-11-01T10:00:00Z\",\"hashtags\":[\"boat\"],\
         \"likes\":{id},\"source\":{{\"app\":\"web\",\"version\":[1,2]}}}}"
    )
}

/// A JSON string in which nothing but ASCII stands as it is.
fn escaped(text: &str) -> String {
    let unit = |unit: u16| match char::from_u32(unit.into()) {
        Some(letter @ (' ' | '!' | '#'..='[' | ']'..='~')) => letter.to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    format!("\"{}\"", text.encode_utf16().map(unit).collect::<String>())
}
