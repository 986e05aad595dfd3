//! The texts a package is made of, and how byte offsets become lines and columns.

use std::sync::Arc;

use crate::span::{FileId, Span};

/// One text: a module, `varne.toml`, or a data file that a declaration names.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the package's root with `/` between parts, as shown in messages.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
    line_starts: Vec<u32>,
    /// Characters before every [`STRIDE`]th byte, so that the column in a line of megabytes is as cheap as in any other.
    chars_before: Vec<u32>,
}

/// How many bytes lie between two known character counts: reading one stride takes well under a microsecond.
const STRIDE: usize = 1024;

/// A position for people: both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Source {
    /// A text with its name. A text over 4 GiB is cut by its reader, never here.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let line_starts = std::iter::once(0).chain(newlines.map(|at| at as u32 + 1)).collect();
        let mut before = 0;
        let strides = text.as_bytes().chunks(STRIDE).map(|stride| {
            let here = before;
            before += characters(stride);
            here
        });
        let chars_before = strides.collect();
        Self { name: name.into(), text, line_starts, chars_before }
    }

    /// Line and column of a byte offset; offsets past the end give the end. A byte order mark is not counted.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = self.boundary(offset);
        let line = self.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = (self.line_starts[line] as usize).max(self.mark_length().min(offset));
        let column = self.characters_before(offset) - self.characters_before(start);
        LineColumn { line: line as u32 + 1, column: column + 1 }
    }

    /// The bytes of a line, from 1, without its line break; empty for a line the text does not have.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = self.line_starts.get(index) else { return Span::default() };
        let next = self.line_starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let text = &self.text[start as usize..next];
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let mark = if index == 0 { self.mark_length().min(text.len()) } else { 0 };
        Span::new(start + mark as u32, start + text.len() as u32)
    }

    /// The nearest character boundary at or before an offset, at most the end of the text.
    #[must_use]
    pub fn boundary(&self, offset: u32) -> usize {
        self.text.floor_char_boundary(offset as usize)
    }

    /// The length of the byte order mark, if the text begins with one.
    fn mark_length(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    fn characters_before(&self, offset: usize) -> u32 {
        let stride = (offset / STRIDE).min(self.chars_before.len().saturating_sub(1));
        let known = self.chars_before.get(stride).copied().unwrap_or(0);
        known + characters(&self.text.as_bytes()[stride * STRIDE..offset])
    }
}

/// Counts the characters that begin in a stretch of UTF-8, which may begin or end inside one.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

/// All texts of a package, by [`FileId`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives it an id.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(self.files.len() as u32 - 1)
    }

    /// The text with this id. Ids come from [`Sources::add`] of the same collection.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// Every text, with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn position(text: &str, offset: u32, line: u32, column: u32) {
        let found = Source::new("a.varne", text).line_column(offset);
        assert_eq!(found, LineColumn { line, column }, "offset {offset} of {text:?}");
    }

    #[test]
    fn columns_count_characters() {
        position("", 0, 1, 1);
        position("ab\ncd", 4, 2, 2);
        position("ab\r\ncd", 4, 2, 1);
        position("été", 2, 1, 2);
        position("été", 1, 1, 1);
        position("été", 99, 1, 4);
        position("\u{feff}ab", 3, 1, 1);
        position("\u{feff}ab", 0, 1, 1);
        position("\u{feff}ab", 4, 1, 2);
        position("ab\n", 3, 2, 1);
    }

    #[test]
    fn columns_of_a_long_line() {
        let text = "é".repeat(10_000);
        for offset in [0, 2, 1022, 1024, 1026, 2048, 4096, 19_998, 20_000] {
            position(&text, offset, 1, offset / 2 + 1);
        }
    }

    #[test]
    fn lines_without_their_breaks() {
        let source = Source::new("a.varne", "\u{feff}ab\r\n\ncd");
        let lines = (1..=4).map(|line| &source.text[source.line_span(line).range()]);
        assert_eq!(lines.collect::<Vec<_>>(), ["ab", "", "cd", ""]);
    }
}
