//! One word sequence of a term, without brackets, becomes pieces: cut into tokens exactly as content is, with gaps
//! between and `*` at the edges of words.

use super::parse::Unit;
use super::{Fault, TermError};
use crate::sema::hir::Piece;
use crate::text::{Edge, Mode, Text, WordPattern};

/// The pieces of a variant. `alone` is whether the term has no other, `length` is that of the term.
pub(super) fn pieces(
    variant: &[Unit],
    alone: bool,
    length: usize,
    mode: Mode,
    text: &mut Text,
) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    let mut rest = variant;
    loop {
        let end = rest.iter().position(|unit| matches!(unit, Unit::Gap(..))).unwrap_or(rest.len());
        Stretch::new(&rest[..end]).words(mode, text, &mut pieces)?;
        let Some(Unit::Gap(count, start, stop)) = rest.get(end) else { break };
        if !matches!(pieces.last(), Some(Piece::Word(_))) {
            return Err((TermError::LooseGap { side: "before" }, *start..*stop));
        }
        pieces.push(Piece::Gap(*count));
        rest = &rest[end + 1..];
        if rest.is_empty() {
            return Err((TermError::LooseGap { side: "after" }, *start..*stop));
        }
    }
    finish(pieces, variant, alone, length)
}

fn finish(pieces: Vec<Piece>, variant: &[Unit], alone: bool, length: usize) -> Result<Vec<Piece>, Fault> {
    match (pieces.last(), variant.iter().rev().find(|unit| matches!(unit, Unit::Gap(..)))) {
        (Some(Piece::Gap(_)), Some(Unit::Gap(_, start, stop))) => {
            Err((TermError::LooseGap { side: "after" }, *start..*stop))
        }
        (None, _) => {
            let variant = (!alone).then(|| Stretch::new(variant).written);
            Err((TermError::Empty { variant }, 0..length))
        }
        _ => Ok(pieces),
    }
}

/// What stands between two gaps.
struct Stretch {
    /// Its characters without the `*`.
    written: String,
    /// Where in `written` a `*` stands, and where in the term.
    stars: Vec<(usize, usize)>,
}

impl Stretch {
    fn new(units: &[Unit]) -> Self {
        let mut stretch = Self { written: String::new(), stars: Vec::new() };
        for unit in units {
            match unit {
                Unit::Char(letter) => stretch.written.push(*letter),
                Unit::Star(at) => stretch.stars.push((stretch.written.len(), *at)),
                Unit::Gap(..) => {}
            }
        }
        stretch
    }

    fn words(&self, mode: Mode, text: &mut Text, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
        text.read(&self.written);
        let tokens = text.tokens();
        let mut words: Vec<WordPattern> =
            tokens.iter().map(|token| WordPattern::in_mode(text, &self.written, token, mode)).collect();
        for (word, token) in words.iter().zip(tokens) {
            if word.reads(text, &self.written, token, mode, false).is_none() {
                let word = self.written[token.start as usize..token.end as usize].to_owned();
                return Err((TermError::Impossible { word }, 0..usize::MAX));
            }
        }
        for pair in self.stars.windows(2) {
            if pair[0].0 == pair[1].0 {
                return Err((TermError::DoubleStar, pair[1].1..pair[1].1 + 1));
            }
        }
        for &(at, in_term) in &self.stars {
            open(&mut words, tokens, at).map_err(|error| (error, in_term..in_term + 1))?;
        }
        pieces.extend(words.into_iter().map(Piece::Word));
        Ok(())
    }
}

/// Opens the word that a `*` touches.
fn open(words: &mut [WordPattern], tokens: &[Edge], star: usize) -> Result<(), TermError> {
    // Tokens are in order, so that the first to end at or after the star is the only one it can touch or be in from the left.
    let at = tokens.partition_point(|token| (token.end as usize) < star);
    let ends_here = tokens.get(at).is_some_and(|token| token.end as usize == star);
    let next = if ends_here { at + 1 } else { at };
    let starts_here = tokens.get(next).is_some_and(|token| token.start as usize == star);
    let inside = tokens.get(next).is_some_and(|token| (token.start as usize) < star);
    match (ends_here, starts_here) {
        (true, true) => Err(TermError::AmbiguousStar),
        (true, false) => {
            words[at].open_end = true;
            Ok(())
        }
        (false, true) => {
            words[next].open_start = true;
            Ok(())
        }
        (false, false) if inside => Err(TermError::InnerStar),
        (false, false) => Err(TermError::BareStar),
    }
}
