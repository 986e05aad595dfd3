//! The way back to the original: every byte of it belongs to something read, or is known to vanish or to separate, and
//! what is read stands in order.

use proptest::prelude::*;

use super::code_points::code_points;
use super::random;
use crate::text::fold::{Kind, lookup};
use crate::text::{Folded, Spelling, Text};

/// What a code point is read between: nothing, letters that lose marks and letters that keep them, marks that change
/// places, and flags.
const FRAMES: [&str; 6] = ["_", "a_b", "क_ก", "_ु", "a_\u{301}_\u{323}b", "क\u{301}_\u{323}🏴_"];

/// Which bytes of a text the spans hold.
fn held(original: &str, spans: impl Iterator<Item = std::ops::Range<u32>>) -> Vec<bool> {
    let mut held = vec![false; original.len()];
    spans.for_each(|span| held[span.start as usize..span.end as usize].fill(true));
    held
}

/// Whether a character vanishes wherever it stands.
fn vanishes(kind: Kind) -> bool {
    matches!(kind, Kind::Ignorable | Kind::Joiner | Kind::Cut | Kind::Tag)
}

/// Every character is held; but for those that vanish, marks on nothing that bears them, and what `left_out` names.
/// A token of a script without spaces ends at a control that vanishes: marks after that are on nothing.
fn all_held(original: &str, held: &[bool], tokens: bool, left_out: impl Fn(Kind) -> bool) {
    let mut before = None;
    let mut dense = false;
    for (at, c) in original.char_indices() {
        let kind = lookup(c).kind;
        let borne = kind == Kind::Mark && matches!(before, Some(Kind::Letter | Kind::Digit));
        let free = vanishes(kind) || left_out(kind) || kind == Kind::Mark && !borne;
        let is_held = held[at..at + c.len_utf8()].iter().all(|&held| held);
        assert!(free || is_held, "U+{:04X} at {at} of {original:?}", c as u32);
        if !vanishes(kind) && kind != Kind::Mark {
            (before, dense) = (Some(kind), lookup(c).is_dense());
        } else if vanishes(kind) && dense && tokens {
            before = None;
        }
    }
}

/// The characters of a folded value stand in order and hold all of the original that does not vanish.
fn folded_places_hold(original: &str, spelling: Spelling) {
    let folded = Folded::new(original, spelling);
    let spans = folded.text.char_indices().map(|(at, c)| folded.original(at..at + c.len_utf8()));
    let spans: Vec<_> = spans.collect();
    for pair in spans.windows(2) {
        assert!(pair[0].start <= pair[1].start && pair[0].end <= pair[1].end, "{spans:?} of {original:?}");
    }
    all_held(original, &held(original, spans.into_iter()), false, |_| false);
}

/// Tokens stand in order, and what stands between them separates or vanishes.
fn token_places_hold(original: &str) {
    let mut text = Text::new();
    text.read(original);
    for pair in text.tokens().windows(2) {
        assert!(pair[0].end <= pair[1].start, "{original:?}");
    }
    let held = held(original, text.tokens().iter().map(|token| token.start..token.end));
    all_held(original, &held, true, |kind| matches!(kind, Kind::Separator | Kind::Space | Kind::Apostrophe));
}

fn places_hold(original: &str) {
    folded_places_hold(original, Spelling::Merged);
    folded_places_hold(original, Spelling::Native);
    token_places_hold(original);
}

#[test]
fn every_code_point_has_its_place() {
    for (c, frame) in code_points().flat_map(|c| FRAMES.map(|frame| (c, frame))) {
        places_hold(&frame.replace('_', c.encode_utf8(&mut [0; 4])));
    }
}

#[test]
fn marks_after_a_vowel_of_a_mark_and_a_letter_are_held() {
    for mark in ["\u{301}", "\u{345}", "\u{E49}"] {
        places_hold(&format!("ก\u{E4D}\u{E32}{mark}한"));
    }
}

proptest! {
    #[test]
    fn every_byte_has_its_place(original in random::text()) {
        places_hold(&original);
    }
}
