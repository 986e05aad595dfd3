//! The whole way of a file: tokens, declarations, and for each the grammar; where the grammar refuses, the
//! declaration's parts one by one.

use std::borrow::Cow;
use std::collections::HashSet;

use super::ast::{File, Item, Spanned};
use super::brackets;
use super::chunk::{self, Chunk, ChunkKind};
use super::error::{BidiPlace, Error, Problem};
use super::explain::{self, Piece};
use super::grammar::{self, Node, Rule};
use super::lower::{self, Declaration, Lower, Member};
use super::member::Body;
use super::token::{self, Kind, Token};
use crate::span::Span;

/// A file's tree and everything wrong with its form, in no order.
pub(super) fn parse(text: &str) -> (File, Vec<Problem>) {
    let token::Tokens { all, mut problems } = token::tokens(text);
    bidi_controls(text, &all, &mut problems);
    let (mut comments, mut code): (Vec<Token>, Vec<Token>) = all.into_iter().partition(Token::is_comment);
    let text = &*without_foreign_comments(text, &comments);
    comments.retain(|comment| comment.sound);
    let chunks = chunk::chunks(text, &code);
    let names = chunk::declared_names(text, &code, &chunks);
    let mut parser = Parser { text, names, comments, next_comment: 0, file: File::default(), problems };
    for chunk in chunks {
        parser.chunk(&chunk, &mut code);
    }
    parser.comments_before(u32::MAX, false);
    (parser.file, parser.problems)
}

/// The text with blanks for comments as other languages write them: these have been reported, and what stands
/// around them is still to be read.
fn without_foreign_comments<'t>(text: &'t str, comments: &[Token]) -> Cow<'t, str> {
    let foreign = comments.iter().filter(|comment| !comment.sound);
    let mut blanked = String::new();
    let mut at = 0;
    for comment in foreign {
        let range = comment.span.range();
        blanked.push_str(&text[at..range.start]);
        blanked.extend(text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = range.end;
    }
    if at == 0 { Cow::Borrowed(text) } else { Cow::Owned(blanked + &text[at..]) }
}

struct Parser<'t> {
    text: &'t str,
    /// Names that this file declares or imports.
    names: HashSet<&'t str>,
    comments: Vec<Token>,
    next_comment: usize,
    file: File,
    problems: Vec<Problem>,
}

impl<'t> Parser<'t> {
    fn chunk(&mut self, chunk: &Chunk, code: &mut [Token]) {
        let tokens = &mut code[chunk.tokens.clone()];
        let documented = !matches!(chunk.kind, ChunkKind::Use | ChunkKind::Junk | ChunkKind::Misspelt);
        let docs = self.comments_before(tokens[0].span.start, documented);
        let item = self.item(chunk.kind, docs, tokens);
        self.file.items.push(item);
    }

    fn item(&mut self, kind: ChunkKind, docs: Vec<String>, tokens: &mut [Token]) -> Item {
        let span = span_of(tokens);
        if let Some(problem) = explain::misfit(kind, self.text, tokens) {
            self.problems.push(problem);
            return Item::Broken { name: legible_name(self.text, tokens), span };
        }
        if kind == ChunkKind::Junk {
            return Item::Broken { name: None, span };
        }
        if brackets::check(self.text, kind, tokens, &mut self.problems).is_none() {
            return Item::Broken { name: legible_name(self.text, tokens), span };
        }
        let whole = tokens.iter().all(|token| token.sound) && !self.has_misspelt_action(kind, tokens);
        match if whole { grammar::parse(only(kind), self.text, span).map_err(Some) } else { Err(None) } {
            Ok(node) => self.lower(&Declaration::of_node(kind, docs, &node)),
            Err(failure) => {
                let before = self.problems.len();
                let item = self.in_parts(kind, docs, tokens);
                if let Some(failure) = failure.filter(|_| self.problems.len() == before) {
                    let piece = Piece { source: self.text, kind, tokens, member: false, names: &self.names };
                    self.problems.push(explain::failure(piece, &failure));
                }
                item
            }
        }
    }

    fn lower(&mut self, declaration: &Declaration<'_>) -> Item {
        lower::item(declaration, &mut Lower { problems: &mut self.problems })
    }

    /// What can be read of a declaration that the grammar refuses as a whole.
    fn in_parts(&mut self, kind: ChunkKind, docs: Vec<String>, tokens: &[Token]) -> Item {
        let span = span_of(tokens);
        let Some((header, body)) = chunk::header_and_body(self.text, kind, tokens) else {
            self.part(kind, only(kind), tokens, false);
            return Item::Broken { name: legible_name(self.text, tokens), span };
        };
        let header = self.part(kind, Rule::only_header, header, false).map(|node| node.parts().collect());
        let members = self.members(kind, body);
        let unclosed =
            tokens.iter().any(|token| !token.sound && brackets::bracket(token, self.text).is_some());
        self.lower(&Declaration { kind, context: false, docs, span, header, members, unclosed })
    }

