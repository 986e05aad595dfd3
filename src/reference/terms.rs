//! Terms: where in a field value the words of a term can be read, one after another.

use std::collections::BTreeMap;

use super::words::Word;
use super::{Interpreter, Reading, Spot, disguise, edits, spans};
use crate::content::FieldId;
use crate::sema::hir::{Pattern, PatternId, Piece};
use crate::text::{Kind, Mode, Readings, Script, WordPattern, fold_accented};

impl Interpreter<'_> {
    /// A term "where it stands" in the values of a scope.
    #[must_use]
    pub fn pattern_spans(&self, pattern: PatternId, scope: &[FieldId]) -> Vec<Spot> {
        spans::union(self.values_in(scope).map(|reading| self.pattern_spans_in(pattern, reading)))
    }

    /// The spans in one value, which are kept: terms are asked for again and again.
    fn pattern_spans_in(&self, pattern: PatternId, reading: &Reading<'_>) -> Vec<Spot> {
        let key = (pattern, reading.field, reading.index);
        if let Some(known) = self.known_terms.borrow().get(&key) {
            return known.clone();
        }
        let spans = spans_in(&self.policy[pattern], reading);
        self.known_terms.borrow_mut().insert(key, spans.clone());
        spans
    }

    /// Whether a term stands anywhere in a scope.
    #[must_use]
    pub fn pattern_occurs(&self, pattern: PatternId, scope: &[FieldId]) -> bool {
        !self.pattern_spans(pattern, scope).is_empty()
    }
}

/// "A term yields, from every token where it can start, its shortest span, less those inside another of
/// its spans."
fn spans_in(pattern: &Pattern, reading: &Reading<'_>) -> Vec<Spot> {
    let mut shortest = BTreeMap::new();
    for variant in &pattern.variants {
        let together = glued(pattern, variant, reading);
        for step in steps(pattern, variant, reading).into_iter().chain(together) {
            let spot = step.spot(reading);
            let best = shortest.entry(step.word.from).or_insert(spot);
            *best = shorter(*best, spot);
        }
    }
    spans::outermost(shortest.into_values().collect())
}

/// Of two spans from the same start, the one that ends first.
fn shorter(one: Spot, other: Spot) -> Spot {
    std::cmp::min_by_key(one, other, |spot| (spot.end, *spot))
}

/// A word of the content that a word of the term is read at, and the nearest end of the term from there.
#[derive(Clone, Copy)]
struct Step<'r> {
    word: &'r Word,
    /// One past its last byte and token, and what has to be undone on the way there: of two ways to the same end, the
    /// one with fewer readings.
    end: (u32, u32, Readings),
}

impl Step<'_> {
    fn spot(&self, reading: &Reading<'_>) -> Spot {
        let (end, next, readings) = self.end;
        let (start, first) = (self.word.bytes.start, self.word.tokens.start);
        Spot { readings, ..Spot::new(reading, start..end, first..next) }
    }
}

/// "These tokens in a row": where the first word of a variant can be read so that all others follow. Worked out from
/// the last word back.
fn steps<'r>(pattern: &Pattern, variant: &[Piece], reading: &'r Reading<'_>) -> Vec<Step<'r>> {
    let mut after: Option<Vec<Step<'r>>> = None;
    let mut gap = None;
    for piece in variant.iter().rev() {
        match piece {
            Piece::Gap(most) => gap = Some(*most),
            Piece::Word(wanted) => {
                let gap = gap.take();
                let candidates = reading.candidates(wanted, pattern.fuzzy > 0);
                let here = candidates.into_iter().filter_map(|word| {
                    let readings = readings_of(pattern, wanted, word, reading)?;
                    let Some(after) = &after else {
                        return Some(Step { word, end: (word.bytes.end, word.tokens.end, readings) });
                    };
                    let (end, next, others) = nearest(word, after, gap, reading)?;
                    Some(Step { word, end: (end, next, others.with(readings)) })
                });
                let here: Vec<Step<'_>> = here.collect();
                if here.is_empty() {
                    return here;
                }
                after = Some(here);
            }
        }
    }
    after.unwrap_or_default()
}

