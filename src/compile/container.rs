//! The compiled file, `.varnec`: the canonical sources of a policy under a checksum. Opening it compiles them
//! again, so that a file made by one version of the engine means the same in another, and so that nothing in
//! it needs to be trusted.
//!
//! ```text
//! magic            8 bytes
//! format version   u32          all numbers little-endian
//! engine version   text         a text is its length as u32, and UTF-8
//! name             text         of a policy without a manifest
//! entries          u32          how many follow
//!   kind           u8           0 manifest, 1 module, 2 data file
//!   name, path     text, text   of a module; of a data file the path twice; of the manifest its own
//!   bytes          u64 length, and so many bytes
//! checksum         32 bytes     SHA-256 of everything before it
//! ```

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Carried, CompileError, Compiled, Compiler};
use crate::package::{MemoryFiles, Module, Package};

/// As in PNG: a byte that is no text, the name, both line ends and an end-of-file sign, so that a transfer
/// that takes the file for text is noticed.
const MAGIC: [u8; 8] = *b"\x89VRN\r\n\x1a\n";
const FORMAT_VERSION: u32 = 1;
const CHECKSUM: usize = 32;
/// The largest compiled file: a policy with the largest data files that it may name, several times over. Only
/// what is larger is refused unread.
const MAX_BYTES: u64 = 1 << 30;

const MANIFEST: u8 = 0;
const MODULE: u8 = 1;
const DATA: u8 = 2;

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
        at: usize,
    },
    /// This version finds errors in it that the one that made it did not.
    #[error("a compiled policy whose sources have errors: {0}")]
    Compile(#[from] CompileError),
}

/// Opens a compiled file from the disk. Of a file that is none, no more than the first bytes are read.
///
/// # Errors
/// Those of [`open`], and those of reading it.
pub fn open_from_disk(path: impl AsRef<Path>) -> Result<Compiled, OpenError> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut bytes)?;
    if bytes != MAGIC {
        return Err(OpenError::NotCompiled);
    }
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(OpenError::TooLarge);
    }
    open(&bytes)
}

/// Opens a compiled file that is in memory.
///
/// # Errors
/// Bytes that are no compiled file, a damaged one, one of another format, or one with sources that do not compile.
pub fn open(bytes: &[u8]) -> Result<Compiled, OpenError> {
    let carried = read(bytes)?;
    let package = Package {
        manifest: carried.manifest,
        fallback_name: carried.fallback_name,
        modules: carried.modules,
        files: Box::new(MemoryFiles(carried.files)),
    };
    Ok(Compiler::new(package).compile()?)
}

