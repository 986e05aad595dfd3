//! The one pass over all words of a content object: which words of the policy stand where, and which
//! rules they trigger. Most content ends here.

use super::scratch::Scratch;
use super::tables::Tables;
use super::term::{Hit, SPELLED};
use crate::content::Content;
use crate::text::{Edge, MOST_CLITICS, Readings, Run, SPELLED_TOKENS, Script, Text, push_skeleton};

/// Reads the values that terms are looked for in and notes the words; `triggers` is whether they trigger rules.
pub(super) fn scan(tables: &Tables, content: &Content, scratch: &mut Scratch, triggers: bool) {
    for value in 0..scratch.values.len() as u32 {
        if tables.is_scanned(scratch.values.field(value)) {
            let from = scratch.hits.len();
            scan_value(tables, content, scratch, value);
            for hit in from..if triggers { scratch.hits.len() } else { from } {
                seed(tables, scratch, scratch.hits[hit]);
            }
        }
    }
}

fn scan_value(tables: &Tables, content: &Content, scratch: &mut Scratch, value: u32) {
    scratch.stamp += 1;
    let slot = scratch.values.slot(value);
    let original = slot.original(content);
    let text = slot.text(content);
    let mut finder = Finder {
        tables,
        original,
        text,
        value,
        hits: &mut scratch.hits,
        spelled: &mut scratch.spelled,
        skeleton: &mut scratch.skeleton,
        letters: &mut scratch.letters,
    };
    finder.find();
}

/// Finds the words of one value.
struct Finder<'a> {
    tables: &'a Tables,
    original: &'a str,
    text: &'a Text,
    value: u32,
    hits: &'a mut Vec<Hit>,
    spelled: &'a mut Vec<Edge>,
    skeleton: &'a mut String,
    letters: &'a mut Vec<char>,
}

impl Finder<'_> {
    fn find(&mut self) {
        let (text, tables) = (self.text, self.tables);
        let texts = &tables.program.texts;
        let (has_fuzzy, has_stems) = (!tables.fuzzy.is_empty(), !tables.stems[0].is_empty());
        for (number, edge) in (0..).zip(text.edges()) {
            tables.words.each(texts, text.key_bytes(edge), |word| self.add_as_written(word, number, edge));
            if edge.is_disguised() {
                self.find_disguised(number, edge);
            }
            if has_fuzzy {
                self.find_misspelt(number, edge);
            }
            if has_stems && edge.script == Script::Other {
                self.find_stems(number, edge);
            }
        }
        for run in text.runs() {
            self.find_spelled(run);
        }
    }

    /// A word whose key is the edge's.
    fn add_as_written(&mut self, word: u32, number: u32, edge: &Edge) {
        let entry = self.tables.program.word(word);
        let is_there = if entry.glued { edge.is_whole_tag() } else { true };
        if is_there && entry.pattern.admits(self.original, edge, entry.mode) {
            let glue = if entry.glued { Readings::JOINED } else { Readings::NONE };
            self.hits.push(Hit {
                word,
                value: self.value,
                from: edge.from,
                edge: number,
                readings: edge.readings.with(glue),
            });
        }
    }

    fn find_misspelt(&mut self, number: u32, edge: &Edge) {
        let mut letters = std::mem::take(self.letters);
        self.tables.fuzzy.each(self.text, self.original, edge, &mut letters, |word| {
            let entry = self.tables.program.word(word);
            if entry.pattern.admits_misspelt(edge, entry.mode) {
                let (value, from, readings) = (self.value, edge.from, edge.readings);
                self.hits.push(Hit { word, value, from, edge: number, readings });
            }
        });
        *self.letters = letters;
    }

    fn find_disguised(&mut self, number: u32, edge: &Edge) {
        self.skeleton.clear();
        self.text.push_skeleton(edge, self.skeleton);
        let skeleton = std::mem::take(self.skeleton);
        let texts = &self.tables.program.texts;
        self.tables.disguised.each(texts, skeleton.as_bytes(), |word| self.add_if_read(word, number, edge));
        *self.skeleton = skeleton;
    }

    fn find_stems(&mut self, number: u32, edge: &Edge) {
        let [stems, disguised] = &self.tables.stems;
        let texts = &self.tables.program.texts;
        for stem in self.text.stems(edge) {
            stems.each(texts, stem.as_bytes(), |word| self.add_if_read(word, number, edge));
            if edge.is_disguised() {
                self.skeleton.clear();
                push_skeleton(stem, self.skeleton);
                let skeleton = std::mem::take(self.skeleton);
                disguised.each(texts, skeleton.as_bytes(), |word| self.add_if_read(word, number, edge));
                *self.skeleton = skeleton;
            }
        }
    }

    fn find_spelled(&mut self, run: &Run) {
        let mut skeleton = std::mem::take(self.skeleton);
        self.tables.spelled.each(&self.tables.program, self.text, run, &mut skeleton, |word, edge| {
            let is_read = self.add_spelled(word, &edge);
            // Arabic letters are written together with words of their own script.
            let may_have_stem = matches!(edge.script, Script::Other | Script::None);
            if may_have_stem && self.tables.program.word(word).clitics {
                self.add_spelled_stem(word, &edge, run);
            }
            is_read
        });
        *self.skeleton = skeleton;
    }

    /// Whether a word is read at an edge made for it; if so it is noted.
    fn add_spelled(&mut self, word: u32, edge: &Edge) -> bool {
        // The edge may be the last one, found for another word.
        let is_new = self.spelled.last() != Some(edge);
        let number = SPELLED | (self.spelled.len() as u32 - u32::from(!is_new));
        let hits = self.hits.len();
        self.add_if_read(word, number, edge);
        let is_read = self.hits.len() > hits;
        if is_new && is_read {
            self.spelled.push(*edge);
        }
        is_read
    }

    /// A word spelled out with what is written together with it before.
    fn add_spelled_stem(&mut self, word: u32, edge: &Edge, run: &Run) {
        let least = run
            .first
            .max(edge.first.saturating_sub(MOST_CLITICS))
            .max(edge.next.saturating_sub(SPELLED_TOKENS));
        for first in least..edge.first {
            if let Some(longer) = self.text.spelled(first, edge.next) {
                self.add_spelled(word, &longer);
            }
        }
    }

    /// A word that may be read at an edge.
    fn add_if_read(&mut self, word: u32, number: u32, edge: &Edge) {
        let entry = self.tables.program.word(word);
        if entry.glued && !edge.is_whole_tag() {
            return;
        }
        let read = entry.pattern.reads(self.text, self.original, edge, entry.mode, entry.clitics);
        let glue = if entry.glued { Readings::JOINED } else { Readings::NONE };
        self.hits.extend(read.map(|readings| Hit {
            word,
            value: self.value,
            from: edge.from,
            edge: number,
            readings: readings.with(glue),
        }));
    }
}

