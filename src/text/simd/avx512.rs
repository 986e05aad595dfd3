//! The first pass with AVX-512 VBMI2, 64 bytes at a time: every lane at which a character starts gets the character's
//! symbol and flags, by a permutation of the table's first 128 entries for ASCII and one of 64 entries for each
//! different beginning of the other characters in the block; what vanishes is squeezed out.

#![allow(unsafe_code, reason = "vector loads and stores, and the call of what only some processors can do")]

use std::arch::x86_64::{
    __m512i, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask, _mm512_cmplt_epi8_mask, _mm512_loadu_si512, _mm512_mask_permutexvar_epi8,
    _mm512_maskz_compress_epi8, _mm512_maskz_loadu_epi8, _mm512_movepi8_mask, _mm512_permutex2var_epi8,
    _mm512_set1_epi8, _mm512_storeu_si512, _mm512_test_epi8_mask, _pdep_u64, _pext_u64,
};

use crate::text::symbols::{
    BARE, CAPITAL, JOIN, KEEP, LANES, MARK, Masks, SMALL, State, Symbols, TABLES, TAG, WORD, alarms_after, entry,
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

/// Fills the masks of all symbols, if the processor has the instructions.
pub(super) fn mark(symbols: &mut Symbols) -> bool {
    let is_there = is_there();
    if is_there {
        let (bytes, end, masks) = symbols.to_mark();
        // SAFETY: the processor has all the instructions that the function is compiled for: they are those of `is_there`.
        unsafe { mark_blocks(bytes, end, masks) };
    }
    is_there
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn mark_blocks(bytes: &[u8], end: usize, masks: &mut Vec<Masks>) {
    let least = |byte: u8| byte.cast_signed();
    let (word, letter) = (_mm512_set1_epi8(least(WORD)), _mm512_set1_epi8(least(b'9' + 1)));
    let (join, tag) = (_mm512_set1_epi8(least(JOIN)), _mm512_set1_epi8(least(TAG)));
    for at in (0..=end).step_by(LANES) {
        let (first, second, third) = (load(bytes, at), load(bytes, at + 1), load(bytes, at + 2));
        let words = _mm512_cmpge_epu8_mask(first, word);
        let letters = _mm512_cmpge_epu8_mask(first, letter);
        let is_leet = letters & _mm512_cmpge_epu8_mask(second, word) & !_mm512_cmpge_epu8_mask(second, letter);
        let is_thrice = letters & _mm512_cmpeq_epi8_mask(first, second) & _mm512_cmpeq_epi8_mask(first, third);
        let is_sign = _mm512_cmpeq_epi8_mask(first, join) | _mm512_cmpeq_epi8_mask(first, tag);
        masks.push(Masks { words, rare: is_leet | is_thrice | is_sign });
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn read_blocks(bytes: &[u8], state: &mut State, symbols: &mut Symbols) {
    let (symbols_0, symbols_1) = (load_leaf(&TABLES.symbols, 0), load_leaf(&TABLES.symbols, 1));
    let (flags_0, flags_1) = (load_leaf(&TABLES.flags, 0), load_leaf(&TABLES.flags, 1));
    let mut at = 0;
    while at < bytes.len() {
        let lanes = load(bytes, at);
        // No closure: what it is called through is not compiled for these instructions.
        let symbol = _mm512_permutex2var_epi8(symbols_0, lanes, symbols_1);
        let flags = _mm512_permutex2var_epi8(flags_0, lanes, flags_1);
        let block = Block { at, symbol, flags, starts: lanes_below(bytes.len() - at) };
        let wide = _mm512_movepi8_mask(lanes);
        let block = if wide == 0 { block } else { read_wide(bytes, lanes, wide, block) };
        finish(bytes, &block, state, symbols);
        at += LANES;
    }
}

/// What is known of the characters that start in a block, each at the lane of its first byte.
struct Block {
    at: usize,
    symbol: __m512i,
    flags: __m512i,
    starts: u64,
}

impl Block {
    /// The lanes at which characters with any of these flags start.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn having(&self, flags: u8) -> u64 {
        self.starts & _mm512_test_epi8_mask(self.flags, _mm512_set1_epi8(flags.cast_signed()))
    }
}

/// Reads the characters of several bytes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn read_wide(bytes: &[u8], first: __m512i, wide: u64, mut block: Block) -> Block {
    let (second, third) = (load(bytes, block.at + 1), load(bytes, block.at + 2));
    // As signed bytes those from 0x80 to 0xBF, which go on with a character, are the least.
    let rest = _mm512_cmplt_epi8_mask(first, _mm512_set1_epi8(0xC0_u8.cast_signed()));
    block.starts &= !rest;
    let mut pending = wide & !rest;
    let mut far = 0;
    while pending != 0 {
        let at = block.at + pending.trailing_zeros() as usize;
        let (lead, next) = (bytes[at], bytes.get(at + 1).copied().unwrap_or_default());
        let same_lead = pending & _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(lead.cast_signed()));
        let (same, leaf, last) = if lead < 0xE0 {
            (same_lead, usize::from(lead & 0x1F), second)
        } else {
            let same_next = _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8(next.cast_signed()));
            (same_lead & same_next, usize::from(lead & 0x0F) << 6 | usize::from(next & 0x3F), third)
        };
        if lead < 0xF0 && leaf < TABLES.symbols.len() / LANES {
            let (symbols, flags) = (load_leaf(&TABLES.symbols, leaf), load_leaf(&TABLES.flags, leaf));
            // A permutation looks at the low six bits of a lane: those that the last byte of a character adds.
            block.symbol = _mm512_mask_permutexvar_epi8(block.symbol, same, last, symbols);
            block.flags = _mm512_mask_permutexvar_epi8(block.flags, same, last, flags);
        } else {
            far |= same;
        }
        pending &= !same;
    }
    if far == 0 { block } else { read_far(bytes, far, block) }
}

