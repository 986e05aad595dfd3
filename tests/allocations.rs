//! Reading allocates nothing once its buffers have grown. A binary of its own, since what counts allocations is the
//! allocator of the whole program.

use allocation_counter::measure;
use varne::text::Text;

/// A post of each kind of character that the reader keeps something for: parts, marks, flags, sequences, graphemes.
const POSTS: [&str; 8] = [
    "Calais to Dover tonight 🚤🇬🇧 100% safe, £3,000 pay on arrival, WhatsApp +44 7700 900123",
    "l'Angleterre, İngiltere'ye, don\u{2019}t, a\u{200B}b\u{200C}c, b\u{200D}o\u{AD}a\u{FE0F}t",
    "ВОАТ bοat 𝐛𝐨𝐚𝐭 ⒷⓄⒶⓉ ｂｏａｔ b̶o̶a̶t̶ ﬁ ß Ǆ ﷺ ㎏ ½ №",
    "قَارِبٌ إلى بريطانيا ٣٠٠٠ باوند قـــارب می\u{200C}خواهم",
    "船でロンドンへ か\u{3099} ｶﾞ น้ำ ราคา បាន သွား ລາວ 한국 \u{1112}\u{1161}\u{11AB}",
    "👩\u{200D}❤️\u{200D}👩 👋🏽 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} 4\u{FE0F}\u{20E3} 🏳️\u{200D}🌈",
    "हिन्दी क\u{301}\u{323}\u{301} a\u{301}\u{323}\u{345} ক\u{9C7}\u{9BE} ሐሰተኛ ሀሠተኛ đường giá",
    "#ChannelCrossing @boat_to_uk b.o.a.t b o a t cr0ss1ng boooat hxxps://wa[.]me/44",
];

#[test]
fn reading_allocates_nothing_per_post() {
    let mut text = Text::new();
    let mut read = || POSTS.iter().for_each(|post| text.read(post));
    assert!(measure(&mut read).count_total > 0, "what counts allocations is at work");
    assert_eq!(measure(&mut read).count_total, 0);
}
