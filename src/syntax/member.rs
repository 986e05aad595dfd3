//! The parts of a declaration's body: clauses of a rule, rows of a lexicon or score, fields of a content
//! type. The body's tokens go in; out come the stretches that are one part each. Of a well-formed body these
//! are its parts exactly; of a broken one they are what its author most likely meant, so that the parts
//! beside a broken one are still read, and the formatter knows where lines begin.

use std::collections::HashSet;
use std::ops::Range;

use super::brackets;
use super::chunk::{ChunkKind, wants_operand};
use super::token::{Kind, Token};
use super::words;

/// The tokens of a body and what is needed to tell its parts.
pub(crate) struct Body<'t> {
    source: &'t str,
    kind: ChunkKind,
    tokens: &'t [Token],
    /// Names that are declared or imported in this file: after `then` they are not misspelt actions.
    names: &'t HashSet<&'t str>,
    /// Whether some `then` is followed by an action.
    acts: bool,
}

/// The clauses that a declaration may have; empty for those whose body is not made of clauses.
pub(crate) fn clauses_of(kind: ChunkKind) -> &'static [&'static str] {
    match kind {
        ChunkKind::Rule => words::RULE_CLAUSES,
        ChunkKind::Exempt => words::EXEMPT_CLAUSES,
        ChunkKind::Recipient => words::RECIPIENT_CLAUSES,
        ChunkKind::Test => words::TEST_CLAUSES,
        _ => &[],
    }
}

impl<'t> Body<'t> {
    /// The tokens between the braces of a declaration, comments left out. `names` are those that the file
    /// declares or imports.
    pub(crate) fn new(
        source: &'t str,
        kind: ChunkKind,
        tokens: &'t [Token],
        names: &'t HashSet<&'t str>,
    ) -> Self {
        let mut body = Self { source, kind, tokens, names, acts: false };
        body.acts = (1..tokens.len()).any(|at| body.before(at) == "then" && is_consequence(body.text(at)));
        body
    }

