//! Where analysis collects its problems, and where it looks for the name an author may have meant.

use crate::diag::{Diagnostic, Explain};
use crate::sema::limits::{MAX_COMPARISONS, MAX_RELATED};
use crate::span::Place;

/// Implements [`Explain`] for a typed error from its method `parts`, which gives code, label and help of each variant in one place.
macro_rules! explain {
    ($error:ty) => {
        impl crate::diag::Explain for $error {
            fn code(&self) -> crate::diag::Code {
                self.parts().0
            }
            fn label(&self) -> String {
                self.parts().1
            }
            fn help(&self) -> Option<String> {
                Some(self.parts().2).filter(|help| !help.is_empty())
            }
        }
    };
    // With a method `sure`: the text that mends what stands at the place.
    ($error:ty, fix) => {
        impl crate::diag::Explain for $error {
            fn code(&self) -> crate::diag::Code {
                self.parts().0
            }
            fn label(&self) -> String {
                self.parts().1
            }
            fn help(&self) -> Option<String> {
                Some(self.parts().2).filter(|help| !help.is_empty())
            }
            fn fix(&self) -> Option<String> {
                self.sure()
            }
        }
    };
}
pub(super) use explain;

/// What an error tells beside its message: code, label, and help (empty for none).
pub(super) type Parts = (crate::diag::Code, String, String);

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) name: String,
    /// Whether no other name is near enough.
    pub(crate) only: bool,
}

impl Near {
    /// The name, if there is no doubt that it was meant.
    pub(super) fn sure(near: Option<&Self>) -> Option<String> {
        near.filter(|near| near.only).map(|near| near.name.clone())
    }
}

/// The problems found so far.
#[derive(Debug)]
pub(super) struct Reporter {
    diagnostics: Vec<Diagnostic>,
    comparisons: usize,
}

impl Reporter {
    pub(super) fn new() -> Self {
        Self { diagnostics: Vec::new(), comparisons: MAX_COMPARISONS }
    }

    /// Reports an error at a place.
    pub(super) fn report(&mut self, error: &impl Explain, place: Place) {
        self.add(Diagnostic::new(error, place));
    }

    /// Reports an error with another place that explains it.
    pub(super) fn report_with(&mut self, error: &impl Explain, place: Place, other: Place, about: &str) {
        self.add(Diagnostic::new(error, place).with_related(other, about));
    }

    /// Adds a problem as it is, with no more other places than anybody reads.
    pub(super) fn add(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.related.truncate(MAX_RELATED);
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The candidate nearest to a name, if one is near enough to have been meant. Of equally near ones the first by alphabet.
    pub(super) fn nearest<'n>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        self.near(name, candidates).map(|near| near.name)
    }

    /// The same, with whether it is the only one that is near enough.
    pub(super) fn near<'n>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<Near> {
        let allowed = (name.chars().count() / 3).max(1);
        let mut best: Option<(usize, &str)> = None;
        let mut only = true;
        for candidate in candidates {
            if candidate.len().abs_diff(name.len()) > allowed * 4 {
                continue;
            }
            self.comparisons = self.comparisons.checked_sub(1)?;
            let distance = strsim::osa_distance(name, candidate);
            if distance > allowed || candidate == name {
                continue;
            }
            only &= best.is_none_or(|(_, other)| other == candidate);
            if best.is_none_or(|best| (distance, candidate) < best) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| Near { name: candidate.to_owned(), only })
    }
}

/// "did you mean" for a nearest name; else something to do without it.
pub(super) fn did_you_mean(nearest: Option<&str>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("did you mean `{nearest}`?"))
}

/// A noun with `a` or `an`.
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Names for a sentence: `a`, `b` or `c`.
pub(super) fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near_and_the_first_of_equals() {
        let names = ["crossing", "crossings", "boat", "uk", "us"];
        let cases = [
            ("crosing", Some("crossing")),
            ("corssing", Some("crossing")),
            ("bota", Some("boat")),
            ("uu", Some("uk")),
            ("airport", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(Reporter::new().nearest(name, names).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn the_search_ends_when_its_budget_is_spent() {
        let mut reporter = Reporter::new();
        reporter.comparisons = 1;
        assert_eq!(reporter.nearest("boat", ["boar", "goat"]), None);
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
