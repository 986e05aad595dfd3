//! Syntax: from text to tree. pest lives and dies here.

pub mod ast;

use crate::diag::Diagnostic;
use crate::span::FileId;

/// A parsed file: parsing never fails as a whole.
pub struct Parse {
    /// What could be parsed.
    pub file: ast::File,
    /// What could not, in order of place.
    pub errors: Vec<Diagnostic>,
}

/// Parses a source file.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parse {
    todo!("{file:?} {text}")
}
