//! Look-up of words that may be misspelt: from the text of an edge to every word of the policy within
//! its number of edits.
//!
//! Two words within two edits of each other become the same once at most two characters are deleted from
//! each (the deletion neighbourhood; Mor and Fraenkel 1982, Garbe's SymSpell 2012). So every word is
//! tabulated under what is left of it after each choice of deletions, and a word of content is looked
//! up under what is left of it. Only the first few characters count there: of two words that become the
//! same, the beginnings do, too. What is found so is then compared in full.
//!
//! A word that is open at its end needs no more than that: its distance to some beginning of what stands
//! in the content is at most so much, and such a beginning has all the characters looked at. Words open
//! at their start are kept backwards; words open on both sides are looked for from every character on.

use std::borrow::Cow;

use super::distance::{begins_within, is_within};
use super::filter::Filter;
use crate::flat::{Flat, Lists, ReadError, Reader, Store, Writer, stored};
use crate::plan::Word;
use crate::text::{Edge, Kind, Mode, Text, WordPattern};

/// So many characters at most are looked up. More would cost more look-ups for every word of content; with
/// fewer, more words of the policy would share what is left of them.
const LOOKED_AT: usize = 8;

/// The most edits a word allows.
const MOST_EDITS: usize = 2;

/// The words of a plan that allow edits, by the text that is compared.
pub(super) struct Fuzzy {
    folded: Words,
    accented: Words,
    written: Words,
}

stored!(Fuzzy { folded, accented, written });

impl Fuzzy {
    /// The tables of a plan's words.
    pub(super) fn new(words: &[Word]) -> Self {
        let of = |modes: &[Mode]| {
            let words = (0..).zip(words).filter(|(_, word)| word.fuzzy > 0 && modes.contains(&word.mode));
            Words::new(words)
        };
        Self {
            folded: of(&[Mode::Full, Mode::Plain]),
            accented: of(&[Mode::Accented]),
            written: of(&[Mode::Exact]),
        }
    }

    fn by_mode(&self) -> [(Mode, &Words); 3] {
        [(Mode::Full, &self.folded), (Mode::Accented, &self.accented), (Mode::Exact, &self.written)]
    }

    /// Whether no word allows edits.
    pub(super) fn is_empty(&self) -> bool {
        self.by_mode().iter().all(|(_, words)| words.longest == 0)
    }

    /// Whether every word is one of so many, and everything in the tables of edits can be run.
    pub(super) fn is_sound(&self, words: usize) -> bool {
        self.by_mode().iter().all(|(_, tables)| tables.is_sound(words))
    }

    /// Calls with every word that may be read at an edge with its number of edits or fewer, some several
    /// times. `letters` is a buffer.
    pub(super) fn each(
        &self,
        text: &Text,
        original: &str,
        edge: &Edge,
        letters: &mut Vec<char>,
        mut found: impl FnMut(u32),
    ) {
        if edge.kind != Kind::Word {
            return;
        }
        for (mode, words) in self.by_mode().into_iter().filter(|(_, words)| words.longest > 0) {
            // Most words of content have too few bytes, and so too few characters.
            if mode == Mode::Full && text.key_bytes(edge).len() < words.shortest as usize {
                continue;
            }
            let compared: Cow<'_, str> = text.compared(original, edge, mode);
            words.each(&compared, letters, &mut found);
        }
    }
}

/// Words whose same text is compared.
struct Words {
    whole: Index,
    /// `channel*`
    beginnings: Index,
    /// `*channel`, backwards.
    endings: Index,
    /// `*channel*`
    inner: Index,
    /// By length of a word of content: the most edits that a whole word of about that length allows.
    by_length: Flat<u8>,
    /// Characters of the longest word.
    longest: u64,
    /// Characters of the shortest text that a word may be read in.
    shortest: u64,
}

stored!(Words { whole, beginnings, endings, inner, by_length, longest, shortest });

