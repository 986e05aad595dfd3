//! Which folding a regular expression is run over: the one that merges look-alikes, unless it names
//! letters that only exist without merging.

use super::graph::Regex;
use crate::sema::hir;
use crate::text::Spelling;

impl Regex {
    /// The checked expression with the text it is run over.
    #[must_use]
    pub fn of(regex: &hir::Regex) -> Self {
        let spelling = (!regex.original).then(|| spelling(&regex.pattern));
        Self { pattern: regex.pattern.clone(), spelling }
    }
}

/// [`Spelling::Native`] for a pattern that names a letter outside ASCII, else [`Spelling::Merged`].
fn spelling(pattern: &str) -> Spelling {
    let native = pattern.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic());
    if native { Spelling::Native } else { Spelling::Merged }
}
