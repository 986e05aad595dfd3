//! Spans of evidence, and the three ways sets of them are cleaned: union, longest, shortest.

use crate::text::Readings;

/// A stretch of one field value. Sorted by value, start and end, which alone tell spans apart: the
/// tokens follow from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// Which of the values read for this content.
    pub(super) value: u32,
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// The first base token it touches; where it touches none, the one that follows.
    pub(super) first: u32,
    /// One past the last base token it touches.
    pub(super) next: u32,
    /// What had to be undone to see it: the least, where there are several ways.
    pub(super) readings: Readings,
}

impl Span {
    const fn place(&self) -> (u32, u32, u32) {
        (self.value, self.start, self.end)
    }

    /// Whether it touches a token.
    pub(super) const fn has_token(&self) -> bool {
        self.first < self.next
    }
}

/// Sorts the spans from an index on and drops repeats.
pub(super) fn unite(spans: &mut Vec<Span>, from: usize) {
    spans[from..].sort_unstable();
    let mut kept = from;
    for index in from..spans.len() {
        if kept == from || spans[kept - 1].place() != spans[index].place() {
            spans[kept] = spans[index];
            kept += 1;
        }
    }
    spans.truncate(kept);
}

/// Of the spans of one value from an index on, keeps those that lie inside no other; sorted.
pub(super) fn keep_longest(spans: &mut Vec<Span>, from: usize) {
    spans[from..].sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end), span.readings));
    let mut kept = from;
    for index in from..spans.len() {
        if kept == from || spans[kept - 1].end < spans[index].end {
            spans[kept] = spans[index];
            kept += 1;
        }
    }
    spans.truncate(kept);
}

/// Of the spans of one value from an index on, keeps those that hold no other; sorted.
pub(super) fn keep_shortest(spans: &mut Vec<Span>, from: usize) {
    spans[from..].sort_unstable_by_key(|span| (std::cmp::Reverse(span.start), span.end, span.readings));
    let mut kept = from;
    for index in from..spans.len() {
        if kept == from || spans[index].end < spans[kept - 1].end {
            spans[kept] = spans[index];
            kept += 1;
        }
    }
    spans.truncate(kept);
    spans[from..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(of: &[(u32, u32)]) -> Vec<Span> {
        of.iter().map(|&(start, end)| Span { start, end, ..Span::default() }).collect()
    }

    fn places(spans: &[Span]) -> Vec<(u32, u32)> {
        spans.iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn a_union_is_sorted_and_has_no_repeats() {
        let mut all = spans(&[(9, 9), (4, 6), (1, 2), (4, 6), (1, 3)]);
        unite(&mut all, 1);
        assert_eq!(places(&all), [(9, 9), (1, 2), (1, 3), (4, 6)]);
    }

    #[test]
    fn the_longest_lie_inside_no_other() {
        let mut all = spans(&[(0, 5), (1, 3), (0, 4), (2, 7), (7, 9), (7, 9), (6, 7)]);
        keep_longest(&mut all, 0);
        assert_eq!(places(&all), [(0, 5), (2, 7), (7, 9)]);
    }

    #[test]
    fn the_shortest_hold_no_other() {
        let mut all = spans(&[(0, 5), (1, 3), (0, 3), (2, 7), (2, 7), (1, 4), (6, 7)]);
        keep_shortest(&mut all, 0);
        assert_eq!(places(&all), [(1, 3), (6, 7)]);
    }
}
