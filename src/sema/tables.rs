//! Lexicons kept as CSV: `lang,term[,source,expires]` under a header. A term stands on one line, so the file is read line by
//! line, and a bad line never swallows the next.

use std::sync::Arc;

use crate::diag::Code;
use crate::sema::codes;
use crate::sema::context::{Context, TermSetting};
use crate::sema::dates;
use crate::sema::hir::Facts;
use crate::sema::lexicons::{Growing, LexiconError};
use crate::sema::lines::{BadLines, Line, lines};
use crate::sema::report::{Parts, Reporter, did_you_mean, explain};
use crate::sema::terms::{self, Inside};
use crate::span::{FileId, Place, Span};
use crate::syntax::ast;
use crate::syntax::token::is_bidi_control;
use crate::text::Mode;

/// The columns there may be.
const COLUMNS: [&str; 4] = ["lang", "term", "source", "expires"];

/// What is wrong with a line of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    /// No header.
    #[error("this file is empty, and a header is needed")]
    NoHeader,
    /// A required column is missing.
    #[error("the header lacks the column `{0}`")]
    MissingColumn(&'static str),
    /// A column that is none.
    #[error("`{name}` is not a column of a lexicon")]
    UnknownColumn {
        /// As written.
        name: String,
        /// The nearest.
        nearest: Option<String>,
    },
    /// A column that stands twice.
    #[error("the column `{0}` stands twice in the header")]
    ColumnTwice(String),
    /// Too few or too many fields.
    #[error("expected {expected} fields, as many as the header has, found {found}")]
    Fields {
        /// In the line.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// A quote that is open at the end of the line.
    #[error("a quote of this line is never closed")]
    OpenQuote,
    /// A character that reorders what is seen.
    #[error("the bidirectional control character U+{0:04X} stands in this file")]
    Bidi(u32),
    /// A header, and nothing under it.
    #[error("this table has no terms")]
    NoTerms,
    /// Bytes that are no text.
    #[error("this line is not UTF-8")]
    NotUtf8,
    /// A language that is none.
    #[error("`{0}` is not a language tag")]
    Language(String),
    /// A date that is none.
    #[error("`{0}` is not a date of the calendar")]
    Date(String),
    /// More bad lines than are shown.
    #[error("{0} more lines of this file are wrong")]
    More(usize),
}

impl TableError {
    fn parts(&self) -> Parts {
        let (label, help) = match self {
            Self::NoHeader | Self::MissingColumn(_) => (
                "expected the columns `lang` and `term`".to_owned(),
                "begin the file with `lang,term,source,expires`".to_owned(),
            ),
            Self::UnknownColumn { nearest, .. } => (
                "expected `lang`, `term`, `source` or `expires`".to_owned(),
                did_you_mean(nearest.as_deref(), "remove the column"),
            ),
            Self::ColumnTwice(_) => {
                ("expected each column once".to_owned(), "remove one of the two".to_owned())
            }
            Self::Fields { found, expected } if found > expected => (
                "a field too many".to_owned(),
                "put a term or source with commas in double quotes".to_owned(),
            ),
            Self::Fields { .. } => ("a field is missing".to_owned(), "add it; it may be empty".to_owned()),
            Self::OpenQuote => (
                "expected another `\"` before the end of the line".to_owned(),
                "close the quote, or double a quote that stands for itself".to_owned(),
            ),
            Self::Bidi(_) => (
                "an invisible character that reorders the text around it".to_owned(),
                "delete it; terms are read without such characters anyway".to_owned(),
            ),
            Self::NoTerms => (
                "expected a term".to_owned(),
                "add a line, such as `en,small boat`, under the header".to_owned(),
            ),
            Self::NotUtf8 => ("expected text".to_owned(), "save the file as UTF-8".to_owned()),
            Self::Language(tag) => (
                "expected a tag of BCP 47, or `any`".to_owned(),
                LexiconError::Language(tag.clone()).parts().2,
            ),
            Self::Date(_) => (
                "expected a day that exists".to_owned(),
                "write year, month and day, as in `2026-11-30`".to_owned(),
            ),
            Self::More(_) => ("the last of them".to_owned(), "correct those that are shown first".to_owned()),
        };
        let code = match self {
            Self::Bidi(_) => Code::BidiControl,
            Self::NoTerms => Code::EmptyDeclaration,
            _ => Code::BadTableLine,
        };
        (code, label, help)
    }
}

explain!(TableError);

/// Which column is where.
struct Header {
    lang: usize,
    term: usize,
    source: Option<usize>,
    expires: Option<usize>,
    count: usize,
}

impl Context<'_> {
    /// Adds the terms of a CSV file to a lexicon.
    pub(super) fn table(&mut self, file: &ast::Str, mode: Mode, growing: &mut Growing) {
        let module = self.names.modules[self.module].path.clone();
        let (path, text) = match self.files.read(&module, &file.value) {
            Ok((path, bytes)) => (path, String::from_utf8_lossy(bytes).into_owned()),
            Err(error) => {
                growing.broken = true;
                return self.report(&error, file.span);
            }
        };
        let id = self.data_source(path, &text);
        let mut table = Table { file: id, mode, bad: BadLines::new(id) };
        self.table_lines(&text, &mut table, growing);
        growing.broken |= table.bad.any();
        if let Some((hidden, place)) = table.bad.hidden() {
            self.reporter.report(&TableError::More(hidden), place);
        }
    }

    fn table_lines(&mut self, text: &str, table: &mut Table, growing: &mut Growing) {
        let mut header = None;
        for line in lines(text).filter(|line| !line.text.trim().is_empty()) {
            report_bidi_controls(line, table, &mut self.reporter);
            let fields = match fields(line) {
                Ok(fields) => fields,
                Err(error) => {
                    table.bad.report(&error, line.span(), &mut self.reporter);
                    continue;
                }
            };
            match &header {
                None => match self.header(line, &fields, table) {
                    Some(found) => header = Some(found),
                    None => return,
                },
                Some(header) => {
                    if let Err(error) = self.row(line, &fields, header, table, growing) {
                        table.bad.report(&error, line.span(), &mut self.reporter);
                    }
                }
            }
        }
        if header.is_none() && !table.bad.any() {
            table.bad.report(&TableError::NoHeader, Span::default(), &mut self.reporter);
        } else if growing.terms.is_empty() && !growing.broken && !table.bad.any() {
            let header = lines(text).find(|line| !line.text.trim().is_empty());
            let span = header.map_or(Span::default(), |line| line.span());
            table.bad.report(&TableError::NoTerms, span, &mut self.reporter);
        }
    }

    fn header(&mut self, line: Line<'_>, names: &[String], table: &mut Table) -> Option<Header> {
        let column = |wanted: &str| names.iter().position(|name| name.trim() == wanted);
        for (at, name) in names.iter().map(|name| name.trim()).enumerate() {
            let error = if !COLUMNS.contains(&name) {
                let nearest = self.reporter.nearest(name, COLUMNS);
                TableError::UnknownColumn { name: name.to_owned(), nearest }
            } else if column(name) != Some(at) {
                TableError::ColumnTwice(name.to_owned())
            } else {
                continue;
            };
            table.bad.report(&error, line.span(), &mut self.reporter);
        }
        let Some((lang, term)) = column("lang").zip(column("term")) else {
            let missing = if column("lang").is_none() { "lang" } else { "term" };
            table.bad.report(&TableError::MissingColumn(missing), line.span(), &mut self.reporter);
            return None;
        };
        Some(Header { lang, term, source: column("source"), expires: column("expires"), count: names.len() })
    }

    fn row(
        &mut self,
        line: Line<'_>,
        fields: &[String],
        header: &Header,
        table: &Table,
        growing: &mut Growing,
    ) -> Result<(), TableError> {
        if fields.len() != header.count {
            return Err(TableError::Fields { found: fields.len(), expected: header.count });
        }
        let lang = language(fields[header.lang].trim())?;
        let facts = Facts {
            source: header
                .source
                .map(|at| fields[at].trim().into())
                .filter(|source: &Arc<str>| !source.is_empty()),
            expires: header.expires.and_then(|at| expiry(fields[at].trim()).transpose()).transpose()?,
            ..Facts::default()
        };
        let term = &fields[header.term];
        let variants = terms::variants(term, table.mode, &mut self.text);
        let variants = variants
            .map_err(|(error, range)| (error, Inside::in_line(line.text, line.start, term).locate(&range)));
        let place = Place::new(table.file, line.span());
        let setting = TermSetting { mode: table.mode, fuzzy: 0, lang, facts };
        growing.add(self.add_term(term, variants, place, setting));
        Ok(())
    }
}

