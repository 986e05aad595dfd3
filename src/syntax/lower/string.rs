//! Strings: quotes off, common indentation removed, escapes undone. The escapes of terms stay in a term's
//! string, so that the reader of terms can tell `\*` from `*`.

use super::Lower;
use crate::span::Span;
use crate::syntax::ast::Str;
use crate::syntax::error::{Error, Problem};
use crate::syntax::grammar::Node;

/// Characters with a meaning of their own inside a term.
const TERM_SPECIALS: &str = "*[]<>?|\\";

/// What an escape stands for.
enum Escape {
    /// A character.
    Char(char),
    /// An escape of terms, to be left as it is.
    OfTerm,
    /// Nothing.
    Wrong(Error),
}

impl Lower<'_> {
    /// A string that is a text.
    pub(super) fn string(&mut self, node: &Node<'_>) -> Str {
        self.undo(node, false)
    }

    /// A string that is a term.
    pub(super) fn term_string(&mut self, node: &Node<'_>) -> Str {
        self.undo(node, true)
    }

    fn undo(&mut self, node: &Node<'_>, term: bool) -> Str {
        let span = node.span();
        let (inner, offset) = inside(node.text());
        let mut value = String::with_capacity(inner.len());
        match offset {
            1 => self.undo_line(inner, span.start + 1, term, &mut value),
            _ => self.undo_lines(inner, span.start + offset, term, &mut value),
        }
        Str { value, span }
    }

    /// A string over several lines: the first and last line fall away if they are blank, and so does the
    /// indentation that all others share.
    fn undo_lines(&mut self, inner: &str, start: u32, term: bool, value: &mut String) {
        let mut lines: Vec<&str> = inner.split('\n').collect();
        let skipped = lines.len() > 1 && lines[0].trim().is_empty();
        if lines.len() > 1 && lines.last().is_some_and(|last| last.trim().is_empty()) {
            lines.pop();
        }
        let indent = common_indent(lines.iter().skip(1));
        let mut at = start;
        for (index, line) in lines.iter().enumerate() {
            let cut = if index == 0 {
                0
            } else {
                indent.min(line.len() - line.trim_start_matches([' ', '\t']).len())
            };
            if index > usize::from(skipped) {
                value.push('\n');
            }
            if index > 0 || !skipped {
                self.undo_line(line[cut..].trim_end_matches('\r'), at + cut as u32, term, value);
            }
            at += line.len() as u32 + 1;
        }
    }

    fn undo_line(&mut self, line: &str, start: u32, term: bool, value: &mut String) {
        let mut rest = line;
        while let Some(at) = rest.find('\\') {
            value.push_str(&rest[..at]);
            let offset = start + (line.len() - rest.len() + at) as u32;
            rest = &rest[at..];
            let length = escape_length(rest);
            self.undo_escape(&rest[..length], offset, term, value);
            rest = &rest[length..];
        }
        value.push_str(rest);
    }

    fn undo_escape(&mut self, text: &str, offset: u32, term: bool, value: &mut String) {
        match escape(text, term) {
            Escape::Char(letter) => {
                if term && TERM_SPECIALS.contains(letter) {
                    value.push('\\');
                }
                value.push(letter);
            }
            Escape::OfTerm => value.push_str(text),
            Escape::Wrong(error) => {
                let span = Span::new(offset, offset + text.len() as u32);
                let of_term = matches!(error, Error::TermEscape(_));
                let problem = Problem::new(error, span);
                self.problems.push(if of_term { problem.fix(span, &text[1..]) } else { problem });
            }
        }
    }
}

/// What stands between the quotes, and how many bytes the opening quote takes.
fn inside(text: &str) -> (&str, u32) {
    let long = text.strip_prefix("\"\"\"").and_then(|text| text.strip_suffix("\"\"\""));
    match long {
        Some(inner) => (inner, 3),
        None => (text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text), 1),
    }
}

fn common_indent<'l>(lines: impl Iterator<Item = &'l &'l str>) -> usize {
    let indents = lines.filter(|line| !line.trim().is_empty());
    indents.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0)
}

/// Bytes of the escape that `text` starts with.
fn escape_length(text: &str) -> usize {
    let letter = text.chars().nth(1);
    if letter == Some('u') && text[2..].starts_with('{') {
        let end =
            text.find(|end: char| end == '}' || end == '"' || end.is_whitespace()).unwrap_or(text.len());
        return if text[end..].starts_with('}') { end + 1 } else { end };
    }
    1 + letter.map_or(0, char::len_utf8)
}

fn escape(text: &str, term: bool) -> Escape {
    match &text[1..] {
        "\"" => Escape::Char('"'),
        "n" => Escape::Char('\n'),
        "t" => Escape::Char('\t'),
        "\\" if term => Escape::OfTerm,
        "\\" => Escape::Char('\\'),
        "*" | "[" | "]" | "<" | ">" | "?" | "|" if term => Escape::OfTerm,
        "*" | "[" | "]" | "<" | ">" | "?" | "|" => Escape::Wrong(Error::TermEscape(text.to_owned())),
        other if other.starts_with('u') => code_point(text),
        _ => Escape::Wrong(Error::UnknownEscape(text.to_owned())),
    }
}

fn code_point(text: &str) -> Escape {
    let digits = text[2..].strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let hex = digits.filter(|digits| {
        (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let letter = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    letter.map_or_else(|| Escape::Wrong(Error::BadCodePoint(text.to_owned())), Escape::Char)
}

/// A regex's pattern: `\/` is a slash, every other escape belongs to the pattern.
pub(super) fn without_escaped_slashes(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            pattern.push(letter);
            continue;
        }
        match letters.next() {
            Some('/') => pattern.push('/'),
            next => pattern.extend(Some('\\').into_iter().chain(next)),
        }
    }
    pattern
}
