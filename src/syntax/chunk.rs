//! Declarations, found without parsing them. A file's tokens go in; out come the stretches that are one
//! declaration each, so that a broken one leaves the others readable. A declaration ends with the brace that
//! closes its body, or where the next one visibly starts, even inside brackets that were never closed.

use std::collections::HashSet;
use std::ops::Range;

use super::brackets::{self, Closes};
use super::token::{Kind, Token};
use super::words;

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    /// `use …`
    Use,
    /// `content …`
    Content,
    /// `lexicon …`
    Lexicon,
    /// `hashlist …`
    Hashlist,
    /// `signal …` or `context …`
    Signal,
    /// `score …`
    Score,
    /// `rule …`
    Rule,
    /// `exempt …`
    Exempt,
    /// `recipient …`
    Recipient,
    /// `test …`
    Test,
    /// What looks like a declaration with a keyword that is none: `singal x = …`.
    Misspelt,
    /// What belongs to no declaration.
    Junk,
}

impl ChunkKind {
    fn of_keyword(word: &str) -> Option<Self> {
        Some(match word {
            "use" => Self::Use,
            "content" => Self::Content,
            "lexicon" => Self::Lexicon,
            "hashlist" => Self::Hashlist,
            "signal" | "context" => Self::Signal,
            "score" => Self::Score,
            "rule" => Self::Rule,
            "exempt" => Self::Exempt,
            "recipient" => Self::Recipient,
            "test" => Self::Test,
            _ => return None,
        })
    }

    /// What may follow the name of such a declaration.
    fn after_name(self) -> &'static [&'static str] {
        match self {
            Self::Lexicon => &["{", "from"],
            Self::Hashlist => &["from"],
            Self::Signal => &["="],
            Self::Misspelt => &["{", "=", "from"],
            _ => &["{"],
        }
    }

    /// Whether the brace that closes its first brace ends it.
    const fn ends_with_brace(self) -> bool {
        !matches!(self, Self::Hashlist | Self::Signal)
    }
}

/// A stretch of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// What it is.
    pub(crate) kind: ChunkKind,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
}

/// Cuts tokens, comments left out, into declarations.
pub(crate) fn chunks(source: &str, tokens: &[Token]) -> Vec<Chunk> {
    let view = View { source, tokens };
    let mut chunks = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let kind = view.start(at).unwrap_or(ChunkKind::Junk);
        let end = if kind == ChunkKind::Junk { view.junk_end(at) } else { view.end(at, kind) };
        chunks.push(Chunk { kind, tokens: at..end });
        at = end;
    }
    chunks
}

#[derive(Clone, Copy)]
struct View<'t> {
    source: &'t str,
    tokens: &'t [Token],
}

