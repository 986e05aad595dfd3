//! Diagnostics as workflow commands of GitHub Actions: `::error file=…,line=…,col=…::message`. The host
//! shows them beside the lines of a change.

use std::io;

use super::json::Region;
use super::render::Options;
use super::{Diagnostic, Level};
use crate::source::Sources;

/// Writes one command per diagnostic.
pub(super) fn write(
    out: &mut impl io::Write,
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    options: &Options,
) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", command(diagnostic, sources, options)))
}

fn command(diagnostic: &Diagnostic, sources: &Sources, options: &Options) -> String {
    let command = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let Region { file, line, column, end_line, end_column, .. } =
        Region::new(diagnostic.place, sources, options);
    // An end column is read as belonging to the first line, so it is given for spans within a line alone.
    let end = match line == end_line {
        true => format!(",endLine={end_line},endColumn={end_column}"),
        false => format!(",endLine={end_line}"),
    };
    let title = format!("{} {}", diagnostic.code, diagnostic.code.slug());
    let (file, text) = (property(&file), data(&body(diagnostic)));
    format!("::{command} file={file},line={line},col={column}{end},title={title}::{text}")
}

/// The message with what stands at the place, and what to do.
fn body(diagnostic: &Diagnostic) -> String {
    let mut body = diagnostic.message.clone();
    if !diagnostic.label.is_empty() {
        body.push_str(": ");
        body.push_str(&diagnostic.label);
    }
    if let Some(help) = &diagnostic.help {
        body.push_str("\nhelp: ");
        body.push_str(help);
    }
    body
}

/// Escapes the text of a command as the runner undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, where `:` and `,` separate.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
