//! Terms: from the words found in a value to the spans of a pattern.
//!
//! A variant is matched from its last word back to its first. Every edge that a word was found at keeps
//! the nearest end that can be reached from it, so that from every start the shortest span is known
//! without trying all continuations; edges that cannot reach the end are dropped. Words follow each
//! other directly (emoji passed over), which is one range of nodes, or across a gap, which is one range
//! of tokens. Both questions are "the nearest end in a range" and are answered in near-linear time
//! however often the words occur.

use super::span::{Span, keep_longest};
use crate::plan::{Join, Variant};
use crate::text::{Edge, Kind, Text};

/// A word of the policy at an edge of a value. Sorted so that the edges of one word in one value stand
/// together, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Which word.
    pub(super) word: u32,
    /// Which value.
    pub(super) value: u32,
    /// Which of its edges.
    pub(super) edge: u32,
}

/// An edge from which the variant's end can be reached.
#[derive(Clone, Copy, Debug)]
struct Step {
    edge: u32,
    /// The nearest end: its byte, then the token after it.
    reach: Reach,
}

/// One past the last byte, and one past the last token: a later byte never has an earlier token.
type Reach = (u32, u32);

/// Buffers for matching.
#[derive(Default)]
pub(super) struct Matching {
    /// The steps of the word matched last, in the order of their edges.
    steps: Vec<Step>,
    /// The steps of the word before it.
    before: Vec<Step>,
    /// For every step, the nearest end from it or from a later step of the same run of emoji.
    nearest: Vec<Reach>,
    /// For every step, the first node from which only emoji lie before it.
    run: Vec<u32>,
    /// The steps in the order of their first tokens.
    by_first: Vec<Step>,
    /// The edges of the word before in the order of the tokens after them.
    by_next: Vec<u32>,
    /// Steps in a window of tokens, nearest ends first.
    window: Vec<Step>,
    /// A span from every start, by its node.
    starts: Vec<(u32, Span)>,
}

impl Matching {
    /// Forgets the starts found so far: a new pattern or a new value.
    pub(super) fn begin(&mut self) {
        self.starts.clear();
    }

    /// Adds the spans of a variant in a value. `hits` gives the hits of the variant's word of an index.
    pub(super) fn add<'h>(
        &mut self,
        text: &Text,
        value: u32,
        variant: &Variant,
        hits: impl Fn(usize) -> &'h [Hit],
    ) {
        let last = variant.words.len() - 1;
        let edges = text.edges();
        let end = |hit: &Hit| {
            let edge = &edges[hit.edge as usize];
            Step { edge: hit.edge, reach: (edge.end, edge.next) }
        };
        self.steps.clear();
        self.steps.extend(hits(last).iter().map(end));
        for index in (0..last).rev() {
            if self.steps.is_empty() {
                return;
            }
            match variant.joins[index] {
                Join::Next => self.join_next(text, hits(index)),
                Join::Within(most) => self.join_within(text, hits(index), most),
            }
        }
        self.starts.extend(self.steps.iter().map(|step| {
            let edge = &edges[step.edge as usize];
            let (end, next) = step.reach;
            (edge.from, Span { value, start: edge.start, end, first: edge.first, next })
        }));
    }

    /// Appends the spans of the pattern: the shortest from every start, less those inside another.
    pub(super) fn finish(&mut self, out: &mut Vec<Span>) {
        self.starts.sort_unstable_by_key(|(node, span)| (*node, span.end, span.start));
        self.starts.dedup_by_key(|(node, _)| *node);
        let from = out.len();
        out.extend(self.starts.iter().map(|(_, span)| *span));
        keep_longest(out, from);
    }

    /// Steps of the word before: edges that end where a step starts, or before emoji that a step follows.
    fn join_next(&mut self, text: &Text, hits: &[Hit]) {
        self.find_runs(text);
        let edges = text.edges();
        self.before.clear();
        for hit in hits {
            let to = edges[hit.edge as usize].to;
            let at = self.steps.partition_point(|step| edges[step.edge as usize].from < to);
            if self.run.get(at).is_some_and(|&run| run <= to) {
                self.before.push(Step { edge: hit.edge, reach: self.nearest[at] });
            }
        }
        std::mem::swap(&mut self.steps, &mut self.before);
    }

    /// Fills `run` and `nearest`. Nodes inside tokens are runs of their own: nothing is passed over there.
    fn find_runs(&mut self, text: &Text) {
        let (edges, tokens) = (text.edges(), text.tokens());
        self.run.clear();
        let mut before = None;
        for step in &self.steps {
            let from = edges[step.edge as usize].from;
            let mut run = from;
            while run as usize <= tokens.len() && run > 0 && tokens[run as usize - 1].kind == Kind::Emoji {
                if let Some((node, start)) = before.filter(|&(node, _)| node == run) {
                    debug_assert!(start <= node, "a run starts before its nodes");
                    run = start;
                    break;
                }
                run -= 1;
            }
            before = Some((from, run));
            self.run.push(run);
        }
        self.nearest.clear();
        self.nearest.extend(self.steps.iter().map(|step| step.reach));
        for index in (1..self.steps.len()).rev() {
            let from = edges[self.steps[index - 1].edge as usize].from;
            if self.run[index] <= from {
                self.nearest[index - 1] = self.nearest[index - 1].min(self.nearest[index]);
            }
        }
    }

    /// Steps of the word before: edges with a step after them and at most so many tokens between.
    fn join_within(&mut self, text: &Text, hits: &[Hit], most: u32) {
        let edges = text.edges();
        let edge = |index: u32| -> &Edge { &edges[index as usize] };
        self.by_first.clear();
        self.by_first.extend_from_slice(&self.steps);
        self.by_first.sort_by_key(|step| edge(step.edge).first);
        self.by_next.clear();
        self.by_next.extend(hits.iter().map(|hit| hit.edge));
        self.by_next.sort_by_key(|&index| edge(index).next);
        self.before.clear();
        self.window.clear();
        let (mut head, mut taken) = (0, 0);
        for &index in &self.by_next {
            let next = edge(index).next;
            let last = next.saturating_add(most);
            while let Some(&new) = self.by_first.get(taken).filter(|step| edge(step.edge).first <= last) {
                while self.window.len() > head
                    && self.window.last().is_some_and(|last| last.reach >= new.reach)
                {
                    self.window.pop();
                }
                self.window.push(new);
                taken += 1;
            }
            while self.window.get(head).is_some_and(|step| edge(step.edge).first < next) {
                head += 1;
            }
            let across = self.window.get(head).map(|step| step.reach);
            let reach = across.into_iter().chain(self.inside(text, edge(index).to)).min();
            self.before.extend(reach.map(|reach| Step { edge: index, reach }));
        }
        self.before.sort_unstable_by_key(|step| step.edge);
        std::mem::swap(&mut self.steps, &mut self.before);
    }

    /// The nearest end of the steps that start at a node inside a token.
    fn inside(&self, text: &Text, node: u32) -> Option<Reach> {
        if node as usize <= text.tokens().len() {
            return None;
        }
        let edges = text.edges();
        let from = self.steps.partition_point(|step| edges[step.edge as usize].from < node);
        let here = self.steps[from..].iter().take_while(|step| edges[step.edge as usize].from == node);
        here.map(|step| step.reach).min()
    }
}
