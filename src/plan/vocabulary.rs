//! The different words of many patterns. In comes each word that a pattern has, out goes its number; and in the end all of
//! them, each once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::frequency;
use super::terms::Word;
use crate::sema::known::Known;
use crate::text::{Mode, WordPattern};

/// How a word of a term is read: its mode, whether without clitics too, and with how many edits.
type Reading = (Mode, bool, u8);

/// Words that have been met.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
    /// Beside the words: in how many posts of 10,000 each is expected.
    frequencies: Vec<u64>,
    known: Known,
    /// By where the policy keeps them: the variants of a term share their words, which then need not be compared.
    kept: FxHashMap<(*const WordPattern, Reading), u32>,
}

impl Vocabulary {
    /// The number of a word that the policy keeps.
    pub(super) fn meet_kept(&mut self, word: &Arc<WordPattern>, reading: Reading) -> u32 {
        let place = (Arc::as_ptr(word), reading);
        if let Some(&number) = self.kept.get(&place) {
            return number;
        }
        let (mode, clitics, fuzzy) = reading;
        let number = self.meet(Word { mode, pattern: Arc::clone(word), glued: false, clitics, fuzzy });
        self.kept.insert(place, number);
        number
    }

    /// The number of a word.
    pub(super) fn meet(&mut self, word: Word) -> u32 {
        self.known.find(&self.words, &word).unwrap_or_else(|| {
            self.frequencies.push(frequency::of_word(&word));
            self.words.push(word);
            self.words.len() as u32 - 1
        })
    }

    /// In how many posts of 10,000 a word that has been met is expected.
    pub(super) fn frequency(&self, word: u32) -> u64 {
        self.frequencies[word as usize]
    }

    /// Every different word, and beside it how often it is expected.
    pub(super) fn finish(self) -> (Vec<Word>, Vec<u64>) {
        (self.words, self.frequencies)
    }
}
