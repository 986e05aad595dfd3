//! From arrays to bytes.

use twox_hash::XxHash3_64;
use zerocopy::IntoBytes as _;

use super::Plain;
use super::columns::Columns;

/// Collects what is written, one thing after the other. A [`Reader`](super::Reader) reads it in the same order.
#[derive(Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// The bytes written.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// XXH3 of everything written so far, as a value.
    pub(crate) fn seal(&mut self) {
        self.value(XxHash3_64::oneshot(&self.bytes));
    }

    /// One value.
    pub(crate) fn value<T: Plain>(&mut self, value: T) {
        self.bytes.extend_from_slice(value.little_endian().as_bytes());
    }

    /// An array: its length, the columns of bytes that are kept where items have several, then its items.
    pub(crate) fn slice<T: Plain>(&mut self, items: &[T]) {
        self.value(items.len() as u64);
        if cfg!(target_endian = "little") {
            self.items(items);
        } else {
            let items: Vec<T> = items.iter().map(|item| item.little_endian()).collect();
            self.items(&items);
        }
    }

    fn items<T: Plain>(&mut self, items: &[T]) {
        if !Columns::suit::<T>() {
            self.bytes.extend_from_slice(items.as_bytes());
            return;
        }
        let columns = Columns::of(items);
        self.value(columns.bits());
        if columns == Columns::all::<T>() {
            self.bytes.extend_from_slice(items.as_bytes());
        } else {
            columns.pack(items, &mut self.bytes);
        }
    }

    /// A text, as the array of its bytes.
    pub(crate) fn text(&mut self, text: &str) {
        self.slice(text.as_bytes());
    }
}
