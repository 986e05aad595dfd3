//! Windows: what the pass looks at at a time. Comes in: a value and a place in it. Goes out: sixteen bytes from there on
//! and the one after, with zeros behind the end.

/// Bytes that are read from one window.
pub(super) const BYTES: usize = 16;
/// Those that are read, and the one after.
pub(super) type Window = [u8; BYTES + 1];
/// Room for their symbols, and more than enough behind it.
pub(super) type Room = [u8; 2 * BYTES];

/// The window that begins at a byte: in the original itself, or where that ends too soon in a copy.
#[inline]
pub(super) fn at<'w>(original: &'w [u8], at: usize, copy: &'w mut Window) -> &'w Window {
    if let Some(window) = original[at..].first_chunk() {
        return window;
    }
    copy[..BYTES].copy_from_slice(&rest(original, at).to_le_bytes());
    copy
}

/// The bytes from one on, at most sixteen; without a loop where there are as many before the end.
#[inline(never)]
fn rest(original: &[u8], at: usize) -> u128 {
    match original.last_chunk() {
        Some(last) => u128::from_le_bytes(*last) >> (8 * (BYTES - (original.len() - at))),
        None => original[at..].iter().rev().fold(0, |all, &byte| all << 8 | u128::from(byte)),
    }
}

/// The byte before one, or zero.
#[inline]
pub(super) fn before(original: &[u8], at: usize) -> u8 {
    original.get(at.wrapping_sub(1)).copied().unwrap_or_default()
}

/// The first byte of the character that a byte is part of.
#[inline]
pub(super) fn start(original: &[u8], mut at: usize) -> usize {
    while matches!(original[at], 0x80..0xC0) {
        at -= 1;
    }
    at
}
