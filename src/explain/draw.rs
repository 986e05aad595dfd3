//! Drawing spans under a text: the text line by line, and under each line its spans with carets. A
//! terminal decides alone where right-to-left letters stand, so in lines that have any, a span is
//! shown by brackets around it instead.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::diag::is_right_to_left;

/// Columns after which a line goes on in the next, so that carets stay under their letters on a terminal.
const COLUMNS: usize = 100;

/// A grapheme on its line.
struct Cell {
    bytes: Range<usize>,
    shown: String,
    width: usize,
}

/// A span to draw, and what it is called.
pub(super) struct Mark<'a> {
    pub(super) bytes: Range<usize>,
    pub(super) label: &'a str,
}

/// The text with its marks, one string per line.
pub(super) fn drawn(text: &str, marks: &[Mark<'_>]) -> Vec<String> {
    lines_of(text).iter().flat_map(|line| drawn_line(line, marks)).collect()
}

fn drawn_line(line: &[Cell], marks: &[Mark<'_>]) -> Vec<String> {
    let shown: String = line.iter().map(|cell| cell.shown.as_str()).collect();
    let right_to_left = shown.chars().any(is_right_to_left);
    let mut drawn = vec![shown];
    for mark in marks.iter().filter(|mark| line.iter().any(|cell| overlaps(cell, mark))) {
        drawn.push(if right_to_left { bracketed(line, mark) } else { underlined(line, mark) });
    }
    drawn
}

fn overlaps(cell: &Cell, mark: &Mark<'_>) -> bool {
    cell.bytes.start < mark.bytes.end && mark.bytes.start < cell.bytes.end
}

/// `    ^^^^ label`
fn underlined(line: &[Cell], mark: &Mark<'_>) -> String {
    let width = |cells: &[&Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
    let before: Vec<&Cell> = line.iter().take_while(|cell| !overlaps(cell, mark)).collect();
    let under: Vec<&Cell> = line.iter().filter(|cell| overlaps(cell, mark)).collect();
    format!("{}{} {}", " ".repeat(width(&before)), "^".repeat(width(&under).max(1)), mark.label)
}

/// `label: before [span] after`
fn bracketed(line: &[Cell], mark: &Mark<'_>) -> String {
    let mut shown = format!("{}: ", mark.label);
    let mut inside = false;
    for cell in line {
        if overlaps(cell, mark) != inside {
            shown.push(if inside { ']' } else { '[' });
            inside = !inside;
        }
        shown.push_str(&cell.shown);
    }
    if inside {
        shown.push(']');
    }
    shown
}

/// Cuts a text into lines at its line breaks and where they grow too wide.
fn lines_of(text: &str) -> Vec<Vec<Cell>> {
    let mut lines = vec![Vec::new()];
    let mut column = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let cell = cell_of(start, grapheme);
        let breaks = grapheme.contains('\n');
        if breaks || column + cell.width > COLUMNS {
            lines.push(Vec::new());
            column = 0;
        }
        if let (Some(line), false) = (lines.last_mut(), breaks) {
            column += cell.width;
            line.push(cell);
        }
    }
    lines
}

fn cell_of(start: usize, grapheme: &str) -> Cell {
    let shown = harmless(grapheme);
    let width = shown.width();
    Cell { bytes: start..start + grapheme.len(), shown, width }
}

/// A text that can do nothing to a terminal: control characters become visible, and those that turn
/// the direction of writing are left out.
pub(super) fn harmless(text: &str) -> String {
    text.chars().filter(|&c| !turns_direction(c)).map(visible).collect()
}

fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{Mark, drawn};

    fn under(text: &str, span: &str) -> String {
        let start = text.find(span).unwrap();
        drawn(text, &[Mark { bytes: start..start + span.len(), label: "x" }]).join("\n")
    }

    #[test]
    fn carets_stand_under_the_letters() {
        for (text, span, expected) in [
            ("a small boat", "small", "a small boat\n  ^^^^^ x"),
            ("船 boat", "boat", "船 boat\n   ^^^^ x"),
            ("船 boat", "船", "船 boat\n^^ x"),
            ("e\u{301}te\u{301} ici", "ici", "e\u{301}te\u{301} ici\n    ^^^ x"),
            ("\tboat", "boat", " boat\n ^^^^ x"),
            ("one\r\ntwo", "two", "one\ntwo\n^^^ x"),
            ("one\ntwo\nsix", "e\ntw", "one\n  ^ x\ntwo\n^^ x\nsix"),
            ("\u{1b}[31m boat", "boat", "\u{FFFD}[31m boat\n      ^^^^ x"),
        ] {
            assert_eq!(under(text, span), expected, "{text:?}");
        }
    }

    #[test]
    fn brackets_stand_around_spans_of_right_to_left_lines() {
        assert_eq!(under("قارب سريع", "سريع"), "قارب سريع\nx: قارب [سريع]");
    }

    #[test]
    fn a_wide_line_goes_on_in_the_next() {
        let text = format!("{}boat", "ab ".repeat(33));
        let lines = under(&text, "boat");
        assert_eq!(lines.lines().nth(2), Some("oat"));
        assert_eq!(lines.lines().nth(3), Some("^^^ x"));
    }
}
