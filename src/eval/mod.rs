//! How good a policy is on posts whose labels are known. In: labelled posts with their verdicts, one by one, so that memory
//! does not grow with them. Out: a [`Report`] with precision and recall by rule and group, what false positives are caused
//! by, and what another policy would do; written as text, Markdown, JSON or a page. A policy acts on people: whoever
//! changes one should see on whom.

mod causes;
mod counts;
mod figures;
mod gate;
mod label;
mod markdown;
mod page;
mod plot;
mod report;
mod rules;
mod sections;
mod stats;
mod tally;
mod text;

use std::sync::Arc;

pub use counts::{Counts, Scores};
pub use gate::Gate;
pub use label::{Labels, Truth, UnknownLabel};
pub use report::{
    Cause, Comparison, Confusion, Group, Grouping, Language, Listed, Overlap, PolicyName, Post, Report,
    RuleRow,
};
pub use stats::{Estimate, McNemar, f1, mcnemar, wilson};
pub use tally::Evaluation;

use crate::content::Id;
use crate::sema::hir::Action;
use crate::verdict::Verdict;

/// How posts are counted.
#[derive(Clone, Debug)]
pub struct Options {
    /// The mildest action that counts as acting on a post.
    pub at: Action,
    /// What posts are grouped by; the values come with each [`Record`].
    pub by: Vec<By>,
    /// Whether rules are also counted by category.
    pub categories: bool,
    /// How many posts are listed of each kind.
    pub list: usize,
}

/// Something posts are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// A field, or `genre`.
    pub name: String,
    /// Whether it was asked for: else it is only shown where some post has it.
    pub asked: bool,
}

/// A labelled post and what was made of it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The file it is from, where there are several.
    pub file: Option<&'a Arc<str>>,
    /// Its line, from 1.
    pub line: u64,
    /// If it has one.
    pub id: Option<&'a Id>,
    /// What its label says.
    pub truth: &'a Truth,
    /// What kind of post it is, if that is known.
    pub genre: Option<&'a str>,
    /// Its language, if that is known.
    pub lang: Option<&'a str>,
    /// By [`Options::by`].
    pub groups: &'a [Option<String>],
    /// To know it by.
    pub text: &'a str,
    /// What the policy says; `None` where no rule fires.
    pub verdict: Option<&'a Verdict>,
    /// What the other policy says.
    pub other: Option<&'a Verdict>,
    /// Whether there is another policy.
    pub is_compared: bool,
}

/// The beginning of a text, on one line.
fn excerpt(text: &str, most: usize) -> String {
    let mut excerpt = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let gap = usize::from(count > 0);
        let length = word.chars().take(most + 1).count();
        if count + gap + length > most {
            let room = most.saturating_sub(count + gap);
            let part: String = word.chars().take(room).collect();
            // A word is only cut where nothing else would be left.
            match count {
                0 => excerpt.push_str(&part),
                _ => excerpt.push(' '),
            }
            excerpt.push('…');
            return excerpt;
        }
        if gap > 0 {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
        count += gap + length;
    }
    excerpt
}
