//! The compiled file, `.varnec`: the sources of a policy and the tables that judging runs over, under a
//! checksum. Where this version of the engine made the tables, opening reads them straight to where they stay;
//! where another did, the sources are compiled again, so that a file means the same in every version. Nothing
//! in it needs to be trusted: lengths are held against the file before room is made, numbers are checked.
//!
//! ```text
//! magic            8 bytes
//! format version   u32          all numbers little-endian
//! edition          u32          of the language
//! engine version   text         a text or array is its length as u64, and its items
//! tables version   u32
//! name, version, digest         texts: the package, and SHA-256 of its sources in hexadecimal
//! entries          u32          how many follow
//!   kind           u8           0 manifest, 1 module, 2 data file
//!   name, path     texts        of a module; of a data file the path twice; of the manifest its own
//!   length         u64          of its bytes
//!   packing        u8           0 none, 1 deflate
//!   bytes          array
//! tables           arrays, in the order of `engine::tables`
//! checksum         u64          XXH3 of everything before it
//! ```

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::packed::Packed;
use super::{Carried, CompileError, Compiled, Identity};
use crate::engine::Matcher;
use crate::flat::{ReadError, Reader, Writer};
use crate::lint::Lints;

/// As in PNG: a byte that is no text, the name, both line ends and an end-of-file sign, so that a transfer
/// that takes the file for text is noticed.
const MAGIC: [u8; 8] = *b"\x89VRN\r\n\x1a\n";
/// Of everything but the tables.
const FORMAT_VERSION: u32 = 2;
/// Of the language.
const EDITION: u32 = 1;
/// Of the tables: changes with what they hold or mean, between versions of the engine too.
const TABLES_VERSION: u32 = 15;
const CHECKSUM: u64 = size_of::<u64>() as u64;
/// The largest compiled file: a policy with the largest data files that it may name, several times over. Only
/// what is larger is refused unread.
const MAX_BYTES: u64 = 1 << 30;

/// Why a compiled file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Something else.
    #[error("not a compiled policy")]
    NotCompiled,
    /// It cannot be read.
    #[error("not readable: {0}")]
    Read(#[from] std::io::Error),
    /// Larger than any policy.
    #[error("larger than {MAX_BYTES} bytes, so not a compiled policy")]
    TooLarge,
    /// Made by another version.
    #[error(
        "a compiled policy of format {found}, this version reads format {FORMAT_VERSION}; compile it again"
    )]
    FormatVersion {
        /// The file's.
        found: u32,
    },
    /// Cut short, or changed on its way.
    #[error("a compiled policy that is damaged: its checksum does not match; compile it again")]
    Checksum,
    /// The checksum matches, and yet the inside is not as it should be.
    #[error("a compiled policy that is malformed at byte {at}; compile it again")]
    Malformed {
        /// Offset into the file.
        at: u64,
    },
    /// This version finds errors in it that the one that made it did not.
    #[error("a compiled policy whose sources have errors: {0}")]
    Compile(#[from] CompileError),
}

/// A compiled file, open: ready to judge. What else its policy is made of comes with [`Opened::compile`].
pub struct Opened {
    identity: Identity,
    matcher: Matcher,
    rest: Rest,
}

/// What an open file knows beyond its tables.
enum Rest {
    Sources(Packed),
    Compiled(Compiled),
}

impl Opened {
    /// Judges by the policy. Costs next to nothing.
    #[must_use]
    pub fn matcher(&self) -> Matcher {
        self.matcher.clone()
    }

    /// Name, version and digest of the package.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Compiles the sources that the file carries: for what needs more than verdicts.
    ///
    /// # Errors
    /// Sources that cannot be unpacked, or that do not compile.
    pub fn compile(self) -> Result<Compiled, OpenError> {
        match self.rest {
            Rest::Compiled(compiled) => Ok(compiled),
            Rest::Sources(packed) => compile(&packed, &self.identity.name, Lints::Errors),
        }
    }

    /// Compiles the sources in the file once more, and runs these lints over them.
    ///
    /// # Errors
    /// Sources that cannot be unpacked, or that do not compile.
    pub fn lint(self, lints: Lints) -> Result<Compiled, OpenError> {
        match self.rest {
            Rest::Compiled(compiled) => compiled.lint(lints).map_err(OpenError::from),
            Rest::Sources(packed) => compile(&packed, &self.identity.name, lints),
        }
    }
}

