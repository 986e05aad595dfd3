//! From the bytes of a string's value to their place in the source, through the escapes.

use std::ops::Range;

use crate::span::Span;

/// The inside of a quoted string or regex: how it stands in the source, and what it means.
pub(in crate::sema) struct Inside<'s> {
    raw: &'s str,
    start: u32,
    value: &'s str,
    whole: Span,
}

impl<'s> Inside<'s> {
    /// A string or regex of a module: `whole` is its span with quotes or slashes.
    pub(in crate::sema) fn quoted(source: &'s str, whole: Span, value: &'s str) -> Self {
        let written = source.get(whole.range()).unwrap_or_default();
        let quote = if written.starts_with("\"\"\"") && written.len() >= 6 { 3 } else { 1 };
        let raw = written.get(quote..).unwrap_or_default();
        Self { raw, start: whole.start + quote as u32, value, whole }
    }

    /// A value that stands somewhere in a line as it is, or with quotes doubled, and then only the line is known.
    pub(in crate::sema) fn in_line(line: &'s str, start: u32, value: &'s str) -> Self {
        let whole = Span::new(start, start + line.len() as u32);
        match line.find(value) {
            Some(at) => Self { raw: &line[at..], start: start + at as u32, value, whole },
            None => Self { raw: "", start, value, whole },
        }
    }

    /// Where bytes of the value stand; the whole string where that can not be told.
    pub(in crate::sema) fn locate(&self, range: &Range<usize>) -> Span {
        if range.start == 0 && range.end >= self.value.len() {
            return self.whole;
        }
        match (self.offset(range.start), self.offset(range.end)) {
            (Some(start), Some(end)) => Span::new(self.start + start as u32, self.start + end as u32),
            _ => self.whole,
        }
    }

    /// The byte of the raw text at which a byte of the value is written.
    fn offset(&self, wanted: usize) -> Option<usize> {
        let (mut raw, mut value) = (0, 0);
        while value < wanted {
            let (raw_step, value_step) = step(self.raw.get(raw..)?, self.value.get(value..)?)?;
            raw += raw_step;
            value += value_step;
        }
        Some(raw)
    }
}

/// The bytes that the next character takes in the raw text and in the value; `None` where they do not go together.
fn step(raw: &str, value: &str) -> Option<(usize, usize)> {
    let letter = value.chars().next()?;
    let plain = (letter.len_utf8(), letter.len_utf8());
    if !raw.starts_with('\\') {
        return raw.starts_with(letter).then_some(plain);
    }
    let escape = raw[1..].chars().next()?;
    let escape_len = 1 + escape.len_utf8();
    match escape {
        'u' if raw[2..].starts_with('{') => {
            // What the escape stands for is itself kept escaped where it would mean something.
            let escaped = if letter == '\\' { value[1..].chars().next()?.len_utf8() } else { 0 };
            Some((raw.find('}')? + 1, letter.len_utf8() + escaped))
        }
        'n' if letter == '\n' => Some((2, 1)),
        't' if letter == '\t' => Some((2, 1)),
        // An escape that the value keeps, for whoever reads the value next.
        _ if letter == '\\' && value[1..].starts_with(escape) => Some((escape_len, escape_len)),
        _ if letter == escape => Some((escape_len, letter.len_utf8())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_value_are_found_in_the_source() {
        let cases = [
            // Source, value, bytes of the value, what stands at the place.
            (r#""boat uk""#, "boat uk", 5..7, "uk"),
            (r#""a\"b*c""#, "a\"b*c", 3..4, "*"),
            (r#""\u{1F6A4} b*""#, "🚤 b*", 6..7, "*"),
            (r#""\u{5B}a*b""#, r"\[a*b", 3..4, "*"),
            (r#""a\*b*c""#, r"a\*b*c", 4..5, "*"),
            (r#""a\tb*""#, "a\tb*", 3..4, "*"),
            (r#""قارب *""#, "قارب *", 9..10, "*"),
            (r"/a\/b(/", "a/b(", 3..4, "("),
            (r#""whole""#, "whole", 0..5, "\"whole\""),
            (r#""""a*b""""#, "a*b", 1..2, "*"),
            ("\"\"\"\n  a\n  *b\"\"\"", "a\n*b", 2..3, "\"\"\"\n  a\n  *b\"\"\""),
        ];
        for (source, value, range, expected) in cases {
            let whole = Span::new(0, source.len() as u32);
            let span = Inside::quoted(source, whole, value).locate(&range);
            assert_eq!(&source[span.range()], expected, "{source} {range:?}");
        }
    }
}
