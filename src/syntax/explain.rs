//! From where a parse got stuck to what an author should read: what was found, what was expected, and for
//! the mistakes that people make, what they most likely meant.

mod clauses;
mod numbers;
mod operators;
mod shapes;

use std::collections::HashSet;

use super::chunk::ChunkKind;
use super::error::{Error, Problem};
use super::grammar::{Failure, Rule};
use super::token::{Kind, Token};
use super::{expected, found, words};
use crate::span::Span;

/// What was to be parsed: a declaration, its header, or a part of its body.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    /// The file.
    pub(super) source: &'t str,
    /// Of which declaration.
    pub(super) kind: ChunkKind,
    /// Its tokens, comments left out.
    pub(super) tokens: &'t [Token],
    /// Whether it is a part of the body rather than the declaration or its header.
    pub(super) member: bool,
    /// Names that the file declares or imports.
    pub(super) names: &'t HashSet<&'t str>,
}

/// Where and why a piece did not parse.
struct Stuck<'t> {
    piece: Piece<'t>,
    wanted: &'t [Rule],
    /// Index of the token that could not be read; the number of tokens at the end.
    at: usize,
}

/// A problem that keeps tokens from being a declaration at all.
pub(super) fn misfit(kind: ChunkKind, source: &str, tokens: &[Token]) -> Option<Problem> {
    let first = tokens.first()?;
    match kind {
        ChunkKind::Misspelt => Some(unknown_keyword(first, source)),
        ChunkKind::Junk if first.sound => Some(junk(first, source)),
        ChunkKind::Junk | ChunkKind::Use | ChunkKind::Hashlist | ChunkKind::Signal => None,
        _ => missing_brace(source, tokens),
    }
}

/// What other languages start a declaration with, and the word for it here.
const DECLARED_OTHERWISE: &[(&str, &str)] = &[
    ("import", "use"),
    ("include", "use"),
    ("require", "use"),
    ("from", "use"),
    ("let", "signal"),
    ("var", "signal"),
    ("const", "signal"),
    ("set", "signal"),
    ("define", "signal"),
    ("list", "lexicon"),
    ("words", "lexicon"),
    ("terms", "lexicon"),
    ("policy", "rule"),
    ("filter", "rule"),
    ("def", "rule"),
    ("function", "rule"),
    ("exception", "exempt"),
    ("allow", "exempt"),
    ("schema", "content"),
];

fn unknown_keyword(token: &Token, source: &str) -> Problem {
    let word = token.text(source);
    let known = expected::quoted(words::DECLARATIONS);
    let otherwise = DECLARED_OTHERWISE.iter().find(|(other, _)| *other == word).map(|(_, here)| *here);
    let nearest = otherwise.or_else(|| words::nearest(word, words::DECLARATIONS));
    let error = Error::Slip {
        message: format!("{} does not start a declaration", found::shorten(word)),
        label: nearest.map_or_else(|| format!("expected {known}"), |near| format!("expected `{near}`")),
        help: match nearest {
            Some("use") if otherwise.is_some() => "write `use lexicon.places.{uk}`".to_owned(),
            Some(near) => format!("write `{near}`"),
            None => "start with one of these words".to_owned(),
        },
    };
    let problem = Problem::new(error, token.span);
    match nearest {
        // What another language's word stands before is rarely written as here.
        Some(near) if otherwise.is_none() => problem.fix(token.span, near),
        _ => problem,
    }
}

fn junk(token: &Token, source: &str) -> Problem {
    let text = token.text(source);
    if let ("}" | ")" | "]", Some(closer)) = (text, text.chars().next()) {
        return Problem::new(Error::Unopened(closer), token.span);
    }
    let clause =
        [words::RULE_CLAUSES, words::RECIPIENT_CLAUSES, words::TEST_CLAUSES].concat().contains(&text);
    let nearest = words::nearest(text, words::DECLARATIONS).filter(|_| token.kind == Kind::Word);
    let help = Some(match nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None if clause => "see whether the declaration before it ends too early".to_owned(),
        None => "delete it, or write the word that starts a declaration before it".to_owned(),
    });
    let found = found::token(token, source);
    let expected = "a declaration such as `signal` or `rule`".to_owned();
    Problem::new(Error::Unexpected { found, expected, help }, token.span)
}

/// A body that ends with a brace and starts without one.
fn missing_brace(source: &str, tokens: &[Token]) -> Option<Problem> {
    if !tokens.last()?.is(source, "}") || tokens.iter().any(|token| token.is(source, "{")) {
        return None;
    }
    let name = tokens.get(1)?;
    let error = Error::EndsEarly {
        found: "its body",
        expected: "`{`".to_owned(),
        after: found::token(name, source),
        help: format!("write `{{` after {}", found::shorten(name.text(source))),
    };
    let end = Span::new(name.span.end, name.span.end);
    Some(Problem::new(error, name.span).fix(end, " {"))
}

/// The problem of a piece that did not parse.
pub(super) fn failure(piece: Piece<'_>, failure: &Failure) -> Problem {
    let at = piece.tokens.partition_point(|token| token.span.end <= failure.at);
    if failure.exhausted {
        let place = piece.tokens.get(at).or(piece.tokens.last()).map_or(Span::default(), |token| token.span);
        return Problem::new(Error::TooDeep { limit: super::MAX_NESTING }, place);
    }
    let stuck = Stuck { piece, wanted: &failure.wanted, at };
    clauses::told(&stuck)
        .or_else(|| numbers::told(&stuck))
        .or_else(|| operators::told(&stuck))
        .or_else(|| shapes::told(&stuck))
        .unwrap_or_else(|| stuck.otherwise())
}

