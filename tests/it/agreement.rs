//! Matcher and reference agree: random policies in source text, random content built from their words,
//! and whole verdicts compared, with every optimisation on, with each off, and with all off, and by a matcher
//! that went through a compiled file.
//!
//! A case is one content under one policy. `PROPTEST_CASES` sets how many policies are tried,
//! `PROPTEST_RNG_SEED` repeats a run; a failure is shrunk and remembered by proptest.

#[path = "agreement/changes.rs"]
mod changes;
#[path = "agreement/contents.rs"]
mod contents;
#[path = "agreement/fixes.rs"]
mod fixes;
#[path = "agreement/mutants.rs"]
mod mutants;
#[path = "agreement/policies.rs"]
pub(crate) mod policies;
#[path = "agreement/words.rs"]
mod words;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use varne::compile::{self, Compiler};
use varne::content::Content;
use varne::diag::Code;
use varne::engine::{Matcher, Scratch};
use varne::package::{Files, Module, Package};
use varne::plan::{self, Options};
use varne::reference;
use varne::sema::{self, hir::Policy};
use varne::source::Sources;
use varne::verdict::{Circumstances, Verdict};

/// Contents tried on a policy on average; with [`POLICIES`] the cases of a run.
const CONTENTS: usize = 16;

/// Policies tried unless the environment says otherwise: 11,200 cases.
const POLICIES: u32 = 700;

/// Everything on, each off, everything off.
const OPTIONS: [Options; 7] = [
    Options::ALL,
    Options { fold: false, ..Options::ALL },
    Options { share: false, ..Options::ALL },
    Options { order: false, ..Options::ALL },
    Options { trigger: false, ..Options::ALL },
    Options { sift: false, ..Options::ALL },
    Options::NONE,
];

fn config() -> Config {
    let config = Config::default();
    let chosen = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if chosen { config.cases } else { POLICIES };
    Config { cases, max_global_rejects: cases.saturating_mul(2), ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_matcher_agrees_with_the_reference(
        source in policies::policy(),
        contents in prop::collection::vec(contents::content(), 1..2 * CONTENTS),
    ) {
        let policy = compile(&source);
        prop_assume!(policy.is_some());
        let policy = policy.unwrap();
        let matchers = OPTIONS.map(|options| Matcher::new(&plan::build_with(&policy, options)));
        let opened = opened(&source);
        let mut scratch = Scratch::default();
        for content in &contents {
            let content = content.build(&policy.content);
            for circumstances in all_circumstances() {
                let expected = reference::judge(&policy, &content, circumstances);
                for (matcher, options) in matchers.iter().zip(OPTIONS) {
                    let found = matcher.judge_with(&mut scratch, &content, circumstances);
                    prop_assert_eq!(shown(&found), shown(&expected), "{:?} on\n{}", options, source);
                }
                let found = opened.judge_with(&mut scratch, &content, circumstances);
                prop_assert_eq!(shown(&found), shown(&expected), "opened, on\n{}", source);
            }
        }
    }
}

/// As JSON: a verdict in full, readable where two differ.
fn shown(verdict: &Verdict) -> String {
    serde_json::to_string_pretty(verdict).expect("verdicts are JSON")
}

fn all_circumstances() -> [Circumstances; 2] {
    let today = time::Date::from_calendar_date(2026, time::Month::June, 15).ok();
    [Circumstances { today: None, all_statuses: true }, Circumstances { today, all_statuses: false }]
}

/// The data files that random policies name.
pub(crate) struct DataFiles;

impl Files for DataFiles {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let hashes = match path {
            "exact.txt" | "near.txt" => contents::HASHES[..2].iter().map(contents::hex),
            _ => return Err(std::io::ErrorKind::NotFound.into()),
        };
        Ok(hashes.collect::<Vec<_>>().join("\n").into_bytes())
    }
}

/// Checks a source text, which is correct by construction but for one thing that is hard to see from
/// the parts of an expression: a `then` that can never come to pass. `None` for such a policy.
fn compile(source: &str) -> Option<Policy> {
    compile_with_sources(source).map(|(policy, _)| policy)
}

fn compile_with_sources(source: &str) -> Option<(Policy, Sources)> {
    let analysis = sema::analyse(&package(source));
    let mut errors = analysis.diagnostics.iter().filter(|problem| problem.is_error());
    if let Some(error) = errors.find(|problem| problem.code != Code::UnreachableThen) {
        panic!("{error:#?}\n{source}");
    }
    Some((analysis.policy?, analysis.sources))
}

const MANIFEST: &str =
    "[package]\nname = \"m\"\nversion = \"1\"\nedition = 1\n[lints]\nidentity-only = \"allow\"\n";

fn package(source: &str) -> Package {
    let module =
        Module { name: "m".to_owned(), path: "m.varne".to_owned(), bytes: source.as_bytes().to_vec() };
    Package {
        // What a rule goes by is left to chance here.
        manifest: Some(MANIFEST.as_bytes().to_vec()),
        fallback_name: "m".to_owned(),
        modules: vec![module],
        files: Box::new(DataFiles),
    }
}

/// The matcher of a correct source, written to a compiled file and read back.
fn opened(source: &str) -> Matcher {
    let compiled = Compiler::new(package(source)).compile().expect("a policy without errors");
    compile::open(&compiled.to_bytes()).expect("a compiled policy").matcher()
}

/// A generator that never makes a rule fire would prove nothing.
#[test]
fn random_policies_fire_on_random_content() {
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let strategy = (policies::policy(), prop::collection::vec(contents::content(), 8));
    let (mut fired, mut silent, mut exempt, mut told, mut undone) = (0, 0, 0, 0, 0);
    for _ in 0..100 {
        let (source, contents) = strategy.new_tree(&mut runner).unwrap().current();
        let Some(policy) = compile(&source) else { continue };
        for content in contents {
            let content: Content = content.build(&policy.content);
            let verdict = reference::judge(&policy, &content, Circumstances::default());
            *(if verdict.rules.is_empty() { &mut silent } else { &mut fired }) += 1;
            exempt += usize::from(!verdict.exempt.is_empty());
            let evidence = || verdict.rules.iter().flat_map(|rule| &rule.evidence);
            undone += usize::from(evidence().any(|evidence| !evidence.readings.is_empty()));
            told += usize::from(verdict.rules.iter().any(|rule| rule.evidence.len() > 1));
        }
    }
    let seen =
        format!("{fired} fired, {silent} silent, {exempt} exempt, {told} with evidence, {undone} disguised");
    assert!(fired > 120 && silent > 120 && exempt > 10 && told > 60 && undone > 20, "{seen}");
}
