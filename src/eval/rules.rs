//! What each rule fires on, what the rules of each category fire on together, and which rules fire on the same posts.

use std::collections::{BTreeMap, HashMap};

use super::counts::{Counts, Scores};
use super::label::{self, Truth};
use super::report::{Overlap, RuleRow};
use crate::sema::hir::{Policy, Status};
use crate::verdict::Verdict;

/// Of a post on which very many rules fire, so many are paired with each other.
const MOST_PAIRED: usize = 64;

/// Counts by rule, by category and by pair of rules.
pub(super) struct Rules {
    rules: Vec<Rule>,
    by_name: HashMap<String, u32>,
    categories: Vec<(String, Tally)>,
    pairs: BTreeMap<(u32, u32), (u64, u64)>,
    records: u64,
    /// Buffers: what fired on the post at hand.
    fired: Vec<u32>,
    fired_categories: Vec<u32>,
}

struct Rule {
    name: String,
    status: Status,
    category: Option<u32>,
    tally: Tally,
}

/// How often it fired on posts that are its own, and on others; how many are its own.
#[derive(Clone, Copy, Default)]
struct Tally {
    own: u64,
    hits: u64,
    false_alarms: u64,
    alone: u64,
}

impl Tally {
    fn fire(&mut self, is_own: bool, is_alone: bool) {
        self.hits += u64::from(is_own);
        self.false_alarms += u64::from(!is_own);
        self.alone += u64::from(is_own && is_alone);
    }

    fn row(self, name: &str, status: Option<Status>, records: u64) -> RuleRow {
        let Self { own, hits, false_alarms, alone } = self;
        let counts = Counts {
            true_positives: hits,
            false_positives: false_alarms,
            false_negatives: own - hits,
            true_negatives: records - own - false_alarms,
        };
        let Scores { precision, recall, f1, .. } = counts.into();
        RuleRow { name: name.to_owned(), status, counts, precision, recall, f1, alone }
    }
}

impl Rules {
    pub(super) fn new(policy: &Policy) -> Self {
        let mut names: Vec<&String> = policy.rules.iter().filter_map(|rule| rule.category.as_ref()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |category: &String| names.binary_search(&category).ok().map(|at| at as u32);
        let rules = policy.rules.iter().map(|rule| Rule {
            name: rule.head.qualified.clone(),
            status: rule.status,
            category: rule.category.as_ref().and_then(number),
            tally: Tally::default(),
        });
        let rules: Vec<Rule> = rules.collect();
        Self {
            by_name: (0..).zip(&rules).map(|(number, rule)| (rule.name.clone(), number)).collect(),
            rules,
            categories: names.into_iter().map(|name| (name.clone(), Tally::default())).collect(),
            pairs: BTreeMap::new(),
            records: 0,
            fired: Vec::new(),
            fired_categories: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, truth: &Truth, verdict: Option<&Verdict>) {
        self.records += 1;
        self.add_own(truth);
        let Some(verdict) = verdict else { return };
        self.fired.clear();
        self.fired.extend(verdict.rules.iter().filter_map(|fired| self.by_name.get(&*fired.rule)));
        self.add_fired(truth);
        self.add_categories(truth);
        self.add_pairs(truth);
    }

    /// The posts that rules should find.
    fn add_own(&mut self, truth: &Truth) {
        if !truth.positive {
            return;
        }
        let Some(named) = &truth.rules else {
            let categories = self.categories.iter_mut().map(|(_, tally)| tally);
            let rules = self.rules.iter_mut().map(|rule| &mut rule.tally);
            return rules.chain(categories).for_each(|tally| tally.own += 1);
        };
        let mut categories = Vec::new();
        for &rule in named {
            if let Some(rule) = self.rules.get_mut(rule as usize) {
                rule.tally.own += 1;
                categories.extend(rule.category);
            }
        }
        categories.sort_unstable();
        categories.dedup();
        categories.into_iter().for_each(|category| self.categories[category as usize].1.own += 1);
    }

    fn add_fired(&mut self, truth: &Truth) {
        let is_live = |rule: u32| self.rules[rule as usize].status == Status::Live;
        let live = self.fired.iter().filter(|&&rule| is_live(rule)).count();
        for at in 0..self.fired.len() {
            let number = self.fired[at];
            let rule = &mut self.rules[number as usize];
            let others = live - usize::from(rule.status == Status::Live);
            rule.tally.fire(truth.is_for(number), others == 0);
        }
    }

    fn add_categories(&mut self, truth: &Truth) {
        let category = |rule: &u32| self.rules[*rule as usize].category;
        self.fired_categories.clear();
        self.fired_categories.extend(self.fired.iter().filter_map(category));
        self.fired_categories.sort_unstable();
        self.fired_categories.dedup();
        let is_alone =
            self.fired_categories.len() == 1 && self.fired.iter().all(|rule| category(rule).is_some());
        for at in 0..self.fired_categories.len() {
            let number = self.fired_categories[at];
            let is_of = |rule: &u32| self.rules[*rule as usize].category == Some(number);
            let is_own = truth.positive && truth.rules.as_ref().is_none_or(|rules| rules.iter().any(is_of));
            self.categories[number as usize].1.fire(is_own, is_alone);
        }
    }

    fn add_pairs(&mut self, truth: &Truth) {
        let paired = &self.fired[..self.fired.len().min(MOST_PAIRED)];
        for (at, &left) in paired.iter().enumerate() {
            for &right in &paired[at + 1..] {
                let (posts, positives) = self.pairs.entry((left.min(right), left.max(right))).or_default();
                *posts += 1;
                *positives += u64::from(truth.positive);
            }
        }
    }

    /// A row for every rule that may fire, in the order of their names.
    pub(super) fn rows(&self) -> Vec<RuleRow> {
        let judged = self.rules.iter().filter(|rule| label::is_judged(rule.status));
        let mut rows: Vec<RuleRow> =
            judged.map(|rule| rule.tally.row(&rule.name, Some(rule.status), self.records)).collect();
        rows.sort_by(|left, right| left.name.cmp(&right.name));
        rows
    }

    /// A row for every category, in the order of their names.
    pub(super) fn categories(&self) -> Vec<RuleRow> {
        self.categories.iter().map(|(name, tally)| tally.row(name, None, self.records)).collect()
    }

    /// Most posts first.
    pub(super) fn overlaps(&self) -> Vec<Overlap> {
        let name = |rule: u32| self.rules[rule as usize].name.clone();
        let overlap = |(&(left, right), &(posts, positives)): (&(u32, u32), &(u64, u64))| {
            let mut rules = [name(left), name(right)];
            rules.sort_unstable();
            Overlap { rules, posts, positives }
        };
        let mut overlaps: Vec<Overlap> = self.pairs.iter().map(overlap).collect();
        overlaps
            .sort_by(|left, right| right.posts.cmp(&left.posts).then_with(|| left.rules.cmp(&right.rules)));
        overlaps
    }
}
