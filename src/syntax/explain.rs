//! From where a parse got stuck to what an author should read: what was found, what was expected, and for
//! the mistakes that people make, what they most likely meant.

use super::chunk::ChunkKind;
use super::error::{Error, Problem};
use super::grammar::{Failure, Rule};
use super::token::{Kind, Token};
use super::{expected, found, member, words};
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

fn unknown_keyword(token: &Token, source: &str) -> Problem {
    let word = token.text(source);
    let known = expected::quoted(words::DECLARATIONS);
    let nearest = words::nearest(word, words::DECLARATIONS);
    let error = Error::Slip {
        message: format!("{} does not start a declaration", found::shorten(word)),
        label: nearest.map_or_else(|| format!("expected {known}"), |near| format!("expected `{near}`")),
        help: nearest
            .map_or_else(|| "start with one of these words".to_owned(), |near| format!("write `{near}`")),
    };
    let problem = Problem::new(error, token.span);
    match nearest {
        Some(near) => problem.fix(token.span, near),
        None => problem,
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
    let help = match nearest {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => clause.then(|| "see whether the declaration before it ends too early".to_owned()),
    };
    let found = found::token(token, source);
    let expected = "a declaration such as `signal` or `rule`".to_owned();
    Problem::new(Error::Unexpected { found, expected, help }, token.span)
}

/// A body that ends with a brace and starts without one.
fn missing_brace(source: &str, tokens: &[Token]) -> Option<Problem> {
    let closed = tokens.last()?.is(source, "}") && !tokens.iter().any(|token| token.is(source, "{"));
    let name = tokens.get(1)?;
    let error =
        Error::EndsEarly { found: "its body", expected: "`{`".to_owned(), after: found::token(name, source) };
    let end = Span::new(name.span.end, name.span.end);
    closed.then(|| Problem::new(error, name.span).fix(end, " {"))
}

/// The problem of a piece that did not parse.
pub(super) fn failure(piece: Piece<'_>, failure: &Failure) -> Problem {
    let at = piece.tokens.partition_point(|token| token.span.end <= failure.at);
    if failure.exhausted {
        let place = piece.tokens.get(at).or(piece.tokens.last()).map_or(Span::default(), |token| token.span);
        return Problem::new(Error::TooDeep { limit: super::MAX_NESTING }, place);
    }
    let stuck = Stuck { piece, wanted: &failure.wanted, at };
    let known = [
        Stuck::wrong_clause,
        Stuck::single_equals,
        Stuck::missing_unit,
        Stuck::malformed_number,
        Stuck::capital_operator,
        Stuck::malformed_name,
        Stuck::missing_comma,
        Stuck::missing_equals,
        Stuck::missing_sign,
        Stuck::needless_quotes,
        Stuck::negated_operand,
        Stuck::unquoted,
        Stuck::misspelt_operator,
    ];
    known.iter().find_map(|mistake| mistake(&stuck)).unwrap_or_else(|| stuck.otherwise())
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
        message: String,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(Error::Slip { message, label: label.into(), help: help.into() }, token.span)
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
            (Some(token), _) => self.unexpected(token, None),
            (None, Some(last)) => {
                let found = match self.what() {
                    "declaration" => "the end of the declaration",
                    "field" => "the end of the field",
                    "row" => "the end of the row",
                    _ => "the end of the clause",
                };
                let after = found::token(last, self.piece.source);
                Problem::new(Error::EndsEarly { found, expected, after }, last.span)
            }
            (None, None) => Problem::new(
                Error::Unexpected { found: "nothing".to_owned(), expected, help: None },
                Span::default(),
            ),
        }
    }

    /// A clause that the declaration does not have, misspelt or of another kind of declaration.
    fn wrong_clause(&self) -> Option<Problem> {
        let known = member::clauses_of(self.piece.kind);
        let first = self.piece.tokens.first().filter(|_| self.piece.member && !known.is_empty())?;
        let word = self.text(first);
        if known.contains(&word) {
            return None;
        }
        let what = match self.piece.kind {
            ChunkKind::Rule => "a rule",
            ChunkKind::Exempt => "an exemption",
            ChunkKind::Recipient => "a recipient",
            _ => "a test",
        };
        let nearest = words::nearest(word, known).filter(|_| first.kind == Kind::Word);
        let shown = found::shorten(word);
        let message = format!("{what} has no {shown}");
        Some(match nearest {
            Some(near) => self
                .slip(first, message, format!("expected `{near}`"), format!("write `{near}`"))
                .fix(first.span, near),
            None => {
                let help = format!(
                    "move or delete it; {what} has {}",
                    expected::quoted(known).replace(" or ", " and ")
                );
                self.slip(first, message, "expected one of its clauses", help)
            }
        })
    }

    /// `a = 3`
    fn single_equals(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.is(self.piece.source, "="))?;
        self.wants(&[Rule::compare_op]).then(|| {
            let message = "`=` compares nothing".to_owned();
            self.slip(token, message, "expected `==`", "write `==`").fix(token.span, "==")
        })
    }

    /// `a near b within 5`
    fn missing_unit(&self) -> Option<Problem> {
        let within = self.piece.tokens.get(self.at.checked_sub(2)?)?;
        let number = self.before().filter(|before| before.kind == Kind::Number)?;
        (self.text(within) == "within" && self.piece.kind != ChunkKind::Hashlist).then(|| {
            let end = Span::new(number.span.end, number.span.end);
            let message = format!("expected `words` after {}", found::token(number, self.piece.source));
            self.slip(number, message, "expected `words` after this", "write `words`").fix(end, " words")
        })
    }

    /// `1_000`, `3k`, `0x10`
    fn malformed_number(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Number)?;
        let text = self.text(token);
        let plain =
            text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.matches('.').count() < 2;
        if plain || text.contains('-') || self.wants(NAMES) {
            return None;
        }
        let digits = text.replace('_', "");
        let sure = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits.matches('.').count() < 2;
        let help = if sure {
            format!("write `{digits}`")
        } else {
            "write digits, with one `.` before decimals".to_owned()
        };
        let number = found::shorten(text).trim_matches('`').to_owned();
        let expected = "digits such as `1000` or `2.5`";
        let problem =
            Problem::new(Error::BadNumber { number, wrong: "is not a number", expected, help }, token.span);
        Some(if sure { problem.fix(token.span, digits) } else { problem })
    }

    /// `AND`
    fn capital_operator(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word)?;
        let text = self.text(token);
        let small = text.to_ascii_lowercase();
        let known = words::is_reserved(&small) && self.wanted != [Rule::name];
        (known && small != text).then(|| {
            let message = format!("{} is written in small letters", found::shorten(text));
            self.slip(token, message, format!("expected `{small}`"), format!("write `{small}`"))
                .fix(token.span, small)
        })
    }

    /// `SmallBoat`, `small-boat`
    fn malformed_name(&self) -> Option<Problem> {
        let token = self.found().filter(|token| matches!(token.kind, Kind::Word | Kind::Number))?;
        let lettered = self.text(token).contains(|letter: char| letter.is_alphabetic());
        if words::is_name(self.text(token)) || !lettered || !self.wants(NAMES) {
            return None;
        }
        let word = self.text(token);
        let help = words::as_name(word).map_or_else(
            || "write a name such as `small_boat`".to_owned(),
            |name| format!("write `{name}`, here and wherever it is used"),
        );
        let label = "names are small letters, digits and `_`, and start with a letter";
        Some(self.slip(token, format!("{} is not a name", found::shorten(word)), label, help))
    }

    /// `"a" "b"` in a row or list.
    fn missing_comma(&self) -> Option<Problem> {
        let (before, token) = (self.before()?, self.found()?);
        let values = token.kind == Kind::Str && matches!(before.kind, Kind::Str | Kind::Number);
        let listed =
            self.piece.kind == ChunkKind::Lexicon && self.piece.member || self.wants(&[Rule::close_square]);
        (values && listed).then(|| {
            let end = Span::new(before.span.end, before.span.end);
            let message = format!("expected `,` before {}", found::token(token, self.piece.source));
            self.slip(token, message, "expected `,` before this", "put a comma between the two").fix(end, ",")
        })
    }

    /// `signal x a or b`
    fn missing_equals(&self) -> Option<Problem> {
        let (name, token) = (self.before()?, self.found().filter(|_| self.wants(&[Rule::is_sign]))?);
        let problem = self.unexpected(token, Some(format!("write `=` after `{}`", self.text(name))));
        let place = Span::new(name.span.end, name.span.end);
        let operand = matches!(token.kind, Kind::Word | Kind::Str | Kind::Regex);
        Some(match self.text(token) {
            ":" | "==" => problem.fix(token.span, "="),
            _ if operand => problem.fix(place, " ="),
            _ => problem,
        })
    }

    /// `3 contact` in a score
    fn missing_sign(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Number && self.wants(&[Rule::points]))?;
        let start = Span::new(token.span.start, token.span.start);
        Some(self.unexpected(token, Some(format!("write `+{}`", self.text(token)))).fix(start, "+"))
    }

    /// `status "live"`, `{ "text": "…" }`
    fn needless_quotes(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Str)?;
        let names = self.wants(&[Rule::name, Rule::entry, Rule::path, Rule::field]);
        if !names || self.wants(&[Rule::string, Rule::negation, Rule::unit]) {
            return None;
        }
        if self.before().is_some_and(|before| self.text(before) == "in") {
            let list = format!("[{}]", self.text(token));
            let help = format!("put the values to compare with in brackets: `in {list}`");
            return Some(self.unexpected(token, Some(help)).fix(token.span, list));
        }
        if self.before().is_some_and(|before| self.text(before) == "(") {
            let help = "name an attribute and compare it, as in `url(domain == \"t.me\")`";
            return Some(self.unexpected(token, Some(help.to_owned())));
        }
        let inner = self.text(token).trim_matches('"');
        if !inner.split('.').all(words::is_name) {
            let help = "write a name here, without quotes, slashes or an ending";
            return Some(self.unexpected(token, Some(help.to_owned())));
        }
        let problem = self.unexpected(token, Some("write it without quotes".to_owned()));
        Some(problem.fix(token.span, inner))
    }

    /// `a near not b`
    fn negated_operand(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.found_text() == "not" && self.wants(&[Rule::unit]))?;
        let before = self.before().map_or("near", |before| self.text(before));
        let message = format!("`not` cannot stand after `{before}`");
        let help = "say what is absent in a condition of its own: `a and not (b near c)`";
        Some(self.slip(token, message, "expected a term or a name", help))
    }

    /// `because reason`, `platform == tiktok`
    fn unquoted(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word)?;
        self.wants(&[Rule::string, Rule::literal, Rule::content_literal, Rule::term])
            .then(|| self.unexpected(token, Some("put a text in quotes".to_owned())))
    }

    /// `a nar b`
    fn misspelt_operator(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word && self.wants(&[Rule::kw_or]))?;
        let nearest = words::nearest(self.text(token), words::OPERATORS)?;
        Some(self.unexpected(token, Some(format!("did you mean `{nearest}`?"))))
    }
}
