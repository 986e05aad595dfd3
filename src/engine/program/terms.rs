//! Words and patterns as arrays.

use super::texts::{Interner, TextId, Texts};
use crate::flat::{Flat, Lists, stored};
use crate::plan::{self, Join, PatternId};
use crate::text::{Mode, Script, WordPattern};

/// Words and patterns.
pub(crate) struct Terms {
    /// By word: its key.
    keys: Flat<TextId>,
    /// By word: the text that its mode compares besides; none where no mode does.
    others: Flat<TextId>,
    /// By word: see [`flags_of`].
    flags: Flat<u16>,
    /// By pattern: where its variants start; and where the last one's end.
    patterns: Flat<u32>,
    /// By variant: its words.
    variants: Lists<u32>,
    /// By variant: which of its words is its anchor.
    anchors: Flat<u16>,
    /// Beside the words of the variants, the most tokens between a word and the one before, or [`NEXT`]; empty
    /// where every word follows at once.
    gaps: Flat<u32>,
}

stored!(Terms { keys, others, flags, patterns, variants, anchors, gaps });

/// In place of a gap: the word follows at once.
const NEXT: u32 = u32::MAX;

/// A word, ready to be compared.
pub(crate) struct Word<'p> {
    /// How strictly.
    pub(crate) mode: Mode,
    /// What it matches.
    pub(crate) pattern: WordPattern<&'p str>,
    /// Whether it is a phrase written together, which only a whole hashtag or handle can be.
    pub(crate) glued: bool,
    /// Whether it is also read without the Arabic letters that are written with a word.
    pub(crate) clitics: bool,
}

/// One way to write a term.
#[derive(Clone, Copy)]
pub(crate) struct Variant<'p> {
    /// At least one.
    pub(crate) words: &'p [u32],
    /// Which of them is looked for.
    pub(crate) anchor: usize,
    gaps: &'p [u32],
}

impl Variant<'_> {
    /// How the word after a word follows it.
    pub(crate) fn join(&self, word: usize) -> Join {
        match self.gaps.get(word + 1) {
            None | Some(&NEXT) => Join::Next,
            Some(&most) => Join::Within(most),
        }
    }

    /// The number of its anchor.
    pub(crate) fn anchor_word(&self) -> Option<u32> {
        self.words.get(self.anchor).copied()
    }
}

impl Terms {
    /// The words and patterns of a plan.
    pub(super) fn new<'p>(terms: &'p plan::Terms, texts: &mut Interner<'p>) -> Self {
        let mut others: Vec<TextId> = Vec::new();
        if terms.words.iter().any(|word| !other_of(word).is_empty()) {
            others.extend(terms.words.iter().map(|word| texts.add(other_of(word))));
        }
        let rows = Rows::of(terms);
        let flags = terms.words.iter().zip(rows.is_inner);
        Self {
            keys: terms.words.iter().map(|word| texts.add(&word.pattern.key)).collect(),
            others: others.into(),
            flags: flags.map(|(word, is_inner)| flags_of(word, is_inner)).collect(),
            patterns: rows.patterns.into(),
            anchors: rows.anchors.into(),
            variants: Lists::of_starts(rows.starts, rows.words),
            gaps: if rows.gaps.iter().all(|&gap| gap == NEXT) { Flat::default() } else { rows.gaps.into() },
        }
    }

    /// By word: its key.
    pub(crate) fn keys(&self) -> &[TextId] {
        &self.keys
    }

    /// How many words there are.
    pub(crate) const fn words(&self) -> usize {
        self.keys.len()
    }

    /// How many patterns there are.
    pub(crate) const fn patterns(&self) -> usize {
        self.patterns.len().saturating_sub(1)
    }

    /// How many variants there are.
    pub(crate) fn variants(&self) -> usize {
        self.variants.len()
    }

    /// A word.
    #[inline]
    pub(super) fn word<'p>(&'p self, word: u32, texts: &'p Texts) -> Word<'p> {
        let index = word as usize;
        let text = |ids: &[TextId]| ids.get(index).map_or("", |&id| texts.get(id));
        let bits = self.flags.get(index).copied().unwrap_or_default();
        let other = || text(&self.others);
        let mode = MODES[usize::from(bits & 3)];
        Word {
            mode,
            pattern: WordPattern {
                key: text(&self.keys),
                accented: if mode == Mode::Accented { other() } else { "" },
                written: if mode == Mode::Exact { other() } else { "" },
                open_start: bits & OPEN_START != 0,
                open_end: bits & OPEN_END != 0,
                script: SCRIPTS[usize::from(bits >> 2 & 3)],
                emoji: bits & EMOJI != 0,
            },
            glued: bits & GLUED != 0,
            clitics: bits & CLITICS != 0,
        }
    }

    /// Whether a word is open at its end.
    pub(crate) fn is_open_end(&self, word: u32) -> bool {
        self.flags.get(word as usize).is_some_and(|flags| flags & OPEN_END != 0)
    }

    /// Whether some variant goes on after a word.
    pub(crate) fn is_inner(&self, word: u32) -> bool {
        self.flags.get(word as usize).is_some_and(|flags| flags & INNER != 0)
    }

    /// A variant by its number among those of all patterns; `None` where it has no words.
    pub(crate) fn variant(&self, number: u32) -> Option<Variant<'_>> {
        let words = self.variants.of(number);
        let from = *self.variants.starts().get(number as usize)? as usize;
        let gaps = self.gaps.get(from..from + words.len()).unwrap_or_default();
        let anchor = usize::from(*self.anchors.get(number as usize)?);
        (anchor < words.len()).then_some(Variant { words, anchor, gaps })
    }

    /// The numbers of a pattern's variants among those of all patterns.
    pub(crate) fn variants_of(&self, pattern: u32) -> std::ops::Range<u32> {
        let pattern = pattern as usize;
        match self.patterns.get(pattern..pattern + 2) {
            Some(&[from, to]) => from..to,
            _ => 0..0,
        }
    }

    /// The pattern of a variant.
    pub(crate) fn pattern_of(&self, variant: u32) -> PatternId {
        let after = self.patterns.partition_point(|&start| start <= variant);
        PatternId(after.saturating_sub(1) as u32)
    }

    /// Whether its arrays fit each other.
    pub(super) fn is_sound(&self) -> bool {
        let words = self.words();
        let variants = self.variants() as u32;
        let starts = self.variants.starts();
        (self.others.is_empty() || self.others.len() == words)
            && self.flags.len() == words
            && self.anchors.len() == self.variants()
            && self.patterns.first() == Some(&0)
            && self.patterns.is_sorted()
            && self.patterns.last() == Some(&variants)
            && starts.first() == Some(&0)
            && starts.is_sorted()
            && starts.last().is_some_and(|&end| end as usize == self.variants.items().len())
            && starts
                .windows(2)
                .zip(&self.anchors)
                .all(|(start, &anchor)| u32::from(anchor) < start[1] - start[0])
            && self.variants.items().iter().all(|&word| (word as usize) < words)
    }
}

