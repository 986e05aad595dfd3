//! Words spelled out: `b o a t`, `b.o.a.t`. Runs of single letters are noted while tokens are read; an edge for a part
//! of one is made only when asked for, since a run has very many parts.

use super::fold::{Kind as Class, lookup};
use super::parts::{letters_of, script_of};
use super::words::Reader;
use super::{Edge, Kind, Readings, Spelling, Text, disguise};

/// A word is spelled out in at most so many tokens.
pub const SPELLED_TOKENS: u32 = 24;

/// So few single letters in a row are none.
const FEWEST: u32 = 3;

/// Tokens of one letter or digit each, separated by the same character, as `first..next`; at least three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The first.
    pub first: u32,
    /// One past the last.
    pub next: u32,
    /// What separates them.
    separator: char,
}

impl Reader<'_> {
    /// Notes a token of one letter or digit.
    pub(super) fn note_single(&mut self) {
        let Some(&token) = self.text.base.last().filter(|token| self.text.is_single(token)) else { return };
        let run = self.run;
        let separator = if run.next == token.first && run.first < run.next { self.separator() } else { None };
        let Some(separator) = separator else {
            self.end_run();
            self.run = Run { first: token.first, next: token.next, separator: '\0' };
            return;
        };
        if run.next - run.first > 1 && separator != run.separator {
            self.end_run();
            self.run.first = token.first - 1;
        }
        (self.run.next, self.run.separator) = (token.next, separator);
    }

    /// What stands between the last two tokens, if it is one character, once or several times.
    fn separator(&self) -> Option<char> {
        let [.., left, right] = self.text.base.as_slice() else { return None };
        let between = self.original.get(left.end as usize..right.start as usize)?;
        let mut seen = between.chars().filter_map(separator);
        let first = seen.next()?;
        seen.all(|other| other == first).then_some(first)
    }

    pub(super) fn end_run(&mut self) {
        if self.run.next - self.run.first >= FEWEST {
            self.text.runs.push(self.run);
        }
    }
}

/// What a character separates by; `None` of what vanishes.
fn separator(c: char) -> Option<char> {
    let entry = lookup(c);
    match entry.kind {
        Class::Mark | Class::Ignorable | Class::Joiner | Class::Cut | Class::Tag => None,
        Class::Space => Some(' '),
        _ => Some(entry.fold(Spelling::Merged).and_then(|fold| fold.chars().next()).unwrap_or(c)),
    }
}

impl Text {
    /// Whether a token is one letter, with its marks, or one digit.
    fn is_single(&self, token: &Edge) -> bool {
        let key = self.key(token);
        key.len() == 1
            || token.letters == 1
                && key.chars().skip(1).all(|c| lookup(c).kind == Class::Mark)
                && key.chars().next().is_some_and(|c| lookup(c).kind == Class::Letter)
    }

    /// The runs of single letters, in order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The tokens of a run from one to another read as one word; `None` where they are all the same, and where digits
    /// are not fewer than letters, as of every number.
    #[must_use]
    pub fn spelled(&self, first: u32, next: u32) -> Option<Edge> {
        let tokens = self.base.get(first as usize..next as usize)?;
        let (start, end) = (tokens.first()?, tokens.last()?);
        // No key but theirs was written between the two.
        let key = (start.key.0, end.key.1);
        let letters = self.keys.text(key.0 as usize..key.1 as usize);
        disguise::may_be_spelled(letters).then(|| Edge {
            to: end.to,
            next: end.next,
            end: end.end,
            kind: Kind::Word,
            script: script_of(tokens),
            letters: letters_of(tokens),
            readings: Readings::SPACING,
            flags: self.keys.disguises(key.0 as usize..key.1 as usize),
            key,
            ..*start
        })
    }
}
