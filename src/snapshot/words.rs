//! The small words of a snapshot: texts in quotes, values, terms, numbers with units.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::content::Value;
use crate::sema::hir::{FieldTest, Mode, Pattern, Policy, Regex, Term};
use crate::sema::print::{compare, shown_piece};

/// Readings of one term that are written out; of more, the term as written says enough.
const MOST_VARIANTS: usize = 12;

/// A text in quotes. What cannot be seen, or turns the direction of writing, is written by number; joiners, without
/// which Persian and many emoji cannot be read, stay.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => push_visible(&mut out, other),
        }
    }
    out.push('"');
    out
}

fn push_visible(out: &mut String, character: char) {
    let turns = matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if turns || character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{{{:x}}}", character as u32);
    } else {
        out.push(character);
    }
}

/// A term as written, but for its white space: `exact "RIB"`, `"channel"~1`. Its escapes are those of terms.
pub(super) fn written(policy: &Policy, term: &Term) -> String {
    let pattern = &policy[term.pattern];
    let mode = match pattern.mode {
        Mode::Full => "",
        Mode::Plain => "plain ",
        Mode::Accented => "accented ",
        Mode::Exact => "exact ",
    };
    let mut out = format!("{mode}\"");
    for (at, word) in term.text.split_whitespace().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        word.chars().for_each(|character| match character {
            '"' => out.push_str("\\\""),
            other => push_visible(&mut out, other),
        });
    }
    out.push('"');
    if pattern.fuzzy > 0 {
        let _ = write!(out, "~{}", pattern.fuzzy);
    }
    out
}

/// What a term is compared as: each of its word sequences, folded.
pub(super) fn folded(pattern: &Pattern) -> String {
    let sequence = |variant: &Vec<_>| {
        variant.iter().map(|piece| shown_piece(piece, pattern.mode)).collect::<Vec<_>>().join(" ")
    };
    let mut sequences: Vec<String> = pattern.variants.iter().map(sequence).collect();
    sequences.sort_unstable();
    let more = sequences.len().saturating_sub(MOST_VARIANTS);
    sequences.truncate(MOST_VARIANTS);
    if more > 0 {
        sequences.push(format!("{more} more"));
    }
    sequences.join(" | ")
}

/// A regular expression as written.
pub(super) fn regex(regex: &Regex) -> String {
    let mut out = String::from("/");
    for character in regex.pattern.chars() {
        match character {
            '/' => out.push_str("\\/"),
            other => push_visible(&mut out, other),
        }
    }
    out.push_str(if regex.original { "/x" } else { "/" });
    out
}

/// `>= 500`, `in ["EUR", "GBP"]`, `in 300..20000`; empty for a field that is true by itself.
pub(super) fn test(test: &FieldTest) -> String {
    match test {
        FieldTest::IsTrue => String::new(),
        FieldTest::Compare(op, with) => format!("{} {}", compare(*op), value(with)),
        FieldTest::OneOf(values) => {
            let mut values: Vec<String> = values.iter().map(value).collect();
            values.sort_unstable();
            values.dedup();
            format!("in [{}]", values.join(", "))
        }
        FieldTest::Between(low, high) => format!("in {}..{}", value(low), value(high)),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Time(time) => {
            time.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| time.to_string())
        }
        Value::Hash(bytes) => hexadecimal(bytes),
    }
}

/// Seconds in the largest unit they are a whole number of.
pub(super) fn duration(seconds: f64) -> String {
    let units = [(86_400.0, "days"), (3_600.0, "hours"), (60.0, "minutes")];
    let unit = units.into_iter().find(|(unit, _)| seconds % unit == 0.0);
    let (unit, name) = unit.unwrap_or((1.0, "seconds"));
    format!("{} {name}", seconds / unit)
}

/// The first bytes of the SHA-256 of hashes in their order, which is sorted.
pub(super) fn digest(hashes: &[[u8; 32]]) -> String {
    let mut hasher = Sha256::new();
    hashes.iter().for_each(|hash| hasher.update(hash));
    hexadecimal(&hasher.finalize()[..8])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
