//! What can be wrong with a term.

use crate::diag::Code;
use crate::sema::limits::{MAX_TERM_CHARS, MAX_TERM_NESTING, MAX_TERM_VARIANTS};
use crate::sema::report::{Parts, explain};

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
        if let Self::Stray { sign, meaning } = self {
            return stray(*sign, meaning);
        }
        let (code, label, help) = match self {
            Self::Empty { variant } => (
                Code::EmptyTerm,
                match variant.as_deref().map(str::trim) {
                    None => "only characters that separate words or vanish when text is read".to_owned(),
                    Some("") => "nothing is left when its optional parts are left out".to_owned(),
                    Some(left) => format!("it can also be read as `{left}`, which has no word"),
                },
                match variant {
                    None => "write a word, a number or an emoji",
                    Some(_) => "leave at least one word outside of `[…]?`, and in every alternative",
                },
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
            syntax => {
                let (label, help) = syntax.syntax_parts();
                (Code::TermSyntax, label.to_owned(), help)
            }
        };
        (code, label, help.to_owned())
    }

    /// Label and help where the signs of a term are wrong.
    const fn syntax_parts(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unclosed => {
                ("expected a `]` after its alternatives", "add the `]`, or write `\\[` for the sign itself")
            }
            Self::BadEscape(_) => (
                "expected one of `* [ ] < > ? | \\` after the backslash",
                "remove the backslash, or double it",
            ),
            Self::DanglingEscape => {
                ("expected a sign to take as it is", "remove the backslash, or double it")
            }
            Self::BadGap => {
                ("expected digits and `>`", "write as in `boat <3> uk`, or `\\<` for the sign itself")
            }
            Self::LooseGap { .. } => (
                "a gap stands between two words that are always there",
                "remove the gap, or make the word beside it not optional",
            ),
            Self::BareStar => (
                "expected a letter right before or after it",
                "write `cross*` or `*boat`, or `<1>` for any one word",
            ),
            Self::InnerStar => (
                "expected it at the beginning or end of a word",
                "list what may stand there, as in `b[oa|ao]t`",
            ),
            Self::AmbiguousStar => {
                ("expected a space on one side", "put a space on the side it does not belong to")
            }
            _ => ("the second `*` here", "remove one"),
        }
    }
}

fn stray(sign: char, meaning: &str) -> Parts {
    (Code::TermSyntax, meaning.to_owned(), format!("remove it, or write `\\{sign}` for the sign itself"))
}

explain!(TermError);
