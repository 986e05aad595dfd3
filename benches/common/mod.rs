//! What benchmarks work on, made up from a seed: texts here, policies in [`policy`], posts in [`posts`].

#![allow(dead_code, unreachable_pub, reason = "each benchmark uses a part of it")]

pub(crate) mod policy;
pub(crate) mod posts;

/// Syllables that made-up words are put together from.
const SYLLABLES: [&str; 24] = [
    "ba", "to", "ri", "men", "so", "la", "ke", "du", "vi", "pa", "no", "ter", "gi", "lo", "ma", "sh", "an",
    "el", "or", "ti", "cu", "fa", "we", "in",
];

/// A generator of numbers that look random and are the same on every run: SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

/// Word `rank` of a made-up language: low ranks are short and, in text, common.
pub(crate) fn word(rank: usize) -> String {
    let mut rest = rank;
    let mut word = SYLLABLES[rest % SYLLABLES.len()].to_owned();
    while rest >= SYLLABLES.len() {
        rest /= SYLLABLES.len();
        word += SYLLABLES[rest % SYLLABLES.len()];
    }
    word
}

/// The rank of a word as words occur in text: most of them seldom.
pub(crate) fn rank(random: &mut Random, words: usize) -> usize {
    let bits = random.below(usize::BITS as usize - words.leading_zeros() as usize);
    random.below((2 << bits).min(words))
}

/// Texts of about so many bytes.
pub(crate) fn texts(count: usize, bytes: usize) -> Vec<String> {
    let mut random = Random::new(1);
    let text = |_| {
        let mut text = String::new();
        while text.len() < bytes {
            text += &word(rank(&mut random, 20_000));
            text += [" ", " ", " ", " ", ", ", ". ", "! "][random.below(7)];
        }
        text
    };
    (0..count).map(text).collect()
}
