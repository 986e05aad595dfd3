//! What is known of a post: *signs*, numbers that stand for a word, for two words side by side, or for the beginning or the end of a
//! word. In come signs in any order, out goes whether one is among them: a few are looked through, many are summed up.

/// So many signs are looked through; of more there is a summary.
const FEW: usize = 192;
/// Bits of a summary for each sign: one look in some 300 finds a sign that is not there.
const BITS: usize = 32;
/// The sizes of the smallest and the largest summary, in words of memory.
const BLOCKS: std::ops::RangeInclusive<usize> = 32..=1 << 16;

/// The signs of one post. Buffers are reused.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    list: Vec<u32>,
    summary: Vec<u64>,
}

impl Signs {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.summary.clear();
    }

    pub(super) fn capacity(&self) -> usize {
        self.list.capacity()
    }

    pub(super) fn push(&mut self, sign: u32) {
        self.list.push(sign);
    }

    pub(super) fn extend(&mut self, signs: impl IntoIterator<Item = u32>) {
        self.list.extend(signs);
    }

    /// Makes ready for questions.
    pub(super) fn sum_up(&mut self) {
        if self.list.len() <= FEW {
            return;
        }
        let blocks = (self.list.len() * BITS / 64).next_power_of_two().clamp(*BLOCKS.start(), *BLOCKS.end());
        self.summary.resize(blocks, 0);
        for &sign in &self.list {
            let block = block(&self.summary, sign);
            self.summary[block] |= bits(sign);
        }
    }

    /// Whether a sign is among them; perhaps it is not, but if it says so it is not.
    #[inline]
    pub(super) fn has(&self, sign: u32) -> bool {
        if self.summary.is_empty() {
            // All of it is looked at, several signs at a time.
            return self.list.iter().fold(false, |found, &other| found | (other == sign));
        }
        let bits = bits(sign);
        self.summary.get(block(&self.summary, sign)).is_some_and(|block| block & bits == bits)
    }
}

/// A power of two of them.
#[inline]
const fn block(summary: &[u64], sign: u32) -> usize {
    (sign >> 13) as usize & (summary.len().wrapping_sub(1))
}

#[inline]
const fn bits(sign: u32) -> u64 {
    1 << (sign >> 1 & 63) | 1 << (sign >> 7 & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_signs_and_many_are_found() {
        let sign = |number: u32| number.wrapping_mul(0x9E37_79B9) | 1;
        for count in [0, 1, FEW as u32, 5_000] {
            let mut signs = Signs::default();
            signs.extend((0..count).map(sign));
            signs.sum_up();
            assert!((0..count).all(|number| signs.has(sign(number))), "{count}");
            let found = (count..count + 10_000).filter(|&number| signs.has(sign(number))).count();
            assert!(found < 100, "{found} of {count}");
        }
    }
}
