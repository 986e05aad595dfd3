//! Punctuation in a term that only separates its words: a reader may think that it is asked for.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::lint::{at, uses};
use crate::sema;
use crate::sema::hir::Policy;
use crate::span::{Place, Span};

pub(super) const LINT: Lint = Lint { code: Code::PunctuationInTerm, find };

/// Signs that mean something in a term, escaped or not.
const SIGNS: &str = "*[]<>?|\\";

fn find(subject: &Subject<'_>, report: &mut Report) {
    for term in &subject.policy.terms {
        let Some(punctuation) = term.text.chars().find(|&c| is_punctuation(c)) else { continue };
        let Some(without) = without(subject.policy, term) else { continue };
        let found = report.tell(
            term.place,
            format!("the `{punctuation}` in `{}` only separates words", term.text),
            "any separator between these words is found as well",
            format!("write `{without}`"),
        );
        if is_written_plainly(subject, term.place) {
            let inside = Span::new(term.place.span.start + 1, term.place.span.end - 1);
            found.fix(at(term.place.file, inside), without);
        }
    }
}

/// The same term with spaces instead of punctuation; `None` where that would be another term.
fn without(policy: &Policy, term: &sema::hir::Term) -> Option<String> {
    let pattern = &policy[term.pattern];
    let spaced: String = term.text.chars().map(|c| if is_punctuation(c) { ' ' } else { c }).collect();
    let tidy = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let same =
        |text: &str| sema::variants(text, pattern.mode).is_some_and(|variants| variants == pattern.variants);
    [tidy, spaced].into_iter().find(|text| !text.is_empty() && same(text))
}

/// ASCII punctuation that is no sign of terms, and what other scripts have of it. An apostrophe joins.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation() && !SIGNS.contains(c) && c != '\'';
    }
    matches!(c, '\u{2010}'..='\u{2018}' | '\u{201A}'..='\u{2027}' | '«' | '»' | '¿' | '¡' | '·' | '،' | '؛' | '؟' | '。' | '、')
}

/// Whether a term of a lexicon stands in the source as it is: in one pair of quotes, without escapes. Verdicts name
/// terms of conditions by their text, so that no fix changes those.
fn is_written_plainly(subject: &Subject<'_>, place: Place) -> bool {
    let Some((_, term)) = uses::row_of(subject.trees, place) else { return false };
    let written = subject.text(place);
    let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside == Some(term.text.value.as_str()) && !written.starts_with("\"\"\"")
}
