//! One word sequence of a term, without brackets, becomes pieces: cut into tokens exactly as content is, with gaps
//! between and `*` at the edges of words.

use std::sync::Arc;

use super::expand::Variant;
use super::parse::Sign;
use super::{Fault, TermError};
use crate::sema::hir::Piece;
use crate::text::{Edge, Mode, Text, WordPattern};

/// The pieces of a variant. `alone` is whether the term has no other, `length` is that of the term.
pub(super) fn pieces(
    variant: &Variant,
    alone: bool,
    length: usize,
    mode: Mode,
    text: &mut Text,
) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    let mut last_gap = None;
    let (mut start, mut signs) = (0, variant.signs.as_slice());
    loop {
        let stars = signs.iter().take_while(|(_, sign)| matches!(sign, Sign::Star(_))).count();
        let end = signs.get(stars).map_or(variant.letters.len(), |(at, _)| *at);
        let stretch = Stretch { written: &variant.letters[start..end], start, stars: &signs[..stars] };
        stretch.words(mode, text, &mut pieces)?;
        let Some(&(_, Sign::Gap(count, first, stop))) = signs.get(stars) else { break };
        if !matches!(pieces.last(), Some(Piece::Word(_))) {
            return Err((TermError::LooseGap { side: "before" }, first..stop));
        }
        pieces.push(Piece::Gap(count));
        last_gap = Some(first..stop);
        (start, signs) = (end, &signs[stars + 1..]);
    }
    match (pieces.last(), last_gap) {
        (Some(Piece::Gap(_)), Some(gap)) => Err((TermError::LooseGap { side: "after" }, gap)),
        (None, _) => {
            let variant = (!alone).then(|| variant.letters.clone());
            Err((TermError::Empty { variant }, 0..length))
        }
        _ => Ok(pieces),
    }
}

/// The pieces of a variant without gaps; there may be none.
pub(super) fn in_a_row(variant: &Variant, mode: Mode, text: &mut Text) -> Result<Vec<Piece>, Fault> {
    let mut pieces = Vec::new();
    let stretch = Stretch { written: &variant.letters, start: 0, stars: &variant.signs };
    stretch.words(mode, text, &mut pieces)?;
    Ok(pieces)
}

/// What stands between two gaps.
struct Stretch<'v> {
    /// Its characters.
    written: &'v str,
    /// How many bytes of the variant stand before.
    start: usize,
    /// The `*` in it: where in the variant each stands, and where in the term.
    stars: &'v [(usize, Sign)],
}

impl Stretch<'_> {
    fn words(&self, mode: Mode, text: &mut Text, pieces: &mut Vec<Piece>) -> Result<(), Fault> {
        text.read(self.written);
        let tokens = text.tokens();
        let before = pieces.len();
        pieces.reserve_exact(tokens.len());
        for token in tokens {
            let word = WordPattern::in_mode(text, self.written, token, mode);
            // With every reading a word is read in itself.
            let is_read = mode == Mode::Full || word.reads(text, self.written, token, mode, false).is_some();
            if !is_read {
                let word = self.written[token.start as usize..token.end as usize].to_owned();
                return Err((TermError::Impossible { word }, 0..usize::MAX));
            }
            pieces.push(Piece::Word(Arc::new(word)));
        }
        for pair in self.stars.windows(2) {
            if let [(one, _), (other, Sign::Star(in_term))] = pair
                && one == other
            {
                return Err((TermError::DoubleStar, *in_term..*in_term + 1));
            }
        }
        for (at, sign) in self.stars {
            if let Sign::Star(in_term) = sign {
                open(&mut pieces[before..], tokens, at - self.start)
                    .map_err(|error| (error, *in_term..*in_term + 1))?;
            }
        }
        Ok(())
    }
}

/// Opens the word that a `*` touches. A piece stands for each token.
fn open(words: &mut [Piece], tokens: &[Edge], star: usize) -> Result<(), TermError> {
    // Tokens are in order, so that the first to end at or after the star is the only one it can touch or be in from the left.
    let at = tokens.partition_point(|token| (token.end as usize) < star);
    let ends_here = tokens.get(at).is_some_and(|token| token.end as usize == star);
    let next = if ends_here { at + 1 } else { at };
    let starts_here = tokens.get(next).is_some_and(|token| token.start as usize == star);
    let inside = tokens.get(next).is_some_and(|token| (token.start as usize) < star);
    match (ends_here, starts_here) {
        (true, true) => return Err(TermError::AmbiguousStar),
        (true, false) => change(&mut words[at], |word| word.open_end = true),
        (false, true) => change(&mut words[next], |word| word.open_start = true),
        (false, false) if inside => return Err(TermError::InnerStar),
        (false, false) => return Err(TermError::BareStar),
    }
    Ok(())
}

fn change(piece: &mut Piece, change: impl FnOnce(&mut WordPattern)) {
    if let Piece::Word(word) = piece {
        change(Arc::make_mut(word));
    }
}
