//! Diagnostics as a SARIF 2.1.0 log: one run, one rule per code that occurs, fixes as replacements of
//! byte regions. Read by code hosts and editors.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value, json};

use super::json::Region;
use super::render::Options;
use super::{Code, Diagnostic, Edit, Level, Related};
use crate::source::Sources;
use crate::span::{FileId, Place};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What every part of a log needs to tell places.
struct Log<'a> {
    sources: &'a Sources,
    options: &'a Options,
    /// Codes that occur, in order of number; results refer to them by index.
    codes: Vec<Code>,
}

/// Writes the whole log, indented.
pub(super) fn write(
    out: &mut impl io::Write,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
) -> io::Result<()> {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let log = Log { sources, options, codes: codes.into_iter().collect() };
    serde_json::to_writer_pretty(&mut *out, &log.document(diagnostics))?;
    writeln!(out)
}

impl Log<'_> {
    fn document(&self, diagnostics: &[Diagnostic]) -> Value {
        let driver = json!({
            "name": "varne",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.codes.iter().copied().map(rule).collect::<Vec<_>>(),
        });
        let results: Vec<Value> = diagnostics.iter().map(|diagnostic| self.result(diagnostic)).collect();
        let run = json!({
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        });
        json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
    }

    fn result(&self, diagnostic: &Diagnostic) -> Value {
        let mut result = json!({
            "ruleId": diagnostic.code.number(),
            "ruleIndex": self.codes.binary_search(&diagnostic.code).unwrap_or_default(),
            "level": level(diagnostic.level),
            "message": { "text": message(diagnostic) },
            "locations": [self.location(diagnostic.place)],
        });
        if !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().enumerate();
            result["relatedLocations"] = related.map(|(index, it)| self.related(index, it)).collect();
        }
        if !diagnostic.fix.is_empty() {
            result["fixes"] = json!([self.fix(diagnostic)]);
        }
        result
    }

    fn related(&self, index: usize, related: &Related) -> Value {
        let mut location = self.location(related.place);
        location["id"] = json!(index);
        location["message"] = json!({ "text": related.message });
        location
    }

    fn location(&self, place: Place) -> Value {
        json!({ "physicalLocation": {
            "artifactLocation": self.artifact(place.file),
            "region": self.region(place),
        } })
    }

    fn artifact(&self, file: FileId) -> Value {
        json!({ "uri": uri(&self.options.path(&self.sources.get(file).name)) })
    }

    fn region(&self, place: Place) -> Value {
        let region = Region::new(place, self.sources, self.options);
        json!({
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "byteOffset": region.start,
            "byteLength": region.end.saturating_sub(region.start),
        })
    }

    fn fix(&self, diagnostic: &Diagnostic) -> Value {
        let files: BTreeSet<FileId> = diagnostic.fix.iter().map(|edit| edit.place.file).collect();
        let change = |file: &FileId| {
            let edits = diagnostic.fix.iter().filter(|edit| edit.place.file == *file);
            let replacements: Vec<Value> = edits.map(|edit| self.replacement(edit)).collect();
            json!({ "artifactLocation": self.artifact(*file), "replacements": replacements })
        };
        let changes: Vec<Value> = files.iter().map(change).collect();
        let description = diagnostic.help.as_deref().unwrap_or(&diagnostic.message);
        json!({ "description": { "text": description }, "artifactChanges": changes })
    }

    fn replacement(&self, edit: &Edit) -> Value {
        json!({ "deletedRegion": self.region(edit.place), "insertedContent": { "text": edit.text } })
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.number(),
        "name": code.slug(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": level(code.default_level()) },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn message(diagnostic: &Diagnostic) -> String {
    match diagnostic.label.as_str() {
        "" => diagnostic.message.clone(),
        label => format!("{}: {label}", diagnostic.message),
    }
}

/// A relative path as a URI reference (RFC 3986): what is not unreserved or a slash is percent-encoded.
fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}
