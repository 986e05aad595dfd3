//! The tree is the pipeline: a module imports only modules that stand before it, and the files stay small
//! and clean. Held here because the compiler does not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The modules in the order data flows. Each may import those before it.
const ORDER: &[&str] = &[
    // Texts, positions, and what is told about them.
    "span source package flat threads diag",
    // Reading content, and reading policies.
    "text extract content syntax",
    // The checked policy.
    "sema",
    // What judging yields, what is worth saying about a policy, its executable form.
    "verdict logic lint plan",
    // The slow and the fast way to a verdict.
    "reference engine",
    // All of the above in one call.
    "compile",
    // The authoring tools, and the pages some of them draw.
    "html fmt fix snapshot explain eval diff test attack",
    // The edge.
    "lsp cli",
];

/// Reading content knows nothing of policies, nor of how problems are told: these import nothing else.
const NARROW: &[(&str, &[&str])] = &[("text", &["span"]), ("extract", &["span", "text"])];

/// A file longer than this holds more than one concept.
const LONGEST_FILE: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder whose name ends in one of these, with its path from the root; sorted.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.map(|entry| entry.expect("a readable folder").path()) {
            let name = entry.to_string_lossy().into_owned();
            if entry.is_dir() {
                folders.push(entry);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = std::fs::read_to_string(&entry).expect("a UTF-8 file");
                found.push((relative(&entry), text));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("a path under the root");
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// `diag` for `src/diag/text.rs` and `src/diag.rs`; none for the crate's own files.
fn module_of(path: &str) -> Option<&str> {
    let path = path.strip_prefix("src/")?;
    let module = path.split('/').next()?;
    match module {
        "lib.rs" | "main.rs" => None,
        _ => Some(module.strip_suffix(".rs").unwrap_or(module)),
    }
}

/// The code of a file without comments and unit tests, which may reach for whatever shows their point.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_name(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
}

/// The modules named by `crate::…` paths, also in `use crate::{a, b::c}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, path)| (at, &code[at + path.len()..])) {
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(rest.chars().take_while(|&character| is_name(character)).collect());
            continue;
        };
        let mut depth = 1;
        let mut name = String::new();
        let mut at_start = true;
        for character in group.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_start = true,
                _ if at_start && is_name(character) => name.push(character),
                _ if !name.is_empty() => at_start = false,
                _ => {}
            }
            if (!at_start || ",}".contains(character)) && !name.is_empty() {
                found.insert(std::mem::take(&mut name));
            }
            if depth == 0 {
                break;
            }
        }
    }
    found.remove("");
    found
}

#[test]
fn groups_of_imports_are_read() {
    let found =
        imports("use crate::{a, b::{c, d}, e_f::g};\nuse crate::h::{i, j};\nfn k() { crate::l::m() }");
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "e_f", "h", "l"]);
}

#[test]
fn imports_point_down() {
    let order: Vec<&str> = ORDER.iter().flat_map(|layer| layer.split(' ')).collect();
    let rank = |module: &str| order.iter().position(|&name| name == module);
    let mut wrong = Vec::new();
    for (path, text) in files("src", &[".rs"]) {
        let Some(module) = module_of(&path).filter(|_| !path.ends_with("tests.rs")) else { continue };
        let own =
            rank(module).unwrap_or_else(|| panic!("{path}: `{module}` has no place in the order of modules"));
        for import in imports(&code(&text)).iter().filter(|import| *import != module) {
            let narrow = NARROW.iter().find(|(name, _)| *name == module);
            let allowed = rank(import).is_some_and(|other| other < own)
                && narrow.is_none_or(|(_, allowed)| allowed.contains(&import.as_str()));
            if !allowed {
                wrong.push(format!("{path} imports `{import}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that do not point down:\n{}", wrong.join("\n"));
}

#[test]
fn no_path_reaches_the_crate_through_super() {
    for (path, text) in files("src", &[".rs"]) {
        if module_of(&path).is_none() {
            continue;
        }
        let depth = path.trim_end_matches("/mod.rs").split('/').count() - 1;
        assert!(
            !code(&text).contains(&"super::".repeat(depth)),
            "{path}: write `crate::` for what lies outside the module"
        );
    }
}

#[test]
fn no_file_is_too_long() {
    let generated = |path: &str| path.ends_with("/tables.rs");
    let long: Vec<String> = ["src", "tests/it", "benches", "fuzz/fuzz_targets"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .filter(|(path, text)| !generated(path) && text.lines().count() > LONGEST_FILE)
        .map(|(path, text)| format!("{path}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST_FILE} lines:\n{}", long.join("\n"));
}

#[test]
fn nothing_is_left_undone_or_bound_to_a_machine() {
    // Spelt in pieces, since this file is searched as well.
    let words = [["TO", "DO"], ["FIX", "ME"], ["todo", "!("], ["unimplemented", "!("], ["#[ig", "nore"]];
    let paths = [["/wo", "rk/"], ["/tm", "p/"], ["/ho", "me/"], ["/Us", "ers/"]];
    let endings = [".rs", ".toml", ".md", ".varne", ".pest", ".snap", ".csv", "run"];
    let folders =
        ["src", "tests", "benches", "fuzz/fuzz_targets", "docs", "policies", "grammar", "tools", ".ci"];
    let mut found = Vec::new();
    for (path, text) in folders.iter().flat_map(|folder| files(folder, &endings)) {
        if path.contains("/target/") {
            continue;
        }
        let words = words.iter().chain(&paths).map(|pieces| pieces.concat());
        found.extend(words.filter(|word| text.contains(word)).map(|word| format!("{path}: `{word}`")));
    }
    assert!(found.is_empty(), "words that have no place here:\n{}", found.join("\n"));
}