    fn members(&mut self, kind: ChunkKind, body: &[Token]) -> Vec<Member<'t>> {
        let text = self.text;
        let ranges = self.body(kind, body).members();
        let member = |range: std::ops::Range<usize>| {
            let tokens = &body[range];
            let parsed = self.part(kind, only_member(kind), tokens, true);
            let broken = || Member::Broken(tokens[0].text(text), span_of(tokens));
            parsed.map_or_else(broken, Member::Parsed)
        };
        ranges.into_iter().map(member).collect()
    }

    /// Parses a part of a declaration by itself. Where something in it has been reported already, only what is wrong
    /// before that is told.
    fn part(&mut self, kind: ChunkKind, rule: Rule, tokens: &[Token], member: bool) -> Option<Node<'t>> {
        let header = rule == Rule::only_header;
        let last = tokens.len() - usize::from(header);
        let reported = tokens[..last].iter().position(|token| !token.sound);
        match grammar::parse(rule, self.text, span_of(tokens)) {
            Ok(node) => reported.is_none().then_some(node),
            Err(failure) => {
                let at = tokens.partition_point(|token| token.span.end <= failure.at);
                if reported.is_some_and(|reported| at >= reported) {
                    return None;
                }
                let piece = Piece { source: self.text, kind, tokens, member, names: &self.names };
                self.problems.push(explain::failure(piece, &failure));
                None
            }
        }
    }

    fn body<'b>(&'b self, kind: ChunkKind, tokens: &'b [Token]) -> Body<'b> {
        Body::new(self.text, kind, tokens, &self.names)
    }

    fn has_misspelt_action(&self, kind: ChunkKind, tokens: &[Token]) -> bool {
        let body = chunk::header_and_body(self.text, kind, tokens).filter(|_| kind == ChunkKind::Rule);
        body.is_some_and(|(_, body)| self.body(kind, body).has_misspelt_action())
    }

    /// Takes the comments that stand before `end`: `//` to the file's, `///` to the docs it returns if
    /// something follows that can be documented.
    fn comments_before(&mut self, end: u32, documented: bool) -> Vec<String> {
        let mut docs = Vec::new();
        let from = self.next_comment;
        while self.comments.get(self.next_comment).is_some_and(|comment| comment.span.start < end) {
            self.next_comment += 1;
        }
        let inside = self.file.items.last().map_or(0, |item| item.span().end);
        for comment in &self.comments[from..self.next_comment] {
            let text = comment.text(self.text);
            if documented && comment.kind == Kind::Doc && comment.first && comment.span.start >= inside {
                docs.push(doc_line(text));
            } else {
                let node = text.trim_start_matches('/').trim().to_owned();
                self.file.comments.push(Spanned { node, span: comment.span });
            }
        }
        docs
    }
}

fn doc_line(text: &str) -> String {
    let line = text.trim_start_matches('/').trim_end();
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}

/// From the first to the last token; nothing of nothing.
fn span_of(tokens: &[Token]) -> Span {
    match tokens {
        [] => Span::default(),
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
    }
}

fn only(kind: ChunkKind) -> Rule {
    match kind {
        ChunkKind::Use => Rule::only_import,
        ChunkKind::Content => Rule::only_content,
        ChunkKind::Lexicon => Rule::only_lexicon,
        ChunkKind::Hashlist => Rule::only_hashlist,
        ChunkKind::Signal | ChunkKind::Misspelt | ChunkKind::Junk => Rule::only_signal,
        ChunkKind::Score => Rule::only_score,
        ChunkKind::Rule => Rule::only_rule,
        ChunkKind::Exempt => Rule::only_exempt,
        ChunkKind::Recipient => Rule::only_recipient,
        ChunkKind::Test => Rule::only_test,
    }
}

fn only_member(kind: ChunkKind) -> Rule {
    match kind {
        ChunkKind::Content => Rule::only_field,
        ChunkKind::Lexicon => Rule::only_lexicon_entry,
        ChunkKind::Score => Rule::only_score_row,
        ChunkKind::Exempt => Rule::only_exempt_clause,
        ChunkKind::Recipient => Rule::only_recipient_clause,
        ChunkKind::Test => Rule::only_test_clause,
        _ => Rule::only_rule_clause,
    }
}

/// The name that a declaration gives, if it can be read.
fn legible_name(text: &str, tokens: &[Token]) -> Option<super::ast::Name> {
    let mode = super::words::MODES.contains(&tokens.first()?.text(text));
    let name = tokens.get(1 + usize::from(mode)).filter(|name| name.kind == Kind::Word)?;
    let word = name.text(text);
    let legible = super::words::is_name(word) && !super::words::is_reserved(word);
    legible.then(|| Spanned { node: word.to_owned(), span: name.span })
}

/// Reports bidirectional control characters, wherever they stand.
fn bidi_controls(text: &str, tokens: &[Token], problems: &mut Vec<Problem>) {
    if text.is_ascii() {
        return;
    }
    for (at, letter) in token::bidi_controls(text) {
        let span = Span::new(at as u32, (at + letter.len_utf8()) as u32);
        let around = tokens.partition_point(|token| token.span.end <= span.start);
        let kind = tokens.get(around).filter(|token| token.span.contains(span)).map(|token| token.kind);
        let place = match kind {
            Some(Kind::Str | Kind::Regex) => BidiPlace::Quoted,
            Some(Kind::Comment | Kind::Doc) => BidiPlace::Comment,
            _ => BidiPlace::Code,
        };
        let problem = Problem::new(Error::Bidi(u32::from(letter), place), span);
        let instead = if place == BidiPlace::Quoted {
            format!(r"\u{{{:04X}}}", u32::from(letter))
        } else {
            String::new()
        };
        problems.push(problem.fix(span, instead));
    }
}
