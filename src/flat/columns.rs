//! Which bytes of the items of an array are written: numbers are mostly smaller than their type allows, so that a
//! column of bytes that is nought in every item is left out, and the bytes that stay are written item by item.

use zerocopy::IntoBytes as _;

use super::Plain;

/// Columns of bytes that are kept: a bit for each, the first byte of an item being the lowest. There is always one, so
/// that the length of what is written bounds that of what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns(u64);

impl Columns {
    /// The most bytes of an item whose columns are told apart.
    const MOST: usize = u64::BITS as usize;

    /// Whether items of a type are worth it.
    pub(super) const fn suit<T>() -> bool {
        size_of::<T>() > 1 && size_of::<T>() <= Self::MOST
    }

    /// All columns of a type.
    pub(super) const fn all<T>() -> Self {
        Self(u64::MAX >> (Self::MOST - size_of::<T>()))
    }

    /// The columns in which some item has a byte that is not nought, for items of more than one byte.
    pub(super) fn of<T: Plain>(items: &[T]) -> Self {
        let mut sum = vec![0_u8; size_of::<T>()];
        for item in items.as_bytes().chunks_exact(size_of::<T>()) {
            sum.iter_mut().zip(item).for_each(|(sum, byte)| *sum |= byte);
        }
        Self(sum.iter().rev().fold(0, |bits, &byte| bits << 1 | u64::from(byte != 0)) | 1)
    }

    /// As written.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    /// As read; `None` for what no type's columns are.
    pub(super) fn from_bits<T>(bits: u64) -> Option<Self> {
        (bits & 1 == 1 && bits & !Self::all::<T>().0 == 0).then_some(Self(bits))
    }

    /// How many are kept.
    pub(super) const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Appends the bytes that are kept.
    pub(super) fn pack<T: Plain>(self, items: &[T], packed: &mut Vec<u8>) {
        let kept: Vec<usize> = (0..size_of::<T>()).filter(|column| self.0 >> column & 1 == 1).collect();
        packed.reserve(items.len() * kept.len());
        for item in items.as_bytes().chunks_exact(size_of::<T>()) {
            packed.extend(kept.iter().map(|&column| item[column]));
        }
    }

    /// Puts the bytes back into items that are nought.
    pub(super) fn unpack<T: Plain>(self, packed: &[u8], items: &mut [T]) {
        match (size_of::<T>(), self.0) {
            (4, 0b1) => unpack_first::<4, 1>(packed, items.as_mut_bytes()),
            (4, 0b11) => unpack_first::<4, 2>(packed, items.as_mut_bytes()),
            (4, 0b111) => unpack_first::<4, 3>(packed, items.as_mut_bytes()),
            _ => self.unpack_any(packed, items),
        }
    }

    fn unpack_any<T: Plain>(self, packed: &[u8], items: &mut [T]) {
        let kept: Vec<usize> = (0..size_of::<T>()).filter(|column| self.0 >> column & 1 == 1).collect();
        let items = items.as_mut_bytes().chunks_exact_mut(size_of::<T>());
        for (packed, item) in packed.chunks_exact(kept.len()).zip(items) {
            packed.iter().zip(&kept).for_each(|(&byte, &column)| item[column] = byte);
        }
    }
}

/// The same for the first of the bytes, known to the compiler, which makes few instructions of it.
fn unpack_first<const ALL: usize, const KEPT: usize>(packed: &[u8], items: &mut [u8]) {
    for (packed, item) in packed.as_chunks::<KEPT>().0.iter().zip(items.as_chunks_mut::<ALL>().0) {
        item[..KEPT].copy_from_slice(packed);
    }
}
