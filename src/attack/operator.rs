//! The ways to disguise a text. In: a draft. Out: the draft changed, or left as it is where the operator has
//! nothing to work on.

use serde::Serialize;

use super::draft::{Draft, Extent};
use super::random::Random;
use super::{case, digits, hashtag, layout, letters, marks, styles};

/// A way to disguise a text, in the order in which two of them are applied: what needs letters as people
/// write them comes before what replaces letters, and that before what moves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// `depart` for `départ`, `Di` for `Đi`; Arabic without vowel signs and hamza.
    DroppedDiacritics,
    /// `BOAT`, `boat`, `bOaT`, `Boat`.
    Case,
    /// `b0at`, `cr0ss1ng`, `$mall`.
    Leet,
    /// Letters of another script that look alike, one for one; in Arabic script other letters of one look.
    Homoglyph,
    /// `ｂｏａｔ`
    Fullwidth,
    /// `𝐛𝐨𝐚𝐭`, and other mathematical alphabets.
    Mathematical,
    /// `ⓑⓞⓐⓣ`, `🄱🄾🄰🅃`, `⒝⒪⒜⒯`
    Enclosed,
    /// `boooat`
    Repeats,
    /// Marks over, under and through letters.
    Combining,
    /// `b o a t`, `b.o.a.t`, `b-o-a-t`, `b_o_a_t`.
    Spacing,
    /// Characters that do not show, between letters.
    ZeroWidth,
    /// `#SmallBoat`, `#small_boat`. Words run together in lower case (`#smallboat`) are left out: they can only be
    /// read where one phrase of the policy spans all of them.
    Hashtag,
    /// Digits of other scripts, fullwidth and mathematical digits, keycaps; in numbers, prices and phones.
    OtherDigits,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::DroppedDiacritics,
        Self::Case,
        Self::Leet,
        Self::Homoglyph,
        Self::Fullwidth,
        Self::Mathematical,
        Self::Enclosed,
        Self::Repeats,
        Self::Combining,
        Self::Spacing,
        Self::ZeroWidth,
        Self::Hashtag,
        Self::OtherDigits,
    ];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DroppedDiacritics => "dropped diacritics",
            Self::Case => "case",
            Self::Leet => "leet",
            Self::Homoglyph => "homoglyph",
            Self::Fullwidth => "fullwidth",
            Self::Mathematical => "mathematical",
            Self::Enclosed => "enclosed",
            Self::Repeats => "repeats",
            Self::Combining => "combining",
            Self::Spacing => "spacing",
            Self::ZeroWidth => "zero-width",
            Self::Hashtag => "hashtag",
            Self::OtherDigits => "other digits",
        }
    }

    /// Whether the two can be seen in one text: a hashtag sets the case of its letters.
    pub(super) fn goes_with(self, other: Self) -> bool {
        (self.min(other), self.max(other)) != (Self::Case, Self::Hashtag)
    }

    /// Disguises a draft.
    pub(super) fn apply(self, draft: &mut Draft, extent: Extent, random: &mut Random) {
        match self {
            Self::DroppedDiacritics => marks::drop(draft, extent, random),
            Self::Case => case::change(draft, extent, random),
            Self::Leet => letters::leet(draft, extent, random),
            Self::Homoglyph => letters::homoglyph(draft, extent, random),
            Self::Fullwidth => styles::fullwidth(draft, extent, random),
            Self::Mathematical => styles::mathematical(draft, extent, random),
            Self::Enclosed => styles::enclosed(draft, extent, random),
            Self::Repeats => layout::repeat(draft, extent, random),
            Self::Combining => marks::add(draft, extent, random),
            Self::Spacing => layout::space(draft, extent, random),
            Self::ZeroWidth => layout::hide(draft, extent, random),
            Self::Hashtag => hashtag::tag(draft, extent, random),
            Self::OtherDigits => digits::change(draft, extent, random),
        }
    }
}
