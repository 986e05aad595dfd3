//! Prepares the lines of a file for ariadne. In: a text and the spans to underline. Out: a text whose
//! lines have the same numbers, of which only those at the edges of the spans are filled in, and the
//! spans as ranges of its characters.
//!
//! ariadne counts the columns of every character alone and knows nothing of graphemes, direction or long
//! lines, so the lines are rewritten until that count is what a terminal shows: tabs become spaces;
//! control and other invisible characters become visible; joiners, variation selectors and skin tones go
//! from emoji, whose width terminals disagree about; right-to-left stretches are isolated at the edges
//! of the spans, so that what is underlined stands above its line in whichever order it is drawn; and a
//! long line is cut to the surroundings of the edges.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::source::Source;
use crate::span::Span;

/// Lines of up to this many characters are shown whole: a wide window holds them.
const WHOLE_LINE: usize = 200;
/// How many characters are shown on either side of an edge of a span in a longer line: some words.
const AROUND: usize = 40;
/// Tab stops, in columns.
const TAB: usize = 4;

/// The prepared text, and the spans in it.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// Has an empty line for every line that is not shown.
    pub(super) text: String,
    /// Ranges of characters of `text`, in the order of the spans given; none is empty.
    pub(super) marks: Vec<Range<usize>>,
}

/// A prepared line.
struct Line {
    text: String,
    cells: Vec<Cell>,
    /// Where it starts in the excerpt, in characters.
    start: usize,
}

/// What is shown for a grapheme, or for what is left out.
#[derive(Clone, Copy)]
struct Cell {
    /// First byte in the source.
    byte: u32,
    /// Index of the first character in the prepared line.
    first: usize,
    /// Index after the last character that takes a column.
    end: usize,
}

/// Prepares the lines in which the spans begin and end.
pub(super) fn excerpt(source: &Source, spans: &[Span]) -> Excerpt {
    let spans: Vec<Span> = spans.iter().map(|&span| tidy(source, span)).collect();
    let mut edges: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for edge in spans.iter().flat_map(|span| [span.start, span.end]) {
        edges.entry(source.line_column(edge).line).or_default().push(edge);
    }
    let (mut text, mut length, mut lines) = (String::new(), 0, BTreeMap::new());
    let mut next = 1;
    for (number, edges) in edges {
        let skipped = (number - next) as usize;
        text.extend(std::iter::repeat_n('\n', skipped));
        length += skipped;
        let line = Line::new(source, source.line_span(number), &edges, length);
        text.push_str(&line.text);
        length += line.length();
        next = number + 1;
        lines.insert(number, line);
    }
    let marks = spans.iter().map(|&span| mark(source, &lines, span)).collect();
    Excerpt { text, marks }
}

/// The span within the text, at character boundaries, without the line breaks at its end.
fn tidy(source: &Source, span: Span) -> Span {
    let (start, end) = (source.boundary(span.start), source.boundary(span.end));
    let covered = source.text.get(start..end).unwrap_or_default();
    Span::new(start as u32, (start + covered.trim_end_matches(['\r', '\n']).len()) as u32)
}

fn mark(source: &Source, lines: &BTreeMap<u32, Line>, span: Span) -> Range<usize> {
    let line = |offset| lines.get(&source.line_column(offset).line);
    let start = line(span.start).map_or(0, |line| line.start + line.cell_at(span.start).first);
    let last = match span.start == span.end {
        true => line(span.end).map(|line| line.start + line.cell_at(span.end).end),
        false => line(span.end).map(|line| line.start + line.cell_before(span.end).end),
    };
    start..last.unwrap_or(0).max(start + 1)
}

impl Line {
    fn new(source: &Source, span: Span, edges: &[u32], start: usize) -> Self {
        let mut writer = Writer::default();
        let mut shown = span.start as usize;
        for stretch in stretches(&source.text, span, edges) {
            writer.gap(shown, stretch.start);
            writer.stretch(&source.text[stretch.clone()], stretch.start, edges);
            shown = stretch.end;
        }
        writer.gap(shown, span.end as usize);
        // A place for the mark of what is missing at the end of the line.
        writer.cell(span.end as usize, " ");
        writer.push("\n");
        Self { text: writer.text, cells: writer.cells, start }
    }

    /// In characters, with its line break.
    fn length(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.end) + 1
    }

    /// What shows the byte at an offset.
    fn cell_at(&self, offset: u32) -> Cell {
        let after = self.cells.partition_point(|cell| cell.byte <= offset);
        self.cells[after.saturating_sub(1)]
    }

    /// What shows the byte before an offset.
    fn cell_before(&self, offset: u32) -> Cell {
        let after = self.cells.partition_point(|cell| cell.byte < offset);
        self.cells[after.saturating_sub(1)]
    }
}

/// The parts of a line to show: all of it, or what is around the edges.
fn stretches(text: &str, line: Span, edges: &[u32]) -> Vec<Range<usize>> {
    let (start, end) = (line.start as usize, line.end as usize);
    if text[start..end].chars().nth(WHOLE_LINE).is_none() {
        return std::iter::once(start..end).collect();
    }
    let mut edges: Vec<usize> = edges.iter().map(|&edge| (edge as usize).clamp(start, end)).collect();
    edges.sort_unstable();
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for edge in edges {
        let (before, after) = (&text[start..edge], &text[edge..end]);
        let from = before.char_indices().rev().nth(AROUND - 1).map_or(start, |(at, _)| start + at);
        let to = after.char_indices().nth(AROUND).map_or(end, |(at, _)| edge + at);
        match stretches.last_mut() {
            Some(last) if from <= last.end => last.end = last.end.max(to),
            _ => stretches.push(from..to),
        }
    }
    stretches
}

