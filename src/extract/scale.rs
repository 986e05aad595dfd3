//! Words and letters that multiply the number before them: `3k`, `5 mijë`, `٣ آلاف`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::fold_tokens;

/// What a scale does to the number before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Times how much.
    pub(super) factor: f64,
    /// When it is one.
    pub(super) sure: Sure,
}

/// How far a scale can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// Always: `thousand`.
    Word,
    /// Always, but no smaller number follows it: `3k 500` are two.
    Letter,
    /// Only where a number or a currency follows, because it is another word as well: `3 bin` in English.
    Followed,
    /// Only in a price: `5m` is a length, `£5m` is not.
    Priced,
}

const TABLE: &[(f64, Sure, &[&str])] = &[
    (100.0, Sure::Word, &["hundred", "qind", "yüz", "sed"]),
    (1e3, Sure::Letter, &["k"]),
    (
        1e3,
        Sure::Word,
        &[
            "thousand",
            "thousands",
            "mijë",
            "mijëra",
            "milliers",
            "tausend",
            "nghìn",
            "hezar",
            "hazar",
            "hazaar",
            "tisuća",
            "tys",
            "ألف",
            "الف",
            "آلاف",
            "الاف",
            "هزار",
            "هەزار",
            "زره",
            "زرو",
            "ہزار",
            "ਹਜ਼ਾਰ",
            "ਹਜਾਰ",
            "ሺ",
            "ሺህ",
            "ሽሕ",
            "тысяч",
            "тысячи",
            "тысяча",
            "тыс",
            "тисяч",
            "хиляди",
            "χιλιάδες",
        ],
    ),
    (
        1e3,
        Sure::Followed,
        &["bin", "mille", "mil", "mila", "milles", "mii", "mie", "mij", "ngàn", "هەزارو", "هزارو"],
    ),
    (1e3, Sure::Priced, &["grand"]),
    (1e5, Sure::Word, &["lakh", "lakhs", "lac", "lacs", "لاکھ", "ਲੱਖ"]),
    (
        1e6,
        Sure::Word,
        &[
            "million",
            "millions",
            "milion",
            "milionë",
            "milioane",
            "milyon",
            "millón",
            "millones",
            "milioni",
            "milhão",
            "milhões",
            "millionen",
            "mio",
            "mln",
            "triệu",
            "مليون",
            "ملايين",
            "میلیون",
            "ملیۆن",
            "ملین",
            "ሚሊዮን",
            "миллион",
            "миллиона",
            "миллионов",
            "млн",
        ],
    ),
    // Words of Arabic (`لك`, for you) and Pashto as well.
    (1e5, Sure::Followed, &["لک", "لکه"]),
    (1e6, Sure::Priced, &["m", "mn", "tr"]),
    (1e7, Sure::Word, &["crore", "crores", "کروڑ", "ਕਰੋੜ"]),
    (
        1e9,
        Sure::Word,
        &[
            "billion",
            "billions",
            "milliard",
            "milliards",
            "milyar",
            "miliard",
            "miliardë",
            "مليار",
            "میلیارد",
        ],
    ),
    (1e9, Sure::Followed, &["tỷ", "tỉ"]),
    (1e9, Sure::Priced, &["bn"]),
];

static SCALES: LazyLock<FxHashMap<String, Scale>> = LazyLock::new(|| {
    let rows = TABLE.iter().flat_map(|(factor, sure, words)| {
        words.iter().map(|word| (fold_tokens(word), Scale { factor: *factor, sure: *sure }))
    });
    rows.collect()
});

/// The scale that a folded word is.
pub(super) fn scale(key: &str) -> Option<Scale> {
    SCALES.get(key).copied()
}
