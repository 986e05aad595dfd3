//! Reading text through disguise: folding, tokens, and the way back to the original bytes. Knows
//! nothing of policies.
//!
//! A field value is read into a [`Text`]: base tokens in order, and *edges*, the words that can be
//! read there. Nodes are the places between words: node `i` stands before base token `i`, the node
//! after the last token is `tokens().len()`, and greater numbers are places inside a token (between the
//! parts of `l'Angleterre`, the members of a ZWJ sequence). Every base token is an edge from node `i`
//! to node `i + 1`; a part is an edge that starts or ends at an inner node. A term matches along a
//! path of edges, so that readings are only ever more edges: the words of `#ChannelCrossing` and of `v!sa` are edges from
//! the start, the parts of `b o a t` are made when asked for ([`Text::spelled`]), and what a single edge has to be read
//! through besides (`b0at`, `boooat`) is decided when a word is compared with it ([`WordPattern::reads`]).

use std::ops::Range;

mod accented;
mod ascii;
mod clitics;
mod disguise;
mod emoji;
mod fold;
mod folded;
mod graphemes;
mod joined;
mod keys;
mod leet;
mod marks;
mod parts;
mod pattern;
mod plain;
mod quick;
mod readings;
mod sentence;
mod simd;
mod spelled;
mod symbols;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod words;

pub use accented::fold as fold_accented;
pub use clitics::{MOST_CLITICS, stem_starts};
pub use disguise::{blurred, blurred_symbol, push_skeleton};
pub use readings::Readings;
pub use sentence::sentence_ends_within;
pub use spelled::{Run, SPELLED_TOKENS};
pub use symbols::{JOIN, PADDING, Symbols, TAG, UNSURE, WORD, Wanted, makes_word, symbol};

/// How the content is read for a term: written before a term, a row or a lexicon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Folding and every reading.
    #[default]
    Full,
    /// Folding, no readings.
    Plain,
    /// Folding without dropping marks.
    Accented,
    /// The same code points.
    Exact,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters, digits and kept marks.
    Word,
    /// A grapheme of a script written without spaces.
    Grapheme,
    /// A currency sign or `%`.
    Sign,
    /// An emoji, a flag or a ZWJ sequence, or a member of one.
    Emoji,
}

/// Which scripts the letters of a word belong to; digits and marks count for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// No letters.
    #[default]
    None,
    /// Latin alone.
    Latin,
    /// One or more other scripts, no Latin.
    Other,
    /// Latin and another.
    Mixed,
}

/// A word that can be read at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The node it starts at.
    pub from: u32,
    /// The node it ends at.
    pub to: u32,
    /// The first base token it covers, even in part.
    pub first: u32,
    /// One past the last base token it covers.
    pub next: u32,
    /// First byte of its first letter in the original.
    pub start: u32,
    /// One past the last byte of its last letter with the marks on it.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// Scripts of its letters.
    pub script: Script,
    /// How many letters it has, 255 for more.
    pub letters: u8,
    /// What has to be undone to see this word at all.
    pub readings: Readings,
    /// What may have to be undone inside it, and whether it is a whole hashtag or handle.
    flags: u8,
    /// Where its folded text stands in the buffer of keys.
    key: (u32, u32),
}

/// One field value, read. Buffers are reused between values: keep one per thread.
#[derive(Clone, Debug, Default)]
pub struct Text {
    keys: keys::Keys,
    base: Vec<Edge>,
    /// All edges, where there are others than the base tokens.
    edges: Vec<Edge>,
    /// Edges that start or end inside a token.
    inner: Vec<Edge>,
    /// How many nodes stand inside tokens.
    inner_nodes: u32,
    /// Parts of the token that is being read.
    parts: Vec<parts::Part>,
    marks: marks::Marks,
    /// Runs of single letters.
    runs: Vec<Run>,
    /// Read as their parts once all tokens are known.
    camels: Vec<joined::Camel>,
    cuts: Vec<joined::Cut>,
    /// Hashtags and handles.
    tags: Vec<tags::Tag>,
    /// Words with `@ $ !` for letters.
    chains: Vec<leet::Chain>,
}

/// An edge that is a whole hashtag or handle.
const WHOLE: u8 = 4;

impl Text {
    /// An empty text, ready to read.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a field value, forgetting the one before. Linear time. Values over `u32::MAX` bytes are refused by whoever reads content.
    pub fn read(&mut self, original: &str) {
        self.clear();
        words::Reader::new(original, self).run();
        self.finish(original);
    }

