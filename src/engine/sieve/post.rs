//! The words of one post, as signs. In come its values, out go the places in the tables that its words led to, and the signs of
//! all that it has for whoever asks what else there is.

use super::alternative::{Alternative, each_pair};
use super::build::{pair_of, rare_bit};
use super::care::{parts, with_neighbours};
use super::decide::Seen;
use super::hash::{Symbols8, of_skeleton, of_tag, pad, short};
use super::open::counts;
use super::row::Row;
use super::signs::Signs;
use super::{Sieve, Sifted};
use crate::text::{
    Edge, JOIN, Kind, Script, Symbols, TAG, Text, UNSURE, WORD, blurred_symbol, push_skeleton, stem_starts,
    symbol,
};

/// So many parts between apostrophes and cuts are put together in every way; a word of more is read.
const MOST_PARTS: usize = 4;
/// A value with more places that need care than this, and more than one in eight bytes, is read.
const MOST_CARE: usize = 8;
/// A value with more emoji in a row than this is read.
const MOST_EMOJI: usize = 16;
/// Nodes from one word to the next: a hashtag of more letters and digits in turns is read.
const NODES: u32 = 32;
/// A post of more words is read: their nodes have to be numbered.
const MOST_WORDS: usize = (u32::MAX / NODES) as usize - 1;

/// What has been read of one post. Buffers are reused.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Post {
    /// Number of the post, from 1 on.
    pub(super) epoch: u64,
    symbols: Symbols,
    /// Of what is read with care.
    text: Text,
    /// Words as they stand, in order; nought between values.
    words: Vec<u32>,
    /// Of the value that is being read.
    hashes: Vec<u64>,
    /// What else words of it may be, and where.
    alternatives: Vec<Alternative>,
    /// Of what else there is, of beginnings and endings that open words may be known by; and, where anybody asks, of the words
    /// and of pairs of them.
    signs: Signs,
    /// The [bits](rare_bit) of those that are of words in disguise, or of whole hashtags.
    pub(super) rare: u64,
    /// What the tables led to.
    pub(super) candidates: Vec<u32>,
    /// Nodes of which a term is there.
    pub(super) found: Vec<u32>,
    /// By node.
    pub(super) seen: Vec<Seen>,
    /// A word that is put together.
    word: Vec<u8>,
    skeleton: Vec<u8>,
    letters: String,
    pub(super) row: Row,
}

/// Where an alternative stands: the nodes it starts and ends at.
pub(super) type Place = [u32; 2];

/// The places of some words of a post, the first being at an index.
pub(super) const fn place(first: usize, count: usize) -> Place {
    [first as u32 * NODES, (first + count) as u32 * NODES]
}

/// Buffers of a value of more symbols than this are given back after the post that needed them.
const KEPT_BYTES: usize = 1 << 20;
/// The same of lists of more entries.
const KEPT_ENTRIES: usize = 1 << 16;

/// Symbols at a place of a padded buffer.
#[derive(Clone, Copy)]
pub(super) struct Run<'s> {
    padded: &'s [u8],
    at: usize,
    length: usize,
}

impl<'s> Run<'s> {
    const fn between(padded: &'s [u8], at: usize, end: usize) -> Self {
        Self { padded, at, length: end - at }
    }

    /// All of a word that has been put together with gaps behind it.
    pub(super) const fn whole(padded: &'s [u8], length: usize) -> Self {
        Self { padded, at: 0, length }
    }

    fn symbols(self) -> &'s [u8] {
        &self.padded[self.at..self.at + self.length]
    }

    /// A part of it.
    const fn part(self, from: usize, length: usize) -> Self {
        Self { at: self.at + from, length, ..self }
    }

    /// Whether it may be in disguise. Eights overlap by two, so that no three stand in neither.
    fn is_odd(self) -> bool {
        let mut from = (0..self.length).step_by(6);
        from.any(|from| Symbols8::at(self.padded, self.at + from).is_odd((self.length - from).min(8)))
    }
}

