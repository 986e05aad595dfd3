//! The first pass with AVX-512 VBMI2, 64 bytes at a time: every lane at which a character starts gets the character's
//! symbol and flags, by a permutation of the table's first 128 entries for ASCII and one of 64 entries for each
//! different beginning of the other characters in the block; what vanishes is squeezed out.

#![allow(unsafe_code, reason = "vector loads and stores, and the call of what only some processors can do")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask,
    _mm512_cmplt_epi8_mask, _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_loadu_si512,
    _mm512_mask_permutexvar_epi8, _mm512_maskz_compress_epi8, _mm512_maskz_loadu_epi8, _mm512_movepi8_mask,
    _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_set1_epi32, _mm512_storeu_si512,
    _mm512_test_epi8_mask, _pdep_u64, _pext_u64,
};

use crate::text::symbols::{
    BARE, CAPITAL, JOIN, KEEP, LANES, Lists, MARK, Places, SMALL, State, Symbols, TABLES, TAG, WORD,
    alarms_after, entry,
};

/// Whether the processor has the instructions.
#[inline]
pub(super) fn is_there() -> bool {
    is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("lzcnt")
}

/// Reads a whole value, if the processor has the instructions.
pub(super) fn read(bytes: &[u8], state: &mut State, symbols: &mut Symbols) -> bool {
    let is_there = is_there();
    if is_there {
        // SAFETY: the processor has all the instructions that the function is compiled for: they are those of `is_there`.
        unsafe { read_blocks(bytes, state, symbols) };
    }
    is_there
}

/// Finds where the words of all symbols are, if the processor has the instructions.
pub(super) fn mark(symbols: &mut Symbols) -> bool {
    let is_there = is_there();
    if is_there {
        let (bytes, end, lists) = symbols.parts_to_mark();
        // SAFETY: the processor has all the instructions that the function is compiled for: they are those of `is_there`.
        unsafe { mark_blocks(bytes, end, lists) };
    }
    is_there
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn mark_blocks(bytes: &[u8], end: usize, lists: &mut Lists) {
    let splat = |byte: u8| byte.cast_signed();
    let (word, letter) = (_mm512_set1_epi8(splat(WORD)), _mm512_set1_epi8(splat(b'9' + 1)));
    let (join, tag) = (_mm512_set1_epi8(splat(JOIN)), _mm512_set1_epi8(splat(TAG)));
    let mut before = 0;
    for at in (0..=end).step_by(LANES) {
        let (first, second, third) = (load(bytes, at), load(bytes, at + 1), load(bytes, at + 2));
        let words = _mm512_cmpge_epu8_mask(first, word);
        let letters = _mm512_cmpge_epu8_mask(first, letter);
        let is_leet =
            letters & _mm512_cmpge_epu8_mask(second, word) & !_mm512_cmpge_epu8_mask(second, letter);
        let is_thrice =
            letters & _mm512_cmpeq_epi8_mask(first, second) & _mm512_cmpeq_epi8_mask(first, third);
        let is_sign = _mm512_cmpeq_epi8_mask(first, join) | _mm512_cmpeq_epi8_mask(first, tag);
        push_places(words ^ (words << 1 | before), at as u32, &mut lists.edges);
        let rare = is_leet | is_thrice | is_sign;
        if rare != 0 {
            push_places(rare, at as u32, &mut lists.rare);
        }
        before = words >> (LANES - 1);
    }
}

/// Appends the places of the bits of a mask: the numbers of its lanes, squeezed and widened.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn push_places(mask: u64, base: u32, places: &mut Places) {
    let count = mask.count_ones() as usize;
    let numbers = _mm512_maskz_compress_epi8(mask, load_leaf(&NUMBERS, 0));
    let base = _mm512_set1_epi32(base.cast_signed());
    let quarters = [
        _mm512_castsi512_si128(numbers),
        _mm512_extracti32x4_epi32::<1>(numbers),
        _mm512_extracti32x4_epi32::<2>(numbers),
        _mm512_extracti32x4_epi32::<3>(numbers),
    ];
    let rooms = places.room().as_chunks_mut::<{ LANES / 4 }>().0;
    for (quarter, room) in quarters.into_iter().zip(rooms).take(count.div_ceil(LANES / 4)) {
        let wide = _mm512_add_epi32(_mm512_cvtepu8_epi32(quarter), base);
        // SAFETY: the array has the 64 bytes that are written; they need not be aligned.
        unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), wide) };
    }
    places.take(count);
}

