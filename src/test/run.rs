//! Judges the content of every example and test, and compares the verdict with what is expected.

use std::sync::Arc;

use super::probe::{self, Probes};
use super::{Failure, Kind, Outcome, Report};
use crate::content::Content;
use crate::engine::{Matcher, Scratch};
use crate::explain;
use crate::sema::hir::{self, Example, Expect, ExpectWhat, RuleId};
use crate::source::Sources;
use crate::span::Place;
use crate::verdict::{Circumstances, Verdict};

/// Runs everything. `today` is the day for content without `created_at`; without it every rule counts as in
/// effect there, so that examples do not change with the calendar.
#[must_use]
pub fn run(policy: &hir::Policy, sources: &Sources, today: Option<time::Date>) -> Report {
    let (probed, probes) = probe::add(policy);
    let matcher = Matcher::new(&crate::plan::build(&probed));
    let circumstances = Circumstances { today, all_statuses: true };
    let mut runner = Runner { policy, sources, matcher, probes, circumstances, scratch: Scratch::default() };
    let mut outcomes: Vec<(Place, Outcome)> = Vec::new();
    for (index, rule) in policy.rules.iter().enumerate() {
        let id = RuleId(index as u32);
        outcomes.extend(rule.examples.iter().map(|example| (example.place, runner.example(id, example))));
    }
    outcomes.extend(policy.tests.iter().map(|test| (test.place, runner.test(test))));
    outcomes.sort_by(|(left, a), (right, b)| a.file.cmp(&b.file).then(left.span.cmp(&right.span)));
    Report::new(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

struct Runner<'a> {
    policy: &'a hir::Policy,
    sources: &'a Sources,
    matcher: Matcher,
    probes: Probes,
    circumstances: Circumstances,
    scratch: Scratch,
}

impl Runner<'_> {
    fn judge(&mut self, content: &Content) -> (Verdict, Vec<Arc<str>>) {
        let verdict = self.matcher.judge_with(&mut self.scratch, content, self.circumstances);
        probe::take(verdict)
    }

    fn example(&mut self, id: RuleId, example: &Example) -> Outcome {
        let (verdict, _) = self.judge(&example.content);
        let rule = self.policy[id].head.qualified.clone();
        let (fired, happened) = describe_rule(&rule, &verdict);
        let failure = (fired != example.hit).then(|| Failure {
            expected: format!("rule `{rule}` {}", if example.hit { "fires" } else { "does not fire" }),
            happened,
            line: self.line(example.place),
            missing: if example.hit { self.missing(id, &example.content) } else { Vec::new() },
        });
        let kind = if example.hit { Kind::Hit } else { Kind::Miss };
        self.outcome(kind, rule, example.place, verdict, failure.into_iter().collect())
    }

    fn test(&mut self, test: &hir::Test) -> Outcome {
        let (verdict, holding) = self.judge(&test.given);
        let failure = |expect| self.expect(expect, &test.given, &verdict, &holding);
        let failures = test.expects.iter().filter_map(failure).collect();
        self.outcome(Kind::Test, test.name.clone(), test.place, verdict, failures)
    }

    /// What is wrong with an expectation, if anything. `holding` are the probes that fired.
    fn expect(
        &self,
        expect: &Expect,
        given: &Content,
        verdict: &Verdict,
        holding: &[Arc<str>],
    ) -> Option<Failure> {
        let (what, holds, happened) = self.outcome_of(&expect.what, verdict, holding);
        if holds != expect.negated {
            return None;
        }
        let missing = match expect.what {
            ExpectWhat::Rule(rule) if !expect.negated => self.missing(rule, given),
            _ => Vec::new(),
        };
        let expected = if expect.negated { format!("no {what}") } else { what };
        let line = self.line(expect.place);
        Some(Failure { expected, happened, line, missing })
    }

    /// What is expected in words, whether it is so, and what is the case.
    fn outcome_of(
        &self,
        what: &ExpectWhat,
        verdict: &Verdict,
        holding: &[Arc<str>],
    ) -> (String, bool, String) {
        let holds = |probe: &str| {
            let holds = holding.iter().any(|name| **name == *probe);
            (holds, if holds { "it holds" } else { "it does not hold" }.to_owned())
        };
        match *what {
            ExpectWhat::Rule(id) => {
                let rule = &self.policy[id].head.qualified;
                let (fired, happened) = describe_rule(rule, verdict);
                (format!("rule `{rule}`"), fired, happened)
            }
            ExpectWhat::Action(action) => {
                let happened = format!("action `{}`, {}", verdict.action.name(), describe_rules(verdict));
                (format!("action `{}`", action.name()), verdict.action == action, happened)
            }
            ExpectWhat::Exempt(id) => {
                let (holds, happened) = holds(self.probes.of_exempt(id));
                (format!("exempt `{}`", self.policy[id].head.qualified), holds, happened)
            }
            ExpectWhat::Signal(id) => {
                let (holds, happened) = holds(self.probes.of_signal(id));
                (format!("signal `{}`", self.policy[id].head.qualified), holds, happened)
            }
        }
    }

    /// What would have to change for a rule to fire.
    fn missing(&self, rule: RuleId, content: &Content) -> Vec<String> {
        let name = Some(self.policy[rule].head.qualified.as_str());
        let explained = explain::explain(self.policy, self.sources, content, self.circumstances, name);
        let rules = explained.map(|explained| explained.rules).unwrap_or_default();
        rules.iter().flat_map(|rule| &rule.missing).map(ToString::to_string).collect()
    }

    fn outcome(
        &self,
        kind: Kind,
        name: String,
        place: Place,
        verdict: Verdict,
        failures: Vec<Failure>,
    ) -> Outcome {
        let (file, line) = (self.sources.get(place.file).name.clone(), self.line(place));
        Outcome { kind, name, file, line, passed: failures.is_empty(), failures, verdict }
    }

    fn line(&self, place: Place) -> u32 {
        self.sources.get(place.file).line_column(place.span.start).line
    }
}

/// Whether a rule fired, and in words which ones did.
fn describe_rule(rule: &str, verdict: &Verdict) -> (bool, String) {
    match verdict.rules.iter().any(|fired| *fired.rule == *rule) {
        true => (true, "it fires".to_owned()),
        false => (false, describe_rules(verdict)),
    }
}

fn describe_rules(verdict: &Verdict) -> String {
    let names: Vec<String> = verdict.rules.iter().map(|fired| format!("`{}`", fired.rule)).collect();
    match names.as_slice() {
        [] => "no rule fires".to_owned(),
        [name] => format!("{name} fires"),
        names => format!("{} fire", names.join(", ")),
    }
}
