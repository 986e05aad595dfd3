//! Counts labelled posts one by one, and keeps nothing of them but counts and the few that are listed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::causes::Causes;
use super::counts::Counts;
use super::report::{Comparison, Confusion, Group, Grouping, Language, Listed, PolicyName, Post, Report};
use super::rules::Rules;
use super::stats::{self, Estimate};
use super::{Options, Record, excerpt};
use crate::compile::Compiled;
use crate::sema::hir::{Action, Status};
use crate::verdict::{Fired, Verdict};

/// A post is shown up to so many characters.
const LONGEST_EXCERPT: usize = 160;
/// A language, a genre or another value has no more bytes than this.
const LONGEST_NAME: usize = 200;
/// So many pieces of evidence are named with a post.
const MOST_WORDS: usize = 8;

/// Counts by a value that posts may lack.
type By<T> = BTreeMap<Option<String>, T>;

/// An evaluation under way.
pub struct Evaluation {
    policy: PolicyName,
    options: Options,
    overall: Counts,
    rules: Rules,
    groups: Vec<By<Counts>>,
    labels: By<Acted>,
    genres: By<Acted>,
    languages: By<Counts>,
    causes: Causes,
    false_positives: Listed,
    missed: Listed,
    against: Option<Against>,
}

#[derive(Clone, Copy, Default)]
struct Acted {
    counts: Counts,
    actions: [u64; 5],
}

struct Against {
    policy: PolicyName,
    overall: Counts,
    both_right: u64,
    both_wrong: u64,
    gained: Listed,
    lost: Listed,
    moved: Listed,
}

impl Evaluation {
    /// Nothing counted yet. The other policy is the one to compare with.
    #[must_use]
    pub fn new(policy: &Compiled, other: Option<&Compiled>, options: Options) -> Self {
        let against = other.map(|other| Against {
            policy: PolicyName::new(other),
            overall: Counts::default(),
            both_right: 0,
            both_wrong: 0,
            gained: Listed::default(),
            lost: Listed::default(),
            moved: Listed::default(),
        });
        Self {
            policy: PolicyName::new(policy),
            overall: Counts::default(),
            rules: Rules::new(policy.policy()),
            groups: vec![By::default(); options.by.len()],
            labels: By::default(),
            genres: By::default(),
            languages: By::default(),
            causes: Causes::default(),
            false_positives: Listed::default(),
            missed: Listed::default(),
            against,
            options,
        }
    }

    /// Counts a post.
    pub fn add(&mut self, record: &Record<'_>) {
        let (positive, action) = (record.truth.positive, action_of(record.verdict));
        let acted = action >= self.options.at;
        self.overall.add(positive, acted);
        self.rules.add(record.truth, record.verdict);
        for (group, value) in self.groups.iter_mut().zip(record.groups) {
            entry(group, value.as_deref()).add(positive, acted);
        }
        entry(&mut self.languages, record.lang).add(positive, acted);
        for acts in [entry(&mut self.labels, Some(&record.truth.name)), entry(&mut self.genres, record.genre)]
        {
            acts.counts.add(positive, acted);
            acts.actions[action as usize] += 1;
        }
        if let (true, Some(verdict)) = (acted, record.verdict) {
            self.causes.add(positive, verdict);
        }
        let most = self.options.list;
        match (positive, acted) {
            (false, true) => self.false_positives.add(most, || record.post()),
            (true, false) => self.missed.add(most, || record.post()),
            _ => {}
        }
        if let Some(against) = &mut self.against {
            against.add(record, &self.options);
        }
    }

    /// Posts counted so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.overall.records()
    }

    /// What was found. `unreadable` is the number of records that could not be read.
    #[must_use]
    pub fn finish(self, unreadable: u64) -> Report {
        let by_genre = |genres: &By<Acted>| genres.keys().any(Option::is_some);
        let genres = if by_genre(&self.genres) { confusion(self.genres) } else { Vec::new() };
        let groups =
            self.options.by.iter().zip(self.groups).filter(|(by, group)| by.asked || has_value(group));
        let groups = groups.map(|(by, group)| Grouping { by: by.name.clone(), rows: group_rows(group) });
        Report {
            policy: self.policy,
            at: self.options.at,
            unreadable,
            overall: self.overall.into(),
            rules: self.rules.rows(),
            categories: if self.options.categories { self.rules.categories() } else { Vec::new() },
            groups: groups.collect(),
            labels: confusion(self.labels),
            genres,
            languages: languages(&self.languages, self.overall),
            overlaps: self.rules.overlaps(),
            causes: self.causes.rows(),
            false_positives: self.false_positives,
            missed: self.missed,
            against: self.against.map(Against::finish),
        }
    }
}

