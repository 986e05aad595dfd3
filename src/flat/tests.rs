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
    assert_eq!(writer.finish(), [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 6, 5, 4, 3]);
}

#[test]
fn lengths_beyond_the_input_are_refused_before_room_is_made() {
    for length in [3, 1 << 20, 1 << 40, 1 << 61, u64::MAX / 8, u64::MAX] {
        let mut bytes = u64::to_le_bytes(length).to_vec();
        bytes.extend([0; 16]);
        assert!(matches!(reader(&bytes).slice::<u64>(), Err(ReadError::Malformed { at: 8 })), "{length}");
    }
    assert!(matches!(reader(&[1]).value::<u32>(), Err(ReadError::Malformed { at: 0 })));
    assert!(matches!(reader(&[1, 0, 0, 0, 0, 0, 0, 0, 0xFF]).text(), Err(ReadError::Malformed { at: 9 })));
}

#[test]
fn an_input_that_is_shorter_than_it_said_is_an_error() {
    let mut reader = Reader::new(&[1, 0, 0, 0, 0, 0, 0, 0][..], 1 << 30);
    assert!(matches!(reader.slice::<u32>(), Err(ReadError::Io(_))));
}

proptest! {
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
