//! Mistakes about the parts of a declaration's body: a clause under another name, a mark after its word, two
//! values where one is due.

use super::Stuck;
use crate::span::Span;
use crate::syntax::chunk::ChunkKind;
use crate::syntax::error::{Error, Problem};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Kind;
use crate::syntax::{expected, found, member, words};

/// The first of these mistakes that it is.
pub(super) fn told(stuck: &Stuck<'_>) -> Option<Problem> {
    let mistakes = [
        Stuck::wrong_clause,
        Stuck::mark_after_word,
        Stuck::second_value,
        Stuck::joined_consequences,
        Stuck::several_examples,
        Stuck::bare_expectation,
    ];
    mistakes.iter().find_map(|mistake| mistake(stuck))
}

/// What people call the clauses, the clause, and whether it is surely meant.
const CLAUSES_OTHERWISE: &[(&str, &str, bool)] = &[
    ("if", "when", true),
    ("where", "when", true),
    ("match", "when", false),
    ("matches", "when", false),
    ("condition", "when", false),
    ("except", "unless", true),
    ("exclude", "unless", true),
    ("excluding", "unless", true),
    ("reason", "because", true),
    ("why", "because", true),
    ("message", "because", false),
    ("description", "because", false),
    ("do", "then", false),
    ("action", "then", true),
    ("actions", "then", true),
    ("level", "severity", false),
    ("priority", "severity", false),
    ("law", "basis", false),
    ("example", "hit", true),
    ("positive", "hit", false),
    ("negative", "miss", false),
    ("tag", "category", false),
    ("from", "effective", false),
    ("content", "given", false),
    ("text", "given", false),
    ("input", "given", false),
    ("assert", "expect", false),
    ("title", "name", false),
    ("email", "contact", false),
];

impl Stuck<'_> {
    /// A clause that the declaration does not have, misspelt, called otherwise or of another kind of declaration.
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
        if self.is_operand(word, first.kind) && known.contains(&"when") {
            let message = format!("{} starts no clause", found::token(first, self.piece.source));
            let help =
                "write `when` before it, or an operator such as `and` if it goes on from the line above";
            return Some(self.slip(first, message, "expected one of the clauses of the rule", help));
        }
        let otherwise =
            CLAUSES_OTHERWISE.iter().find(|(other, clause, _)| *other == word && known.contains(clause));
        let nearest = words::nearest(word, known).filter(|_| first.kind == Kind::Word);
        let message = format!("{what} has no {}", found::shorten(word));
        let meant = otherwise.map(|&(_, clause, sure)| (clause, sure)).or(nearest.map(|near| (near, true)));
        Some(match meant {
            Some((clause, sure)) => {
                let problem =
                    self.slip(first, message, format!("expected `{clause}`"), format!("write `{clause}`"));
                if sure { problem.fix(first.span, clause) } else { problem }
            }
            None if word == "else" => self.slip(
                first,
                message,
                "expected one of its clauses",
                "write a rule of its own for the rest",
            ),
            None => {
                let help = format!(
                    "move or delete it; {what} has {}",
                    expected::quoted(known).replace(" or ", " and ")
                );
                self.slip(first, message, "expected one of its clauses", help)
            }
        })
    }

    /// Whether this is an operand of a condition for all that can be seen in this file.
    fn is_operand(&self, word: &str, kind: Kind) -> bool {
        match kind {
            Kind::Str | Kind::Regex | Kind::Number => true,
            Kind::Word => {
                self.is_known(word)
                    || matches!(word, "not" | "any" | "all" | "none" | "count" | "distinct" | "age")
            }
            _ => word == "(",
        }
    }

    /// Whether this file declares or imports it, or it is an extractor.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.piece.names.contains(word) || words::EXTRACTORS.contains(&word)
    }

    /// `when: a`, `because = "…"`, `en: "boat"`, `+3: a`
    fn mark_after_word(&self) -> Option<Problem> {
        let token = self.found().filter(|token| matches!(self.text(token), ":" | "="))?;
        let head = if self.piece.kind == ChunkKind::Score { 2 } else { 1 };
        if !self.piece.member || self.at != head || self.piece.kind == ChunkKind::Content {
            return None;
        }
        let first = &self.piece.tokens[0];
        let before = Span::new(first.span.start, self.before()?.span.end);
        let (mark, word) = (self.text(token), &self.piece.source[before.range()]);
        let message = format!("no `{mark}` stands after {}", found::shorten(word));
        Some(self.slip(token, message, "not needed", "delete it").fix(token.span, ""))
    }

    /// `severity very high`
    fn second_value(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wanted == [Rule::EOI] && self.at == 2)?;
        let first = self.text(self.piece.tokens.first().filter(|_| self.piece.member)?);
        let values = match first {
            "severity" => "`low`, `medium`, `high` or `critical`",
            "status" => "`draft`, `shadow`, `live` or `retired`",
            "category" => "a name, such as `boats`",
            _ => return None,
        };
        Some(self.unexpected(token, Some(format!("write one word after `{first}`: {values}"))))
    }

    /// `then remove and refer nca`, `then remove()`
    fn joined_consequences(&self) -> Option<Problem> {
        let clause = self.piece.tokens.first().is_some_and(|first| self.text(first) == "then");
        let token = self.found().filter(|_| clause && self.piece.member)?;
        match self.text(token) {
            "and" | "or" => {
                let place = Span::new(self.before()?.span.end, token.span.end);
                let message = format!("found `{}`, expected `,`", self.text(token));
                let help = "write a comma between the two";
                Some(self.slip(token, message, "what a rule does is a list", help).fix(place, ","))
            }
            "(" => Some(self.unexpected(token, Some("write the word alone, without parentheses".to_owned()))),
            _ => None,
        }
    }

    /// `hit "a", "b"`, `hit ["a", "b"]`
    fn several_examples(&self) -> Option<Problem> {
        let clause = self.text(self.piece.tokens.first().filter(|_| self.piece.member)?);
        let token = self.found().filter(|_| matches!(clause, "hit" | "miss" | "given"))?;
        match self.text(token) {
            "," if self.next(1).is_some_and(|next| next.kind == Kind::Str) && clause != "given" => {
                let help = format!("write `{clause}` before each example");
                Some(self.unexpected(token, Some(help)).fix(token.span, format!(" {clause}")))
            }
            "[" => Some(
                self.unexpected(token, Some(format!("write `{clause}` before each text, without brackets"))),
            ),
            _ => None,
        }
    }

    /// `expect remove`, `expect not rule r`, `expect r`
    fn bare_expectation(&self) -> Option<Problem> {
        let token = self.found().filter(|_| self.wants(&[Rule::expectation, Rule::expect_thing]))?;
        let text = self.text(token);
        let expected = expected::list(self.wanted, self.what());
        let found = found::token(token, self.piece.source);
        let told = |help| Problem::new(Error::Unexpected { found, expected, help: Some(help) }, token.span);
        if words::ACTIONS.contains(&text) {
            let place = Span::new(token.span.start, token.span.start);
            return Some(told(format!("write `action {text}`")).fix(place, "action "));
        }
        match text {
            "not" => Some(told("write `no`".to_owned()).fix(token.span, "no")),
            _ if words::is_name(text) => Some(told(format!("say what it is, as in `rule {text}`"))),
            _ => None,
        }
    }
}
