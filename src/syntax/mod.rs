//! Syntax: from text to tree. A file's text goes in; out come its declarations, its comments, and what is
//! wrong with its form. Parsing never fails as a whole: the text is cut into tokens, the tokens into
//! declarations, and each declaration is parsed by itself; one that does not parse is cut into its parts, and
//! only those that do not parse either are lost. pest lives and dies here.

pub mod ast;
pub(crate) mod brackets;
pub(crate) mod chunk;
mod error;
mod expected;
mod explain;
mod found;
mod grammar;
mod lower;
pub(crate) mod member;
mod parser;
mod print;
mod slips;
pub(crate) mod token;
pub(crate) mod words;

pub use brackets::MAX_NESTING;
pub use print::{print, print_expr};

use crate::diag::Diagnostic;
use crate::span::FileId;

/// A parsed file: parsing never fails as a whole.
#[derive(Clone, Debug)]
pub struct Parse {
    /// What could be parsed.
    pub file: ast::File,
    /// What could not, in order of place.
    pub errors: Vec<Diagnostic>,
}

/// How many problems of one file are listed; the others are counted. Ten times more than anybody reads, and
/// few enough that a file of nothing but errors costs little memory.
pub const MAX_PROBLEMS: usize = 20_000;

/// Parses a source file.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parse {
    let (tree, mut problems) = parser::parse(text);
    problems.sort_by_key(|problem| (problem.span, problem.error.to_string()));
    problems.dedup();
    if problems.len() > MAX_PROBLEMS {
        let rest = problems.split_off(MAX_PROBLEMS);
        problems.push(error::Problem::new(error::Error::TooMany(rest.len()), rest[0].span));
    }
    Parse { file: tree, errors: problems.iter().map(|problem| problem.diagnostic(file)).collect() }
}

#[cfg(test)]
mod tests;
