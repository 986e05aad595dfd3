//! Sixteen bytes of ASCII at a time. Comes in: a window. Goes out: whether it is all of ASCII, and if so its symbols and
//! what of it may be an alarm. Loops over arrays without a branch, so that the compiler takes as many at once as the
//! registers hold.

use super::window::{BYTES, Room, Window};
use super::{JOIN, LEET, TAG, WORD};

/// Whether any of it is not ASCII.
#[inline]
pub(super) fn is_wide(window: &Window) -> bool {
    let eights = window.as_chunks().0.iter().map(|eight| u64::from_le_bytes(*eight));
    eights.fold(0, |all, eight| all | eight) & 0x8080_8080_8080_8080 != 0
}

/// Reads a window of ASCII: writes its symbols, and gives a bit for each byte that may be an alarm, or stands before a capital
/// that may be one. `SIGNS` is whether signs are wanted. Not inline: the compiler would take the window apart into the
/// single bytes that others read.
#[inline(never)]
pub(super) fn read<const SIGNS: bool>(window: &Window, room: &mut Room) -> u32 {
    const { assert!(WORD == b'0', "digits are their own symbols") };
    let (mut symbols, mut doubts) = ([0; BYTES], [0; BYTES]);
    for lane in 0..BYTES {
        let [byte, after] = [window[lane], window[lane + 1]];
        let is_capital = is_within(byte, b'A', b'Z');
        let is_small = is_within(byte, b'a', b'z') | is_within(byte, b'0', b'9');
        let is_tag = (byte == b'#') | (byte == b'@');
        let is_leet = (byte == b'!') | (byte == b'$');
        let sign = chosen(byte == b'\'', JOIN) | chosen(is_tag, TAG) | chosen(is_leet, LEET);
        symbols[lane] = sign | chosen(is_small, byte) | chosen(is_capital, byte | 0x20);
        let is_camel = is_small & is_within(after, b'A', b'Z');
        // None of them is an alarm before what is less than a digit.
        let is_sign = (is_tag | is_leet | (byte == b'_')) & (after >= b'0');
        doubts[lane] = u8::from(is_camel | is_sign | SIGNS & (byte | 1 == b'%'));
    }
    room[..BYTES].copy_from_slice(&symbols);
    packed(doubts)
}

const fn chosen(is_chosen: bool, symbol: u8) -> u8 {
    if is_chosen { symbol } else { 0 }
}

const fn is_within(byte: u8, first: u8, last: u8) -> bool {
    byte.wrapping_sub(first) <= last - first
}

/// Noughts and ones as bits.
fn packed(lanes: [u8; BYTES]) -> u32 {
    let halves = lanes.as_chunks().0.iter().map(|half| u64::from_le_bytes(*half));
    halves.rev().fold(0, |all, half| all << 8 | super::bits::packed(half) as u32)
}
