//! Random content: text from the vocabulary with all that may stand between words, fields that are
//! there or not.

use proptest::collection::vec;
use proptest::prelude::*;
use time::OffsetDateTime;
use time::macros::datetime;
use varne::content::{Content, ContentType};

use super::words::disguised;

/// Three hashes: the first two are listed, the third is 31 bits from the second.
pub(super) const HASHES: [[u8; 32]; 3] = hashes();

const fn hashes() -> [[u8; 32]; 3] {
    let mut hashes = [[0x5A; 32], [0xC3; 32], [0xC3; 32]];
    hashes[2][0] = !0xC3;
    hashes[2][7] = !0xC3;
    hashes[2][8] = !0xC3;
    hashes[2][31] = 0xC3 ^ 0x7F;
    hashes
}

/// Sixty-four hexadecimal digits.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands between words.
const BETWEEN: [&str; 16] =
    [" ", " ", " ", " ", " ", "", ", ", ". ", "\n", "! ", "?", " 🚤 ", "👩‍🚀", "-", "_", "… "];

/// Things that extractors find, and things that look like them.
const THINGS: [&str; 24] = [
    "£3,000",
    "3000 pounds",
    "€2.500",
    "£3k",
    "٣٠٠٠ باوند",
    "+44 7700 900123",
    "07700 900123",
    "wa.me/447700900123",
    "https://t.me/boats",
    "t[.]me/x",
    "hxxps://www.boat.com/a",
    "mail@boat.com",
    "@boatman",
    "telegram: boat_man",
    "snap uk",
    "#boat",
    "#ChannelCrossing",
    "2026-01-01",
    "10:30",
    "7am",
    "500",
    "3.5k",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
];

/// Times around the dates that random policies name.
const TIMES: [OffsetDateTime; 4] = [
    datetime!(2025-12-31 23:30 -1),
    datetime!(2026-06-15 12:00 UTC),
    datetime!(2026-07-01 00:30 +1),
    datetime!(2027-01-01 0:00 UTC),
];

/// The values of a content object, still without a type.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    texts: Vec<(&'static str, String)>,
    followers: Option<u8>,
    verified: Option<bool>,
    times: [Option<OffsetDateTime>; 2],
    hashes: Vec<(bool, usize)>,
}

impl Draft {
    /// The content, of the built-in type.
    pub(super) fn build(&self, content_type: &ContentType) -> Content {
        let mut builder = Content::builder(content_type).id("1");
        for (field, text) in &self.texts {
            builder = builder.text(field, text.clone());
        }
        for (field, time) in ["created_at", "author.created_at"].into_iter().zip(self.times) {
            builder = time.into_iter().fold(builder, |builder, time| builder.time(field, time));
        }
        for &(pdq, hash) in &self.hashes {
            builder = builder.hash(if pdq { "media.pdq" } else { "media.sha256" }, HASHES[hash]);
        }
        if let Some(followers) = self.followers {
            builder = builder.number("author.followers", f64::from(followers));
        }
        if let Some(verified) = self.verified {
            builder = builder.flag("author.verified", verified);
        }
        builder.build().expect("fields of the built-in type")
    }
}

/// Random content.
pub(super) fn content() -> impl Strategy<Value = Draft> {
    let short = || disguised();
    let texts = (
        optional(9, "text", 1, text(14)),
        optional(3, "title", 1, text(4)),
        optional(3, "hashtags", 3, short().boxed()),
        optional(2, "media.ocr", 3, text(5)),
        optional(3, "author.bio", 1, text(5)),
        optional(2, "author.name", 1, short().boxed()),
        optional(5, "lang", 1, prop::sample::select(vec!["sq".to_owned(), "EN".to_owned()]).boxed()),
        optional(5, "platform", 1, prop::sample::select(vec!["TikTok".to_owned(), "x".to_owned()]).boxed()),
        optional(2, "links", 2, prop::sample::select(&THINGS[..]).prop_map(str::to_owned).boxed()),
    );
    let texts = texts.prop_map(|(a, b, c, d, e, f, g, h, i)| [a, b, c, d, e, f, g, h, i].concat());
    let times = [
        prop::option::of(prop::sample::select(&TIMES[..])),
        prop::option::of(prop::sample::select(&TIMES[..])),
    ];
    let hashes = prop_oneof![4 => Just(Vec::new()), 1 => vec((any::<bool>(), 0..HASHES.len()), 1..3)];
    let fields = (texts, prop::option::of(0_u8..100), any::<Option<bool>>(), times, hashes);
    fields.prop_map(|(texts, followers, verified, times, hashes)| Draft {
        texts,
        followers,
        verified,
        times,
        hashes,
    })
}

/// Up to so many values of a field, present in so many of ten.
fn optional(
    often: u32,
    field: &'static str,
    most: usize,
    value: BoxedStrategy<String>,
) -> BoxedStrategy<Vec<(&'static str, String)>> {
    let values = vec(value.prop_map(move |text| (field, text)), 1..=most);
    prop_oneof![10 - often => Just(Vec::new()), often => values].boxed()
}

/// Words and things with something between.
fn text(most: usize) -> BoxedStrategy<String> {
    let thing = prop::sample::select(&THINGS[..]).prop_map(str::to_owned);
    let piece = prop_oneof![6 => disguised(), 1 => thing];
    let between = prop::sample::select(&BETWEEN[..]);
    let pieces = vec((piece, between), 0..=most);
    pieces.prop_map(|pieces| pieces.into_iter().map(|(piece, between)| piece + between).collect()).boxed()
}
