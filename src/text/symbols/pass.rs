//! The first pass in ordinary registers. In come the bytes of a value, out go its symbols and the places of what needs care: character
//! by character, and eight bytes of ASCII at a time.

use super::State;
use super::alarm::is_alarm;
use super::ascii::Eight;
use super::table::{CAPITAL, Entry, KEEP, TABLES, alarms_after, entry, entry_of};

/// The pass over one value.
pub(super) struct Pass<'p> {
    pub(super) original: &'p [u8],
    pub(super) state: State,
    /// Room for a symbol a byte, and eight more.
    pub(super) symbols: &'p mut [u8],
    /// How many symbols there are.
    pub(super) end: &'p mut usize,
    pub(super) care: &'p mut Vec<u32>,
}

/// How far the pass has come: kept out of memory, where each character would wait for the one before.
#[derive(Clone, Copy)]
struct Cursor {
    /// In the original.
    at: usize,
    /// How many symbols there are.
    end: usize,
    /// Flags of the next character that are an alarm.
    alarms: u8,
}

impl Pass<'_> {
    /// Reads the value.
    pub(super) fn run(mut self) {
        let mut cursor = self.start();
        while let Some(eight) = self.original.get(cursor.at..).and_then(<[u8]>::first_chunk) {
            let eight = Eight::read(*eight, cursor.alarms & CAPITAL != 0);
            cursor = self.ascii(cursor, eight);
            if eight.wide != 0 {
                cursor = self.wide(cursor);
            }
        }
        cursor = self.chars(cursor, self.original.len());
        *self.end = cursor.end;
    }

    /// Reads it character by character: the definition.
    #[cfg(test)]
    pub(super) fn run_one_by_one(mut self) {
        let cursor = self.chars(self.start(), self.original.len());
        *self.end = cursor.end;
    }

    const fn start(&self) -> Cursor {
        Cursor { at: 0, end: 0, alarms: self.state.alarms }
    }

    /// Takes those of eight bytes that stand before any that is not ASCII.
    #[inline]
    fn ascii(&mut self, cursor: Cursor, eight: Eight) -> Cursor {
        let narrow = eight.wide.trailing_zeros() / u8::BITS;
        let next = cursor.at + narrow as usize;
        if eight.odd.trailing_zeros() / u8::BITS < narrow {
            return self.chars(cursor, next);
        }
        let Some(last) = self.original[cursor.at..next].last() else { return cursor };
        if let Some(room) = self.symbols[cursor.end..].first_chunk_mut() {
            *room = eight.symbols.to_le_bytes();
        }
        let alarms = self.state.wanted | alarms_after(TABLES.flags[usize::from(*last)]);
        Cursor { at: next, end: cursor.end + narrow as usize, alarms }
    }

    /// Reads characters from one beyond ASCII on, and single ASCII among them, until four of ASCII follow or fewer bytes are left.
    #[inline]
    fn wide(&mut self, mut cursor: Cursor) -> Cursor {
        while let Some(four) = self.original.get(cursor.at..).and_then(<[u8]>::first_chunk) {
            if u32::from_le_bytes(*four) & 0x8080_8080 == 0 {
                break;
            }
            cursor = self.take(cursor, entry_of(*four));
        }
        cursor
    }

    /// Reads the characters up to a byte one by one. Called, it would hand the cursor back through memory.
    #[inline(always)]
    fn chars(&mut self, mut cursor: Cursor, upto: usize) -> Cursor {
        while cursor.at < upto {
            cursor = self.take(cursor, entry(self.original, cursor.at));
        }
        cursor
    }

    /// Takes one character of so many bytes.
    #[inline]
    fn take(&mut self, cursor: Cursor, (entry, width): (Entry, usize)) -> Cursor {
        let Cursor { at, end, alarms } = cursor;
        if entry.flags & alarms != 0 && is_alarm(entry, self.original, at, self.state.wanted) {
            self.care.push(at as u32);
        }
        self.symbols[end] = entry.symbol;
        let is_kept = entry.flags & KEEP != 0;
        let alarms = if is_kept { self.state.wanted | alarms_after(entry.flags) } else { alarms };
        Cursor { at: at + width, end: end + usize::from(is_kept), alarms }
    }
}
