//! Slips of the pen that show in a single token: habits from other languages and from word processors.
//! Each is told apart from every well-formed text, so it can be reported without knowing what stands around.

use super::error::{Error, Problem};
use super::token::quoted_length;
use crate::span::Span;

/// Builds the report of a slip from its text and place.
type Report = fn(&str, Span) -> Problem;

/// A quote or bracket that is never closed.
pub(super) const fn unclosed(what: &'static str, closer: &'static str, opener: Span) -> Problem {
    Problem::new(Error::Unclosed { what, closer }, opener)
}

/// What no token starts with: its length, and how to report it.
pub(super) fn stray(rest: &str) -> Option<(usize, Report)> {
    let first = rest.chars().next()?;
    let run = |same: fn(char) -> bool| rest.len() - rest.trim_start_matches(same).len();
    Some(match first {
        '&' => (run(|next| next == '&'), word_and),
        '|' => (run(|next| next == '|'), word_or),
        '!' if !rest.starts_with("!=") => (run(|next| next == '!'), word_not),
        '#' => (1 + word_length(&rest[1..]), hash),
        '@' => (1 + word_length(&rest[1..]), at_sign),
        '%' => (1, percent),
        '£' | '$' | '€' => (first.len_utf8(), currency),
        '*' => (1, star),
        ';' => (run(|next| next == ';'), semicolon),
        '−' | '–' | '—' => (first.len_utf8(), dash),
        '\'' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '`' | '‚' | '″' => {
            (foreign_quote(rest, first), quotes)
        }
        '{' | '}' | '(' | ')' | '[' | ']' | ',' | ':' | '.' | '=' | '<' | '>' | '+' | '-' | '~' | '!' => {
            return None;
        }
        _ if is_odd_space(first) => (run(is_odd_space), odd_space),
        _ => (run(is_unknown), unknown),
    })
}

/// White space that looks like a space and is not one of the language's.
fn is_odd_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, ' ' | '\t' | '\r' | '\n') || letter == '\u{200B}'
}

fn is_unknown(letter: char) -> bool {
    !letter.is_ascii_punctuation()
        && !letter.is_whitespace()
        && !super::token::is_word_char(letter)
        && !super::token::is_bidi_control(letter)
        || matches!(letter, '$' | '%' | '*' | '?' | '@' | '\\' | '^')
}

/// Bytes up to the quote that closes this one on the same line, else of the quote alone.
fn foreign_quote(rest: &str, open: char) -> usize {
    let close: &[char] = match open {
        '‘' | '‚' => &['’', '‘'],
        '“' | '„' => &['”', '“', '"'],
        '«' => &['»'],
        '»' => &['«'],
        _ => return quoted_length(rest, open).unwrap_or(open.len_utf8()),
    };
    let line = rest.lines().next().unwrap_or(rest);
    let end = line.char_indices().skip(1).find(|(_, letter)| close.contains(letter));
    end.map_or(open.len_utf8(), |(at, letter)| at + letter.len_utf8())
}

fn slip(message: impl Into<String>, label: &str, help: impl Into<String>) -> Error {
    Error::Slip { message: message.into(), label: label.to_owned(), help: help.into() }
}

/// `/* … */`
pub(super) fn block_comment(_: &str, span: Span) -> Problem {
    let help = "start every line of the comment with `//`";
    Problem::new(slip("`/*` does not start a comment", "expected `//`", help), span)
}

fn operator(found: &str, word: &str, span: Span) -> Problem {
    let error = slip(
        format!("found `{found}`, expected `{word}`"),
        "an operator of other languages",
        format!("write `{word}`"),
    );
    Problem::new(error, span)
}

fn word_and(text: &str, span: Span) -> Problem {
    operator(text, "and", span).fix(span, "and")
}

fn word_or(text: &str, span: Span) -> Problem {
    operator(text, "or", span).fix(span, "or")
}

fn word_not(text: &str, span: Span) -> Problem {
    operator(text, "not", span).fix(span, "not ")
}

/// `# …` and `-- …`
pub(super) fn line_comment(text: &str, span: Span) -> Problem {
    let mark = if text.starts_with('#') { "#" } else { "--" };
    let error = slip(format!("`{mark}` does not start a comment"), "expected `//`", "write `//`");
    let place = Span::new(span.start, span.start + (text.len() - text.trim_start_matches(mark).len()) as u32);
    Problem::new(error, span).fix(place, "//")
}