/// The nearest end of what can follow a word.
fn nearest(
    word: &Word,
    after: &[Step<'_>],
    gap: Option<u32>,
    reading: &Reading<'_>,
) -> Option<(u32, u32, Readings)> {
    let follows = |step: &&Step<'_>| match gap {
        Some(most) => follows_with_gap(word, step.word, most),
        None => follows_directly(word, step.word, reading),
    };
    after.iter().filter(follows).map(|step| step.end).min()
}

/// "`boat <3> uk`: at most 3 other tokens between."
fn follows_with_gap(word: &Word, next: &Word, most: u32) -> bool {
    next.bytes.start >= word.bytes.end && next.tokens.start.saturating_sub(word.tokens.end) <= most
}

/// "These tokens in a row, whatever separates them; emoji between its words are passed over."
fn follows_directly(word: &Word, next: &Word, reading: &Reading<'_>) -> bool {
    let (end, start) = (word.to, next.from);
    let passed = reading.text.tokens().get(end.token as usize..start.token as usize);
    end == start
        || (end.byte == 0 && start.byte == 0 && end < start)
            && passed.is_some_and(|tokens| tokens.iter().all(|token| token.kind == Kind::Emoji))
}

/// Through what a word of a term can be read at a word of the content, the least there is.
fn readings_of(
    pattern: &Pattern,
    wanted: &WordPattern,
    word: &Word,
    reading: &Reading<'_>,
) -> Option<Readings> {
    let texts = Texts::of(word, pattern.mode, reading);
    let disguised =
        disguise::readings(wanted, pattern.mode, pattern.clitics, word, &texts.marked, texts.written);
    let may_be_misspelt = word.is_word
        && (word.readings.is_none() || disguise::reads_disguise(pattern.mode))
        && !word.readings.has(Readings::SPACING)
        && disguise::is_near_enough(wanted, word.letters, word.script);
    let compared = match pattern.mode {
        Mode::Full | Mode::Plain => &word.key,
        Mode::Accented => &texts.marked,
        Mode::Exact => texts.written,
    };
    let misspelt =
        (may_be_misspelt && edits::is_misspelt(wanted, pattern, compared)).then_some(word.readings);
    disguised.into_iter().chain(misspelt).min()
}

/// What a word of the content is compared by besides its folded text.
struct Texts<'r> {
    written: &'r str,
    /// Folded with its marks, where they count.
    marked: String,
}

impl<'r> Texts<'r> {
    fn of(word: &Word, mode: Mode, reading: &Reading<'r>) -> Self {
        let written = &reading.original[word.bytes.start as usize..word.bytes.end as usize];
        let marked = if mode == Mode::Accented { fold_accented(written) } else { String::new() };
        Self { written, marked }
    }
}

/// "A phrase also matches its words written together as a whole hashtag or handle", where its words are whole ones.
fn glued<'r>(pattern: &Pattern, variant: &[Piece], reading: &'r Reading<'_>) -> Vec<Step<'r>> {
    if !reading.has_tags {
        return Vec::new();
    }
    let words: Vec<&WordPattern> = variant.iter().filter_map(Piece::word).collect();
    let ([first, .., last], Mode::Full | Mode::Accented) = (words.as_slice(), pattern.mode) else {
        return Vec::new();
    };
    if words.windows(2).any(|pair| pair[0].open_end || pair[1].open_start)
        || words.iter().any(|word| word.emoji)
    {
        return Vec::new();
    }
    let wanted = WordPattern {
        key: words.iter().map(|word| &*word.key).collect(),
        accented: words.iter().map(|word| &*word.accented).collect(),
        written: String::new(),
        open_start: first.open_start,
        open_end: last.open_end,
        script: words.iter().fold(Script::None, |all, word| all.with(word.script)),
        emoji: false,
    };
    let tags = reading.words.iter().filter(|word| word.is_tag);
    let read = tags.filter_map(|word| {
        let texts = Texts::of(word, pattern.mode, reading);
        let read =
            disguise::readings(&wanted, pattern.mode, pattern.clitics, word, &texts.marked, texts.written);
        let readings = read?.with(Readings::JOINED);
        Some(Step { word, end: (word.bytes.end, word.tokens.end, readings) })
    });
    read.collect()
}
