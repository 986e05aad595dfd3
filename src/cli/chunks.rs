//! Cuts a stream of bytes into chunks of whole lines: what one read gave, so that a slow stream is judged as
//! it comes, up to a size that keeps memory bounded.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

use crate::content::Reader;

/// How much is read at a time: enough to keep a core busy for a millisecond, small enough to stay in its cache.
const READ: usize = 256 * 1024;
/// The longest line that is judged. Posts have kilobytes, transcripts may have megabytes; beyond this, what is
/// read is no line of content, and it would be held in memory many times over.
const MAX_LINE: usize = 64 * 1024 * 1024;
/// A buffer that had to grow beyond this is given back rather than kept.
const KEPT: usize = 4 * READ;

/// Some lines of an input.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Of the first, from 1.
    pub(super) first_line: u64,
    /// The lines with their ends, and room for more: what was read once is not cleared to be read over.
    buffer: Vec<u8>,
    /// How much of the buffer is filled.
    len: usize,
    /// Where each line ends.
    ends: Vec<u32>,
    /// Whether it stands for one line that is too long, which has been passed over.
    is_too_long: bool,
}

/// A line of content without its end.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line<'c> {
    /// Checked to be UTF-8.
    Text(&'c str),
    /// Of a chunk that somewhere is none.
    Bytes(&'c [u8]),
}

impl<'c> Line<'c> {
    pub(super) fn bytes(self) -> &'c [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Chunk {
    /// How many bytes of content it has.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Its lines with their numbers; blank ones are passed over.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Result<Line<'_>, String>)> {
        let too_long = self.is_too_long.then(|| format!("line is longer than {MAX_LINE} bytes"));
        let too_long = too_long.map(|reason| (self.first_line, Err(reason)));
        let bytes = &self.buffer[..self.len];
        // To check many lines at once is quicker than each.
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let mut start = 0;
        let lines = (self.first_line..).zip(&self.ends).map(move |(number, &end)| {
            let range = start..end as usize;
            start = range.end + 1;
            let line = match text {
                Some(text) => Line::Text(without_return(&text[range])),
                None => Line::Bytes(bytes[range.clone()].strip_suffix(b"\r").unwrap_or(&bytes[range])),
            };
            (number, line)
        });
        let lines = lines.filter(|(_, line)| !Reader::is_blank(line.bytes()));
        too_long.into_iter().chain(lines.map(|(number, line)| (number, Ok(line))))
    }

    /// Appends what one read gives.
    fn read(&mut self, reader: &mut impl Read) -> io::Result<usize> {
        let end = self.len + READ;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        let read = read(reader, &mut self.buffer[self.len..end])?;
        self.len += read;
        Ok(read)
    }

    /// Empties it, and notes where it begins.
    fn begin(&mut self, first_line: u64, start: &mut Vec<u8>) {
        self.ends.clear();
        if self.buffer.len() > KEPT {
            self.buffer = Vec::new();
        }
        if self.buffer.len() < start.len() {
            self.buffer.resize(start.len(), 0);
        }
        self.buffer[..start.len()].copy_from_slice(start);
        self.len = start.len();
        start.clear();
        (self.first_line, self.is_too_long) = (first_line, false);
    }

    /// Notes where the lines end.
    fn end(&mut self) {
        let bytes = &self.buffer[..self.len];
        // A line is no longer than offsets are wide.
        self.ends.extend(memchr_iter(b'\n', bytes).map(|end| end as u32));
        if bytes.last().is_some_and(|&last| last != b'\n') {
            self.ends.push(bytes.len() as u32);
        }
    }
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// Reads once, however often it is interrupted before.
fn read(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Cuts one input.
pub(super) struct Chunks<R> {
    reader: R,
    /// The beginning of a line whose end has not been read.
    rest: Vec<u8>,
    /// How many lines have been given out.
    pub(super) lines: u64,
    is_skipping: bool,
    limit: usize,
}

impl<R: Read> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, rest: Vec::new(), lines: 0, is_skipping: false, limit: MAX_LINE }
    }

    /// Fills a chunk; `false` at the end of the input.
    pub(super) fn next(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        if self.is_skipping {
            self.skip()?;
        }
        chunk.begin(self.lines + 1, &mut self.rest);
        self.fill(chunk)?;
        chunk.end();
        self.lines += chunk.ends.len() as u64 + u64::from(chunk.is_too_long);
        Ok(chunk.is_too_long || chunk.len > 0)
    }

    /// Reads until there is the end of a line, or of the input, or too much without either.
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        let mut looked_at = 0;
        loop {
            if let Some(found) = memrchr(b'\n', &chunk.buffer[looked_at..chunk.len]) {
                let end = looked_at + found + 1;
                self.rest.extend_from_slice(&chunk.buffer[end..chunk.len]);
                chunk.len = end;
                return Ok(());
            }
            if chunk.len > self.limit {
                (chunk.buffer, chunk.len, chunk.is_too_long) = (Vec::new(), 0, true);
                self.is_skipping = true;
                return Ok(());
            }
            looked_at = chunk.len;
            if chunk.read(&mut self.reader)? == 0 {
                return Ok(());
            }
        }
    }

    /// Passes over what is left of a line that is too long.
    fn skip(&mut self) -> io::Result<()> {
        let mut passed = vec![0; READ];
        while self.is_skipping {
            let count = read(&mut self.reader, &mut passed)?;
            if let Some(end) = memchr(b'\n', &passed[..count]) {
                self.rest.extend_from_slice(&passed[end + 1..count]);
                self.is_skipping = false;
            }
            self.is_skipping &= count > 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    /// Every line with its number; `None` for one that is too long.
    fn lines(input: &str, drop: usize, limit: usize) -> Vec<(u64, Option<String>)> {
        let mut chunks = Chunks { limit, ..Chunks::new(Dripping(input.as_bytes(), drop)) };
        let mut chunk = Chunk::default();
        let mut lines = Vec::new();
        while chunks.next(&mut chunk).unwrap() {
            let text = |line: Line<'_>| String::from_utf8(line.bytes().to_owned()).unwrap();
            lines.extend(chunk.lines().map(|(number, line)| (number, line.ok().map(text))));
        }
        lines
    }

    #[test]
    fn lines_are_whole_and_numbered_however_they_come() {
        for input in
            ["", "a", "a\n", "\n", "a\r\n\r\nb", "\n\na\n\nbb\nccc", "a\nbb\nccc\n", "é\n\u{1f6a4}\n"]
        {
            let numbered = (1..).zip(input.lines()).filter(|(_, line)| !line.is_empty());
            let expected: Vec<_> = numbered.map(|(at, line)| (at, Some(line.to_owned()))).collect();
            for drop in 1..8 {
                assert_eq!(lines(input, drop, 100), expected, "{input:?} by {drop}");
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_alone() {
        let long = "x".repeat(50);
        for (input, expected) in [
            (format!("a\n{long}\nb\n"), vec![(1, Some("a")), (2, None), (3, Some("b"))]),
            (long.clone(), vec![(1, None)]),
            (format!("{long}\n"), vec![(1, None)]),
            (format!("{long}\n{long}\n\nc"), vec![(1, None), (2, None), (4, Some("c"))]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(number, line)| (number, line.map(str::to_owned))).collect();
            for drop in 1..8 {
                assert_eq!(lines(&input, drop, 20), expected, "{input:?} by {drop}");
            }
        }
    }
}
