//! How a command ends: its exit code, and what one line is said where it fails.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::terminal::visible;
use crate::package::PackageError;

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done, nothing wrong.
    Done,
    /// The policy has errors, a test failed, a layout differs, a warning is denied.
    Found,
    /// Wrong use, or a file could not be read or written.
    Misused,
    /// Done, but some records were unreadable.
    Unreadable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Found => Self::from(1),
            Exit::Misused => Self::from(2),
            Exit::Unreadable => Self::from(3),
        }
    }
}

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// Whoever read the output has seen enough.
    #[error("the reader of the output went away")]
    BrokenPipe,
    /// The policy does not compile; its diagnostics have been shown.
    #[error("the policy has errors")]
    Diagnosed,
    /// No package at a path.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A file cannot be read.
    #[error("`{}` cannot be read: {}", shown(.path), describe(.source))]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("`{}` cannot be written: {}", shown(.path), describe_target(.path, .source))]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {}", describe(.0))]
    Output(io::Error),
    /// Anything else that is said in a line.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// What is said about it.
    pub(super) fn line(&self) -> Option<String> {
        match self {
            Self::BrokenPipe | Self::Diagnosed => None,
            // Errors that carry another one leave it to whoever shows them to name it.
            Self::Package(error) => {
                let source = std::error::Error::source(error);
                Some(source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}")))
            }
            other => Some(other.to_string()),
        }
    }

    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::BrokenPipe => Exit::Done,
            Self::Diagnosed => Exit::Found,
            _ => Exit::Misused,
        }
    }

    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Read { path: path.to_owned(), source }
    }

    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Write { path: path.to_owned(), source }
    }

    /// The failure of a write to standard output.
    pub(super) fn output(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Output(error),
        }
    }
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Of a file that cannot be made it is the folder that is not there.
fn describe_target(path: &Path, error: &io::Error) -> String {
    match (error.kind(), path.parent()) {
        (io::ErrorKind::NotFound, Some(folder)) => format!("the folder `{}` does not exist", shown(folder)),
        _ => describe(error),
    }
}

fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
