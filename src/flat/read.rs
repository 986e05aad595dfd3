//! From bytes to arrays. Every length is held against what is left of the input before room is made for it.

use std::hash::Hasher as _;
use std::io::{self, Read};

use twox_hash::XxHash3_64;
use zerocopy::IntoBytes as _;

use super::columns::Columns;
use super::{Flat, Plain};

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// The input itself.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What is there is not what was expected, or the input ends before it.
    #[error("malformed at byte {at}")]
    Malformed {
        /// Bytes read before it.
        at: u64,
    },
}

/// Reads from an input of known length, and sums up what it has read.
pub(crate) struct Reader<R> {
    input: R,
    at: u64,
    left: u64,
    checksum: XxHash3_64,
}

impl<R: Read> Reader<R> {
    /// A reader of the next so many bytes of an input.
    pub(crate) fn new(input: R, length: u64) -> Self {
        Self { input, at: 0, left: length, checksum: XxHash3_64::new() }
    }

    /// XXH3 of everything read so far.
    pub(crate) fn checksum(&self) -> u64 {
        self.checksum.finish()
    }

    /// How many bytes are left.
    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    /// The error of whoever finds something wrong in what was read last.
    pub(crate) const fn malformed(&self) -> ReadError {
        ReadError::Malformed { at: self.at }
    }

    /// One value.
    pub(crate) fn value<T: Plain>(&mut self) -> Result<T, ReadError> {
        let mut value = T::new_zeroed();
        self.take(size_of::<T>() as u64)?;
        fill(&mut self.input, &mut self.checksum, std::slice::from_mut(&mut value))?;
        Ok(value.little_endian())
    }

    /// An array.
    pub(crate) fn slice<T: Plain>(&mut self) -> Result<Flat<T>, ReadError> {
        let count: u64 = self.value()?;
        let columns = if Columns::suit::<T>() { Some(self.columns::<T>()?) } else { None };
        let kept = columns.map_or(size_of::<T>(), Columns::count);
        let bytes = count.checked_mul(kept as u64).ok_or_else(|| self.malformed())?;
        self.take(bytes)?;
        let count = usize::try_from(count).map_err(|_| self.malformed())?;
        let mut items = T::new_vec_zeroed(count).map_err(|_| self.malformed())?.into_boxed_slice();
        match columns {
            Some(columns) if kept < size_of::<T>() => self.unpack(columns, &mut items)?,
            _ => fill(&mut self.input, &mut self.checksum, &mut items)?,
        }
        if cfg!(target_endian = "big") {
            items.iter_mut().for_each(|item| *item = item.little_endian());
        }
        Ok(items)
    }

    fn columns<T>(&mut self) -> Result<Columns, ReadError> {
        let bits = self.value()?;
        Columns::from_bits::<T>(bits).ok_or_else(|| self.malformed())
    }

    /// Items of which not all bytes are there, stretch by stretch.
    fn unpack<T: Plain>(&mut self, columns: Columns, items: &mut [T]) -> io::Result<()> {
        let each = (STRETCH / columns.count()).max(1);
        let mut packed = vec![0_u8; each.min(items.len()) * columns.count()];
        for items in items.chunks_mut(each) {
            let packed = &mut packed[..items.len() * columns.count()];
            fill(&mut self.input, &mut self.checksum, packed)?;
            columns.unpack(packed, items);
        }
        Ok(())
    }

    /// A text.
    pub(crate) fn text(&mut self) -> Result<Box<str>, ReadError> {
        let bytes = self.slice::<u8>()?;
        let text = String::from_utf8(bytes.into_vec()).map_err(|_| self.malformed())?;
        Ok(text.into_boxed_str())
    }

    /// Reads on over so many bytes, for the checksum.
    pub(crate) fn skip(&mut self, mut bytes: u64) -> Result<(), ReadError> {
        let mut buffer = [0_u8; 1 << 12];
        while bytes > 0 {
            let count = bytes.min(buffer.len() as u64);
            bytes -= count;
            self.take(count)?;
            fill(&mut self.input, &mut self.checksum, &mut buffer[..count as usize])?;
        }
        Ok(())
    }

    fn take(&mut self, bytes: u64) -> Result<(), ReadError> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| self.malformed())?;
        self.at += bytes;
        Ok(())
    }
}

/// So many bytes are summed up while they are still at hand.
const STRETCH: usize = 1 << 17;

fn fill<T: Plain>(input: &mut impl Read, checksum: &mut XxHash3_64, items: &mut [T]) -> io::Result<()> {
    for bytes in items.as_mut_bytes().chunks_mut(STRETCH) {
        input.read_exact(bytes)?;
        checksum.write(bytes);
    }
    Ok(())
}
