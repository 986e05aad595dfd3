//! Steps: what one byte does to the pass, by the byte before and the byte after. Comes in: the three. Goes out: whether a
//! symbol is kept, which, and the flags of the character. So the pass goes byte by byte, without asking how long a character
//! is, and no step waits for the one before.
//!
//! The step of a character is at its first byte, of those of three bytes at the second and of emoji too, which then know
//! the rest; all other bytes keep nothing.

use super::table::{BARE, CAPITAL, CARE, Entry, KEEP, SMALL};

/// The symbol, the flags, and in the highest bit whether the symbol is kept.
pub(super) type Step = u16;

/// Where the bit is that says whether the symbol is kept.
const KEPT: u32 = 15;
/// Where the flags are.
const FLAGS: u32 = 8;
/// The step of a character that the bytes do not tell: the flag that says what is kept elsewhere.
pub(super) const FAR: Step = flagged(KEEP);
/// Flags that count in a step; the others only mean something of a character before.
const COUNTED: u8 = !(KEEP | SMALL | BARE);

/// A step that keeps nothing and has some flags.
pub(super) const fn flagged(flags: u8) -> Step {
    (flags as Step) << FLAGS
}

/// How many symbols a step keeps.
#[inline]
pub(super) const fn kept(step: usize) -> usize {
    step >> KEPT
}

/// The step of a character.
pub(super) const fn of_entry(entry: Entry) -> Step {
    let kept = (entry.flags & KEEP) as Step;
    entry.symbol as Step | flagged(entry.flags & COUNTED) | kept << KEPT
}

/// The steps, where to look for them.
pub(super) struct Steps {
    ways: [Way; 256],
    steps: [Step; PLACES],
}

/// Of a byte, as the one after: where the row begins in which the step is found; and above that, as the one before: how far
/// from there, if it begins a character of three bytes or an emoji. Each byte is one and then the other, and looked up once.
pub(super) type Way = usize;

/// A power of two, so that no place has to be compared with it.
const PLACES: usize = 0x1_0000;

pub(super) static STEPS: Steps = Steps { ways: ways(), steps: steps() };

impl Steps {
    /// The step of a byte.
    #[inline]
    pub(super) fn get(&self, before: u8, byte: u8, after: u8) -> Step {
        self.along(self.way(before), byte, self.way(after))
    }

    /// What is looked up of a byte.
    #[inline]
    pub(super) fn way(&self, byte: u8) -> Way {
        self.ways[usize::from(byte)]
    }

    /// The step of a byte between two that have been looked up. In the numbers of a register, or the compiler would gather
    /// the places of several.
    #[inline]
    pub(super) fn along(&self, before: Way, byte: u8, after: Way) -> Step {
        self.steps[place(usize::from(byte), after, before >> WAY)]
    }
}

/// Where the upper half of a way begins: places are below.
const WAY: u32 = PLACES.trailing_zeros();

const fn ways() -> [Way; 256] {
    let (mut ways, offsets) = (rows(), offsets());
    let mut byte = 0;
    while byte < 256 {
        ways[byte] |= (offsets[byte] & (PLACES - 1)) << WAY;
        byte += 1;
    }
    ways
}

const fn place(byte: usize, row: usize, offset: usize) -> usize {
    byte.wrapping_add(row).wrapping_add(offset) & (PLACES - 1)
}

/// Bytes that go on with a character have a row each. What stands before another byte asks only whether that may make a
/// sign an alarm, and whether it is a capital.
const fn rows() -> [usize; 256] {
    let mut rows = [0; 256];
    let mut after = 0;
    while after < 256 {
        let row = match after as u8 {
            0x80..0xC0 => 0x40 | after & 0x3F,
            b'A'..=b'Z' => 2,
            b'0'.. => 1,
            _ => 0,
        };
        rows[after] = row << 8;
        after += 1;
    }
    rows
}

