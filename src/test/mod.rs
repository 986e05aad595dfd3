//! Runs the `hit`, `miss` and `test` items of a policy on the matcher. In: a checked policy. Out: a [`Report`]
//! with an outcome per item, which the files beside this one write as text, JSON or JUnit XML. Examples are
//! what keeps a policy honest while it changes, so each of them is counted and has its place.

mod junit;
mod probe;
mod text;

use std::sync::Arc;

use serde::Serialize;

use crate::content::Content;
use crate::engine::{Matcher, Scratch};
use crate::sema::hir::{self, Example, Expect, ExpectWhat};
use crate::source::Sources;
use crate::span::Place;
use crate::verdict::{Circumstances, Verdict};
use probe::Probes;

/// What became of every example and test, in order of place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// How many came out as expected.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// One per item.
    pub outcomes: Vec<Outcome>,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What sort of item.
    pub kind: Kind,
    /// The rule of an example, the name of a test.
    pub name: String,
    /// Path of its module.
    pub file: String,
    /// Where it starts, from 1.
    pub line: u32,
    /// Whether everything was as expected.
    pub passed: bool,
    /// What was not, in the order of the expectations.
    pub failures: Vec<Failure>,
    /// The verdict on its content.
    pub verdict: Verdict,
    /// The content it was about.
    #[serde(skip)]
    pub content: Content,
    /// The rule it is about, where it is about one.
    #[serde(skip)]
    pub rule: Option<hir::RuleId>,
}

/// The sorts of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A rule's example that must fire.
    Hit,
    /// A rule's example that must not.
    Miss,
    /// A test with expectations.
    Test,
}

/// An expectation that was disappointed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// What was expected.
    pub expected: String,
    /// What happened instead.
    pub happened: String,
    /// Where it is written, from 1.
    pub line: u32,
}

/// Runs everything. `today` is the day for content without `created_at`; without it every rule counts as in
/// effect there, so that examples do not change with the calendar.
#[must_use]
pub fn run(policy: &hir::Policy, sources: &Sources, today: Option<time::Date>) -> Report {
    let (probed, probes) = probe::add(policy);
    let matcher = Matcher::new(crate::plan::build(&probed));
    let circumstances = Circumstances { today, all_statuses: true };
    let mut runner = Runner { policy, sources, matcher, probes, circumstances, scratch: Scratch::default() };
    let mut outcomes: Vec<(Place, Outcome)> = Vec::new();
    for (index, rule) in policy.rules.iter().enumerate() {
        let id = hir::RuleId(index as u32);
        outcomes.extend(rule.examples.iter().map(|example| (example.place, runner.example(id, example))));
    }
    outcomes.extend(policy.tests.iter().map(|test| (test.place, runner.test(test))));
    outcomes.sort_by_key(|(place, outcome)| (outcome.file.clone(), place.span));
    Report::new(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

impl Report {
    fn new(outcomes: Vec<Outcome>) -> Self {
        let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
        Self { passed, failed: outcomes.len() - passed, outcomes }
    }
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

    fn example(&mut self, id: hir::RuleId, example: &Example) -> Outcome {
        let rule = &self.policy[id].head.qualified;
        let (verdict, _) = self.judge(&example.content);
        let fired = verdict.rules.iter().any(|fired| *fired.rule == **rule);
        let failure = (fired != example.hit).then(|| Failure {
            expected: format!("rule `{rule}` {}", if example.hit { "fires" } else { "does not fire" }),
            happened: if fired { "it fires".to_owned() } else { describe_rules(&verdict) },
            line: self.line(example.place),
        });
        let kind = if example.hit { Kind::Hit } else { Kind::Miss };
        let outcome = self.outcome(kind, rule.clone(), example.place, &example.content, verdict, failure);
        Outcome { rule: Some(id), ..outcome }
    }

    fn test(&mut self, test: &hir::Test) -> Outcome {
        let (verdict, holding) = self.judge(&test.given);
        let failures: Vec<Failure> =
            test.expects.iter().filter_map(|expect| self.expect(expect, &verdict, &holding)).collect();
        let rule = test.expects.iter().find_map(|expect| match expect.what {
            ExpectWhat::Rule(rule) => Some(rule),
            _ => None,
        });
        let outcome = self.outcome(Kind::Test, test.name.clone(), test.place, &test.given, verdict, failures);
        Outcome { rule, ..outcome }
    }

    fn expect(&self, expect: &Expect, verdict: &Verdict, holding: &[Arc<str>]) -> Option<Failure> {
        let holds = |probe: &str| holding.iter().any(|name| **name == *probe);
        let (what, holds, happened) = match expect.what {
            ExpectWhat::Rule(id) => {
                let rule = &self.policy[id].head.qualified;
                let fired = verdict.rules.iter().any(|fired| *fired.rule == **rule);
                (
                    format!("rule `{rule}`"),
                    fired,
                    if fired { "it fires".into() } else { describe_rules(verdict) },
                )
            }
            ExpectWhat::Action(action) => {
                let happened = format!("action `{}`; {}", word(&verdict.action), describe_rules(verdict));
                (format!("action `{}`", word(&action)), verdict.action == action, happened)
            }
            ExpectWhat::Exempt(id) => {
                let holds = holds(self.probes.of_exempt(id));
                (format!("exempt `{}`", self.policy[id].head.qualified), holds, describe_holding(holds))
            }
            ExpectWhat::Signal(id) => {
                let holds = holds(self.probes.of_signal(id));
                (format!("signal `{}`", self.policy[id].head.qualified), holds, describe_holding(holds))
            }
        };
        let expected = if expect.negated { format!("no {what}") } else { what };
        (holds == expect.negated).then(|| Failure { expected, happened, line: self.line(expect.place) })
    }

    fn outcome(
        &self,
        kind: Kind,
        name: String,
        place: Place,
        content: &Content,
        verdict: Verdict,
        failures: impl IntoIterator<Item = Failure>,
    ) -> Outcome {
        let failures: Vec<Failure> = failures.into_iter().collect();
        Outcome {
            kind,
            name,
            file: self.sources.get(place.file).name.clone(),
            line: self.line(place),
            passed: failures.is_empty(),
            failures,
            verdict,
            content: content.clone(),
            rule: None,
        }
    }

    fn line(&self, place: Place) -> u32 {
        self.sources.get(place.file).line_column(place.span.start).line
    }
}

fn describe_holding(holds: bool) -> String {
    if holds { "it holds".to_owned() } else { "it does not hold".to_owned() }
}

/// Which rules fired, for a message.
fn describe_rules(verdict: &Verdict) -> String {
    let names: Vec<String> = verdict.rules.iter().map(|fired| format!("`{}`", fired.rule)).collect();
    match names.as_slice() {
        [] => "no rule fires".to_owned(),
        [name] => format!("{name} fires"),
        names => format!("{} fire", names.join(", ")),
    }
}

/// The word that the language has for an action.
fn word(action: &hir::Action) -> &'static str {
    match action {
        hir::Action::None => "none",
        hir::Action::Label => "label",
        hir::Action::Review => "review",
        hir::Action::Restrict => "restrict",
        hir::Action::Remove => "remove",
    }
}
