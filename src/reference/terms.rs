//! Terms: where in a field value the words of a term can be read, edge after edge.

use std::collections::BTreeMap;

use super::edits::is_read;
use super::{Interpreter, Reading, Spot, spans};
use crate::content::FieldId;
use crate::sema::hir::{Pattern, PatternId, Piece};
use crate::text::{Edge, Kind, WordPattern};

impl Interpreter<'_> {
    /// A term "where it stands" in the values of a scope.
    pub(super) fn pattern_spans(&self, pattern: PatternId, scope: &[FieldId]) -> Vec<Spot> {
        let pattern = &self.policy[pattern];
        spans::union(self.values_in(scope).map(|reading| spans_in(pattern, reading)))
    }

    /// Whether a term stands anywhere in a scope.
    #[must_use]
    pub fn pattern_occurs(&self, pattern: PatternId, scope: &[FieldId]) -> bool {
        !self.pattern_spans(pattern, scope).is_empty()
    }
}

/// "A term yields, from every token where it can start, its shortest span, less those inside another of
/// its spans."
fn spans_in(pattern: &Pattern, reading: &Reading<'_>) -> Vec<Spot> {
    let mut shortest: BTreeMap<u32, Spot> = BTreeMap::new();
    for variant in &pattern.variants {
        for first in reading.text.edges() {
            if let Some(spot) = shortest_from(first, variant, pattern, reading) {
                let best = shortest.entry(first.from).or_insert(spot);
                *best = shorter(*best, spot);
            }
        }
    }
    spans::outermost(shortest.into_values().collect())
}

/// Of two spans from the same start, the one that ends first.
fn shorter(one: Spot, other: Spot) -> Spot {
    std::cmp::min_by_key(one, other, |spot| (spot.end, *spot))
}

/// The span of the path over a variant's words that begins with this edge and ends first.
fn shortest_from(first: &Edge, variant: &[Piece], pattern: &Pattern, reading: &Reading<'_>) -> Option<Spot> {
    let (Piece::Word(word), rest) = variant.split_first()? else { return None };
    if !is_read(word, pattern, reading, first) {
        return None;
    }
    let last =
        last_edges(*first, rest, pattern, reading).into_iter().min_by_key(|edge| (edge.end, edge.next))?;
    Some(Spot::new(reading, first.start..last.end, first.first..last.next))
}

/// "These tokens in a row": the edges at which a path from `first` over all remaining words can end.
fn last_edges(first: Edge, rest: &[Piece], pattern: &Pattern, reading: &Reading<'_>) -> Vec<Edge> {
    let mut ends = vec![first];
    let mut gap = None;
    for piece in rest {
        match piece {
            Piece::Gap(most) => gap = Some(*most),
            Piece::Word(word) => ends = next_edges(&ends, gap.take(), word, pattern, reading),
        }
    }
    ends
}

/// The edges a word can be read at after any of these, each once.
fn next_edges(
    ends: &[Edge],
    gap: Option<u32>,
    word: &WordPattern,
    pattern: &Pattern,
    reading: &Reading<'_>,
) -> Vec<Edge> {
    let follows = |edge: &Edge| {
        ends.iter().any(|end| match gap {
            Some(most) => follows_with_gap(end, edge, most),
            None => follows_directly(end, edge, reading),
        })
    };
    let is_word = |edge: &&Edge| is_read(word, pattern, reading, edge);
    reading.text.edges().iter().filter(is_word).filter(|edge| follows(edge)).copied().collect()
}

/// "`boat <3> uk`: at most 3 other tokens between."
fn follows_with_gap(end: &Edge, edge: &Edge, most: u32) -> bool {
    edge.from == end.to || (edge.first >= end.next && edge.first - end.next <= most)
}

/// "These tokens in a row, whatever separates them; emoji between its words are passed over."
fn follows_directly(end: &Edge, edge: &Edge, reading: &Reading<'_>) -> bool {
    let passed = |from: u32, to: u32| reading.text.tokens().get(from as usize..to as usize);
    edge.from == end.to
        || (edge.from > end.to
            && passed(end.to, edge.from).is_some_and(|tokens| tokens.iter().all(|t| t.kind == Kind::Emoji)))
}
