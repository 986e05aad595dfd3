//! Terms that imply others: wherever one stands in a field value, the other stands in it, too. Only what holds for every
//! text is said, with every reading in mind: `"small boat"` does not imply `"boat"`, because it also reads `#smallboat`,
//! where no word is `boat`; `plain "small boat"` implies `plain "boat"`. Whoever asks about ordinary text leaves disguises
//! aside ([`usually_implies`]): there `"small boat"` implies `"boat"`.

use rustc_hash::FxHashMap;

use crate::sema::hir::{Pattern, Piece};
use crate::text::{Mode, Script, WordPattern};

/// The mode of a term as far as it matters: where nothing has marks that are dropped otherwise, keeping marks is no other mode.
fn meant(pattern: &Pattern) -> Mode {
    if pattern.mode == Mode::Accented && is_without_marks(pattern) { Mode::Full } else { pattern.mode }
}

/// Whether no word is of a script whose marks are dropped: Latin, Greek, Cyrillic, Hebrew, Arabic, digits.
pub(crate) fn is_without_marks(pattern: &Pattern) -> bool {
    let is_kept = |c: char| matches!(c, '\u{900}'..='\u{1CFF}' | '\u{2E80}'..='\u{D7FF}' | '\u{20000}'..);
    let mut words = pattern.variants.iter().flatten().filter_map(Piece::word);
    words.all(|word| word.emoji || word.key.chars().all(is_kept))
}

/// Whether content in which the first stands has the second as well.
pub(super) fn implies(one: &Pattern, other: &Pattern) -> bool {
    // What is read as it stands, or with its marks, is read in every reading.
    let same_reading = one.mode == other.mode
        || one.fuzzy == 0
            && match one.mode {
                Mode::Exact => matches!(other.mode, Mode::Plain | Mode::Full),
                Mode::Plain | Mode::Accented => other.mode == Mode::Full,
                Mode::Full => false,
            };
    let reads_more = one.fuzzy <= other.fuzzy && (!one.clitics || other.clitics);
    same_reading && reads_more && one.variants.iter().all(|variant| variant_implies(one, variant, other))
}

/// Phrases with more pieces than this are not looked into.
const MOST_PIECES: usize = 16;
/// Pairs of variants that are compared.
const MOST_VARIANTS: usize = 4096;

/// Whether content in which the first stands has the second as well, disguises aside: words are looked at as they are
/// written, not as they might be spelt or joined.
pub(crate) fn usually_implies(one: &Pattern, other: &Pattern) -> bool {
    let reads_as_much = match (meant(one), meant(other)) {
        (Mode::Full, Mode::Full) => !one.clitics || other.clitics,
        (Mode::Exact | Mode::Plain | Mode::Accented, Mode::Full) => true,
        (one, other) => one == other,
    };
    reads_as_much
        && one.fuzzy <= other.fuzzy
        && one.variants.len() * other.variants.len() <= MOST_VARIANTS
        && one.variants.iter().all(|variant| {
            variant.len() <= MOST_PIECES
                && other
                    .variants
                    .iter()
                    .any(|wider| (0..variant.len()).any(|start| stands(one, &variant[start..], other, wider)))
        })
}

/// Whether a phrase begins with another; a gap of the other takes in words, or none.
fn stands(one: &Pattern, pieces: &[Piece], other: &Pattern, wider: &[Piece]) -> bool {
    match (pieces, wider) {
        (_, []) => true,
        ([Piece::Word(word), pieces @ ..], [Piece::Word(wide), wider @ ..]) => {
            usually_is(one, word, other, wide) && stands(one, pieces, other, wider)
        }
        (_, [Piece::Gap(most), wider @ ..]) => {
            let mut taken = 0_u32;
            for skipped in 0..pieces.len() {
                if stands(one, &pieces[skipped..], other, wider) {
                    return true;
                }
                taken = taken.saturating_add(match pieces[skipped] {
                    Piece::Word(_) => 1,
                    Piece::Gap(words) => words,
                });
                if taken > *most {
                    break;
                }
            }
            false
        }
        _ => false,
    }
}

