//! Alarms: characters that a word may have to be read with care for. Comes in: a character whose flags are an alarm after
//! the one before. Goes out: whether the stretch around it needs care. Most do not, which a look at their
//! neighbours shows.

use super::table::{CAPITAL, CARE, Entry, KEEP, entry};
use super::{LEET, TAG, WORD};

/// So many bytes before and after a capital are looked at.
const NEAR: usize = 64;

/// Whether a character with an alarm needs care.
#[inline(never)]
pub(super) fn is_alarm(found: Entry, bytes: &[u8], at: usize, wanted: u8) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    match found.symbol {
        _ if found.flags & wanted & !CARE != 0 => true,
        TAG => begins_tag(bytes, at) && !is_simple_tag(bytes, at + 1) || may_be_letter(bytes, at, next),
        LEET => !next.is_ascii() || next.is_ascii_alphabetic(),
        _ if bytes[at] == b'_' => is_of_word(next) || next == b'_',
        _ if found.flags & (CAPITAL | CARE) == CAPITAL => !is_in_link_id(bytes, at),
        _ => true,
    }
}

/// A letter or digit, or what may be one.
const fn is_of_word(byte: u8) -> bool {
    !byte.is_ascii() || byte.is_ascii_alphanumeric()
}

fn begins_tag(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_some_and(|&next| is_of_word(next) || next == b'_')
}

/// An `@` inside a word, or beside a sign that may be a letter.
fn may_be_letter(bytes: &[u8], at: usize, next: u8) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    bytes[at] == b'@' && is_of_word(next) && (is_of_word(before) || matches!(before, b'!' | b'$' | b'@'))
}

/// A hashtag or handle that reads as one word, or as its letters and its digits: without capitals but at its start.
fn is_simple_tag(bytes: &[u8], start: usize) -> bool {
    let mut at = start;
    loop {
        at += leading(&bytes[at..], |byte| KINDS[byte] & SMALL != 0);
        if at >= bytes.len() {
            return true;
        }
        let (found, width) = entry(bytes, at);
        let is_capital = found.flags & CAPITAL != 0 && at > start;
        if found.flags & CARE != 0 || found.flags & KEEP == 0 || is_capital || bytes[at] == b'_' {
            return false;
        }
        if found.symbol < WORD {
            return found.symbol == super::GAP;
        }
        at += width;
    }
}

/// A small letter of ASCII, or a digit.
const SMALL: u8 = 1;
/// A letter or digit of ASCII.
const ALPHANUMERIC: u8 = 2;

/// By byte, in place of several comparisons for each of many.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let is_small = (byte as u8).is_ascii_lowercase() || (byte as u8).is_ascii_digit();
        let is_alphanumeric = (byte as u8).is_ascii_alphanumeric();
        kinds[byte] = if is_small { SMALL } else { 0 } | if is_alphanumeric { ALPHANUMERIC } else { 0 };
        byte += 1;
    }
    kinds
};

/// How many bytes in a row are of some kind.
fn leading<'b>(bytes: impl IntoIterator<Item = &'b u8>, is_of_kind: impl Fn(usize) -> bool) -> usize {
    bytes.into_iter().take_while(|&&byte| is_of_kind(usize::from(byte))).count()
}

/// Whether a capital is part of what links are made of: ASCII after a slash, with digits. Its case means nothing.
fn is_in_link_id(bytes: &[u8], at: usize) -> bool {
    let is_alphanumeric = |byte: usize| KINDS[byte] & ALPHANUMERIC != 0;
    let before = leading(bytes[at.saturating_sub(NEAR)..at].iter().rev(), is_alphanumeric);
    let after = leading(bytes[at..].iter().take(NEAR), is_alphanumeric);
    let (start, end) = (at - before, at + after);
    let stands_alone =
        !bytes.get(end).is_some_and(|&next| !next.is_ascii() || matches!(next, b'\'' | b'_' | b'@'))
            && after < NEAR
            && start > 0
            && bytes[start - 1] == b'/';
    stands_alone && bytes[start..end].iter().any(u8::is_ascii_digit)
}