impl<'t> View<'t> {
    fn get(&self, at: usize) -> Option<&'t Token> {
        self.tokens.get(at)
    }

    fn text(&self, at: usize) -> &'t str {
        self.get(at).map_or("", |token| token.text(self.source))
    }

    fn is_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    /// What starts here, where a declaration is due.
    fn start(&self, at: usize) -> Option<ChunkKind> {
        let misspelt = || self.looks_like_header(at, ChunkKind::Misspelt) || self.is_foreign_import(at);
        self.keyword(at).or_else(|| misspelt().then_some(ChunkKind::Misspelt))
    }

    fn keyword(&self, at: usize) -> Option<ChunkKind> {
        if !self.is_word(at) {
            return None;
        }
        let after_mode = words::MODES.contains(&self.text(at)) && self.text(at + 1) == "lexicon";
        ChunkKind::of_keyword(self.text(at + usize::from(after_mode)))
    }

    /// A word, a name of any shape, and what must follow it: nothing inside a declaration looks like this.
    fn looks_like_header(&self, at: usize, kind: ChunkKind) -> bool {
        let at = if words::MODES.contains(&self.text(at)) { at + 1 } else { at };
        // Whether a word is almost a keyword takes longest to find out.
        if !self.is_word(at) || !kind.after_name().contains(&self.text(at + 2)) {
            return false;
        }
        let named = match kind {
            ChunkKind::Test => self.get(at + 1).is_some_and(|name| name.kind == Kind::Str),
            ChunkKind::Misspelt => {
                let kind = self.get(at + 1).map(|name| name.kind);
                matches!(kind, Some(Kind::Word))
                    || matches!(kind, Some(Kind::Str)) && self.is_almost_keyword(at)
            }
            _ => self.is_word(at + 1),
        };
        named && !words::RULE_CLAUSES.contains(&self.text(at + 1))
    }

    /// `import a.b`, `from a import b`, `include "a"` at the start of a line: no two such tokens stand so
    /// inside anything.
    fn is_foreign_import(&self, at: usize) -> bool {
        let word = matches!(self.text(at), "import" | "include" | "require" | "from");
        word && self.is_at_column_0(at)
            && self.get(at + 1).is_some_and(|next| {
                next.kind == Kind::Word && !words::OPERATORS.contains(&self.text(at + 1))
                    || next.kind == Kind::Str && self.text(at) != "from"
            })
    }

    fn is_almost_keyword(&self, at: usize) -> bool {
        words::nearest(self.text(at), words::DECLARATIONS).is_some()
    }

    /// Whether the declaration before must end here. `depth` is how many brackets are open.
    fn starts_next(&self, at: usize, depth: usize) -> bool {
        let keyword = self.keyword(at);
        // Without a keyword a declaration is only seen at the start of a line; most tokens stand elsewhere.
        if keyword.is_none() && !self.tokens[at].first {
            return false;
        }
        let clear = self.text(at + 1) != "." && !self.operand_due(at, depth);
        let line_start = clear && self.tokens[at].first;
        match keyword {
            Some(ChunkKind::Use) => {
                let quoted =
                    self.is_at_column_0(at) && self.get(at + 1).is_some_and(|next| next.kind == Kind::Str);
                self.is_bold(at)
                    || (line_start || clear && depth == 0) && self.is_word(at + 1)
                    || clear && quoted
            }
            Some(kind) => {
                // In a test, `given` and its object may follow any name.
                let header = self.looks_like_header(at, kind) && (depth == 0 || self.text(at + 1) != "given");
                line_start && (depth == 0 || self.is_bold(at)) || header
            }
            None => {
                line_start && depth == 0 && self.is_foreign_import(at)
                    || line_start
                        && self.looks_like_header(at, ChunkKind::Misspelt)
                        && (depth == 0 || self.is_at_column_0(at) && self.is_almost_keyword(at))
            }
        }
    }

    /// Whether a keyword stands at the very start of a line with something like a name after it: bodies are
    /// indented, and in none of them do two words stand so.
    fn is_bold(&self, at: usize) -> bool {
        let operator = words::OPERATORS.contains(&self.text(at + 1));
        let header_follows = self.keyword(at + 1).is_some_and(|kind| self.looks_like_header(at + 1, kind));
        self.is_at_column_0(at) && self.is_word(at + 1) && !operator && !header_follows
    }

    fn is_at_column_0(&self, at: usize) -> bool {
        let start = self.tokens[at].span.start as usize;
        start == 0 || self.source.as_bytes()[start - 1] == b'\n'
    }

    /// Whether the token before wants a name or an operand after it.
    fn operand_due(&self, at: usize, depth: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        match self.tokens[before].kind {
            // A dotted name stands on one line.
            Kind::Mark if self.tokens[at].first && self.text(before) == "." => false,
            Kind::Mark => !matches!(self.text(before), ")" | "]" | "}"),
            Kind::Word => {
                let word = self.text(before);
                let due = if depth == 0 { is_joint(word) || wants_name(word) } else { wants_operand(word) };
                due || self.is_keyword_of_header(before)
            }
            _ => false,
        }
    }

    /// Whether a keyword starts its declaration, so that the next token is a name, whatever it looks like.
    fn is_keyword_of_header(&self, at: usize) -> bool {
        self.keyword(at).is_some_and(|kind| self.looks_like_header(at, kind))
    }

    fn end(&self, start: usize, kind: ChunkKind) -> usize {
        let mut open: Vec<char> = Vec::new();
        let mut at = start + 1 + usize::from(words::MODES.contains(&self.text(start)));
        while at < self.tokens.len() && !self.starts_next(at, open.len()) {
            match brackets::bracket(&self.tokens[at], self.source) {
                Some(mark @ ('(' | '[' | '{')) => open.push(mark),
                Some('}') if open.is_empty() && kind.ends_with_brace() && kind != ChunkKind::Use => {
                    return at + 1;
                }
                Some(_) if open.is_empty() => return at,
                Some(closer) => close(&mut open, closer),
                None => {}
            }
            at += 1;
            if open.is_empty() && kind.ends_with_brace() && self.text(at - 1) == "}" {
                return at;
            }
        }
        at
    }

    fn junk_end(&self, start: usize) -> usize {
        let starts = |&at: &usize| self.starts_next(at, 0);
        (start + 1..self.tokens.len()).find(starts).unwrap_or(self.tokens.len())
    }
}

