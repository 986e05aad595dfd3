//! Coverage as a page: the shares, then the source of every module, coloured by what is reached. Colours are never alone:
//! what is half reached is underlined with dots, what is not with a line.

use std::fmt::Write;

use super::{ByKind, Kind, Point, Report};
use crate::html::{ISOLATE, ISOLATE_END, escape, page, prose, right_to_left_quotes};
use crate::source::{Source, Sources};
use crate::span::FileId;
use crate::test::percent::percent;

/// What a stretch of source shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shade {
    Reached,
    Half,
    Missed,
}

impl Report {
    /// The report as a page. `sources` are those the policy was analysed from.
    #[must_use]
    pub fn to_html(&self, package: &str, sources: &Sources) -> String {
        let mut body = format!("<p>{}.</p>\n", escape(&self.summary()));
        body += LEGEND;
        self.push_table(&mut body, sources);
        self.push_missing(&mut body);
        for (file, source) in sources.iter() {
            let points: Vec<&Point> = self.points.iter().filter(|point| point.place.file == file).collect();
            if !points.is_empty() {
                push_source(&mut body, file, source, &points);
            }
        }
        page(&format!("Coverage of {package}"), &body)
    }

    /// What is not reached in words, for whoever cannot point or does not see colours.
    fn push_missing(&self, body: &mut String) {
        if self.missing.is_empty() {
            return;
        }
        *body += "<details><summary>What is not reached, line by line</summary>\n";
        for (declaration, lines) in self.missing_lines() {
            let _ = write!(body, "<h3>{}</h3>\n<ul>\n", escape(declaration));
            lines.iter().for_each(|line| _ = writeln!(body, "<li>{}</li>", prose(line)));
            *body += "</ul>\n";
        }
        *body += "</details>\n";
    }

    /// A row for all and one per module, a column per kind.
    fn push_table(&self, body: &mut String, sources: &Sources) {
        *body += "<div class=\"wide\"><table>\n<tr><th>module</th>";
        for row in &self.kinds {
            *body += &format!("<th class=\"number\">{}</th>", row.kind.name());
        }
        *body += "</tr>\n<tr><td>all</td>";
        self.kinds.iter().for_each(|row| push_cell(body, Some(row)));
        *body += "</tr>\n";
        for module in &self.modules {
            let file = sources.iter().find(|(_, source)| source.name == module.file).map(|(file, _)| file);
            let anchor = file.map_or(0, |file| file.0);
            *body += &format!("<tr><td><a href=\"#f{anchor}\">{}</a></td>", escape(&module.file));
            for row in &self.kinds {
                push_cell(body, module.kinds.iter().find(|other| other.kind == row.kind));
            }
            *body += "</tr>\n";
        }
        *body += "</table></div>\n";
    }
}

const LEGEND: &str = "<p class=\"soft\">In the source: <span class=\"reached\">reached</span>, \
    <span class=\"half\">half reached</span> (a condition seen only true or only false, a rule without a hit or a miss), \
    <span class=\"missed\">not reached</span>. Point at it, or open the list below, to read what is missing.</p>\n";

fn push_cell(body: &mut String, row: Option<&ByKind>) {
    let Some(row) = row else {
        *body += "<td></td>";
        return;
    };
    let (share, title) = (percent(row.reached, row.all), format!("{} of {}", row.reached, row.all));
    *body += &format!("<td class=\"number\" title=\"{title}\">{share}</td>");
}

/// A module with its lines.
fn push_source(body: &mut String, file: FileId, source: &Source, points: &[&Point]) {
    let painted = paint(source.text.len(), points);
    let _ = write!(body, "<h2 id=\"f{}\">{}</h2>\n<pre class=\"source\">", file.0, escape(&source.name));
    let mut start = 0;
    for (line, number) in source.text.split('\n').zip(1..) {
        // The break after the last line begins no other.
        if start == source.text.len() && number > 1 {
            break;
        }
        let _ = write!(body, "<span class=\"row\"><span class=\"nr\">{number}</span>");
        push_line(body, line.strip_suffix('\r').unwrap_or(line), start, &painted, points);
        *body += "</span>";
        start += line.len() + 1;
    }
    *body += "</pre>\n";
}

/// For every byte of a source the innermost point it is part of, counted from 1; 0 where there is none.
fn paint(length: usize, points: &[&Point]) -> Vec<u32> {
    let mut painted = vec![0; length];
    // What stands around something comes before it.
    for (point, number) in points.iter().zip(1..) {
        if let Some(bytes) = painted.get_mut(point.place.span.range()) {
            bytes.fill(number);
        }
    }
    painted
}

/// A line, cut where another point begins. A quoted text that runs from right to left is kept together, whatever of it
/// is reached.
fn push_line(body: &mut String, line: &str, start: usize, painted: &[u32], points: &[&Point]) {
    let at = |offset: usize| painted.get(start + offset).copied().unwrap_or(0);
    let mut from = 0;
    // The indentation of a condition that goes on is no part of it.
    let indented = line.len() - line.trim_start().len();
    let quotes = right_to_left_quotes(line);
    for (offset, letter) in line.char_indices() {
        let next = offset + letter.len_utf8();
        let is_quote = quotes.iter().any(|quoted| quoted.start == next || quoted.end == next);
        let is_edge = next == line.len() || at(next) != at(from) || next == indented || is_quote;
        if is_edge {
            if quotes.iter().any(|quoted| quoted.start == from) {
                *body += ISOLATE;
            }
            let point = if from < indented { None } else { points.get((at(from) as usize).wrapping_sub(1)) };
            push_stretch(body, &line[from..next], point.copied());
            if quotes.iter().any(|quoted| quoted.end == next) {
                *body += ISOLATE_END;
            }
            from = next;
        }
    }
}

fn push_stretch(body: &mut String, text: &str, point: Option<&Point>) {
    let (written, text) = (text, escape(text));
    let Some(point) = point else {
        *body += &text;
        return;
    };
    let class = match point.shade() {
        Shade::Reached => "reached",
        Shade::Half => "half",
        Shade::Missed => "missed",
    };
    match point.lacks() {
        Some(lacks) => {
            // An alternative is what is pointed at, and its term stands around it; a large policy has very many.
            let is_told =
                point.kind == Kind::Alternative && point.text.ends_with(&format!(" with {written}"));
            let what = if is_told { String::new() } else { format!(": {}", point.text) };
            let title = escape(&format!("{} {lacks}{what}", point.kind.name()));
            *body += &format!("<span class=\"{class}\" title=\"{title}\">{text}</span>");
        }
        None => *body += &format!("<span class=\"{class}\">{text}</span>"),
    }
}

impl Point {
    fn shade(&self) -> Shade {
        match (self.sides.contains(&true), self.sides.contains(&false)) {
            (true, false) => Shade::Reached,
            (true, true) => Shade::Half,
            (false, _) => Shade::Missed,
        }
    }
}
