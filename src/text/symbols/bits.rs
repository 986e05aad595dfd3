//! Bits as places. Comes in: eight noughts and ones. Goes out: the places of the ones, all eight at once, of which those
//! behind the last are to be written over.

/// Eight noughts and ones as bits.
#[inline]
pub(super) const fn packed(eight: u64) -> usize {
    // Each bit is moved to one of the upper eight, and no two sums meet.
    (eight.wrapping_mul(0x0102_0408_1020_4080) >> 56) as usize
}

/// By eight bits: their places.
static PLACES: [[u32; 8]; 256] = places();
/// By eight bits: how many they are.
static COUNTS: [u8; 256] = counts();

const fn places() -> [[u32; 8]; 256] {
    let mut places = [[0; 8]; 256];
    let mut bits: usize = 0;
    while bits < 256 {
        let (mut left, mut count) = (bits, 0);
        while left != 0 {
            places[bits][count] = left.trailing_zeros();
            left &= left - 1;
            count += 1;
        }
        bits += 1;
    }
    places
}

const fn counts() -> [u8; 256] {
    let mut counts = [0; 256];
    let mut bits: usize = 0;
    while bits < 256 {
        counts[bits] = bits.count_ones() as u8;
        bits += 1;
    }
    counts
}

/// Writes the places of the ones among eight after so many others, counted from a base, and gives how many there are then.
#[inline]
pub(super) fn push(eight: u64, base: usize, places: &mut [u32], count: usize) -> usize {
    let Some(room) = places[count..].first_chunk_mut::<8>() else { return count };
    let bits = packed(eight);
    *room = PLACES[bits].map(|place| base as u32 + place);
    count + usize::from(COUNTS[bits])
}