impl Post {
    /// Forgets the post before.
    pub(super) fn begin(&mut self, sieve: &Sieve) {
        // A long value may be one word alone.
        let is_large = self.symbols.len() > KEPT_BYTES;
        if is_large || self.words.capacity() > KEPT_ENTRIES || self.signs.capacity() > 2 * KEPT_ENTRIES {
            let (epoch, seen) = (self.epoch, std::mem::take(&mut self.seen));
            *self = Self { epoch, seen, ..Self::default() };
        }
        self.epoch += 1;
        self.rare = 0;
        self.signs.clear();
        for list in [&mut self.words, &mut self.candidates, &mut self.found] {
            list.clear();
        }
        if self.seen.len() < sieve.nodes.len() {
            self.seen.resize(sieve.nodes.len(), Seen::default());
        }
    }

    /// Whether the tables led anywhere.
    pub(super) fn has_candidates(&self) -> bool {
        !self.candidates.is_empty()
    }

    /// Makes ready for questions about what the post has.
    pub(super) fn sum_up(&mut self, sieve: &Sieve) {
        self.candidates.sort_unstable();
        self.candidates.dedup();
        self.signs.extend(self.words.iter().copied());
        let pair = |pair: &[u32]| short(sieve.hasher.pair(pair[0], pair[1]));
        self.signs.extend(self.words.windows(2).map(pair));
        self.signs.sum_up();
    }

    /// Whether the post has what a sign stands for; perhaps it has not, but if it says so it has not.
    #[inline]
    pub(super) fn has(&self, sign: u32) -> bool {
        self.signs.has(sign)
    }

    /// Reads one value.
    pub(super) fn read(&mut self, sieve: &Sieve, original: &str) -> Sifted {
        let mut symbols = std::mem::take(&mut self.symbols);
        symbols.read(original, sieve.wanted);
        let mut read = self.read_words(sieve, &symbols);
        if read.is_some() && !symbols.care().is_empty() {
            read = self.read_with_care(sieve, original, symbols.care());
        }
        self.symbols = symbols;
        read.map_or(Sifted::Unsure, |()| Sifted::Known)
    }

    /// `None` where the value has to be read in full to be known.
    fn read_words(&mut self, sieve: &Sieve, symbols: &Symbols) -> Option<()> {
        let (padded, words) = (symbols.padded(), symbols.words());
        // Letters with marks are single, too, where they need care.
        let has_unsure = || !symbols.care().is_empty() && memchr::memchr(UNSURE, padded).is_some();
        let is_row = self.look_up_words(sieve, padded, words);
        if sieve.has_open_words() {
            words.iter().for_each(|&[start, end]| {
                self.note_open(sieve, Run::between(padded, start as usize, end as usize))
            });
        }
        self.alternatives.clear();
        let first = self.words.len() - words.len();
        if first + words.len() > MOST_WORDS {
            return None;
        }
        self.read_rare(sieve, symbols, first)?;
        if is_row || has_unsure() {
            self.note_rows(sieve, symbols, first)?;
        }
        if sieve.clitics {
            for (index, &[start, end]) in (first..).zip(words) {
                self.note_stems(sieve, Run::between(padded, start as usize, end as usize), place(index, 1));
            }
        }
        self.pair_with_words(sieve)
    }

    /// Looks up words and pairs as they stand; whether three in a row are of one symbol. In turns, so that nothing waits for
    /// what is looked up before it.
    fn look_up_words(&mut self, sieve: &Sieve, padded: &[u8], words: &[[u32; 2]]) -> bool {
        let Self { words: all, hashes, candidates, .. } = self;
        let whole =
            |&[start, end]: &[u32; 2]| sieve.hasher.whole(padded, start as usize, (end - start) as usize);
        hashes.clear();
        hashes.extend(words.iter().map(whole));
        // Nought parts this value from the one before.
        let first = all.len();
        all.push(0);
        all.extend(hashes.iter().map(|&hash| short(hash)));
        for &hash in &*hashes {
            if let Some(found) = sieve.plain.find(hash) {
                candidates.push(found);
            }
        }
        for pair in all[first + 1..].windows(2) {
            if let Some(found) = sieve.plain.find(sieve.hasher.pair(pair[0], pair[1])) {
                candidates.push(found);
            }
        }
        let mut singles = 0_u32;
        words.iter().fold(false, |is_row, [start, end]| {
            singles = singles << 1 | u32::from(end - start == 1);
            is_row | (singles & 0b111 == 0b111)
        })
    }

