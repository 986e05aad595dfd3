//! What makes a policy act on benign posts: the evidence of its live rules, counted once a post.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::report::Cause;
use crate::sema::hir::Status;
use crate::verdict::{Evidence, Verdict};

/// How many texts are named of one cause.
const MOST_TEXTS: usize = 5;
/// Texts longer than so many characters are cut, so that evidence that is a whole post is not kept whole.
const LONGEST_TEXT: usize = 60;
/// So many different texts of one cause are counted; a price or an address differs from post to post, and the texts that
/// come up again and again are among the first.
const MOST_COUNTED: usize = 10_000;

/// Counts by what the evidence is by.
#[derive(Default)]
pub(super) struct Causes {
    by: BTreeMap<Arc<str>, Found>,
}

#[derive(Default)]
struct Found {
    false_positives: u64,
    true_positives: u64,
    texts: BTreeMap<String, u64>,
}

impl Causes {
    /// Counts the evidence of a post that was acted on.
    pub(super) fn add(&mut self, positive: bool, verdict: &Verdict) {
        let live = verdict.rules.iter().filter(|fired| fired.status == Status::Live);
        let mut evidence: Vec<(&Arc<str>, String)> = live
            .flat_map(|fired| &fired.evidence)
            .map(|evidence| (&evidence.by, if positive { String::new() } else { shown(evidence) }))
            .collect();
        evidence.sort_unstable();
        evidence.dedup();
        let mut before = None;
        for (by, text) in evidence {
            let found = self.by.entry(Arc::clone(by)).or_default();
            if before.replace(by) != Some(by) {
                *(if positive { &mut found.true_positives } else { &mut found.false_positives }) += 1;
            }
            if !positive && (found.texts.len() < MOST_COUNTED || found.texts.contains_key(&text)) {
                *found.texts.entry(text).or_default() += 1;
            }
        }
    }

    /// Most benign posts first.
    pub(super) fn rows(self) -> Vec<Cause> {
        let causes = self.by.into_iter().filter(|(_, found)| found.false_positives > 0);
        let mut causes: Vec<Cause> = causes.map(|(by, found)| found.row(by)).collect();
        // The sort is stable: equals stay in the order of their names.
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.false_positives));
        causes
    }
}

impl Found {
    fn row(self, by: Arc<str>) -> Cause {
        let Self { false_positives, true_positives, texts } = self;
        let mut texts: Vec<(String, u64)> = texts.into_iter().collect();
        texts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        texts.truncate(MOST_TEXTS);
        Cause { by, false_positives, true_positives, texts }
    }
}

/// The text of evidence as texts are told apart: in lower case, on one line, not too long.
fn shown(evidence: &Evidence) -> String {
    super::excerpt(&evidence.text, LONGEST_TEXT).to_lowercase()
}
