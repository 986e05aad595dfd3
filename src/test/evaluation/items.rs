//! Examples and tests as what they are for evaluation: contents with expectations.

use crate::content::Content;
use crate::sema::hir::{Action, ExemptId, ExpectWhat, Policy, RuleId, SignalId};
use crate::span::Place;

/// An example or test.
pub(in crate::test) struct Item<'a> {
    /// The whole.
    pub(in crate::test) place: Place,
    /// On what.
    pub(in crate::test) content: &'a Content,
    /// What is expected, and whether that it is so or that it is not.
    pub(in crate::test) expects: Vec<(Target, bool)>,
}

/// What can be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::test) enum Target {
    /// That a rule fires.
    Rule(RuleId),
    /// That an exemption holds.
    Exempt(ExemptId),
    /// That a signal holds.
    Signal(SignalId),
    /// That this is the content's action.
    Action(Action),
}

/// All of them, in order of place.
pub(in crate::test) fn items(policy: &Policy) -> Vec<Item<'_>> {
    let rules = (0..).map(RuleId).zip(&policy.rules);
    let examples = rules.flat_map(|(id, rule)| {
        rule.examples.iter().map(move |example| Item {
            place: example.place,
            content: &example.content,
            expects: vec![(Target::Rule(id), example.hit)],
        })
    });
    let tests = policy.tests.iter().map(|test| Item {
        place: test.place,
        content: &test.given,
        expects: test.expects.iter().map(|expect| (Target::of(&expect.what), !expect.negated)).collect(),
    });
    let mut items: Vec<Item<'_>> = examples.chain(tests).collect();
    items.sort_by_key(|item| (item.place.file, item.place.span));
    items
}

impl Target {
    const fn of(what: &ExpectWhat) -> Self {
        match *what {
            ExpectWhat::Rule(rule) => Self::Rule(rule),
            ExpectWhat::Exempt(exempt) => Self::Exempt(exempt),
            ExpectWhat::Signal(signal) => Self::Signal(signal),
            ExpectWhat::Action(action) => Self::Action(action),
        }
    }
}
