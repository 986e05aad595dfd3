//! Pages for a browser: what the authors' tools say, as one file of HTML that needs nothing beside it. In: a title and
//! the parts of a page, already escaped. Out: the whole page. No scripts, no fonts from elsewhere, light and dark by
//! the reader's setting, readable on a telephone and on paper.

use std::fmt::Write;

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
    fn a_page_is_whole() {
        let page = page("A < B", "<p>x</p>\n");
        assert!(page.starts_with("<!doctype html>"));
        assert!(page.contains("<title>A &lt; B</title>"));
        assert!(page.contains("<p>x</p>"));
    }
}
