//! Structures of arrays: written and read field by field.

use std::io::Read;

use super::{Flat, Plain, ReadError, Reader, Writer};

/// Something that goes into a compiled file and comes out of it.
pub(crate) trait Store: Sized {
    /// Appends it.
    fn write(&self, writer: &mut Writer);

    /// Reads what [`Store::write`] has appended. Lengths are checked; see [`crate::flat`].
    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError>;
}

impl<T: Plain> Store for T {
    fn write(&self, writer: &mut Writer) {
        writer.value(*self);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        reader.value()
    }
}

impl<T: Plain> Store for Flat<T> {
    fn write(&self, writer: &mut Writer) {
        writer.slice(self);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        reader.slice()
    }
}

impl Store for Box<str> {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read<R: Read>(reader: &mut Reader<R>) -> Result<Self, ReadError> {
        reader.text()
    }
}

/// [`Store`] for a structure, by the fields named, in this order.
macro_rules! stored {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::flat::Store for $name {
            fn write(&self, writer: &mut $crate::flat::Writer) {
                $($crate::flat::Store::write(&self.$field, writer);)*
            }

            fn read<R: std::io::Read>(
                reader: &mut $crate::flat::Reader<R>,
            ) -> Result<Self, $crate::flat::ReadError> {
                Ok(Self { $($field: $crate::flat::Store::read(reader)?),* })
            }
        }
    };
}

pub(crate) use stored;
