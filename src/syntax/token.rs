//! Tokens: the tolerant view of a source file. Any text goes in; out come its tokens, each with its place,
//! and what is wrong inside single tokens (a string that is never closed, a curly quote). The grammar
//! decides what is well-formed; tokens are for what it cannot do: finding the next declaration after a
//! broken one, counting brackets before anything recurses, naming what was found, and laying text out.

use super::error::Problem;
use super::slips;
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword, name or language tag; also what looks like a name and is none, such as `Small-Boat`.
    Word,
    /// What starts with a digit: numbers, dates and times.
    Number,
    /// A string of either form, with its quotes.
    Str,
    /// A regex with its slashes and flag.
    Regex,
    /// `// …`
    Comment,
    /// `/// …`
    Doc,
    /// Punctuation: `{`, `==`, `..`, ….
    Mark,
    /// What the language has no use for; reported where it was found.
    Stray,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What.
    pub(crate) kind: Kind,
    /// Where.
    pub(crate) span: Span,
    /// Whether it is the first on its line.
    pub(crate) first: bool,
    /// Whether nothing is wrong with it; what is wrong has been reported.
    pub(crate) sound: bool,
}

impl Token {
    /// Its text.
    pub(crate) fn text<'t>(&self, source: &'t str) -> &'t str {
        &source[self.span.range()]
    }

    /// Whether it is this punctuation.
    pub(crate) fn is(&self, source: &str, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text(source) == mark
    }

    /// Whether it is a comment of either kind.
    pub(crate) fn is_comment(&self) -> bool {
        matches!(self.kind, Kind::Comment | Kind::Doc)
    }
}

/// A file's tokens in order, and what is wrong inside them.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// In order.
    pub(crate) all: Vec<Token>,
    /// In order.
    pub(crate) problems: Vec<Problem>,
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Tokens {
    let mut lexer = Lexer { text, at: 0, first: true, long_strings_close: true, out: Tokens::default() };
    while let Some(next) = text[lexer.at..].chars().next() {
        lexer.step(next);
    }
    lexer.out
}

