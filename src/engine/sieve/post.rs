//! The words of one post, as hashes. In come its values, out go the places in the tables that its words led to, and all of
//! its words for whoever asks which else there are.

use super::build::pair_of;
use super::decide::Seen;
use super::hash::{Symbols8, of_skeleton, of_tag, pad, short};
use super::{Sieve, Sifted};
use crate::text::{
    Edge, JOIN, Symbols, TAG, Text, UNSURE, WORD, blurred_symbol, push_skeleton, stem_starts, symbol,
};

/// So many parts between apostrophes and cuts are put together in every way; a word of more is read.
const MOST_PARTS: usize = 4;
/// So many single letters in a row may be a word spelled out.
const SPELLED: u32 = 3;
/// Posts of so many words, beginnings and endings are looked through; of longer ones there is a summary.
const SHORT: usize = 128;
/// Bits of a summary for each word: one look in some 300 finds a word that is not there.
const BITS: usize = 32;
/// The sizes of the smallest and the largest summary, in words of memory.
const BLOCKS: std::ops::RangeInclusive<usize> = 32..=1 << 16;

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
    /// The beginnings and endings of words that open words may be known by.
    open: Vec<u32>,
    /// Words of the policy that stand in the post as something else.
    wild: Vec<u32>,
    /// Some of those are in disguise.
    pub(super) has_disguised: bool,
    /// What the tables led to.
    pub(super) candidates: Vec<u32>,
    /// Nodes of which a term is there.
    pub(super) found: Vec<u32>,
    /// By node.
    pub(super) seen: Vec<Seen>,
    is_short: bool,
    summary: Vec<u64>,
    wild_summary: Vec<u64>,
    /// A word that is put together.
    word: Vec<u8>,
    skeleton: Vec<u8>,
    letters: String,
}

/// Buffers of a value of more symbols than this are given back after the post that needed them.
const KEPT_BYTES: usize = 1 << 20;
/// The same of lists of more entries.
const KEPT_ENTRIES: usize = 1 << 16;

