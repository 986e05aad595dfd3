//! The conformance cases of `tests/conformance/`: every file there quotes the language page and shows
//! what it means, and every engine must agree. How a case is written is told in `case.rs`.

#[path = "conformance/case.rs"]
mod case;
#[path = "conformance/marked.rs"]
mod marked;
#[path = "conformance/subset.rs"]
mod subset;

use std::path::{Path, PathBuf};

use varne::content::Content;
use varne::sema::hir::Policy;
use varne::verdict::{Circumstances, Verdict};
use varne::{engine, plan, reference, sema};

use case::{Case, Check, Expected};
use marked::{Mark, Marked};

/// An engine by its name.
type Engine = (&'static str, Box<dyn Fn(&Content, Circumstances) -> Verdict>);

fn engines(policy: &Policy) -> Vec<Engine> {
    let matcher = engine::Matcher::new(&plan::build(policy));
    let policy = policy.clone();
    vec![
        ("reference", Box::new(move |content, now| reference::judge(&policy, content, now))),
        (
            "matcher",
            Box::new(move |content, now| matcher.judge_with(&mut engine::Scratch::default(), content, now)),
        ),
    ]
}

#[test]
fn every_engine_conforms_to_the_language_page() {
    let files = case_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance"));
    let failures: Vec<String> = files.iter().flat_map(|file| failures_of(file)).collect();
    assert!(files.len() >= 100, "only {} case files found", files.len());
    assert!(failures.is_empty(), "{} failures\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Every case file, in order of path.
fn case_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of cases") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(case_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "case") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn failures_of(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a readable case");
    let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("a path of this crate").display();
    let case = Case::parse(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    run(&case).into_iter().map(|failure| format!("{name}\n  {failure}")).collect()
}

fn run(case: &Case) -> Vec<String> {
    let analysis = sema::analyse(&case.package());
    let mut codes: Vec<&str> =
        analysis.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.code.number()).collect();
    codes.dedup();
    if codes != case.refused {
        let said: Vec<String> =
            analysis.diagnostics.iter().map(|d| format!("{}: {} ({})", d.code, d.message, d.label)).collect();
        return vec![format!("the policy is refused by {codes:?}, not {:?}: {said:?}", case.refused)];
    }
    let Some(policy) = analysis.policy else { return Vec::new() };
    let engines = engines(&policy);
    case.checks.iter().flat_map(|check| failures_of_check(check, &policy, &engines)).collect()
}

fn failures_of_check(check: &Check, policy: &Policy, engines: &[Engine]) -> Vec<String> {
    let Marked { line, marks } = Marked::parse(&check.content);
    let content = match (policy.content.read(line.as_bytes()), &check.expected) {
        (Err(_), Expected::Unreadable) => return Vec::new(),
        (Err(reason), _) => return vec![format!("{line}\n  is unreadable: {reason}")],
        (Ok(_), Expected::Unreadable) => return vec![format!("{line}\n  is readable")],
        (Ok(content), _) => content,
    };
    let judged = |(name, judge): &Engine| {
        let verdict = judge(&content, check.circumstances);
        let problem = problem(&check.expected, &verdict, &marks)?;
        let shown = serde_json::to_string(&verdict).expect("a verdict is JSON");
        Some(format!("{name} on {}\n    {problem}\n    {shown}", check.content))
    };
    engines.iter().filter_map(judged).collect()
}

fn problem(expected: &Expected, verdict: &Verdict, marks: &[Mark]) -> Option<String> {
    match expected {
        Expected::Fires => wrong_spans(verdict, marks),
        Expected::Silent => (!verdict.rules.is_empty()).then(|| "fires, but should not".to_owned()),
        Expected::Verdict(expected) => subset::difference(
            expected,
            &serde_json::to_value(verdict).expect("a verdict is JSON"),
            "verdict",
        ),
        Expected::Unreadable => Some("is readable, but should not be".to_owned()),
    }
}

/// The evidence of a rule that fires must stand exactly where the case marks it.
fn wrong_spans(verdict: &Verdict, marks: &[Mark]) -> Option<String> {
    if verdict.rules.is_empty() {
        return Some("does not fire, but should".to_owned());
    }
    let evidence = verdict.rules.iter().flat_map(|rule| &rule.evidence);
    let mut found: Vec<Mark> =
        evidence.map(|found| (found.field.to_string(), found.start as usize, found.end as usize)).collect();
    found.sort();
    found.dedup();
    (found != marks).then(|| format!("evidence at {found:?}, expected {marks:?}"))
}
