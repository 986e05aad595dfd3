//! The definition of the first pass, one character after the other: what every other way to read has to be equal to.

use super::State;
use super::alarm::is_alarm;
use super::pass::Pass;
use super::table::{KEEP, alarms_after, entry};

impl Pass<'_> {
    /// Reads the value character by character.
    pub(super) fn run_one_by_one(self) {
        let Self { original, state: State { mut alarms, wanted }, symbols, end, care, .. } = self;
        let mut at = 0;
        while at < original.len() {
            let (entry, width) = entry(original, at);
            if entry.flags & alarms != 0 && is_alarm(entry, original, at, wanted) {
                care.push(at as u32);
            }
            if entry.flags & KEEP != 0 {
                symbols[*end] = entry.symbol;
                *end += 1;
                alarms = wanted | alarms_after(entry.flags);
            }
            at += width;
        }
    }
}
