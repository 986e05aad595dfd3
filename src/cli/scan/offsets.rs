//! Positions in other units than bytes: verdicts count bytes, other programs count characters or UTF-16 units.

use crate::content::{Content, ContentType, Value};
use crate::verdict::{FieldPath, Verdict};

/// What `start` and `end` count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Unit {
    /// Bytes of UTF-8.
    Bytes,
    /// Code points.
    Chars,
    /// Units of UTF-16, as JavaScript and Java count.
    Utf16,
}

/// Converts every position of a verdict on this content.
pub(in crate::cli) fn convert(
    verdict: &mut Verdict,
    content: &Content,
    content_type: &ContentType,
    unit: Unit,
) {
    if unit == Unit::Bytes {
        return;
    }
    let mut positions: Vec<(FieldPath, &mut u32)> = Vec::new();
    for evidence in verdict.rules.iter_mut().flat_map(|rule| &mut rule.evidence) {
        positions.push((evidence.field.clone(), &mut evidence.start));
        positions.push((evidence.field.clone(), &mut evidence.end));
    }
    for entity in &mut verdict.entities {
        positions.push((entity.field.clone(), &mut entity.start));
        positions.push((entity.field.clone(), &mut entity.end));
    }
    // In order, so that each value is gone through once however many positions there are.
    positions.sort_by(|(left, at), (right, other)| left.cmp(right).then(at.cmp(other)));
    for group in positions.chunk_by_mut(|(left, _), (right, _)| left == right) {
        let text = text(content, content_type, &group[0].0);
        convert_sorted(group.iter_mut().map(|(_, position)| &mut **position), text, unit);
    }
}

fn convert_sorted<'a>(positions: impl Iterator<Item = &'a mut u32>, text: &str, unit: Unit) {
    let (mut byte, mut units) = (0, 0);
    for position in positions {
        let between = text.get(byte..*position as usize).unwrap_or_default();
        units += match unit {
            Unit::Bytes => between.len(),
            Unit::Chars => between.chars().count(),
            Unit::Utf16 => between.encode_utf16().count(),
        };
        byte += between.len();
        *position = units as u32;
    }
}

fn text<'a>(content: &'a Content, content_type: &ContentType, path: &FieldPath) -> &'a str {
    let values = content_type.find(&path.name).map(|field| content.get(field)).unwrap_or_default();
    match values.get(path.index.unwrap_or(0) as usize) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_converted_in_one_pass() {
        let text = "é🚤a";
        for (unit, expected) in
            [(Unit::Bytes, [0, 2, 2, 6, 7]), (Unit::Chars, [0, 1, 1, 2, 3]), (Unit::Utf16, [0, 1, 1, 3, 4])]
        {
            let mut positions = [0, 2, 2, 6, 7];
            convert_sorted(positions.iter_mut(), text, unit);
            assert_eq!(positions, expected);
        }
    }
}
