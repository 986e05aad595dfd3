//! Runs of ASCII letters and digits, eight bytes at a time. Comes in: where a run starts. Goes out: where it ends, and
//! what was seen on the way. A byte's answer stands in its highest bit.

use super::Script;
use super::plain::Seen;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
/// What tells a small letter from a capital.
const SMALL: u64 = 0x20 * ONES;

/// The bytes in `low..=high`, all below 0x80.
const fn within(bytes: u64, low: u8, high: u8) -> u64 {
    let seven = bytes & !HIGH;
    let from_low = seven + (0x80 - low as u64) * ONES;
    let beyond_high = seven + (0x7F - high as u64) * ONES;
    from_low & !beyond_high & !bytes & HIGH
}

/// The bytes that are zero.
const fn zeros(bytes: u64) -> u64 {
    !(((bytes & !HIGH) + !HIGH) | bytes) & HIGH
}

/// Eight bytes of a text, zeros past its end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)),
    }
}

/// The letters and digits from a place on.
#[inline]
pub(super) fn run(bytes: &[u8], at: usize) -> Seen {
    let mut seen = Seen { end: at, ..Seen::default() };
    let (mut letters, mut digits, mut capitals, mut triple, mut camel) = (0, 0, 0, 0, 0);
    // The two bytes before these eight, whether the last of them is a small letter, and which of these eight come later
    // than the first of all.
    let (mut before, mut small_before, mut later) = (0, 0, !0x80);
    loop {
        let eight = eight(bytes, seen.end);
        let folded = eight | SMALL;
        let (letter, digit) = (within(folded, b'a', b'z'), within(eight, b'0', b'9'));
        let stop = !(letter | digit) & HIGH;
        let inside = (stop & stop.wrapping_neg()).wrapping_sub(1);
        let (letter, digit) = (letter & inside, digit & inside);
        let capital = letter & !(eight << 2);
        let small = letter & !capital;
        let (once, twice) = (folded << 8 | before >> 8, folded << 16 | before);
        triple |= zeros((folded ^ once) | (folded ^ twice)) & letter;
        camel |= (small << 8 | small_before) & capital;
        letters |= letter;
        digits |= digit;
        capitals |= capital & later;
        if stop != 0 {
            seen.end += (stop.trailing_zeros() / 8) as usize;
            break;
        }
        (before, small_before, later) = (folded >> 48, small >> 56, !0);
        seen.end += 8;
    }
    seen.script = if letters != 0 { Script::Latin } else { Script::None };
    seen.mixed = letters != 0 && digits != 0;
    seen.letters = if letters != 0 { (seen.end - at) as u32 } else { 0 };
    (seen.triple, seen.camel, seen.capitals) = (triple != 0, camel != 0, capitals != 0);
    seen
}
