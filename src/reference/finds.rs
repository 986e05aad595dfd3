//! Regular expressions and extractors: evidence found by form.

use super::{Interpreter, Reading, Spot, fields, spans};
use crate::content::FieldId;
use crate::extract::{Attribute, AttributeValue, Extractor, Found};
use crate::sema;
use crate::sema::hir::{FieldTest, Filter, Regex, RegexId};
use crate::text::{Folded, Spelling};

impl Interpreter<'_> {
    /// "A regular expression yields its leftmost-first, non-overlapping matches."
    pub(super) fn regex_spans(&self, regex: RegexId, scope: &[FieldId]) -> Vec<Spot> {
        let regex = &self.policy[regex];
        let Some(compiled) = compiled(regex) else { return Vec::new() };
        spans::union(self.values_in(scope).map(|reading| {
            if regex.original {
                matches_in_original(&compiled, reading)
            } else {
                matches_in_folded(&compiled, sema::spelling(&regex.pattern), reading)
            }
        }))
    }

    /// "Extractors are evidence with attributes, filtered": all filters must hold.
    pub(super) fn extractor_spans(
        &self,
        extractor: Extractor,
        filters: &[Filter],
        scope: &[FieldId],
    ) -> Vec<Spot> {
        spans::union(self.values_in(scope).map(|reading| {
            let found = self.finds(extractor, reading).into_iter();
            let passing = found.filter(|found| filters.iter().all(|filter| passes(found, filter)));
            passing.map(|found| spot_of_bytes(reading, found.start..found.end)).collect()
        }))
    }

    /// Everything an extractor finds in a field value.
    #[must_use]
    pub fn finds(&self, extractor: Extractor, reading: &Reading<'_>) -> Vec<Found> {
        let key = (extractor, reading.field, reading.index);
        if let Some(known) = self.known_finds.borrow().get(&key) {
            return known.clone();
        }
        let region = self.policy.package.region.as_deref();
        let found = extractor.find(reading.original, &reading.text, region);
        self.known_finds.borrow_mut().insert(key, found.clone());
        found
    }
}

/// Analysis has compiled it within its limits, so it compiles here without one.
fn compiled(regex: &Regex) -> Option<regex::Regex> {
    regex::RegexBuilder::new(&regex.pattern).size_limit(usize::MAX).dfa_size_limit(1 << 20).build().ok()
}

/// "`/…/x`: over the original."
fn matches_in_original(regex: &regex::Regex, reading: &Reading<'_>) -> Vec<Spot> {
    let matches = regex.find_iter(reading.original).filter(|found| !found.is_empty());
    matches.map(|found| spot_of_bytes(reading, found.start() as u32..found.end() as u32)).collect()
}

/// "`/…/` is a regular expression over the folded text, its separators kept and white space runs one space."
fn matches_in_folded(regex: &regex::Regex, spelling: Spelling, reading: &Reading<'_>) -> Vec<Spot> {
    let folded = Folded::new(reading.original, spelling);
    let matches = regex.find_iter(&folded.text).filter(|found| !found.is_empty());
    matches.map(|found| spot_of_bytes(reading, folded.original(found.range()))).collect()
}

/// A span known by its bytes has the tokens it touches.
fn spot_of_bytes(reading: &Reading<'_>, bytes: std::ops::Range<u32>) -> Spot {
    let tokens = reading.text.tokens_touching(bytes.clone());
    Spot::new(reading, bytes, tokens)
}

/// A filter on an attribute that is not there is false.
fn passes(found: &Found, filter: &Filter) -> bool {
    match found.attribute(filter.attribute) {
        Some(AttributeValue::Number(number)) => fields::number_passes(*number, &filter.test),
        Some(AttributeValue::Text(text)) if filter.attribute == Attribute::Domain => {
            domain_passes(text, &filter.test)
        }
        Some(AttributeValue::Text(text)) => fields::text_passes(text, &filter.test),
        None => false,
    }
}

/// "`domain` (holds for subdomains too)."
fn domain_passes(domain: &str, test: &FieldTest) -> bool {
    fields::text_passes_by(test, |value| fields::is_domain_of(domain, value))
}
