//! The data files that declarations name: found relative to their module, inside the package, read once.

use std::collections::BTreeMap;

use crate::diag::Code;
use crate::package::{Files, OutsidePackage};
use crate::sema::limits::MAX_DATA_BYTES;
use crate::sema::report::{Parts, explain};

/// Why a data file could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileError {
    /// Not inside the package.
    #[error("the file `{0}` lies outside of the package")]
    Outside(String),
    /// Not there.
    #[error("the file `{path}` does not exist")]
    Missing {
        /// From the root.
        path: String,
    },
    /// There, but not readable.
    #[error("the file `{path}` cannot be read: {reason}")]
    Unreadable {
        /// From the root.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// Too large.
    #[error("the file `{path}` is larger than the {} MB that a data file may be", MAX_DATA_BYTES >> 20)]
    TooLarge {
        /// From the root.
        path: String,
    },
}

impl FileError {
    fn parts(&self) -> Parts {
        match self {
            Self::Outside(_) => (
                Code::OutsidePackage,
                "expected a path that stays inside the package".into(),
                "move the file into the package and name it relative to this module".into(),
            ),
            Self::Missing { path } => (
                Code::MissingFile,
                format!("expected a file at `{path}`, counted from the package's folder"),
                "paths are relative to the module that names them".into(),
            ),
            Self::Unreadable { .. } => {
                (Code::MissingFile, "this file is needed here".into(), "make the file readable".into())
            }
            Self::TooLarge { .. } => {
                (Code::SourceTooLarge, "this file was not used".into(), "split it into several files".into())
            }
        }
    }
}

explain!(FileError);

/// Reads the data files of a package, and keeps what was read.
pub(super) struct DataFiles<'p> {
    files: &'p dyn Files,
    read: BTreeMap<String, Vec<u8>>,
}

impl<'p> DataFiles<'p> {
    pub(super) fn new(files: &'p dyn Files) -> Self {
        Self { files, read: BTreeMap::new() }
    }

    /// The path from the root of a file that a module names, and its bytes.
    pub(super) fn read(&mut self, module: &str, written: &str) -> Result<(String, &[u8]), FileError> {
        let path = from_root(module, written).ok_or_else(|| FileError::Outside(written.to_owned()))?;
        if !self.read.contains_key(&path) {
            let bytes = self.files.read(&path).map_err(|error| reason(&path, written, &error))?;
            if bytes.len() > MAX_DATA_BYTES {
                return Err(FileError::TooLarge { path });
            }
            self.read.insert(path.clone(), bytes);
        }
        let bytes = self.read.get(&path).map_or(&[][..], Vec::as_slice);
        Ok((path, bytes))
    }

    /// What was read, by path.
    pub(super) fn into_read(self) -> BTreeMap<String, Vec<u8>> {
        self.read
    }
}

fn reason(path: &str, written: &str, error: &std::io::Error) -> FileError {
    if error.get_ref().is_some_and(|inner| inner.is::<OutsidePackage>()) {
        return FileError::Outside(written.to_owned());
    }
    let path = path.to_owned();
    match error.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing { path },
        _ => FileError::Unreadable { path, reason: error.to_string().to_lowercase() },
    }
}

/// A path relative to a module's folder, from the root; `None` where it leaves the package.
fn from_root(module: &str, written: &str) -> Option<String> {
    // A backslash or a drive separates parts on some systems, and must not lead outside on any.
    if written.starts_with('/') || written.contains(['\\', ':', '\0']) {
        return None;
    }
    let folder = module.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(written.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_module_and_stay_inside() {
        let cases = [
            ("lexicon/places.varne", "terms.csv", Some("lexicon/terms.csv")),
            ("lexicon/places.varne", "../terms.csv", Some("terms.csv")),
            ("main.varne", "./data//terms.csv", Some("data/terms.csv")),
            ("main.varne", "../terms.csv", None),
            ("main.varne", "/etc/terms.csv", None),
            ("main.varne", "C:/terms.csv", None),
            ("main.varne", "..\\terms.csv", None),
            ("main.varne", "", None),
        ];
        for (module, written, expected) in cases {
            assert_eq!(from_root(module, written).as_deref(), expected, "{module} {written}");
        }
    }
}
