//! Terms: from the inside of their quotes to patterns. A term is parsed ([`parse`]), its brackets are written out
//! into plain word sequences ([`expand`]), and each of these is cut into tokens as content is ([`words`]), so that both
//! are always read alike; brackets between spaces are cut one by one ([`parts`]), which comes to the same. Errors carry the bytes of the term they are about; [`place`] finds them in the source.

mod alternatives;
mod edits;
mod error;
mod expand;
mod parse;
mod parts;
mod place;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub(crate) use alternatives::alternatives;
pub(crate) use edits::edits;
pub(super) use edits::edits_of_any;
pub(super) use error::TermError;
pub(super) use place::Inside;

use crate::sema::hir::{Piece, Variants};
use crate::text::{Mode, Text};

/// An error and the bytes of the term's inside that it is about.
pub(super) type Fault = (TermError, Range<usize>);

/// What a term stands for, as it is put together: sorted, no repeats, at least one, each with at least one word.
type Sequences = Vec<Vec<Piece>>;

/// What a term stands for, or what is wrong with it.
pub(super) type Result = std::result::Result<Variants, Fault>;

/// The variants of a term. `text` is a buffer.
pub(super) fn variants(term: &str, mode: Mode, text: &mut Text) -> Result {
    if let Some(only) = expand::plain(term) {
        return Ok(vec![words::pieces(&only, true, term.len(), mode, text)?].into());
    }
    let nodes = parse::parse(term)?;
    expand::check_size(&nodes, term.len())?;
    match parts::variants(&nodes, mode, text) {
        Some(variants) => Ok(variants.into()),
        None => whole(&nodes, term.len(), mode, text).map(Variants::from),
    }
}

/// The variants of a term, each cut as it is written out.
fn whole(
    nodes: &[parse::Node],
    length: usize,
    mode: Mode,
    text: &mut Text,
) -> std::result::Result<Sequences, Fault> {
    let written_out = expand::sequence(nodes);
    let alone = written_out.len() == 1;
    let mut variants = Vec::with_capacity(written_out.len());
    for variant in &written_out {
        variants.push(words::pieces(variant, alone, length, mode, text)?);
    }
    variants.sort_unstable();
    variants.dedup();
    Ok(variants)
}
