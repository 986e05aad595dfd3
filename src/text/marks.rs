//! Kept marks in canonical order, so that composed and decomposed text of one look folds alike; and Hangul
//! composed from its letters for the same reason. A writer appends folded characters to a string.

use super::fold::lookup;

/// A mark that waits for the marks after it: runs are sorted once, at their end, so that long ones stay linear.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    segment: u32,
    combining: u8,
    order: u32,
    mark: char,
}

/// Puts the marks at the end of a string, from `from` on, in canonical order. The buffer is reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    run: Vec<Waiting>,
}

impl Marks {
    /// Sorts the run of marks that ends `text` and starts at `from`. All of `text[from..]` are marks.
    pub(super) fn sort(&mut self, text: &mut String, from: usize) {
        self.run.clear();
        let mut segment = 0;
        for (order, mark) in (0..).zip(text[from..].chars()) {
            let combining = lookup(mark).combining;
            // A mark of class 0 keeps its place, and what stands on either side of it stays there.
            if combining == 0 {
                segment += 1;
            }
            self.run.push(Waiting { segment, combining, order, mark });
        }
        self.run.sort_unstable_by_key(|mark| (mark.segment, mark.combining, mark.order));
        text.truncate(from);
        text.extend(self.run.iter().map(|waiting| waiting.mark));
    }
}

const L: std::ops::RangeInclusive<u32> = 0x1100..=0x1112;
const V: std::ops::RangeInclusive<u32> = 0x1161..=0x1175;
const T: std::ops::RangeInclusive<u32> = 0x11A8..=0x11C2;
const SYLLABLES: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;

/// The syllable of a Hangul letter and what stands before it, by the arithmetic of the Unicode Standard, 3.12.
pub(super) fn compose_hangul(before: char, letter: char) -> Option<char> {
    let (before, letter) = (before as u32, letter as u32);
    if L.contains(&before) && V.contains(&letter) {
        char::from_u32(0xAC00 + ((before - 0x1100) * 21 + letter - 0x1161) * 28)
    } else if T.contains(&letter) && SYLLABLES.contains(&before) && (before - 0xAC00) % 28 == 0 {
        char::from_u32(before + letter - 0x11A7)
    } else {
        None
    }
}

/// Whether a letter may have to be joined to the one before it.
pub(super) fn may_compose(letter: char) -> bool {
    V.contains(&(letter as u32)) || T.contains(&(letter as u32))
}
