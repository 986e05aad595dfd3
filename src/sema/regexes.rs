//! Regular expressions: that they parse, stay within what a linear-time engine can do, never match the empty
//! string, and ask only for characters that folded text can hold.

use std::ops::Range;

use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{Hir, HirKind};

use crate::diag::Code;
use crate::sema::limits::{MAX_REGEX_BYTES, MAX_REGEX_NESTING, MAX_REGEXES};
use crate::sema::report::{Parts, explain};
use crate::text::{Folded, Spelling};

/// Characters of a class that are tried one by one; a larger class surely holds one that folded text can hold.
const MAX_CLASS_CHARS: usize = 128;

/// What is wrong with a regular expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RegexError {
    /// `(?=…)` and its kin.
    #[error("regular expressions here have no look-around")]
    LookAround,
    /// `\1`
    #[error("regular expressions here have no back-references")]
    BackReference,
    /// Malformed.
    #[error("this regular expression is malformed: {0}")]
    Malformed(String),
    /// Too deep.
    #[error("this regular expression nests brackets more than {MAX_REGEX_NESTING} deep")]
    TooDeep,
    /// It matches nothing at all where nothing stands.
    #[error("this regular expression can match the empty string")]
    EmptyMatch,
    /// It can match no text.
    #[error("this regular expression can never match")]
    NeverMatches,
    /// A character that folding turns into another.
    #[error("folded text never holds `{}`", shown(*.character))]
    Unfoldable {
        /// As written.
        character: char,
        /// What folding makes of it.
        folded: String,
    },
    /// A class of which folding leaves no character.
    #[error("a character class of this regular expression holds no character that folded text can hold")]
    UnfoldableClass,
    /// Too large.
    #[error("this regular expression is larger than {} kB when compiled", MAX_REGEX_BYTES >> 10)]
    TooLarge,
    /// Too many.
    #[error("this policy has more than {MAX_REGEXES} different regular expressions")]
    TooMany,
}

impl RegexError {
    fn parts(&self) -> Parts {
        let (code, label, help) = match self {
            Self::LookAround => (
                Code::InvalidRegex,
                "look-around needs time that grows faster than the text".to_owned(),
                "say what must not be there with `unless`, or what stands beside it with `near`",
            ),
            Self::BackReference => (
                Code::InvalidRegex,
                "a back-reference needs time that grows faster than the text".to_owned(),
                "write out what may be repeated",
            ),
            Self::Malformed(_) => (
                Code::InvalidRegex,
                "the pattern is malformed here".to_owned(),
                "put a backslash before a sign that stands for itself",
            ),
            Self::TooDeep => (
                Code::NestingTooDeep,
                "the first bracket too deep".to_owned(),
                "split it into several, joined by `or`",
            ),
            Self::EmptyMatch => (
                Code::EmptyMatch,
                "it would be found everywhere, in every text".to_owned(),
                "make at least one part of it required, as by `+` instead of `*`",
            ),
            Self::NeverMatches => (
                Code::ImpossibleTerm,
                "no text at all fits this".to_owned(),
                "remove the part that nothing can fit, such as an empty class",
            ),
            Self::Unfoldable { folded, .. } => return unfoldable(folded),
            Self::UnfoldableClass => (
                Code::ImpossibleTerm,
                "every character in it becomes another one when text is folded".to_owned(),
                "write small letters without marks, or search the original text with `/…/x`",
            ),
            Self::TooLarge => (
                Code::RegexTooLarge,
                "repetitions and classes multiply".to_owned(),
                "lower its counts, or write `[a-z]` for `\\w` where that is meant",
            ),
            Self::TooMany => (
                Code::PolicyTooLarge,
                "the first one too many".to_owned(),
                "write them as terms, which are all looked for at once",
            ),
        };
        (code, label, help.to_owned())
    }
}

/// A character as a message shows it: white space and controls by their escapes.
fn shown(character: char) -> String {
    if character.is_whitespace() || character.is_control() {
        return character.escape_default().to_string();
    }
    character.to_string()
}

