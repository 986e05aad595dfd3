//! Edits that leave well-formed text: taking one out of a list with its comma, a line with its break.

use crate::source::Source;
use crate::span::Span;

/// What to take out so that one part of a list with commas is gone; `None` where a comment stands in between.
pub(super) fn list_item(source: &Source, item: Span) -> Option<Span> {
    let text = &*source.text;
    let (before, after) = (&text[..item.start as usize], &text[item.end as usize..]);
    let gap = after.len() - after.trim_start().len();
    if after[gap..].starts_with(',') {
        let rest = &after[gap + 1..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        return Some(Span::new(item.start, item.end + (gap + 1 + blank) as u32));
    }
    let kept = before.trim_end();
    kept.ends_with(',').then(|| Span::new(kept.len() as u32 - 1, item.end))
}

/// What to take out so that an operand of `or` is gone with the `or` before it; `None` where that is not right before it.
pub(super) fn or_operand(source: &Source, operand: Span) -> Option<Span> {
    let before = source.text[..operand.start as usize].trim_end();
    let kept = before.strip_suffix("or")?;
    kept.ends_with(|last: char| last.is_whitespace() || last == ')')
        .then(|| Span::new(kept.trim_end().len() as u32, operand.end))
}

/// A span with the rest of its line, where nothing else stands on it.
pub(super) fn line(source: &Source, span: Span) -> Span {
    let text = &*source.text;
    let start = text[..span.start as usize].trim_end_matches([' ', '\t']).len();
    let after = text[span.end as usize..].trim_start_matches([' ', '\t', '\r']);
    let alone =
        (start == 0 || text[..start].ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
    if !alone {
        return span;
    }
    let end = text.len() - after.len() + usize::from(after.starts_with('\n'));
    Span::new(start as u32, end as u32)
}

/// A modifier before something, with the space after it.
pub(super) fn modifier(source: &Source, span: Span) -> Span {
    let after = &source.text[span.end as usize..];
    let blank = after.len() - after.trim_start().len();
    Span::new(span.start, span.end + blank as u32)
}