/// The variants of a plan, which lie all over the memory, as arrays: see [`Terms`].
struct Rows {
    patterns: Vec<u32>,
    starts: Vec<u32>,
    words: Vec<u32>,
    gaps: Vec<u32>,
    anchors: Vec<u16>,
    /// By word: whether some variant goes on after it.
    is_inner: Vec<bool>,
}

impl Rows {
    fn of(terms: &plan::Terms) -> Self {
        let mut rows = Self {
            patterns: vec![0],
            starts: vec![0],
            words: Vec::new(),
            gaps: Vec::new(),
            anchors: Vec::new(),
            is_inner: vec![false; terms.words.len()],
        };
        for pattern in &terms.patterns {
            pattern.iter().for_each(|variant| rows.push(variant));
            rows.patterns.push(rows.anchors.len() as u32);
        }
        rows
    }

    fn push(&mut self, variant: &plan::Variant) {
        let gap = |join: &Join| match join {
            Join::Next => NEXT,
            Join::Within(most) => *most,
        };
        self.words.extend(&variant.words);
        self.starts.push(self.words.len() as u32);
        self.gaps.push(NEXT);
        self.gaps.extend(variant.joins.iter().map(gap));
        // No variant has as many words as there are numbers: see the limits of terms.
        self.anchors.push(u16::try_from(variant.anchor).unwrap_or_default());
        if let Some((_, before)) = variant.words.split_last() {
            before.iter().for_each(|&word| self.is_inner[word as usize] = true);
        }
    }
}

const MODES: [Mode; 4] = [Mode::Full, Mode::Plain, Mode::Accented, Mode::Exact];
const SCRIPTS: [Script; 4] = [Script::None, Script::Latin, Script::Other, Script::Mixed];
const OPEN_START: u16 = 1 << 4;
const OPEN_END: u16 = 1 << 5;
const EMOJI: u16 = 1 << 6;
const GLUED: u16 = 1 << 7;
const CLITICS: u16 = 1 << 8;
const INNER: u16 = 1 << 9;

/// Two bits of mode, two of scripts, and one for each of the rest.
fn flags_of(word: &plan::Word, is_inner: bool) -> u16 {
    let place = |found: Option<usize>| found.unwrap_or_default() as u16;
    let mode = place(MODES.iter().position(|&mode| mode == word.mode));
    let script = place(SCRIPTS.iter().position(|&script| script == word.pattern.script));
    let bits = [
        (word.pattern.open_start, OPEN_START),
        (word.pattern.open_end, OPEN_END),
        (word.pattern.emoji, EMOJI),
        (word.glued, GLUED),
        (word.clitics, CLITICS),
        (is_inner, INNER),
    ];
    bits.iter().filter(|(is_set, _)| *is_set).fold(mode | script << 2, |all, (_, bit)| all | bit)
}

/// What a mode compares besides the key.
fn other_of(word: &plan::Word) -> &str {
    match word.mode {
        Mode::Full | Mode::Plain => "",
        Mode::Accented => &word.pattern.accented,
        Mode::Exact => &word.pattern.written,
    }
}
