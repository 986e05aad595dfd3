//! Flat storage: tables as arrays of plain numbers, which go into a compiled file and come out of it nearly as they
//! are: columns of bytes that are nought throughout are left out. A [`Writer`] takes arrays and gives bytes, the same on
//! every machine; a [`Reader`] takes bytes that nobody has vouched for and gives the arrays, each read to where it stays.
//!
//! A reader checks lengths, never meanings: whoever keeps indices in a [`Flat`] checks them when it is read,
//! or looks them up with `get`.

mod columns;
mod lists;
mod plain;
mod read;
mod store;
mod write;

pub(crate) use lists::Lists;
pub(crate) use plain::Plain;
pub(crate) use read::{ReadError, Reader};
pub(crate) use store::{Store, stored};
pub(crate) use write::Writer;

/// An array that is made once and then only looked at: `From<Vec<T>>`, and a slice of `T` for everything else.
pub(crate) type Flat<T> = Box<[T]>;

#[cfg(test)]
mod tests;
