//! The language reference is held to the grammar: its examples compile, and together they show every word and every
//! sign of it.

use std::collections::{BTreeMap, BTreeSet};

use varne::compile::Compiler;
use varne::diag::{self, Format, Options};
use varne::package::Package;

const PAGE: &str = include_str!("../../docs/reference.md");
const GRAMMAR: &str = include_str!("../../grammar/varne.pest");
const MANIFEST: &str = "[package]\nname = \"example\"\nversion = \"1.0.0\"\nedition = 1\n";
const MODULE: &str = "signal placeholder_signal = \"boat\"\n";

type Files = BTreeMap<String, Vec<u8>>;

/// The examples of a section: its named files are one package, every other fence of policy text is one of its own.
fn packages(section: &str) -> Vec<Files> {
    let (mut named, mut found, mut name) = (Files::new(), Vec::new(), None::<String>);
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix("File `").and_then(|rest| rest.strip_suffix("`:")) {
            name = Some(path.to_owned());
        }
        let Some(kind) = line.strip_prefix("```") else { continue };
        let text: String =
            lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        match (kind, name.take()) {
            (_, Some(path)) => _ = named.insert(path, text.into_bytes()),
            ("varne", None) => found.push(Files::from([("example.varne".into(), text.into_bytes())])),
            ("toml", None) => found.push(Files::from([
                ("varne.toml".into(), text.into_bytes()),
                ("example.varne".into(), MODULE.into()),
            ])),
            (kind, None) => panic!("what is a fence of `{kind}`?"),
        }
    }
    if !named.is_empty() {
        named.entry("varne.toml".to_owned()).or_insert_with(|| MANIFEST.into());
        found.push(named);
    }
    found
}

fn all() -> Vec<Files> {
    PAGE.split("\n## ").skip(1).flat_map(packages).collect()
}

#[test]
fn every_example_compiles() {
    for files in all() {
        let shown: String = files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
        if let Err(error) = Compiler::new(Package::from_memory("example", files)).compile() {
            let told = diag::render(&error.diagnostics, &error.sources, Format::Text, &Options::default());
            panic!("{told}\n{shown}");
        }
    }
}

/// What stands between double quotes in the grammar's rules: words and signs.
fn literals() -> BTreeSet<String> {
    let code = GRAMMAR.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut found = BTreeSet::new();
    // What a string is made of has a section of its own, and needs more care than this.
    let code = code.filter(|line| !line.contains("\\\""));
    for line in code.filter(|line| line.contains('=') || line.trim_start().starts_with(['(', '|'])) {
        found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    // Characters of white space, and those inside times.
    let inside =
        |literal: &str| literal.is_empty() || literal.contains('\\') || ["T", "t", " "].contains(&literal);
    found.retain(|literal| !inside(literal));
    found
}

#[test]
fn the_examples_show_every_word_and_sign_of_the_grammar() {
    let text: String = all()
        .iter()
        .flat_map(BTreeMap::values)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let is_shown = |literal: &String| {
        let is_word = literal.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_word { words.contains(literal.as_str()) } else { text.contains(literal.as_str()) }
    };
    let literals = literals();
    assert!(literals.len() > 80, "{literals:?}");
    let missing: Vec<&String> = literals.iter().filter(|literal| !is_shown(literal)).collect();
    assert!(missing.is_empty(), "the reference shows no {missing:?}");
}
