//! The readings that undo disguises, as a set: what a word had to be read through.

/// A set of readings. Ordered by how many there are, then as the language page lists them: of two ways to read a word
/// the lesser set is the simpler one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Readings(u8);

/// Their names, in the order of their bits.
const NAMES: [&str; 5] = ["leet", "spacing", "repeats", "joined", "clitics"];

impl Readings {
    /// As it stands.
    pub const NONE: Self = Self(0);
    /// Digits and signs read as letters: `b0at`.
    pub const LEET: Self = Self(1);
    /// Single letters read as a word: `b o a t`.
    pub const SPACING: Self = Self(2);
    /// A letter three or more times in a row read as one or two: `boooat`.
    pub const REPEATS: Self = Self(4);
    /// Words written together: `#ChannelCrossing`.
    pub const JOINED: Self = Self(8);
    /// Arabic letters that are written with the word they stand before: `والقارب`.
    pub const CLITICS: Self = Self(16);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set less another.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of another set are in this one.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing had to be undone.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The names, as evidence gives them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        (0..).zip(NAMES).filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }

    /// Every set that can be made of these, the simplest first.
    pub(super) fn subsets(self) -> impl Iterator<Item = Self> {
        /// All sets of three things, the smaller ones first: leet, repeats and clitics are all that one word can have.
        const SETS: [Readings; 8] = [
            Readings::NONE,
            Readings::LEET,
            Readings::REPEATS,
            Readings::CLITICS,
            Readings::LEET.with(Readings::REPEATS),
            Readings::LEET.with(Readings::CLITICS),
            Readings::REPEATS.with(Readings::CLITICS),
            Readings::LEET.with(Readings::REPEATS).with(Readings::CLITICS),
        ];
        SETS.into_iter().filter(move |set| self.has(*set))
    }
}

impl Ord for Readings {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0.count_ones(), self.0).cmp(&(other.0.count_ones(), other.0))
    }
}

impl PartialOrd for Readings {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
