//! Folding of single characters: what a code point is and what it is compared by, looked up in [`tables`].
//! Whatever depends on neighbours (marks, joins, parts) is for [`words`](super::words) and [`folded`](super::folded).

use super::tables::{ENTRIES, FOLDS, INDEX, LEAVES, LIMIT};
use super::{Script, Spelling};

/// What a code point does in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// Ends a token and is none.
    Separator,
    /// White space.
    Space,
    /// A letter, or several.
    Letter,
    /// A decimal digit.
    Digit,
    /// A combining mark: vanishes or stays with the letter before it.
    Mark,
    /// Vanishes everywhere: default-ignorables, skin tones, the tatweel.
    Ignorable,
    /// Zero-width joiner: vanishes, and ties emoji.
    Joiner,
    /// Zero-width space or non-joiner: vanishes, and a word reads as its parts.
    Cut,
    /// Joins a word.
    Apostrophe,
    /// A currency sign or `%`.
    Sign,
    /// An emoji, letters and digits aside.
    Emoji,
    /// A regional indicator: two are a flag.
    Regional,
    /// Vanishes outside a flag.
    Tag,
}

/// One row of the table. Many code points share one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The merged fold of a plain letter, NUL for itself.
    only: char,
    merged: (u16, u8),
    native: (u16, u8),
    pub(super) kind: Kind,
    flags: u16,
    /// Canonical combining class of a mark.
    pub(super) combining: u8,
    /// How many letters its fold has.
    pub(super) letters: u8,
}

/// A row as the table writes it.
#[allow(clippy::too_many_arguments, reason = "one argument a column")]
pub(super) const fn entry(
    kind: Kind,
    flags: u16,
    combining: u8,
    letters: u8,
    merged_at: u16,
    merged_len: u8,
    native_at: u16,
    native_len: u8,
    only: char,
) -> Entry {
    Entry {
        only,
        merged: (merged_at, merged_len),
        native: (native_at, native_len),
        kind,
        flags,
        combining,
        letters,
    }
}

impl Entry {
    /// A mark that vanishes on bare letters (general category Mn or Me).
    pub(super) const fn is_nonspacing(&self) -> bool {
        self.flags & 1 != 0
    }

    /// A letter or digit that loses its nonspacing marks: as itself, or as the Latin letter it is read as.
    pub(super) const fn is_bare(&self, spelling: Spelling) -> bool {
        let flag = match spelling {
            Spelling::Merged => 128,
            Spelling::Native => 2,
        };
        self.flags & flag != 0
    }

    /// A letter of a script written without spaces.
    pub(super) const fn is_dense(&self) -> bool {
        self.flags & 4 != 0
    }

    /// A letter that loses its stroke in folding.
    pub(super) const fn is_stroked(&self) -> bool {
        self.flags & 16 != 0
    }

    /// A mark that may compose with what stands before it.
    pub(super) const fn composes(&self) -> bool {
        self.flags & 256 != 0
    }

    /// A mark that neither moves among others nor composes with what stands before it.
    pub(super) const fn stays(&self) -> bool {
        self.combining == 0 && !self.composes()
    }

    /// A letter or digit of a script with spaces that folds to one character whatever stands before it.
    pub(super) const fn is_plain(&self) -> bool {
        self.flags & 512 != 0
    }

    /// What a plain code point folds to, merged.
    pub(super) const fn plain(&self, c: char) -> char {
        if self.only == '\0' { c } else { self.only }
    }

    /// A mark that vanishes on bare letters, all of it.
    pub(super) const fn vanishes(&self) -> bool {
        matches!(self.kind, Kind::Mark) && self.flags & (1 | 32) == 1 | 32
    }

    /// Whether the fold is more than one character.
    pub(super) const fn is_long(&self) -> bool {
        self.flags & 64 != 0
    }

    /// A capital letter.
    pub(super) const fn is_upper(&self) -> bool {
        self.flags & 1024 != 0
    }

    /// A small letter.
    pub(super) const fn is_lower(&self) -> bool {
        self.flags & 2048 != 0
    }

    /// What script its letters count for.
    pub(super) const fn script(&self) -> Script {
        match (self.kind, self.flags & 8 != 0) {
            (Kind::Letter, true) => Script::Latin,
            (Kind::Letter, false) => Script::Other,
            _ => Script::None,
        }
    }

    /// The first byte of what the code point folds to; `None` where that is itself.
    pub(super) const fn fold_start(&self, spelling: Spelling) -> Option<u8> {
        let (at, _) = match spelling {
            Spelling::Merged => self.merged,
            Spelling::Native => self.native,
        };
        if self.flags & 32 == 0 { Some(FOLDS.as_bytes()[at as usize]) } else { None }
    }

    /// What the code point folds to; `None` stands for itself.
    pub(super) fn fold(&self, spelling: Spelling) -> Option<&'static str> {
        let (at, len) = match spelling {
            Spelling::Merged => self.merged,
            Spelling::Native => self.native,
        };
        (self.flags & 32 == 0).then(|| &FOLDS[usize::from(at)..usize::from(at) + usize::from(len)])
    }
}

/// The entry of a code point.
pub(super) const fn lookup(c: char) -> &'static Entry {
    let point = c as u32;
    let number = if point < LIMIT {
        let leaf = INDEX[(point >> 6) as usize] as usize;
        LEAVES[leaf * 64 + (point & 63) as usize]
    } else {
        beyond(point)
    };
    &ENTRIES[number as usize]
}

/// The table's first entries are those of a separator, an ignorable and a tag.
const fn beyond(point: u32) -> u16 {
    match point {
        0xE0020..=0xE007F => 2,
        0xE0000..=0xE0FFF => 1,
        _ => 0,
    }
}
