//! The page that is being written: text, the current column, and the comments that still have to find their
//! place. A comment that follows a token on its line stays there; one on a line of its own gets one.

use std::borrow::Cow;

use super::atom::Atom;
use crate::syntax::token::{Kind, Token};

/// A page in the making.
pub(super) struct Page<'t> {
    source: &'t str,
    /// Where tokens start, commas left out: a comment after a comma stays behind it even if the comma goes.
    starts: Vec<u32>,
    comments: &'t [Token],
    out: String,
    /// In characters, of the current line.
    column: usize,
    /// Where the next token of the current line goes if nothing stands on it yet.
    indent: Option<usize>,
    /// Where a line starts that only a comment makes necessary.
    hang: usize,
    /// Whether a comment ends the current line.
    ended: bool,
    /// End of the last token or comment written, in the source.
    last: u32,
    /// Whether the last thing written is what no blank line may follow: the start of a file or body, or docs.
    tight: bool,
}

impl<'t> Page<'t> {
    /// An empty page for the tokens of `source`.
    pub(super) fn new(source: &'t str, code: &[Token], comments: &'t [Token]) -> Self {
        let starts =
            code.iter().filter(|token| !token.is(source, ",")).map(|token| token.span.start).collect();
        let (out, indent) = (String::with_capacity(source.len()), Some(0));
        Self { source, starts, comments, out, column: 0, indent, hang: 0, ended: false, last: 0, tight: true }
    }

    /// The file.
    pub(super) fn source(&self) -> &'t str {
        self.source
    }

    /// The column that the next token will have, if no comment comes between.
    pub(super) fn column(&self) -> usize {
        self.indent.unwrap_or(self.column)
    }

    /// Where lines start that only comments make necessary.
    pub(super) fn hang_at(&mut self, column: usize) {
        self.hang = column;
    }

    /// Ends the line; the next one starts at `column`.
    pub(super) fn newline(&mut self, column: usize) {
        self.trailing_comments(self.next_token());
        self.break_line(column);
    }

    fn break_line(&mut self, column: usize) {
        if self.indent.is_none() {
            self.trim();
            self.out.push('\n');
        }
        self.indent = Some(column);
        self.ended = false;
    }

    /// Takes back the spaces at the end of the line.
    fn trim(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
    }

    /// Leaves a line blank if `wanted`; else only if the author did.
    pub(super) fn blank_if(&mut self, wanted: bool) {
        let next = self.next_start();
        if wanted || self.is_blank_before(next) {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if self.indent.is_some() && !self.tight && !self.out.ends_with("\n\n") && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Start of the next token or comment.
    fn next_start(&self) -> u32 {
        let token = self.next_token();
        self.comments.first().map_or(token, |comment| comment.span.start.min(token))
    }

    fn next_token(&self) -> u32 {
        let next = self.starts.partition_point(|&start| start < self.last);
        self.starts.get(next).copied().unwrap_or(self.source.len() as u32)
    }

    fn is_blank_before(&self, start: u32) -> bool {
        let between = &self.source[self.last.min(start) as usize..start as usize];
        between.bytes().filter(|&byte| byte == b'\n').count() > 1
    }

    /// Writes a token, after the comments before it.
    pub(super) fn token(&mut self, atom: &Atom<'_>, space: bool) {
        self.comments_before(atom.span.start);
        if self.ended {
            self.break_line(self.hang);
        }
        if space && self.indent.is_none() {
            self.write(" ");
        }
        self.write(&without_returns(atom.text));
        self.last = self.last.max(atom.span.end);
        self.tight = atom.text == "{";
    }

    /// Writes the brace that closes a body, on a line of its own; comments before it are indented like the body.
    pub(super) fn close(&mut self, atom: &Atom<'_>, indent: usize) {
        self.newline(indent);
        self.comments_before(atom.span.start);
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        self.break_line(0);
        self.token(atom, false);
    }

    /// Writes spaces up to `column`, at least one, before the next token on the line.
    pub(super) fn pad_to(&mut self, column: usize) {
        if self.indent.is_none() && !self.ended {
            let spaces = column.saturating_sub(self.column).max(1);
            self.write(&" ".repeat(spaces));
        }
    }

    fn comments_before(&mut self, start: u32) {
        self.trailing_comments(start);
        while let Some((comment, rest)) =
            self.comments.split_first().filter(|(next, _)| next.span.start < start)
        {
            self.comments = rest;
            self.own_line(comment, start.min(self.source.len() as u32));
        }
    }

    /// Comments before `end` that follow what was written last on its line.
    fn trailing_comments(&mut self, end: u32) {
        while let Some((comment, rest)) = self.comments.split_first() {
            let trails = !comment.first && comment.span.start < end && self.indent.is_none() && !self.ended;
            if !trails {
                break;
            }
            self.comments = rest;
            self.trim();
            self.write(" ");
            self.comment(comment);
            self.ended = true;
        }
    }

    fn own_line(&mut self, comment: &Token, token: u32) {
        let column = self.indent.unwrap_or(self.hang);
        self.break_line(column);
        if self.is_blank_before(comment.span.start) {
            self.blank();
        }
        self.comment(comment);
        self.break_line(column);
        let next = self.comments.first().map_or(token, |comment| comment.span.start.min(token));
        if self.is_blank_before(next) {
            self.blank();
        }
    }

    fn comment(&mut self, comment: &Token) {
        self.write(comment.text(self.source).trim_end());
        self.last = comment.span.end;
        self.tight = comment.kind == Kind::Doc;
    }

    fn write(&mut self, text: &str) {
        if let Some(indent) = self.indent.take() {
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.column = indent;
        }
        self.out.push_str(text);
        self.column = match text.rfind('\n') {
            Some(end) => text[end + 1..].chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    /// The finished page: the comments that are left, and one line end.
    pub(super) fn finish(mut self) -> String {
        self.newline(0);
        if !self.comments.is_empty() {
            self.blank();
        }
        self.comments_before(u32::MAX);
        let length = self.out.trim_end().len();
        self.out.truncate(length);
        if length > 0 {
            self.out.push('\n');
        }
        self.out
    }

    /// Whether a comment has to be written before the token at `start`.
    pub(super) fn has_comment_before(&self, start: u32) -> bool {
        self.comments.first().is_some_and(|comment| comment.span.start < start)
    }

    /// Whether a comment stands between these two places of the source.
    pub(super) fn has_comment(&self, start: u32, end: u32) -> bool {
        let next = self.comments.partition_point(|comment| comment.span.start < start);
        self.comments.get(next).is_some_and(|comment| comment.span.start < end)
    }
}

/// Lines end with a line feed alone, also inside a string.
fn without_returns(text: &str) -> Cow<'_, str> {
    if !text.contains("\r\n") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split('\n').map(|line| line.trim_end_matches('\r')).collect::<Vec<_>>().join("\n"))
}
