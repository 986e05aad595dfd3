//! Lints, shown by their cases: what goes in, what is said about it, and what the fixes make of it. Files that begin with
//! `// quiet` show what nothing is said about.

use std::fmt::Write;

use time::{Date, Month};
use varne::compile::Compiler;
use varne::diag::Code;
use varne::lint::Lints;
use varne::{fix, plan};

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

/// What is said of a regular expression is so in the plan: the rule is looked at on every post.
#[test]
fn regexes_without_a_gate_are_what_the_plan_looks_for_in_every_post() {
    let text = include_str!("../cases/lint/regexes.varne");
    let compiled = Compiler::new(package("case", text)).lints(lints()).compile().expect("a policy");
    let plan = plan::build(compiled.policy());
    let is_regex = |id: &plan::NodeId| matches!(plan.graph.node(*id), plan::Node::Regex { .. });
    let rules = plan.rules.iter().zip(&plan.triggers);
    let searched = rules.filter(|(_, trigger)| trigger.always || trigger.checks.iter().any(is_regex));
    let mut searched: Vec<&str> = searched.map(|(rule, _)| rule.name.trim_start_matches("case.")).collect();
    searched.sort_unstable();
    let told = compiled.warnings().iter().filter(|told| told.code == Code::UngatedRegex);
    let told = told.map(|told| told.related[0].message.split('`').nth(1).expect("a rule's name"));
    // Those that are said to be worth it, or have a word that every match has, or are evaluated in tests alone.
    let mut told: Vec<&str> = told.chain(["allowed", "has_word", "not_yet"]).collect();
    told.sort_unstable();
    assert_eq!(searched, told);
}

/// More operands than lints compare by what they mean.
#[test]
fn conditions_of_a_large_policy_are_compared_by_their_form() {
    let words: Vec<String> = (0..3_000).map(|word| format!("\"word{word}\"")).collect();
    let mut text = format!("lexicon many {{ en {} }}\n", words.join(", "));
    for signal in 0..20 {
        let _ = writeln!(text, "signal s{signal} = many near \"beside{signal}\"");
        let _ = writeln!(text, "rule r{signal} {{ when s{signal} then label because \"x\" }}");
    }
    text.push_str(
        "rule never { when s1 and not (s1 or s2) then label because \"x\" }\n\
         rule ever { when s3 or not s3 then review because \"x\" }\n\
         rule swallowed { when s4 and phone unless many near \"beside4\" or price then label because \"x\" }\n\
         rule narrower { when s6 and phone then label because \"x\" }\n\
         rule twice { when s5 then label because \"x\" }\n\
         rule graver { when s7 and phone then review because \"x\" }\n",
    );
    let compiled = Compiler::new(package("case", &text)).lints(lints()).compile().expect("a policy");
    assert!(!varne::lint::compares_meanings(compiled.policy()));
    let told: Vec<String> =
        compiled.warnings().iter().map(|told| format!("{} {}", told.code, told.message)).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    W611 the `when` of `never` holds for no content
    W610 the `when` of `ever` holds for every content
    W613 the `unless` of `swallowed` holds wherever its `when` does, so the rule never fires
    W612 wherever `narrower` fires, `r6` fires too and does as much
    W612 wherever `twice` fires, `r5` fires too and does as much
    ");
}
