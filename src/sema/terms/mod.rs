//! Terms: from the inside of their quotes to patterns. A term is parsed ([`parse`]), its brackets are written out
//! into plain word sequences ([`expand`]), and each of these is cut into tokens as content is ([`words`]), so that both
//! are always read alike. Errors carry the bytes of the term they are about; [`place`] finds them in the source.

mod expand;
mod parse;
mod place;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub(super) use place::Inside;

use crate::diag::Code;
use crate::sema::hir::Piece;
use crate::sema::limits::{MAX_TERM_CHARS, MAX_TERM_NESTING, MAX_TERM_VARIANTS};
use crate::sema::report::{Parts, explain};
use crate::text::{Mode, Text};

/// What is wrong with a term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TermError {
    /// Nothing to look for.
    #[error("this term has no word to look for")]
    Empty {
        /// The variant that is empty, where the term has others.
        variant: Option<String>,
    },
    /// `[a|]`
    #[error("an alternative of this term is empty")]
    EmptyAlternative,
    /// `[]`
    #[error("these brackets are empty")]
    EmptyBrackets,
    /// `[` without `]`.
    #[error("this `[` is never closed")]
    Unclosed,
    /// A sign that means something elsewhere.
    #[error("`{sign}` means nothing here")]
    Stray {
        /// Which.
        sign: char,
        /// What it would be for.
        meaning: &'static str,
    },
    /// `\x`
    #[error("`\\{0}` is not an escape of terms")]
    BadEscape(char),
    /// A backslash at the end.
    #[error("nothing follows this `\\`")]
    DanglingEscape,
    /// `<x>`
    #[error("a gap is written `<3>`, with a number of words")]
    BadGap,
    /// A gap without a word on one side.
    #[error("this gap has no word {side} it")]
    LooseGap {
        /// `before` or `after`.
        side: &'static str,
    },
    /// A `*` that touches no word.
    #[error("this `*` touches no word")]
    BareStar,
    /// A `*` inside a word.
    #[error("this `*` stands inside a word")]
    InnerStar,
    /// A `*` between two words without a space.
    #[error("this `*` stands between two words, and could belong to either")]
    AmbiguousStar,
    /// `**`
    #[error("one `*` is enough")]
    DoubleStar,
    /// Brackets in brackets in brackets …
    #[error("brackets are nested more than {MAX_TERM_NESTING} deep")]
    TooDeep,
    /// Too many variants.
    #[error(
        "this term stands for {variants} word sequences, more than the {MAX_TERM_VARIANTS} that are allowed"
    )]
    TooManyVariants {
        /// How many.
        variants: u64,
    },
    /// Variants too long.
    #[error(
        "this term is {chars} characters long when its brackets are written out, more than {MAX_TERM_CHARS}"
    )]
    TooLong {
        /// How many.
        chars: u64,
    },
    /// A word that content never holds.
    #[error("no text can ever hold `{word}` as it is asked for here")]
    Impossible {
        /// The word.
        word: String,
    },
}

impl TermError {
    fn parts(&self) -> Parts {
        let (code, label, help) = match self {
            Self::Empty { variant: None } => (
                Code::EmptyTerm,
                "only characters that separate words or vanish when text is read".to_owned(),
                "write a word, a number or an emoji",
            ),
            Self::Empty { variant: Some(variant) } => (
                Code::EmptyTerm,
                format!("with its optional parts left out, it reads `{variant}`"),
                "leave at least one word outside of `[…]?`",
            ),
            Self::EmptyAlternative => (
                Code::EmptyAlternative,
                "expected a word or a part of one".to_owned(),
                "make the brackets optional instead, as in `boat[s]?`",
            ),
            Self::EmptyBrackets => (
                Code::EmptyAlternative,
                "expected alternatives".to_owned(),
                "write `\\[\\]` for the signs, or remove them",
            ),
            Self::Unclosed => (
                Code::TermSyntax,
                "expected a `]` after its alternatives".to_owned(),
                "add the `]`, or write `\\[` for the sign itself",
            ),
            Self::Stray { sign, meaning } => return stray(*sign, meaning),
            Self::BadEscape(_) => (
                Code::TermSyntax,
                "expected one of `* [ ] < > ? | \\` after the backslash".to_owned(),
                "remove the backslash, or double it",
            ),
            Self::DanglingEscape => (
                Code::TermSyntax,
                "expected a sign to take as it is".to_owned(),
                "remove the backslash, or double it",
            ),
            Self::BadGap => (
                Code::TermSyntax,
                "expected digits and `>`".to_owned(),
                "write as in `boat <3> uk`, or `\\<` for the sign itself",
            ),
            Self::LooseGap { .. } => (
                Code::TermSyntax,
                "a gap stands between two words that are always there".to_owned(),
                "remove the gap, or make the word beside it not optional",
            ),
            Self::BareStar => (
                Code::TermSyntax,
                "expected a letter right before or after it".to_owned(),
                "write `cross*` or `*boat`, or `<1>` for any one word",
            ),
            Self::InnerStar => (
                Code::TermSyntax,
                "expected it at the beginning or end of a word".to_owned(),
                "list what may stand there, as in `b[oa|ao]t`",
            ),
            Self::AmbiguousStar => (
                Code::TermSyntax,
                "expected a space on one side".to_owned(),
                "put a space on the side it does not belong to",
            ),
            Self::DoubleStar => (Code::TermSyntax, "the second `*` here".to_owned(), "remove one"),
            Self::TooDeep => {
                (Code::NestingTooDeep, "the first bracket too deep".to_owned(), "split the term into several")
            }
            Self::TooManyVariants { .. } | Self::TooLong { .. } => {
                (Code::TermTooLarge, "its brackets multiply".to_owned(), "split the term into several")
            }
            Self::Impossible { .. } => (
                Code::ImpossibleTerm,
                "reading text never yields this word".to_owned(),
                "write the word as it stands in texts",
            ),
        };
        (code, label, help.to_owned())
    }
}

fn stray(sign: char, meaning: &str) -> Parts {
    (Code::TermSyntax, meaning.to_owned(), format!("remove it, or write `\\{sign}` for the sign itself"))
}

explain!(TermError);

/// An error and the bytes of the term's inside that it is about.
pub(super) type Fault = (TermError, Range<usize>);

/// The variants of a term: sorted, no repeats, at least one, each with at least one word. `text` is a buffer.
pub(super) fn variants(term: &str, mode: Mode, text: &mut Text) -> Result<Vec<Vec<Piece>>, Fault> {
    let nodes = parse::parse(term)?;
    let written_out = expand::expand(&nodes, term.len())?;
    let alone = written_out.len() == 1;
    let mut variants = Vec::with_capacity(written_out.len());
    for variant in &written_out {
        variants.push(words::pieces(variant, alone, term.len(), mode, text)?);
    }
    variants.sort_unstable();
    variants.dedup();
    Ok(variants)
}