/// A letter, digit or `_`: what a word goes on with.
pub(super) fn is_word_char(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Characters that reorder the text around them, by the Unicode property `Bidi_Control`.
pub(crate) fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The characters of a text that reorder what stands around them, with their places.
pub(crate) fn bidi_controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // The first bytes of their UTF-8: of the scripts that policies are full of, few letters begin so.
    let candidates = memchr::memchr2_iter(0xD8, 0xE2, text.as_bytes());
    let letters = candidates.filter_map(|at| Some((at, text[at..].chars().next()?)));
    letters.filter(|(_, letter)| is_bidi_control(*letter))
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    first: bool,
    /// Whether a `"""` may still follow: looked for once, so that many unclosed ones cost no more.
    long_strings_close: bool,
    out: Tokens,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn step(&mut self, next: char) {
        match next {
            '\n' => {
                self.at += 1;
                self.first = true;
            }
            ' ' | '\t' | '\r' | '\u{FEFF}' => self.at += next.len_utf8(),
            '/' => self.slash(),
            '"' => self.string(),
            // Most marks of a lexicon; no other begins so, and they mean nothing elsewhere.
            ',' | '{' | '}' | '(' | ')' | '[' | ']' => self.push(Kind::Mark, 1),
            '0'..='9' => self.push(Kind::Number, number_length(self.rest())),
            _ if is_word_char(next) => self.push(Kind::Word, word_length(self.rest())),
            _ => self.punctuation(next),
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.push_token(kind, length, true);
    }

    fn push_token(&mut self, kind: Kind, length: usize, sound: bool) -> Span {
        let span = Span::new(self.at as u32, (self.at + length) as u32);
        self.out.all.push(Token { kind, span, first: self.first, sound });
        self.first = false;
        self.at += length;
        span
    }

    fn slash(&mut self) {
        let rest = self.rest();
        if rest.starts_with("//") {
            let doc = rest.starts_with("///") && !rest.starts_with("////");
            self.push(if doc { Kind::Doc } else { Kind::Comment }, line_length(rest));
        } else if rest.starts_with("/*") {
            let length = rest.find("*/").map_or(line_length(rest), |end| end + 2);
            self.foreign_comment(length, slips::block_comment);
        } else if let Some(length) = self.near_distance() {
            self.stray(length, slips::near_distance);
        } else {
            self.regex();
        }
    }

    /// The length of `/5` where it follows `near` at once and no regex is meant.
    fn near_distance(&self) -> Option<usize> {
        let rest = self.rest();
        let near = ["near", "NEAR", "w", "W"].contains(&self.word_before());
        let digits =
            rest[1..].len() - rest[1..].trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
        (near && digits > 0 && quoted_length(rest, '/').is_none()).then_some(1 + digits)
    }

    /// The word that ends here.
    fn word_before(&self) -> &'t str {
        let last =
            self.out.all.last().filter(|last| last.kind == Kind::Word && last.span.end as usize == self.at);
        last.map_or("", |last| last.text(self.text))
    }

    /// A comment as other languages write it: what stands in it is not read.
    fn foreign_comment(&mut self, length: usize, problem: fn(&str, Span) -> Problem) {
        let text = &self.rest()[..length];
        let span = self.push_token(Kind::Comment, length, false);
        self.out.problems.push(problem(text, span));
    }

    /// How `#` and `--` start a comment in other languages: the length of the comment.
    fn foreign_comment_length(&self) -> Option<usize> {
        let rest = self.rest();
        let mark = if rest.starts_with("--") { "--" } else { rest.starts_with('#').then_some("#")? };
        let alone = self.first || rest[mark.len()..].starts_with([' ', '\t']);
        alone.then(|| line_length(rest))
    }

    fn regex(&mut self) {
        let rest = self.rest();
        match quoted_length(rest, '/') {
            Some(length) => {
                let after = rest[length..].strip_prefix('x');
                let flag = after.is_some_and(|after| !after.starts_with(is_word_char));
                self.push(Kind::Regex, length + usize::from(flag));
            }
            None => self.unclosed(Kind::Regex, "regex", "`/`"),
        }
    }

    fn string(&mut self) {
        let rest = self.rest();
        if rest.starts_with("\"\"\"") {
            return self.long_string();
        }
        match quoted_length(rest, '"') {
            Some(length) => self.push(Kind::Str, length),
            None => match slips::closed_by_curly_quote(rest) {
                Some(length) => {
                    let span = self.push_token(Kind::Str, length, false);
                    self.out.problems.push(slips::curly_close(&rest[..length], span));
                }
                None => self.unclosed(Kind::Str, "string", "`\"`"),
            },
        }
    }

    fn long_string(&mut self) {
        let length = if self.long_strings_close { long_length(self.rest()) } else { None };
        self.long_strings_close = length.is_some();
        match length {
            Some(length) => self.push(Kind::Str, length),
            None => self.unclosed(Kind::Str, "string", "`\"\"\"`"),
        }
    }

    /// A quoted token without its end: it is taken to end with the line.
    fn unclosed(&mut self, kind: Kind, what: &'static str, closer: &'static str) {
        let quote = closer.len() - 2;
        let span = self.push_token(kind, line_length(self.rest()), false);
        let opener = Span::new(span.start, span.start + quote as u32);
        self.out.problems.push(slips::unclosed(what, closer, opener));
    }

    fn stray(&mut self, length: usize, problem: fn(&str, Span) -> Problem) {
        let text = &self.rest()[..length];
        let span = self.push_token(Kind::Stray, length, false);
        self.out.problems.push(problem(text, span));
    }

    fn punctuation(&mut self, next: char) {
        let rest = self.rest();
        if is_bidi_control(next) {
            // Reported with those inside comments and strings.
            self.push_token(Kind::Stray, next.len_utf8(), false);
        } else if let Some(length) = self.foreign_comment_length() {
            self.foreign_comment(length, slips::line_comment);
        } else if next == '*' && self.text[..self.at].ends_with('.') {
            self.stray(1, slips::star_import);
        } else if let Some((length, problem)) = slips::stray(rest) {
            self.stray(length, problem);
        } else {
            let pair = ["==", "!=", "<=", ">=", ".."].iter().any(|pair| rest.starts_with(pair));
            self.push(Kind::Mark, if pair { 2 } else { next.len_utf8() });
        }
    }
}

