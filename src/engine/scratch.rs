//! Buffers of one thread. What was worked out for one content object is told from what was worked out
//! for the one before by an epoch, so that nothing has to be cleared.

use super::bounds::Bounds;
use super::near::Sweep;
use super::program::Program;
use super::sieve::{Counts, Post};
use super::span::Span;
use super::term::{Hit, Matching};
use super::values::Values;
use crate::plan::{NodeId, PatternId};
use crate::text::Edge;

/// Buffers of more entries than this are given back after the content that needed them.
const KEPT_ENTRIES: usize = 1 << 16;

/// Buffers of one thread, reused from content to content, and from matcher to matcher if need be.
#[derive(Default)]
pub struct Scratch {
    /// Number of the content object, from 1 on: what bears another number is out of date.
    pub(super) epoch: u64,
    /// Number of the value being scanned, over all content.
    pub(super) stamp: u64,
    /// What the sieve has seen of the content object.
    pub(super) post: Post,
    /// What it has of the terms that conditions ask for.
    pub(super) counts: Counts,
    pub(super) values: Values,
    /// Words found, sorted once they are needed.
    pub(super) hits: Vec<Hit>,
    /// Edges of words spelled out, made for hits.
    pub(super) spelled: Vec<Edge>,
    /// The skeleton being looked up.
    pub(super) skeleton: String,
    /// Characters of the word that is being looked up.
    pub(super) letters: Vec<char>,
    /// By word: the stamp of the value it was last found in.
    pub(super) seen: Vec<u64>,
    /// Rules that have to be evaluated, and by rule the epoch in which it was put there.
    pub(super) triggered: Vec<u32>,
    pub(super) marked: Vec<u64>,
    /// By word: the epoch it was last found in.
    pub(super) found: Vec<u64>,
    /// Patterns with a variant whose anchor was found, if they are listed.
    pub(super) patterns: Vec<PatternId>,
    pub(super) are_listed: bool,
    pub(super) memo: Memo,
    pub(super) bounds: Bounds,
    /// All spans worked out, one node's or pattern's after the other.
    pub(super) spans: Vec<Span>,
    pub(super) matching: Matching,
    pub(super) sweep: Sweep,
    /// Spans on their way into `spans`.
    pub(super) work: Vec<Span>,
    /// Patterns of the node being worked out.
    pub(super) members: Vec<PatternId>,
    /// Values of the pattern being worked out.
    pub(super) places: Vec<u32>,
}

/// What has been worked out, with the epoch it is from.
#[derive(Default)]
pub(super) struct Memo {
    truths: Vec<(u64, bool)>,
    spans: Vec<(u64, Range)>,
    patterns: Vec<(u64, Range)>,
    scores: Vec<(u64, i64)>,
}

/// A stretch of [`Scratch::spans`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Range {
    pub(super) const fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub(super) const fn len(self) -> usize {
        self.end - self.start
    }

    /// As indices.
    pub(super) const fn indices(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

impl Scratch {
    /// Forgets the content before, and makes room for a program.
    pub(super) fn begin(&mut self, program: &Program) {
        self.epoch += 1;
        self.hits.clear();
        self.spelled.clear();
        self.triggered.clear();
        self.spans.clear();
        if self.hits.capacity() > KEPT_ENTRIES {
            self.hits.shrink_to(KEPT_ENTRIES);
            (self.spelled, self.skeleton) = (Vec::new(), String::new());
            self.matching = Matching::default();
        }
        if self.spans.capacity() > KEPT_ENTRIES {
            self.spans.shrink_to(KEPT_ENTRIES);
            (self.sweep, self.work) = (Sweep::default(), Vec::new());
        }
        let nodes = program.nodes.len();
        grow(&mut self.seen, program.terms.words());
        grow(&mut self.found, program.terms.words());
        grow(&mut self.marked, program.rules.len());
        grow(&mut self.memo.truths, nodes);
        grow(&mut self.memo.spans, nodes);
        grow(&mut self.memo.scores, nodes);
        grow(&mut self.memo.patterns, program.terms.patterns());
    }

    /// Puts a rule among those to be evaluated.
    #[inline]
    pub(super) fn trigger(&mut self, rule: u32) {
        let marked = &mut self.marked[rule as usize];
        if *marked != self.epoch {
            *marked = self.epoch;
            self.triggered.push(rule);
        }
    }

    /// Whether a rule is among those to be evaluated.
    pub(super) fn is_triggered(&self, rule: u32) -> bool {
        self.marked.get(rule as usize) == Some(&self.epoch)
    }

    pub(super) fn truth(&self, node: NodeId) -> Option<bool> {
        current(self.epoch, &self.memo.truths[node.index()])
    }

    pub(super) fn set_truth(&mut self, node: NodeId, truth: bool) {
        self.memo.truths[node.index()] = (self.epoch, truth);
    }

    pub(super) fn range(&self, node: NodeId) -> Option<Range> {
        current(self.epoch, &self.memo.spans[node.index()])
    }

    pub(super) fn set_range(&mut self, node: NodeId, range: Range) {
        self.memo.spans[node.index()] = (self.epoch, range);
    }

    pub(super) fn pattern(&self, pattern: PatternId) -> Option<Range> {
        current(self.epoch, &self.memo.patterns[pattern.index()])
    }

    pub(super) fn set_pattern(&mut self, pattern: PatternId, range: Range) {
        self.memo.patterns[pattern.index()] = (self.epoch, range);
    }

    pub(super) fn score(&self, node: NodeId) -> Option<i64> {
        current(self.epoch, &self.memo.scores[node.index()])
    }

    pub(super) fn set_score(&mut self, node: NodeId, value: i64) {
        self.memo.scores[node.index()] = (self.epoch, value);
    }

    /// The stretch from an index to the end.
    pub(super) const fn range_from(&self, start: usize) -> Range {
        Range { start, end: self.spans.len() }
    }
}

fn current<T: Copy>(epoch: u64, entry: &(u64, T)) -> Option<T> {
    (entry.0 == epoch).then_some(entry.1)
}

fn grow<T: Clone + Default>(table: &mut Vec<T>, length: usize) {
    if table.len() < length {
        table.resize(length, T::default());
    }
}