/// First bytes whose second bytes have a field of steps of their own: two beside what else is in the rows, where ASCII would
/// stand before bytes that go on, and four in each 64 rows below. Others have the same step for 64 characters, or none.
const FIELDS: [usize; 12] = [0xE0, 0xE1, 0, 0, 0xE2, 0xE3, 0xEF, 0xF0, 0xEA, 0xEB, 0xEC, 0xED];

const fn offsets() -> [usize; 256] {
    let mut offsets = [0; 256];
    let mut field = 0;
    while field < FIELDS.len() {
        let lead = FIELDS[field];
        if lead != 0 {
            offsets[lead] = ((field / 4) << 14 | (field % 4) << 6).wrapping_sub(0x80);
        }
        field += 1;
    }
    offsets
}

const fn steps() -> [Step; PLACES] {
    let (mut steps, rows, offsets) = ([0; PLACES], rows(), offsets());
    let mut after = 0;
    while after < 256 {
        let mut byte = 0;
        while byte < 256 {
            let goes_on = matches!(after, 0x80..0xC0);
            // There a field begins.
            if byte >= 0x80 || !goes_on {
                let step =
                    if goes_on { before_rest(byte, after, &offsets) } else { before_first(byte, after) };
                steps[place(byte, rows[after], 0)] = step;
            }
            byte += 1;
        }
        after += 1;
    }
    let mut field = 0;
    while field < FIELDS.len() {
        fill_field(&mut steps, FIELDS[field], &rows, &offsets);
        field += 1;
    }
    steps
}

/// The step of a byte before one that begins a character. A capital may be an alarm after anything but ASCII signs and
/// capitals, which is marked at the byte before.
const fn before_first(byte: usize, after: usize) -> Step {
    let is_before_capital = (after as u8).is_ascii_uppercase();
    match byte as u8 {
        byte @ 0..0x80 => {
            let mut entry = Entry::of(byte as char);
            let is_small = byte.is_ascii_lowercase() || byte.is_ascii_digit();
            entry.flags &= if after < b'0' as usize { !(CAPITAL | CARE) } else { !CAPITAL };
            entry.flags |= if is_small && is_before_capital { CAPITAL } else { 0 };
            of_entry(entry)
        }
        0x80..0xC0 if is_before_capital => flagged(CAPITAL),
        _ => 0,
    }
}

/// The step of a byte before one that goes on with its character.
const fn before_rest(byte: usize, after: usize, offsets: &[usize; 256]) -> Step {
    match byte {
        0xC2..0xE0 => of_point((byte & 0x1F) << 6 | after & 0x3F),
        0xE0..0xF0 if offsets[byte] == 0 => of_page((byte & 0x0F) << 12 | (after & 0x3F) << 6),
        0xF0 if after != 0x9F => FAR,
        0xF1.. => FAR,
        _ => 0,
    }
}

/// The steps of the second bytes after a first. Emoji stand where the second byte is 0x9F; the fourth is not known.
const fn fill_field(steps: &mut [Step; PLACES], lead: usize, rows: &[usize; 256], offsets: &[usize; 256]) {
    let mut second = if lead == 0xF0 { 0x9F } else { 0x80 };
    let end = match lead {
        0 => 0,
        0xF0 => 0xA0,
        _ => 0xC0,
    };
    while second < end {
        let mut third = 0x80;
        while third < 0xC0 {
            let low = (second & 0x3F) << 6 | third & 0x3F;
            let step = if lead == 0xF0 { of_page(low << 6) } else { of_point((lead & 0x0F) << 12 | low) };
            steps[place(second, rows[third], offsets[lead])] = step;
            third += 1;
        }
        second += 1;
    }
}

/// The step of all 64 characters from a code point on, with the flags of any of them, if they are one.
const fn of_page(start: usize) -> Step {
    let flags = flagged(COUNTED);
    let mut all = of_point(start);
    let mut point = start;
    while point < start + 64 {
        let one = of_point(point);
        if one & !flags != all & !flags {
            return FAR;
        }
        all |= one;
        point += 1;
    }
    all
}

const fn of_point(point: usize) -> Step {
    match char::from_u32(point as u32) {
        Some(c) => of_entry(Entry::of(c)),
        None => 0,
    }
}
