//! What judging yields: plain, ordered data, the same from the matcher and from the reference.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::sema::hir::{Action, Severity, Status};

/// Under which circumstances content is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The day for content without `created_at`, in UTC. Without either, every rule counts as in effect.
    pub today: Option<time::Date>,
    /// Also evaluate `draft` and `retired` rules, as tests do; they are listed, never acted on.
    pub all_statuses: bool,
}

/// The outcome for one content object.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    /// As it came.
    pub id: Option<Box<RawValue>>,
    /// Highest of the fired live rules; `none` without one or when exempt.
    pub action: Action,
    /// Highest of the same rules.
    pub severity: Option<Severity>,
    /// Names of recipients, sorted; empty when exempt.
    pub refer: Vec<Arc<str>>,
    /// Qualified names of exemptions that hold, sorted. Looked at only where a rule fired.
    pub exempt: Vec<Arc<str>>,
    /// What fired, sorted by qualified name.
    pub rules: Vec<Fired>,
    /// What the extractors find in the default scope, where a rule fired; sorted by field, start, end, kind.
    pub entities: Vec<Entity>,
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fired {
    /// Qualified name.
    pub rule: Arc<str>,
    /// Live or shadow (in tests also draft or retired).
    pub status: Status,
    /// If the rule has one.
    pub severity: Option<Severity>,
    /// The rule's own, whatever its status.
    pub action: Action,
    /// Why.
    pub because: Arc<str>,
    /// The law or platform rule.
    pub basis: Option<Arc<str>>,
    /// If the rule has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Arc<str>>,
    /// Signals and contexts that hold, qualified, in the order the rule first mentions them.
    pub signals: Vec<Arc<str>>,
    /// Scores the rule mentions, qualified, with their values.
    pub scores: BTreeMap<Arc<str>, i64>,
    /// What made `when` hold: sorted by field, start, end, name; no repeats.
    pub evidence: Vec<Evidence>,
}

/// A field, or an element of a list field; written `media.ocr[2]`. Sorted by name, then index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath {
    /// Dotted name.
    pub name: Arc<str>,
    /// Of a list's element, from 0.
    pub index: Option<u32>,
}

/// A span that made a rule fire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// Where.
    pub field: FieldPath,
    /// First byte in the original value.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The original text.
    pub text: String,
    /// A signal or lexicon by qualified name, an extractor by name, a term or regex by its text.
    pub by: Arc<str>,
    /// Readings that were needed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<&'static str>,
}

/// Something an extractor found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The extractor.
    pub kind: &'static str,
    /// Normalised: E.164, `3000 GBP`, …
    pub value: String,
    /// Where.
    pub field: FieldPath,
    /// First byte in the original value.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl PartialEq for Verdict {
    fn eq(&self, other: &Self) -> bool {
        let id = |verdict: &Self| verdict.id.as_ref().map(|id| id.get().to_owned());
        let rest = |verdict: &Self| {
            (verdict.action, verdict.severity, verdict.refer.clone(), verdict.exempt.clone())
        };
        id(self) == id(other)
            && rest(self) == rest(other)
            && self.rules == other.rules
            && self.entities == other.entities
    }
}

impl std::fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            Some(index) => write!(formatter, "{}[{index}]", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Action {
    /// Its word in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Label => "label",
            Self::Review => "review",
            Self::Restrict => "restrict",
            Self::Remove => "remove",
        }
    }
}

impl Severity {
    /// Its word in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}