/// Whether an offer is punctuation, such as "`{`".
fn is_mark(offer: &str) -> bool {
    offer.starts_with('`') && !offer.contains(char::is_alphanumeric)
}

/// Where a name is due.
const NAMES: &[Rule] = &[
    Rule::name,
    Rule::path,
    Rule::negation,
    Rule::unit,
    Rule::expression,
    Rule::import_name,
    Rule::entry,
    Rule::field,
    Rule::action,
    Rule::field_type,
];

impl<'t> Stuck<'t> {
    fn found(&self) -> Option<&'t Token> {
        self.piece.tokens.get(self.at)
    }

    fn before(&self) -> Option<&'t Token> {
        self.piece.tokens.get(self.at.checked_sub(1)?)
    }

    fn text(&self, token: &Token) -> &'t str {
        token.text(self.piece.source)
    }

    /// The token so many after the one that could not be read.
    fn next(&self, by: usize) -> Option<&'t Token> {
        self.piece.tokens.get(self.at + by)
    }

    /// The token so many before the one that could not be read.
    fn previous(&self, by: usize) -> Option<&'t Token> {
        self.piece.tokens.get(self.at.checked_sub(by)?)
    }

    fn next_text(&self, by: usize) -> &'t str {
        self.next(by).map_or("", |token| self.text(token))
    }

    fn previous_text(&self, by: usize) -> &'t str {
        self.previous(by).map_or("", |token| self.text(token))
    }

    /// Whether an operator could stand here, because an operand is complete.
    fn wants_operator(&self) -> bool {
        self.wants(&[Rule::kw_or])
    }

    /// Whether an operand could stand here.
    fn wants_operand(&self) -> bool {
        self.wants(&[Rule::negation, Rule::unit, Rule::expression])
    }

    fn found_text(&self) -> &'t str {
        self.found().map_or("", |token| self.text(token))
    }

    fn wants(&self, any: &[Rule]) -> bool {
        self.wanted.iter().any(|wanted| any.contains(wanted))
    }

    /// What the piece is called.
    fn what(&self) -> &'static str {
        match self.piece.kind {
            _ if !self.piece.member => "declaration",
            ChunkKind::Content => "field",
            ChunkKind::Lexicon | ChunkKind::Score => "row",
            _ => "clause",
        }
    }

    fn slip(
        &self,
        token: &Token,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        self.slip_at(token.span, message, label, help)
    }

    fn slip_at(
        &self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(Error::Slip { message: message.into(), label: label.into(), help: help.into() }, span)
    }

    fn unexpected(&self, token: &Token, help: Option<String>) -> Problem {
        let expected = expected::list(self.wanted, self.what());
        Problem::new(
            Error::Unexpected { found: found::token(token, self.piece.source), expected, help },
            token.span,
        )
    }

    fn otherwise(&self) -> Problem {
        let expected = expected::list(self.wanted, self.what());
        match (self.found(), self.before()) {
            (Some(token), _) => self.unexpected(token, Some(self.advice(token))),
            (None, Some(last)) => self.ends_early(last, expected),
            (None, None) => Problem::new(
                Error::Unexpected { found: "nothing".to_owned(), expected, help: None },
                Span::default(),
            ),
        }
    }

    fn ends_early(&self, last: &Token, expected: String) -> Problem {
        let found = match self.what() {
            "declaration" => "the end of the declaration",
            "field" => "the end of the field",
            "row" => "the end of the row",
            _ => "the end of the clause",
        };
        let text = self.text(last);
        let help = match text {
            "in" | "within" | "of" => format!("say what follows `{text}`"),
            _ if words::OPERATORS.contains(&text) => format!("say what follows `{text}`, or delete it"),
            "~" => "write `~1` to allow one edit in each word".to_owned(),
            _ if last.kind == Kind::Number && self.wants(&[Rule::dots]) && text.contains('-') => {
                format!("write `{text}..` for from that day on")
            }
            _ => format!("write {expected} after it"),
        };
        let after = found::token(last, self.piece.source);
        Problem::new(Error::EndsEarly { found, expected, after, help }, last.span)
    }

    /// One thing to do about a token that is no mistake known by name.
    fn advice(&self, token: &Token) -> String {
        let text = found::shorten(self.text(token));
        let offers = expected::offers(self.wanted, self.what());
        let keywords = expected::keywords(self.wanted);
        let keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
        let near = words::nearest(self.text(token), &keywords)
            .filter(|&near| token.kind == Kind::Word && near != self.text(token));
        match (near, offers.as_slice()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, [only]) if self.wanted == [Rule::EOI] => {
                format!("delete {text}: {} is due", only.as_str())
            }
            (None, [only]) if token.kind == Kind::Mark && is_mark(only) => {
                format!("write {only} instead of {text}")
            }
            (None, [only]) => format!("write {only} before {text}"),
            _ if self.wants_operator() => {
                format!("write an operator such as `and` before {text}, or delete it")
            }
            _ if self.wants_operand() => format!("write what is looked for before {text}, or delete it"),
            _ => format!("write one of these before {text}, or delete it"),
        }
    }
}
