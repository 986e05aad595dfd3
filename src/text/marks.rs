//! Kept marks in canonical order and composed with their letter (normalisation form C), so that composed and
//! decomposed text of one look folds alike and a letter is not the beginning of that letter with a mark.

use unicode_normalization::char::compose;

use super::fold::Entry;

/// A character that waits until all marks of its letter are known, with its bytes in the original.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) c: char,
    pub(super) start: u32,
    pub(super) end: u32,
    combining: u8,
    /// Counts marks of class 0: what stands on either side of one stays there.
    segment: u32,
    order: u32,
}

/// The kept marks after a letter. They are put in order once, at their end, so that long runs stay linear. The buffer
/// is reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    run: Vec<Waiting>,
    unsorted: bool,
    /// One of them may compose.
    composes: bool,
}

impl Waiting {
    /// The letter that the marks stand on.
    pub(super) fn letter(c: char, start: u32, end: u32) -> Self {
        Self { c, start, end, combining: 0, segment: 0, order: 0 }
    }

    fn absorb(&mut self, mark: &Self) -> bool {
        let composed = compose(self.c, mark.c);
        if let Some(composed) = composed {
            (self.c, self.end) = (composed, self.end.max(mark.end));
        }
        composed.is_some()
    }
}

impl Marks {
    pub(super) fn is_empty(&self) -> bool {
        self.run.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.run.len()
    }

    pub(super) fn clear(&mut self) {
        self.run.clear();
        (self.unsorted, self.composes) = (false, false);
    }

    /// Adds a mark with its bytes in the original.
    pub(super) fn push(&mut self, c: char, entry: &Entry, start: u32, end: u32) {
        let combining = entry.combining;
        self.composes |= entry.composes();
        let last = self.run.last();
        let segment = last.map_or(0, |last| last.segment) + u32::from(combining == 0);
        self.unsorted |= combining != 0 && last.is_some_and(|last| last.combining > combining);
        let order = self.run.len() as u32;
        self.run.push(Waiting { c, start, end, combining, segment, order });
    }

    /// A vanished mark belongs to the kept mark before it.
    pub(super) fn lengthen(&mut self, end: u32) {
        if let Some(last) = self.run.last_mut() {
            last.end = end;
        }
    }

    /// Orders the marks and composes them with their letter and with each other, as far as they compose. Returns
    /// what the letter became and the marks that are left.
    pub(super) fn settle(&mut self, mut letter: Waiting) -> (Waiting, &[Waiting]) {
        if self.unsorted {
            self.run.sort_unstable_by_key(|mark| (mark.segment, mark.combining, mark.order));
        }
        if !self.composes {
            return (letter, &self.run);
        }
        // Marks compose with the last character of class 0: the letter, or the mark at `starter`.
        let mut starter = None;
        let mut left = 0;
        for at in 0..self.run.len() {
            let mark = self.run[at];
            let adjacent = left == starter.map_or(0, |starter| starter + 1);
            let blocked = !adjacent && self.run[left - 1].combining >= mark.combining;
            let onto = starter.map_or(&mut letter, |starter: usize| &mut self.run[starter]);
            if blocked || !onto.absorb(&mark) {
                self.run[left] = mark;
                starter = if mark.combining == 0 { Some(left) } else { starter };
                left += 1;
            }
        }
        (letter, &self.run[..left])
    }
}

/// The one character that a letter and the letter before it are in normalisation form C.
pub(super) fn compose_letters(before: char, letter: char) -> Option<char> {
    compose(before, letter)
}

/// Whether a letter may have to be joined to the one before it: the vowels and final consonants of Hangul, and a
/// vowel of Kirat Rai.
pub(super) fn may_compose(letter: char) -> bool {
    matches!(letter, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' | '\u{16D67}')
}