impl Words {
    fn new<'w>(words: impl Iterator<Item = (u32, &'w Word)>) -> Self {
        let mut kinds: [Vec<Entry>; 4] = Default::default();
        for (number, word) in words {
            let WordPattern { open_start, open_end, .. } = *word.pattern;
            let mut letters: Vec<char> = word.pattern.compared(word.mode).chars().collect();
            if open_start && !open_end {
                letters.reverse();
            }
            let kind = usize::from(open_start) * 2 + usize::from(open_end);
            kinds[kind].push(Entry { word: number, letters: letters.into(), edits: word.fuzzy });
        }
        let longest = kinds.iter().flatten().map(|entry| entry.letters.len()).max().unwrap_or(0);
        let least = |entry: &Entry| entry.letters.len() - usize::from(entry.edits);
        let shortest = kinds.iter().flatten().map(least).min().unwrap_or(0);
        let by_length = by_length(&kinds[0], longest);
        let [whole, beginnings, endings, inner] = kinds;
        Self {
            whole: Index::new(whole, false),
            beginnings: Index::new(beginnings, true),
            endings: Index::new(endings, true),
            inner: Index::new(inner, true),
            by_length: by_length.into(),
            longest: longest as u64,
            shortest: shortest as u64,
        }
    }

    fn is_sound(&self, words: usize) -> bool {
        [&self.whole, &self.beginnings, &self.endings, &self.inner].iter().all(|index| index.is_sound(words))
            && self.longest <= u64::from(u32::MAX)
    }

    fn each(&self, text: &str, letters: &mut Vec<char>, found: &mut impl FnMut(u32)) {
        // Most words of content have too few bytes, and so too few characters.
        if (text.len() as u64) < self.shortest {
            return;
        }
        // Enough to tell that a text is too long for a whole word.
        let enough = self.longest as usize + MOST_EDITS + 1;
        letters.clear();
        letters.extend(text.chars().take(if self.inner.is_empty() { enough } else { usize::MAX }));
        if let Some(&edits) = self.by_length.get(letters.len()).filter(|edits| **edits > 0) {
            self.whole.whole(letters, edits, found);
        }
        self.beginnings.beginning(letters, found);
        if !self.inner.is_empty() {
            (0..letters.len()).for_each(|from| self.inner.beginning(&letters[from..], found));
        }
        if !self.endings.is_empty() {
            letters.clear();
            letters.extend(text.chars().rev().take(enough));
            self.endings.beginning(letters, found);
        }
    }
}

/// By length: the most edits of the words that are longer or shorter by no more than their edits.
fn by_length(words: &[Entry], longest: usize) -> Vec<u8> {
    let mut by_length = vec![0; longest + MOST_EDITS + 1];
    for word in words {
        let (length, edits) = (word.letters.len(), usize::from(word.edits));
        for most in &mut by_length[length.saturating_sub(edits)..=length + edits] {
            *most = word.edits.max(*most);
        }
    }
    by_length
}

/// A word that allows edits.
struct Entry {
    /// Its number in the plan.
    word: u32,
    letters: Box<[char]>,
    /// One or two.
    edits: u8,
}

impl Entry {
    /// How many of its characters are looked at. Of an open word only so many as every text within its
    /// edits has.
    fn looked_at(&self, open: bool) -> usize {
        let sure = self.letters.len() - if open { usize::from(self.edits) } else { 0 };
        sure.min(LOOKED_AT)
    }
}

/// Words by what is left of their beginnings after deletions.
struct Index {
    /// By entry: a word's number, and its edits.
    words: Flat<[u32; 2]>,
    /// By entry: its characters.
    letters: Letters,
    /// Of open words: the numbers of characters looked at, each with the most edits of their words.
    beginnings: Flat<[u8; 2]>,
    /// Turns away most words of content without a look at the table.
    filter: Filter,
    /// Hashes of what is left, sorted.
    hashes: Flat<u64>,
    /// Beside the hashes: entries.
    lists: Lists<u32>,
}

stored!(Index { words, letters, beginnings, filter, hashes, lists });

/// Characters, entry by entry.
struct Letters {
    all: Box<[char]>,
    /// Where those of each entry end.
    ends: Flat<u32>,
}

impl Letters {
    fn new(entries: &[Entry]) -> Self {
        let ends = entries.iter().scan(0, |end, entry| {
            *end += entry.letters.len() as u32;
            Some(*end)
        });
        let ends = ends.collect();
        Self { all: entries.iter().flat_map(|entry| entry.letters.iter().copied()).collect(), ends }
    }