struct Table {
    file: FileId,
    mode: Mode,
    bad: BadLines,
}

/// Reports characters that would show a line in another order than it is read in.
fn report_bidi_controls(line: Line<'_>, table: &mut Table, reporter: &mut Reporter) {
    for (at, letter) in line.text.char_indices().filter(|(_, letter)| is_bidi_control(*letter)) {
        let start = line.start + at as u32;
        let span = Span::new(start, start + letter.len_utf8() as u32);
        table.bad.report(&TableError::Bidi(u32::from(letter)), span, reporter);
    }
}

/// The fields of a line.
fn fields(line: Line<'_>) -> Result<Vec<String>, TableError> {
    if !line.is_text {
        return Err(TableError::NotUtf8);
    }
    if !line.text.contains('"') {
        return Ok(line.text.split(',').map(str::to_owned).collect());
    }
    if line.text.matches('"').count() % 2 == 1 {
        return Err(TableError::OpenQuote);
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.text.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    Ok(record.iter().map(str::to_owned).collect())
}

fn language(tag: &str) -> Result<Option<Arc<str>>, TableError> {
    match tag.to_ascii_lowercase() {
        any if any == "any" => Ok(None),
        lower if codes::is_language_tag(&lower) => Ok(Some(lower.into())),
        _ => Err(TableError::Language(tag.to_owned())),
    }
}

fn expiry(date: &str) -> Result<Option<time::Date>, TableError> {
    if date.is_empty() {
        return Ok(None);
    }
    dates::date(date).map(Some).map_err(|_| TableError::Date(date.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_as_csv_is() {
        let cut = |text| fields(Line { text, start: 0, is_text: true });
        let cases: [(&str, &[&str]); 4] = [
            ("en,boat", &["en", "boat"]),
            ("en,\"boat, small\",x", &["en", "boat, small", "x"]),
            ("en,\"a \"\"b\"\"\"", &["en", "a \"b\""]),
            ("en,", &["en", ""]),
        ];
        for (line, expected) in cases {
            assert_eq!(cut(line).unwrap(), expected, "{line}");
        }
        assert_eq!(cut("en,\"boat"), Err(TableError::OpenQuote));
    }
}
