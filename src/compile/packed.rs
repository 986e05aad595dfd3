//! The sources in a compiled file: every manifest, module and data file, packed where that pays. Unpacked only
//! when they are compiled.

use std::collections::BTreeMap;
use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::Carried;
use crate::flat::{Flat, ReadError, Reader, Writer};
use crate::package::{MANIFEST, Module};

/// Bytes are packed to this part of their number at the least, so that a small file cannot unpack to one that
/// fills the memory.
const MOST_PACKING: u64 = 64;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Manifest,
    Module,
    Data,
}

const KINDS: [Kind; 3] = [Kind::Manifest, Kind::Module, Kind::Data];

/// The entries of a file.
pub(super) struct Packed {
    entries: Vec<Entry>,
}

struct Entry {
    kind: Kind,
    name: Box<str>,
    path: Box<str>,
    /// Of the bytes unpacked.
    length: u64,
    is_packed: bool,
    bytes: Flat<u8>,
}

impl Packed {
    /// Packs sources: the manifest, the modules by path, the data files by path.
    pub(super) fn of(carried: &Carried) -> Self {
        let mut modules: Vec<&Module> = carried.modules.iter().collect();
        modules.sort_by(|left, right| left.path.cmp(&right.path));
        let manifest =
            carried.manifest.iter().map(|bytes| Entry::new(Kind::Manifest, MANIFEST, MANIFEST, bytes));
        let modules = modules
            .into_iter()
            .map(|module| Entry::new(Kind::Module, &module.name, &module.path, &module.bytes));
        let files = carried.files.iter().map(|(path, bytes)| Entry::new(Kind::Data, path, path, bytes));
        Self { entries: manifest.chain(modules).chain(files).collect() }
    }

    /// The sources; `None` where they were not packed by [`Packed::of`].
    pub(super) fn unpack(&self, name: &str) -> Option<Carried> {
        let fallback_name = name.to_owned();
        let mut carried =
            Carried { manifest: None, fallback_name, modules: Vec::new(), files: BTreeMap::new() };
        for entry in &self.entries {
            let (name, path, bytes) = (entry.name.to_string(), entry.path.to_string(), entry.unpack()?);
            match entry.kind {
                Kind::Manifest => carried.manifest = Some(bytes),
                Kind::Module => carried.modules.push(Module { name, path, bytes }),
                Kind::Data => drop(carried.files.insert(path, bytes)),
            }
        }
        Some(carried)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.value(self.entries.len() as u32);
        for entry in &self.entries {
            let kind = KINDS.iter().position(|&kind| kind == entry.kind);
            writer.value(kind.unwrap_or_default() as u8);
            writer.text(&entry.name);
            writer.text(&entry.path);
            writer.value(entry.length);
            writer.value(u8::from(entry.is_packed));
            writer.slice(&entry.bytes);
        }
    }

    pub(super) fn read(reader: &mut Reader<impl Read>) -> Result<Self, ReadError> {
        let count: u32 = reader.value()?;
        let entries = (0..count).map(|_| {
            let kind: u8 = reader.value()?;
            let kind = *KINDS.get(usize::from(kind)).ok_or_else(|| reader.malformed())?;
            let (name, path, length) = (reader.text()?, reader.text()?, reader.value()?);
            let is_packed: u8 = reader.value()?;
            let is_packed = is_packed != 0;
            Ok(Entry { kind, name, path, length, is_packed, bytes: reader.slice()? })
        });
        Ok(Self { entries: entries.collect::<Result<_, ReadError>>()? })
    }
}

impl Entry {
    fn new(kind: Kind, name: &str, path: &str, bytes: &[u8]) -> Self {
        let length = bytes.len() as u64;
        let (name, path) = (name.into(), path.into());
        match packed(bytes).filter(|packed| is_allowed(length, packed.len() as u64)) {
            Some(packed) => Self { kind, name, path, length, is_packed: true, bytes: packed.into() },
            None => Self { kind, name, path, length, is_packed: false, bytes: bytes.into() },
        }
    }

    fn unpack(&self) -> Option<Vec<u8>> {
        if !self.is_packed {
            return (self.length == self.bytes.len() as u64).then(|| self.bytes.to_vec());
        }
        if !is_allowed(self.length, self.bytes.len() as u64) {
            return None;
        }
        let mut bytes = Vec::new();
        // One more than there should be, to see whether there is.
        DeflateDecoder::new(&*self.bytes).take(self.length + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == self.length).then_some(bytes)
    }
}

/// Whether so many bytes may be packed to so many others.
const fn is_allowed(length: u64, packed: u64) -> bool {
    packed < length && length / MOST_PACKING <= packed
}

/// Deflated; the same bytes on any machine, since the encoder is part of this program.
fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
