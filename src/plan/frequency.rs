//! How often things are expected in content: a guess, in posts of 10,000. It only decides what is
//! looked for first and can never change a verdict, so that a rough guess by length will do.

use super::graph::Graph;
use super::node::{Node, SetId};
use super::terms::{Terms, Variant, Word};

/// What is expected of a condition that has to be worked out on every post.
pub(super) const ALWAYS: u64 = u64::MAX;

/// Posts of 10,000 that have a word of so many letters, from none on: short words are common words.
const BY_LETTERS: [u64; 9] = [3_000, 2_500, 2_000, 1_200, 500, 250, 120, 60, 30];

/// Emoji are many, and each is rare.
const EMOJI: u64 = 60;

/// Of a word of a term.
#[must_use]
pub(super) fn of_word(word: &Word) -> u64 {
    if word.pattern.emoji {
        return EMOJI;
    }
    let letters = word.pattern.key.chars().count().min(BY_LETTERS.len() - 1);
    let open = u64::from(word.pattern.open_start) * 2 + u64::from(word.pattern.open_end);
    BY_LETTERS[letters] * (1 + open) * (1 + u64::from(word.fuzzy))
}

/// No more posts than this are expected to have one of a set of terms, however many these are: most of a large set are of
/// other languages than the post. Less than for what is no term, which costs something on every post.
const MOST_OF_SET: u64 = 6_500;

/// How often what stands at the leaves of a graph is expected.
pub(super) struct Frequencies<'g> {
    graph: &'g Graph,
    /// By pattern: a term may stand in many sets.
    patterns: Vec<u64>,
}

impl<'g> Frequencies<'g> {
    /// Of a pattern: any of its variants, each as rare as its rarest word.
    pub(super) fn new(graph: &'g Graph, terms: &Terms) -> Self {
        let of_variant =
            |variant: &Variant| terms.frequencies[variant.words[variant.anchor as usize] as usize];
        let of_pattern = |variants: &Vec<Variant>| variants.iter().map(of_variant).sum();
        Self { graph, patterns: terms.patterns.iter().map(of_pattern).collect() }
    }

    fn of_set(&self, set: SetId) -> u64 {
        let sum: u64 = self.graph.set(set).iter().map(|pattern| self.patterns[pattern.index()]).sum();
        // Nearly the sum where it is small, and never more than the most.
        sum.saturating_mul(MOST_OF_SET).checked_div(sum.saturating_add(MOST_OF_SET)).unwrap_or_default()
    }

    /// Of a node without operands. What is no term costs something even where it is not found, which is
    /// added here.
    pub(super) fn of_leaf(&self, node: &Node) -> u64 {
        match node {
            Node::Const(false) => 0,
            Node::Terms { set, .. } => self.of_set(*set),
            Node::Hashlist { .. } => 500,
            Node::Field { .. } => 4_000,
            Node::Age { .. } => 5_000,
            Node::Extract { .. } => 7_000,
            Node::Regex { .. } => 9_000,
            _ => ALWAYS,
        }
    }
}
