//! What was written is read; what was not is refused before room is made for it.

use proptest::prelude::*;
use twox_hash::XxHash3_64;

use super::*;

fn reader(bytes: &[u8]) -> Reader<&[u8]> {
    Reader::new(bytes, bytes.len() as u64)
}

#[test]
fn what_was_written_is_read() {
    let mut writer = Writer::default();
    writer.value(7_u16);
    writer.slice::<u32>(&[1, 2, u32::MAX]);
    writer.text("بلم");
    writer.slice::<[u8; 3]>(&[[1, 2, 3], [4, 5, 6]]);
    writer.slice::<u64>(&[]);
    writer.value([-1_i64, 4]);
    let bytes = writer.finish();
    let mut reader = reader(&bytes);
    assert_eq!(reader.value::<u16>().unwrap(), 7);
    assert_eq!(*reader.slice::<u32>().unwrap(), [1, 2, u32::MAX]);
    assert_eq!(&*reader.text().unwrap(), "بلم");
    assert_eq!(*reader.slice::<[u8; 3]>().unwrap(), [[1, 2, 3], [4, 5, 6]]);
    assert_eq!(*reader.slice::<u64>().unwrap(), [0; 0]);
    assert_eq!(reader.value::<[i64; 2]>().unwrap(), [-1, 4]);
    assert_eq!(reader.left(), 0);
    assert_eq!(reader.checksum(), XxHash3_64::oneshot(&bytes));
}

#[test]
fn numbers_have_their_little_end_first() {
    let mut writer = Writer::default();
    writer.value(0x0102_u16);
    writer.slice::<u32>(&[0x0304_0506]);
    assert_eq!(writer.finish(), [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0b1111, 0, 0, 0, 0, 0, 0, 0, 6, 5, 4, 3]);
}

#[test]
fn columns_of_noughts_are_left_out() {
    let mut writer = Writer::default();
    writer.slice::<u32>(&[0x0003_0005, 7]);
    writer.slice::<[u16; 2]>(&[[0, 0x0900], [0, 0]]);
    let bytes = writer.finish();
    let (first, second) = bytes.split_at(8 + 8 + 2 * 3 - 2);
    assert_eq!(first[8..], [0b101, 0, 0, 0, 0, 0, 0, 0, 5, 3, 7, 0]);
    assert_eq!(second[8..], [0b1001, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0]);
    let mut reader = reader(&bytes);
    assert_eq!(*reader.slice::<u32>().unwrap(), [0x0003_0005, 7]);
    assert_eq!(*reader.slice::<[u16; 2]>().unwrap(), [[0, 0x0900], [0, 0]]);
}

#[test]
fn columns_that_no_item_has_are_refused() {
    for bits in [0_u64, 0b10, 0b1_0001, u64::MAX] {
        let bytes: Vec<u8> = [1, bits, 0].into_iter().flat_map(u64::to_le_bytes).collect();
        assert!(matches!(reader(&bytes).slice::<u32>(), Err(ReadError::Malformed { at: 16 })), "{bits:b}");
    }
}

#[test]
fn lengths_beyond_the_input_are_refused_before_room_is_made() {
    for length in [3, 1 << 20, 1 << 40, 1 << 61, u64::MAX / 8, u64::MAX] {
        let mut bytes = u64::to_le_bytes(length).to_vec();
        bytes.extend(u64::to_le_bytes(0xFF));
        bytes.extend([0; 16]);
        assert!(matches!(reader(&bytes).slice::<u64>(), Err(ReadError::Malformed { at: 16 })), "{length}");
    }
    assert!(matches!(reader(&[1]).value::<u32>(), Err(ReadError::Malformed { at: 0 })));
    assert!(matches!(reader(&[1, 0, 0, 0, 0, 0, 0, 0, 0xFF]).text(), Err(ReadError::Malformed { at: 9 })));
}

#[test]
fn an_input_that_is_shorter_than_it_said_is_an_error() {
    let mut reader = Reader::new(&[1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0][..], 1 << 30);
    assert!(matches!(reader.slice::<u32>(), Err(ReadError::Io(_))));
}

/// Written and read.
fn round<T: Plain>(items: &[T]) -> Flat<T> {
    let mut writer = Writer::default();
    writer.slice(items);
    let bytes = writer.finish();
    reader(&bytes).slice().unwrap()
}

#[test]
fn long_arrays_come_back_stretch_by_stretch() {
    let items: Vec<u32> = (0..300_000).map(|item| item % 251).collect();
    assert_eq!(*round(&items), *items);
}

proptest! {
    #[test]
    fn arrays_come_back(
        numbers in prop::collection::vec((any::<u64>(), 0..64_u32), 0..2_000),
        small: Vec<u8>,
    ) {
        let of = |bits: u32| numbers.iter().map(move |&(number, shift)| number >> shift.max(64 - bits));
        let (words, short): (Vec<u32>, Vec<u32>) = of(32).zip(of(17)).map(|(a, b)| (a as u32, b as u32)).unzip();
        let records: Vec<[u32; 9]> = of(20).map(|number| [number as u32, 0, 3, 0, 0, 0, 1, 0, u32::MAX]).collect();
        prop_assert_eq!(&*round(&words), &words);
        prop_assert_eq!(&*round(&short), &short);
        prop_assert_eq!(&*round(&records), &records);
        prop_assert_eq!(&*round(&small), &small);
    }

    #[test]
    fn no_bytes_are_read_without_an_answer(bytes: Vec<u8>, kinds in prop::collection::vec(0..4, 0..8)) {
        let mut reader = reader(&bytes);
        for kind in kinds {
            let before = reader.left();
            let read = match kind {
                0 => reader.value::<u32>().is_ok(),
                1 => reader.slice::<u8>().is_ok(),
                2 => reader.slice::<[u16; 3]>().is_ok(),
                _ => reader.text().is_ok(),
            };
            prop_assert!(reader.left() <= before);
            if !read {
                break;
            }
        }
        if reader.skip(reader.left()).is_ok() {
            prop_assert_eq!(reader.checksum(), XxHash3_64::oneshot(&bytes));
        }
    }
}