    /// Reads no word in one go: what [`Text::read`] has to be equal to.
    #[cfg(test)]
    fn read_with_care(&mut self, original: &str) {
        self.clear();
        words::Reader::new(original, self).run_with_care();
        self.finish(original);
    }

    fn clear(&mut self) {
        self.keys.clear();
        self.base.clear();
        self.edges.clear();
        self.inner.clear();
        self.parts.clear();
        self.runs.clear();
        self.camels.clear();
        self.tags.clear();
        self.chains.clear();
        self.inner_nodes = 0;
    }

    /// Adds the edges that stand on the tokens.
    fn finish(&mut self, original: &str) {
        self.add_camels(original);
        self.add_tags();
        self.add_chains(original);
        self.lay_out_edges();
    }

    /// The base tokens in order; token `i` goes from node `i` to node `i + 1`. Distances count these.
    #[must_use]
    pub fn tokens(&self) -> &[Edge] {
        &self.base
    }

    /// Every edge, base tokens included, sorted by `from`; of one node the base token (or first part) first.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        if self.inner.is_empty() { &self.base } else { &self.edges }
    }

    /// The edges that start at a node.
    #[must_use]
    pub fn edges_from(&self, node: u32) -> &[Edge] {
        let edges = self.edges();
        if self.inner.is_empty() {
            let node = (node as usize).min(edges.len());
            return &edges[node..(node + 1).min(edges.len())];
        }
        let first = edges.partition_point(|edge| edge.from < node);
        let count = edges[first..].iter().take_while(|edge| edge.from == node).count();
        &edges[first..first + count]
    }

    /// Folded text of an edge (steps 1 to 6, apostrophes dropped): what words are compared by.
    #[must_use]
    pub fn key(&self, edge: &Edge) -> &str {
        self.keys.text(edge.key.0 as usize..edge.key.1 as usize)
    }

    /// The bytes of an edge's key.
    #[must_use]
    #[inline]
    pub fn key_bytes(&self, edge: &Edge) -> &[u8] {
        self.keys.bytes(edge.key.0 as usize..edge.key.1 as usize)
    }

    /// Appends the skeleton of an edge's key.
    pub fn push_skeleton(&self, edge: &Edge, skeleton: &mut String) {
        push_skeleton(self.key(edge), skeleton);
    }

    /// The base tokens that a byte range touches, as `first..next`; where it touches none, an empty
    /// range at the token that follows it.
    #[must_use]
    pub fn tokens_touching(&self, bytes: Range<u32>) -> Range<u32> {
        let first = self.base.partition_point(|token| token.end <= bytes.start) as u32;
        let next = self.base.partition_point(|token| token.start < bytes.end) as u32;
        first..next.max(first)
    }
}

impl Edge {
    /// Whether it may have to be read as other letters than it has: only then its skeleton need be looked up.
    #[must_use]
    pub const fn is_disguised(&self) -> bool {
        self.flags & (disguise::LEET | disguise::RUNS) != 0
    }

    /// Whether it is a whole hashtag or handle, which a phrase may be written together in.
    #[must_use]
    pub const fn is_whole_tag(&self) -> bool {
        self.flags & WHOLE != 0
    }
}

/// A word of a term. It owns its texts, or borrows them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordPattern<S = String> {
    /// Folded as content is: equal to an edge's key, or its beginning or end.
    pub key: S,
    /// Folded without step 3 and composed (NFC): compared for `accented`.
    pub accented: S,
    /// As written: compared for `exact`.
    pub written: S,
    /// `*` before it: a word may end so.
    pub open_start: bool,
    /// `*` after it: a word may begin so.
    pub open_end: bool,
    /// Scripts of its letters.
    pub script: Script,
    /// Whether it is an emoji.
    pub emoji: bool,
}

/// Which letters a folded text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Spelling {
    /// Steps 1 to 6: look-alikes of other scripts are Latin letters.
    Merged,
    /// Without step 4: each script keeps its letters. For regexes that name letters of other scripts.
    Native,
}

/// A field value folded with its separators: what a regex is run over. White space runs are one space,
/// `’` in a word is `'`, other separators stand as they are.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

/// Folds a whole string for comparing field values: [`Spelling::Merged`], separators kept, white space
/// runs one space, trimmed.
#[must_use]
pub fn fold_string(original: &str) -> String {
    Folded::new(original, Spelling::Merged).text.trim_matches(' ').to_owned()
}

/// The keys of a text's base tokens with a space between: what `distinct` compares spans by.
#[must_use]
pub fn fold_tokens(original: &str) -> String {
    let mut text = Text::new();
    text.read(original);
    let keys: Vec<&str> = text.tokens().iter().map(|token| text.key(token)).collect();
    keys.join(" ")
}
