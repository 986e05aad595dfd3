//! Eight bytes of ASCII at a time, in an ordinary register. Comes in: eight bytes of a value. Goes out: their symbols, and
//! which of them have to be looked at one by one.

use super::{JOIN, WORD};

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGH: u64 = ONES << 7;

/// What eight bytes are.
#[derive(Clone, Copy)]
pub(super) struct Eight {
    /// Nothing that counts for what is not ASCII.
    pub(super) symbols: u64,
    /// The high bit of each byte that may be more than a letter, a digit or a gap.
    pub(super) odd: u64,
    /// The high bit of each byte that is not ASCII.
    pub(super) wide: u64,
}

impl Eight {
    /// Reads eight bytes. `after_small` is whether a capital among the first of them is odd.
    #[inline]
    pub(super) const fn read(bytes: [u8; 8], after_small: bool) -> Self {
        let all = u64::from_le_bytes(bytes);
        let wide = all & HIGH;
        // With the high bits off no sum carries into the next byte; what is wide counts for nothing here.
        let low = all & !HIGH;
        let letters = among(low | (ONES * 0x20), b'a', b'z') & among(low, b'A', b'z');
        let words = letters | among(low, b'0', b'9');
        let capitals = letters & among(low, b'A', b'Z');
        let small = words & !capitals;
        let camel = capitals & ((small << 8) | if after_small { 0x80 } else { 0 });
        let signs =
            among(low, b'!', b'!') | among(low, b'#', b'%') | among(low, b'@', b'@') | among(low, b'_', b'_');
        let whole = (words >> 7) * 0xFF;
        let joins = among(low, b'\'', b'\'') >> 7;
        const { assert!(WORD == b'0' && JOIN == 1, "digits are their own symbols, and a high bit is soon a join") };
        Self { symbols: (low | (capitals >> 2)) & whole | joins, odd: camel | signs, wide }
    }
}

/// The high bit of each byte that lies in a range. The bytes are below 0x80.
const fn among(bytes: u64, first: u8, last: u8) -> u64 {
    let from_first = bytes + ONES * (0x80 - first as u64);
    let after_last = bytes + ONES * (0x7F - last as u64);
    from_first & !after_last & HIGH
}
