//! `diff` is never wrong: of random policies and random edits of them, whatever is claimed to be proven holds on random
//! content, on content made of the terms of both, and on the content that shows where other rules differ; and what is shown
//! is so.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::Index;
use varne::content::Content;
use varne::diff::{Meaning, Report, Which, Written, diff};
use varne::engine::{Matcher, Scratch};
use varne::logic::{Inclusions, Problem};
use varne::plan;
use varne::reference::Interpreter;
use varne::sema::hir::{ExprId, Policy};
use varne::sema::{self, Analysis};
use varne::verdict::Circumstances;

use super::{contents, package, policies};

/// Pairs tried unless the environment says otherwise.
const PAIRS: u32 = 24;

/// What is changed into what, one place at a time.
const EDITS: [(&str, &str); 31] = [
    (" and ", " or "),
    (" or ", " and "),
    (" near ", " then "),
    (" then ", " near "),
    ("within 1 words", "within 2 words"),
    ("within 3 words", "within 2 words"),
    ("within 4 words", "within sentence"),
    (" within sentence", ""),
    (">= 2", ">= 3"),
    (">= 1", ">= 2"),
    ("== 2", ">= 2"),
    ("+1 ", "+2 "),
    ("+2 ", "+3 "),
    ("up to 3", "up to 2"),
    ("any of", "2 of"),
    ("2 of", "all of"),
    ("1 of", "none of"),
    ("boat*\"", "boat\""),
    ("\"boat\"", "\"boat*\""),
    ("\"uk\"", "\"uk\", \"sea\""),
    ("boats", "boat"),
    ("crossing\"", "cross*\""),
    (" <1> ", " <3> "),
    (" <3> ", " "),
    ("\"~1", "\""),
    ("plain \"", "\""),
    (" starts", ""),
    (" in title", " in (title, hashtags)"),
    ("count(", "distinct("),
    ("amount >= 500", "amount >= 400"),
    ("[\"sq\", \"ku\"]", "[\"sq\"]"),
];

fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    let chosen = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if chosen { config.cases } else { PAIRS };
    ProptestConfig { cases, max_global_rejects: cases.saturating_mul(8), ..config }
}

/// The source with a few edits, those that leave it correct.
fn edited(source: &str, choices: &[Index]) -> Option<(String, Analysis)> {
    let mut edited: Option<(String, Analysis)> = None;
    for choice in choices {
        let text = edited.as_ref().map_or(source, |(text, _)| text);
        let places = EDITS.iter().flat_map(|(from, to)| {
            text.match_indices(from).map(|(at, _)| (at..at + from.len(), *to)).collect::<Vec<_>>()
        });
        let places: Vec<(Range<usize>, &str)> = places.collect();
        let (range, to) = places.get(choice.index(places.len().max(1)))?.clone();
        let mut other = text.to_owned();
        other.replace_range(range, to);
        let analysis = sema::analyse(&package(&other));
        if analysis.policy.is_some() {
            edited = Some((other, analysis));
        }
    }
    edited
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_diff_says_is_so(
        source in policies::policy(),
        choices in prop::collection::vec(any::<Index>(), 1..4),
        contents in prop::collection::vec(contents::content(), 12),
    ) {
        let old = sema::analyse(&package(&source));
        let changed = edited(&source, &choices);
        prop_assume!(old.policy.is_some() && changed.is_some());
        let (text, new) = changed.unwrap();
        let (before, after) = (old.policy.as_ref().unwrap(), new.policy.as_ref().unwrap());
        let report = diff(
            Written { policy: before, sources: &old.sources },
            Written { policy: after, sources: &new.sources },
        ).unwrap();
        let mut all: Vec<Content> = contents.iter().map(|draft| draft.build(&before.content)).collect();
        all.extend(shown(&report, before));
        for content in &all {
            check(&report, before, after, content).map_err(|wrong| {
                TestCaseError::fail(format!("{wrong}\n{source}\n--- and then ---\n{text}\n{:?}", content.values))
            })?;
        }
    }

    /// What is seen from the forms of conditions alone, of every two rules of both policies, holds on random content, as the
    /// matchers of both and the reference interpreter have it.
    #[test]
    fn forms_never_claim_too_much(
        source in policies::policy(),
        choices in prop::collection::vec(any::<Index>(), 1..4),
        contents in prop::collection::vec(contents::content(), 12),
    ) {
        let old = sema::analyse(&package(&source));
        let changed = edited(&source, &choices);
        prop_assume!(old.policy.is_some() && changed.is_some());
        let (text, new) = changed.unwrap();
        let (before, after) = (old.policy.as_ref().unwrap(), new.policy.as_ref().unwrap());
        let contents: Vec<Content> = contents.iter().map(|draft| draft.build(&before.content)).collect();
        let mut problem = Problem::default();
        let mut all = Vec::new();
        for policy in [before, after] {
            let side = problem.add(policy);
            let fired = fired(policy, &contents);
            for rule in &policy.rules {
                let held: Vec<bool> =
                    contents.iter().map(|content| holds(policy, (rule.when, rule.unless), content)).collect();
                let name = &rule.head.qualified;
                let fired: Vec<bool> = fired.iter().map(|fired| fired.contains(name)).collect();
                prop_assert_eq!(&held, &fired, "{} of\n{}", name, text);
                all.push((problem.rule(side, rule), name, held));
            }
        }
        let mut inclusions = Inclusions::new(&problem);
        for (one, name, held) in &all {
            for (other, wider, there) in &all {
                let broken = held.iter().zip(there).position(|(&held, &there)| held && !there);
                if let Some(place) = broken.filter(|_| inclusions.implies(*one, *other)) {
                    return Err(TestCaseError::fail(format!(
                        "{name} does not imply {wider} on {:?}\n{source}\n--- and then ---\n{text}",
                        contents[place].values
                    )));
                }
            }
        }
    }
}