    /// The parts, in order; together they are all tokens.
    pub(crate) fn members(&self) -> Vec<Range<usize>> {
        let mut starts = self.starts();
        if starts.first() != Some(&0) && !self.tokens.is_empty() {
            starts.insert(0, 0);
        }
        let ends = starts.iter().skip(1).copied().chain([self.tokens.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// Where `then` looks like a clause whose action is misspelt.
    pub(crate) fn has_misspelt_action(&self) -> bool {
        self.kind == ChunkKind::Rule
            && self.starts().iter().any(|&at| self.text(at) == "then" && !is_consequence(self.text(at + 1)))
    }

    fn starts(&self) -> Vec<usize> {
        let mut depth = 0usize;
        let mut starts = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match brackets::bracket(token, self.source) {
                // What is never closed holds nothing: the parts after it are still told.
                Some('(' | '[' | '{') => depth += usize::from(token.sound),
                Some(_) => depth = depth.saturating_sub(1),
                None if depth == 0 && self.starts_member(at) => starts.push(at),
                None => {}
            }
        }
        starts
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn starts_member(&self, at: usize) -> bool {
        match self.kind {
            ChunkKind::Content => self.starts_field(at),
            ChunkKind::Lexicon => self.starts_entry(at),
            ChunkKind::Score => self.starts_row(at),
            _ => self.starts_clause(at),
        }
    }

    fn starts_field(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word) && !matches!(self.before(at), "." | ":" | "[")
    }

    /// A mode belongs to the row whose language tag it precedes, else to the term it precedes.
    fn starts_entry(&self, at: usize) -> bool {
        if self.kind(at) != Some(Kind::Word) || self.before(at) == "." || wants_operand(self.before(at)) {
            return false;
        }
        let before = self.before(at);
        let after_mode = words::MODES.contains(&before);
        let of_term = words::MODES.contains(&self.text(at)) && self.kind(at + 1) == Some(Kind::Str);
        let after_language = at > 0 && self.kind(at - 1) == Some(Kind::Word);
        // A row goes on with a term; what does not is a term without its quotes.
        let starts = matches!(self.kind(at + 1), Some(Kind::Str))
            || words::MODES.contains(&self.text(at + 1))
            || self.text(at) == "with"
            || words::MODES.contains(&self.text(at));
        let bare = !starts && !self.tokens[at].first && (after_language || before == ",");
        !after_mode && !bare && !(of_term && (before == "," || after_language))
    }

    fn starts_row(&self, at: usize) -> bool {
        let points = matches!(self.text(at), "+" | "-") && self.kind(at) == Some(Kind::Mark);
        let value =
            matches!(self.before(at), "==" | "!=" | "<" | "<=" | ">" | ">=" | ".." | "in" | "[" | ",");
        let unsigned =
            self.kind(at) == Some(Kind::Number) && self.tokens[at].first && self.is_complete_before(at);
        points && !value || unsigned
    }

    fn starts_clause(&self, at: usize) -> bool {
        let text = self.text(at);
        if self.kind(at) != Some(Kind::Word) || self.before(at) == "." {
            return false;
        }
        if text == "then" && self.kind == ChunkKind::Rule {
            return self.is_then_clause(at);
        }
        let foreign = self.kind == ChunkKind::Exempt && words::RULE_CLAUSES.contains(&text);
        if clauses_of(self.kind).contains(&text) || foreign && text != "then" {
            return self.is_clause_word(at);
        }
        if words::OPERATORS.contains(&text) || !self.is_complete_before(at) {
            return false;
        }
        self.tokens[at].first || self.is_misspelt_clause(at)
    }

    /// Whether a word inside a line is a clause's, misspelt: no operand follows another at once, and no action
    /// follows an operand.
    fn is_misspelt_clause(&self, at: usize) -> bool {
        let text = self.text(at);
        let heard = self.names.contains(text) || words::EXTRACTORS.contains(&text) || text.len() < 4;
        let operand =
            matches!(self.kind(at.wrapping_sub(1)), Some(Kind::Word | Kind::Str | Kind::Regex | Kind::Mark));
        let followed = matches!(self.kind(at + 1), Some(Kind::Word | Kind::Str)) || self.text(at + 1) == "{";
        self.kind == ChunkKind::Rule
            && operand
            && followed
            && !heard
            && !words::MODES.contains(&text)
            && words::nearest(text, words::OPERATORS).is_none()
            && words::nearest(text, words::RULE_CLAUSES).is_some()
    }

    /// A clause word is a field's name where it is used as one, and a value after a clause that takes a word.
    fn is_clause_word(&self, at: usize) -> bool {
        let field = matches!(self.text(at + 1), "." | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in");
        let value = matches!(self.before(at), "severity" | "category" | "status" | "in");
        !(field || self.wants_name(at) || value && !self.tokens[at].first)
    }

    /// Whether the token before is what an expectation is of, such as `rule`, so that its name follows.
    fn wants_name(&self, at: usize) -> bool {
        let of = matches!(self.before(at), "rule" | "exempt" | "signal" | "action");
        let starts = at.checked_sub(1).is_some_and(|of| matches!(self.before(of), "expect" | "," | "no"));
        self.kind == ChunkKind::Test && (of && starts || self.before(at) == ",")
    }

    /// Whether the token before can be the last of a clause.
    fn is_complete_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let text = self.text(before);
        match self.tokens[before].kind {
            Kind::Mark => matches!(text, ")" | "]" | "}" | ".."),
            Kind::Word => {
                !wants_operand(text) && !clauses_of(self.kind).contains(&text) && !self.wants_name(at)
            }
            Kind::Number => self.before(before) != "within",
            _ => true,
        }
    }

    /// `then` starts the clause before an action, and before a word that is no name of this file where an
    /// action would make sense.
    fn is_then_clause(&self, at: usize) -> bool {
        let next = self.text(at + 1);
        if is_consequence(next) {
            return true;
        }
        let ends = matches!(self.text(at + 2), "" | ",") || words::RULE_CLAUSES.contains(&self.text(at + 2));
        match self.kind(at + 1) {
            None => true,
            // `then: remove`
            Some(Kind::Mark) => matches!(next, ":" | "=") && is_consequence(self.text(at + 2)),
            // `then "remove"`
            Some(Kind::Str) => {
                self.tokens[at].first && !self.acts && is_consequence(next.trim_matches('"')) && ends
            }
            Some(Kind::Word) if words::RULE_CLAUSES.contains(&next) && self.tokens[at + 1].first => true,
            Some(Kind::Word) if ends && !self.is_operand(next) => {
                words::nearest(next, words::ACTIONS).is_some() || self.tokens[at].first && !self.acts
            }
            _ => false,
        }
    }

    fn is_operand(&self, name: &str) -> bool {
        self.names.contains(name) || words::EXTRACTORS.contains(&name) || words::OPERATORS.contains(&name)
    }
}

/// What follows `then` in the clause and can follow it nowhere else.
fn is_consequence(word: &str) -> bool {
    word == "refer" || words::ACTIONS.contains(&word)
}
