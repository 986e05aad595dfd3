//! What can be wrong with the form of a source file, in an author's words.

use crate::diag::{Code, Diagnostic, Explain};
use crate::span::{FileId, Place, Span};

/// An error of syntax; where it stands is kept beside it, in [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// Something else was due.
    #[error("expected {expected}, found {found}")]
    Unexpected { found: String, expected: String, help: Option<String> },
    /// Something more was due where a part ends.
    #[error("expected {expected} after {after}, found {found}")]
    EndsEarly { found: &'static str, expected: String, after: String, help: String },
    /// A known slip of the pen.
    #[error("{message}")]
    Slip { message: String, label: String, help: String },
    /// A bracket or quote that nothing closes.
    #[error("this {what} is never closed")]
    Unclosed { what: &'static str, closer: &'static str },
    /// A bracket that nothing opened.
    #[error("`{0}` closes nothing")]
    Unopened(char),
    /// A bracket closed by another's closer.
    #[error("expected `{expected}`, found `{found}`")]
    Mismatched { found: char, expected: char },
    /// An escape that means nothing.
    #[error("`{0}` means nothing in a string")]
    UnknownEscape(String),
    /// `\*` and its like outside a term.
    #[error("`{0}` is an escape of terms, and this is not a term")]
    TermEscape(String),
    /// `\u{…}` without a character.
    #[error("`{0}` is not a character")]
    BadCodePoint(String),
    /// A bidirectional control character.
    #[error("the bidirectional control character U+{0:04X} stands in the source")]
    Bidi(u32, BidiPlace),
    /// A part that must be there.
    #[error("{declaration} has no {part}")]
    MissingPart { declaration: String, part: &'static str, example: &'static str },
    /// A rule or exemption without a reason.
    #[error("{0} does not say why: it has no `because`")]
    MissingBecause(String),
    /// A rule or exemption whose reason is blank.
    #[error("{0} does not say why: its `because` is empty")]
    BlankBecause(String),
    /// A clause that stands twice.
    #[error("`{0}` stands twice")]
    Repeated(String),
    /// A word of the language as a name.
    #[error("`{0}` is a word of the language and cannot be a name")]
    Reserved(String),
    /// A declaration with nothing in it.
    #[error("{declaration} is empty")]
    Empty { declaration: String, part: &'static str, example: &'static str },
    /// A number that does not fit or is not one.
    #[error("`{number}` {wrong}")]
    BadNumber { number: String, wrong: &'static str, expected: &'static str, help: String },
    /// A fact's key.
    #[error("`{found}` is not a fact of a term")]
    UnknownFact { found: String, nearest: Option<&'static str> },
    /// Too many levels.
    #[error("this is nested more than {limit} levels deep")]
    TooDeep { limit: usize },
    /// More problems than are listed.
    #[error("{0} more problems in this file are not listed")]
    TooMany(usize),
}

/// Where a bidirectional control character stands, which decides what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BidiPlace {
    /// In a string or regex, which have an escape for it.
    Quoted,
    /// In a comment.
    Comment,
    /// Between tokens.
    Code,
}

