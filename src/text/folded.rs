//! A whole field value folded with its separators: what regular expressions are run over and what field values are
//! compared by. Every byte of the folded text knows the original bytes of its character.

use super::emoji::flag_tags;
use super::fold::{Entry, Kind, lookup};
use super::marks::{Marks, Waiting, compose_letters, may_compose};
use super::{Folded, Spelling};

/// The state of folding one value.
struct Folder<'o> {
    original: &'o str,
    spelling: Spelling,
    out: Folded,
    marks: Marks,
    /// The last letter or digit loses nonspacing marks; `None` after anything else.
    bare: Option<bool>,
    /// End of the last tag of a flag: tags before it stay.
    flag_end: usize,
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
                self.symbol(c, entry, at, end);
            }
            Kind::Regional => self.separator(c, at, end),
            Kind::Sign | Kind::Separator => self.symbol(c, entry, at, end),
        }
    }

    fn symbol(&mut self, c: char, entry: &Entry, at: usize, end: usize) {
        let folded = entry.fold(self.spelling).and_then(|fold| fold.chars().next());
        self.separator(folded.unwrap_or(c), at, end);
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
                        self.keep(folded, of, at, end);
                    } else {
                        self.settle();
                        self.push(folded, at, end);
                        self.bare = Some(entry.is_bare(self.spelling));
                    }
                }
            }
        }
        self.bare = Some(entry.is_bare(self.spelling));
    }

    fn push(&mut self, letter: char, at: usize, end: usize) {
        let before = may_compose(letter).then(|| self.out.text.chars().next_back()).flatten();
        match before.and_then(|before| compose_letters(before, letter)) {
            Some(syllable) => {
                let start = self.out.pop().start;
                self.out.push(syllable, start as usize, end);
            }
            None => self.out.push(letter, at, end),
        }
    }

    /// Marks on nothing that keeps them vanish, also those on separators.
    fn mark(&mut self, c: char, entry: &Entry, at: usize, end: usize) {
        let Some(bare) = self.bare else { return };
        let kept_before = (self.marks.len(), self.out.text.len());
        match entry.fold(self.spelling) {
            None if bare && entry.is_nonspacing() => {}
            None => self.keep(c, entry, at, end),
            Some(fold) => {
                let marks = fold.chars().map(|mark| (mark, lookup(mark)));
                let kept = marks.filter(|(_, mark)| !(bare && mark.is_nonspacing()));
                kept.for_each(|(c, mark)| self.keep(c, mark, at, end));
            }
        }
        if (self.marks.len(), self.out.text.len()) == kept_before {
            self.vanish(end);
        }
    }

    /// A vanished mark belongs to what stands before it.
    fn vanish(&mut self, end: usize) {
        if self.marks.is_empty() {
            self.out.lengthen(end);
        } else {
            self.marks.lengthen(end as u32);
        }
    }

    /// A mark with nothing before it that could bear it, as the fold of a lone vowel sign may begin, is dropped.
    fn keep(&mut self, mark: char, entry: &Entry, start: usize, end: usize) {
        if self.bare.is_none() {
            return;
        }
        if entry.stays() && self.marks.is_empty() {
            self.out.push(mark, start, end);
        } else {
            self.marks.push(mark, entry, start as u32, end as u32);
        }
    }

    /// Writes the marks of the last letter, composed with it where they compose.
    fn settle(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        let letter = self.out.pop();
        let at = self.out.text.len();
        let (letter, marks) = self.marks.settle(letter);
        self.out.push(letter.c, letter.start as usize, letter.end as usize);
        for mark in marks {
            self.out.push(mark.c, mark.start as usize, mark.end as usize);
        }
        self.marks.clear();
        self.out.straighten(at);
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
        let mut folder = Folder { original, spelling, out, marks: Marks::default(), bare: None, flag_end: 0 };
        folder.run();
        folder.out
    }

    /// The original bytes of a non-empty range of the folded text: from its first character to its
    /// last with the marks on it.
    #[must_use]
    pub fn original(&self, folded: std::ops::Range<usize>) -> std::ops::Range<u32> {
        let start = self.starts.get(folded.start).copied().unwrap_or_default();
        let end = folded.end.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(start);
        start..end.max(start)
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.starts.resize(self.text.len(), start as u32);
        self.ends.resize(self.text.len(), end as u32);
    }

    /// Takes the last character away, with the original bytes it stands for.
    fn pop(&mut self) -> Waiting {
        let last = self.text.pop().unwrap_or_default();
        let at = self.text.len();
        let letter = Waiting::letter(last, self.starts[at], self.ends[at]);
        self.starts.truncate(at);
        self.ends.truncate(at);
        letter
    }

    /// Marks that changed places, or passed one that stayed when they were composed, stand for each other's bytes too, so
    /// that what follows in the folded text never comes first in the original.
    fn straighten(&mut self, from: usize) {
        for at in from + 1..self.ends.len() {
            self.ends[at] = self.ends[at].max(self.ends[at - 1]);
        }
        for at in (from + 1..self.starts.len()).rev() {
            self.starts[at - 1] = self.starts[at - 1].min(self.starts[at]);
        }
    }

    /// Lets the last character reach as far as `end`.
    fn lengthen(&mut self, end: usize) {
        let last = self.text.chars().next_back().map_or(0, char::len_utf8);
        let from = self.ends.len() - last;
        self.ends[from..].fill(end as u32);
    }
}
