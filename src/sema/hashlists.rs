//! Hash lists: a file of 64 hexadecimal digits a line, with `#` comments and blank lines.

use crate::diag::Code;
use crate::sema::check::hash;
use crate::sema::context::Context;
use crate::sema::hir::{HashKind, Hashlist, HashlistId};
use crate::sema::lines::{BadLines, Line, lines};
use crate::sema::names::DeclId;
use crate::sema::report::{Parts, did_you_mean, explain};
use crate::span::Span;
use crate::syntax::ast;

/// Bits of a hash.
const BITS: u64 = 256;

/// What is wrong with a hash list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HashlistError {
    /// Not a kind of hash.
    #[error("`{kind}` is not a kind of hash")]
    Kind {
        /// As written.
        kind: String,
        /// The nearest.
        nearest: Option<String>,
    },
    /// `sha256` with a distance.
    #[error("`sha256` hashes compare exactly, and have no `within`")]
    ExactWithin,
    /// `pdq` without a distance.
    #[error("`kind pdq` needs `within`")]
    NoWithin,
    /// A distance of more bits than a hash has.
    #[error("a distance of {0} bits is more than the {BITS} that a hash has")]
    WithinTooLarge(u64),
    /// A bad line.
    #[error("this line is not a hash")]
    Line {
        /// How long it is, in characters.
        length: usize,
        /// The first character that is no hexadecimal digit.
        bad: Option<char>,
    },
    /// More bad lines than are shown.
    #[error("{0} more lines of this file are not hashes")]
    More(usize),
}

impl HashlistError {
    fn parts(&self) -> Parts {
        match self {
            Self::Kind { nearest, .. } => (
                Code::UnknownWord,
                "expected `sha256` or `pdq`".into(),
                did_you_mean(
                    nearest.as_deref(),
                    "write `kind sha256` for exact copies, `kind pdq within 31` for pictures alike",
                ),
            ),
            Self::ExactWithin => (
                Code::Unexpected,
                "expected nothing more after `kind sha256`".into(),
                "remove `within` and its number".into(),
            ),
            Self::NoWithin => (
                Code::MissingClause,
                "expected `within` and a number of bits".into(),
                "write `kind pdq within 31`, the customary distance".into(),
            ),
            Self::WithinTooLarge(_) => (
                Code::BadNumber,
                format!("expected at most {BITS}"),
                "write `within 31`, the customary distance".into(),
            ),
            Self::Line { bad: Some(bad), .. } => (
                Code::BadHashLine,
                format!("`{bad}` is not a hexadecimal digit"),
                "remove the line, or put `#` before it".into(),
            ),
            Self::Line { length, .. } => (
                Code::BadHashLine,
                format!("found {length} digits, expected 64"),
                "copy the whole hash, or remove the line".into(),
            ),
            Self::More(_) => {
                (Code::BadHashLine, "the last of them".into(), "correct those that are shown first".into())
            }
        }
    }
}

explain!(HashlistError);

impl Context<'_> {
    pub(super) fn check_hashlist(&mut self, decl: DeclId, id: HashlistId, list: &ast::Hashlist) {
        let kind = self.hash_kind(list);
        let hashes = self.hashes(&list.file);
        if let (Some(kind), Some(hashes)) = (kind, hashes) {
            let head = self.names.head(decl);
            self.draft.hashlists[id.0 as usize] = Some(Hashlist { head, kind, hashes });
        }
    }

    fn hash_kind(&mut self, list: &ast::Hashlist) -> Option<HashKind> {
        match (list.kind.node.as_str(), &list.within) {
            ("sha256", None) => Some(HashKind::Sha256),
            ("sha256", Some(within)) => {
                self.report(&HashlistError::ExactWithin, within.span);
                None
            }
            ("pdq", Some(within)) if within.node <= BITS => Some(HashKind::Pdq(within.node as u32)),
            ("pdq", Some(within)) => {
                self.report(&HashlistError::WithinTooLarge(within.node), within.span);
                None
            }
            ("pdq", None) => {
                self.report(&HashlistError::NoWithin, list.kind.span);
                None
            }
            (kind, _) => {
                let nearest = self.reporter.nearest(kind, ["sha256", "pdq"]);
                self.report(&HashlistError::Kind { kind: kind.to_owned(), nearest }, list.kind.span);
                None
            }
        }
    }

    /// The hashes of a file, sorted, no repeats.
    fn hashes(&mut self, file: &ast::Str) -> Option<Vec<[u8; 32]>> {
        let module = self.names.modules[self.module].path.clone();
        let (path, text) = match self.files.read(&module, &file.value) {
            Ok((path, bytes)) => (path, String::from_utf8_lossy(bytes).into_owned()),
            Err(error) => {
                self.report(&error, file.span);
                return None;
            }
        };
        let (mut hashes, bad) = read(&text);
        if !bad.is_empty() {
            let id = self.data_source(path, &text);
            let mut lines = BadLines::new(id);
            for (error, span) in &bad {
                lines.report(error, *span, &mut self.reporter);
            }
            if let Some((hidden, place)) = lines.hidden() {
                self.reporter.report(&HashlistError::More(hidden), place);
            }
            return None;
        }
        hashes.sort_unstable();
        hashes.dedup();
        Some(hashes)
    }
}

fn read(text: &str) -> (Vec<[u8; 32]>, Vec<(HashlistError, Span)>) {
    let (mut hashes, mut bad) = (Vec::new(), Vec::new());
    for line in lines(text) {
        let content = without_comment(line);
        if content.text.is_empty() {
            continue;
        }
        match hash(content.text) {
            Some(hash) => hashes.push(hash),
            None => bad.push((line_error(content.text), content.span())),
        }
    }
    (hashes, bad)
}

/// A line up to its `#`, without white space around.
fn without_comment(line: Line<'_>) -> Line<'_> {
    let content = line.text.split('#').next().unwrap_or_default();
    let start = content.len() - content.trim_start().len();
    Line { text: content.trim(), start: line.start + start as u32, ..line }
}

fn line_error(text: &str) -> HashlistError {
    HashlistError::Line {
        length: text.chars().count(),
        bad: text.chars().find(|digit| !digit.is_ascii_hexdigit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_hashes_is_read_with_comments_blank_lines_and_any_line_ends() {
        let digits = "0".repeat(64);
        let text = format!(
            "\u{FEFF}# known adverts\r\n\r\n{digits}\r\n  {digits} # again\nabc\n{}g\n",
            "1".repeat(63)
        );
        let (hashes, bad) = read(&text);
        assert_eq!(hashes.len(), 2);
        let bad: Vec<(&HashlistError, &str)> =
            bad.iter().map(|(error, span)| (error, &text[span.range()])).collect();
        assert_eq!(bad[0], (&HashlistError::Line { length: 3, bad: None }, "abc"));
        assert_eq!(bad[1].0, &HashlistError::Line { length: 64, bad: Some('g') });
    }
}
