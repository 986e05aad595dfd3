//! Where sentences end in the original text.

use std::ops::Range;

use super::fold::{Kind, lookup};

/// Whether a sentence ends in a stretch of the original: a line break, or one of `. ! ? … ؟ । 。` before white
/// space or the end of the whole value, with what vanishes between or not.
#[must_use]
pub fn sentence_ends_within(original: &str, between: Range<u32>) -> bool {
    let Some(stretch) = original.get(between.start as usize..between.end as usize) else { return false };
    stretch.char_indices().any(|(at, c)| {
        is_line_break(c)
            || is_terminator(c) && breaks_after(&original[between.start as usize + at + c.len_utf8()..])
    })
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '।' | '。')
}

fn breaks_after(rest: &str) -> bool {
    let next = rest.chars().find(|c| !vanishes(*c));
    next.is_none_or(char::is_whitespace)
}

fn vanishes(c: char) -> bool {
    matches!(lookup(c).kind, Kind::Ignorable | Kind::Joiner | Kind::Cut | Kind::Tag)
}

#[cfg(test)]
mod tests {
    use super::sentence_ends_within;

    #[test]
    fn what_vanishes_does_not_hide_the_end_of_a_sentence() {
        for (text, ends) in [
            ("aaaa. bbbb", true),
            ("aaaa.\" bbbb", false),
            ("aaaa.) bbbb", false),
            ("aaaa.\u{200B} bbbb", true),
            ("aaaa.\u{200E}\u{FEFF} bbbb", true),
            ("aaaa.\u{200B}bbbb", false),
            ("aaaa.\"bbbb", false),
            ("aaaa 3.5 bbbb", false),
            ("aaaa) bbbb", false),
        ] {
            let between = 4..text.len() as u32 - 4;
            assert_eq!(sentence_ends_within(text, between), ends, "{text}");
        }
    }
}
