//! Lints, shown by their cases: what goes in, what is said about it, and what the fixes make of it. Files that begin with
//! `// quiet` show what nothing is said about.

use std::fmt::Write;

use time::{Date, Month};
use varne::compile::Compiler;
use varne::fix;
use varne::lint::Lints;

use crate::sema::{package, show};

fn lints() -> Lints {
    Lints::All { day: Date::from_calendar_date(2026, Month::November, 30).ok() }
}

fn shown(text: &str) -> String {
    let (diagnostics, sources) = match Compiler::new(package("case", text)).lints(lints()).compile() {
        Ok(compiled) => (compiled.warnings().to_vec(), compiled.sources().clone()),
        Err(error) => (error.diagnostics, error.sources),
    };
    let mut out = format!("{}\n────\n", text.trim_end());
    for diagnostic in &diagnostics {
        let _ = writeln!(out, "{}", show(diagnostic, &sources));
    }
    assert!(!text.starts_with("// quiet") || diagnostics.is_empty(), "{out}");
    for (path, text) in fix::fix(package("case", text), lints()).modules {
        let _ = writeln!(out, "──── {path}, fixed\n{text}");
    }
    out
}

#[test]
fn lints_read_as_they_did() {
    insta::glob!("../cases/lint", "*.varne", |path| {
        let text = std::fs::read_to_string(path).expect("a readable case");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        insta::with_settings!({
            prepend_module_to_snapshot => false, snapshot_path => "../cases/lint", omit_expression => true,
            snapshot_suffix => ""
        }, {
            insta::assert_snapshot!(name, shown(&text));
        });
    });
}

/// Written out, these conditions would have 2^60 parts: that this ends is what is shown.
#[test]
fn conditions_that_name_each_other_twice_are_decided_in_no_time() {
    let mut text =
        "signal s0 = \"boat*\" or \"dingh[y|ies]\"\nsignal t0 = author.verified or phone\n".to_owned();
    for step in 1..=60 {
        let before = step - 1;
        let _ = writeln!(text, "signal s{step} = s{before} near s{before} or s{before} then \"dover\"");
        let _ = writeln!(
            text,
            "signal t{step} = 2 of (t{before}, not t{before}, t{before}) or t{before} and s{before}"
        );
    }
    text.push_str("rule r { when t60 and s60 unless s59 then label because \"x\" }\n");
    let compiled = Compiler::from_source("case", &text).lints(lints()).compile();
    assert!(compiled.is_ok());
}
