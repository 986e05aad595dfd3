//! The buffer of keys: what the words of a value fold to, one after the other. Comes in: folded characters. Goes out: the
//! keys. It has room behind its end, so that plain words are written several bytes at a time, more of them than they
//! have; hence it is kept as bytes.

use std::ops::Range;

use super::{ascii, disguise};

#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    bytes: Vec<u8>,
    /// Where the keys end and the room begins.
    end: usize,
}

impl Keys {
    pub(super) const fn clear(&mut self) {
        self.end = 0;
    }

    pub(super) const fn len(&self) -> usize {
        self.end
    }

    /// Whether all of them can be addressed.
    pub(super) const fn are_addressed(&self) -> bool {
        self.end <= u32::MAX as usize
    }

    pub(super) const fn truncate(&mut self, end: usize) {
        self.end = end;
    }

    #[inline]
    pub(super) fn bytes(&self, key: Range<usize>) -> &[u8] {
        self.bytes.get(key).unwrap_or_default()
    }

    /// Some keys as text, which they are.
    pub(super) fn text(&self, key: Range<usize>) -> &str {
        str::from_utf8(self.bytes(key)).unwrap_or_default()
    }

    /// What a key may have to be read through. Of most there is nothing to say at first sight.
    pub(super) fn disguises(&self, key: Range<usize>) -> u8 {
        if ascii::is_even(self.bytes(key.clone())) { 0 } else { disguise::flags_of(self.text(key)) }
    }

    pub(super) fn push(&mut self, c: char) {
        self.push_str(c.encode_utf8(&mut [0; 4]));
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.room(text.len())[..text.len()].copy_from_slice(text.as_bytes());
        self.end += text.len();
    }

    pub(super) fn push_ascii_lowercase(&mut self, text: &str) {
        let start = self.end;
        self.push_str(text);
        self.bytes[start..self.end].make_ascii_lowercase();
    }

    pub(super) fn extend(&mut self, chars: impl Iterator<Item = char>) {
        chars.for_each(|c| self.push(c));
    }

    pub(super) fn extend_from_within(&mut self, key: Range<usize>) {
        let length = key.len();
        self.room(length);
        self.bytes.copy_within(key, self.end);
        self.end += length;
    }

    /// The last character since a place.
    pub(super) fn last(&self, start: usize) -> Option<char> {
        let bytes = self.bytes(start..self.end);
        let first = bytes.iter().rposition(|&byte| byte & 0xC0 != 0x80)?;
        str::from_utf8(&bytes[first..]).unwrap_or_default().chars().next()
    }

    /// Takes the last character away.
    pub(super) fn pop(&mut self) -> Option<char> {
        let last = self.last(0);
        self.end -= last.map_or(0, char::len_utf8);
        last
    }

    /// Room for so many bytes and for what is written beyond them.
    #[inline]
    pub(super) fn room(&mut self, bytes: usize) -> &mut [u8] {
        let needed = self.end + bytes + size_of::<u64>();
        if self.bytes.len() < needed {
            self.grow(needed);
        }
        &mut self.bytes[self.end..]
    }

    /// Takes so many bytes of the room, which are whole characters.
    pub(super) const fn take(&mut self, bytes: usize) {
        self.end += bytes;
    }

    #[cold]
    fn grow(&mut self, needed: usize) {
        self.bytes.resize(needed.next_power_of_two(), 0);
    }
}