    fn of(&self, entry: u32) -> &[char] {
        let entry = entry as usize;
        let start =
            entry.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(entry).copied().unwrap_or_default();
        self.all.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl Store for Letters {
    fn write(&self, writer: &mut Writer) {
        let numbers: Vec<u32> = self.all.iter().map(|&letter| u32::from(letter)).collect();
        writer.slice(&numbers);
        self.ends.write(writer);
    }

    fn read<R: std::io::Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        let numbers: Flat<u32> = Store::read(reader)?;
        let letters: Option<Vec<char>> = numbers.iter().map(|&number| char::from_u32(number)).collect();
        let all = letters.ok_or_else(|| reader.malformed())?.into_boxed_slice();
        Ok(Self { all, ends: Store::read(reader)? })
    }
}

impl Index {
    fn new(entries: Vec<Entry>, open: bool) -> Self {
        let mut left: Vec<(u64, u32)> = Vec::new();
        let mut beginnings = [0; LOOKED_AT + 1];
        for (number, entry) in (0..).zip(&entries) {
            let length = entry.looked_at(open);
            beginnings[length] = entry.edits.max(beginnings[length]);
            deletions(&entry.letters[..length], entry.edits, |hash| left.push((hash, number)));
        }
        left.sort_unstable();
        left.dedup();
        let groups = || left.chunk_by(|one, other| one.0 == other.0);
        let hashes: Flat<u64> = groups().map(|group| group[0].0).collect();
        Self {
            filter: Filter::new(hashes.iter().map(|&hash| mixed(hash))),
            beginnings: (0..).zip(beginnings).filter(|(_, edits)| *edits > 0).map(<[u8; 2]>::from).collect(),
            lists: Lists::of_lists(groups().map(|group| group.iter().map(|&(_, entry)| entry))),
            hashes,
            letters: Letters::new(&entries),
            words: entries.iter().map(|entry| [entry.word, u32::from(entry.edits)]).collect(),
        }
    }

    fn is_sound(&self, words: usize) -> bool {
        self.words.iter().all(|&[word, edits]| (word as usize) < words && edits as usize <= MOST_EDITS)
            && self.beginnings.iter().all(|&[length, _]| usize::from(length) <= LOOKED_AT)
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Calls with every word that `found` is within its edits of; `edits` is the most that any allows.
    fn whole(&self, found: &[char], edits: u8, each: &mut impl FnMut(u32)) {
        self.candidates(&found[..found.len().min(LOOKED_AT)], edits, |entry| {
            let Some(&[word, edits]) = self.words.get(entry as usize) else { return };
            if is_within(self.letters.of(entry), found, edits as u8) {
                each(word);
            }
        });
    }

    /// Calls with every word that some beginning of `found` is within its edits of.
    fn beginning(&self, found: &[char], each: &mut impl FnMut(u32)) {
        for &[length, edits] in &self.beginnings {
            let Some(first) = found.get(..usize::from(length)) else { return };
            self.candidates(first, edits, |entry| {
                let Some(&[word, edits]) = self.words.get(entry as usize) else { return };
                if begins_within(self.letters.of(entry), found, edits as u8) {
                    each(word);
                }
            });
        }
    }

    /// Calls with every word that becomes the same as these characters when some are deleted.
    fn candidates(&self, first: &[char], edits: u8, mut each: impl FnMut(u32)) {
        deletions(first, edits, |hash| {
            if !self.filter.has(mixed(hash)) {
                return;
            }
            if let Ok(place) = self.hashes.binary_search(&hash) {
                self.lists.of(place as u32).iter().for_each(|&entry| each(entry));
            }
        });
    }
}

/// The base of the polynomial that hashes characters: odd, with its bits well mixed (2⁶⁴ over the golden ratio).
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of characters with all of it in either half, as a filter needs it.
const fn mixed(hash: u64) -> u64 {
    let mixed = hash.wrapping_mul(BASE);
    mixed ^ (mixed >> 32)
}

/// Powers of [`BASE`].
const POWERS: [u64; LOOKED_AT + 1] = {
    let mut powers = [1; LOOKED_AT + 1];
    let mut index = 1;
    while index <= LOOKED_AT {
        powers[index] = BASE.wrapping_mul(powers[index - 1]);
        index += 1;
    }
    powers
};

/// Calls with the hash of what is left of some characters, no more than [`LOOKED_AT`], after every choice
/// of so many deletions, one or two, or fewer. Of a letter that stands twice in a row only the first is deleted.
fn deletions(letters: &[char], edits: u8, mut left: impl FnMut(u64)) {
    let mut hashes = [0_u64; LOOKED_AT + 1];
    for (index, &letter) in letters.iter().enumerate() {
        hashes[index + 1] = hashes[index].wrapping_mul(BASE).wrapping_add(u64::from(letter) + 1);
    }
    let length = letters.len();
    // The hash of `before` followed by the letters of a range.
    let then = |before: u64, from: usize, to: usize| {
        let range = hashes[to].wrapping_sub(hashes[from].wrapping_mul(POWERS[to - from]));
        before.wrapping_mul(POWERS[to - from]).wrapping_add(range)
    };
    left(hashes[length]);
    for one in (0..length).filter(|&one| one == 0 || letters[one] != letters[one - 1]) {
        left(then(hashes[one], one + 1, length));
        let others = if edits > 1 { one + 1..length } else { 0..0 };
        for other in others.filter(|&other| other == one + 1 || letters[other] != letters[other - 1]) {
            left(then(then(hashes[one], one + 1, other), other + 1, length));
        }
    }
}

#[cfg(test)]
#[path = "fuzzy_tests.rs"]
mod tests;
