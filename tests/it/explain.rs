//! Explanations: every policy of `tests/cases/explain/` is explained on the contents of its tests; a
//! snapshot shows the policy and the explanations on one page.

use std::fmt::Write as _;
use std::path::Path;

use varne::package::{Files, Module, Package};
use varne::sema::{self, Analysis};
use varne::verdict::Circumstances;
use varne::{explain, sema::hir::Policy};

/// No data files.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

fn analysed(text: &str) -> (Policy, Analysis) {
    let module = Module { name: "case".into(), path: "case.varne".into(), bytes: text.as_bytes().to_vec() };
    let package = Package {
        manifest: None,
        fallback_name: "case".into(),
        modules: vec![module],
        files: Box::new(NoFiles),
    };
    let mut analysis = sema::analyse(&package);
    let policy = analysis.policy.take().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
    (policy, analysis)
}

fn page(text: &str) -> String {
    let (policy, analysis) = analysed(text);
    let mut page = text.to_owned();
    for test in &policy.tests {
        let explanation =
            explain::explain(&policy, &analysis.sources, &test.given, Circumstances::default(), None)
                .expect("no rule is named");
        let _ = write!(page, "\n──── {}\n{}", test.name, explanation.to_text(false));
    }
    page
}

#[test]
fn explanations_show_what_held_and_what_did_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/explain");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "varne") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            settings.bind(|| insta::assert_snapshot!(name, page(&std::fs::read_to_string(&path).unwrap())));
        }
    }
}

#[test]
fn colour_uses_check_marks() {
    let text =
        "rule r { when \"boat\" then review because \"case\" }\ntest \"t\" { given \"boat\" expect rule r }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let explanation =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), Some("r")).unwrap();
    assert!(explanation.to_text(true).starts_with("\u{1b}[32m✓\u{1b}[0m case.r fires\n"));
}

#[test]
fn json_has_the_same_facts() {
    let text = "rule r { when \"boat\" near \"dover\" within 1 words then review because \"case\" }\ntest \"t\" { given \"boat to old Dover\" expect no rule r }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let explanation =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), None).unwrap();
    let json: serde_json::Value = serde_json::from_str(&explanation.to_json().unwrap()).unwrap();
    let when = &json["rules"][0]["when"];
    assert_eq!(when["kind"], "near");
    assert_eq!(when["holds"], false);
    assert_eq!(when["note"], "both sides occur, 2 tokens apart; at most 1 are allowed");
    assert_eq!(when["children"][1]["spans"][0]["start"], 12);
    assert_eq!(json["rules"][0]["missing"][0]["any_of"][0], "\"boat\" near \"dover\" within 1 words");
}

#[test]
fn an_unknown_rule_gets_the_nearest_name() {
    let text = "rule sells_crossing { when \"boat\" then review because \"case\" }\ntest \"t\" { given \"boat\" expect rule sells_crossing }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let told =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), Some("sells_crosing"));
    assert_eq!(
        told.unwrap_err().to_string(),
        "no rule is called `sells_crosing`; did you mean `case.sells_crossing`?"
    );
}
