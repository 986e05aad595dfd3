//! Pages for a browser: what the authors' tools say, as one file of HTML that needs nothing beside it. In: a title and
//! the parts of a page, already escaped. Out: the whole page. No scripts, no fonts from elsewhere, light and dark by
//! the reader's setting, readable on a telephone and on paper.

use std::fmt::Write;
use std::ops::Range;

use crate::diag::is_right_to_left;

/// The look of every page.
const STYLE: &str = include_str!("style.css");

/// A page. `body` is HTML; `title` is text.
#[must_use]
pub(crate) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Text as it may stand in an element or in a quoted attribute. Control characters and those that turn the direction of
/// writing are shown by number, so that content cannot change how a page reads.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => push_number(&mut escaped, character),
            other if other.is_control() => push_number(&mut escaped, other),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Prose: what stands between backticks is code, and in the rest every quoted text keeps to itself.
#[must_use]
pub(crate) fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { quotes_apart(part) }).collect()
}

/// A piece of a policy, which runs from left to right whatever is quoted in it; or words, in whichever direction they run.
#[must_use]
pub(crate) fn code(text: &str) -> String {
    let direction = if text.contains('"') { "ltr" } else { "auto" };
    format!("<code dir=\"{direction}\">{}</code>", quotes_apart(text))
}

/// Escaped text in which quoted texts that run from right to left keep to themselves: else two of them with a comma in
/// between would read as one, and change places.
fn quotes_apart(text: &str) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for quoted in right_to_left_quotes(text) {
        out.push_str(&escape(&text[from..quoted.start]));
        out.push_str(ISOLATE);
        out.push_str(&escape(&text[quoted.clone()]));
        out.push_str(ISOLATE_END);
        from = quoted.end;
    }
    out.push_str(&escape(&text[from..]));
    out
}

/// What stands around a text that keeps to itself.
pub(crate) const ISOLATE: &str = "<bdi>";
/// See [`ISOLATE`].
pub(crate) const ISOLATE_END: &str = "</bdi>";

/// The places of quoted texts, quotes included, in which something runs from right to left.
pub(crate) fn right_to_left_quotes(text: &str) -> Vec<Range<usize>> {
    let (mut quotes, mut opened, mut escaped) = (Vec::new(), None, false);
    for (at, character) in text.char_indices() {
        match (character, opened) {
            ('"', None) => opened = Some(at),
            ('"', Some(start)) if !escaped => {
                quotes.push(start..at + 1);
                opened = None;
            }
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    quotes.retain(|quoted| text[quoted.clone()].chars().any(is_right_to_left));
    quotes
}

fn push_number(escaped: &mut String, character: char) {
    // Writing to a string cannot fail.
    let _ = write!(escaped, "\\u{{{:x}}}", character as u32);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escape("<b a='\"'>&"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
        assert_eq!(escape("a\u{202e}b\u{0}\n"), "a\\u{202e}b\\u{0}\n");
    }

    #[test]
    fn quoted_texts_keep_their_places() {
        assert_eq!(
            prose("<`uk`> (\"a\", 'b')"),
            "&lt;<code dir=\"auto\">uk</code>&gt; (&quot;a&quot;, &#39;b&#39;)"
        );
        let terms = "2 of (\"قارب*\", \"دوفر \\\"\") and \"x";
        let apart = "2 of (<bdi>&quot;قارب*&quot;</bdi>, <bdi>&quot;دوفر \\&quot;&quot;</bdi>) and &quot;x";
        assert_eq!(code(terms), format!("<code dir=\"ltr\">{apart}</code>"));
        assert_eq!(prose(terms), apart);
    }

    #[test]
    fn a_page_is_whole() {
        let page = page("A < B", "<p>x</p>\n");
        assert!(page.starts_with("<!doctype html>"));
        assert!(page.contains("<title>A &lt; B</title>"));
        assert!(page.contains("<p>x</p>"));
    }
}