/// Opens a compiled file from the disk. Of a file that is none, no more than the first bytes are read.
///
/// # Errors
/// Those of [`open`], and those of reading it.
pub fn open_from_disk(path: impl AsRef<Path>) -> Result<Opened, OpenError> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let mut file = BufReader::new(file);
    if metadata.is_file() {
        return open_from(file, metadata.len());
    }
    // A pipe does not know its length.
    let mut bytes = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut bytes)?;
    if bytes != MAGIC {
        return Err(OpenError::NotCompiled);
    }
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    open(&bytes)
}

/// Opens a compiled file that is in memory.
///
/// # Errors
/// Bytes that are no compiled file, a damaged one, one of another format, or one that has to be compiled again
/// and whose sources do not compile.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    open_from(bytes, bytes.len() as u64)
}

fn open_from(input: impl Read, length: u64) -> Result<Opened, OpenError> {
    let mut reader = Reader::new(input, length);
    match reader.value::<[u8; 8]>() {
        Ok(MAGIC) => {}
        Err(ReadError::Io(error)) => return Err(OpenError::Read(error)),
        _ => return Err(OpenError::NotCompiled),
    }
    if length > MAX_BYTES {
        return Err(OpenError::TooLarge);
    }
    let found = reader.value().map_err(|_| OpenError::Checksum)?;
    if found != FORMAT_VERSION {
        return Err(OpenError::FormatVersion { found });
    }
    let body = Body::read(&mut reader);
    // Whatever is wrong inside, a file that was damaged is told from one that was made so.
    let skipped = reader.left().checked_sub(CHECKSUM).map(|rest| reader.skip(rest));
    let checksum = reader.checksum();
    match (skipped, reader.value::<u64>()) {
        (Some(Ok(())), Ok(sum)) if sum == checksum => body?.opened(),
        (Some(Err(ReadError::Io(error))), _) | (_, Err(ReadError::Io(error))) => Err(unread(error)),
        _ => Err(OpenError::Checksum),
    }
}

/// An input that ends before its length was cut short.
fn unread(error: std::io::Error) -> OpenError {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => OpenError::Checksum,
        _ => OpenError::Read(error),
    }
}

impl From<ReadError> for OpenError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(error) => unread(error),
            ReadError::Malformed { at } => Self::Malformed { at },
        }
    }
}

/// What stands between format version and checksum.
struct Body {
    identity: Identity,
    packed: Packed,
    /// Those of this version.
    matcher: Option<Matcher>,
}

impl Body {
    fn read(reader: &mut Reader<impl Read>) -> Result<Self, ReadError> {
        let edition: u32 = reader.value()?;
        let engine = reader.text()?;
        let tables: u32 = reader.value()?;
        let is_own = edition == EDITION && &*engine == env!("CARGO_PKG_VERSION") && tables == TABLES_VERSION;
        let mut text = || reader.text().map(String::from);
        let identity = Identity { name: text()?, version: text()?, digest: text()? };
        let packed = Packed::read(reader)?;
        let matcher = is_own.then(|| Matcher::read(reader)).transpose()?;
        if is_own && reader.left() != CHECKSUM {
            return Err(reader.malformed());
        }
        Ok(Self { identity, packed, matcher })
    }

    fn opened(self) -> Result<Opened, OpenError> {
        let Self { identity, packed, matcher } = self;
        if let Some(matcher) = matcher {
            return Ok(Opened { identity, matcher, rest: Rest::Sources(packed) });
        }
        let compiled = compile(&packed, &identity.name, Lints::Errors)?;
        let (identity, matcher) = (compiled.identity(), compiled.matcher());
        Ok(Opened { identity, matcher, rest: Rest::Compiled(compiled) })
    }
}

fn compile(packed: &Packed, name: &str, lints: Lints) -> Result<Compiled, OpenError> {
    // The header and the magic number stand before what is unpacked.
    let carried = packed.unpack(name).ok_or(OpenError::Malformed { at: MAGIC.len() as u64 })?;
    Ok(Compiled::from_carried(carried, lints)?)
}

/// The bytes of a compiled file.
pub(super) fn write(carried: &Carried, identity: &Identity, matcher: &Matcher) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.value(MAGIC);
    writer.value(FORMAT_VERSION);
    writer.value(EDITION);
    writer.text(env!("CARGO_PKG_VERSION"));
    writer.value(TABLES_VERSION);
    writer.text(&identity.name);
    writer.text(&identity.version);
    writer.text(&identity.digest);
    Packed::of(carried).write(&mut writer);
    matcher.write(&mut writer);
    writer.seal();
    writer.finish()
}

#[cfg(test)]
#[path = "container_tests.rs"]
mod tests;
