//! Evidence: the spans of nodes and patterns, worked out at the end of one long buffer, operands
//! before what uses them.

use super::eval::Eval;
use super::fields::find_passes;
use super::near::Limit;
use super::program::{Node, Variant};
use super::scratch::Range;
use super::span::{Span, unite};
use super::term::{Edges, Hit};
use crate::plan::{ExtractId, NodeId, PatternId, RegexId, ScopeId};
use crate::sema::hir::Within;

impl Eval<'_> {
    /// The spans of a node, sorted; none of a truth.
    pub(super) fn spans(&mut self, node: NodeId) -> Range {
        if let Some(known) = self.scratch.range(node) {
            return known;
        }
        let range = match self.program.nodes.get(node) {
            Node::Terms { patterns, scope } => self.terms(patterns, scope),
            Node::Regex { regex, scope } => self.regex(regex, scope),
            Node::Extract { extract, scope } => self.extract(extract, scope),
            Node::Union(members) => self.union(members),
            Node::Near { left, right, ordered, within } => self.near(left, right, ordered, within),
            Node::Edge { operand, ends } => self.edge(operand, ends),
            _ => Range::default(),
        };
        self.scratch.set_range(node, range);
        range
    }

    fn terms(&mut self, patterns: &[u32], scope: ScopeId) -> Range {
        let members = self.present(patterns);
        members.iter().for_each(|&pattern| _ = self.pattern(pattern));
        let start = self.scratch.spans.len();
        for &pattern in &members {
            for index in self.pattern(pattern).indices() {
                let span = self.scratch.spans[index];
                if self.is_in(scope, span.value) {
                    self.scratch.spans.push(span);
                }
            }
        }
        self.scratch.members = members;
        unite(&mut self.scratch.spans, start);
        self.scratch.range_from(start)
    }

    /// The spans of a pattern in all values that were scanned.
    pub(super) fn pattern(&mut self, pattern: PatternId) -> Range {
        if let Some(known) = self.scratch.pattern(pattern) {
            return known;
        }
        let start = self.scratch.spans.len();
        let places = self.places(pattern);
        for &value in &places {
            self.pattern_in(pattern, value);
        }
        self.scratch.places = places;
        let range = self.scratch.range_from(start);
        self.scratch.set_pattern(pattern, range);
        range
    }

    /// The values in which an anchor of the pattern was found. The buffer goes back into the scratch.
    fn places(&mut self, pattern: PatternId) -> Vec<u32> {
        let mut places = std::mem::take(&mut self.scratch.places);
        places.clear();
        for variant in self.variants(pattern) {
            let Some(word) = variant.anchor_word() else { continue };
            let from = self.scratch.hits.partition_point(|hit| hit.word < word);
            let hits = self.scratch.hits[from..].iter().take_while(|hit| hit.word == word);
            for hit in hits {
                if places.last() != Some(&hit.value) {
                    places.push(hit.value);
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The pattern's variants whose anchors were found.
    pub(super) fn variants(&self, pattern: PatternId) -> impl Iterator<Item = Variant<'_>> {
        let numbers = self.program.terms.variants_of(pattern.0);
        let variants = numbers.filter_map(|number| self.program.terms.variant(number));
        variants.filter(|variant| variant.anchor_word().is_some_and(|word| self.is_found(word)))
    }

    fn is_found(&self, word: u32) -> bool {
        self.scratch.found.get(word as usize) == Some(&self.scratch.epoch)
    }

    fn pattern_in(&mut self, pattern: PatternId, value: u32) {
        let terms = &self.program.terms;
        let scratch = &mut *self.scratch;
        scratch.matching.begin();
        for number in terms.variants_of(pattern.0) {
            let Some(variant) = terms.variant(number) else { continue };
            let hits = |word: usize| hits_of(&scratch.hits, variant.words[word], value);
            if (0..variant.words.len()).all(|word| !hits(word).is_empty()) {
                let edges = Edges { text: scratch.values.text(value), spelled: &scratch.spelled };
                scratch.matching.add(edges, value, variant, hits);
            }
        }
        scratch.matching.finish(&mut scratch.spans);
    }

    fn regex(&mut self, regex: RegexId, scope: ScopeId) -> Range {
        let start = self.scratch.spans.len();
        let Some((source, regex)) = self.program.facts.regex(regex) else { return Range::default() };
        let spelling = source.spelling;
        for value in 0..self.scratch.values.len() as u32 {
            if !self.is_in(scope, value) {
                continue;
            }
            let slot = self.scratch.values.slot(value);
            let original = slot.original(self.content);
            let (folded, text) = match spelling {
                None => (None, slot.text(self.content)),
                Some(spelling) => {
                    let (folded, text) = slot.folded(self.content, spelling);
                    (Some(folded), text)
                }
            };
            let found = regex.find_iter(folded.map_or(original, |folded| &folded.text));
            let bytes = found.map(|found| match folded {
                None => found.start() as u32..found.end() as u32,
                Some(folded) => folded.original(found.range()),
            });
            self.scratch.spans.extend(bytes.map(|bytes| touching(text, value, bytes)));
        }
        unite(&mut self.scratch.spans, start);
        self.scratch.range_from(start)
    }

    fn extract(&mut self, extract: ExtractId, scope: ScopeId) -> Range {
        let start = self.scratch.spans.len();
        let facts = &self.program.facts;
        let Some(extract) = facts.extract(extract) else { return Range::default() };
        for value in 0..self.scratch.values.len() as u32 {
            if !self.is_in(scope, value) {
                continue;
            }
            let slot = self.scratch.values.slot(value);
            let (found, text) = slot.found(self.content, extract.extractor, facts.region.as_deref());
            let passing = found.iter().filter(|found| find_passes(found, extract));
            let spans = passing.map(|found| touching(text, value, found.start..found.end));
            self.scratch.spans.extend(spans);
        }
        unite(&mut self.scratch.spans, start);
        self.scratch.range_from(start)
    }

    fn union(&mut self, members: &[NodeId]) -> Range {
        members.iter().for_each(|&member| _ = self.spans(member));
        let start = self.scratch.spans.len();
        for &member in members {
            let range = self.spans(member);
            self.scratch.spans.extend_from_within(range.indices());
        }
        unite(&mut self.scratch.spans, start);
        self.scratch.range_from(start)
    }

    fn edge(&mut self, operand: NodeId, ends: bool) -> Range {
        let operand = self.spans(operand);
        let start = self.scratch.spans.len();
        for index in operand.indices() {
            let span = self.scratch.spans[index];
            let tokens = self.scratch.values.text(span.value).tokens().len();
            let there = if ends { span.next as usize == tokens } else { span.first == 0 };
            if there && span.has_token() {
                self.scratch.spans.push(span);
            }
        }
        self.scratch.range_from(start)
    }

    fn near(&mut self, left: NodeId, right: NodeId, ordered: bool, within: Within) -> Range {
        let left = self.spans(left);
        if left.is_empty() {
            return Range::default();
        }
        let right = self.spans(right);
        let start = self.scratch.spans.len();
        let mut work = std::mem::take(&mut self.scratch.work);
        work.clear();
        let (mut left, mut right) = (left.indices(), right.indices());
        while let Some(value) = self.next_shared(&mut left, &mut right) {
            let scratch = &mut *self.scratch;
            let of_value = |range: &std::ops::Range<usize>, spans: &[Span]| {
                let count = spans[range.clone()].partition_point(|span| span.value == value);
                range.start..range.start + count
            };
            let (here, there) = (of_value(&left, &scratch.spans), of_value(&right, &scratch.spans));
            (left.start, right.start) = (here.end, there.end);
            let breaks = match within {
                Within::Sentence => scratch.values.slot(value).breaks(self.content),
                Within::Words(_) => &[],
            };
            let limit = Limit::of(within, breaks);
            let (here, there) = (&scratch.spans[here], &scratch.spans[there]);
            scratch.sweep.covers(here, there, ordered, limit, &mut work);
        }
        self.scratch.spans.extend_from_slice(&work);
        self.scratch.work = work;
        self.scratch.range_from(start)
    }

    /// Moves both ranges on to the next value that has spans in both.
    fn next_shared(
        &self,
        left: &mut std::ops::Range<usize>,
        right: &mut std::ops::Range<usize>,
    ) -> Option<u32> {
        let spans = &self.scratch.spans;
        while left.start < left.end && right.start < right.end {
            let (a, b) = (spans[left.start].value, spans[right.start].value);
            match a.cmp(&b) {
                std::cmp::Ordering::Equal => return Some(a),
                std::cmp::Ordering::Less => left.start += 1,
                std::cmp::Ordering::Greater => right.start += 1,
            }
        }
        None
    }
}

/// A span with the tokens it touches.
fn touching(text: &crate::text::Text, value: u32, bytes: std::ops::Range<u32>) -> Span {
    let tokens = text.tokens_touching(bytes.clone());
    let (start, end) = (bytes.start, bytes.end);
    Span { value, start, end, first: tokens.start, next: tokens.end, ..Span::default() }
}

/// The hits of a word in a value.
fn hits_of(hits: &[Hit], word: u32, value: u32) -> &[Hit] {
    let from = hits.partition_point(|hit| (hit.word, hit.value) < (word, value));
    let count = hits[from..].partition_point(|hit| (hit.word, hit.value) == (word, value));
    &hits[from..from + count]
}
