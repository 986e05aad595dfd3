//! What stands before a number and makes it part of a code: `ISBN`, `order no.`, the beginning of an IBAN.

/// Words that announce a code, in lower case.
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
    "sipariş",
    "porosia",
];

/// Words that announce a code only with one of [`BETWEEN`] behind, because they are said of other things as
/// well: French `commande 06…` asks to order by telephone.
const WORDS_WITH_MORE: &[&str] = &["commande", "code", "booking"];

/// Words between the word for a code and the code.
const BETWEEN: &[&str] =
    &["no", "nr", "num", "number", "id", "code", "is", "n", "numéro", "numero", "numarası", "numri"];

/// Words that end in a full stop when they are cut short.
const CUT_SHORT: &[&str] = &["no", "nr", "num", "ref", "ver", "v"];

/// Services whose users have an `ID` that is a telephone number.
const MESSENGERS: &[&str] = &["whatsapp", "viber", "imo", "zalo", "telegram", "signal", "wechat", "botim"];

/// Longest stretch before a number that is looked at.
const REACH: usize = 64;

/// Whether a word that announces a code stands before, at most one of a few words between (`order no. 123`), or the
/// beginning of an IBAN (`GB29 NWBK`). Punctuation that ends a sentence or its part ends what the word announces.
pub(super) fn code_before(before: &str) -> bool {
    let reach = tail(before);
    let (rest, near) = last_word(reach);
    let (before_near, far) = last_word(rest);
    if begins_iban(near) || begins_iban(far) {
        return true;
    }
    let (near_key, far_key) = (near.to_lowercase(), far.to_lowercase());
    let announces = |key: &str| WORDS.contains(&key);
    let leads = leads_on(&near_key, &reach[rest.len() + near.len()..]);
    let joined = leads_on(&far_key, &rest[before_near.len() + far.len()..]);
    let by_far = joined
        && BETWEEN.contains(&near_key.as_str())
        && (announces(&far_key) || WORDS_WITH_MORE.contains(&far_key.as_str()));
    let users = near_key == "id" && joined && MESSENGERS.contains(&far_key.as_str());
    leads && !users && (announces(&near_key) || by_far)
}

/// The last word of a text, and what stands before it.
fn last_word(text: &str) -> (&str, &str) {
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = end.trim_end_matches(char::is_alphanumeric).len();
    (&text[..start], &end[start..])
}

/// Whether what stands behind a word lets it announce what follows.
fn leads_on(word: &str, gap: &str) -> bool {
    let gap = if CUT_SHORT.contains(&word) { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
    !gap.contains([',', '.', '?', '!', ';', '،', '؟', '…', '\n'])
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