fn usually_is(one: &Pattern, word: &WordPattern, other: &Pattern, wide: &WordPattern) -> bool {
    // Equal words are of the same kind; most words that are compared are told apart by less than their texts.
    if (word.emoji, word.script) != (wide.emoji, wide.script) {
        return false;
    }
    let mode = meant(other);
    let (text, part) = (word.compared(mode), wide.compared(mode));
    if part.is_empty() || text.len() < part.len() {
        return word == wide;
    }
    // Edits count letters of the whole word.
    if one.fuzzy > 0 || word.emoji {
        let as_open = (word.open_start, word.open_end) == (wide.open_start, wide.open_end);
        return as_open && text == part || word == wide;
    }
    let opens = (!word.open_start || wide.open_start) && (!word.open_end || wide.open_end);
    opens
        && match (wide.open_start, wide.open_end) {
            (false, false) => text == part,
            (false, true) => text.starts_with(part),
            (true, false) => text.ends_with(part),
            (true, true) => text.contains(part),
        }
}

fn variant_implies(one: &Pattern, variant: &[Piece], other: &Pattern) -> bool {
    let in_a_row = other.variants.iter().any(|wider| {
        wider.len() <= variant.len()
            && variant.windows(wider.len()).any(|part| {
                part.iter().zip(wider).all(|(piece, wider)| piece_implies(one, piece, wider, other))
            })
    });
    let together = glued(one, variant);
    in_a_row && together.is_none_or(|word| together_implies(one, &word, other))
}

/// A phrase written together implies the other one where that is written together, or is one word.
fn together_implies(one: &Pattern, word: &WordPattern, other: &Pattern) -> bool {
    other.variants.iter().any(|variant| match variant.as_slice() {
        [Piece::Word(wider)] => reads_as(one, word, wider, other),
        _ => glued(other, variant).is_some_and(|wider| reads_as(one, word, &wider, other)),
    })
}

fn piece_implies(one: &Pattern, piece: &Piece, wider: &Piece, other: &Pattern) -> bool {
    match (piece, wider) {
        (Piece::Gap(most), Piece::Gap(more)) => most <= more,
        (Piece::Word(word), Piece::Word(wider)) => reads_as(one, word, wider, other),
        _ => false,
    }
}

/// Whether a word of one pattern implies one of another, which may have another mode. Texts of other modes are left out
/// of patterns.
fn reads_as(one: &Pattern, word: &WordPattern, wider: &WordPattern, other: &Pattern) -> bool {
    if one.mode == other.mode {
        return word_implies(one, word, wider);
    }
    word.key == wider.key
        && (word.open_start, word.open_end) == (wider.open_start, wider.open_end)
        && (word.script, word.emoji) == (wider.script, wider.emoji)
}

/// Whether every word of content that reads as one reads as the other.
fn word_implies(pattern: &Pattern, word: &WordPattern, wider: &WordPattern) -> bool {
    if word == wider {
        return true;
    }
    let opens = (!word.open_start || wider.open_start) && (!word.open_end || wider.open_end);
    // Marks belong to the letter before them, so that a beginning need not be one.
    let readable = pattern.mode != Mode::Accented;
    let (text, part) = (word.compared(pattern.mode), wider.compared(pattern.mode));
    let is_part = match (wider.open_start, wider.open_end) {
        (false, false) => text == part,
        (false, true) => text.starts_with(part),
        (true, false) => text.ends_with(part),
        (true, true) => text.contains(part),
    };
    // Edits count letters of the whole word.
    pattern.fuzzy == 0
        && opens
        && readable
        && is_part
        && !part.is_empty()
        && word.script == wider.script
        && word.script != Script::None
        && word.emoji == wider.emoji
}

/// "A phrase also matches its words written together as a whole hashtag or handle", where its words are whole ones.
pub(super) fn glued(pattern: &Pattern, variant: &[Piece]) -> Option<WordPattern> {
    let words: Vec<&WordPattern> = variant.iter().filter_map(Piece::word).collect();
    let ([first, .., last], Mode::Full | Mode::Accented) = (words.as_slice(), pattern.mode) else {
        return None;
    };
    let is_open = words.windows(2).any(|pair| pair[0].open_end || pair[1].open_start);
    if is_open || words.iter().any(|word| word.emoji) {
        return None;
    }
    Some(WordPattern {
        key: words.iter().map(|word| &*word.key).collect(),
        accented: words.iter().map(|word| &*word.accented).collect(),
        written: String::new(),
        open_start: first.open_start,
        open_end: last.open_end,
        script: words.iter().fold(Script::None, |all, word| all.with(word.script)),
        emoji: false,
    })
}

