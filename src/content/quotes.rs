//! Where the strings of a line of JSON begin and end, found sixty-four bytes at a time. It says nothing on whether
//! the line is JSON.

use wide::u8x16;

const BLOCK: usize = 64;
/// The last of the control characters that JSON forbids in strings.
const LAST_CONTROL: u8 = 0x1f;

/// The quotes of a line that no backslash escapes, one after the other.
pub(crate) struct Quotes<'l> {
    bytes: &'l [u8],
    /// Where the block begins that `left` is about.
    start: usize,
    /// Where the block after it begins.
    next: usize,
    /// A bit for each quote of the block that has not been given out.
    left: u64,
    /// One where the first byte of the next block is escaped by the last of this.
    is_escaped: u64,
    /// Whether there was a backslash up to the end of the block.
    pub(super) has_backslash: bool,
    /// Whether there was a control character up to the end of the block.
    pub(super) has_control: bool,
}

impl<'l> Quotes<'l> {
    pub(crate) fn new(bytes: &'l [u8]) -> Self {
        Self { bytes, start: 0, next: 0, left: 0, is_escaped: 0, has_backslash: false, has_control: false }
    }

    /// The place of the next.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.load()?;
        }
        let at = self.start + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(at)
    }

    fn load(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.next..).filter(|rest| !rest.is_empty())?;
        let mut padded = [b' '; BLOCK];
        let block = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        let found = Found::new(block);
        self.start = self.next;
        self.next += BLOCK;
        self.has_control |= found.has_control;
        self.left = found.quotes;
        if found.has_backslash || self.is_escaped != 0 {
            self.has_backslash = true;
            self.left &= !self.escaped(bits(block, b'\\'));
        }
        Some(())
    }

    /// The bytes of a block that are escaped: those after the first, third, … of some backslashes in a row. As in
    /// simdjson: a subtraction carries through each row from its beginning, and what it turns over tells the odd
    /// places from the even ones.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
        let free = backslashes & !self.is_escaped;
        let turned = ((free << 1 | ODD).wrapping_sub(free)) ^ ODD;
        let escaped = turned ^ (backslashes | self.is_escaped);
        self.is_escaped = (turned & backslashes) >> (BLOCK - 1);
        escaped
    }
}

/// What is in a block.
struct Found {
    /// A bit for each byte.
    quotes: u64,
    has_backslash: bool,
    has_control: bool,
}

impl Found {
    #[inline]
    fn new(block: &[u8; BLOCK]) -> Self {
        let (mut backslashes, mut least) = (u8x16::splat(0), u8x16::splat(u8::MAX));
        for bytes in block.as_chunks().0 {
            let bytes = u8x16::new(*bytes);
            backslashes |= bytes.simd_eq(u8x16::splat(b'\\'));
            least = least.min(bytes);
        }
        let control = least.min(u8x16::splat(LAST_CONTROL)).simd_eq(least);
        let (has_backslash, has_control) = (backslashes.any(), control.any());
        Self { quotes: bits(block, b'"'), has_backslash, has_control }
    }
}

/// Where a byte stands in a block, a bit for each place.
#[inline]
fn bits(block: &[u8; BLOCK], byte: u8) -> u64 {
    let parts = block.as_chunks().0.iter().enumerate();
    parts.fold(0, |bits, (part, bytes)| {
        let equal = u8x16::new(*bytes).simd_eq(u8x16::splat(byte));
        bits | u64::from(equal.to_bitmask()) << (16 * part)
    })
}

#[cfg(test)]
mod tests {
    use super::Quotes;

    /// A backslash takes the byte after it along.
    fn one_by_one(bytes: &[u8]) -> Vec<usize> {
        let (mut at, mut quotes) = (0, Vec::new());
        while at < bytes.len() {
            quotes.extend((bytes[at] == b'"').then_some(at));
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        quotes
    }

    proptest::proptest! {
        #[test]
        fn quotes_are_those_found_one_by_one(
            bytes in proptest::collection::vec(proptest::sample::select(&b"\"\"\\\\\\a\x1f \xff"[..]), 0..300),
        ) {
            let mut quotes = Quotes::new(&bytes);
            let found: Vec<usize> = std::iter::from_fn(|| quotes.next()).collect();
            proptest::prop_assert_eq!(found, one_by_one(&bytes));
            proptest::prop_assert_eq!(quotes.has_backslash, bytes.contains(&b'\\'));
            proptest::prop_assert_eq!(quotes.has_control, bytes.contains(&0x1f));
        }
    }
}
