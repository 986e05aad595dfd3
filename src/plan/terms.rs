//! The table of terms: in come a graph and the patterns of the policy, out come the words of all used
//! patterns, each once, the patterns as sequences of those words, and the graph with its sets
//! renumbered to them. One look-up per word of content then serves every rule.

use std::sync::Arc;

use super::graph::{Graph, Table};
use super::node::{Node, PatternId, SetId};
use super::vocabulary::Vocabulary;
use crate::sema::edits;
use crate::sema::hir::{self, Piece};
use crate::text::{Mode, Script, WordPattern};

/// Words and patterns.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Every different word, in the order in which patterns have them.
    pub words: Vec<Word>,
    /// By word: in how many posts of 10,000 it is expected.
    pub frequencies: Vec<u64>,
    /// Every used pattern: at least one variant each.
    pub patterns: Vec<Vec<Variant>>,
}

/// A word as it is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// How strictly.
    pub mode: Mode,
    /// What it matches. Shared with the policy.
    pub pattern: Arc<WordPattern>,
    /// Whether it is a phrase written together, which only a whole hashtag or handle can be.
    pub glued: bool,
    /// Whether it is also read without the Arabic letters that are written with a word.
    pub clitics: bool,
    /// How many edits it allows.
    pub fuzzy: u8,
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
pub fn tabulate(graph: Graph, patterns: &[&hir::Pattern]) -> (Graph, Terms) {
    let used = used_patterns(&graph);
    let mut vocabulary = Vocabulary::default();
    let variants = used.iter().map(|id| variants(patterns[id.index()], &mut vocabulary)).collect();
    let (words, frequencies) = vocabulary.finish();
    (renumbered(graph, &used), Terms { words, frequencies, patterns: variants })
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

/// Whether a phrase may be written together, as in a hashtag: where a word is open towards another, what stands between
/// them there is not known.
fn is_glued(pieces: &[Piece], pattern: &hir::Pattern) -> bool {
    let words = || pieces.iter().filter_map(Piece::word);
    let is_open = words().zip(words().skip(1)).any(|(word, next)| word.open_end || next.open_start);
    reads_disguise(pattern.mode) && words().count() > 1 && !is_open && !words().any(|word| word.emoji)
}

/// The words of a phrase written together.
fn glued(pieces: &[Piece], pattern: &hir::Pattern) -> Option<Word> {
    if !is_glued(pieces, pattern) {
        return None;
    }
    let words = || pieces.iter().filter_map(Piece::word);
    Some(Word {
        mode: pattern.mode,
        pattern: Arc::new(WordPattern {
            key: words().map(|word| word.key.as_str()).collect(),
            accented: words().map(|word| word.accented.as_str()).collect(),
            written: String::new(),
            open_start: words().next()?.open_start,
            open_end: words().next_back()?.open_end,
            script: words().fold(Script::None, |all, word| all.with(word.script)),
            emoji: false,
        }),
        glued: true,
        clitics: pattern.clitics,
        fuzzy: 0,
    })
}

impl Word {
    /// Whether it is read through disguise.
    #[must_use]
    pub fn reads_disguise(&self) -> bool {
        reads_disguise(self.mode) && !self.pattern.emoji
    }
}

const fn reads_disguise(mode: Mode) -> bool {
    matches!(mode, Mode::Full | Mode::Accented)
}

/// Every variant of a pattern, and the same written together.
fn variants(pattern: &hir::Pattern, vocabulary: &mut Vocabulary) -> Vec<Variant> {
    let mut variants = Vec::with_capacity(2 * pattern.variants.len());
    for pieces in &pattern.variants {
        variants.extend(variant(pieces, pattern, vocabulary));
    }
    for glued in pattern.variants.iter().filter_map(|pieces| glued(pieces, pattern)) {
        variants.push(Variant { words: vec![vocabulary.meet(glued)], joins: Vec::new(), anchor: 0 });
    }
    variants
}

fn variant(pieces: &[Piece], pattern: &hir::Pattern, vocabulary: &mut Vocabulary) -> Option<Variant> {
    let mut variant = Variant { words: Vec::with_capacity(pieces.len()), joins: Vec::new(), anchor: 0 };
    let mut join = Join::Next;
    for piece in pieces {
        match piece {
            Piece::Gap(most) => join = Join::Within(*most),
            Piece::Word(word) => {
                if !variant.words.is_empty() {
                    variant.joins.push(join);
                }
                let fuzzy = edits(word, pattern.mode, pattern.fuzzy);
                variant.words.push(vocabulary.meet_kept(word, (pattern.mode, pattern.clitics, fuzzy)));
                join = Join::Next;
            }
        }
    }
    let rarity = |index: &u32| vocabulary.frequency(variant.words[*index as usize]);
    variant.anchor = (0..variant.words.len() as u32).min_by_key(rarity)?;
    Some(variant)
}

/// The graph with the numbers of its patterns replaced by their places in `used`.
fn renumbered(mut graph: Graph, used: &[PatternId]) -> Graph {
    let mut places = vec![0; used.last().map_or(0, |last| last.index() + 1)];
    for (place, id) in (0..).zip(used) {
        places[id.index()] = place;
    }
    let mut sets = Table::default();
    let mut nodes = std::mem::take(&mut graph.nodes);
    for node in &mut nodes {
        if let Node::Terms { set, .. } = node {
            let patterns = graph.set(*set).iter().map(|id| PatternId(places[id.index()]));
            *set = SetId(sets.add(patterns.collect()));
        }
    }
    Graph { nodes, sets, ..graph }
}