impl Against {
    fn add(&mut self, record: &Record<'_>, options: &Options) {
        let (positive, most) = (record.truth.positive, options.list);
        let (action, other) = (action_of(record.verdict), action_of(record.other));
        let (here, there) = ((action >= options.at) == positive, (other >= options.at) == positive);
        self.overall.add(positive, other >= options.at);
        match (here, there) {
            (true, true) => self.both_right += 1,
            (false, false) => self.both_wrong += 1,
            (true, false) => self.gained.add(most, || record.post()),
            (false, true) => self.lost.add(most, || record.post()),
        }
        if here == there && action != other {
            self.moved.add(most, || record.post());
        }
    }

    fn finish(self) -> Comparison {
        let Self { policy, overall, both_right, both_wrong, gained, lost, moved } = self;
        let test = stats::mcnemar(gained.count, lost.count);
        Comparison { policy, overall: overall.into(), both_right, both_wrong, test, gained, lost, moved }
    }
}

impl PolicyName {
    fn new(compiled: &Compiled) -> Self {
        let identity = compiled.identity();
        Self {
            package: identity.name,
            version: identity.version,
            digest: format!("sha256:{}", identity.digest),
        }
    }
}

impl Record<'_> {
    /// The post as it is listed: with what fired on it, here or else there.
    fn post(&self) -> Post {
        let (here, there) = (live(self.verdict), live(self.other));
        let fired = if here.is_empty() { &there } else { &here };
        let mut words: Vec<String> = Vec::new();
        for evidence in fired.iter().flat_map(|fired| &fired.evidence) {
            let word = excerpt(&evidence.text, LONGEST_EXCERPT);
            if words.len() < MOST_WORDS && !words.contains(&word) {
                words.push(word);
            }
        }
        let names = |fired: &[&Fired]| fired.iter().map(|fired| Arc::clone(&fired.rule)).collect();
        Post {
            file: self.file.cloned(),
            line: self.line,
            id: self.id.and_then(crate::content::Id::to_raw),
            label: self.truth.name.clone(),
            action: action_of(self.verdict),
            other_action: self.is_compared.then(|| action_of(self.other)),
            rules: names(&here),
            other_rules: names(&there),
            exempt: self.verdict.map(|verdict| verdict.exempt.clone()).unwrap_or_default(),
            words,
            text: excerpt(self.text, LONGEST_EXCERPT),
        }
    }
}

/// The rules that act.
fn live(verdict: Option<&Verdict>) -> Vec<&Fired> {
    let fired = verdict.into_iter().flat_map(|verdict| &verdict.rules);
    fired.filter(|fired| fired.status == Status::Live).collect()
}

fn action_of(verdict: Option<&Verdict>) -> Action {
    verdict.map_or(Action::None, |verdict| verdict.action)
}

/// The counts of a value. One that is too long for a name is cut, so that no post is kept whole.
fn entry<'b, T: Default>(by: &'b mut By<T>, value: Option<&str>) -> &'b mut T {
    let name = value.map(|value| match value.len() {
        0..=LONGEST_NAME => value.to_owned(),
        _ => excerpt(value, LONGEST_NAME),
    });
    by.entry(name).or_default()
}

fn has_value<T>(by: &By<T>) -> bool {
    by.keys().any(Option::is_some)
}

fn group_rows(group: By<Counts>) -> Vec<Group> {
    let mut rows: Vec<Group> =
        group.into_iter().map(|(name, counts)| Group { name, scores: counts.into() }).collect();
    // The sorts are stable: equals stay in the order of their names. Posts without a value come last.
    rows.sort_by_key(|row| (row.name.is_none(), std::cmp::Reverse(row.scores.counts.records())));
    rows
}

fn confusion(by: By<Acted>) -> Vec<Confusion> {
    let row = |(name, acted): (Option<String>, Acted)| {
        let Acted { counts, actions } = acted;
        Confusion { name, counts, actions }
    };
    let mut rows: Vec<Confusion> = by.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.name.is_none(), std::cmp::Reverse(row.counts.records())));
    rows
}

/// Languages with benign posts, the highest rate first; none where no post has a language.
fn languages(by: &By<Counts>, overall: Counts) -> Vec<Language> {
    const MILLION: f64 = 1e6;
    let Some(all) = stats::wilson(overall.false_positives, overall.negatives()) else { return Vec::new() };
    if !has_value(by) {
        return Vec::new();
    }
    let row = |(name, counts): (&Option<String>, &Counts)| {
        let (false_positives, negatives) = (counts.false_positives, counts.negatives());
        let Estimate { value, low, high } = stats::wilson(false_positives, negatives)?;
        let per_million = Estimate { value: value * MILLION, low: low * MILLION, high: high * MILLION };
        let above = low > all.value;
        Some(Language { name: name.clone(), negatives, false_positives, per_million, above })
    };
    let mut rows: Vec<Language> = by.iter().filter_map(row).collect();
    rows.sort_by(|left, right| {
        let rate = right.per_million.value.total_cmp(&left.per_million.value);
        rate.then(right.negatives.cmp(&left.negatives))
    });
    rows
}
