//! What the benchmarks beside peers share: posts, rule sets, a clock, a judge too plain to be wrong, and each crate that
//! folds text, used as well as its interface lets it.

pub mod plain;
pub mod posts;
pub mod ruleset;
pub mod timing;

use caseless::Caseless;
use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;
use unicode_normalization::UnicodeNormalization;
use writeable::Writeable;

/// Full case folding, then normalisation form KC: two tables, two passes, the buffers reused.
#[derive(Default)]
pub struct Icu {
    folded: String,
    normal: String,
}

impl Icu {
    /// What the text folds to.
    pub fn fold(&mut self, text: &str) -> &str {
        self.folded.clear();
        self.normal.clear();
        // Writing to a string cannot fail.
        let _ = CaseMapper::new().fold(text).write_to(&mut self.folded);
        let _ = ComposingNormalizer::new_nfkc().normalize_to(&self.folded, &mut self.normal);
        &self.normal
    }
}

/// The same as their pages show it: each step gives a new string.
pub fn icu_plain(text: &str) -> String {
    let folded = CaseMapper::new().fold_string(text);
    ComposingNormalizer::new_nfkc().normalize(&folded).into_owned()
}

/// The skeleton of UTS #39, by which confusable texts are equal.
pub fn skeleton<'b>(text: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    buffer.extend(unicode_security::skeleton(text));
    buffer
}

/// Full case folding, then normalisation form KC, one iterator over the other.
pub fn caseless<'b>(text: &str, buffer: &'b mut String) -> &'b str {
    buffer.clear();
    buffer.extend(text.chars().default_case_fold().nfkc());
    buffer
}

/// Decancer's text, empty where it refuses one. Its interface gives a new string.
pub fn cured(text: &str) -> String {
    decancer::cure(text, decancer::Options::default()).map_or_else(|_| String::new(), Into::into)
}