/// Builds a prepared line.
#[derive(Default)]
struct Writer {
    text: String,
    cells: Vec<Cell>,
    length: usize,
    column: usize,
}

impl Writer {
    /// Adds text; what takes no column does not move the end of a cell.
    fn push(&mut self, text: &str) -> usize {
        let mut visible = self.length;
        for character in text.chars() {
            let width = character.width().unwrap_or(0);
            self.length += 1;
            self.column += width;
            if width > 0 {
                visible = self.length;
            }
        }
        self.text.push_str(text);
        visible
    }

    fn cell(&mut self, byte: usize, text: &str) {
        let first = self.length;
        let end = self.push(text);
        self.cells.push(Cell { byte: byte as u32, first, end });
    }

    fn gap(&mut self, from: usize, to: usize) {
        if from < to {
            self.cell(from, "…");
        }
    }

    /// Shows a part of the line, isolating what lies between two edges where it runs from right to left.
    fn stretch(&mut self, text: &str, start: usize, edges: &[u32]) {
        let mut rest = text;
        let mut at = start;
        while !rest.is_empty() {
            let length = segment(rest, at, edges);
            let (segment, tail) = rest.split_at(length);
            let isolate = segment.chars().any(is_right_to_left);
            self.push(if isolate { "\u{2066}" } else { "" });
            for (index, grapheme) in segment.grapheme_indices(true) {
                let shown = shown(grapheme, self.column);
                self.cell(at + index, &shown);
            }
            self.push(if isolate { "\u{2069}" } else { "" });
            (rest, at) = (tail, at + length);
        }
    }
}

/// How many bytes of a text that starts at offset `at` lie before the next edge, whole graphemes.
fn segment(text: &str, at: usize, edges: &[u32]) -> usize {
    let next = edges.iter().map(|&edge| edge as usize).filter(|&edge| edge > at).min();
    let Some(next) = next.filter(|&next| next < at + text.len()) else { return text.len() };
    let inside =
        text.grapheme_indices(true).map(|(index, _)| index).find(|&index| index > 0 && at + index >= next);
    inside.unwrap_or(text.len())
}

/// What is shown for a grapheme at a column: never nothing.
fn shown(grapheme: &str, column: usize) -> String {
    if grapheme == "\t" {
        return " ".repeat(TAB - column % TAB);
    }
    let wide = grapheme.chars().any(|character| character.width() == Some(2));
    let kept: String = grapheme
        .chars()
        .enumerate()
        .filter(|&(index, character)| index == 0 || !is_emoji_detail(character, wide))
        .map(|(_, character)| character)
        .collect();
    match kept.chars().any(|character| character.width().unwrap_or(0) > 0 && !is_hidden(character)) {
        true => kept,
        false => kept.chars().map(visible).collect(),
    }
}

/// A character that takes no column, or moves the cursor, as text that can be seen.
pub(super) fn visible(character: char) -> String {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('␀').to_string(),
        '\x7f' => "␡".to_owned(),
        _ => format!("\\u{{{:X}}}", u32::from(character)),
    }
}

/// Whether a character changes the order or the lines of what follows, or is a control.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Parts of an emoji that terminals give different widths.
fn is_emoji_detail(character: char, wide: bool) -> bool {
    match character {
        '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => true,
        '\u{200d}' => wide,
        _ => false,
    }
}

/// Whether a character belongs to a script written from right to left: the blocks that Unicode's
/// `DerivedBidiClass` sets aside for such scripts.
pub(crate) fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is prepared for a text in which brackets are the span, and what is underlined; `<` and `>` stand for isolates.
    #[track_caller]
    fn shows(marked: &str, expected: &str, underlined: &str) {
        let start = marked.find('[').expect("an opening bracket") as u32;
        let text = marked.replacen('[', "", 1);
        let end = text.find(']').expect("a closing bracket") as u32;
        let source = Source::new("a.varne", text.replacen(']', "", 1));
        let Excerpt { text, marks } = excerpt(&source, &[Span::new(start, end)]);
        let mark: String = text.chars().skip(marks[0].start).take(marks[0].len()).collect();
        let text = text.replace('\u{2066}', "<").replace('\u{2069}', ">");
        assert_eq!((text.replace(" \n", "\n").as_str(), mark.as_str()), (expected, underlined));
    }

    #[test]
    fn right_to_left_is_isolated_at_the_edges_of_spans() {
        shows("a 'قارب[بلم]' b", "<a 'قارب><بلم>' b\n", "بلم");
        shows("[a] 'قارب'", "a< 'قارب'>\n", "a");
        shows("a [b] c", "a b c\n", "b");
    }

    #[test]
    fn marks_cover_whole_graphemes() {
        shows("e[\u{301}]x", "e\u{301}x\n", "e");
        shows("[e\u{301}]x", "e\u{301}x\n", "e");
        shows("a[]b", "ab\n", "b");
        shows("a[]", "a\n", " ");
        shows("[]", "\n", " ");
    }

    #[test]
    fn lines_keep_their_numbers() {
        shows("a\nb\n[c]\nd", "\n\nc\n", "c");
        shows("a\r\n[b\r\n]c", "\nb\n", "b");
        shows("[a\nb\nc]\n", "a\n\nc\n", "a \n\nc");
    }

    #[test]
    fn hidden_characters_are_shown() {
        shows("[\u{202e}]", "\\u{202E}\n", "\\u{202E}");
        shows("[\u{7}]", "␇\n", "␇");
        shows("\t[x]", "    x\n", "x");
        shows("ab\t[x]", "ab  x\n", "x");
    }
}