impl Post {
    /// Forgets the post before.
    pub(super) fn begin(&mut self, sieve: &Sieve) {
        // A long value may be one word alone.
        let is_large = self.symbols.len() > KEPT_BYTES;
        if is_large || self.words.capacity() > KEPT_ENTRIES || self.wild.capacity() > KEPT_ENTRIES {
            let (epoch, seen) = (self.epoch, std::mem::take(&mut self.seen));
            *self = Self { epoch, seen, ..Self::default() };
        }
        self.epoch += 1;
        self.has_disguised = false;
        for list in [&mut self.words, &mut self.open, &mut self.wild, &mut self.candidates, &mut self.found] {
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

    /// Reads one value.
    pub(super) fn read(&mut self, sieve: &Sieve, original: &str) -> Sifted {
        let mut symbols = std::mem::take(&mut self.symbols);
        symbols.read(original, sieve.wanted);
        let mut sifted = self.read_words(sieve, &symbols);
        if sifted == Sifted::Known && !symbols.care().is_empty() {
            sifted = self.read_with_care(sieve, original, symbols.care());
        }
        self.symbols = symbols;
        sifted
    }

    fn read_words(&mut self, sieve: &Sieve, symbols: &Symbols) -> Sifted {
        let (padded, words) = (symbols.padded(), symbols.words());
        // Letters with marks are single, too, where they need care.
        let has_unsure = || !symbols.care().is_empty() && memchr::memchr(UNSURE, padded).is_some();
        if self.look_up_words(sieve, padded, words) || has_unsure() {
            let mut singles = Singles::default();
            let is_spelled =
                |&[start, end]: &[u32; 2]| singles.may_be_word(&padded[start as usize..end as usize]);
            if words.iter().any(is_spelled) {
                return Sifted::Unsure;
            }
        }
        if sieve.open != [0; 2] || sieve.inner != 0 {
            words
                .iter()
                .for_each(|&[start, end]| self.note_open(sieve, padded, start as usize, end as usize));
        }
        if sieve.clitics {
            words
                .iter()
                .for_each(|&[start, end]| self.note_stems(sieve, padded, start as usize, end as usize));
        }
        self.read_rare(sieve, symbols)
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

    /// Notes what words with more than letters and digits, or with equal letters, may be.
    fn read_rare(&mut self, sieve: &Sieve, symbols: &Symbols) -> Sifted {
        let padded = symbols.padded();
        let mut done = 0;
        for &place in symbols.rare() {
            let place = place as usize;
            match padded[place] {
                _ if place < done => {}
                TAG => {
                    let length = run(&padded[place + 1..], |symbol| symbol >= WORD);
                    if length > 0 {
                        self.note_tag(sieve, padded, place + 1, length);
                    }
                }
                JOIN => {
                    let is_inside = |symbol: u8| symbol >= WORD || symbol == JOIN;
                    let start = place - run_back(&padded[..place], is_inside);
                    let length = run(&padded[start..], is_inside);
                    if !self.note_chain(sieve, &padded[start..start + length]) {
                        return Sifted::Unsure;
                    }
                    done = start + length;
                    self.note_odd_parts(sieve, padded, start, done);
                }
                _ => {
                    let start = place - run_back(&padded[..place], |symbol| symbol >= WORD);
                    let length = run(&padded[start..], |symbol| symbol >= WORD);
                    self.note_skeleton(sieve, padded, start, length);
                    done = start + length;
                }
            }
        }
        Sifted::Known
    }

    /// Notes a whole hashtag or handle, and its letters and its digits if it has both.
    fn note_tag(&mut self, sieve: &Sieve, padded: &[u8], mut at: usize, length: usize) {
        self.note_tag_hash(sieve, sieve.hasher.whole(padded, at, length));
        for hash in sieve.open_hashes(padded, at, length) {
            self.note_tag_hash(sieve, hash);
        }
        let end = at + length;
        while at < end {
            let is_digit = padded[at].is_ascii_digit();
            let part = run(&padded[at..end], |symbol| symbol.is_ascii_digit() == is_digit);
            if part < length {
                self.note_either(sieve, padded, at, part);
            }
            at += part;
        }
    }

    /// Notes what the parts of a chain may be in disguise, each by itself.
    fn note_odd_parts(&mut self, sieve: &Sieve, padded: &[u8], mut at: usize, end: usize) {
        while at < end {
            let length = run(&padded[at..end], |symbol| symbol >= WORD);
            if length > 0 && is_odd(padded, at, length) {
                self.note_skeleton(sieve, padded, at, length);
            }
            at += length.max(1);
        }
    }

    /// Notes what an open word may be known by, of a word as it stands.
    fn note_open(&mut self, sieve: &Sieve, padded: &[u8], at: usize, end: usize) {
        for hash in sieve.open_hashes(padded, at, end - at) {
            self.open.push(short(hash));
            self.candidates.extend(sieve.plain.find(hash));
        }
    }

    /// Notes a word that stands in the post as something else, in every form that it may be known by.
    fn note_wild(&mut self, sieve: &Sieve, padded: &[u8], at: usize, length: usize) {
        let hash = sieve.hasher.whole(padded, at, length);
        self.note_wild_hash(sieve, hash);
        self.note_tag_hash(sieve, hash);
        for hash in sieve.open_hashes(padded, at, length) {
            self.note_wild_hash(sieve, hash);
            self.note_tag_hash(sieve, hash);
        }
    }

    /// Phrases written together are known only so: a hashtag of a common word is that word as well, and stands where it
    /// stands.
    fn note_tag_hash(&mut self, sieve: &Sieve, hash: u64) {
        let hash = of_tag(hash);
        if sieve.vocabulary.has(hash) {
            self.wild.push(short(hash));
            self.candidates.extend(sieve.wild.find(hash));
        }
    }

    fn note_wild_hash(&mut self, sieve: &Sieve, hash: u64) {
        if sieve.vocabulary.has(hash) {
            self.wild.push(short(hash));
            self.candidates.extend(sieve.plain.find(hash));
            self.candidates.extend(sieve.wild.find(hash));
        }
    }

    /// Notes what a word may be read as in disguise.
    fn note_skeleton(&mut self, sieve: &Sieve, padded: &[u8], at: usize, length: usize) {
        let mut buffer = std::mem::take(&mut self.skeleton);
        let length = pad(&mut buffer, skeleton(padded[at..at + length].iter().copied()));
        self.note_skeleton_hash(sieve, sieve.hasher.whole(&buffer, 0, length));
        for hash in sieve.open_hashes(&buffer, 0, length) {
            self.note_skeleton_hash(sieve, hash);
        }
        self.skeleton = buffer;
    }

    fn note_skeleton_hash(&mut self, sieve: &Sieve, hash: u64) {
        let hash = of_skeleton(hash);
        if sieve.vocabulary.has(hash) {
            self.has_disguised = true;
            self.wild.push(short(hash));
            self.candidates.extend(sieve.wild.find(hash));
        }
    }

    /// Notes the word without Arabic letters that are written together with it.
    fn note_stems(&mut self, sieve: &Sieve, padded: &[u8], at: usize, end: usize) {
        for start in stem_starts(&padded[at..end]) {
            self.note_either(sieve, padded, at + start, end - at - start);
        }
    }

    /// Notes a word that stands in the post as something else, as it is and in disguise.
    fn note_either(&mut self, sieve: &Sieve, padded: &[u8], at: usize, length: usize) {
        self.note_wild(sieve, padded, at, length);
        if is_odd(padded, at, length) {
            self.note_skeleton(sieve, padded, at, length);
        }
    }

    /// Notes what parts with apostrophes or cuts between may be together; `false` where there are too many of them.
    fn note_chain(&mut self, sieve: &Sieve, chain: &[u8]) -> bool {
        let parts = || chain.split(|&symbol| symbol == JOIN).filter(|part| !part.is_empty());
        let count = parts().take(MOST_PARTS + 1).count();
        if count > MOST_PARTS {
            return false;
        }
        let mut buffer = std::mem::take(&mut self.word);
        for from in 0..count {
            for to in from + 2..=count {
                let together = parts().skip(from).take(to - from).flatten();
                let length = pad(&mut buffer, together.copied());
                self.note_either(sieve, &buffer, 0, length);
                if sieve.clitics {
                    self.note_stems(sieve, &buffer, 0, length);
                }
            }
        }
        self.word = buffer;
        true
    }

    /// Reads the stretches around some places in full.
    #[cold]
    fn read_with_care(&mut self, sieve: &Sieve, original: &str, care: &[u32]) -> Sifted {
        let mut text = std::mem::take(&mut self.text);
        let mut done = 0;
        let mut sifted = Sifted::Known;
        for &at in care {
            if (at as usize) < done {
                continue;
            }
            let stretch = stretch(original.as_bytes(), done, at as usize);
            done = stretch.end;
            text.read(original.get(stretch).unwrap_or_default());
            if !text.runs().is_empty() {
                sifted = Sifted::Unsure;
                break;
            }
            text.edges().iter().for_each(|edge| self.note_edge(sieve, &text, edge));
        }
        self.text = text;
        sifted
    }

    fn note_edge(&mut self, sieve: &Sieve, text: &Text, edge: &Edge) {
        self.note_key(sieve, text.key(edge), edge.is_disguised());
        for stem in text.stems(edge) {
            self.note_key(sieve, stem, edge.is_disguised());
        }
    }

    fn note_key(&mut self, sieve: &Sieve, key: &str, is_disguised: bool) {
        let mut buffer = std::mem::take(&mut self.word);
        let length = pad(&mut buffer, key.chars().map(symbol));
        self.note_wild(sieve, &buffer, 0, length);
        if is_disguised {
            let mut letters = std::mem::take(&mut self.letters);
            letters.clear();
            push_skeleton(key, &mut letters);
            let length = pad(&mut buffer, letters.chars().map(symbol));
            self.note_skeleton(sieve, &buffer, 0, length);
            self.letters = letters;
        }
        self.word = buffer;
    }

    /// Makes ready for questions about which words the post has: a long one is summed up.
    pub(super) fn sum_up(&mut self, sieve: &Sieve) {
        self.candidates.sort_unstable();
        self.candidates.dedup();
        let count = self.words.len() + self.open.len() + self.wild.len();
        self.is_short = count <= SHORT;
        if self.is_short {
            return;
        }
        let blocks = (2 * count * BITS / 64).next_power_of_two().clamp(*BLOCKS.start(), *BLOCKS.end());
        clear(&mut self.summary, blocks);
        self.words.iter().chain(&self.open).chain(&self.wild).for_each(|&word| add(&mut self.summary, word));
        for pair in self.words.windows(2) {
            add(&mut self.summary, short(sieve.hasher.pair(pair[0], pair[1])));
        }
        clear(&mut self.wild_summary, blocks);
        self.wild.iter().for_each(|&word| add(&mut self.wild_summary, word));
    }

    /// Whether some word stands as something else.
    pub(super) fn is_wild(&self) -> bool {
        !self.wild.is_empty()
    }

    /// Whether a word is in the post; perhaps it is not, but if it says so it is not.
    pub(super) fn has(&self, word: u32) -> bool {
        match self.is_short {
            true => [&self.words, &self.open, &self.wild].into_iter().any(|list| is_among(list, word)),
            false => has(&self.summary, word),
        }
    }

    /// The same of two words side by side.
    pub(super) fn has_pair(&self, sieve: &Sieve, first: u32, second: u32) -> bool {
        if !self.is_short {
            return has(&self.summary, short(sieve.hasher.pair(first, second)));
        }
        let after = self.words.get(1..).unwrap_or_default();
        let is_pair = |(one, next): (&u32, &u32)| (*one == first) & (*next == second);
        self.words.iter().zip(after).fold(false, |found, pair| found | is_pair(pair))
    }

    /// The same of a word that stands as something else.
    pub(super) fn has_wild(&self, word: u32) -> bool {
        if self.is_short { is_among(&self.wild, word) } else { has(&self.wild_summary, word) }
    }
}

/// Whether a short list has a word: all of it is looked at, several words at a time.
fn is_among(words: &[u32], word: u32) -> bool {
    words.iter().fold(false, |found, &other| found | (other == word))
}

impl Sieve {
    /// The hashes of the beginnings and endings of a word, and of what stands inside it, that open words may be known by.
    fn open_hashes(&self, padded: &[u8], at: usize, length: usize) -> impl Iterator<Item = u64> {
        let upto = if length < 15 { (2 << length) - 1 } else { u16::MAX };
        let [beginnings, endings] = self.open.map(|symbols| counts(symbols & upto));
        let beginnings = beginnings.map(move |count| self.hasher.beginning(padded, at, count));
        let endings = endings.map(move |count| self.hasher.ending(padded, at + length, count));
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

/// The numbers of the bits that are set.
fn counts(mut bits: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let count = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        count
    })
}

/// How many symbols at the beginning are of a kind.
fn run(symbols: &[u8], is: impl Fn(u8) -> bool) -> usize {
    symbols.iter().take_while(|&&symbol| is(symbol)).count()
}

/// How many symbols at the end are of a kind.
fn run_back(symbols: &[u8], is: impl Fn(u8) -> bool) -> usize {
    symbols.iter().rev().take_while(|&&symbol| is(symbol)).count()
}

/// Whether a word of any length may be in disguise. Eights overlap by two, so that no three stand in neither.
fn is_odd(padded: &[u8], at: usize, length: usize) -> bool {
    (0..length).step_by(6).any(|from| Symbols8::at(padded, at + from).is_odd((length - from).min(8)))
}

/// What stands for all disguises of a word: digits as the letters they may be, and no symbol twice in a row.
pub(super) fn skeleton(symbols: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    let mut last = 0;
    let blurred = symbols.map(blurred_symbol);
    blurred.filter(move |&symbol| std::mem::replace(&mut last, symbol) != symbol)
}

/// The stretch without white space around a place, from a place on that was reached before.
fn stretch(bytes: &[u8], from: usize, at: usize) -> std::ops::Range<usize> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    let start = bytes[from..at].iter().rposition(is_space).map_or(from, |space| from + space + 1);
    let end = bytes[at..].iter().position(is_space).map_or(bytes.len(), |space| at + space);
    start..end
}

/// The words up to here that are single letters or digits.
#[derive(Default)]
struct Singles {
    count: u32,
    /// Of the last three, which are letters.
    letters: u32,
}

impl Singles {
    /// Whether the words up to this one may be a word spelled out: three singles, of which two are letters.
    #[inline]
    fn may_be_word(&mut self, word: &[u8]) -> bool {
        // Of what needs care, one letter may be several symbols.
        let is_single = match word {
            [_] => true,
            [_, _, ..] if word.len() <= 4 => word.contains(&UNSURE),
            _ => false,
        };
        if !is_single {
            *self = Self::default();
            return false;
        }
        let is_letter = !word[0].is_ascii_digit();
        self.letters = self.letters << 1 & 0b110 | u32::from(is_letter);
        self.count += 1;
        self.count >= SPELLED && self.letters.count_ones() > 1
    }
}

fn clear(summary: &mut Vec<u64>, blocks: usize) {
    summary.clear();
    summary.resize(blocks, 0);
}

#[inline]
fn add(summary: &mut [u64], word: u32) {
    let block = block(summary, word);
    summary[block] |= bits(word);
}

#[inline]
fn has(summary: &[u64], word: u32) -> bool {
    let bits = bits(word);
    summary.get(block(summary, word)).is_some_and(|block| block & bits == bits)
}

/// A power of two of them.
#[inline]
const fn block(summary: &[u64], word: u32) -> usize {
    (word >> 13) as usize & (summary.len().wrapping_sub(1))
}

#[inline]
const fn bits(word: u32) -> u64 {
    1 << (word >> 1 & 63) | 1 << (word >> 7 & 63)
}
