//! Terms whose brackets stand apart, as in `[take|bring] you to [dover|calais]`. A space separates whatever stands on its
//! sides, so that what stands between spaces is cut once, and word sequences are put together of it: there may be a
//! thousand of them, of some dozen words. In: the nodes of a term. Out: its variants, or nothing where the whole has to be
//! looked at.

use super::Sequences;
use super::expand;
use super::parse::{Node, Sign, Unit};
use super::words;
use crate::sema::hir::Piece;
use crate::text::{Mode, Text};

/// Pieces by their numbers in an alphabet.
type Row = Vec<u32>;

/// What a term stands for. `None` for one without brackets between spaces, and for one that may have an error, which only
/// the whole tells.
pub(super) fn variants(nodes: &[Node], mode: Mode, text: &mut Text) -> Option<Sequences> {
    let parts: Vec<&[Node]> = nodes.split(is_space).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || !nodes.iter().any(|node| matches!(node, Node::Group { .. })) {
        return None;
    }
    let parts: Vec<Sequences> =
        parts.into_iter().map(|part| alternatives(part, mode, text)).collect::<Option<_>>()?;
    let (alphabet, parts) = numbered(&parts);
    let mut rows = Vec::new();
    add_rows(&parts, &mut Row::new(), &mut rows);
    rows.sort_unstable();
    rows.dedup();
    let piece = |&number: &u32| alphabet[number as usize].clone();
    let variants: Sequences = rows.iter().map(|row| row.iter().map(piece).collect()).collect();
    variants.iter().all(|variant| is_sound(variant)).then_some(variants)
}

fn is_space(node: &Node) -> bool {
    *node == Node::Unit(Unit::Char(' '))
}

/// What stands between two spaces; nothing, where it is left out.
fn alternatives(part: &[Node], mode: Mode, text: &mut Text) -> Option<Sequences> {
    if let [Node::Unit(Unit::Sign(Sign::Gap(words, ..)))] = part {
        return Some(vec![vec![Piece::Gap(*words)]]);
    }
    let variants = expand::sequence(part);
    let is_gap = |(_, sign): &(usize, Sign)| matches!(sign, Sign::Gap(..));
    if variants.iter().flat_map(|variant| &variant.signs).any(is_gap) {
        return None;
    }
    variants.iter().map(|variant| words::in_a_row(variant, mode, text).ok()).collect()
}

/// All pieces of the parts, each once and in order; and the parts with pieces by their numbers, so that rows are in the order
/// of variants.
fn numbered(parts: &[Sequences]) -> (Vec<Piece>, Vec<Vec<Row>>) {
    let all: Vec<&Piece> = parts.iter().flatten().flatten().collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_unstable_by_key(|&at| all[at]);
    let mut alphabet: Vec<Piece> = Vec::new();
    let mut numbers = vec![0; all.len()];
    for at in order {
        if alphabet.last() != Some(all[at]) {
            alphabet.push(all[at].clone());
        }
        numbers[at] = alphabet.len() as u32 - 1;
    }
    let mut numbers = numbers.into_iter();
    let mut numbered: Vec<Vec<Row>> = Vec::new();
    for part in parts {
        let rows = part.iter().map(|variant| numbers.by_ref().take(variant.len()).collect());
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_unstable();
        rows.dedup();
        // Parts that stand side by side without alternatives are one.
        match (numbered.last_mut().map(Vec::as_mut_slice), rows.as_slice()) {
            (Some([before]), [only]) => before.extend(only),
            _ => numbered.push(rows),
        }
    }
    (alphabet, numbered)
}

/// Adds every row that begins with one and goes on with one of each part. Parts with alternatives are few, since rows are.
fn add_rows(parts: &[Vec<Row>], row: &mut Row, rows: &mut Vec<Row>) {
    let Some((first, rest)) = parts.split_first() else {
        rows.push(row.clone());
        return;
    };
    let before = row.len();
    for alternative in first {
        row.extend(alternative);
        add_rows(rest, row, rows);
        row.truncate(before);
    }
}

/// Whether a variant has a word, and every gap one on each side.
fn is_sound(variant: &[Piece]) -> bool {
    let is_word = |piece: Option<&Piece>| matches!(piece, Some(Piece::Word(_)));
    is_word(variant.first())
        && is_word(variant.last())
        && variant.windows(2).all(|pair| pair.iter().any(|piece| is_word(Some(piece))))
}
