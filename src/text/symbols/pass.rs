//! The first pass in ordinary registers. In come the bytes of a value, out go its symbols and the places of what needs care:
//! a window of sixteen bytes at a time, all at once if they are ASCII, else in steps, byte by byte. What may be an alarm is
//! only noted, and looked at when all symbols are there.

use super::State;
use super::ascii;
use super::doubts::{Doubt, Doubts};
use super::steps::{FAR, STEPS, Step, flagged, kept, of_entry};
use super::table::{CAPITAL, MARK, SIGN, entry};
use super::window::{self, BYTES, Room, Window};

/// The pass over one value.
pub(super) struct Pass<'p> {
    pub(super) original: &'p [u8],
    pub(super) state: State,
    /// Room for a symbol a byte, and for those of two windows more.
    pub(super) symbols: &'p mut [u8],
    /// How many symbols there are.
    pub(super) end: &'p mut usize,
    pub(super) care: &'p mut Vec<u32>,
    /// Where windows are noted; what was there before does not count.
    pub(super) doubts: &'p mut Vec<Doubt>,
}

impl Pass<'_> {
    /// Reads the value.
    pub(super) fn run(self) {
        if self.state.wanted & SIGN == 0 { self.windows::<false>() } else { self.windows::<true>() }
    }

    /// `SIGNS` is whether signs are wanted. All but the loop's own is kept out of it, so that it runs in registers.
    fn windows<const SIGNS: bool>(self) {
        let Self { original, state, symbols, end: symbol_count, care, doubts } = self;
        doubts.resize(doubts.len().max(original.len() / BYTES + 1), Doubt::default());
        let doubtful = flagged(state.wanted | CAPITAL | MARK);
        let (mut at, mut end, mut noted) = (0, 0, 0);
        let mut copy = Window::default();
        while at < original.len() {
            let window = window::at(original, at, &mut copy);
            let Some(room) = symbols[end..].first_chunk_mut() else { return };
            let doubt;
            if ascii::is_wide(window) {
                let (mut kept, mut flags) = steps(window::before(original, at), window, room);
                if flags & FAR != 0 {
                    (kept, flags) = far_steps(original, at, room);
                }
                doubt = Doubt::of_steps(at, flags & doubtful != 0);
                end += kept;
            } else {
                doubt = Doubt::of_bytes(at, ascii::read::<SIGNS>(window, room));
                end += BYTES;
            }
            // Written always and counted seldom, which needs no branch.
            doubts[noted] = doubt;
            noted += usize::from(doubt.is_any());
            at += BYTES;
        }
        // The zeros behind the end have a symbol each.
        *symbol_count = end + original.len() - at;
        Doubts::new(original, state, care).settle(&doubts[..noted]);
    }
}

/// Reads a window byte by byte: how many symbols there are, and all their flags.
#[inline(never)]
fn steps(before: u8, window: &Window, room: &mut Room) -> (usize, Step) {
    let (mut end, mut all) = (0, 0);
    let (mut before, mut here) = (STEPS.way(before), STEPS.way(window[0]));
    for lane in 0..BYTES {
        let after = STEPS.way(window[lane + 1]);
        let step = usize::from(STEPS.along(before, window[lane], after));
        all |= step;
        // Written over by the next if it is not kept.
        room[end % room.len()] = step as u8;
        end += kept(step);
        (before, here) = (here, after);
    }
    (end, all as Step)
}

/// The same where the bytes do not tell some character.
#[cold]
fn far_steps(original: &[u8], at: usize, room: &mut Room) -> (usize, Step) {
    let byte = |at: usize| original.get(at).copied().unwrap_or_default();
    let (mut end, mut all) = (0, 0);
    for at in at..at + BYTES {
        let step = match STEPS.get(window::before(original, at), byte(at), byte(at + 1)) {
            FAR => of_entry(entry(original, window::start(original, at)).0),
            step => step,
        };
        all |= step;
        room[end % room.len()] = step as u8;
        end += kept(usize::from(step));
    }
    (end, all)
}
