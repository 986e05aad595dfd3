//! Content from files and standard input, decompressed where it is compressed, as a stream of bytes. How
//! much has been read of the files as they lie on the disk is counted for the progress bar.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::chunks::Line;
use super::failure::Failure;
use super::terminal::visible;
use crate::content::{Content, ContentType, FieldId, FieldType, Reader, Value};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The largest window of a Zstandard frame, as in its reference tool (`--long=27`); the decoder keeps a window
/// in memory.
const ZSTD_WINDOW: u64 = 128 * 1024 * 1024;
/// How much of a file is read at a time before it is decompressed.
const BUFFER: usize = 64 * 1024;

/// A file, or standard input.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// As given; `-` for standard input.
    pub(super) name: Arc<str>,
    path: Option<PathBuf>,
}

/// The inputs that were named, or standard input. All of them are there before the first is read.
pub(super) fn inputs(files: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    if files.is_empty() {
        return Ok(vec![Input::new(Path::new("-"))]);
    }
    let inputs: Vec<Input> = files.iter().map(|path| Input::new(path)).collect();
    inputs.iter().try_for_each(Input::check)?;
    Ok(inputs)
}

impl Input {
    fn new(path: &Path) -> Self {
        let is_standard_input = path == Path::new("-");
        Self {
            name: visible(&path.to_string_lossy()).as_ref().into(),
            path: (!is_standard_input).then(|| path.to_owned()),
        }
    }

    /// Whether it is standard input.
    pub(super) const fn is_standard_input(&self) -> bool {
        self.path.is_none()
    }

    fn check(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else { return Ok(()) };
        let metadata = path.metadata().map_err(Failure::read(path))?;
        match metadata.is_dir() {
            true => Err(Failure::read(path)(io::ErrorKind::IsADirectory.into())),
            false => Ok(()),
        }
    }

    /// Its bytes on the disk; `None` for a stream.
    pub(super) fn size(&self) -> Option<u64> {
        let metadata = self.path.as_ref()?.metadata().ok()?;
        metadata.is_file().then_some(metadata.len())
    }

    /// Its decompressed bytes. `counter` counts those that were read of the file itself.
    pub(super) fn open(&self, counter: &Arc<AtomicU64>) -> Result<Box<dyn Read + Send>, Failure> {
        let raw: Box<dyn Read + Send> = match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path).map_err(Failure::read(path))?),
        };
        let mut counted = Counted { inner: raw, counter: Arc::clone(counter) };
        let head = head(&mut counted).map_err(|error| self.failure(&error, 0))?;
        let (is_gzip, is_zstd) =
            (head.starts_with(&GZIP) || self.ends_in("gz"), head.starts_with(&ZSTD) || self.ends_in("zst"));
        let whole = Cursor::new(head).chain(counted);
        Ok(match (is_gzip, is_zstd) {
            (true, _) => Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, whole))),
            (_, true) => Box::new(Zstd::new(BufReader::with_capacity(BUFFER, whole))),
            _ => Box::new(whole),
        })
    }

    fn ends_in(&self, extension: &str) -> bool {
        self.path.as_ref().is_some_and(|path| path.extension().is_some_and(|found| found == extension))
    }

    /// What is said where it cannot be read on.
    pub(super) fn failure(&self, error: &io::Error, lines: u64) -> Failure {
        let after = if lines == 0 { String::new() } else { format!(" past line {lines}") };
        let name = if &*self.name == "-" { "standard input" } else { &self.name };
        Failure::Said(format!("`{name}` cannot be read{after}: {error}"))
    }
}

/// Reads lines of content: records, or plain text.
pub(super) struct Records {
    reader: Reader,
    /// The field that a line of plain text is, and how many fields there are.
    plain: Option<(FieldId, usize)>,
}

impl Records {
    pub(super) fn new(content_type: &ContentType, plain: bool) -> Result<Self, Failure> {
        let field = plain.then(|| plain_field(content_type)).transpose()?;
        let fields = content_type.fields.len();
        Ok(Self { reader: Reader::new(content_type), plain: field.map(|field| (field, fields)) })
    }

    /// Reads one line; what is wrong with it is told.
    pub(super) fn read_into(&mut self, content: &mut Content, line: Line<'_>) -> Result<(), String> {
        let Some((field, fields)) = self.plain else {
            return self.reader.read_into(content, line.bytes()).map_err(|problem| problem.to_string());
        };
        let text = std::str::from_utf8(line.bytes())
            .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to()))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        content.values.resize_with(fields, Vec::new);
        content.values[usize::from(field.0)] = vec![Value::Text(text.to_owned())];
        Ok(())
    }
}

/// The field that plain text is.
pub(super) fn plain_field(content_type: &ContentType) -> Result<FieldId, Failure> {
    let field = content_type.find("text").filter(|field| {
        let field = &content_type.fields[field.0 as usize];
        field.ty == FieldType::Text && !field.list
    });
    field.ok_or_else(|| {
        let name = &content_type.name;
        Failure::Said(format!("`{name}` has no field `text: text`, which a plain text needs"))
    })
}

/// The first bytes, as many as the longest signature has.
fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(ZSTD.len());
    reader.take(ZSTD.len() as u64).read_to_end(&mut head)?;
    Ok(head)
}

struct Counted<R> {
    inner: R,
    counter: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counter.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Zstandard frames one after the other, skippable ones skipped, with their checksums compared.
struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
    is_in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(ZSTD_WINDOW);
        Self { source, decoder, is_in_frame: false }
    }

    /// Goes to the next frame; `false` at the end of the file.
    fn enter_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.is_in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => _ = io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?,
                Err(error) => return Err(damaged(error)),
            }
        }
        Ok(false)
    }

    fn leave_frame(&mut self) -> io::Result<()> {
        self.is_in_frame = false;
        let (stated, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
        match stated.is_some() && stated != found {
            true => Err(damaged("a checksum does not match")),
            false => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() {
            if !self.is_in_frame && !self.enter_frame()? {
                return Ok(0);
            }
            if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(damaged)?;
            }
            match self.decoder.read(buffer)? {
                0 if self.decoder.is_finished() && self.decoder.can_collect() == 0 => self.leave_frame()?,
                0 => {}
                read => return Ok(read),
            }
        }
        Ok(0)
    }
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    let error = error.to_string();
    let error = if error.contains("UnexpectedEof") { "it ends too early" } else { &error };
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged Zstandard data: {error}"))
}
