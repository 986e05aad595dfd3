//! The table of terms: in come a graph and the patterns of the policy, out come the words of all used
//! patterns, each once, the patterns as sequences of those words, and the graph with its sets
//! renumbered to them. One look-up per word of content then serves every rule.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::frequency;
use super::graph::{Graph, Table};
use super::node::{Node, PatternId, SetId};
use crate::sema::edits;
use crate::sema::hir::{self, Piece};
use crate::text::{Mode, WordPattern};

/// Words and patterns.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Every different word, in order.
    pub words: Vec<Word>,
    /// Every used pattern: at least one variant each.
    pub patterns: Vec<Vec<Variant>>,
}

/// A word as it is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// How strictly.
    pub mode: Mode,
    /// What it matches.
    pub pattern: WordPattern,
    /// How many edits it allows.
    pub fuzzy: u8,
}

impl Word {
    fn of(word: &WordPattern, pattern: &hir::Pattern) -> Self {
        let fuzzy = edits(word, pattern.mode, pattern.fuzzy);
        Self { mode: pattern.mode, pattern: word.clone(), fuzzy }
    }
}

/// One way to write a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Indices into [`Terms::words`]; at least one.
    pub words: Vec<u32>,
    /// How a word follows the one before: one fewer than there are words.
    pub joins: Vec<Join>,
    /// Which of its words is expected least often: the variant is looked for only where that is found.
    pub anchor: u32,
}

/// How a word follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Join {
    /// At once, emoji passed over.
    Next,
    /// With at most this many tokens between.
    Within(u32),
}

/// Makes the table of the patterns that a graph uses, and the graph over it.
#[must_use]
pub fn tabulate(graph: &Graph, patterns: &[hir::Pattern]) -> (Graph, Terms) {
    let used = used_patterns(graph);
    let words = words(used.iter().map(|id| &patterns[id.index()]));
    let number: FxHashMap<&Word, u32> = words.iter().zip(0..).collect();
    let table = used.iter().map(|id| variants(&patterns[id.index()], &words, &number)).collect();
    let graph = renumbered(graph, &used);
    (graph, Terms { words, patterns: table })
}

/// The patterns of the sets that nodes use, in order, each once.
fn used_patterns(graph: &Graph) -> Vec<PatternId> {
    let sets = graph.nodes.iter().filter_map(|node| match node {
        Node::Terms { set, .. } => Some(*set),
        _ => None,
    });
    let sets = sorted(sets);
    sorted(sets.into_iter().flat_map(|set| graph.set(set).iter().copied()))
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn words<'p>(patterns: impl Iterator<Item = &'p hir::Pattern>) -> Vec<Word> {
    let words = patterns.flat_map(|pattern| {
        let pieces = pattern.variants.iter().flatten();
        pieces.filter_map(|piece| match piece {
            Piece::Word(word) => Some(Word::of(word, pattern)),
            Piece::Gap(_) => None,
        })
    });
    sorted(words)
}

fn variants(pattern: &hir::Pattern, words: &[Word], number: &FxHashMap<&Word, u32>) -> Vec<Variant> {
    let variants = pattern.variants.iter().map(|pieces| variant(pieces, pattern, words, number));
    variants.filter(|variant| !variant.words.is_empty()).collect()
}

fn variant(
    pieces: &[Piece],
    pattern: &hir::Pattern,
    words: &[Word],
    number: &FxHashMap<&Word, u32>,
) -> Variant {
    let mut variant = Variant { words: Vec::new(), joins: Vec::new(), anchor: 0 };
    let mut join = Join::Next;
    for piece in pieces {
        match piece {
            Piece::Gap(most) => join = Join::Within(*most),
            Piece::Word(word) => {
                if !variant.words.is_empty() {
                    variant.joins.push(join);
                }
                variant.words.push(number[&Word::of(word, pattern)]);
                join = Join::Next;
            }
        }
    }
    let rarity = |index: &u32| frequency::of_word(&words[variant.words[*index as usize] as usize]);
    variant.anchor = (0..variant.words.len() as u32).min_by_key(rarity).unwrap_or(0);
    variant
}

/// The graph with the numbers of its patterns replaced by their places in `used`.
fn renumbered(graph: &Graph, used: &[PatternId]) -> Graph {
    let mut sets = Table::default();
    let nodes = graph.nodes.iter().map(|node| match node {
        Node::Terms { set, scope } => {
            let places = graph.set(*set).iter().map(|id| used.partition_point(|known| known < id) as u32);
            Node::Terms { set: SetId(sets.add(places.map(PatternId).collect())), scope: *scope }
        }
        other => other.clone(),
    });
    let nodes = nodes.collect();
    Graph { nodes, sets, ..graph.clone() }
}