/// The numbers of the lanes.
static NUMBERS: [u8; LANES] = numbers();

const fn numbers() -> [u8; LANES] {
    let mut numbers = [0; LANES];
    let mut lane = 0;
    while lane < LANES {
        numbers[lane] = lane as u8;
        lane += 1;
    }
    numbers
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn read_blocks(bytes: &[u8], state: &mut State, symbols: &mut Symbols) {
    let (symbols_0, symbols_1) = (load_leaf(&TABLES.symbols, 0), load_leaf(&TABLES.symbols, 1));
    let (flags_0, flags_1) = (load_leaf(&TABLES.flags, 0), load_leaf(&TABLES.flags, 1));
    for at in (0..bytes.len()).step_by(LANES) {
        let first = load(bytes, at);
        // No closure: what it is called through is not compiled for these instructions. And all in one function: what
        // is handed from one to another goes through memory.
        let mut symbol = _mm512_permutex2var_epi8(symbols_0, first, symbols_1);
        let mut flags = _mm512_permutex2var_epi8(flags_0, first, flags_1);
        let mut starts = lanes_below(bytes.len() - at);
        let wide = _mm512_movepi8_mask(first);
        if wide != 0 {
            let (second, third) = (load(bytes, at + 1), load(bytes, at + 2));
            // As signed bytes those from 0x80 to 0xBF, which go on with a character, are the least.
            let rest = _mm512_cmplt_epi8_mask(first, _mm512_set1_epi8(0xC0_u8.cast_signed()));
            starts &= !rest;
            let (mut pending, mut far) = (wide & !rest, 0);
            // Once for each different beginning of a character.
            while pending != 0 {
                let here = at + pending.trailing_zeros() as usize;
                let (lead, next) = (bytes[here], bytes.get(here + 1).copied().unwrap_or_default());
                let same_lead = pending & _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(lead.cast_signed()));
                let (same, leaf, last) = if lead < 0xE0 {
                    (same_lead, usize::from(lead & 0x1F), second)
                } else {
                    let same_next = _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8(next.cast_signed()));
                    (same_lead & same_next, usize::from(lead & 0x0F) << 6 | usize::from(next & 0x3F), third)
                };
                if lead < 0xF0 && leaf < TABLES.symbols.len() / LANES {
                    // A permutation looks at the low six bits of a lane: those that the last byte of a character adds.
                    symbol =
                        _mm512_mask_permutexvar_epi8(symbol, same, last, load_leaf(&TABLES.symbols, leaf));
                    flags = _mm512_mask_permutexvar_epi8(flags, same, last, load_leaf(&TABLES.flags, leaf));
                } else {
                    far |= same;
                }
                pending &= !same;
            }
            if far != 0 {
                (symbol, flags) = read_far(bytes, at, far, symbol, flags);
            }
        }
        let keep = having(flags, starts, KEEP);
        note_alarms(bytes, at, flags, starts, keep, state, symbols);
        if let Some(room) = symbols.room().first_chunk_mut() {
            store(_mm512_maskz_compress_epi8(keep, symbol), room);
            symbols.take(keep.count_ones() as usize);
        }
    }
}

/// The lanes at which characters with any of some flags start.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn having(flags: __m512i, starts: u64, wanted: u8) -> u64 {
    starts & _mm512_test_epi8_mask(flags, _mm512_set1_epi8(wanted.cast_signed()))
}

