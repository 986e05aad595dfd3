//! The table of terms: in come a graph and the patterns of the policy, out come the words of all used
//! patterns, each once, the patterns as sequences of those words, and the graph with its sets
//! renumbered to them. One look-up per word of content then serves every rule.

use super::frequency;
use super::graph::{Graph, Table};
use super::node::{Node, PatternId, SetId};
use crate::sema::edits;
use crate::sema::hir::{self, Piece};
use crate::sema::known::Known;
use crate::text::{Mode, Script, WordPattern};

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
pub fn tabulate(graph: Graph, patterns: &[hir::Pattern]) -> (Graph, Terms) {
    let used = used_patterns(&graph);
    let met = used.iter().flat_map(|id| words_of(&patterns[id.index()]));
    let (words, mut numbers) = numbered(met);
    let patterns = used.iter().map(|id| variants(&patterns[id.index()], &words, &mut numbers)).collect();
    let graph = renumbered(graph, &used);
    (graph, Terms { words, patterns })
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

/// The words of a pattern in the order in which [`variants`] meets them.
fn words_of(pattern: &hir::Pattern) -> impl Iterator<Item = Word> {
    let alone = pattern.variants.iter().flatten().filter_map(|piece| single(piece, pattern));
    alone.chain(pattern.variants.iter().filter_map(|pieces| glued(pieces, pattern)))
}

/// Every different word, in order; and for each of these which one it is.
fn numbered(met: impl Iterator<Item = Word>) -> (Vec<Word>, impl Iterator<Item = u32>) {
    let (mut known, mut different) = (Known::default(), Vec::new());
    let met = met.map(|word| {
        known.find(&different, &word).unwrap_or_else(|| {
            different.push(word);
            different.len() as u32 - 1
        })
    });
    let met: Vec<u32> = met.collect();
    // Most words differ in their first letters, which need not be fetched from all over the memory.
    let first = |word: &Word| {
        let mut first = [0; 16];
        first.iter_mut().zip(word.pattern.key.bytes()).for_each(|(to, byte)| *to = byte);
        (word.mode, u128::from_be_bytes(first))
    };
    let mut order: Vec<((Mode, u128), u32)> = different.iter().map(first).zip(0..).collect();
    order.sort_unstable_by(|(first, a), (other, b)| {
        first.cmp(other).then_with(|| different[*a as usize].cmp(&different[*b as usize]))
    });
    let mut numbers = vec![0; different.len()];
    for (number, (_, place)) in (0..).zip(&order) {
        numbers[*place as usize] = number;
    }
    let take = |place: u32| std::mem::replace(&mut different[place as usize], Word::EMPTY);
    let words = order.into_iter().map(|(_, place)| place).map(take).collect();
    (words, met.into_iter().map(move |word| numbers[word as usize]))
}

fn single(piece: &Piece, pattern: &hir::Pattern) -> Option<Word> {
    let word = WordPattern::clone(piece.word()?);
    let fuzzy = edits(&word, pattern.mode, pattern.fuzzy);
    Some(Word { mode: pattern.mode, pattern: word, glued: false, clitics: pattern.clitics, fuzzy })
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
        pattern: WordPattern {
            key: words().map(|word| word.key.as_str()).collect(),
            accented: words().map(|word| word.accented.as_str()).collect(),
            written: String::new(),
            open_start: words().next()?.open_start,
            open_end: words().next_back()?.open_end,
            script: words().fold(Script::None, |all, word| all.with(word.script)),
            emoji: false,
        },
        glued: true,
        clitics: pattern.clitics,
        fuzzy: 0,
    })
}

impl Word {
    const EMPTY: Self = Self {
        mode: Mode::Full,
        pattern: WordPattern {
            key: String::new(),
            accented: String::new(),
            written: String::new(),
            open_start: false,
            open_end: false,
            script: Script::None,
            emoji: false,
        },
        glued: false,
        clitics: false,
        fuzzy: 0,
    };

    /// Whether it is read through disguise.
    #[must_use]
    pub const fn reads_disguise(&self) -> bool {
        reads_disguise(self.mode) && !self.pattern.emoji
    }
}

const fn reads_disguise(mode: Mode) -> bool {
    matches!(mode, Mode::Full | Mode::Accented)
}

/// Every variant of a pattern, and the same written together. `numbers` are those of the words of [`words_of`].
fn variants(pattern: &hir::Pattern, words: &[Word], numbers: &mut impl Iterator<Item = u32>) -> Vec<Variant> {
    let mut variants = Vec::with_capacity(pattern.variants.len());
    for pieces in &pattern.variants {
        variants.extend(variant(pieces, words, numbers));
    }
    for pieces in &pattern.variants {
        let together = is_glued(pieces, pattern).then(|| numbers.next()).flatten();
        variants.extend(together.map(|word| Variant { words: vec![word], joins: Vec::new(), anchor: 0 }));
    }
    variants
}

fn variant(pieces: &[Piece], words: &[Word], numbers: &mut impl Iterator<Item = u32>) -> Option<Variant> {
    let mut variant = Variant { words: Vec::with_capacity(pieces.len()), joins: Vec::new(), anchor: 0 };
    let mut join = Join::Next;
    for piece in pieces {
        match piece {
            Piece::Gap(most) => join = Join::Within(*most),
            Piece::Word(_) => {
                if !variant.words.is_empty() {
                    variant.joins.push(join);
                }
                variant.words.push(numbers.next()?);
                join = Join::Next;
            }
        }
    }
    let rarity = |index: &u32| frequency::of_word(&words[variant.words[*index as usize] as usize]);
    variant.anchor = (0..variant.words.len() as u32).min_by_key(rarity)?;
    Some(variant)
}

/// The graph with the numbers of its patterns replaced by their places in `used`.
fn renumbered(mut graph: Graph, used: &[PatternId]) -> Graph {
    let mut sets = Table::default();
    let mut nodes = std::mem::take(&mut graph.nodes);
    for node in &mut nodes {
        if let Node::Terms { set, .. } = node {
            let places = graph.set(*set).iter().map(|id| used.partition_point(|known| known < id) as u32);
            *set = SetId(sets.add(places.map(PatternId).collect()));
        }
    }
    Graph { nodes, sets, ..graph }
}
