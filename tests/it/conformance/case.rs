//! How a case is written. The file opens with the sentence of the language page it shows; then come
//! sections, each under a line `--- name`:
//!
//! - `policy`: declarations of the module `case`; `module NAME`, `file NAME`, `manifest`: the rest of
//!   the package.
//! - `expression`: an expression `e`, short for `signal s = e` and
//!   `rule r { when s then review because "case" }` at the end of the module.
//! - `fires`: contents, one per line, on which a rule fires; its evidence stands exactly at the marks
//!   `⟦…⟧`. A line is a JSON object, or else the `text` field, in which `\n`, `\t`, `\\` and `\u{…}`
//!   are escapes.
//! - `silent`: contents on which no rule fires; `unreadable`: lines that are refused.
//! - `content`: one content, and `expect`: what its verdict holds at least, as JSON; `null` stands for
//!   an absent member.
//! - `refused CODE…`: the policy has exactly these errors.
//!
//! After the names of sections with contents, `now DATE` sets the day and `all` evaluates drafts and
//! retired rules, too. Blank lines are passed over.

use std::collections::BTreeMap;

use varne::package::{Files, Module, Package};
use varne::verdict::Circumstances;

/// What must come of a content.
pub(super) enum Expected {
    Fires,
    Silent,
    Unreadable,
    Verdict(serde_json::Value),
}

/// One content and what must come of it.
pub(super) struct Check {
    pub(super) content: String,
    pub(super) circumstances: Circumstances,
    pub(super) expected: Expected,
}

/// A parsed case file.
#[derive(Default)]
pub(super) struct Case {
    declarations: String,
    modules: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    manifest: Option<String>,
    pub(super) checks: Vec<Check>,
    pub(super) refused: Vec<String>,
}

/// Data files of a case.
struct CaseFiles(BTreeMap<String, String>);

impl Files for CaseFiles {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or(std::io::ErrorKind::NotFound.into())
    }
}

impl Case {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut case = Self::default();
        let mut content = None;
        for section in format!("\n{text}").split("\n--- ").skip(1) {
            let (head, body) = section.split_once('\n').unwrap_or((section, ""));
            case.section(head.trim(), body, &mut content)?;
        }
        match content {
            Some(_) => Err("a content without `expect`".to_owned()),
            None if case.checks.is_empty() && case.refused.is_empty() => Err("nothing is checked".to_owned()),
            None => Ok(case),
        }
    }

    fn section(
        &mut self,
        head: &str,
        body: &str,
        content: &mut Option<(String, Circumstances)>,
    ) -> Result<(), String> {
        let (name, rest) = head.split_once(' ').unwrap_or((head, ""));
        let body = body.to_owned();
        match name {
            "policy" => self.declarations.push_str(&format!("{body}\n")),
            "expression" => self.declarations.push_str(&wrapped(&body)),
            "module" => drop(self.modules.insert(rest.to_owned(), body)),
            "file" => drop(self.files.insert(rest.to_owned(), body)),
            "manifest" => self.manifest = Some(body),
            "refused" => self.refused = rest.split(' ').map(str::to_owned).collect(),
            "fires" => self.check_lines(&body, rest, || Expected::Fires)?,
            "silent" => self.check_lines(&body, rest, || Expected::Silent)?,
            "unreadable" => self.check_lines(&body, rest, || Expected::Unreadable)?,
            "content" => *content = Some((body.trim().to_owned(), circumstances(rest)?)),
            "expect" => {
                let (content, circumstances) = content.take().ok_or("`expect` without `content`")?;
                let expected =
                    serde_json::from_str(&body).map_err(|problem| format!("`expect`: {problem}"))?;
                let expected = Expected::Verdict(expected);
                self.checks.push(Check { content, circumstances, expected });
            }
            _ => return Err(format!("unknown section `{head}`")),
        }
        Ok(())
    }

    fn check_lines(&mut self, body: &str, rest: &str, expected: fn() -> Expected) -> Result<(), String> {
        let circumstances = circumstances(rest)?;
        for line in body.lines().filter(|line| !line.trim().is_empty()) {
            self.checks.push(Check { content: line.to_owned(), circumstances, expected: expected() });
        }
        Ok(())
    }

    pub(super) fn package(&self) -> Package {
        let mut modules: Vec<Module> = self.modules.iter().map(|(name, text)| module(name, text)).collect();
        modules.push(module("case", &self.declarations));
        modules.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = self.manifest.clone().map(String::into_bytes);
        let files = Box::new(CaseFiles(self.files.clone()));
        Package { manifest, fallback_name: "case".to_owned(), modules, files }
    }
}

fn module(name: &str, text: &str) -> Module {
    let path = format!("{}.varne", name.replace('.', "/"));
    Module { name: name.to_owned(), path, bytes: text.as_bytes().to_vec() }
}

fn wrapped(expression: &str) -> String {
    format!("signal s = {}\nrule r {{ when s then review because \"case\" }}\n", expression.trim())
}

fn circumstances(words: &str) -> Result<Circumstances, String> {
    let mut circumstances = Circumstances::default();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "all" => circumstances.all_statuses = true,
            "now" => circumstances.today = Some(date(words.next().unwrap_or_default())?),
            _ => return Err(format!("unknown word `{word}`")),
        }
    }
    Ok(circumstances)
}

fn date(text: &str) -> Result<time::Date, String> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text, format).map_err(|problem| format!("`{text}`: {problem}"))
}