/// Bytes to the end of the line, without what ends it.
fn line_length(rest: &str) -> usize {
    rest.find('\n').map_or(rest, |end| &rest[..end]).trim_end_matches('\r').len()
}

/// Bytes from a quote to its partner on the same line, both included.
pub(super) fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let bytes = rest.as_bytes();
    let first = bytes[0];
    let mut at = quote.len_utf8();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => return None,
            // What follows is passed over, its first byte at least: no other looks like any of these.
            b'\\' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
            _ if byte == first && rest[at..].starts_with(quote) => return Some(at + quote.len_utf8()),
            _ => at += 1,
        }
    }
    None
}

/// Bytes from `"""` to its partner, both included.
fn long_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 3;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' if bytes[at..].starts_with(b"\"\"\"") => return Some(at + 3),
            _ => at += 1,
        }
    }
    None
}

/// Bytes of a word; hyphens inside belong to it, as in `zh-Hans` and in names that should have had `_`.
fn word_length(rest: &str) -> usize {
    let mut length = 0;
    for (at, letter) in rest.char_indices() {
        let hyphen = letter == '-' && at > 0 && rest[at + 1..].starts_with(is_word_char);
        if !is_word_char(letter) && !hyphen {
            break;
        }
        length = at + letter.len_utf8();
    }
    length
}

/// Bytes of a number, date or time, well-formed or not.
fn number_length(rest: &str) -> usize {
    let mut length = 0;
    for (at, letter) in rest.char_indices() {
        let after = &rest[at + letter.len_utf8()..];
        let joined = match letter {
            '-' | ':' => after.starts_with(is_word_char),
            // No string starts so: a mark between thousands.
            '\'' | '’' => after.starts_with(|next: char| next.is_ascii_digit()),
            '.' | '+' => {
                after.starts_with(|next: char| next.is_ascii_digit()) && is_time_or_whole(&rest[..at], letter)
            }
            _ => is_word_char(letter),
        };
        if !joined {
            break;
        }
        length = at + letter.len_utf8();
    }
    length
}

/// A `.` goes on with any number, a `+` only with a time (its offset).
fn is_time_or_whole(before: &str, letter: char) -> bool {
    letter == '.' || before.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).all.iter().map(|token| (token.kind, token.text(text))).collect()
    }

    #[test]
    fn numbers_dates_and_ranges() {
        use Kind::{Mark, Number, Word};
        assert_eq!(shown("300..20000"), [(Number, "300"), (Mark, ".."), (Number, "20000")]);
        assert_eq!(shown("2026-11-01T10:00:00.5+02:00"), [(Number, "2026-11-01T10:00:00.5+02:00")]);
        assert_eq!(shown("2026-11-01.."), [(Number, "2026-11-01"), (Mark, "..")]);
        assert_eq!(
            shown("-1.5 zh-Hans a.b"),
            [(Mark, "-"), (Number, "1.5"), (Word, "zh-Hans"), (Word, "a"), (Mark, "."), (Word, "b")]
        );
    }

    #[test]
    fn quotes_and_comments() {
        use Kind::{Comment, Doc, Regex, Str};
        assert_eq!(shown(r#""a\"b" "//""#), [(Str, r#""a\"b""#), (Str, r#""//""#)]);
        assert_eq!(shown("\"\"\"a\n\"b\"\n\"\"\""), [(Str, "\"\"\"a\n\"b\"\n\"\"\"")]);
        assert_eq!(shown(r"/a\/b/x /c/"), [(Regex, r"/a\/b/x"), (Regex, "/c/")]);
        assert_eq!(shown("/// a\r\n//b\n////c"), [(Doc, "/// a"), (Comment, "//b"), (Comment, "////c")]);
    }

    #[test]
    fn an_unclosed_string_ends_with_its_line() {
        assert_eq!(shown("\"a\nb"), [(Kind::Str, "\"a"), (Kind::Word, "b")]);
        assert_eq!(tokens("\"a\nb").problems.len(), 1);
    }
}