/// Reads the characters that have no place in the table, one by one.
#[cold]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn read_far(bytes: &[u8], far: u64, mut block: Block) -> Block {
    let (mut symbol, mut flags) = ([0; LANES], [0; LANES]);
    store(block.symbol, &mut symbol);
    store(block.flags, &mut flags);
    for lane in bits(far) {
        let (entry, _) = entry(bytes, block.at + lane);
        (symbol[lane], flags[lane]) = (entry.symbol, entry.flags);
    }
    (block.symbol, block.flags) = (load_leaf(&symbol, 0), load_leaf(&flags, 0));
    block
}

/// Writes the symbols that stay, and notes what needs care.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt")]
fn finish(bytes: &[u8], block: &Block, state: &mut State, symbols: &mut Symbols) {
    let (keep, small) = (block.having(KEEP), block.having(SMALL));
    let (capitals, marks) = (block.having(CAPITAL), block.having(MARK));
    let mut alarms = block.having(state.wanted);
    if capitals != 0 {
        // What stays stands side by side in squeezed masks, so that what comes before is one bit below.
        let after_small = _pext_u64(small, keep) << 1 | u64::from(state.alarms & CAPITAL != 0);
        alarms |= _pdep_u64(_pext_u64(capitals, keep) & after_small, keep);
    }
    if marks != 0 {
        alarms |= stray_marks(marks, keep, block.having(BARE), state.alarms & MARK != 0);
    }
    for lane in bits(alarms) {
        symbols.note_alarm(bytes, block.at + lane, state.wanted);
    }
    if keep != 0 {
        let last = 1 << (u64::BITS - 1 - keep.leading_zeros());
        let flags = if small & last != 0 { SMALL } else { 0 } | if block.having(BARE) & last != 0 { BARE } else { 0 };
        state.alarms = state.wanted | alarms_after(flags);
    }
    let squeezed = _mm512_maskz_compress_epi8(keep, block.symbol);
    if let Some(room) = symbols.room().first_chunk_mut() {
        store(squeezed, room);
        symbols.take(keep.count_ones() as usize);
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
