//! A whole field value folded with its separators: what regular expressions are run over and what field values are
//! compared by. Every byte of the folded text knows the original bytes of its character.

use super::emoji::flag_tags;
use super::fold::{Entry, Kind, lookup};
use super::marks::{compose_hangul, may_compose};
use super::{Folded, Spelling};

/// The state of folding one value.
struct Folder<'o> {
    original: &'o str,
    spelling: Spelling,
    out: Folded,
    marks: Vec<Mark>,
    /// The last letter or digit loses nonspacing marks; `None` after anything else.
    bare: Option<bool>,
    /// End of the last tag of a flag: tags before it stay.
    flag_end: usize,
}

/// A kept mark that waits until the run of marks it stands in is whole.
#[derive(Clone, Copy)]
struct Mark {
    segment: u32,
    combining: u8,
    order: u32,
    mark: char,
    start: u32,
    end: u32,
}

impl Folder<'_> {
    fn run(&mut self) {
        for (at, c) in self.original.char_indices() {
            let end = at + c.len_utf8();
            if c.is_ascii_alphanumeric() {
                self.settle();
                self.out.push(c.to_ascii_lowercase(), at, end);
                self.bare = Some(true);
            } else {
                self.other(c, at, end);
            }
        }
        self.settle();
    }

    fn other(&mut self, c: char, at: usize, end: usize) {
        let entry = lookup(c);
        match entry.kind {
            Kind::Letter | Kind::Digit => self.letter(c, entry, at, end),
            Kind::Mark => self.mark(c, entry, at, end),
            Kind::Tag if at < self.flag_end => self.separator(c, at, end),
            Kind::Ignorable | Kind::Joiner | Kind::Cut | Kind::Tag => {}
            Kind::Space => self.space(at, end),
            Kind::Apostrophe => self.separator('\'', at, end),
            Kind::Emoji => {
                self.flag_end = end + flag_tags(c, &self.original[end..]).len();
                self.separator(c, at, end);
            }
            Kind::Regional => self.separator(c, at, end),
            Kind::Sign | Kind::Separator => {
                let folded = entry.fold(self.spelling).and_then(|fold| fold.chars().next());
                self.separator(folded.unwrap_or(c), at, end);
            }
        }
    }

    fn separator(&mut self, c: char, at: usize, end: usize) {
        self.settle();
        self.out.push(c, at, end);
        self.bare = None;
    }

    /// A run of white space is one space, which stands for all of it.
    fn space(&mut self, at: usize, end: usize) {
        self.settle();
        if self.bare.is_none() && self.out.text.ends_with(' ') {
            self.out.lengthen(end);
        } else {
            self.separator(' ', at, end);
        }
    }

    fn letter(&mut self, c: char, entry: &Entry, at: usize, end: usize) {
        self.settle();
        match entry.fold(self.spelling) {
            None => self.push(c, at, end),
            Some(fold) if !entry.is_long() => fold.chars().for_each(|letter| self.push(letter, at, end)),
            Some(fold) => {
                for folded in fold.chars() {
                    let of = lookup(folded);
                    if of.kind == Kind::Mark {
                        self.keep(folded, of.combining, at, end);
                    } else {
                        self.settle();
                        self.push(folded, at, end);
                    }
                }
            }
        }
        self.bare = Some(entry.is_bare());
    }

    fn push(&mut self, letter: char, at: usize, end: usize) {
        let before = may_compose(letter).then(|| self.out.text.chars().next_back()).flatten();
        match before.and_then(|before| compose_hangul(before, letter)) {
            Some(syllable) => {
                let start = self.out.pop();
                self.out.push(syllable, start as usize, end);
            }
            None => self.out.push(letter, at, end),
        }
    }

    /// Marks on nothing that keeps them vanish, also those on separators.
    fn mark(&mut self, c: char, entry: &Entry, at: usize, end: usize) {
        match self.bare {
            None => {}
            Some(true) if entry.is_nonspacing() => self.vanish(end),
            Some(_) => match entry.fold(self.spelling) {
                None => self.keep(c, entry.combining, at, end),
                Some(fold) => fold.chars().for_each(|mark| self.keep(mark, lookup(mark).combining, at, end)),
            },
        }
    }

    /// A vanished mark belongs to what stands before it.
    fn vanish(&mut self, end: usize) {
        match self.marks.last_mut() {
            Some(mark) => mark.end = end as u32,
            None => self.out.lengthen(end),
        }
    }

    fn keep(&mut self, mark: char, combining: u8, start: usize, end: usize) {
        let segment = self.marks.last().map_or(0, |last| last.segment) + u32::from(combining == 0);
        let order = self.marks.len() as u32;
        self.marks.push(Mark { segment, combining, order, mark, start: start as u32, end: end as u32 });
    }

    /// Writes the marks of the last letter in canonical order.
    fn settle(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        self.marks.sort_unstable_by_key(|mark| (mark.segment, mark.combining, mark.order));
        for mark in self.marks.drain(..) {
            self.out.push(mark.mark, mark.start as usize, mark.end as usize);
        }
    }
}

impl Folded {
    /// Folds a field value.
    #[must_use]
    pub fn new(original: &str, spelling: Spelling) -> Self {
        let out = Self {
            text: String::with_capacity(original.len()),
            starts: Vec::with_capacity(original.len()),
            ends: Vec::with_capacity(original.len()),
        };
        let mut folder = Folder { original, spelling, out, marks: Vec::new(), bare: None, flag_end: 0 };
        folder.run();
        folder.out
    }

    /// The original bytes of a non-empty range of the folded text: from its first character to its
    /// last with the marks on it.
    #[must_use]
    pub fn original(&self, folded: std::ops::Range<usize>) -> std::ops::Range<u32> {
        // Reordered marks may stand before others that come first in the original.
        let start = self.starts.get(folded.start).copied().unwrap_or_default();
        let end = folded.end.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(start);
        start..end.max(start)
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.starts.resize(self.text.len(), start as u32);
        self.ends.resize(self.text.len(), end as u32);
    }

    /// Takes the last character away; returns where it started.
    fn pop(&mut self) -> u32 {
        self.text.pop();
        let start = self.starts.get(self.text.len()).copied().unwrap_or_default();
        self.starts.truncate(self.text.len());
        self.ends.truncate(self.text.len());
        start
    }

    /// Lets the last character reach as far as `end`.
    fn lengthen(&mut self, end: usize) {
        let last = self.text.chars().next_back().map_or(0, char::len_utf8);
        let from = self.ends.len() - last;
        self.ends[from..].fill(end as u32);
    }
}