fn hash(text: &str, span: Span) -> Problem {
    let help = match text {
        "#" => "write `//` before a comment, and a hashtag in quotes".to_owned(),
        _ => format!("put it in quotes: `\"{}\"`", super::found::shorten(text).trim_matches('`')),
    };
    Problem::new(slip("`#` starts nothing here", "expected `//` or a string", help), span)
}

fn word_length(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(super::token::is_word_char).len()
}

/// `near/5`
pub(super) fn near_distance(text: &str, span: Span) -> Problem {
    let words = &text[1..];
    let help = format!("write it after both sides: `a near b within {words} words`");
    Problem::new(slip(format!("`{text}` is no distance"), "expected the other side of `near`", help), span)
}

fn percent(_: &str, span: Span) -> Problem {
    let help = "write the number alone: nothing is measured in percent";
    Problem::new(slip("`%` means nothing here", "not part of the language", help), span)
}

fn currency(text: &str, span: Span) -> Problem {
    let code = match text {
        "£" => "GBP",
        "€" => "EUR",
        _ => "USD",
    };
    let help = format!("write a price as `price(amount >= 500, currency == \"{code}\")`");
    Problem::new(slip(format!("`{text}` means nothing here"), "not part of the language", help), span)
}

fn at_sign(text: &str, span: Span) -> Problem {
    let name = super::found::shorten(text);
    let help = format!("put it in quotes: `\"{}\"`", name.trim_matches('`'));
    Problem::new(slip("`@` starts nothing here", "expected a string", help), span)
}

fn star(_: &str, span: Span) -> Problem {
    let help = "put the word in quotes: `\"boat*\"`";
    Problem::new(slip("`*` means nothing outside quotes", "expected a term in quotes", help), span)
}

/// `use lexicon.*`
pub(super) fn star_import(_: &str, span: Span) -> Problem {
    let help = "name what is used: `use lexicon.places.{uk, france}`";
    Problem::new(slip("everything of a module is never imported at once", "expected names", help), span)
}

/// Bytes of a string that a curly quote closes.
pub(super) fn closed_by_curly_quote(rest: &str) -> Option<usize> {
    let line = rest.lines().next().unwrap_or(rest);
    let end = line.char_indices().skip(1).find(|(_, letter)| matches!(letter, '”' | '“' | '„'));
    end.map(|(at, letter)| at + letter.len_utf8())
}

/// `"…”`
pub(super) fn curly_close(text: &str, span: Span) -> Problem {
    let quote = text.chars().next_back().map_or(0, char::len_utf8);
    let place = Span::new(span.end - quote as u32, span.end);
    let written = &text[text.len() - quote..];
    let message = format!("a string that starts with `\"` ends with `{written}`");
    Problem::new(slip(message, "expected `\"` at its end", "write `\"` at its end"), span).fix(place, "\"")
}

fn semicolon(_: &str, span: Span) -> Problem {
    let error = slip("found `;`, which ends nothing in this language", "not needed", "delete it");
    Problem::new(error, span).fix(span, "")
}

fn dash(text: &str, span: Span) -> Problem {
    let error =
        slip(format!("found the dash `{text}`, expected `-`"), "a dash of word processors", "write `-`");
    Problem::new(error, span).fix(span, "-")
}

fn quotes(text: &str, span: Span) -> Problem {
    let error = slip(
        "a string stands in straight double quotes",
        "expected `\"`",
        "write `\"` before and after the text",
    );
    let problem = Problem::new(error, span);
    let inner =
        text.trim_start_matches(is_foreign_quote).trim_end_matches(|end| is_foreign_quote(end) || end == '"');
    if inner.is_empty() || inner.contains(['"', '\\']) || inner.len() == text.len() {
        return problem;
    }
    problem.fix(span, format!("\"{inner}\""))
}

fn is_foreign_quote(letter: char) -> bool {
    matches!(letter, '\'' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '`' | '‚' | '″')
}

fn odd_space(text: &str, span: Span) -> Problem {
    let point = text.chars().next().map_or(0, u32::from);
    let error = slip(
        format!("found U+{point:04X}, a space that is not an ordinary one"),
        "expected a space",
        "write a space",
    );
    Problem::new(error, span).fix(span, " ")
}

fn unknown(text: &str, span: Span) -> Problem {
    let found = super::found::shorten(text);
    let help = "put it in quotes if it belongs to a term, else delete it";
    Problem::new(slip(format!("{found} means nothing here"), "not part of the language", help), span)
}