impl Explain for Error {
    fn code(&self) -> Code {
        match self {
            Self::Unexpected { .. } | Self::EndsEarly { .. } | Self::Slip { .. } | Self::Unopened(_) => {
                Code::Unexpected
            }
            Self::Mismatched { .. } | Self::TooMany(_) => Code::Unexpected,
            Self::Unclosed { .. } => Code::Unclosed,
            Self::UnknownEscape(_) | Self::TermEscape(_) | Self::BadCodePoint(_) => Code::BadEscape,
            Self::Bidi(..) => Code::BidiControl,
            Self::MissingPart { .. } => Code::MissingClause,
            Self::MissingBecause(_) | Self::BlankBecause(_) => Code::MissingBecause,
            Self::Repeated(_) => Code::RepeatedClause,
            Self::Reserved(_) => Code::ReservedWord,
            Self::Empty { .. } => Code::EmptyDeclaration,
            Self::BadNumber { .. } => Code::BadNumber,
            Self::UnknownFact { .. } => Code::UnknownWord,
            Self::TooDeep { .. } => Code::NestingTooDeep,
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Unexpected { expected, .. } => format!("expected {expected} here"),
            Self::EndsEarly { expected, .. } => format!("expected {expected} after this"),
            Self::Slip { label, .. } => label.clone(),
            Self::Unclosed { closer, .. } => format!("opened here, and no {closer} follows"),
            Self::Unopened(_) => "nothing is open here".to_owned(),
            Self::Mismatched { expected, .. } => format!("expected `{expected}` here"),
            Self::UnknownEscape(_) | Self::TermEscape(_) => "not an escape here".to_owned(),
            Self::BadCodePoint(_) => "expected one to six hexadecimal digits of a character".to_owned(),
            Self::Bidi(..) => "an invisible character that reorders the text around it".to_owned(),
            Self::MissingPart { part, .. } | Self::Empty { part, .. } => format!("expected {part}"),
            Self::MissingBecause(_) => "expected `because` and a reason".to_owned(),
            Self::BlankBecause(_) => "expected a reason".to_owned(),
            Self::Repeated(_) => "the second one".to_owned(),
            Self::Reserved(_) => "expected a name".to_owned(),
            Self::BadNumber { expected, .. } => format!("expected {expected}"),
            Self::UnknownFact { .. } => "expected `source`, `reviewed`, `expires` or `note`".to_owned(),
            Self::TooDeep { limit } => format!("level {} starts here", limit + 1),
            Self::TooMany(_) => "the list stops here".to_owned(),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Unexpected { help, .. } => help.clone(),
            Self::EndsEarly { help, .. } | Self::Slip { help, .. } | Self::BadNumber { help, .. } => {
                Some(help.clone())
            }
            Self::Unclosed { closer, .. } => Some(format!("add {closer} where it ends")),
            Self::Unopened(closer) => Some(format!("delete the `{closer}`, or open it earlier")),
            Self::Mismatched { expected, .. } => Some(format!("write `{expected}`")),
            Self::UnknownEscape(_) => Some(
                r#"write `\\` for a backslash; the escapes are `\"`, `\\`, `\n`, `\t` and `\u{…}`"#
                    .to_owned(),
            ),
            Self::TermEscape(escape) => Some(format!("write `{}` alone", escape.trim_start_matches('\\'))),
            Self::BadCodePoint(_) => {
                Some(r"write the code point in hexadecimal, as in `\u{1F6A4}`".to_owned())
            }
            Self::Bidi(point, BidiPlace::Quoted) => Some(format!(r"write `\u{{{point:04X}}}` instead")),
            Self::Bidi(point, _) => {
                Some(format!(r"delete it; in a string, `\u{{{point:04X}}}` stands for it"))
            }
            Self::MissingPart { example, .. } | Self::Empty { example, .. } => Some(format!("add {example}")),
            Self::MissingBecause(_) => {
                Some("add `because \"…\"`, a sentence on why such content breaks the policy".to_owned())
            }
            Self::BlankBecause(_) => Some(
                "write a sentence on why such content breaks the policy, or is exempt from it".to_owned(),
            ),
            Self::Repeated(clause) if matches!(clause.as_str(), "when" | "unless") => {
                Some(format!("keep one `{clause}`, and join the two conditions with `and` or `or`"))
            }
            Self::Repeated(clause) => Some(format!("keep one `{clause}`")),

            Self::Reserved(_) => Some("choose another name".to_owned()),
            Self::UnknownFact { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownFact { nearest: None, .. } => Some("use `note` for anything else".to_owned()),
            Self::TooDeep { .. } => {
                Some("give an inner part a name with `signal`, and use the name".to_owned())
            }
            Self::TooMany(_) => Some("mend the problems above first".to_owned()),
        }
    }
}

/// An error with its place, before the file is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What.
    pub(crate) error: Error,
    /// Where.
    pub(crate) span: Span,
    /// Another place, and what is there.
    pub(crate) related: Option<(Span, &'static str)>,
    /// Replacements that surely do what was meant.
    pub(crate) fix: Vec<(Span, String)>,
}

impl Problem {
    /// An error at a place.
    pub(crate) const fn new(error: Error, span: Span) -> Self {
        Self { error, span, related: None, fix: Vec::new() }
    }

    /// With another place that matters.
    #[must_use]
    pub(crate) fn related(mut self, span: Span, what: &'static str) -> Self {
        self.related = Some((span, what));
        self
    }

    /// With a replacement.
    #[must_use]
    pub(crate) fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push((span, text.into()));
        self
    }

    /// As shown.
    pub(crate) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(&self.error, Place::new(file, self.span));
        if let Some((span, what)) = self.related {
            diagnostic = diagnostic.with_related(Place::new(file, span), what);
        }
        let fix = |diagnostic: Diagnostic, (span, text): &(Span, String)| {
            diagnostic.with_fix(Place::new(file, *span), text.clone())
        };
        self.fix.iter().fold(diagnostic, fix)
    }
}
