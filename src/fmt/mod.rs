//! Canonical layout. A well-formed source file goes in; the same declarations come out in the one layout that
//! the language has. Tokens are written in their order and comments between them, so nothing can be lost:
//! only white space changes, and commas that the grammar leaves optional.

mod atom;
mod declaration;
mod expression;
mod page;
#[cfg(test)]
mod tests;

use crate::diag::Diagnostic;
use crate::span::FileId;
use crate::syntax::chunk::{self, Chunk, ChunkKind};
use crate::syntax::token::{self, Token};

/// Lines are broken to be no longer than this, where they can be; in characters.
pub const LINE_WIDTH: usize = 100;

/// Why a text has no canonical layout: it is not well-formed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the text has {} syntax errors", .problems.len())]
pub struct Malformed {
    /// What is wrong; places are in file 0.
    pub problems: Vec<Diagnostic>,
}

/// The canonical layout of a source file. Formatting twice gives the same as formatting once, and the tree
/// stays what it was.
///
/// # Errors
/// If the text has syntax errors: its parts cannot be told then.
pub fn format(text: &str) -> Result<String, Malformed> {
    let problems = crate::syntax::parse(FileId(0), text).errors;
    if problems.is_empty() { Ok(layout(text)) } else { Err(Malformed { problems }) }
}

fn layout(text: &str) -> String {
    let tokens = token::tokens(text).all;
    let (comments, code): (Vec<Token>, Vec<Token>) = tokens.into_iter().partition(Token::is_comment);
    let chunks = chunk::chunks(text, &code);
    let names = chunk::declared_names(text, &code, &chunks);
    let mut page = page::Page::new(text, &code, &comments);
    let mut before: Option<&Chunk> = None;
    for chunk in &chunks {
        if let Some(before) = before {
            page.newline(0);
            page.blank_if(!(before.kind == ChunkKind::Use && chunk.kind == ChunkKind::Use));
        }
        declaration::write(&mut page, chunk.kind, &code[chunk.tokens.clone()], &names);
        before = Some(chunk);
    }
    page.finish()
}
