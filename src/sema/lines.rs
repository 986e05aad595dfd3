//! Lines of data files, each with its place in the file; every bad one is reported, up to a limit.

use crate::diag::Explain;
use crate::sema::limits::MAX_BAD_LINES;
use crate::sema::report::Reporter;
use crate::span::{FileId, Place, Span};

/// A line without its line break.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub text: &'t str,
    /// Byte of its start in the file.
    pub start: u32,
    /// Whether all its bytes are UTF-8.
    pub is_text: bool,
}

impl Line<'_> {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len() as u32)
    }
}

/// The lines of a text that may begin with a byte-order mark and end its lines as on any system.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let mut at = start;
        start += line.len();
        let mut text = line.strip_suffix('\n').unwrap_or(line);
        text = text.strip_suffix('\r').unwrap_or(text);
        if let Some(rest) = text.strip_prefix('\u{FEFF}').filter(|_| at == 0) {
            at += text.len() - rest.len();
            text = rest;
        }
        Line { text, start: at as u32, is_text: !text.contains('\u{FFFD}') }
    })
}

/// Counts the bad lines of a file.
pub(super) struct BadLines {
    file: FileId,
    count: usize,
    last: Span,
}

impl BadLines {
    pub(super) const fn new(file: FileId) -> Self {
        Self { file, count: 0, last: Span::new(0, 0) }
    }

    pub(super) fn report(&mut self, error: &impl Explain, span: Span, reporter: &mut Reporter) {
        self.count += 1;
        self.last = span;
        if self.count <= MAX_BAD_LINES {
            reporter.report(error, Place::new(self.file, span));
        }
    }

    /// How many were bad and not shown, and where the last of them is.
    pub(super) fn hidden(&self) -> Option<(usize, Place)> {
        let hidden = self.count.saturating_sub(MAX_BAD_LINES);
        (hidden > 0).then(|| (hidden, Place::new(self.file, self.last)))
    }

    pub(super) const fn any(&self) -> bool {
        self.count > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_place_whatever_ends_them() {
        let text = "\u{FEFF}a\r\n\nb c\n";
        let found: Vec<(&str, u32)> = lines(text).map(|line| (line.text, line.start)).collect();
        assert_eq!(found, [("a", 3), ("", 6), ("b c", 7)]);
        assert!(lines(text).all(|line| &text[line.span().range()] == line.text));
    }
}
