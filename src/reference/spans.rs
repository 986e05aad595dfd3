//! Sets of spans: union, the covers of `near` and `then`, and the edges of a field value.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Interpreter, Reading};
use crate::content::FieldId;
use crate::sema::hir::Within;
use crate::text::Readings;

/// A span of evidence: where in the content, in bytes and in base tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Spot {
    /// The field.
    pub field: FieldId,
    /// Which element of a list, from 0; 0 for a field that is no list.
    pub index: u32,
    /// First byte in the original value.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The first base token it touches; the token that follows where it touches none.
    pub first: u32,
    /// One past the last base token it touches.
    pub next: u32,
    /// "Readings that were needed": the least, where there are several ways to see it.
    pub readings: Readings,
}

impl Spot {
    /// A span of a field value.
    pub(super) fn new(reading: &Reading<'_>, bytes: Range<u32>, tokens: Range<u32>) -> Self {
        let (field, index) = (reading.field, reading.index);
        let (first, next) = (tokens.start, tokens.end);
        Self { field, index, start: bytes.start, end: bytes.end, first, next, readings: Readings::NONE }
    }

    /// The range as indices into the field value.
    #[must_use]
    pub const fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The field value it lies in.
    const fn value(&self) -> (FieldId, u32) {
        (self.field, self.index)
    }

    /// Whether another span lies in the same field value.
    #[must_use]
    pub fn same_value(&self, other: &Self) -> bool {
        self.value() == other.value()
    }

    /// What makes it this span: two of the same bytes are one.
    const fn identity(&self) -> (FieldId, u32, u32, u32) {
        (self.field, self.index, self.start, self.end)
    }

    /// Whether it stands wholly before another, in the same field value.
    fn is_before(&self, other: &Self) -> bool {
        self.same_value(other) && self.end <= other.start
    }

    fn lies_in(&self, cover: &Self) -> bool {
        self.same_value(cover) && cover.start <= self.start && self.end <= cover.end
    }

    /// The smallest span that covers both.
    fn cover(&self, other: &Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            first: self.first.min(other.first),
            next: self.next.max(other.next),
            ..*self
        }
    }
}

/// "`a or b`: union"; equal spans are one.
pub(crate) fn union(sets: impl IntoIterator<Item = Vec<Spot>>) -> Vec<Spot> {
    let mut all: Vec<Spot> = sets.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup_by_key(|spot| spot.identity());
    all
}

/// "… less those inside another of its spans", for the spans of one term in one field value.
pub(super) fn outermost(mut spots: Vec<Spot>) -> Vec<Spot> {
    spots.sort_unstable_by_key(|spot| (spot.start, Reverse(spot.end), spot.first, spot.next, spot.readings));
    let mut reached = 0;
    spots.retain(|spot| {
        let reaches_further = spot.end > reached;
        reached = reached.max(spot.end);
        reaches_further
    });
    spots
}

/// "… the covers of pairs that contain no other pair's cover." Seen from the last start to the first, a
/// cover contains another if it ends no earlier than one seen before in the same field value.
fn innermost(mut covers: Vec<Spot>) -> Vec<Spot> {
    covers.sort_unstable_by_key(|spot| (spot.value(), Reverse(spot.start), spot.end, spot.first, spot.next));
    let mut seen: Option<Spot> = None;
    covers.retain(|cover| {
        let contains_other = seen.is_some_and(|last| last.value() == cover.value() && last.end <= cover.end);
        if !contains_other {
            seen = Some(*cover);
        }
        !contains_other
    });
    covers.sort_unstable();
    covers
}

/// "At most n tokens strictly between": how many base tokens stand between two spans.
#[must_use]
pub fn tokens_between(earlier: &Spot, later: &Spot) -> u32 {
    later.first.saturating_sub(earlier.next)
}