    /// Notes what words with more than letters and digits, or with equal letters, may be. The words of the value are those from
    /// an index on.
    fn read_rare(&mut self, sieve: &Sieve, symbols: &Symbols, first: usize) -> Option<()> {
        let padded = symbols.padded();
        let index =
            |start: usize| first + symbols.words().partition_point(|&[_, end]| (end as usize) <= start);
        let mut done = 0;
        for &at in symbols.rare() {
            let at = at as usize;
            match padded[at] {
                _ if at < done => {}
                TAG => {
                    let length = run(&padded[at + 1..], |symbol| symbol >= WORD);
                    if length > 0 {
                        self.note_tag(sieve, Run { padded, at: at + 1, length }, index(at + 1))?;
                    }
                }
                JOIN => {
                    let is_inside = |symbol: u8| symbol >= WORD || symbol == JOIN;
                    let start = at - run_back(&padded[..at], is_inside);
                    done = start + run(&padded[start..], is_inside);
                    self.note_chain(sieve, &padded[start..done], index(start))?;
                    self.note_odd_parts(sieve, Run::between(padded, start, done), index(start));
                }
                _ => {
                    let start = at - run_back(&padded[..at], |symbol| symbol >= WORD);
                    done = start + run(&padded[start..], |symbol| symbol >= WORD);
                    self.note_skeleton(sieve, Run::between(padded, start, done), place(index(start), 1));
                }
            }
        }
        Some(())
    }

    /// Notes a whole hashtag or handle, and its letters and its digits if it has both. It is the word of an index.
    fn note_tag(&mut self, sieve: &Sieve, tag: Run<'_>, index: usize) -> Option<()> {
        self.note_tag_sign(sieve, sieve.hash(tag));
        for hash in sieve.open_hashes(tag) {
            self.note_tag_sign(sieve, hash);
        }
        let [start, end] = place(index, 1);
        let (mut from, mut node) = (0, start);
        while from < tag.length {
            let is_digit = tag.symbols()[from].is_ascii_digit();
            let length = run(&tag.symbols()[from..], |symbol| symbol.is_ascii_digit() == is_digit);
            if length < tag.length {
                let next = if from + length == tag.length { end } else { node + 1 };
                if next == node || node + 1 == end && next != end {
                    return None;
                }
                self.note_either(sieve, tag.part(from, length), [node, next]);
                node = next;
            }
            from += length;
        }
        Some(())
    }

    /// Notes what the parts of a chain may be in disguise, each by itself. The first is the word of an index.
    fn note_odd_parts(&mut self, sieve: &Sieve, chain: Run<'_>, mut index: usize) {
        let mut from = 0;
        while from < chain.length {
            let length = run(&chain.symbols()[from..], |symbol| symbol >= WORD);
            if length > 0 {
                let part = chain.part(from, length);
                if part.is_odd() {
                    self.note_skeleton(sieve, part, place(index, 1));
                }
                index += 1;
            }
            from += length.max(1);
        }
    }

    /// Notes what an open word may be known by, of a word as it stands.
    fn note_open(&mut self, sieve: &Sieve, word: Run<'_>) {
        for hash in sieve.open_hashes(word) {
            if sieve.vocabulary.has(hash) {
                self.signs.push(short(hash));
                self.candidates.extend(sieve.plain.find(hash));
            }
        }
    }

