//! What an evaluation found: plain, ordered data, which the files beside this one write as JSON, text, Markdown and a page.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::counts::{Counts, Scores};
use super::stats::{Estimate, McNemar};
use crate::sema::hir::{Action, Status};

/// Everything about one policy on one set of labelled posts.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was evaluated.
    pub policy: PolicyName,
    /// The mildest action that counts as acting on a post.
    pub at: Action,
    /// Records that could not be read or had no label.
    pub unreadable: u64,
    /// All posts together.
    pub overall: Scores,
    /// By rule, in the order of their names.
    pub rules: Vec<RuleRow>,
    /// By category, where that was asked for, in the order of their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<RuleRow>,
    /// By the value of fields.
    pub groups: Vec<Grouping>,
    /// By label as it is written.
    pub labels: Vec<Confusion>,
    /// By genre, where records have one.
    pub genres: Vec<Confusion>,
    /// Benign posts that were acted on, by language, where records have one.
    pub languages: Vec<Language>,
    /// Rules that fire on the same posts, most posts first.
    pub overlaps: Vec<Overlap>,
    /// What fired on benign posts, most posts first.
    pub causes: Vec<Cause>,
    /// Benign posts that were acted on.
    pub false_positives: Listed,
    /// Violations that were left alone.
    pub missed: Listed,
    /// Beside the other policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Comparison>,
}

/// Which policy it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyName {
    /// Of the package.
    pub package: String,
    /// Of the package; empty for a file alone.
    pub version: String,
    /// Of its sources.
    pub digest: String,
}

/// What a rule, or the rules of a category together, fired on. A post counts as theirs where its label names them, or is
/// positive and names none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleRow {
    /// Qualified name of the rule, or the category.
    pub name: String,
    /// Of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Fired on and theirs, fired on and not theirs, and so on.
    #[serde(flatten)]
    pub counts: Counts,
    /// Of the posts fired on, those that are theirs.
    pub precision: Option<Estimate>,
    /// Of the posts that are theirs, those fired on.
    pub recall: Option<Estimate>,
    /// The harmonic mean of both.
    pub f1: Option<Estimate>,
    /// Posts that are theirs and on which no other live rule fires (no rule of another category).
    pub alone: u64,
}

/// Scores by the value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grouping {
    /// The field, or `genre`.
    pub by: String,
    /// By value, most posts first.
    pub rows: Vec<Group>,
}

/// Scores of the posts with one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The value; `None` for posts without one.
    pub name: Option<String>,
    /// Of those posts.
    #[serde(flatten)]
    pub scores: Scores,
}

/// What was done with the posts of one label or genre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The label or genre; `None` for posts without one.
    pub name: Option<String>,
    /// Right and wrong.
    #[serde(flatten)]
    pub counts: Counts,
    /// How many posts met each action, from `none` to `remove`.
    pub actions: [u64; 5],
}

/// Benign posts of one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Language {
    /// The value of `lang`; `None` for posts without one.
    pub name: Option<String>,
    /// Benign posts.
    pub negatives: u64,
    /// Those acted on.
    pub false_positives: u64,
    /// The same per million benign posts.
    pub per_million: Estimate,
    /// Whether even the lower end is above the rate over all languages.
    pub above: bool,
}

/// Two rules that fire on the same posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// Qualified names, in their order.
    pub rules: [String; 2],
    /// Posts on which both fire.
    pub posts: u64,
    /// Violations among them.
    pub positives: u64,
}

/// Something that stands in benign posts that were acted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// A signal or lexicon by qualified name, an extractor by name, a term or regex by its text.
    pub by: Arc<str>,
    /// Benign posts that were acted on and hold it.
    pub false_positives: u64,
    /// Violations that were acted on and hold it.
    pub true_positives: u64,
    /// What it was in the benign posts, lower case, with their number; most first, and not all.
    pub texts: Vec<(String, u64)>,
}

/// Posts, counted, the first of them shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Listed {
    /// How many there are.
    pub count: u64,
    /// The first.
    pub shown: Vec<Post>,
}

/// A post, to be found again.
#[derive(Clone, Debug, Serialize)]
pub struct Post {
    /// Where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// From 1.
    pub line: u64,
    /// As it came.
    pub id: Option<Box<RawValue>>,
    /// As it is written.
    pub label: String,
    /// What the policy does.
    pub action: Action,
    /// What the other policy does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_action: Option<Action>,
    /// The live rules that fire, in order.
    pub rules: Vec<Arc<str>>,
    /// Those of the other policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_rules: Vec<Arc<str>>,
    /// The exemptions that hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exempt: Vec<Arc<str>>,
    /// What the rules fire on; where none does, what those of the other policy fire on.
    pub words: Vec<String>,
    /// The beginning of it.
    pub text: String,
}

/// Two policies on the same posts. A post is right where a violation is acted on, or a benign post is not.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The other policy.
    pub policy: PolicyName,
    /// Of the other policy.
    pub overall: Scores,
    /// Posts that both get right.
    pub both_right: u64,
    /// Posts that both get wrong.
    pub both_wrong: u64,
    /// Whether the difference may be chance.
    pub test: McNemar,
    /// Right here, wrong there.
    pub gained: Listed,
    /// Wrong here, right there.
    pub lost: Listed,
    /// Equally right or wrong, by another action.
    pub moved: Listed,
}

impl Listed {
    /// Counts a post, and keeps it where there is room.
    pub(super) fn add(&mut self, most: usize, post: impl FnOnce() -> Post) {
        self.count += 1;
        if self.shown.len() < most {
            self.shown.push(post());
        }
    }
}
