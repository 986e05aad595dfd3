//! The first pass over a value with wide registers: the same bytes as [`Symbols::read_on`], several characters at a time.
//! What the processor can do is asked at run time. Only here is `unsafe` allowed: one file an instruction set, each of
//! them held equal to the plain loop by tests over every code point and random text.

use super::symbols::{State, Symbols};

#[cfg(target_arch = "x86_64")]
mod avx512;

/// Reads a whole value; `false`, and nothing has been read, where the processor has no instructions for it.
#[inline]
pub(super) fn read(bytes: &[u8], state: &mut State, symbols: &mut Symbols) -> bool {
    #[cfg(target_arch = "x86_64")]
    return avx512::read(bytes, state, symbols);
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = (bytes, state, symbols);
        false
    }
}

/// Finds where the words are; `false`, and nothing has been done, where the processor has no instructions for it.
#[inline]
pub(super) fn mark(symbols: &mut Symbols) -> bool {
    #[cfg(target_arch = "x86_64")]
    return avx512::mark(symbols);
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = symbols;
        false
    }
}