    /// Notes a word that may be read at a place, in every form that it may be known by.
    fn note_word(&mut self, sieve: &Sieve, word: Run<'_>, place: Place) {
        let hash = sieve.hash(word);
        self.note_hash(sieve, hash, place);
        self.note_tag_sign(sieve, hash);
        if sieve.has_open_words() {
            for hash in sieve.open_hashes(word) {
                self.note_hash(sieve, hash, place);
                self.note_tag_sign(sieve, hash);
            }
        }
    }

    /// Phrases written together are known only so: a hashtag of a common word is that word as well, and stands where it
    /// stands.
    fn note_tag_sign(&mut self, sieve: &Sieve, hash: u64) {
        let hash = of_tag(hash);
        if sieve.vocabulary.has(hash) {
            self.rare |= rare_bit(short(hash));
            self.signs.push(short(hash));
            self.candidates.extend(sieve.rare.find(hash));
        }
    }

    fn note_hash(&mut self, sieve: &Sieve, hash: u64, [from, to]: Place) {
        if sieve.vocabulary.has(hash) {
            self.signs.push(short(hash));
            self.alternatives.push(Alternative { from, to, sign: short(hash), is_disguised: false });
            self.candidates.extend(sieve.plain.find(hash));
        }
    }

    /// Notes what a word may be read as in disguise.
    fn note_skeleton(&mut self, sieve: &Sieve, word: Run<'_>, place: Place) {
        let mut buffer = std::mem::take(&mut self.skeleton);
        let length = pad(&mut buffer, skeleton(word.symbols().iter().copied()));
        self.note_skeleton_of(sieve, Run::whole(&buffer, length), place);
        self.skeleton = buffer;
    }

    pub(super) fn note_skeleton_of(&mut self, sieve: &Sieve, skeleton: Run<'_>, place: Place) {
        self.note_skeleton_hash(sieve, sieve.hash(skeleton), place);
        if sieve.has_open_words() {
            for hash in sieve.open_hashes(skeleton) {
                self.note_skeleton_hash(sieve, hash, place);
            }
        }
    }

    fn note_skeleton_hash(&mut self, sieve: &Sieve, hash: u64, [from, to]: Place) {
        let hash = of_skeleton(hash);
        if sieve.vocabulary.has(hash) {
            self.rare |= rare_bit(short(hash));
            self.signs.push(short(hash));
            self.alternatives.push(Alternative { from, to, sign: short(hash), is_disguised: true });
            self.candidates.extend(sieve.rare.find(hash));
        }
    }

    /// Notes the word without Arabic letters that are written together with it.
    fn note_stems(&mut self, sieve: &Sieve, word: Run<'_>, place: Place) {
        for start in stem_starts(word.symbols()) {
            self.note_either(sieve, word.part(start, word.length - start), place);
        }
    }

    /// Notes a word that may be read at a place, as it is and in disguise.
    fn note_either(&mut self, sieve: &Sieve, word: Run<'_>, place: Place) {
        self.note_word(sieve, word, place);
        if word.is_odd() {
            self.note_skeleton(sieve, word, place);
        }
    }

    /// Notes what parts with apostrophes or cuts between may be together; `None` where there are too many of them. The first
    /// is the word of an index.
    fn note_chain(&mut self, sieve: &Sieve, chain: &[u8], index: usize) -> Option<()> {
        let parts = || chain.split(|&symbol| symbol == JOIN).filter(|part| !part.is_empty());
        let count = parts().take(MOST_PARTS + 1).count();
        if count > MOST_PARTS {
            return None;
        }
        let mut buffer = std::mem::take(&mut self.word);
        for from in 0..count {
            for to in from + 2..=count {
                let together = parts().skip(from).take(to - from).flatten();
                let length = pad(&mut buffer, together.copied());
                let place = place(index + from, to - from);
                self.note_either(sieve, Run::whole(&buffer, length), place);
                if sieve.clitics {
                    self.note_stems(sieve, Run::whole(&buffer, length), place);
                }
            }
        }
        self.word = buffer;
        Some(())
    }

