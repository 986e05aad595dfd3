//! `near` and `then`: minimal covers of pairs, in one sweep over sorted spans.
//!
//! Tokens follow bytes: of two spans the one that ends later has the greater `next`, the one that
//! starts later the greater `first`. So for a right side, the left sides that end before it and near
//! enough are a window in the order of their ends, and the window only moves forward from one right
//! side to the next. The minimal cover of a right side takes the left side of the window that starts
//! last, which a queue of candidates with falling starts gives at once.

use super::span::{Span, keep_shortest};
use crate::sema::hir::Within;
use crate::text::Readings;

/// How far apart the sides may be.
#[derive(Clone, Copy)]
pub(super) enum Limit<'a> {
    /// At most this many tokens between.
    Words(u32),
    /// None of these bytes, which end sentences, between; sorted.
    Sentence(&'a [u32]),
}

impl<'a> Limit<'a> {
    /// The limit of a node, in a value whose sentences end at these bytes.
    pub(super) const fn of(within: Within, breaks: &'a [u32]) -> Self {
        match within {
            Within::Words(number) => Self::Words(number),
            Within::Sentence => Self::Sentence(breaks),
        }
    }

    /// The left sides that are near enough are those that pass; once one passes, so do all that end later.
    fn near_enough(self, left: &Span, right: &Span) -> bool {
        match self {
            Self::Words(number) => right.first.saturating_sub(left.next) <= number,
            Self::Sentence(breaks) => {
                let last = breaks[..breaks.partition_point(|&at| at < right.start)].last();
                last.is_none_or(|&at| at < left.end)
            }
        }
    }
}

/// Buffers of the sweep.
#[derive(Default)]
pub(super) struct Sweep {
    by_end: Vec<Span>,
    queue: Vec<Span>,
}

impl Sweep {
    /// Appends the minimal covers of one value's pairs to `out`.
    pub(super) fn covers(
        &mut self,
        left: &[Span],
        right: &[Span],
        ordered: bool,
        limit: Limit<'_>,
        out: &mut Vec<Span>,
    ) {
        let from = out.len();
        self.ordered(left, right, limit, out);
        if !ordered {
            self.ordered(right, left, limit, out);
        }
        keep_shortest(out, from);
        for cover in &mut out[from..] {
            cover.readings = readings_inside(left, cover).with(readings_inside(right, cover));
        }
    }

    /// Appends, for every right side, its cover with the left side before it that starts last.
    fn ordered(&mut self, left: &[Span], right: &[Span], limit: Limit<'_>, out: &mut Vec<Span>) {
        self.by_end.clear();
        self.by_end.extend_from_slice(left);
        self.by_end.sort_by_key(|span| span.end);
        self.queue.clear();
        let (mut head, mut taken) = (0, 0);
        for right in right {
            while let Some(&new) = self.by_end.get(taken).filter(|left| left.end <= right.start) {
                while self.queue.len() > head && self.queue.last().is_some_and(|last| last.start <= new.start)
                {
                    self.queue.pop();
                }
                self.queue.push(new);
                taken += 1;
            }
            while self.queue.get(head).is_some_and(|left| !limit.near_enough(left, right)) {
                head += 1;
            }
            if let Some(left) = self.queue.get(head) {
                out.push(Span { start: left.start, first: left.first, ..*right });
            }
        }
    }
}

/// The readings of all spans of a side, which is sorted, inside a cover.
fn readings_inside(side: &[Span], cover: &Span) -> Readings {
    let from = side.partition_point(|span| span.start < cover.start);
    let here = side[from..].iter().take_while(|span| span.start < cover.end);
    here.filter(|span| span.end <= cover.end).fold(Readings::NONE, |all, span| all.with(span.readings))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All pairs, as the language page has it.
    fn plainly(left: &[Span], right: &[Span], ordered: bool, limit: Limit<'_>) -> Vec<Span> {
        let mut covers = Vec::new();
        for a in left {
            for b in right {
                for (x, y, allowed) in [(a, b, true), (b, a, !ordered)] {
                    if allowed && x.end <= y.start && limit.near_enough(x, y) {
                        covers.push(Span { start: x.start, first: x.first, ..*y });
                    }
                }
            }
        }
        let inside =
            |a: &Span, b: &Span| (a.start, a.end) != (b.start, b.end) && b.start <= a.start && a.end <= b.end;
        let mut minimal: Vec<Span> =
            covers.iter().filter(|cover| !covers.iter().any(|other| inside(other, cover))).copied().collect();
        minimal.sort_unstable();
        minimal.dedup();
        minimal
    }

    /// Spans over a text of tokens of two letters with a space between.
    fn span(first: u32, tokens: u32) -> Span {
        let next = first + tokens;
        Span { start: first * 3, end: next * 3 - 1, first, next, ..Span::default() }
    }

    proptest::proptest! {
        #[test]
        fn the_sweep_finds_what_all_pairs_give(
            left in proptest::collection::vec((0_u32..40, 1_u32..6), 0..14),
            right in proptest::collection::vec((0_u32..40, 1_u32..6), 0..14),
            breaks in proptest::collection::btree_set(0_u32..120, 0..6),
            words in 0_u32..8, ordered: bool, sentence: bool,
        ) {
            let [mut left, mut right] = [left, right]
                .map(|side| side.into_iter().map(|(first, tokens)| span(first, tokens)).collect::<Vec<_>>());
            left.sort_unstable();
            right.sort_unstable();
            let breaks: Vec<u32> = breaks.into_iter().collect();
            let limit = if sentence { Limit::Sentence(&breaks) } else { Limit::Words(words) };
            let mut covers = Vec::new();
            Sweep::default().covers(&left, &right, ordered, limit, &mut covers);
            proptest::prop_assert_eq!(covers, plainly(&left, &right, ordered, limit));
        }
    }
}
