//! Where the text of a JSON string ends or is interrupted: found thirty-two bytes at a time.

use wide::u8x16;

const BLOCK: usize = 32;
/// The last of the control characters that JSON forbids in strings.
const LAST_CONTROL: u8 = 0x1f;

/// The place of the next quote, backslash or control character.
#[inline]
pub(super) fn next_special(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let Some(block) = rest.first_chunk() else {
            return rest.iter().position(|&byte| is_special(byte)).map(|found| at + found);
        };
        let found = bits(block);
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += BLOCK;
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..=LAST_CONTROL)
}

/// A bit for each byte of a block, set where the byte is special.
#[inline]
fn bits(block: &[u8; BLOCK]) -> u32 {
    let parts = block.as_chunks().0.iter().enumerate();
    parts.fold(0, |bits, (part, bytes)| {
        let bytes = u8x16::new(*bytes);
        let control = bytes.min(u8x16::splat(LAST_CONTROL)).simd_eq(bytes);
        let special = bytes.simd_eq(u8x16::splat(b'"')) | bytes.simd_eq(u8x16::splat(b'\\')) | control;
        bits | special.to_bitmask() << (16 * part)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_special, next_special};

    proptest::proptest! {
        #[test]
        fn special_bytes_are_those_found_one_by_one(
            bytes in proptest::collection::vec(proptest::sample::select(&b"aaaaaaaaaaaaaa!#[]\x20\x7f\x80\xff\xc3\"\\\0\x1f"[..]), 0..200),
            at in 0_usize..210,
        ) {
            let expected = (at..bytes.len()).find(|&at| is_special(bytes[at]));
            proptest::prop_assert_eq!(next_special(&bytes, at), expected);
        }
    }
}