    /// Notes which of what the words may be stands beside a word as it stands, and beside which else.
    fn pair_with_words(&mut self, sieve: &Sieve) -> Option<()> {
        let mut alternatives = std::mem::take(&mut self.alternatives);
        for alternative in &alternatives {
            let &Alternative { from, to, sign, is_disguised } = alternative;
            // Between words there is only what stands inside one.
            let word = |node: u32| node.is_multiple_of(NODES).then_some((node / NODES) as usize);
            let before = word(from).and_then(|index| self.words.get(index.checked_sub(1)?).copied());
            let after = word(to).and_then(|index| self.words.get(index).copied());
            for before in before.into_iter().filter(|&word| word != 0) {
                self.note_pair(sieve, before, sign, is_disguised);
            }
            for after in after.into_iter().filter(|&word| word != 0) {
                self.note_pair(sieve, sign, after, is_disguised);
            }
        }
        let paired = self.pair(sieve, &mut alternatives, |node| Some(node..=node));
        self.alternatives = alternatives;
        paired
    }

    /// Notes which alternatives stand side by side.
    fn pair(
        &mut self,
        sieve: &Sieve,
        alternatives: &mut Vec<Alternative>,
        next: impl Fn(u32) -> Option<std::ops::RangeInclusive<u32>>,
    ) -> Option<()> {
        each_pair(alternatives, next, |first, second| {
            self.note_pair(sieve, first.sign, second.sign, first.is_disguised || second.is_disguised);
        })
    }

    /// Notes two words side by side. The tables lead to words in disguise by themselves.
    fn note_pair(&mut self, sieve: &Sieve, first: u32, second: u32, is_disguised: bool) {
        let hash = sieve.hasher.pair(first, second);
        self.signs.push(short(hash));
        if !is_disguised {
            self.candidates.extend(sieve.plain.find(hash));
        }
    }

    /// Reads the parts around some places in full: alone, and where that is a word of the policy, or none at all, with what
    /// stands beside it.
    #[cold]
    fn read_with_care(&mut self, sieve: &Sieve, original: &str, care: &[u32]) -> Option<()> {
        // Where nearly all needs care, to read it for the sieve costs as much as to read it for good.
        if care.len() > MOST_CARE && care.len() > original.len() / 8 {
            return None;
        }
        let mut text = std::mem::take(&mut self.text);
        let mut parts = parts(original, care);
        let read = parts.try_for_each(|part| {
            text.read(original.get(part.clone())?);
            self.note_text(sieve, &text)?;
            let is_word = text.tokens().iter().any(|token| token.kind != Kind::Emoji);
            if is_word && self.alternatives.is_empty() {
                return Some(());
            }
            let wider = with_neighbours(original, part.clone())?;
            if wider.len() == part.len() {
                return Some(());
            }
            text.read(wider);
            self.note_text(sieve, &text)
        });
        self.text = text;
        read
    }

    /// Notes all that can be read in a text.
    fn note_text(&mut self, sieve: &Sieve, text: &Text) -> Option<()> {
        self.alternatives.clear();
        if !text.runs().is_empty() {
            return None;
        }
        text.edges().iter().for_each(|edge| self.note_edge(sieve, text, edge));
        let mut alternatives = std::mem::take(&mut self.alternatives);
        let paired = self.pair(sieve, &mut alternatives, |node| after_emoji(text, node));
        self.alternatives = alternatives;
        paired
    }

    fn note_edge(&mut self, sieve: &Sieve, text: &Text, edge: &Edge) {
        let place = [edge.from, edge.to];
        self.note_key(sieve, text.key(edge), edge.is_disguised(), place);
        if sieve.clitics && edge.script == Script::Other {
            for stem in text.stems(edge) {
                self.note_key(sieve, stem, edge.is_disguised(), place);
            }
        }
    }

    fn note_key(&mut self, sieve: &Sieve, key: &str, is_disguised: bool, place: Place) {
        let mut buffer = std::mem::take(&mut self.word);
        let length = pad(&mut buffer, key.chars().map(symbol));
        self.note_word(sieve, Run::whole(&buffer, length), place);
        if is_disguised {
            let mut letters = std::mem::take(&mut self.letters);
            letters.clear();
            push_skeleton(key, &mut letters);
            let length = pad(&mut buffer, letters.chars().map(symbol));
            self.note_skeleton(sieve, Run::whole(&buffer, length), place);
            self.letters = letters;
        }
        self.word = buffer;
    }
}

