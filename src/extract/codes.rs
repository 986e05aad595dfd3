//! What stands before a number and makes it part of a code: `ISBN`, `order no.`, the beginning of an IBAN.

/// Words that announce a code.
const WORDS: &[&str] = &[
    "isbn",
    "issn",
    "iban",
    "doi",
    "order",
    "ref",
    "reference",
    "invoice",
    "tracking",
    "id",
    "vat",
    "sku",
    "version",
    "ver",
    "v",
    "build",
    "release",
    "swift",
    "postcode",
    "zip",
    "pin",
    "otp",
    "flight",
    "bestellnummer",
    "commande",
    "sipariş",
    "porosia",
];

/// Longest stretch before a number that is looked at.
const REACH: usize = 64;

/// Whether a word that announces a code stands before, at most one word between (`order no. 123`), or the
/// beginning of an IBAN (`GB29 NWBK`).
pub(super) fn code_before(before: &str) -> bool {
    let mut words =
        tail(before).rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(2);
    words.any(|word| WORDS.contains(&word.to_lowercase().as_str()) || begins_iban(word))
}

/// Whether a word is the first group of an IBAN: a country and two check digits.
fn begins_iban(word: &str) -> bool {
    matches!(word.as_bytes(), [a, b, c, d] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit())
}

/// The last few characters of a text, no further back than its last line break.
pub(super) fn tail(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take(REACH)
        .take_while(|(_, c)| *c != '\n')
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[from..]
}
