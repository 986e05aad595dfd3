//! Every term of the shipped lexicons stands in `policies/vocabulary.varne` once, in a test that counts them: a term that
//! is lost, or that no longer finds its own words, is noticed. `INSTA_UPDATE=always` writes the file anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use varne::compile::Compiler;
use varne::package::Package;
use varne::sema::hir::{Lexicon, PatternId, Policy};

const NAME: &str = "vocabulary";
const HEAD: &str = "\
// Every term of every lexicon, once. A test for each lexicon counts how many of its terms are found, so that none of them
// can be lost, or stop finding its own words, without notice. Written by `INSTA_UPDATE=always cargo test vocabulary`.
";
/// Terms of a text stand on lines of about this length.
const WIDTH: usize = 90;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policies")
}

/// The shipped package without the file that is made here.
fn policy() -> Policy {
    let mut package = Package::read_from_disk(root()).expect("the shipped package");
    package.modules.retain(|module| module.name != NAME);
    Compiler::new(package).compile().expect("the shipped package compiles").policy().clone()
}

/// A way to write a pattern: as its author did, with the first of alternatives and nothing that is optional.
fn written(policy: &Policy, pattern: PatternId) -> String {
    let term = policy.terms.iter().find(|term| term.pattern == pattern).expect("a term for every pattern");
    let mut text = term.text.replace(['*', '\\'], "");
    while let Some(open) = text.rfind(['[', '<']) {
        let close = open + text[open..].find([']', '>']).expect("what is opened is closed");
        let is_optional = text[open..].starts_with('<') || text[close + 1..].starts_with('?');
        let end = close + 1 + usize::from(text[close + 1..].starts_with('?'));
        let kept =
            if is_optional { "" } else { text[open + 1..close].split('|').next().expect("an alternative") };
        text = format!("{}{kept}{}", &text[..open], &text[end..]);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(policy: &Policy, lexicon: &Lexicon) -> String {
    let mut lines = vec![String::new()];
    for &pattern in &lexicon.patterns {
        let term = written(policy, pattern);
        if lines.last().is_some_and(|line| line.len() + term.len() > WIDTH && !line.is_empty()) {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("a line");
        let gap = if line.is_empty() { "" } else { " · " };
        *line += &format!("{gap}{term}");
    }
    lines.join("\n          ")
}

fn vocabulary(policy: &Policy) -> String {
    let mut lexicons: Vec<&Lexicon> =
        policy.lexicons.iter().filter(|lexicon| !lexicon.terms.is_empty()).collect();
    lexicons.sort_by(|a, b| a.head.qualified.cmp(&b.head.qualified));
    let mut page = HEAD.to_owned() + "\n";
    for lexicon in &lexicons {
        writeln!(page, "use {}", lexicon.head.qualified).expect("room");
    }
    for lexicon in &lexicons {
        let (name, count) = (&lexicon.head.name, lexicon.patterns.len());
        writeln!(page, "\nscore count_of_{name} {{\n  +1 each of {name}\n}}\n").expect("room");
        writeln!(page, "signal all_of_{name} = count_of_{name} == {count}\n").expect("room");
        writeln!(page, "test \"every term of {name} finds its words\" {{").expect("room");
        writeln!(page, "  given \"\"\"\n          {}\n          \"\"\"", text(policy, lexicon))
            .expect("room");
        writeln!(page, "  expect signal all_of_{name}\n}}").expect("room");
    }
    varne::fmt::format(&page).expect("what is made here parses")
}

#[test]
fn every_term_of_the_shipped_lexicons_has_its_place_in_the_vocabulary() {
    let path = root().join(format!("{NAME}.varne"));
    let made = vocabulary(&policy());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, made).expect("the file can be written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(made == kept, "`policies/{NAME}.varne` is out of date: run this test with `INSTA_UPDATE=always`");
}
