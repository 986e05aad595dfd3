//! Choices that look random and are the same on every run and machine: SplitMix64 (Steele, Lea and Flood,
//! OOPSLA 2014). In: a seed and the texts of a hit. Out: numbers, coins and picks.

/// The generator.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// Starts from a seed and a text, so that the choices for one hit do not hang on the hits before it.
    pub(super) fn new(seed: u64, text: &str) -> Self {
        // FNV-1a over the text, with the seed as the offset.
        let mix = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        Self(text.bytes().fold(seed ^ 0xCBF2_9CE4_8422_2325, mix))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 for the limit 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % (limit.max(1) as u64)) as usize
    }

    /// Heads or tails.
    pub(super) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// One of several; `choices` holds one at least.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Some of `count` things, each with `chances` in twelve, one at least if there are any.
    pub(super) fn some_of(&mut self, count: usize, chances: usize) -> Vec<bool> {
        let mut chosen: Vec<bool> = (0..count).map(|_| self.below(12) < chances).collect();
        let one = self.below(count);
        if let Some(one) = chosen.get_mut(one).filter(|_| count > 0) {
            *one = true;
        }
        chosen
    }

    /// The numbers below `count` in another order.
    pub(super) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_text_choose_alike() {
        let draw = |seed, text| Random::new(seed, text).shuffled(20);
        assert_eq!(draw(1, "a boat"), draw(1, "a boat"));
        assert_ne!(draw(1, "a boat"), draw(2, "a boat"));
        assert_ne!(draw(1, "a boat"), draw(1, "a goat"));
    }

    #[test]
    fn some_of_several_is_never_none() {
        let mut random = Random::new(1, "");
        assert!((0..200).all(|_| random.some_of(5, 1).contains(&true)));
        assert!(random.some_of(0, 12).is_empty());
        assert!(random.some_of(5, 12).iter().all(|&chosen| chosen));
    }
}
