//! Files that are written whole or not at all: to a file beside the target, which takes its place at the end.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// A file being written. Dropped before [`Output::finish`], it leaves no trace.
pub(super) struct Output {
    target: PathBuf,
    /// `None` for a device or pipe, which is written directly.
    temporary: Option<PathBuf>,
    file: BufWriter<File>,
}

/// The file that `-o` names; `-` is standard output, as it is standard input elsewhere.
pub(super) fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}

/// Output never takes the place of the content it is about. `what` it is and by which `option` it is named is said where
/// it would.
pub(super) fn keep_inputs(files: &[PathBuf], output: &Path, what: &str, option: &str) -> Result<(), Failure> {
    let Ok(output) = output.canonicalize() else { return Ok(()) };
    let is_input = |file: &PathBuf| file.canonicalize().is_ok_and(|file| file == output && file.is_file());
    match files.iter().find(|file| is_input(file)) {
        Some(file) => Err(Failure::Said(format!(
            "`{}` is content to read and cannot take {what}; name another file with `{option}`",
            file.display()
        ))),
        None => Ok(()),
    }
}

impl Output {
    /// Starts writing.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        // A link stays a link: the file it leads to is replaced.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if target.is_dir() {
            return Err(Failure::write(path)(io::ErrorKind::IsADirectory.into()));
        }
        let is_special = target.metadata().is_ok_and(|metadata| !metadata.is_file());
        let temporary = (!is_special).then(|| beside(&target));
        let opened = match &temporary {
            Some(temporary) => OpenOptions::new().write(true).create_new(true).open(temporary),
            None => OpenOptions::new().write(true).open(&target),
        };
        let file = BufWriter::new(opened.map_err(Failure::write(path))?);
        Ok(Self { target, temporary, file })
    }

    /// Starts writing what takes the place of an author's file. One that may only be read stays as it is, although its
    /// folder would allow another in its place.
    pub(super) fn replace(path: &Path) -> Result<Self, Failure> {
        if path.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err(Failure::write(path)(io::ErrorKind::PermissionDenied.into()));
        }
        Self::create(path)
    }

    /// Writes a whole file.
    pub(super) fn write_all(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let mut output = Self::create(path)?;
        output.file.write_all(bytes).map_err(Failure::write(path))?;
        output.finish()
    }

    /// Puts the file in its place, with the permissions of the one it replaces.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let Some(temporary) = self.temporary.take() else {
            return self.file.flush().map_err(Failure::write(&self.target));
        };
        let placed = self.file.flush().and_then(|()| {
            if let Ok(metadata) = self.target.metadata() {
                self.file.get_ref().set_permissions(metadata.permissions())?;
            }
            std::fs::rename(&temporary, &self.target)
        });
        if placed.is_err() {
            self.temporary = Some(temporary);
        }
        placed.map_err(Failure::write(&self.target))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = std::fs::remove_file(temporary);
        }
    }
}

fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.partial", std::process::id()))
}
