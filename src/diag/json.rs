//! Diagnostics as NDJSON: one object per line, the same facts as in text with byte offsets, lines and columns.

use std::io;

use serde::Serialize;

use super::render::Options;
use super::{Diagnostic, Level};
use crate::source::Sources;
use crate::span::Place;

/// One diagnostic as programs see it.
#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    slug: &'static str,
    level: Level,
    message: &'a str,
    label: &'a str,
    #[serde(flatten)]
    region: Region,
    related: Vec<RelatedRecord<'a>>,
    help: Option<&'a str>,
    fix: Vec<EditRecord<'a>>,
    page: String,
}

/// A place: byte offsets, and lines and columns from 1, columns in characters, ends excluded.
#[derive(Serialize)]
pub(super) struct Region {
    pub(super) file: String,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

#[derive(Serialize)]
struct RelatedRecord<'a> {
    message: &'a str,
    #[serde(flatten)]
    region: Region,
}

#[derive(Serialize)]
struct EditRecord<'a> {
    text: &'a str,
    #[serde(flatten)]
    region: Region,
}

impl Region {
    pub(super) fn new(place: Place, sources: &Sources, options: &Options) -> Self {
        let source = sources.get(place.file);
        let (from, to) = (source.line_column(place.span.start), source.line_column(place.span.end));
        Self {
            file: options.path(&source.name),
            start: place.span.start,
            end: place.span.end,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
        }
    }
}

impl<'a> Record<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &Sources, options: &Options) -> Self {
        let region = |place| Region::new(place, sources, options);
        let related = diagnostic.related.iter();
        let fix = diagnostic.fix.iter();
        Self {
            code: diagnostic.code.number(),
            slug: diagnostic.code.slug(),
            level: diagnostic.level,
            message: &diagnostic.message,
            label: &diagnostic.label,
            region: region(diagnostic.place),
            related: related
                .map(|it| RelatedRecord { message: &it.message, region: region(it.place) })
                .collect(),
            help: diagnostic.help.as_deref(),
            fix: fix.map(|it| EditRecord { text: &it.text, region: region(it.place) }).collect(),
            page: diagnostic.code.page_path(),
        }
    }
}

/// Writes one object per line.
pub(super) fn write(
    out: &mut impl io::Write,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        serde_json::to_writer(&mut *out, &Record::new(diagnostic, sources, options))?;
        writeln!(out)?;
    }
    Ok(())
}
