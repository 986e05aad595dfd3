//! Where sentences end in the original text.

use std::ops::Range;

/// Whether a sentence ends in a stretch of the original: a line break, or one of `. ! ? … ؟ । 。` before white
/// space or the end of the whole value.
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
    rest.chars().next().is_none_or(char::is_whitespace)
}
