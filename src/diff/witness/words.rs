//! Texts in which a term stands: as it is written, in its other variants, with a gap as wide as it may be, written
//! together, and disguised, because two terms may differ in nothing else.

use super::dice::Dice;
use crate::sema::hir::{Pattern, Piece};
use crate::text::{Mode, WordPattern};

/// What stands between words that have to be apart. No language has these words, and policies have no use for them.
const FILLERS: [&str; 5] = ["lorem", "ipsum", "dolor", "amet", "elit"];

/// Emoji between the words of a term: a phrase passes over any number of them.
const EMOJI: usize = 12;

/// So many words of no meaning.
pub(super) fn filler(count: usize) -> String {
    FILLERS.iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
}

/// How a term is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// Beginnings and endings go on, gaps are full.
    Stretched,
    /// As one hashtag.
    Together,
    /// In capital letters.
    Capitals,
    /// `b o a t`
    Spaced,
    /// `bóat`
    Marked,
    /// A letter left out.
    Short,
    /// Two letters swapped, and one left out.
    Shorter,
    /// `booooat`
    Repeated,
    /// `b0at`
    Digits,
    /// An emoji between words.
    Emoji,
}

impl Style {
    pub(super) const ALL: [Self; 11] = [
        Self::Plain,
        Self::Stretched,
        Self::Together,
        Self::Capitals,
        Self::Short,
        Self::Marked,
        Self::Digits,
        Self::Spaced,
        Self::Repeated,
        Self::Emoji,
        Self::Shorter,
    ];
}

/// A text in which the pattern stands, perhaps. `written` is the term in a policy.
pub(super) fn text(pattern: &Pattern, written: Option<&str>, style: Style, dice: &mut Dice) -> String {
    let is_plain = |text: &&str| !text.contains(['*', '[', ']', '<', '>', '?', '|', '\\', '~']);
    if style == Style::Plain
        && dice.below(2) == 0
        && let Some(text) = written.filter(is_plain)
    {
        return text.to_owned();
    }
    let variant = &pattern.variants[dice.below(pattern.variants.len())];
    let mut text = String::new();
    let mut gap = None;
    for piece in variant {
        match piece {
            Piece::Gap(most) => gap = Some(*most as usize),
            Piece::Word(word) => {
                if !text.is_empty() && style != Style::Together {
                    // More of them than a gap may hold.
                    text.push_str(&if style == Style::Emoji {
                        format!(" {}", "🙂 ".repeat(EMOJI))
                    } else {
                        " ".to_owned()
                    });
                    if let Some(most) = gap.filter(|&most| most > 0 && style == Style::Stretched) {
                        text.push_str(&filler(most.min(64)));
                        text.push(' ');
                    }
                }
                gap = None;
                text.push_str(&styled(word, pattern.mode, style));
            }
        }
    }
    if style == Style::Together { format!("#{text}") } else { text }
}

fn styled(word: &WordPattern, mode: Mode, style: Style) -> String {
    let text = word.compared(mode);
    let letters: Vec<char> = text.chars().collect();
    if word.emoji || letters.is_empty() {
        return text.to_owned();
    }
    let middle = letters.len() / 2;
    match style {
        Style::Plain | Style::Together | Style::Emoji => text.to_owned(),
        Style::Stretched => {
            let (before, after) =
                (if word.open_start { "un" } else { "" }, if word.open_end { "ing" } else { "" });
            format!("{before}{text}{after}")
        }
        Style::Capitals => text.to_uppercase(),
        Style::Spaced => letters.iter().map(char::to_string).collect::<Vec<_>>().join(" "),
        Style::Marked => with(&letters, middle, &[letters[middle], '\u{301}']),
        Style::Short => with(&letters, middle, &[]),
        Style::Shorter => {
            let mut swapped = letters.clone();
            if letters.len() > 3 {
                swapped.swap(1, 2);
            }
            let last = swapped.len().saturating_sub(2);
            with(&swapped, last, &[])
        }
        Style::Repeated => with(&letters, middle, &[letters[middle]; 4]),
        Style::Digits => text.replacen(['o'], "0", 1).replacen(['i'], "1", 1).replacen(['e'], "3", 1),
    }
}

/// The letters with others in the place of one.
fn with(letters: &[char], place: usize, others: &[char]) -> String {
    let (before, after) = (&letters[..place], &letters[place + 1..]);
    before.iter().chain(others).chain(after).collect()
}
