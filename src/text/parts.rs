//! The parts of tokens as edges: where a token can be cut (an apostrophe, a zero-width space or non-joiner, the
//! joiners of an emoji sequence) it also reads as the chain of its parts. Parts run from cut to cut, and from one
//! cut of a kind to the next of that kind, so that `l'Angle<zwsp>terre` reads `l` + `angleterre` too.

use super::keys::Keys;
use super::{Edge, Kind, Readings, Script, Text};

/// A part of a token: between its ends and the places where it can be cut.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    /// First byte in the original, and one past the last letter or mark.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its key stands in the buffer of keys.
    pub(super) key: usize,
    pub(super) key_end: usize,
    pub(super) script: Script,
    pub(super) letters: u32,
    /// Cut from the part before it by an apostrophe.
    pub(super) apostrophe: bool,
    /// Cut from the part before it by a zero-width space or non-joiner.
    pub(super) zero_width: bool,
    /// A capital stands after a small letter.
    pub(super) camel: bool,
}

impl Part {
    /// This part and one after it as one.
    fn to(self, later: &Self) -> Self {
        Self {
            end: later.end,
            key_end: later.key_end,
            script: self.script.with(later.script),
            letters: self.letters.saturating_add(later.letters),
            ..self
        }
    }

    pub(super) fn edge(&self, from: u32, to: u32, kind: Kind, token: u32, keys: &Keys) -> Edge {
        let flags = if kind == Kind::Word { keys.disguises(self.key..self.key_end) } else { 0 };
        Edge {
            from,
            to,
            first: token,
            next: token + 1,
            start: self.start as u32,
            end: self.end as u32,
            kind,
            script: self.script,
            letters: u8::try_from(self.letters).unwrap_or(u8::MAX),
            readings: Readings::NONE,
            flags,
            key: (self.key as u32, self.key_end as u32),
        }
    }
}

/// The scripts of several tokens read as one word.
pub(super) fn script_of(tokens: &[Edge]) -> Script {
    tokens.iter().fold(Script::None, |all, token| all.with(token.script))
}

/// How many letters they have, 255 for more.
pub(super) fn letters_of(tokens: &[Edge]) -> u8 {
    tokens.iter().fold(0, |sum: u8, token| sum.saturating_add(token.letters))
}

/// Marks a node inside a token until the number of tokens, which inner nodes come after, is known.
pub(super) const INNER: u32 = 1 << 31;

impl Text {
    /// Adds a base token whose last part is given and whose others, if any, wait in `parts`.
    pub(super) fn push_token(&mut self, last: Part, kind: Kind) {
        // Keys can outgrow a value by a half; what they cannot address is not read.
        if self.keys.are_addressed() {
            let token = self.base.len() as u32;
            if self.parts.is_empty() {
                let whole = Part { key_end: self.keys.len(), ..last };
                self.base.push(whole.edge(token, token + 1, kind, token, &self.keys));
                self.note_camel(&whole, token, token + 1);
                return;
            }
            self.push_part(last);
            let whole = self.stretch(0, self.parts.len());
            self.base.push(whole.edge(token, token + 1, kind, token, &self.keys));
            self.push_parts(kind, token);
        }
        self.parts.clear();
    }

    /// Lets a part wait for the rest of its token; its key ends here.
    pub(super) fn push_part(&mut self, part: Part) {
        self.parts.push(Part { key_end: self.keys.len(), ..part });
    }

    /// Some of the waiting parts as one.
    pub(super) fn stretch(&self, first: usize, next: usize) -> Part {
        self.parts[first + 1..next].iter().fold(self.parts[first], |whole, part| whole.to(part))
    }

    /// Adds the edges of the parts that wait, which a base token has just been made of.
    fn push_parts(&mut self, kind: Kind, token: u32) {
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
                    let stretch = self.stretch(from, to);
                    self.inner.push(stretch.edge(node(from), node(to), kind, token, &self.keys));
                }
            }
            self.note_camel(&self.parts[from].clone(), node(from), node(single));
            if ends[1] > single {
                self.note_cut_camel(from..ends[1], node(from), node(ends[1]));
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
        self.inner.sort_unstable_by_key(|edge| (edge.from, edge.end, edge.to, edge.key));
        let at_tokens = self.inner.partition_point(|edge| edge.from < first);
        let mut laid = 0;
        for parts in self.inner[..at_tokens].chunk_by(|one, other| one.from == other.from) {
            let next = (parts[0].from as usize + 1).min(self.base.len());
            self.edges.extend_from_slice(&self.base[laid..next]);
            self.edges.extend_from_slice(parts);
            laid = next;
        }
        self.edges.extend_from_slice(&self.base[laid..]);
        self.edges.extend_from_slice(&self.inner[at_tokens..]);
    }
}
