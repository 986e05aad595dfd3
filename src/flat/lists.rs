//! Lists by number, in one allocation.

use super::{Flat, Plain, Store};

/// For every number from 0 on, a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists<T> {
    /// Where each list starts, and after the last one where it ends.
    starts: Flat<u32>,
    items: Flat<T>,
}

impl<T: Plain> Lists<T> {
    /// Lists of what has been sorted by the number of its list, which is less than `count`.
    pub(crate) fn of_sorted(count: usize, sorted: &[(u32, T)]) -> Self {
        let mut starts = Vec::with_capacity(count + 1);
        let mut at = 0;
        for list in 0..=count as u32 {
            at += sorted[at..].iter().take_while(|(of, _)| *of < list).count();
            starts.push(at as u32);
        }
        Self { starts: starts.into(), items: sorted.iter().map(|&(_, item)| item).collect() }
    }

    /// These lists.
    pub(crate) fn of_lists<L: IntoIterator<Item = T>>(lists: impl IntoIterator<Item = L>) -> Self {
        let (mut starts, mut items) = (vec![0], Vec::new());
        for list in lists {
            items.extend(list);
            starts.push(items.len() as u32);
        }
        Self::of_starts(starts, items)
    }

    /// Lists of items one after another: where each starts, and after the last one where it ends.
    pub(crate) fn of_starts(starts: Vec<u32>, items: Vec<T>) -> Self {
        Self { starts: starts.into(), items: items.into() }
    }

    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The list of a number; of a number beyond the last, or of starts that make no sense, an empty one.
    #[inline]
    pub(crate) fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        match self.starts.get(number..number + 2) {
            Some(&[from, to]) => self.items.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The numbers of the lists in front of which an item stands or in which it does: that of its own is one less.
    pub(crate) fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Of all lists.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Plain + Ord> Lists<T> {
    /// Lists of pairs of a list's number, which is less than `count`, and an item: sorted, each once.
    pub(crate) fn of_pairs(count: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self::of_sorted(count, &pairs)
    }
}

impl<T: Plain> Store for Lists<T> {
    fn write(&self, writer: &mut super::Writer) {
        self.starts.write(writer);
        self.items.write(writer);
    }

    fn read<R: std::io::Read>(reader: &mut super::Reader<R>) -> Result<Self, super::ReadError> {
        Ok(Self { starts: Store::read(reader)?, items: Store::read(reader)? })
    }
}
