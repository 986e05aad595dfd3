//! Snapshots of policies: what they say, what leaves them as they are, and what does not.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use twox_hash::XxHash3_64;
use varne::package::{MemoryFiles, Module, Package};
use varne::span::FileId;
use varne::{Compiled, Compiler, fmt, syntax};

use crate::agreement::{DataFiles, policies};
use crate::command::{Folder, POLICY};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Of the checked policy, so that a condition may be any, whatever a lint says of it.
fn snapshot(source: &str) -> String {
    let analysis = varne::sema::analyse(&Package::from_source("m", source));
    let policy = analysis.policy.unwrap_or_else(|| panic!("{:?}\n{source}", analysis.diagnostics));
    varne::snapshot::snapshot(&policy)
}

/// A package of modules, or nothing where a policy has errors.
fn package(modules: &[(&str, String)]) -> Option<Compiled> {
    let module = |(name, text): &(&str, String)| Module {
        name: (*name).to_owned(),
        path: format!("{}.varne", name.replace('.', "/")),
        bytes: text.clone().into_bytes(),
    };
    let modules = modules.iter().map(module).collect();
    let files = Box::new(DataFiles);
    Compiler::new(Package { manifest: None, fallback_name: "m".into(), modules, files }).compile().ok()
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root("tests/cases/snapshot"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[test]
fn a_snapshot_says_all_that_a_policy_does() {
    let source = std::fs::read_to_string(root("tests/cases/snapshot/everything.varne")).unwrap();
    settings().bind(|| insta::assert_snapshot!("everything", snapshot(&source)));
}

/// The shipped package under review: a change of what it does is a change of this file. Terms are read where they stand, in
/// `policies/lexicon`; here is how many there are of each language, and a sum that changes with any of them.
#[test]
fn the_shipped_package_is_under_review() {
    let compiled = Compiler::new(Package::read_from_disk(root("policies")).unwrap()).compile().unwrap();
    settings().bind(|| insta::assert_snapshot!("shipped", with_terms_summed_up(&compiled.snapshot())));
}

/// A snapshot with one line for the terms of each language of a lexicon.
fn with_terms_summed_up(snapshot: &str) -> String {
    let mut lines = Vec::new();
    for part in snapshot.split("\n\n") {
        lines.push(String::new());
        if !part.starts_with("lexicon ") {
            lines.push(part.to_owned());
            continue;
        }
        let language = |line: &&str| line.split_whitespace().next().map(str::to_owned);
        let (head, terms) = part.split_once('\n').unwrap_or((part, ""));
        lines.push(head.to_owned());
        let terms: Vec<&str> = terms.lines().collect();
        for terms in terms.chunk_by(|one, next| language(one) == language(next)) {
            let language = terms.first().and_then(language).unwrap_or_default();
            let sum = XxHash3_64::oneshot(terms.concat().as_bytes()) as u16;
            lines.push(format!("  {language} {} terms, {sum:04x}", terms.len()));
        }
    }
    lines[1..].join("\n")
}

#[test]
fn what_is_written_in_another_way_and_means_the_same_is_the_same() {
    let with = |condition: &str| {
        snapshot(&format!(
            "lexicon a {{ en \"a boat\" }}\nlexicon b {{ en \"b boat\" }}\nsignal c = \"x\" and \"y\"\n\
             rule r {{ when {condition} then label because \"b\" }}"
        ))
    };
    for (one, other) in [
        ("a and b", "b and (a)"),
        ("a and (b and c)", "c and b and a"),
        ("a or (b or phone) or a", "phone or b or a"),
        ("not not a and b", "b and a"),
        ("not not (a and b) and c", "a and b and c"),
        ("a near b", "b near a within 10 words"),
        ("a in (title, text)", "a in (text, title)"),
        ("\"z\" and lang in [\"sq\", \"ku\"]", "\"z\" and lang in [\"ku\", \"sq\", \"ku\"]"),
        ("price(amount >= 5, currency == \"GBP\") and c", "c and price(currency == \"GBP\", amount >= 5)"),
        ("2 of (a, b, c)", "2 of (c, a, b)"),
        ("\"z\" and age(author.created_at) < 14 days", "\"z\" and age(author.created_at) < 2 weeks"),
        ("\"small  boat\"", "\"\"\"\n  small\n  boat\n\"\"\""),
    ] {
        assert_eq!(with(one), with(other), "`{one}` and `{other}`");
    }
    for (one, other) in [
        ("a then b", "b then a"),
        ("a near b within 3 words", "a near b within 4 words"),
        ("a near b within sentence", "a near b"),
        ("a and b or c", "a and (b or c)"),
        ("(a near b) near phone", "a near (b near phone)"),
        ("2 of (a, b, c)", "3 of (a, b, c)"),
        ("2 of (a, a, b)", "2 of (a, b)"),
        ("any of a", "none of a"),
        ("\"boat\"", "exact \"boat\""),
        ("\"channel\"~1", "\"channel\""),
        ("/boat/", "/boat/x"),
        ("a starts", "a ends"),
        ("count(a) >= 2", "count(a) > 2"),
        ("count(a) >= 2", "distinct(a) >= 2"),
        ("not a and b", "not (a and b)"),
        ("phone(country == \"GB\")", "phone(country != \"GB\")"),
    ] {
        assert_ne!(with(one), with(other), "`{one}` and `{other}`");
    }
}

#[test]
fn every_fact_of_a_policy_shows() {
    let before = snapshot(POLICY);
    for (from, to) in [
        ("\"small boat*\"", "\"small boats\""),
        ("dingh[y|ies]", "dingh[y|ys]"),
        ("any \"🚤\"", "en \"🚤\""),
        ("remove, refer nca", "remove"),
        ("severity  high", "severity  low"),
        ("names a boat", "names boats"),
        ("status    shadow", "status    draft"),
        ("boat and price", "boat or price"),
        ("\"a test\"", "\"the test\""),
        ("National Crime", "Another"),
        ("exempt museum", "exempt gallery"),
        ("because \"history\"", "because \"past\""),
        ("miss      \"a train\"", ""),
        ("lexicon boat {", "lexicon boat { fr \"bateau\" { reviewed 2026-01-01 } "),
    ] {
        let changed = POLICY.replace(from, to);
        assert_ne!(changed, POLICY, "`{from}` is there");
        assert_ne!(snapshot(&changed), before, "`{from}` became `{to}`");
    }
}

/// The declarations of a source in another order and another layout, with remarks everywhere.
fn disturbed(source: &str, turn: usize) -> String {
    let file = syntax::parse(FileId(0), source).file;
    let mut items: Vec<&str> = file.items.iter().map(|item| &source[item.span().range()]).collect();
    let count = items.len().max(1);
    items.rotate_left(turn % count);
    items[..count / 2].reverse();
    items.join("\n// \"a remark\n").replace('\n', "\n\t// and { another\n  ")
}

/// Lexicons and lists in one module, signals and scores in a second, the rest where it was.
fn split(source: &str) -> [(&'static str, String); 3] {
    let file = syntax::parse(FileId(0), source).file;
    let mut modules = [
        ("words", String::new()),
        ("named", "use words.{l0, l1, l2, h0, h1}\n".to_owned()),
        ("m", "use words.{l0, l1, l2, h0, h1}\nuse named.{e0, e1, e2, t0, t1, t2, k0}\n".to_owned()),
    ];
    for item in &file.items {
        let text = &source[item.span().range()];
        let word = text.split_whitespace().find(|word| !matches!(*word, "exact" | "plain" | "accented"));
        let at = match word {
            Some("lexicon" | "hashlist") => 0,
            Some("signal" | "context" | "score") => 1,
            _ => 2,
        };
        modules[at].1 += text;
        modules[at].1.push('\n');
    }
    modules
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn layout_order_and_files_change_nothing(source in policies::policy(), turn in 0..20_usize) {
        let Some(compiled) = package(&[("m", source.clone())]) else { return Ok(()) };
        let expected = compiled.snapshot();
        let tidy = fmt::format(&source).expect("it parses");
        for modules in [vec![("m", tidy)], vec![("m", disturbed(&source, turn))], split(&source).to_vec()] {
            let other = package(&modules);
            prop_assert!(other.is_some(), "{modules:?} has errors");
            prop_assert_eq!(&other.unwrap().snapshot(), &expected);
        }
        let changed = source.replacen("any \"boat\", \"uk\"", "any \"boat\", \"ukraine\"", 1);
        let changed = package(&[("m", changed)]).expect("it compiles");
        prop_assert_ne!(changed.snapshot(), expected);
    }
}

#[test]
fn names_say_their_module_where_two_share_one() {
    let modules = [
        ("a", "lexicon uk { en \"uk\" }".to_owned()),
        ("b", "lexicon uk { en \"gb\" }\nlexicon sea { en \"sea\" }".to_owned()),
        (
            "m",
            "use a.uk\nuse b.uk as gb\nuse b.sea\nrule r { when uk and gb and sea then label because \"b\" }"
                .to_owned(),
        ),
    ];
    let shown = package(&modules).unwrap().snapshot();
    assert!(shown.contains("\n    a.uk\n    and b.uk\n    and sea\n"), "{shown}");
}

#[test]
fn a_large_policy_takes_no_time() {
    let mut source = String::new();
    for list in 0..200 {
        let terms: Vec<String> = (0..100).map(|term| format!("\"word{list}x{term} boat\"")).collect();
        source += &format!("lexicon l{list} {{ en {} }}\n", terms.join(", "));
        for rule in 0..10 {
            source += &format!("rule r{list}x{rule} {{ when l{list} and phone then label because \"b\" }}\n");
        }
    }
    let files = Box::new(MemoryFiles(std::collections::BTreeMap::new()));
    let module = Module { name: "m".into(), path: "m.varne".into(), bytes: source.into_bytes() };
    let package = Package { manifest: None, fallback_name: "m".into(), modules: vec![module], files };
    let compiled = Compiler::new(package).compile().unwrap();
    let started = std::time::Instant::now();
    assert_eq!(compiled.snapshot().lines().filter(|line| line.starts_with("  en ")).count(), 20_000);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn the_command_writes_and_checks() {
    let folder = Folder::with_policy();
    let written = folder.run("snapshot policy.varne").ends(0);
    assert!(written.out.starts_with("varne snapshot 1, edition 1\n\npackage policy\n"), "{}", written.out);
    folder.run("snapshot policy.varne -o kept.txt").ends(0);
    assert_eq!(folder.read("kept.txt"), written.out);
    let same = folder.run("snapshot policy.varne --check kept.txt").ends(0);
    assert_eq!((same.out.as_str(), same.err.as_str()), ("", ""));
    folder.run("compile policy.varne -o policy.varnec").ends(0);
    folder.run("snapshot policy.varnec --check kept.txt").ends(0);
    let folder = folder.file("policy.varne", POLICY.replace("boat and price", "boat and phone"));
    let differs = folder.run("snapshot policy.varne --check kept.txt").ends(1);
    assert_eq!(differs.out, "@@ rule policy.watched\n-     and price\n+     and phone\n");
    assert_eq!(differs.err, "`kept.txt` differs from the policy: 1 line gone, 1 new\n");
}

#[test]
fn what_is_no_snapshot_of_this_edition_is_told_in_one_line() {
    let folder = Folder::with_policy()
        .file("newer.txt", "varne snapshot 1, edition 2\n\npackage policy\n")
        .file("other.txt", "rule r {")
        .file("bytes.txt", b"\xff\xfe");
    for (file, expected) in [
        (
            "newer.txt",
            "a snapshot of another kind, `varne snapshot 1, edition 2`, and this version of Varne writes `varne snapshot 1, edition 1`: write it again, and review it anew",
        ),
        ("other.txt", "no snapshot: its first line is not `varne snapshot 1, edition 1`"),
        ("bytes.txt", "not UTF-8"),
    ] {
        let ran = folder.run(&format!("snapshot policy.varne --check {file}")).ends(2);
        assert_eq!((ran.out.as_str(), ran.err), ("", format!("error: `{file}` is {expected}\n")));
    }
    let ran = folder.run("snapshot policy.varne --check nowhere.txt").ends(2);
    assert_eq!(ran.err, "error: `nowhere.txt` cannot be read: it does not exist\n");
    folder.run("snapshot policy.varne --check newer.txt -o x").ends(2);
}