fn close(open: &mut Vec<char>, closer: char) {
    match brackets::closes(open.iter().copied(), closer) {
        Closes::Opener { depth } => open.truncate(depth),
        Closes::Wrongly => drop(open.pop()),
        Closes::Nothing => {}
    }
}

/// Whether a word joins operands, so that one follows.
fn is_joint(word: &str) -> bool {
    words::OPERATORS.contains(&word) && !matches!(word, "starts" | "ends")
}

/// Whether a name follows a word outside bodies.
fn wants_name(word: &str) -> bool {
    matches!(word, "use" | "as" | "kind")
}

/// Whether something must follow a word inside a body.
pub(crate) fn wants_operand(word: &str) -> bool {
    is_joint(word) || matches!(word, "expect" | "each" | "refer" | "with" | "no" | "up" | "to")
}

/// The tokens up to the first brace, and those between it and the last.
pub(crate) fn header_and_body<'k>(
    text: &str,
    kind: ChunkKind,
    tokens: &'k [Token],
) -> Option<(&'k [Token], &'k [Token])> {
    if matches!(kind, ChunkKind::Use | ChunkKind::Hashlist | ChunkKind::Signal) {
        return None;
    }
    let open = tokens.iter().position(|token| token.is(text, "{"))?;
    let closed = tokens.last().is_some_and(|last| last.is(text, "}")) && tokens[open].sound;
    let end = if closed { tokens.len() - 1 } else { tokens.len() };
    Some((&tokens[..=open], tokens.get(open + 1..end).unwrap_or_default()))
}

/// What the headers of declarations and imports name.
pub(crate) fn declared_names<'t>(text: &'t str, code: &[Token], chunks: &[Chunk]) -> HashSet<&'t str> {
    let mut names = HashSet::new();
    for chunk in chunks {
        let tokens = &code[chunk.tokens.clone()];
        let count = if chunk.kind == ChunkKind::Use { tokens.len() } else { 3 };
        names.extend(
            tokens.iter().take(count).filter(|token| token.kind == Kind::Word).map(|token| token.text(text)),
        );
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::token;
    use super::*;

    fn shown(text: &str) -> Vec<(ChunkKind, &str)> {
        let tokens = token::tokens(text).all;
        let place = |chunk: &Chunk| {
            let (first, last) = (tokens[chunk.tokens.start], tokens[chunk.tokens.end - 1]);
            &text[first.span.start as usize..last.span.end as usize]
        };
        chunks(text, &tokens).iter().map(|chunk| (chunk.kind, place(chunk))).collect()
    }

    #[test]
    fn declarations_end_where_the_next_starts() {
        use ChunkKind::{Junk, Lexicon, Misspelt, Rule, Signal, Use};
        let cases: &[(&str, &[(ChunkKind, &str)])] = &[
            ("signal a = b\nsignal c = d", &[(Signal, "signal a = b"), (Signal, "signal c = d")]),
            ("signal a = (b\nrule r { }", &[(Signal, "signal a = (b"), (Rule, "rule r { }")]),
            (
                "rule r { when (a\nexact lexicon x { }",
                &[(Rule, "rule r { when (a"), (Lexicon, "exact lexicon x { }")],
            ),
            ("signal a = b or\n  rule\nuse c", &[(Signal, "signal a = b or\n  rule"), (Use, "use c")]),
            ("signal a = b\nsingal c = d", &[(Signal, "signal a = b"), (Misspelt, "singal c = d")]),
            ("} rule r { }", &[(Junk, "}"), (Rule, "rule r { }")]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), *expected, "{text}");
        }
    }
}
