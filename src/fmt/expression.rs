//! Expressions and lists: on one line if they fit, else broken before `or`, then before `and`, then inside
//! brackets after commas. Where the author broke before an `or`, the chain stays broken.

use super::LINE_WIDTH;
use super::atom::{Atom, closer, outside_brackets, space, width};
use super::page::Page;
use crate::syntax::token::Kind;

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The column its operands align at.
    pub(super) column: usize,
    /// How much room what follows on its last line takes.
    pub(super) reserve: usize,
    /// Whether operators stand left of the operands rather than in their column.
    pub(super) hanging: bool,
}

impl Place {
    /// Outside brackets, with nothing after it.
    pub(super) const fn top(column: usize) -> Self {
        Self { column, reserve: 0, hanging: true }
    }
}

/// Writes an expression.
pub(super) fn expression(page: &mut Page<'_>, atoms: &[Atom<'_>], place: Place) {
    let found = |word: &str| outside_brackets(atoms, |atom| atom.kind == Kind::Word && atom.text == word);
    let (ors, ands) = (found("or"), found("and"));
    let by_author = ors.iter().chain(&ands).any(|&at| atoms[at].first);
    let breaks = if ors.is_empty() { ands } else { ors };
    if breaks.is_empty() || !by_author && fits(page, atoms, place) {
        operand(page, atoms, place);
    } else {
        chain(page, atoms, &breaks, place);
    }
}

/// A chain of `or` or `and`, broken before each.
fn chain(page: &mut Page<'_>, atoms: &[Atom<'_>], breaks: &[usize], place: Place) {
    let mut start = 0;
    for &at in breaks {
        expression(page, &atoms[start..at], Place { reserve: 0, ..place });
        let shift = if place.hanging { atoms[at].width() + 1 } else { 0 };
        page.newline(place.column.saturating_sub(shift));
        page.hang_at(place.column);
        page.token(&atoms[at], false);
        page.pad_to(place.column);
        start = at + 1;
    }
    expression(page, &atoms[start..], place);
}

/// Whether atoms fit on the line, with no comment between them.
fn fits(page: &Page<'_>, atoms: &[Atom<'_>], place: Place) -> bool {
    let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return true };
    let start = page.column().max(place.column);
    start + width(atoms) + place.reserve <= LINE_WIDTH && !page.has_comment(first.span.start, last.span.start)
}

/// Atoms in a row; a bracket that does not fit is broken inside.
fn operand(page: &mut Page<'_>, atoms: &[Atom<'_>], place: Place) {
    page.hang_at(place.column);
    let mut at = 0;
    while at < atoms.len() {
        let atom = &atoms[at];
        page.token(atom, at > 0 && space(&atoms[at - 1], atom));
        at += 1;
        if !atom.opens() {
            continue;
        }
        let end = closer(atoms, at - 1);
        let inside = Place { column: 0, reserve: place.reserve + width(&atoms[end..]), hanging: false };
        if !fits(page, &atoms[at..end], inside) {
            group(page, &atoms[at - 1..=end], inside.reserve);
            page.hang_at(place.column);
            at = end + 1;
        }
    }
}

/// What follows the opening bracket, over several lines, and the closing one.
fn group(page: &mut Page<'_>, atoms: &[Atom<'_>], reserve: usize) {
    let last = atoms.len() - 1;
    let object = atoms[0].text == "{";
    if object {
        page.pad_to(0);
    }
    let place = Place { column: page.column(), reserve, hanging: false };
    list(page, &atoms[1..last], place, object);
    page.token(&atoms[last], object);
}

/// Elements between commas, as many on a line as fit, or one on each.
pub(super) fn list(page: &mut Page<'_>, atoms: &[Atom<'_>], place: Place, one_each: bool) {
    let commas = outside_brackets(atoms, |atom| atom.kind == Kind::Mark && atom.text == ",");
    let mut start = 0;
    for end in commas.into_iter().chain([atoms.len()]) {
        let element = &atoms[start..end];
        let element_place = Place { reserve: if end == atoms.len() { place.reserve } else { 1 }, ..place };
        let next_column = Place { column: page.column() + 1, ..element_place };
        page.hang_at(place.column);
        if start > 0 && (one_each || !fits(page, element, next_column)) {
            page.newline(place.column);
        } else if start > 0 {
            page.pad_to(0);
        }
        expression(page, element, element_place);
        if let Some(comma) = atoms.get(end) {
            page.token(comma, false);
        }
        start = end + 1;
    }
}
