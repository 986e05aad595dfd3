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
    /// The lines with their ends.
    pub(super) bytes: Vec<u8>,
    /// Whether it stands for one line that is too long, which has been passed over.
    pub(super) is_too_long: bool,
}

impl Chunk {
    /// Its lines without their ends, with their numbers; blank ones are passed over.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, Result<&[u8], String>)> {
        let too_long = self.is_too_long.then(|| format!("line is longer than {MAX_LINE} bytes"));
        let too_long = too_long.map(|reason| (self.first_line, Err(reason)));
        let mut rest = &self.bytes[..];
        let mut number = self.first_line;
        let lines = std::iter::from_fn(move || {
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = (!rest.is_empty()).then(|| rest.split_at(end))?;
            rest = after.get(1..).unwrap_or_default();
            number += 1;
            Some((number - 1, line.strip_suffix(b"\r").unwrap_or(line)))
        });
        let lines = lines.filter(|(_, line)| !Reader::is_blank(line));
        too_long.into_iter().chain(lines.map(|(number, line)| (number, Ok(line))))
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
        chunk.bytes.clear();
        if chunk.bytes.capacity() > KEPT {
            chunk.bytes = Vec::new();
        }
        if self.is_skipping {
            self.skip()?;
        }
        chunk.first_line = self.lines + 1;
        chunk.is_too_long = false;
        chunk.bytes.append(&mut self.rest);
        self.fill(chunk)?;
        self.lines += match chunk.bytes.last() {
            _ if chunk.is_too_long => 1,
            None => return Ok(false),
            Some(b'\n') => memchr_iter(b'\n', &chunk.bytes).count() as u64,
            Some(_) => memchr_iter(b'\n', &chunk.bytes).count() as u64 + 1,
        };
        Ok(true)
    }

    /// Reads until there is the end of a line, or of the input, or too much without either.
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        let mut looked_at = 0;
        loop {
            if let Some(found) = memrchr(b'\n', &chunk.bytes[looked_at..]) {
                let end = looked_at + found + 1;
                self.rest.extend_from_slice(&chunk.bytes[end..]);
                chunk.bytes.truncate(end);
                return Ok(());
            }
            if chunk.bytes.len() > self.limit {
                chunk.bytes = Vec::new();
                chunk.is_too_long = true;
                self.is_skipping = true;
                return Ok(());
            }
            looked_at = chunk.bytes.len();
            if self.read(&mut chunk.bytes)? == 0 {
                return Ok(());
            }
        }
    }

    /// Passes over what is left of a line that is too long.
    fn skip(&mut self) -> io::Result<()> {
        let mut passed = Vec::with_capacity(READ);
        while self.is_skipping && self.read(&mut passed)? > 0 {
            if let Some(end) = memchr(b'\n', &passed) {
                self.rest.extend_from_slice(&passed[end + 1..]);
                self.is_skipping = false;
            }
            passed.clear();
        }
        self.is_skipping = false;
        Ok(())
    }

    /// Appends what one read gives.
    fn read(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = bytes.len();
        bytes.resize(start + READ, 0);
        let read = loop {
            match self.reader.read(&mut bytes[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        bytes.truncate(start + read.as_ref().map_or(0, |&read| read));
        read
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
            let text = |line: &[u8]| String::from_utf8(line.to_owned()).unwrap();
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
