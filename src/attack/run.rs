//! Judges the variants of every `hit`, and counts on which of them its rule still fires.

use std::collections::BTreeMap;

use super::operator::Operator;
use super::text::spread;
use super::variants::{Variant, pairs, variants};
use super::{ByHit, ByOperator, ByPair, ByRule, Failure, Report, RuleOperator, Tally};
use crate::content::Content;
use crate::engine::{Matcher, Scratch};
use crate::explain;
use crate::sema::hir::{Example, Policy, Rule};
use crate::source::Sources;
use crate::span::Place;
use crate::verdict::Circumstances;

/// Disguises every `hit` of a policy. `sources` are those it was analysed from; `today` is the day for content
/// without `created_at`, without it every rule counts as in effect there. One seed always gives one report.
#[must_use]
pub fn run(policy: &Policy, sources: &Sources, seed: u64, today: Option<time::Date>) -> Report {
    let mut hits: Vec<(&Rule, &Example)> = Vec::new();
    for rule in &policy.rules {
        hits.extend(rule.examples.iter().filter(|example| example.hit).map(|example| (rule, example)));
    }
    hits.sort_by_key(|(_, example)| (example.place.file, example.place.span));
    let circumstances = Circumstances { today, all_statuses: true };
    let matcher = Matcher::new(&crate::plan::build(policy));
    let mut attacker = Attacker {
        policy,
        sources,
        matcher,
        circumstances,
        scratch: Scratch::default(),
        report: empty(seed),
        rules: BTreeMap::new(),
        pairs: BTreeMap::new(),
        failed: Vec::new(),
    };
    hits.into_iter().for_each(|(rule, example)| attacker.hit(rule, example));
    attacker.finish()
}

fn empty(seed: u64) -> Report {
    let by_operator = |operator| ByOperator { operator, alone: Tally::default(), in_pairs: Tally::default() };
    Report {
        seed,
        tally: Tally::default(),
        operators: Operator::ALL.map(by_operator).to_vec(),
        pairs: Vec::new(),
        rules: Vec::new(),
        hits: Vec::new(),
        failures: Vec::new(),
    }
}

struct Attacker<'a> {
    policy: &'a Policy,
    sources: &'a Sources,
    matcher: Matcher,
    circumstances: Circumstances,
    scratch: Scratch,
    report: Report,
    rules: BTreeMap<String, OfRule>,
    pairs: BTreeMap<[Operator; 2], Tally>,
    /// Beside the failures of the report: the content that was not caught.
    failed: Vec<Content>,
}

/// What was counted for a rule.
#[derive(Default)]
struct OfRule {
    hits: usize,
    tally: Tally,
    operators: BTreeMap<Operator, Tally>,
}

impl Attacker<'_> {
    fn hit(&mut self, rule: &Rule, example: &Example) {
        let name = &rule.head.qualified;
        let fires = self.fires(name, &example.content);
        let (file, line) = self.place(example.place);
        let mut tally = Tally::default();
        let of_rule = self.rules.entry(name.clone()).or_default();
        of_rule.hits += usize::from(fires);
        let region = self.policy.package.region.as_deref();
        let variants = if fires {
            variants(&self.policy.content, region, &example.content, self.report.seed)
        } else {
            Vec::new()
        };
        for variant in variants {
            let caught = self.fires(name, &variant.content);
            tally.add(caught);
            self.count(name, &variant.operators, caught);
            if !caught {
                let Variant { operators, values, content } = variant;
                let (rule, file, missing) = (name.clone(), file.clone(), Vec::new());
                self.report.failures.push(Failure { rule, file, line, operators, values, missing });
                self.failed.push(content);
            }
        }
        self.report.hits.push(ByHit { rule: name.clone(), file, line, fires, tally });
    }

    fn fires(&mut self, rule: &str, content: &Content) -> bool {
        let verdict = self.matcher.judge_with(&mut self.scratch, content, self.circumstances);
        verdict.rules.iter().any(|fired| *fired.rule == *rule)
    }

    fn place(&self, place: Place) -> (String, u32) {
        let source = self.sources.get(place.file);
        (source.name.clone(), source.line_column(place.span.start).line)
    }

    fn count(&mut self, rule: &str, operators: &[Operator], caught: bool) {
        self.report.tally.add(caught);
        for row in self.report.operators.iter_mut().filter(|row| operators.contains(&row.operator)) {
            if operators.len() == 1 { row.alone.add(caught) } else { row.in_pairs.add(caught) }
        }
        if let &[first, second] = operators {
            self.pairs.entry([first, second]).or_default().add(caught);
        }
        if let Some(of_rule) = self.rules.get_mut(rule) {
            of_rule.tally.add(caught);
            for operator in operators {
                of_rule.operators.entry(*operator).or_default().add(caught);
            }
        }
    }

    fn missing(&self, rule: &str, content: &Content) -> Vec<String> {
        let explained = explain::explain(self.policy, self.sources, content, self.circumstances, Some(rule));
        let rules = explained.map(|explained| explained.rules).unwrap_or_default();
        rules.iter().flat_map(|rule| &rule.missing).map(ToString::to_string).collect()
    }

    fn finish(mut self) -> Report {
        for at in spread(self.report.failures.len()) {
            let missing = self.missing(&self.report.failures[at].rule, &self.failed[at]);
            self.report.failures[at].missing = missing;
        }
        let mut report = self.report;
        let tally_of = |pair| self.pairs.get(&pair).map(|&tally| ByPair { operators: pair, tally });
        report.pairs = pairs(&Operator::ALL).filter_map(tally_of).collect();
        report.rules = self.rules.into_iter().map(|(rule, counted)| by_rule(rule, counted)).collect();
        report
    }
}

fn by_rule(rule: String, counted: OfRule) -> ByRule {
    let by_operator = |(operator, tally)| RuleOperator { operator, tally };
    let operators = counted.operators.into_iter().map(by_operator).collect();
    ByRule { rule, hits: counted.hits, tally: counted.tally, operators }
}
