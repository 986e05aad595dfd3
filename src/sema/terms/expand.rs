//! Writing brackets out: `dingh[y|ies]` becomes `dinghy` and `dinghies`. Counted before it is done.

use super::parse::{Node, Unit};
use super::{Fault, TermError};
use crate::sema::limits::{MAX_TERM_CHARS, MAX_TERM_VARIANTS};

/// Every way to read a term once its brackets are gone. `length` is that of the term, for errors.
pub(super) fn expand(nodes: &[Node], length: usize) -> Result<Vec<Vec<Unit>>, Fault> {
    let size = size_of_sequence(nodes);
    if size.variants > MAX_TERM_VARIANTS {
        return Err((TermError::TooManyVariants { variants: size.variants }, 0..length));
    }
    if size.chars > MAX_TERM_CHARS {
        return Err((TermError::TooLong { chars: size.chars }, 0..length));
    }
    Ok(sequence(nodes))
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

fn sequence(nodes: &[Node]) -> Vec<Vec<Unit>> {
    let mut variants: Vec<Vec<Unit>> = vec![Vec::new()];
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

fn with_group(before: &[Vec<Unit>], alternatives: &[Vec<Node>], optional: bool) -> Vec<Vec<Unit>> {
    let mut endings: Vec<Vec<Unit>> =
        alternatives.iter().flat_map(|alternative| sequence(alternative)).collect();
    if optional {
        endings.push(Vec::new());
    }
    let pairs = before.iter().flat_map(|start| endings.iter().map(move |end| (start, end)));
    pairs.map(|(start, end)| [start.as_slice(), end.as_slice()].concat()).collect()
}
