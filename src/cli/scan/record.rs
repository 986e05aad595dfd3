//! One verdict as a line of NDJSON or CSV, or as a few lines for people.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::terminal::visible;
use crate::compile::Identity;
use crate::sema::hir::{self, Severity};
use crate::verdict::{Entity, Fired, Verdict};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A JSON object per line, everything
    #[value(alias = "json")]
    Ndjson,
    /// A table: what happened, by which rules, on which words; a cell that would be a formula begins with '
    Csv,
    /// For people
    Text,
}

/// A verdict and where its content stands.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    id: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    line: u64,
    action: hir::Action,
    severity: Option<Severity>,
    refer: &'a [std::sync::Arc<str>],
    exempt: &'a [std::sync::Arc<str>],
    rules: &'a [Fired],
    entities: &'a [Entity],
    policy: &'a PolicyId,
}

/// The policy that a verdict is by.
#[derive(Debug, Serialize)]
pub(super) struct PolicyId {
    package: String,
    version: String,
    digest: String,
}

impl PolicyId {
    pub(super) fn new(identity: Identity) -> Self {
        let Identity { name, version, digest } = identity;
        Self { package: name, version, digest: format!("sha256:{digest}") }
    }
}

impl<'a> Record<'a> {
    pub(super) fn new(verdict: &'a Verdict, file: Option<&'a str>, line: u64, policy: &'a PolicyId) -> Self {
        let Verdict { id, action, severity, refer, exempt, rules, entities } = verdict;
        let (action, severity) = (*action, *severity);
        Self { id: id.as_deref(), file, line, action, severity, refer, exempt, rules, entities, policy }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, format: Format) -> io::Result<()> {
        match format {
            Format::Ndjson => {
                serde_json::to_writer(&mut *out, self)?;
                out.push(b'\n');
                Ok(())
            }
            Format::Csv => self.write_row(out),
            Format::Text => self.write_text(out),
        }
    }

    fn write_row(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let rules: Vec<&str> = self.rules.iter().map(|fired| &*fired.rule).collect();
        let evidence = self.rules.iter().flat_map(|fired| &fired.evidence);
        let mut words: Vec<&str> = Vec::new();
        for evidence in evidence {
            if !words.contains(&evidence.text.as_str()) {
                words.push(&evidence.text);
            }
        }
        let id = inert(self.plain_id());
        let line = self.line.to_string();
        let mut row = Vec::with_capacity(COLUMNS.len());
        row.extend(self.file);
        row.extend([&*line, &*id, self.action.name(), self.severity.map_or("", Severity::name)]);
        let lists = [self.refer.join(";"), self.exempt.join(";"), rules.join(";"), inert(words.join(" | "))];
        row.extend(lists.iter().map(String::as_str));
        csv::Writer::from_writer(out).write_record(row)?;
        Ok(())
    }

    /// The `id` as text, without the quotes of JSON.
    fn plain_id(&self) -> String {
        let json = self.id.map_or("", RawValue::get);
        serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())
    }

    fn write_text(&self, out: &mut Vec<u8>) -> io::Result<()> {
        match self.file {
            Some(file) => write!(out, "{file}:{}", self.line)?,
            None => write!(out, "line {}", self.line)?,
        }
        if self.id.is_some() {
            write!(out, "  id {}", visible(&self.plain_id()))?;
        }
        let severity = self.severity.map(|severity| format!(" ({})", severity.name())).unwrap_or_default();
        write!(out, "  {}{severity}", self.action.name())?;
        write_list(out, "refer to", self.refer)?;
        write_list(out, "exempt by", self.exempt)?;
        writeln!(out)?;
        self.rules.iter().try_for_each(|fired| write_fired(out, fired))
    }
}

/// A cell out of content that spreadsheets do not take for a formula.
fn inert(cell: String) -> String {
    match cell.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{cell}"),
        _ => cell,
    }
}

fn write_list(out: &mut Vec<u8>, what: &str, names: &[std::sync::Arc<str>]) -> io::Result<()> {
    if names.is_empty() { Ok(()) } else { write!(out, ", {what} {}", names.join(", ")) }
}

fn write_fired(out: &mut Vec<u8>, fired: &Fired) -> io::Result<()> {
    let status = if fired.status == hir::Status::Live { "" } else { " (shadow)" };
    writeln!(out, "  {}{status}: {}", fired.rule, visible(&fired.because))?;
    for evidence in &fired.evidence {
        let (field, start, end) = (&evidence.field, evidence.start, evidence.end);
        writeln!(
            out,
            "    {field} {start}..{end}  {}  ({})",
            visible(&evidence.text),
            visible(&evidence.by)
        )?;
    }
    Ok(())
}

const COLUMNS: [&str; 9] =
    ["file", "line", "id", "action", "severity", "refer", "exempt", "rules", "evidence"];

/// What stands before the first record.
pub(super) fn header(format: Format, names_files: bool) -> String {
    let first = usize::from(!names_files);
    if format == Format::Csv { format!("{}\n", COLUMNS[first..].join(",")) } else { String::new() }
}
