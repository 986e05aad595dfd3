//! What is found between two policies, as data; how it is written is another matter.

use std::collections::BTreeMap;

use serde::Serialize;

use super::traffic::Traffic;

/// What a change means.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The policy before.
    pub old: Identity,
    /// The policy after.
    pub new: Identity,
    /// Whether anything but layout, comments and the files things stand in is different.
    pub changed: bool,
    /// Every rule of either, in order of name.
    pub rules: Vec<Change>,
    /// Every exemption of either, in order of name.
    pub exempts: Vec<Change>,
    /// Recipients that were added, removed or changed.
    pub recipients: Vec<Facet>,
    /// Facts of the package.
    pub package: Vec<Facet>,
    /// Lexicons, signals, scores and hash lists that are written differently.
    pub declarations: Vec<Declaration>,
    /// What changes on real content, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Traffic>,
}

/// Which policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Its name.
    pub package: String,
    /// Empty where it has none.
    pub version: String,
    /// Of its sources.
    pub digest: String,
}

/// A rule or exemption, before and after.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Its name; the new one, if it has two.
    pub name: String,
    /// Its old name, if that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What became of its condition.
    pub verdict: Meaning,
    /// Whether its condition is written the same, and what it uses, too.
    pub untouched: bool,
    /// What else of it changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
    /// Where the condition, or what it uses, is written differently.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
    /// What is not known, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// Content on which old and new differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
}

/// What became of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Proven: it holds on the same content.
    Equivalent,
    /// Proven: it holds wherever it did; and on more, as content shows.
    Wider,
    /// Proven: it holds nowhere else; and on less, as content shows.
    Narrower,
    /// It holds on some content where it did not, and the other way round, as content shows.
    Changed,
    /// There was no such rule.
    Added,
    /// There is no such rule any more.
    Removed,
    /// It is not known whether it is the same; what is known is said beside.
    Unknown,
}

/// Content on which old and new differ: both matchers and the reference interpreter agree on that.
#[derive(Clone, Debug, Serialize)]
pub struct Witness {
    /// Which of the two holds on it.
    pub only: Which,
    /// A content object.
    pub content: serde_json::Value,
}

/// One of two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as the arguments are")]
pub enum Which {
    Old,
    New,
}

/// Something that has one value before and another after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// Which.
    pub what: String,
    /// Before; nothing if it was not there.
    pub old: Option<String>,
    /// After; nothing if it is gone.
    pub new: Option<String>,
}

/// A declaration that is written differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// `lexicon`, `signal`, `context`, `score` or `hashlist`.
    pub kind: &'static str,
    /// Qualified.
    pub name: String,
    /// How.
    pub how: String,
    /// Whether only the file it stands in is another.
    pub moved: bool,
}

impl Meaning {
    /// All of them, in the order they are counted in.
    pub const ALL: [Self; 7] = [
        Self::Wider,
        Self::Narrower,
        Self::Changed,
        Self::Unknown,
        Self::Added,
        Self::Removed,
        Self::Equivalent,
    ];

    /// In a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Unknown => "unknown",
        }
    }

    /// In a sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Equivalent => "holds on the same content as before",
            Self::Wider => "holds wherever it did, and on more",
            Self::Narrower => "holds nowhere it did not, and on less",
            Self::Changed => "holds where it did not, and no longer everywhere it did",
            Self::Added => "there was no such condition",
            Self::Removed => "there is no such condition any more",
            Self::Unknown => "could not be decided",
        }
    }
}

impl Which {
    /// As an argument is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

impl Change {
    /// A condition that holds on the same content, as far as is known yet.
    pub(super) fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            was: None,
            verdict: Meaning::Equivalent,
            untouched: false,
            facets: Vec::new(),
            why: Vec::new(),
            unknown: None,
            witnesses: Vec::new(),
        }
    }

    /// Whether there is anything to say of it.
    #[must_use]
    pub fn is_worth_a_word(&self) -> bool {
        !self.untouched || self.was.is_some() || !self.facets.is_empty()
    }

    /// Whether it counts as a change: another file alone does not.
    pub(super) fn counts(&self) -> bool {
        let last = |name: &str| name.rsplit('.').next().map(str::to_owned);
        let is_renamed = self.was.as_ref().is_some_and(|was| last(was) != last(&self.name));
        !self.untouched || is_renamed || !self.facets.is_empty()
    }
}

impl Report {
    /// `4 rules: 1 wider, 1 narrower, 2 untouched`
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts = vec![counted("rule", &self.rules)];
        if !self.exempts.is_empty() {
            parts.push(counted("exemption", &self.exempts));
        }
        parts.join("; ")
    }
}

fn counted(noun: &str, changes: &[Change]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let untouched = changes.iter().filter(|change| !change.is_worth_a_word()).count();
    for change in changes.iter().filter(|change| change.is_worth_a_word()) {
        *counts.entry(change.verdict.name()).or_default() += 1;
    }
    let mut parts: Vec<String> = Meaning::ALL
        .iter()
        .filter_map(|meaning| Some(format!("{} {}", counts.get(meaning.name())?, meaning.name())))
        .collect();
    if untouched > 0 || parts.is_empty() {
        parts.push(format!("{untouched} untouched"));
    }
    let ending = if changes.len() == 1 { "" } else { "s" };
    format!("{} {noun}{ending}: {}", changes.len(), parts.join(", "))
}
