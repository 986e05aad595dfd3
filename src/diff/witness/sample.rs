//! A text that a regular expression matches: at every choice one of the possibilities.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::dice::Dice;

/// More repetitions than these are not written out.
const MOST: u32 = 64;

/// A text in which the expression should match; `None` of one that cannot be read.
pub(super) fn text(pattern: &str, dice: &mut Dice) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    push(&hir, dice, &mut text);
    Some(text)
}

fn push(hir: &Hir, dice: &mut Dice, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(letter(class, dice)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 1).min(repetition.min.saturating_add(1));
            let count = if dice.below(3) == 0 { most } else { repetition.min };
            (0..count.min(MOST)).for_each(|_| push(&repetition.sub, dice, text));
        }
        HirKind::Capture(capture) => push(&capture.sub, dice, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| push(part, dice, text)),
        HirKind::Alternation(parts) => push(&parts[dice.below(parts.len())], dice, text),
    }
}

/// A character of a class: a small letter or a digit, if it has one.
fn letter(class: &Class, dice: &mut Dice) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let usual =
        ('a'..='z').chain('0'..='9').filter(|c| ranges.iter().any(|(low, high)| low <= c && c <= high));
    let usual: Vec<char> = usual.collect();
    match usual.as_slice() {
        [] => ranges.get(dice.below(ranges.len())).map(|&(low, _)| low),
        _ => usual.get(dice.below(usual.len())).copied(),
    }
}