fn unfoldable(folded: &str) -> Parts {
    let label = match folded.trim() {
        "" if folded.is_empty() => "folding drops it".to_owned(),
        "" => "white space is folded into one space".to_owned(),
        _ => format!("folding turns it into `{folded}`"),
    };
    let help = match folded.trim() {
        "" if folded.is_empty() => "leave it out".to_owned(),
        "" => "write a space".to_owned(),
        _ => format!("write `{folded}`"),
    };
    (Code::ImpossibleTerm, label, format!("{help}, or search the original text with `/…/x`"))
}

explain!(RegexError);

/// The error and the bytes of the pattern that it is about.
pub(super) type Fault = (RegexError, Range<usize>);

/// How text is folded for a regex: its own letters decide. One that names a letter beyond ASCII is run over text
/// in which every script keeps its letters.
#[must_use]
pub fn spelling(pattern: &str) -> Spelling {
    let beyond_ascii = pattern.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic());
    if beyond_ascii { Spelling::Native } else { Spelling::Merged }
}

/// Checks the pattern between the slashes; `original` is whether it is run over the original text.
pub(super) fn check(pattern: &str, original: bool) -> Result<(), Fault> {
    let whole = 0..pattern.len();
    let mut parser = ast::parse::ParserBuilder::new().nest_limit(MAX_REGEX_NESTING).build();
    let tree = parser.parse(pattern).map_err(|error| (reason(error.kind()), range(error.span())))?;
    let hir = regex_syntax::hir::translate::Translator::new()
        .translate(pattern, &tree)
        .map_err(|error| (RegexError::Malformed(error.kind().to_string()), range(error.span())))?;
    match hir.properties().minimum_len() {
        Some(0) => return Err((RegexError::EmptyMatch, whole)),
        None => return Err((RegexError::NeverMatches, whole)),
        Some(_) => {}
    }
    if !original {
        check_folding(&hir, &tree, spelling(pattern), whole.clone())?;
    }
    compile(pattern).map_err(|error| (error, whole))
}

fn compile(pattern: &str) -> Result<(), RegexError> {
    match regex::RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX_BYTES)
        .nest_limit(MAX_REGEX_NESTING * 2)
        .build()
    {
        Ok(_) => Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => Err(RegexError::TooLarge),
        Err(error) => Err(RegexError::Malformed(error.to_string())),
    }
}

fn reason(kind: &ast::ErrorKind) -> RegexError {
    match kind {
        ast::ErrorKind::UnsupportedLookAround => RegexError::LookAround,
        ast::ErrorKind::UnsupportedBackreference => RegexError::BackReference,
        ast::ErrorKind::NestLimitExceeded(_) => RegexError::TooDeep,
        kind => RegexError::Malformed(kind.to_string()),
    }
}

fn range(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// Looks for characters that can not stand in folded text.
fn check_folding(hir: &Hir, tree: &Ast, spelling: Spelling, whole: Range<usize>) -> Result<(), Fault> {
    let mut open = vec![hir];
    while let Some(hir) = open.pop() {
        match hir.kind() {
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                if let Some(bad) = text.chars().find(|&letter| !survives(letter, spelling)) {
                    let folded = Folded::new(bad.encode_utf8(&mut [0; 4]), spelling).text;
                    let place = place_of_literal(tree, bad).unwrap_or(whole);
                    return Err((RegexError::Unfoldable { character: bad, folded }, place));
                }
            }
            HirKind::Class(regex_syntax::hir::Class::Unicode(class)) if !any_survives(class, spelling) => {
                return Err((RegexError::UnfoldableClass, whole));
            }
            HirKind::Repetition(repetition) => open.push(&repetition.sub),
            HirKind::Capture(capture) => open.push(&capture.sub),
            // Backwards, so that the first in the pattern is looked at first.
            HirKind::Concat(parts) | HirKind::Alternation(parts) => open.extend(parts.iter().rev()),
            _ => {}
        }
    }
    Ok(())
}

