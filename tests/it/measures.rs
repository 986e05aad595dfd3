//! What `test --coverage` and `test --mutate` say of one policy, in all their forms, beside the policy.

use std::path::Path;

use varne::package::Package;
use varne::sema;
use varne::test::{coverage, mutate};

use crate::command::Folder;

fn measured() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/test/measured.varne");
    std::fs::read_to_string(path).expect("the case is there")
}

fn snapshot(name: &str, page: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/test"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, page));
}

fn with_measured() -> Folder {
    Folder::new().file("measured.varne", measured())
}

/// What follows the examples.
fn after_examples(out: &str) -> &str {
    out.split_once("\n\n").expect("the examples, then the rest").1
}

#[test]
fn coverage_tells_what_no_example_reaches() {
    let ran = with_measured().run("test measured.varne --coverage").ends(0);
    snapshot("coverage", &format!("{}\n---- stderr\n{}", after_examples(&ran.out), ran.err));
}

#[test]
fn mutants_tell_what_no_example_would_notice() {
    let ran = with_measured().run("test measured.varne --mutate").ends(0);
    snapshot("mutants", &format!("{}\n---- stderr\n{}", after_examples(&ran.out), ran.err));
}

#[test]
fn json_has_both() {
    let folder = with_measured();
    let ran = folder.run("test measured.varne --coverage --mutate --format json").ends(0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("one object");
    let measures = serde_json::json!({ "coverage": json["coverage"], "mutants": json["mutants"] });
    snapshot("json", &serde_json::to_string_pretty(&measures).expect("JSON"));
    let plain = folder.run("test measured.varne --format json").ends(0);
    assert!(!plain.out.contains("\"coverage\"") && !plain.out.contains("\"mutants\""), "{}", plain.out);
}

#[test]
fn the_page_colours_the_source() {
    let folder = with_measured();
    folder.run("test measured.varne --coverage --html page.html").ends(0);
    let page = folder.read("page.html");
    let body = page.split_once("<main>").expect("a page").1;
    snapshot("page", body);
}

#[test]
fn junit_lists_mutants_without_failing() {
    let folder = with_measured();
    folder.run("test measured.varne --mutate --junit report.xml").ends(0);
    snapshot("junit", &folder.read("report.xml"));
    folder.run("test measured.varne --mutate --junit report.xml --min-score 99").ends(1);
    let xml = folder.read("report.xml");
    assert!(xml.contains("failures=\"1\"") && xml.contains("mutation score of at least 99 %"), "{xml}");
}

#[test]
fn a_least_score_decides_the_exit_code() {
    let folder = with_measured();
    folder.run("test measured.varne --mutate --min-score 10").ends(0);
    let ran = folder.run("test measured.varne --mutate --min-score 99.5").ends(1);
    assert!(
        ran.err.ends_with("too few mutants are noticed: at least 99.5 % were asked for\n"),
        "{}",
        ran.err
    );
    for wrong in ["test measured.varne --min-score 10", "test measured.varne --mutate --min-score 101"] {
        folder.run(wrong).ends(2);
    }
    folder.run("test measured.varne --html page.html").ends(2);
    assert_eq!(folder.names(), ["measured.varne"], "nothing is written");
}

#[test]
fn a_policy_without_examples_says_so() {
    let folder = Folder::new().file("p.varne", "rule r { when \"cash\" then label because \"b\" }");
    let ran = folder.run("test p.varne --coverage --mutate --attack").ends(0);
    snapshot("without_examples", &format!("{}\n---- stderr\n{}", ran.out, ran.err));
}

#[test]
fn a_table_of_terms_is_measured_too() {
    let folder = Folder::new().file("words.csv", "lang,term\nen,boat[s|ing|ed]\nen,ship\n").file(
        "p.varne",
        "lexicon words from \"words.csv\"\nrule r { when words then label because \"b\" hit \"boats\" }",
    );
    let ran = folder.run("test p.varne --coverage --mutate --html page.html").ends(0);
    assert!(ran.out.contains("words.csv:3  term never occurs: \"ship\""), "{}", ran.out);
    assert!(
        ran.out.contains("words.csv:2  alternative never occurs: \"boat[s|ing|ed]\" with ing, ed"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("words.csv:3  drop `\"ship\"`"), "{}", ran.out);
    assert!(folder.read("page.html").contains("words.csv</h2>"));
}

/// What is measured must not take long: an author waits for it.
#[test]
fn the_shipped_package_can_be_measured() {
    let package = Package::read_from_disk(Path::new("policies")).expect("the package is there");
    let analysis = sema::analyse(&package);
    let policy = analysis.policy.expect("the package is correct");
    let coverage = coverage::run(&policy, &analysis.sources, None);
    let mutants = mutate::run(&policy, &analysis.sources, None);
    assert_eq!(coverage.missing.len(), coverage.all - coverage.reached);
    assert_eq!(mutants.unnoticed.len(), mutants.all - mutants.noticed);
    // One order, whatever the run.
    assert_eq!(coverage, coverage::run(&policy, &analysis.sources, None));
    assert_eq!(mutants, mutate::run(&policy, &analysis.sources, None));
}
