//! The pages of the codes are tests: every code has one, its wrong example yields exactly that code, and its
//! right example nothing at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use time::{Date, Month};
use varne::compile::Compiler;
use varne::diag::{self, Code, Format, Options};
use varne::lint::Lints;
use varne::package::Package;

/// The manifest of examples that have several files and do not show their own.
const MANIFEST: &str = "[package]\nname = \"example\"\nversion = \"1.0.0\"\nedition = 1\n";
/// The file of an example that does not name it.
const FILE: &str = "example.varne";

/// More bytes than a source file may have.
const MANY_BYTES: usize = 33 << 20;
/// More regular expressions than a policy may have.
const MANY_REGEXES: usize = 2_001;

/// The files of an example, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// What cannot be written down in a page, by the name in its fence.
fn generated(name: &str) -> Vec<u8> {
    let text = match name {
        "bidi-control" => "signal crossing = \"boat\u{202e} to dover\"\n".to_owned(),
        "not-utf8" => return b"signal crossing = \"caf\xe9\" near \"boat*\"\n".to_vec(),
        "nesting-too-deep" => {
            format!("signal crossing = {}\"boat*\"{}\n", "(".repeat(5_000), ")".repeat(5_000))
        }
        "source-too-large" => format!("// {}\n", "x".repeat(MANY_BYTES)),
        "policy-too-large" => {
            let signal = |index| format!("signal s{index} = /boat {index}/\n");
            (0..MANY_REGEXES).map(signal).collect()
        }
        _ => panic!("no generator is called `{name}`"),
    };
    text.into_bytes()
}

/// The part of a page below a heading, up to the next.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no heading `{heading}`"));
    let body = &page[start + 1..];
    let body = &body[body.find('\n').expect("a line break") + 1..];
    &body[..body.find("\n## ").unwrap_or(body.len())]
}

/// The files of a section's fences.
fn files(section: &str) -> Files {
    let (mut files, mut name, mut open) = (Files::new(), FILE.to_owned(), None::<Vec<u8>>);
    for line in section.lines() {
        if let Some(path) = line.strip_prefix("File `").and_then(|rest| rest.strip_suffix("`:")) {
            path.clone_into(&mut name);
        } else if line == "```" {
            let repeated = files.insert(name.clone(), open.take().expect("an open fence"));
            assert!(repeated.is_none(), "`{name}` stands twice");
        } else if let Some(info) = line.strip_prefix("```") {
            let generator = info.split_once("generated=\"").and_then(|(_, rest)| rest.strip_suffix('"'));
            open = Some(generator.map_or_else(Vec::new, generated));
        } else if let Some(text) = &mut open {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
    }
    assert!(!files.is_empty(), "no example");
    files
}

fn package(mut files: Files) -> Package {
    if files.len() > 1 {
        files.entry("varne.toml".to_owned()).or_insert_with(|| MANIFEST.as_bytes().to_vec());
    }
    Package::from_memory("example", files)
}

/// The codes that an example yields, and how they are shown.
fn codes(files: Files) -> (BTreeSet<&'static str>, String) {
    let lints = Lints::All { day: Date::from_calendar_date(2026, Month::November, 30).ok() };
    let (diagnostics, sources) = match Compiler::new(package(files)).lints(lints).compile() {
        Ok(compiled) => (compiled.warnings().to_vec(), compiled.sources().clone()),
        Err(error) => (error.diagnostics, error.sources),
    };
    let shown = diag::render(&diagnostics, &sources, Format::Text, &Options::default());
    (diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect(), shown)
}

/// What is wrong with the page of a code.
fn complaint(code: Code) -> Option<String> {
    let page = code.page();
    let title = format!("# {} {}\n", code.number(), code.slug());
    if !page.starts_with(&title) {
        return Some(format!("begins with something else than `{}`", title.trim_end()));
    }
    let (found, shown) = codes(files(section(page, "Wrong")));
    if found != BTreeSet::from([code.number()]) {
        return Some(format!("the wrong example yields {found:?}:\n{shown}"));
    }
    let (found, shown) = codes(files(section(page, "Right")));
    (!found.is_empty()).then(|| format!("the right example yields {found:?}:\n{shown}"))
}

#[test]
fn examples_yield_what_their_page_says() {
    let complain = |code: &Code| complaint(*code).map(|complaint| format!("{code}: {complaint}"));
    let complaints: Vec<String> = Code::ALL.iter().filter_map(complain).collect();
    assert!(complaints.is_empty(), "{} pages:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_page_says_what_it_means_and_what_to_do() {
    for code in Code::ALL {
        let page = code.page();
        let meaning = page.split("\n## ").next().expect("a beginning").lines().skip(2).collect::<String>();
        assert!(meaning.len() > 40 && meaning.ends_with('.'), "{code}: {meaning:?}");
        let advice = section(page, "What to do").trim();
        assert!(advice.len() > 15 && advice.ends_with('.'), "{code}: {advice:?}");
    }
}

#[test]
fn every_page_belongs_to_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    for entry in std::fs::read_dir(folder).expect("the folder of pages") {
        let name = entry.expect("a page").file_name().to_string_lossy().into_owned();
        assert!(Code::ALL.iter().any(|code| code.page_path().ends_with(&format!("/{name}"))), "{name}");
    }
}

#[test]
fn the_index_lists_every_code() {
    let index = include_str!("../../docs/README.md");
    let listed: Vec<&str> =
        index.lines().filter(|line| line.contains("](codes/") && line.contains(".md)")).collect();
    let expected = |code: &Code| format!("- [{code} {}](codes/{code}.md): {}", code.slug(), code.title());
    assert_eq!(listed, Code::ALL.iter().map(expected).collect::<Vec<_>>());
}

#[test]
fn codes_are_found_by_number_and_by_slug() {
    for code in Code::ALL {
        assert_eq!(Code::find(code.number()), Some(*code));
        assert_eq!(Code::find(&code.number().to_lowercase()), Some(*code));
        assert_eq!(Code::find(code.slug()), Some(*code));
    }
    assert_eq!(Code::find("E999"), None);
    assert!(Code::ALL.is_sorted_by_key(|code| code.number()), "codes stand in order of number, each once");
}
