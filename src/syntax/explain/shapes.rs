//! Mistakes of form: names, quotes, commas and braces; how a declaration or a row starts.

use super::{NAMES, Stuck};
use crate::span::Span;
use crate::syntax::chunk::ChunkKind;
use crate::syntax::error::Problem;
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::{found, words};

/// The first of these mistakes that it is.
pub(super) fn told(stuck: &Stuck<'_>) -> Option<Problem> {
    let mistakes = [
        Stuck::malformed_name,
        Stuck::missing_comma,
        Stuck::second_comma,
        Stuck::missing_equals,
        Stuck::body_otherwise,
        Stuck::missing_sign,
        Stuck::late_points,
        Stuck::missing_language,
        Stuck::bare_terms,
        Stuck::needless_quotes,
        Stuck::unquoted,
    ];
    mistakes.iter().find_map(|mistake| mistake(stuck))
}

impl Stuck<'_> {
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
        let imports = self.piece.kind == ChunkKind::Use
            && self.wants(&[Rule::close_brace])
            && token.kind == Kind::Word
            && before.kind == Kind::Word;
        (values && listed || imports).then(|| {
            let end = Span::new(before.span.end, before.span.end);
            let message = format!("expected `,` before {}", found::token(token, self.piece.source));
            self.slip(token, message, "expected `,` before this", "put a comma between the two").fix(end, ",")
        })
    }

    /// `"a",, "b"`
    fn second_comma(&self) -> Option<Problem> {
        let token = self.found().filter(|token| self.text(token) == "," && self.previous_text(1) == ",")?;
        Some(self.slip(token, "found a second `,`", "not needed", "delete it").fix(token.span, ""))
    }

    /// `signal x a or b`
    fn missing_equals(&self) -> Option<Problem> {
        let (name, token) = (self.before()?, self.found().filter(|_| self.wants(&[Rule::is_sign]))?);
        let instead = if self.text(token) == "{" { ", and the condition without braces" } else { "" };
        let problem = self.unexpected(token, Some(format!("write `=` after `{}`{instead}", self.text(name))));
        let place = Span::new(name.span.end, name.span.end);
        let operand = matches!(token.kind, Kind::Word | Kind::Str | Kind::Regex);
        Some(match self.text(token) {
            ":" if self.next_text(1) == "=" => problem.fix(token.span, ""),
            "-" if self.next_text(1) == ">" => problem.fix(token.span.to(self.next(1)?.span), "="),
            ":" | "==" => problem.fix(token.span, "="),
            _ if operand => problem.fix(place, " ="),
            _ => problem,
        })
    }

    /// `rule r (`, `rule r:`, `lexicon a = {`
    fn body_otherwise(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants(&[Rule::open_brace, Rule::lexicon_rows]))?;
        let written = self.text(token);
        if self.piece.member || !matches!(written, "(" | "[" | ":" | "=") {
            return None;
        }
        let body = if self.piece.kind == ChunkKind::Lexicon { "{ en \"…\", \"…\" }" } else { "{ … }" };
        let problem = self.unexpected(token, Some(format!("write its body in braces: `{body}`")));
        let gap = Span::new(self.before()?.span.end, token.span.end);
        Some(if self.next_text(1) == "{" { problem.fix(gap, "") } else { problem })
    }

    /// `3 contact` in a score
    fn missing_sign(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Number && self.wants(&[Rule::points]))?;
        let start = Span::new(token.span.start, token.span.start);
        Some(self.unexpected(token, Some(format!("write `+{}`", self.text(token)))).fix(start, "+"))
    }

    /// `contact +3`
    fn late_points(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.at == 0 && self.wants(&[Rule::points]))?;
        let help = format!("points stand before what they are for: `+3 {}`", self.text(token));
        matches!(token.kind, Kind::Word | Kind::Str | Kind::Regex).then(|| self.unexpected(token, Some(help)))
    }

    /// `lexicon a { "boat" }`, `lexicon a { "en" "boat" }`
    fn missing_language(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.at == 0 && self.wants(&[Rule::row, Rule::language]))?;
        if token.kind != Kind::Str {
            return None;
        }
        let tag = self.text(token).trim_matches('"');
        let tagged = tag.len() == 2
            && tag.bytes().all(|letter| letter.is_ascii_lowercase())
            && self.next(1).is_some_and(|next| next.kind == Kind::Str);
        if tagged {
            let problem = self.unexpected(token, Some("write the language without quotes".to_owned()));
            return Some(problem.fix(token.span, tag));
        }
        let help = format!(
            "write the language before it, or `any`: `en {}`",
            found::shorten(self.text(token)).trim_matches('`')
        );
        let message = "this row does not say its language";
        Some(self.slip(token, message, "expected a language such as `en` before this", help))
    }

    /// `en boat, dinghy`
    fn bare_terms(&self) -> Option<Problem> {
        let row = self.piece.kind == ChunkKind::Lexicon && self.piece.member;
        let wanted = row && self.wants(&[Rule::term]);
        let word = self.found().filter(|token| wanted && token.kind == Kind::Word)?;
        let help = format!("put each term in quotes: `\"{}\"`", self.text(word));
        Some(self.unexpected(word, Some(help)))
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

    /// `because reason`, `platform == tiktok`
    fn unquoted(&self) -> Option<Problem> {
        let token = self.found().filter(|token| token.kind == Kind::Word)?;
        self.wants(&[Rule::string, Rule::literal, Rule::content_literal, Rule::term])
            .then(|| self.unexpected(token, Some("put a text in quotes".to_owned())))
    }
}
