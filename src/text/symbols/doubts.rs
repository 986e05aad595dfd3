//! Doubts: what may be an alarm as far as the pass could see. Comes in: the windows it noted. Goes out: the places of what
//! needs care, by what stands before.

use super::State;
use super::alarm::is_alarm;
use super::steps::{FAR, STEPS, flagged};
use super::table::{CAPITAL, KEEP, MARK, alarms_after, entry};
use super::window::{self, BYTES, Window};

/// A window with something that may be an alarm.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doubt {
    at: u32,
    /// A bit for each byte, or [`STEPPED`].
    bytes: u32,
}

/// The bytes are not known: they have to be stepped over again.
const STEPPED: u32 = 1 << BYTES;

impl Doubt {
    /// Of a window of ASCII: a bit for each byte.
    #[inline]
    pub(super) const fn of_bytes(at: usize, bytes: u32) -> Self {
        Self { at: at as u32, bytes }
    }

    /// Of a window that was read in steps.
    #[inline]
    pub(super) const fn of_steps(at: usize, is_any: bool) -> Self {
        Self { at: at as u32, bytes: if is_any { STEPPED } else { 0 } }
    }

    /// Whether there is a doubt.
    #[inline]
    pub(super) const fn is_any(self) -> bool {
        self.bytes != 0
    }
}

/// What is known while doubts are settled in order.
pub(super) struct Doubts<'p> {
    original: &'p [u8],
    /// What is an alarm at a byte that nothing before has to be looked at for again, so that no text is read back twice.
    state: State,
    settled: usize,
    care: &'p mut Vec<u32>,
}

impl<'p> Doubts<'p> {
    pub(super) const fn new(original: &'p [u8], state: State, care: &'p mut Vec<u32>) -> Self {
        Self { original, state, settled: 0, care }
    }

    /// Finds which of them need care.
    pub(super) fn settle(&mut self, doubts: &[Doubt]) {
        for doubt in doubts {
            let at = doubt.at as usize;
            let mut bytes = if doubt.bytes == STEPPED { self.doubtful_bytes(at) } else { doubt.bytes };
            while bytes != 0 {
                self.settle_character(at + bytes.trailing_zeros() as usize);
                bytes &= bytes - 1;
            }
        }
    }

    /// A bit for each byte of a window whose step may be an alarm or is before one.
    fn doubtful_bytes(&self, at: usize) -> u32 {
        let doubtful = flagged(self.state.wanted | CAPITAL | MARK) | FAR;
        let mut copy = Window::default();
        let window = window::at(self.original, at, &mut copy);
        let (mut bytes, mut before) = (0, window::before(self.original, at));
        for lane in 0..BYTES {
            let step = STEPS.get(before, window[lane], window[lane + 1]);
            bytes |= u32::from(step & doubtful != 0) << lane;
            before = window[lane];
        }
        bytes
    }

    /// Looks at the character that a byte is part of, or at the capital right after it.
    fn settle_character(&mut self, at: usize) {
        let is_capital_next = self.original.get(at + 1).is_some_and(u8::is_ascii_uppercase);
        let is_before = matches!(self.original[at], b'a'..=b'z' | b'0'..=b'9' | 0x80..0xC0);
        let at = if is_before && is_capital_next { at + 1 } else { window::start(self.original, at) };
        let (entry, wanted) = (entry(self.original, at).0, self.state.wanted);
        let is_doubtful = entry.flags & wanted != 0 || entry.flags & self.alarms_at(at) != 0;
        if is_doubtful && is_alarm(entry, self.original, at, wanted) {
            self.care.push(at as u32);
        }
    }

    /// Which flags are alarms at a character, by the last one before that is kept.
    fn alarms_at(&mut self, at: usize) -> u8 {
        let mut before = at;
        while before > self.settled {
            before = window::start(self.original, before - 1);
            let flags = entry(self.original, before).0.flags;
            if flags & KEEP != 0 {
                self.state.alarms = self.state.wanted | alarms_after(flags);
                break;
            }
        }
        self.settled = at;
        self.state.alarms
    }
}
