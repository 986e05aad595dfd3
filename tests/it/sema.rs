//! Analysis, shown by its cases: what goes in and what comes out, on one page. A case is one `.varne` file, or several
//! with `//// path` before each; one that begins with `// hir` also shows the checked policy.

#![allow(clippy::unwrap_used, reason = "a case that cannot be read is a failed test")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use varne::diag::{Code, Diagnostic};
use varne::package::Package;
use varne::sema::{self, Analysis};
use varne::source::Sources;
use varne::span::Place;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/sema");

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(CASES).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "varne")).collect();
    cases.sort();
    cases
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The package of a case. `\x00` to `\xFF` after `//// bytes path` are bytes, for what is not UTF-8.
pub(crate) fn package(name: &str, text: &str) -> Package {
    if !text.contains("//// ") {
        return Package::from_source(name, text);
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for part in text.split("//// ").skip(1) {
        let (path, body) = part.split_once('\n').unwrap_or((part, ""));
        match path.trim().strip_prefix("bytes ") {
            Some(path) => files.push((path.to_owned(), bytes(body))),
            None => files.push((path.trim().to_owned(), body.into())),
        }
    }
    Package::from_memory(name, files)
}

fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.push(u8::from_str_radix(digits, 16).unwrap_or(0xFF));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

fn position(sources: &Sources, place: Place) -> String {
    let source = sources.get(place.file);
    let start = source.line_column(place.span.start);
    let found = source.text[place.span.range()].lines().next().unwrap_or_default();
    let found: String = found.chars().take(60).collect();
    format!("{}:{}:{} `{found}`", source.name, start.line, start.column)
}

pub(crate) fn show(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = format!("{} {}\n", diagnostic.code, diagnostic.message);
    let _ = writeln!(out, "  at {}: {}", position(sources, diagnostic.place), diagnostic.label);
    for related in &diagnostic.related {
        let _ = writeln!(out, "  and {}: {}", position(sources, related.place), related.message);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

fn shown(text: &str, analysis: &Analysis) -> String {
    let mut out = format!("{}\n────\n", text.trim_end());
    for diagnostic in &analysis.diagnostics {
        let _ = writeln!(out, "{}", show(diagnostic, &analysis.sources));
    }
    match &analysis.policy {
        Some(policy) if text.starts_with("// hir") => out.push_str(&sema::print::print(policy)),
        Some(_) => out.push_str("checked\n"),
        None => {}
    }
    out
}

#[test]
fn every_case_reads_as_it_did() {
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let analysis = sema::analyse(&package(&stem(&path), &text));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(CASES);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(stem(&path), shown(&text, &analysis)));
    }
}

/// Codes that stages after analysis report, or that need a file too large for a case.
const ELSEWHERE: [Code; 3] = [Code::SourceTooLarge, Code::PolicyTooLarge, Code::BidiControl];

#[test]
fn every_code_of_analysis_has_a_case() {
    let mut seen = std::collections::BTreeSet::new();
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let analysis = sema::analyse(&package(&stem(&path), &text));
        seen.extend(analysis.diagnostics.iter().map(|diagnostic| diagnostic.code));
    }
    let of_analysis =
        |code: &&Code| ["E2", "E3", "E4", "E5"].iter().any(|start| code.number().starts_with(start));
    let missing: Vec<&Code> = Code::ALL
        .iter()
        .filter(of_analysis)
        .filter(|code| !seen.contains(code) && !ELSEWHERE.contains(code))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn a_problem_of_one_declaration_hides_none_of_another() {
    let text =
        "signal a = missing_one\nsignal b = a and missing_two\nsignal c = a near (b or missing_three)\n";
    let analysis = sema::analyse(&Package::from_source("m", text));
    let codes: Vec<Code> = analysis.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::UnknownName; 3]);
}

/// A policy that a generator could write; `count` rules, each with terms of its own.
fn generated(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let _ = write!(
            text,
            "lexicon l{index} {{ en \"boat{index}\", \"small boat {index}\", \"dingh[y|ies] {index}\", \"x{index}*\" }}\n\
             rule r{index} {{ when l{index} near \"uk\" because \"reason\" }}\n"
        );
    }
    text
}

#[test]
fn a_large_policy_is_checked() {
    let analysis = sema::analyse(&Package::from_source("m", &generated(5_000)));
    assert!(analysis.diagnostics.is_empty());
    let policy = analysis.policy.unwrap();
    assert_eq!((policy.rules.len(), policy.terms.len()), (5_000, 25_000));
}

#[test]
fn ten_thousand_problems_are_all_reported() {
    let text: String =
        (0..10_000).map(|index| format!("signal s{index} = unknown_{index} near t{index}\n")).collect();
    let analysis = sema::analyse(&Package::from_source("m", &text));
    assert_eq!(analysis.diagnostics.len(), 20_000);
}

#[test]
fn long_chains_and_circles_of_declarations_are_bounded() {
    let chain: String = (1..50_000).map(|index| format!("signal s{index} = s{}\n", index - 1)).collect();
    let of = |text: &str| {
        let analysis = sema::analyse(&Package::from_source("m", text));
        assert!(analysis.policy.is_none());
        analysis.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    assert_eq!(of(&format!("signal s0 = \"boat\"\n{chain}")), [Code::NestingTooDeep]);
    assert_eq!(of(&format!("signal s0 = s49999\n{chain}")), [Code::DeclarationCycle]);
    let lexicons: String = (1..50_000)
        .map(|index| format!("lexicon l{index} {{ with l{} en \"t{index}\" }}\n", index - 1))
        .collect();
    assert_eq!(of(&format!("lexicon l0 {{ en \"t0\" }}\n{lexicons}")), [Code::PolicyTooLarge]);
}

#[test]
fn the_shipped_policies_have_no_errors() {
    let package = Package::read_from_disk(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")).unwrap();
    let analysis = sema::analyse(&package);
    let shown: Vec<String> =
        analysis.diagnostics.iter().map(|diagnostic| show(diagnostic, &analysis.sources)).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn a_source_too_large_is_not_read_and_its_names_are_not_missed() {
    let large = " ".repeat(sema::limits::MAX_SOURCE_BYTES + 1);
    let files = [("large.varne", large), ("main.varne", "use large.{x}\nsignal a = x\n".to_owned())];
    let analysis = sema::analyse(&Package::from_memory("m", files));
    let codes: Vec<Code> = analysis.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::SourceTooLarge]);
}

/// A small generator of pseudo-random numbers (Knuth's MMIX constants): the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A text with a few of its characters lost, doubled, or moved.
fn damaged(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let start = random.below(chars.len());
        let end = (start + random.below(12)).min(chars.len());
        let piece: Vec<char> = chars.drain(start..end).collect();
        if random.below(3) > 0 && !chars.is_empty() {
            let at = random.below(chars.len());
            chars.splice(at..at, piece);
        }
    }
    chars.into_iter().collect()
}

#[test]
fn no_damage_to_a_policy_makes_analysis_panic_or_disagree_with_itself() {
    let mut random = Random(7);
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        for _ in 0..6 {
            let text = damaged(&text, &mut random);
            let analysis = sema::analyse(&package("damaged", &text));
            let errors = analysis.diagnostics.iter().any(Diagnostic::is_error);
            assert_eq!(analysis.policy.is_none(), errors, "{text}");
            for diagnostic in &analysis.diagnostics {
                assert!(!show(diagnostic, &analysis.sources).is_empty());
            }
        }
    }
}
