//! What flat arrays may hold: numbers of known size, and arrays of them.

use zerocopy::{FromBytes, Immutable, IntoBytes};

/// A value without padding, of which every pattern of bits is one.
pub(crate) trait Plain: FromBytes + IntoBytes + Immutable + Copy {
    /// The value with its bytes in the order of a file, little end first, or back from there: nothing on most
    /// machines.
    #[must_use]
    fn little_endian(self) -> Self;
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl Plain for $number {
            #[inline]
            fn little_endian(self) -> Self {
                self.to_le()
            }
        })*
    };
}

numbers!(u8 u16 u32 u64 i64);

impl<T: Plain, const N: usize> Plain for [T; N] {
    #[inline]
    fn little_endian(self) -> Self {
        self.map(T::little_endian)
    }
}
