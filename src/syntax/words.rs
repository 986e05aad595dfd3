//! The words of the language, as the tolerant parts of the parser need them: the grammar itself says
//! where each of them may stand.

/// Words that start a declaration.
pub(crate) const DECLARATIONS: &[&str] = &[
    "use",
    "content",
    "lexicon",
    "hashlist",
    "signal",
    "context",
    "score",
    "rule",
    "exempt",
    "recipient",
    "test",
];

/// Modes of terms.
pub(crate) const MODES: &[&str] = &["exact", "accented", "plain"];

/// What a rule does with content, mildest first; `refer` aside.
pub(crate) const ACTIONS: &[&str] = &["label", "review", "restrict", "remove"];

/// Clauses of a rule.
pub(crate) const RULE_CLAUSES: &[&str] = &[
    "when",
    "unless",
    "then",
    "severity",
    "because",
    "basis",
    "category",
    "status",
    "effective",
    "hit",
    "miss",
];

/// Clauses of an exemption.
pub(crate) const EXEMPT_CLAUSES: &[&str] = &["when", "because"];

/// Clauses of a recipient.
pub(crate) const RECIPIENT_CLAUSES: &[&str] = &["name", "contact"];

/// Clauses of a test.
pub(crate) const TEST_CLAUSES: &[&str] = &["given", "expect"];

/// Keys of the facts about a lexicon's row.
pub(crate) const FACTS: &[&str] = &["source", "reviewed", "expires", "note"];

/// Words that bind operands together or close one.
pub(crate) const OPERATORS: &[&str] =
    &["and", "or", "not", "near", "then", "within", "in", "of", "starts", "ends"];

/// What extractors are called: after `then` these are operands, not misspelt actions.
pub(crate) const EXTRACTORS: &[&str] =
    &["phone", "price", "amount", "url", "handle", "hashtag", "email", "wallet"];

/// Words that no declaration may take as its name, because where an expression names it they would be
/// read as something else.
const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "near",
    "then",
    "in",
    "within",
    "of",
    "any",
    "all",
    "none",
    "starts",
    "ends",
    "count",
    "distinct",
    "age",
    "true",
    "false",
    "exact",
    "accented",
    "plain",
    "when",
    "unless",
    "severity",
    "because",
    "basis",
    "category",
    "status",
    "effective",
    "hit",
    "miss",
    "label",
    "review",
    "restrict",
    "remove",
    "refer",
];

/// Words that the grammar never reads as a field's name.
const NEVER_FIELDS: &[&str] =
    &["and", "or", "not", "near", "then", "within", "in", "of", "any", "all", "none", "starts", "ends"];

/// Whether a declaration may not be called so.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Whether a field may not be called so.
pub(super) fn is_never_field(word: &str) -> bool {
    NEVER_FIELDS.contains(&word)
}

/// Whether `word` is a name as the language wants it.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The name that `word` was perhaps meant to be: small letters, `_` for what is not a letter or digit.
pub(super) fn as_name(word: &str) -> Option<String> {
    let mut name = String::new();
    for letter in word.chars() {
        let after_small = name.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit());
        if letter.is_ascii_uppercase()
            && after_small
            && !word.chars().all(|other| !other.is_ascii_lowercase())
        {
            name.push('_');
        }
        name.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
    }
    let trimmed = name.trim_start_matches(|first: char| !first.is_ascii_lowercase());
    is_name(trimmed).then(|| trimmed.to_owned())
}

/// Longer words are not compared: no word of the language is close to them.
const LONGEST_COMPARED: usize = 24;

/// The word of `known` that `word` is most likely a misspelling of.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    if word.len() > LONGEST_COMPARED {
        return None;
    }
    let word = word.to_lowercase();
    let far = |candidate: &str| strsim::damerau_levenshtein(&word, candidate);
    let (distance, best) = known.iter().map(|&candidate| (far(candidate), candidate)).min()?;
    let bound = (best.len() / 3).clamp(1, 2);
    (distance <= bound).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_close() {
        for (word, expected) in [
            ("singal", Some("signal")),
            ("rul", Some("rule")),
            ("Rule", Some("rule")),
            ("boat", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, DECLARATIONS), expected, "{word}");
        }
    }

    #[test]
    fn names_are_made_of_what_was_written() {
        for (word, expected) in [
            ("SmallBoat", Some("small_boat")),
            ("small-boat", Some("small_boat")),
            ("UK", Some("uk")),
            ("_x", Some("x")),
            ("2x", Some("x")),
            ("лодка", None),
        ] {
            assert_eq!(as_name(word).as_deref(), expected, "{word}");
        }
    }
}
