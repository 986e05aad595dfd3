//! From diagnostics to what a reader is shown. In: diagnostics in the order they are to be shown, and
//! the texts they point into. Out: one of four formats, written to the caller's writer; nothing here
//! prints. People read `text`; programs read `json`; code hosts read `sarif` and `github`.

use std::io;

use super::{Diagnostic, Level, github, json, order, sarif, text};
use crate::source::Sources;

/// How many diagnostics are shown to a person. Further ones seldom say something new; they are counted.
pub const SHOWN: usize = 100;

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Drawn for people, with a closing line that counts.
    #[default]
    Text,
    /// NDJSON: one object per diagnostic.
    Json,
    /// SARIF 2.1.0 (OASIS Standard), one run.
    Sarif,
    /// Workflow commands of GitHub Actions, which show up beside the changed lines.
    Github,
}

/// How to render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether `text` is coloured.
    pub colour: bool,
    /// How many are shown in `text` and `github`, [`SHOWN`] by default. Programs get everything.
    pub limit: usize,
    /// The package's folder as seen from where the reader stands, put before file names; may be empty.
    pub root: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { colour: false, limit: SHOWN, root: String::new() }
    }
}

impl Options {
    /// The name of a file as shown.
    pub(super) fn path(&self, name: &str) -> String {
        match self.root.trim_end_matches('/') {
            "" | "." => name.to_owned(),
            root => format!("{root}/{name}"),
        }
    }
}

/// Renders diagnostics to a string.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format, options: &Options) -> String {
    let mut out = Vec::new();
    // A vector takes every write, so the error cannot occur; what was written is given back either way.
    let _ = write(&mut out, diagnostics, sources, format, options);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes diagnostics to a writer.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut impl io::Write,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    options: &Options,
) -> io::Result<()> {
    let shown = || choose(diagnostics, options.limit);
    match format {
        Format::Text => {
            text::write(out, &shown(), sources, options)?;
            match diagnostics {
                [] => Ok(()),
                _ => writeln!(out, "{}", order::summary_with_limit(diagnostics, options.limit)),
            }
        }
        Format::Json => json::write(out, diagnostics, sources, options),
        Format::Sarif => sarif::write(out, diagnostics, sources, options),
        Format::Github => github::write(out, &shown(), sources, options),
    }
}

/// The first `limit`, errors before warnings, in the order given: a flood of warnings never hides an error.
fn choose(diagnostics: &[Diagnostic], limit: usize) -> Vec<&Diagnostic> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let mut room_for_errors = limit;
    let mut room_for_warnings = limit.saturating_sub(errors);
    let mut fits = |diagnostic: &&Diagnostic| {
        let room = match diagnostic.level {
            Level::Error => &mut room_for_errors,
            Level::Warning => &mut room_for_warnings,
        };
        let fits = *room > 0;
        *room = room.saturating_sub(1);
        fits
    };
    diagnostics.iter().filter(|diagnostic| fits(diagnostic)).collect()
}