/// Whether folding can yield a character: alone, or in a word. A character is left as it is by folding or never yielded.
fn survives(letter: char, spelling: Spelling) -> bool {
    if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == ' ' {
        return true;
    }
    if !letter.is_alphanumeric() && !letter.is_whitespace() && letter != '\u{2019}' {
        // Separators stand as they are; marks depend on the letter before them.
        return true;
    }
    let in_word = format!("a{letter}a");
    [letter.to_string(), in_word].iter().any(|text| Folded::new(text, spelling).text.contains(letter))
}

fn any_survives(class: &regex_syntax::hir::ClassUnicode, spelling: Spelling) -> bool {
    let mut chars = class.iter().flat_map(|range| range.start()..=range.end()).take(MAX_CLASS_CHARS + 1);
    let mut seen = 0;
    let found = chars.any(|letter| {
        seen += 1;
        survives(letter, spelling)
    });
    found || seen > MAX_CLASS_CHARS
}

/// Where a character is written in a pattern, outside of classes.
fn place_of_literal(tree: &Ast, wanted: char) -> Option<Range<usize>> {
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        match node {
            Ast::Literal(literal) if literal.c == wanted => return Some(range(&literal.span)),
            Ast::Repetition(repetition) => open.push(&repetition.ast),
            Ast::Group(group) => open.push(&group.ast),
            Ast::Alternation(alternation) => open.extend(alternation.asts.iter().rev()),
            Ast::Concat(concat) => open.extend(concat.asts.iter().rev()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of the error and the part of the pattern it is about.
    fn fault(pattern: &str, original: bool) -> Option<(Code, &str)> {
        use crate::diag::Explain;
        check(pattern, original).err().map(|(error, at)| (error.code(), &pattern[at]))
    }

    #[test]
    fn what_can_be_searched_for_is_accepted() {
        for pattern in [
            r"boats?",
            r"\d{3,4} ?(eur|gbp)",
            r"[A-Za-z]+",
            r"(?i)BOAT",
            r"лодка",
            r"don't",
            r"wa\.me",
            r"\bx\b",
            r"[^a]",
            r"£\d+",
            r"قارب",
            r".",
            r"\p{L}+",
        ] {
            assert_eq!(fault(pattern, false), None, "{pattern}");
        }
        assert_eq!(fault(r"[A-Z]{3}", true), None);
        assert_eq!(fault(r"RIB", true), None);
    }

    #[test]
    fn what_cannot_is_refused_with_its_place() {
        let cases = [
            (r"boat(?=s)", Code::InvalidRegex, "(?="),
            (r"(a)\1", Code::InvalidRegex, r"\1"),
            (r"boat(", Code::InvalidRegex, "("),
            (r"a{3,1}", Code::InvalidRegex, "{3,1}"),
            (r"\p{Nothing}", Code::InvalidRegex, r"\p{Nothing}"),
            (r"a*", Code::EmptyMatch, "a*"),
            (r"\b", Code::EmptyMatch, r"\b"),
            (r"a|", Code::EmptyMatch, "a|"),
            (r"[a&&b]", Code::ImpossibleTerm, "[a&&b]"),
            (r"small Boat", Code::ImpossibleTerm, "B"),
            (r"x[A-Z]", Code::ImpossibleTerm, "x[A-Z]"),
            (r"قاربة", Code::ImpossibleTerm, "ة"),
            (r"a\tb", Code::ImpossibleTerm, r"\t"),
            (r"٣", Code::ImpossibleTerm, "٣"),
            (r"\w{200}\w{200}", Code::RegexTooLarge, r"\w{200}\w{200}"),
        ];
        for (pattern, code, place) in cases {
            assert_eq!(fault(pattern, false), Some((code, place)), "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
        assert_eq!(fault(&deep, false).unwrap().0, Code::NestingTooDeep);
    }
}
