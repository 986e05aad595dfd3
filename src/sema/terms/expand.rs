//! Writing brackets out: `dingh[y|ies]` becomes `dinghy` and `dinghies`. Counted before it is done.

use super::parse::{Node, Sign, Unit};
use super::{Fault, TermError};
use crate::sema::limits::{MAX_TERM_CHARS, MAX_TERM_VARIANTS};

/// A way to read a term once its brackets are gone.
#[derive(Clone, Default)]
pub(super) struct Variant {
    /// Its characters to match.
    pub(super) letters: String,
    /// What else stands in it, each with how many bytes of the letters stand before.
    pub(super) signs: Vec<(usize, Sign)>,
}

impl Variant {
    fn push(&mut self, unit: Unit) {
        match unit {
            Unit::Char(letter) => self.letters.push(letter),
            Unit::Sign(sign) => self.signs.push((self.letters.len(), sign)),
        }
    }

    fn with(&self, end: &Self) -> Self {
        let mut letters = String::with_capacity(self.letters.len() + end.letters.len());
        letters.push_str(&self.letters);
        letters.push_str(&end.letters);
        let moved = end.signs.iter().map(|&(at, sign)| (self.letters.len() + at, sign));
        Self { letters, signs: self.signs.iter().copied().chain(moved).collect() }
    }
}

/// The one way to read a term without signs, which is most of them; `None` where that is not plain to see.
pub(super) fn plain(term: &str) -> Option<Variant> {
    let is_sign = |byte: u8| matches!(byte, b'*' | b'[' | b']' | b'<' | b'>' | b'?' | b'|' | b'\\');
    let is_plain = term.len() as u64 <= MAX_TERM_CHARS && !term.bytes().any(is_sign);
    is_plain.then(|| Variant { letters: term.to_owned(), signs: Vec::new() })
}

/// Refuses a term with too many ways to read it once its brackets are gone. `length` is that of the term, for errors.
pub(super) fn check_size(nodes: &[Node], length: usize) -> Result<(), Fault> {
    let size = size_of_sequence(nodes);
    if size.variants > MAX_TERM_VARIANTS {
        return Err((TermError::TooManyVariants { variants: size.variants }, 0..length));
    }
    if size.chars > MAX_TERM_CHARS {
        return Err((TermError::TooLong { chars: size.chars }, 0..length));
    }
    Ok(())
}

/// How many variants something has, and how many characters they have together.
#[derive(Clone, Copy)]
struct Size {
    variants: u64,
    chars: u64,
}

fn size_of_sequence(nodes: &[Node]) -> Size {
    nodes.iter().map(size_of_node).fold(Size { variants: 1, chars: 0 }, |left, right| Size {
        variants: left.variants.saturating_mul(right.variants),
        chars: left
            .chars
            .saturating_mul(right.variants)
            .saturating_add(right.chars.saturating_mul(left.variants)),
    })
}

fn size_of_node(node: &Node) -> Size {
    let Node::Group { alternatives, optional } = node else { return Size { variants: 1, chars: 1 } };
    let none = Size { variants: u64::from(*optional), chars: 0 };
    alternatives.iter().map(|alternative| size_of_sequence(alternative)).fold(none, |left, right| Size {
        variants: left.variants.saturating_add(right.variants),
        chars: left.chars.saturating_add(right.chars),
    })
}

/// Every way to read nodes once their brackets are gone.
pub(super) fn sequence(nodes: &[Node]) -> Vec<Variant> {
    let mut variants = vec![Variant::default()];
    for node in nodes {
        match node {
            Node::Unit(unit) => variants.iter_mut().for_each(|variant| variant.push(*unit)),
            Node::Group { alternatives, optional } => {
                variants = with_group(&variants, alternatives, *optional)
            }
        }
    }
    variants
}

fn with_group(before: &[Variant], alternatives: &[Vec<Node>], optional: bool) -> Vec<Variant> {
    let mut endings: Vec<Variant> =
        alternatives.iter().flat_map(|alternative| sequence(alternative)).collect();
    if optional {
        endings.push(Variant::default());
    }
    before.iter().flat_map(|start| endings.iter().map(|end| start.with(end))).collect()
}
