//! The parts of tokens as edges: where a token can be cut (an apostrophe, a zero-width space or non-joiner, the
//! joiners of an emoji sequence) it also reads as the chain of its parts. Parts run from cut to cut, and from one
//! cut of a kind to the next of that kind, so that `l'Angle<zwsp>terre` reads `l` + `angleterre` too.

use super::words::Part;
use super::{Edge, Kind, Text};

/// Marks a node inside a token until the number of tokens, which inner nodes come after, is known.
const INNER: u32 = 1 << 31;

impl Text {
    /// Adds the edges of the parts that wait, which a base token has just been made of.
    pub(super) fn push_parts(&mut self, kind: Kind, token: u32) {
        let inner = self.inner_nodes;
        let count = self.parts.len();
        let node = |cut: usize| match cut {
            0 => token,
            _ if cut == count => token + 1,
            _ => INNER | (inner + cut as u32 - 1),
        };
        for from in 0..count {
            let single = from + 1;
            let mut ends = [single, 0, 0];
            ends[1] = self.next_cut(from, |part| part.apostrophe);
            ends[2] = self.next_cut(from, |part| part.zero_width);
            for (place, to) in ends.into_iter().enumerate() {
                let new = place == 0 || to > single && (from, to) != (0, count) && to != ends[place - 1];
                if new {
                    let edge = self.edge(from, to, kind, token);
                    self.inner.push(Edge { from: node(from), to: node(to), ..edge });
                }
            }
        }
        self.inner_nodes += count as u32 - 1;
    }

    /// The next cut of a kind after a place that is itself such a cut or the token's start; 0 if it is not.
    fn next_cut(&self, from: usize, is: impl Fn(&Part) -> bool) -> usize {
        if from > 0 && !is(&self.parts[from]) {
            return 0;
        }
        let after = self.parts[from + 1..].iter().position(is);
        after.map_or(self.parts.len(), |found| from + 1 + found)
    }

    /// Gives inner nodes their numbers and lays all edges out by the node they start at.
    pub(super) fn lay_out_edges(&mut self) {
        if self.inner.is_empty() {
            return;
        }
        let first = self.base.len() as u32 + 1;
        let number = |node: u32| if node & INNER == 0 { node } else { first + (node & !INNER) };
        for edge in &mut self.inner {
            (edge.from, edge.to) = (number(edge.from), number(edge.to));
        }
        let mut outer = self.inner.iter().filter(|edge| edge.from < first).peekable();
        for &token in &self.base {
            self.edges.push(token);
            while let Some(&part) = outer.next_if(|part| part.from == token.from) {
                self.edges.push(part);
            }
        }
        self.edges.extend(self.inner.iter().filter(|edge| edge.from >= first));
    }
}