/// Triggers what a word may set off, at its first hit in a value.
fn seed(tables: &Tables, scratch: &mut Scratch, hit: Hit) {
    let seen = &mut scratch.seen[hit.word as usize];
    if std::mem::replace(seen, scratch.stamp) == scratch.stamp {
        return;
    }
    let field = scratch.values.field(hit.value);
    for &trigger in tables.seeds.of(hit.word) {
        if tables.in_scope(tables.scopes[trigger as usize], field) {
            tables.triggers.of(trigger).iter().for_each(|&rule| scratch.trigger(rule));
        }
    }
}

/// So many variants are always listed by the words that were found.
const LISTED: usize = 16;

/// Sorts the hits, and lists the patterns that may occur where they are few beside the patterns that a condition asks for: what
/// is not listed is looked at pattern by pattern. Of a policy of thousands of rules common words belong to very many
/// small lexicons, of which the triggered rules ask for a few; of one with large lexicons they belong to few.
pub(super) fn prepare(tables: &Tables, scratch: &mut Scratch) {
    scratch.hits.sort_unstable();
    scratch.hits.dedup();
    scratch.patterns.clear();
    let Scratch { hits, found, patterns, epoch, are_listed, .. } = scratch;
    let words = || hits.chunk_by(|a, b| a.word == b.word).filter_map(<[Hit]>::first).map(|hit| hit.word);
    let mut listed = 0;
    for word in words() {
        found[word as usize] = *epoch;
        listed += tables.anchored.of(word).len();
    }
    *are_listed = listed <= LISTED.max(tables.largest_set as usize);
    if *are_listed {
        let terms = &tables.program.terms;
        let is_found = |&word: &u32| found.get(word as usize) == Some(epoch);
        let is_whole =
            |number: u32| terms.variant(number).is_some_and(|variant| variant.words.iter().all(is_found));
        for word in words() {
            let variants = tables.anchored.of(word).iter().filter(|&&number| is_whole(number));
            patterns.extend(variants.map(|&number| terms.pattern_of(number)));
        }
    }
    scratch.patterns.sort_unstable();
    scratch.patterns.dedup();
}
