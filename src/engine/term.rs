//! Terms: from the words found in a value to the spans of a pattern.
//!
//! A variant is matched from its last word back to its first. Every edge that a word was found at keeps
//! the nearest end that can be reached from it, so that from every start the shortest span is known
//! without trying all continuations; edges that cannot reach the end are dropped. Words follow each
//! other directly (emoji passed over), which is one range of nodes, or across a gap, which is one range
//! of tokens. Both questions are "the nearest end in a range" and are answered in near-linear time
//! however often the words occur.

use super::program::Variant;
use super::span::{Span, keep_longest};
use crate::plan::Join;
use crate::text::{Edge, Kind, Readings, Text};

/// A word of the policy at an edge of a value. Sorted so that the edges of one word in one value stand
/// together, in the order of the nodes they start at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Which word.
    pub(super) word: u32,
    /// Which value.
    pub(super) value: u32,
    /// The node it starts at.
    pub(super) from: u32,
    /// Which of its edges, for [`Edges`].
    pub(super) edge: u32,
    /// What had to be undone to read it there.
    pub(super) readings: Readings,
}

/// The edges of a value: those of its text, and those made for words spelled out.
#[derive(Clone, Copy)]
pub(super) struct Edges<'t> {
    pub(super) text: &'t Text,
    pub(super) spelled: &'t [Edge],
}

/// The numbers of spelled edges start here.
pub(super) const SPELLED: u32 = 1 << 31;

impl<'t> Edges<'t> {
    fn get(self, number: u32) -> &'t Edge {
        match number.checked_sub(SPELLED) {
            Some(spelled) => &self.spelled[spelled as usize],
            None => &self.text.edges()[number as usize],
        }
    }
}

/// An edge from which the variant's end can be reached.
#[derive(Clone, Copy, Debug)]
struct Step {
    from: u32,
    edge: u32,
    /// The nearest end: its byte, then the token after it; and what has to be undone on the way there.
    reach: Reach,
}

/// One past the last byte, and one past the last token: a later byte never has an earlier token. Of two
/// ways to the same end the one with fewer readings is the nearer.
type Reach = (u32, u32, Readings);

impl Step {
    /// The step of a word that goes on to an end.
    fn on(hit: &Hit, (end, next, readings): Reach) -> Self {
        Self { from: hit.from, edge: hit.edge, reach: (end, next, readings.with(hit.readings)) }
    }
}

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
    /// The steps in the order of their first bytes.
    by_start: Vec<Step>,
    /// The hits of the word before in the order of their ends.
    by_end: Vec<Hit>,
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
        edges: Edges<'_>,
        value: u32,
        variant: Variant<'_>,
        hits: impl Fn(usize) -> &'h [Hit],
    ) {
        let last = variant.words.len() - 1;
        let end = |hit: &Hit| {
            let edge = edges.get(hit.edge);
            Step::on(hit, (edge.end, edge.next, Readings::NONE))
        };
        self.steps.clear();
        self.steps.extend(hits(last).iter().map(end));
        for index in (0..last).rev() {
            if self.steps.is_empty() {
                return;
            }
            match variant.join(index) {
                Join::Next => self.join_next(edges, hits(index)),
                Join::Within(most) => self.join_within(edges, hits(index), most),
            }
        }
        self.starts.extend(self.steps.iter().map(|step| {
            let edge = edges.get(step.edge);
            let (end, next, readings) = step.reach;
            (step.from, Span { value, start: edge.start, end, first: edge.first, next, readings })
        }));
    }

    /// Appends the spans of the pattern: the shortest from every start, less those inside another.
    pub(super) fn finish(&mut self, out: &mut Vec<Span>) {
        self.starts.sort_unstable_by_key(|(node, span)| (*node, span.end, span.start, span.readings));
        self.starts.dedup_by_key(|(node, _)| *node);
        let from = out.len();
        out.extend(self.starts.iter().map(|(_, span)| *span));
        keep_longest(out, from);
    }

    /// Steps of the word before: edges that end where a step starts, or before emoji that a step follows.
    fn join_next(&mut self, edges: Edges<'_>, hits: &[Hit]) {
        self.find_runs(edges.text);
        self.before.clear();
        for hit in hits {
            let to = edges.get(hit.edge).to;
            let at = self.steps.partition_point(|step| step.from < to);
            if self.run.get(at).is_some_and(|&run| run <= to) {
                self.before.push(Step::on(hit, self.nearest[at]));
            }
        }
        std::mem::swap(&mut self.steps, &mut self.before);
    }

    /// Fills `run` and `nearest`. Nodes inside tokens are runs of their own: nothing is passed over there.
    fn find_runs(&mut self, text: &Text) {
        let tokens = text.tokens();
        self.run.clear();
        let mut before = None;
        for &Step { from, .. } in &self.steps {
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
            let from = self.steps[index - 1].from;
            if self.run[index] <= from {
                self.nearest[index - 1] = self.nearest[index - 1].min(self.nearest[index]);
            }
        }
    }

    /// Steps of the word before: edges with a step after them and at most so many tokens between. Tokens follow
    /// bytes, so that the steps which are neither too early nor too far are a window in the order of their starts.
    fn join_within(&mut self, edges: Edges<'_>, hits: &[Hit], most: u32) {
        let edge = |number: u32| -> &Edge { edges.get(number) };
        self.by_start.clear();
        self.by_start.extend_from_slice(&self.steps);
        self.by_start.sort_unstable_by_key(|step| edge(step.edge).start);
        self.by_end.clear();
        self.by_end.extend_from_slice(hits);
        self.by_end.sort_unstable_by_key(|hit| edge(hit.edge).end);
        self.before.clear();
        self.window.clear();
        let (mut head, mut taken) = (0, 0);
        for hit in &self.by_end {
            let (end, last) = (edge(hit.edge).end, edge(hit.edge).next.saturating_add(most));
            while let Some(&new) = self.by_start.get(taken).filter(|step| edge(step.edge).first <= last) {
                while self.window.len() > head
                    && self.window.last().is_some_and(|last| last.reach >= new.reach)
                {
                    self.window.pop();
                }
                self.window.push(new);
                taken += 1;
            }
            while self.window.get(head).is_some_and(|step| edge(step.edge).start < end) {
                head += 1;
            }
            self.before.extend(self.window.get(head).map(|step| Step::on(hit, step.reach)));
        }
        self.before.sort_unstable_by_key(|step| (step.from, step.edge));
        std::mem::swap(&mut self.steps, &mut self.before);
    }
}