impl Interpreter<'_> {
    /// "`a near b`: at most n tokens strictly between, either order, no overlap, same field value. Yields
    /// the minimal covers"; "`a then b`: the same, in this order".
    pub(crate) fn covers(&self, left: &[Spot], right: &[Spot], ordered: bool, within: Within) -> Vec<Spot> {
        let mut covers = self.ordered_covers(left, right, within);
        if !ordered {
            covers.extend(self.ordered_covers(right, left, within));
        }
        let mut covers = innermost(covers);
        for cover in &mut covers {
            let inside = left.iter().chain(right).filter(|spot| spot.lies_in(cover));
            cover.readings = inside.fold(Readings::NONE, |all, spot| all.with(spot.readings));
        }
        covers
    }

    /// The covers of pairs whose first stands before the second.
    fn ordered_covers(&self, earlier: &[Spot], later: &[Spot], within: Within) -> Vec<Spot> {
        let of_one = |x: &Spot| {
            let partners = later.iter().filter(|y| x.is_before(y) && self.is_within(x, y, within));
            innermost(partners.map(|y| x.cover(y)).collect())
        };
        earlier.iter().flat_map(of_one).collect()
    }

    /// "At most n tokens strictly between"; "`within sentence`: any distance, but no line break and none
    /// of `. ! ? … ؟ । 。` before white space or the end between".
    fn is_within(&self, earlier: &Spot, later: &Spot, within: Within) -> bool {
        match within {
            Within::Words(most) => tokens_between(earlier, later) <= most,
            Within::Sentence => self
                .reading(earlier)
                .is_some_and(|reading| !reading.sentence_ends_between(earlier.end, later.start)),
        }
    }

    /// "`a starts`, `a ends`: only those spans that hold the first / last token of the field value."
    pub(crate) fn at_edge(&self, mut spots: Vec<Spot>, ends: bool) -> Vec<Spot> {
        spots.retain(|spot| self.is_at_edge(spot, ends));
        spots
    }

    /// Whether a span holds the first (last) token of its field value.
    pub(super) fn is_at_edge(&self, spot: &Spot, ends: bool) -> bool {
        let holds_a_token = spot.first < spot.next;
        let last = self.reading(spot).map_or(0, |reading| reading.text.tokens().len());
        holds_a_token && if ends { spot.next as usize == last } else { spot.first == 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldId, Readings, Spot, innermost, outermost, tokens_between, union};

    fn spot(start: u32, end: u32) -> Spot {
        let (first, next) = (start / 10, end.div_ceil(10));
        Spot { field: FieldId(0), index: 0, start, end, first, next, readings: Readings::NONE }
    }

    fn spots(bytes: &[(u32, u32)]) -> Vec<Spot> {
        bytes.iter().map(|&(start, end)| spot(start, end)).collect()
    }

    #[test]
    fn a_term_keeps_its_outermost_spans() {
        for (given, kept) in [
            (vec![(0, 5), (0, 9)], vec![(0, 9)]),
            (vec![(2, 9), (0, 9)], vec![(0, 9)]),
            (vec![(0, 9), (5, 12)], vec![(0, 9), (5, 12)]),
            (vec![(3, 4), (0, 9), (5, 6), (9, 12)], vec![(0, 9), (9, 12)]),
            (vec![(1, 2), (1, 2)], vec![(1, 2)]),
        ] {
            assert_eq!(outermost(spots(&given)), spots(&kept), "{given:?}");
        }
    }

    #[test]
    fn near_keeps_its_innermost_covers() {
        for (given, kept) in [
            (vec![(0, 5), (0, 9)], vec![(0, 5)]),
            (vec![(2, 9), (0, 9)], vec![(2, 9)]),
            (vec![(0, 9), (5, 12)], vec![(0, 9), (5, 12)]),
            (vec![(0, 20), (3, 9), (5, 6)], vec![(5, 6)]),
            (vec![(1, 2), (1, 2)], vec![(1, 2)]),
        ] {
            assert_eq!(innermost(spots(&given)), spots(&kept), "{given:?}");
        }
    }

    #[test]
    fn covers_of_other_values_are_left_alone() {
        let elsewhere = Spot { index: 1, ..spot(2, 3) };
        assert_eq!(innermost(vec![spot(0, 9), elsewhere]), [spot(0, 9), elsewhere]);
    }

    #[test]
    fn equal_spans_are_one() {
        assert_eq!(union([spots(&[(5, 9), (0, 3)]), spots(&[(5, 9)])]), spots(&[(0, 3), (5, 9)]));
    }

    #[test]
    fn tokens_between_are_counted_strictly() {
        for (earlier, later, between) in
            [((0, 10), (10, 20), 0), ((0, 10), (30, 40), 2), ((0, 15), (15, 20), 0)]
        {
            assert_eq!(tokens_between(&spot(earlier.0, earlier.1), &spot(later.0, later.1)), between);
        }
    }
}
