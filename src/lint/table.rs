//! Truth tables: a bit for each assignment of a few atoms, 64 of them at a time.

/// More atoms than this are not decided: a table of 2^10 bits takes 128 bytes.
pub(super) const MAX_ATOMS: usize = 10;

/// The first six atoms within a word of 64 assignments.
const WITHIN: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

/// For which assignments something holds. Fewer than six atoms repeat within the only word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table(Vec<u64>);

impl Table {
    /// What always or never holds, over this many atoms.
    pub(super) fn constant(atoms: usize, holds: bool) -> Self {
        Self(vec![if holds { u64::MAX } else { 0 }; 1 << atoms.saturating_sub(WITHIN.len())])
    }

    /// What holds where an atom does.
    pub(super) fn atom(atoms: usize, atom: usize) -> Self {
        let mut table = Self::constant(atoms, false);
        for (index, word) in table.0.iter_mut().enumerate() {
            *word = match WITHIN.get(atom) {
                Some(&pattern) => pattern,
                None if index >> (atom - WITHIN.len()) & 1 == 1 => u64::MAX,
                None => 0,
            };
        }
        table
    }

    fn zip(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(&left, &right)| combine(left, right)).collect())
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        self.zip(other, |left, right| left | right)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.zip(other, |left, right| left & right)
    }

    pub(super) fn not(&self) -> Self {
        Self(self.0.iter().map(|word| !word).collect())
    }

    /// Where at least this many of some tables hold.
    pub(super) fn at_least(atoms: usize, wanted: usize, parts: &[Self]) -> Self {
        // `reached[n]` is where n of the parts so far hold.
        let mut reached = vec![Self::constant(atoms, false); wanted + 1];
        reached[0] = Self::constant(atoms, true);
        for part in parts {
            for count in (0..wanted).rev() {
                reached[count + 1] = reached[count + 1].or(&reached[count].and(part));
            }
        }
        reached.swap_remove(wanted)
    }

    /// Whether it holds for an assignment: bit `n` of its number is the atom `n`.
    pub(super) fn holds(&self, assignment: usize) -> bool {
        self.0.get(assignment / 64).is_some_and(|word| word >> (assignment % 64) & 1 == 1)
    }

    /// Whether it never holds.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// Whether `other` holds wherever it does.
    pub(super) fn implies(&self, other: &Self) -> bool {
        self.and(&other.not()).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atoms_beyond_six_span_words() {
        for atoms in 1..=MAX_ATOMS {
            let all: Vec<Table> = (0..atoms).map(|atom| Table::atom(atoms, atom)).collect();
            let any = all.iter().fold(Table::constant(atoms, false), |sum, atom| sum.or(atom));
            for atom in &all {
                assert!(atom.implies(&any) && !any.is_empty());
                assert_eq!(any.implies(atom), atoms == 1);
                assert!(atom.and(&atom.not()).is_empty());
            }
            assert_eq!(Table::at_least(atoms, 1, &all), any);
            let every = all.iter().fold(Table::constant(atoms, true), |sum, atom| sum.and(atom));
            assert_eq!(Table::at_least(atoms, atoms, &all), every);
        }
    }
}