/// The bytes of a compiled file.
pub(super) fn write(carried: &Carried) -> Vec<u8> {
    let mut modules: Vec<&Module> = carried.modules.iter().collect();
    modules.sort_by(|left, right| left.path.cmp(&right.path));
    let entries = usize::from(carried.manifest.is_some()) + modules.len() + carried.files.len();
    let mut out = MAGIC.to_vec();
    out.extend(FORMAT_VERSION.to_le_bytes());
    write_text(&mut out, env!("CARGO_PKG_VERSION"));
    write_text(&mut out, &carried.fallback_name);
    out.extend((entries as u32).to_le_bytes());
    if let Some(manifest) = &carried.manifest {
        write_entry(&mut out, MANIFEST, "varne.toml", "varne.toml", manifest);
    }
    for module in modules {
        write_entry(&mut out, MODULE, &module.name, &module.path, &module.bytes);
    }
    for (path, bytes) in &carried.files {
        write_entry(&mut out, DATA, path, path, bytes);
    }
    let checksum = Sha256::digest(&out);
    out.extend(checksum);
    out
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

fn write_entry(out: &mut Vec<u8>, kind: u8, name: &str, path: &str, bytes: &[u8]) {
    out.push(kind);
    write_text(out, name);
    write_text(out, path);
    out.extend((bytes.len() as u64).to_le_bytes());
    out.extend(bytes);
}

fn read(bytes: &[u8]) -> Result<Carried, OpenError> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or(OpenError::NotCompiled)?;
    let (version, _) = rest.split_first_chunk().ok_or(OpenError::Checksum)?;
    let found = u32::from_le_bytes(*version);
    if found != FORMAT_VERSION {
        return Err(OpenError::FormatVersion { found });
    }
    let (body, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(OpenError::Checksum)?;
    if Sha256::digest(body)[..] != checksum[..] {
        return Err(OpenError::Checksum);
    }
    let mut cursor = Cursor { bytes: body, at: MAGIC.len() + 4 };
    cursor.carried().ok_or(OpenError::Malformed { at: cursor.at })
}

/// Reads on through the body; every length is checked against what is left before anything is copied.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn carried(&mut self) -> Option<Carried> {
        let _engine = self.text()?;
        let fallback_name = self.text()?.to_owned();
        let mut carried =
            Carried { manifest: None, fallback_name, modules: Vec::new(), files: BTreeMap::new() };
        for _ in 0..u32::from_le_bytes(self.array()?) {
            self.entry(&mut carried)?;
        }
        (self.at == self.bytes.len()).then_some(carried)
    }

    fn entry(&mut self, carried: &mut Carried) -> Option<()> {
        let [kind] = self.array()?;
        let (name, path) = (self.text()?.to_owned(), self.text()?.to_owned());
        let length = usize::try_from(u64::from_le_bytes(self.array()?)).ok()?;
        let bytes = self.take(length)?.to_vec();
        match kind {
            MANIFEST => carried.manifest = Some(bytes),
            MODULE => carried.modules.push(Module { name, path, bytes }),
            DATA => drop(carried.files.insert(path, bytes)),
            _ => return None,
        }
        Some(())
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = u32::from_le_bytes(self.array()?);
        std::str::from_utf8(self.take(length as usize)?).ok()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried() -> Carried {
        let module = |name: &str| Module {
            name: name.to_owned(),
            path: format!("{name}.varne"),
            bytes: b"// nothing".to_vec(),
        };
        Carried {
            manifest: Some(b"[package]".to_vec()),
            fallback_name: "p".to_owned(),
            modules: vec![module("b"), module("a")],
            files: BTreeMap::from([("ads.txt".to_owned(), vec![0xff; 9])]),
        }
    }

    /// A body with a checksum that holds.
    fn sealed(mut body: Vec<u8>) -> Vec<u8> {
        let checksum = Sha256::digest(&body);
        body.extend(checksum);
        body
    }

    #[test]
    fn what_was_written_is_read() {
        let read = read(&write(&carried())).unwrap();
        let paths: Vec<&str> = read.modules.iter().map(|module| module.path.as_str()).collect();
        assert_eq!(paths, ["a.varne", "b.varne"]);
        assert_eq!(read.manifest, carried().manifest);
        assert_eq!(read.files, carried().files);
        assert_eq!(write(&read), write(&carried()));
    }

    #[test]
    fn foreign_truncated_and_changed_files_are_refused() {
        let good = write(&carried());
        for bytes in [&b""[..], b"rule x {}", b"\x89PNG\r\n\x1a\n", &good[1..]] {
            assert!(matches!(read(bytes), Err(OpenError::NotCompiled)));
        }
        for length in MAGIC.len()..good.len() {
            assert!(matches!(read(&good[..length]), Err(OpenError::Checksum)), "cut at {length}");
        }
        for at in MAGIC.len() + 4..good.len() {
            let mut changed = good.clone();
            changed[at] ^= 0x20;
            assert!(matches!(read(&changed), Err(OpenError::Checksum)), "changed at {at}");
        }
        let mut other = good;
        other[MAGIC.len()] = 9;
        assert!(matches!(read(&other), Err(OpenError::FormatVersion { found: 9 })));
    }

    #[test]
    fn hostile_lengths_are_refused_before_anything_is_allocated() {
        let good = write(&carried());
        let body = &good[..good.len() - CHECKSUM];
        for at in MAGIC.len() + 4..body.len() - 8 {
            let mut hostile = body.to_vec();
            hostile[at..at + 8].fill(0xff);
            // Most of these are malformed; a few only change the bytes of a module.
            let _ = read(&sealed(hostile));
        }
        for length in MAGIC.len() + 4..body.len() {
            let cut = read(&sealed(body[..length].to_vec()));
            assert!(matches!(cut, Err(OpenError::Malformed { .. })), "cut at {length}");
        }
    }
}
