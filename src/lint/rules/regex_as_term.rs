//! A regular expression of nothing but words: as a term it would see through disguises, and be looked for with all others.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::RegexAsTerm, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for regex in subject.policy.regexes.iter().filter(|regex| !regex.original && is_words(&regex.pattern)) {
        report.tell(
            regex.place,
            format!("`/{}/` is made of words, as terms are", regex.pattern),
            "a regular expression sees through no disguise",
            "write it as a term: `[a|b]` for one of several, `[a]?` for what may be left out, `*` where a word goes on",
        );
    }
}

/// Whether a pattern has only letters, spaces, word boundaries and ends, alternatives and groups.
fn is_words(pattern: &str) -> bool {
    let plain = pattern
        .trim_start_matches("(?i)")
        .replace(r"\b", "")
        .replace(r"\s+", " ")
        .replace(r"\w*", "")
        .replace("(?:", "(");
    let is_plain = |c: char| c.is_alphanumeric() || " |()?[]".contains(c);
    plain.chars().all(is_plain) && plain.chars().any(char::is_alphabetic) && !plain.contains("(?")
}
