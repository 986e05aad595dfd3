//! Fixes and lints on random policies: a fix never makes a new diagnostic, what it makes is canonical and has nothing
//! left to fix, and verdicts stay what they were; what a lint says of a condition is so on random content.

use std::collections::BTreeMap;

use proptest::prelude::*;
use varne::diag::{Code, Diagnostic};
use varne::lint::Lints;

use super::{
    Compiler, Policy, all_circumstances, compile, config, contents, package, policies, reference, shown,
    words,
};
use varne::fix;

const LINTS: Lints = Lints::All { day: None };

fn diagnostics(source: &str) -> Vec<Diagnostic> {
    match Compiler::new(package(source)).lints(LINTS).compile() {
        Ok(compiled) => compiled.warnings().to_vec(),
        Err(error) => error.diagnostics,
    }
}

fn counts(diagnostics: &[Diagnostic]) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    diagnostics.iter().for_each(|diagnostic| *counts.entry(diagnostic.code).or_default() += 1);
    counts
}

/// A policy with much to mend in it.
fn untidy() -> impl Strategy<Value = String> {
    (policies::policy(), prop::collection::vec(words::word(), 4)).prop_map(|(policy, words)| {
        let [a, b, c, d] = [words[0], words[1], words[2], words[3]];
        format!(
            "{policy}\nlexicon untidy {{\n  en \"{a}\", \"{b} - {c}\", \"{a}\", \"{a} {d}\"~2\n  \
             fr plain \"{d}\", accented \"🚤\", \"{d}\"\n  any \"{a}\", \"{b}, {c}\"\n}}\n\
             rule untidy_rule {{ when (untidy or \"{d}\" or \"{d}\") and count(untidy) > 0 or \"{c}\" then label because \"x\" }}\n"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases / 12, ..config() })]

    #[test]
    fn fixes_change_no_verdict_and_leave_nothing_new(
        source in untidy(),
        contents in prop::collection::vec(contents::content(), 8),
    ) {
        prop_assume!(compile(&source).is_some());
        let before = diagnostics(&source);
        let fixed = fix::fix(package(&source), LINTS);
        let text = fixed.modules.get("m.varne").unwrap_or(&source);
        prop_assert!(fixed.modules.is_empty() || varne::fmt::format(text).is_ok_and(|tidy| tidy == *text), "{}", text);
        let after = diagnostics(text);
        let (old, new) = (counts(&before), counts(&after));
        for (code, count) in &new {
            prop_assert!(old.get(code).is_some_and(|old| old >= count), "{code} on\n{source}\n{text}");
        }
        prop_assert!(fix::fix(package(text), LINTS).modules.is_empty(), "more to fix in\n{text}");
        let (Some(policy), Some(mut mended)) = (compile(&source), compile(text)) else { return Ok(()) };
        mended.package.digest.clone_from(&policy.package.digest);
        for content in &contents {
            let content = content.build(&policy.content);
            for circumstances in all_circumstances() {
                let expected = reference::judge(&policy, &content, circumstances);
                let found = reference::judge(&mended, &content, circumstances);
                prop_assert_eq!(shown(&found), shown(&expected), "{}\n{}", source, text);
            }
        }
    }

    #[test]
    fn what_lints_say_of_conditions_is_so(
        source in policies::policy(),
        contents in prop::collection::vec(contents::content(), 8),
    ) {
        let policy = compile(&source);
        prop_assume!(policy.is_some());
        let policy = policy.unwrap();
        let said = diagnostics(&source);
        for content in &contents {
            let content = content.build(&policy.content);
            let verdict = reference::judge(&policy, &content, all_circumstances()[0]);
            let fires = |rule: &str| verdict.rules.iter().any(|fired| fired.rule.ends_with(&format!(".{rule}")));
            for diagnostic in &said {
                let wrong = is_wrong(diagnostic, &policy, fires);
                prop_assert!(!wrong, "{} {}\n{}", diagnostic.code, diagnostic.message, source);
            }
        }
    }
}

/// Whether a verdict belies what is said of a rule.
fn is_wrong(diagnostic: &Diagnostic, policy: &Policy, fires: impl Fn(&str) -> bool) -> bool {
    // What is said of a part is not said of the rule.
    if diagnostic.message.starts_with("a part of") {
        return false;
    }
    let mut named = diagnostic.message.split('`').skip(1).step_by(2);
    let is_when = |word: &str| word == "when";
    match (diagnostic.code, named.next(), named.next()) {
        (Code::AlwaysFalse, Some(when), Some(rule)) if is_when(when) => fires(rule),
        (Code::AlwaysTrue, Some(when), Some(rule)) if is_when(when) => {
            let found = policy.rules.iter().find(|found| found.head.name == rule);
            found.is_some_and(|found| found.unless.is_none() && found.effective.is_none()) && !fires(rule)
        }
        (Code::ImpliedRule, Some(rule), Some(other)) => fires(rule) && !fires(other),
        (Code::SwallowingUnless, Some(_), Some(rule)) => fires(rule),
        _ => false,
    }
}
