//! x
use super::chunk::ChunkKind;
use super::error::{Error, Problem};
use super::grammar::Failure;
use super::token::Token;
use super::{expected, found};
use crate::span::Span;

/// What was to be parsed.
pub(super) struct Piece<'t> {
    pub(super) source: &'t str,
    pub(super) kind: ChunkKind,
    pub(super) tokens: &'t [Token],
    pub(super) whole: bool,
}

pub(super) fn not_a_declaration(kind: ChunkKind, source: &str, tokens: &[Token]) -> Option<Problem> {
    matches!(kind, ChunkKind::Misspelt | ChunkKind::Junk).then(|| {
        Problem::new(
            Error::Unexpected {
                found: found::token(&tokens[0], source),
                expected: "a declaration".into(),
                help: None,
            },
            tokens[0].span,
        )
    })
}

pub(super) fn failure(piece: &Piece<'_>, failure: &Failure) -> Problem {
    let at = piece.tokens.iter().find(|t| t.span.end > failure.at);
    let found = at.map_or("the end".to_owned(), |t| found::token(t, piece.source));
    let _ = (piece.whole, piece.kind);
    Problem::new(
        Error::Unexpected {
            found,
            expected: format!("{:?} = {}", failure.wanted, expected::list(&failure.wanted)),
            help: None,
        },
        at.map_or(Span::new(failure.at, failure.at), |t| t.span),
    )
}