/// Reads the characters that have no place in the table, one by one.
#[cold]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn read_far(bytes: &[u8], at: usize, far: u64, symbol: __m512i, flags: __m512i) -> (__m512i, __m512i) {
    let (mut symbols, mut all_flags) = ([0; LANES], [0; LANES]);
    store(symbol, &mut symbols);
    store(flags, &mut all_flags);
    for lane in bits(far) {
        let (entry, _) = entry(bytes, at + lane);
        (symbols[lane], all_flags[lane]) = (entry.symbol, entry.flags);
    }
    (load_leaf(&symbols, 0), load_leaf(&all_flags, 0))
}

/// Notes what needs care, and which flags of the next character are alarms.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn note_alarms(
    bytes: &[u8],
    at: usize,
    flags: __m512i,
    starts: u64,
    keep: u64,
    state: &mut State,
    symbols: &mut Symbols,
) {
    let small = having(flags, keep, SMALL);
    let (capitals, marks) = (having(flags, keep, CAPITAL), having(flags, starts, MARK));
    let mut alarms = having(flags, starts, state.wanted);
    if capitals != 0 {
        // What stays stands side by side in squeezed masks, so that what comes before is one bit below.
        let after_small = _pext_u64(small, keep) << 1 | u64::from(state.alarms & CAPITAL != 0);
        alarms |= _pdep_u64(_pext_u64(capitals, keep) & after_small, keep);
    }
    let bare = having(flags, keep, BARE);
    if marks != 0 {
        alarms |= stray_marks(marks, keep, bare, state.alarms & MARK != 0);
    }
    for lane in bits(alarms) {
        symbols.note_alarm(bytes, at + lane, state.wanted);
    }
    if keep != 0 {
        let last = 1 << (u64::BITS - 1 - keep.leading_zeros());
        let flags = if small & last != 0 { SMALL } else { 0 } | if bare & last != 0 { BARE } else { 0 };
        state.alarms = state.wanted | alarms_after(flags);
    }
}

/// The marks that do not stand on what they vanish on.
#[inline]
fn stray_marks(marks: u64, keep: u64, bare: u64, stray_before: bool) -> u64 {
    let mut stray = 0;
    for lane in bits(marks) {
        let before = keep & ((1 << lane) - 1);
        let is_stray = match before.checked_ilog2() {
            Some(last) => bare >> last & 1 == 0,
            None => stray_before,
        };
        stray |= u64::from(is_stray) << lane;
    }
    stray
}

/// The numbers of the bits that are set.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize);
        mask &= mask.wrapping_sub(1);
        bit
    })
}

/// A bit for each of the first so many lanes.
#[inline]
const fn lanes_below(count: usize) -> u64 {
    if count < LANES { (1 << count) - 1 } else { u64::MAX }
}

/// The bytes from a place on, zeros behind the end.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn load(bytes: &[u8], at: usize) -> __m512i {
    let rest = bytes.get(at..).unwrap_or_default();
    // SAFETY: a masked load reads only the lanes whose bits are set, and those lie within the slice.
    unsafe { _mm512_maskz_loadu_epi8(lanes_below(rest.len()), rest.as_ptr().cast()) }
}

/// 64 entries of a table, or nothing but zeros where it has not so many.
#[inline]
#[target_feature(enable = "avx512f")]
fn load_leaf(table: &[u8], leaf: usize) -> __m512i {
    let entries = table.get(leaf * LANES..).and_then(<[u8]>::first_chunk::<LANES>).unwrap_or(&[0; LANES]);
    // SAFETY: the array has the 64 bytes that are read; they need not be aligned.
    unsafe { _mm512_loadu_si512(entries.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(lanes: __m512i, to: &mut [u8; LANES]) {
    // SAFETY: the array has the 64 bytes that are written; they need not be aligned.
    unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), lanes) }
}