/// Patterns by a word they begin with, so that only few are compared.
pub(super) struct Index<'p, T> {
    by_word: FxHashMap<&'p str, Vec<(T, &'p Pattern)>>,
    /// Those that begin with a `*`.
    open: Vec<(T, &'p Pattern)>,
}

impl<'p, T: Copy + PartialEq> Index<'p, T> {
    pub(super) fn new(patterns: impl Iterator<Item = (T, &'p Pattern)>) -> Self {
        let mut index = Self { by_word: FxHashMap::default(), open: Vec::new() };
        for (id, pattern) in patterns {
            for word in pattern.variants.iter().filter_map(|variant| variant.first()?.word()) {
                let found = match word.open_start {
                    true => &mut index.open,
                    false => index.by_word.entry(word.key.as_str()).or_default(),
                };
                if found.last().is_none_or(|(last, _)| *last != id) {
                    found.push((id, pattern));
                }
            }
        }
        index
    }

    /// The patterns that one implies, itself left out; in `usual` text, or in all. Of those that begin alike so many are
    /// looked at.
    pub(super) fn implied(&self, id: T, pattern: &Pattern, usual: bool, most: usize) -> Vec<T> {
        let implies = if usual { usually_implies } else { implies };
        let words = pattern.variants.first().into_iter().flatten().filter_map(Piece::word);
        let beginnings = words.flat_map(|word| {
            let ends = word.key.char_indices().map(|(at, c)| at + c.len_utf8());
            ends.filter_map(|end| word.key.get(..end))
        });
        let known = beginnings
            .filter_map(|beginning| self.by_word.get(beginning))
            .flat_map(|found| found.iter().take(most));
        let mut implied: Vec<T> = Vec::new();
        for &(other, wider) in known.chain(self.open.iter().take(most)) {
            if other != id && !implied.contains(&other) && implies(pattern, wider) {
                implied.push(other);
            }
        }
        implied
    }
}

#[cfg(test)]
mod tests {
    use super::implies;
    use crate::compile::Compiler;
    use crate::sema::hir::Policy;

    /// A policy whose first two terms are these.
    fn terms(one: &str, other: &str) -> Policy {
        let text = format!("rule r {{ when {one} and {other} then review because \"x\" }}");
        let compiled = Compiler::from_source("m", &text).compile().expect("a correct policy");
        compiled.policy().clone()
    }

    fn does(one: &str, other: &str) -> bool {
        let policy = terms(one, other);
        implies(&policy[policy.terms[0].pattern], &policy[policy.terms[1].pattern])
    }

    #[test]
    fn a_longer_phrase_implies_a_shorter_one_as_it_stands() {
        assert!(does("plain \"small boat tonight\"", "plain \"boat tonight\""));
        assert!(does("plain \"boats\"", "plain \"boat*\""));
        assert!(does("\"boat <2> uk\"", "\"boat <5> uk\""));
        assert!(does("\"boat uk\"", "\"[boat|ship] uk\""));
        assert!(does("\"crossings\"", "\"crossing*\""));
        assert!(does("\"crossing\"", "\"crossing\"~1"));
        assert!(does("plain \"crossing\"", "\"crossing\""));
        assert!(does("\"boat\"", "\"boat*\""));
        assert!(does("exact \"RIB\"", "\"rib\"") && !does("\"rib\"", "exact \"RIB\""));
        assert!(does("accented \"giá\"", "\"gia\"") && !does("\"gia\"", "accented \"gia\""));
        assert!(!does("\"crossing\"~1", "\"crossing\""));
        assert!(!does("\"boat <5> uk\"", "\"boat <2> uk\""));
    }

    #[test]
    fn what_a_reading_could_break_is_not_said() {
        // #smallboat
        assert!(!does("\"small boat\"", "\"boat\""));
        // An open word may be one of another script in which three letters are not enough.
        assert!(!does("\"boat*\"", "\"boat\""));
        // Emoji between the words are passed over, and counted by a gap.
        assert!(!does("\"boat uk\"", "\"boat <0> uk\""));
        assert!(!does("\"crossing\"", "\"crossings\""));
    }
}