/// The rules that fire on each content, whatever their status.
fn fired(policy: &Policy, contents: &[Content]) -> Vec<Vec<String>> {
    let mut timeless = policy.clone();
    timeless.rules.iter_mut().for_each(|rule| rule.effective = None);
    let matcher = Matcher::new(&plan::build(&timeless));
    let circumstances = Circumstances { today: None, all_statuses: true };
    let names = |content: &Content| {
        let verdict = matcher.judge_with(&mut Scratch::default(), content, circumstances);
        verdict.rules.iter().map(|fired| fired.rule.to_string()).collect()
    };
    contents.iter().map(names).collect()
}

/// The content that shows where rules differ.
fn shown(report: &Report, policy: &Policy) -> Vec<Content> {
    let changes = report.rules.iter().chain(&report.exempts);
    let shown = changes.flat_map(|change| &change.witnesses);
    shown
        .map(|witness| policy.content.read_value(&witness.content).expect("content that can be read"))
        .collect()
}

/// Holds what is claimed to what both policies say of content.
fn check(report: &Report, old: &Policy, new: &Policy, content: &Content) -> Result<(), String> {
    for change in &report.rules {
        let find = |policy: &Policy| {
            let rule = policy.rules.iter().find(|rule| rule.head.qualified == change.name)?;
            Some((rule.when, rule.unless))
        };
        let (Some(before), Some(after)) = (find(old), find(new)) else { continue };
        let (before, after) = (holds(old, before, content), holds(new, after, content));
        let is_possible = match change.verdict {
            Meaning::Equivalent => before == after,
            Meaning::Wider => !before || after,
            Meaning::Narrower => before || !after,
            _ => true,
        };
        if !is_possible {
            return Err(format!("{} is {:?}, but {before} became {after}", change.name, change.verdict));
        }
        for witness in &change.witnesses {
            let content = old.content.read_value(&witness.content).expect("content that can be read");
            let (before, after) = (find(old).expect("a rule of both"), find(new).expect("a rule of both"));
            let found = (holds(old, before, &content), holds(new, after, &content));
            if found != (witness.only == Which::Old, witness.only == Which::New) {
                return Err(format!("{} does not differ on {}", change.name, witness.content));
            }
        }
    }
    Ok(())
}

fn holds(policy: &Policy, (when, unless): (ExprId, Option<ExprId>), content: &Content) -> bool {
    let interpreter = Interpreter::new(policy, content, Circumstances::default());
    let truth = |expr: ExprId| interpreter.truth(expr, interpreter.default_scope());
    truth(when) && !unless.is_some_and(truth)
}

/// A tool that never knows would never be wrong.
#[test]
fn most_random_changes_are_decided() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
    let strategy = (policies::policy(), prop::collection::vec(any::<Index>(), 2));
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for _ in 0..16 {
        let (source, choices) = strategy.new_tree(&mut runner).unwrap().current();
        let old = sema::analyse(&package(&source));
        let (Some(before), Some((_, new))) = (&old.policy, edited(&source, &choices)) else { continue };
        let Some(after) = &new.policy else { continue };
        let report = diff(
            Written { policy: before, sources: &old.sources },
            Written { policy: after, sources: &new.sources },
        );
        for change in report.unwrap().rules.iter().filter(|change| !change.untouched) {
            if std::env::var_os("VARNE_SHOW_UNKNOWN").is_some() && change.verdict == Meaning::Unknown {
                eprintln!("{:?} {:?}", change.why, change.unknown);
            }
            *counts.entry(change.verdict.name()).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    let unknown = counts.get("unknown").copied().unwrap_or(0);
    assert!(all > 8 && unknown * 3 < all, "{counts:?}");
}