impl Sieve {
    /// The hash of a whole word.
    #[inline]
    fn hash(&self, word: Run<'_>) -> u64 {
        self.hasher.whole(word.padded, word.at, word.length)
    }

    /// Whether any word is known by a part of it.
    fn has_open_words(&self) -> bool {
        !self.open[0].is_empty() || !self.open[1].is_empty() || self.inner != 0
    }

    /// Whether some word that may be spelled out begins with all of a skeleton, or is open and with a part of it.
    pub(super) fn begins_word(&self, skeleton: Run<'_>) -> bool {
        let Run { padded, at, length } = skeleton;
        let opens = |hash: u64| self.vocabulary.has(of_skeleton(hash));
        self.begins_anyhow
            || self.beginnings.has(self.hasher.beginning(padded, at, length))
            || self.has_open_words() && self.open_hashes(skeleton).any(opens)
    }

    /// The hashes of the beginnings and endings of a word, and of what stands inside it, that open words may be known by.
    fn open_hashes(&self, word: Run<'_>) -> impl Iterator<Item = u64> {
        let Run { padded, at, length } = word;
        let end = at + length;
        let symbol = |at: usize| padded.get(at).copied().unwrap_or_default();
        let first = [symbol(at), symbol(at + 1)];
        let last = [end.wrapping_sub(1), end.wrapping_sub(2)].map(symbol);
        let beginnings = self.open[0].counts(first, length);
        let beginnings = beginnings.map(move |count| self.hasher.beginning(padded, at, count));
        let endings = self.open[1].counts(last, length);
        let endings = endings.map(move |count| self.hasher.ending(padded, end, count));
        beginnings.chain(endings).chain(self.inner_hashes(padded, at, at + length))
    }

    fn inner_hashes(&self, padded: &[u8], at: usize, end: usize) -> impl Iterator<Item = u64> {
        // One symbol alone is no pair.
        let last = if self.inner == 0 { at } else { end.saturating_sub(1).max(at) };
        let begins = move |&place: &usize| {
            let pair = pair_of(padded[place], padded[place + 1]);
            self.inner_pairs.get(pair / 64).is_some_and(|pairs| pairs >> (pair % 64) & 1 == 1)
        };
        (at..last).filter(begins).flat_map(move |place| {
            let counts = counts(self.inner).take_while(move |&count| place + count <= end);
            counts.map(move |count| self.hasher.inside(padded, place, count))
        })
    }
}

/// How many symbols at the beginning are of a kind.
fn run(symbols: &[u8], is: impl Fn(u8) -> bool) -> usize {
    symbols.iter().take_while(|&&symbol| is(symbol)).count()
}

/// How many symbols at the end are of a kind.
fn run_back(symbols: &[u8], is: impl Fn(u8) -> bool) -> usize {
    symbols.iter().rev().take_while(|&&symbol| is(symbol)).count()
}

/// What stands for all disguises of a word: digits as the letters they may be, and no symbol twice in a row.
pub(super) fn skeleton(symbols: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    let mut last = 0;
    let blurred = symbols.map(blurred_symbol);
    blurred.filter(move |&symbol| std::mem::replace(&mut last, symbol) != symbol)
}

/// The nodes at which a word may start that follows one that ends at a node: emoji are passed over. `None` where there are
/// too many.
fn after_emoji(text: &Text, node: u32) -> Option<std::ops::RangeInclusive<u32>> {
    let after = text.tokens().get(node as usize..).unwrap_or_default();
    let emoji = after.iter().take(MOST_EMOJI + 1).take_while(|token| token.kind == Kind::Emoji).count();
    (emoji <= MOST_EMOJI).then_some(node..=node + emoji as u32)
}
