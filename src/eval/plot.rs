//! Plots of a report, drawn as vector graphics in the page. Every row has its name above it, so that long names of rules
//! have room on a narrow screen; what a mark means is told by its shape as well as by its colour.

use std::fmt::Write as _;

use super::figures;
use super::report::Report;
use super::stats::Estimate;
use crate::html::escape;

/// The width of the drawing in its own units, which are pixels on a telephone.
const WIDTH: f64 = 368.0;
/// Room for half a number left and right of the axis.
const MARGIN: f64 = 22.0;
/// The height of a row's name, and of each of its whiskers.
const NAME: f64 = 18.0;
const LINE: f64 = 13.0;
/// Room below a row, above the first one for numbers, and below the last.
const GAP: f64 = 8.0;
const TOP: f64 = 20.0;
/// So many rows are drawn; the tables have more.
const MOST_ROWS: usize = 20;
/// A name is cut after so many characters, which is what fits.
const LONGEST_NAME: usize = 44;

/// A number of more characters than this does not fit into the margin.
const LONGEST_NUMBER: usize = 6;

/// A named row with a whisker each for one or two figures.
struct Row {
    name: String,
    whiskers: Vec<(Mark, Option<Estimate>)>,
}

#[derive(Clone, Copy)]
enum Mark {
    /// A disc.
    Precision,
    /// A diamond.
    Recall,
    /// A square.
    Rate,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::Rate => "rate",
        }
    }

    fn draw(self, x: f64, y: f64) -> String {
        match self {
            Self::Precision => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>"),
            Self::Recall => {
                format!("<path d=\"M{x:.1} {:.1}l5 5l-5 5l-5 -5z\"/>", y - 5.0)
            }
            Self::Rate => {
                format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\"/>", x - 4.0, y - 4.0)
            }
        }
    }
}

/// What stands below: from 0 to `most`, with marks that are written by `write`.
struct Axis {
    most: f64,
    write: fn(f64) -> String,
}

impl Axis {
    fn at(&self, value: f64) -> f64 {
        MARGIN + (WIDTH - 2.0 * MARGIN) * (value / self.most).clamp(0.0, 1.0)
    }
}

/// Appends every plot that has something to show.
pub(super) fn push_all(body: &mut String, report: &Report) {
    let percent = || Axis { most: 1.0, write: |share| format!("{} %", figures::digits(share * 100.0, 0)) };
    let both = |precision, recall| vec![(Mark::Precision, precision), (Mark::Recall, recall)];
    let groups = report.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| Row {
            name: row.name.clone().unwrap_or_else(|| "(none)".to_owned()),
            whiskers: both(row.scores.precision, row.scores.recall),
        });
        (format!("Precision and recall by {}", group.by), rows.collect::<Vec<_>>())
    });
    *body += "<div class=\"plots\">\n";
    for (title, rows) in groups {
        push(body, &title, LEGEND, &rows, &percent());
    }
    let rules = report.rules.iter().filter(|row| row.counts.acted() > 0);
    let rules = rules.map(|row| Row { name: row.name.clone(), whiskers: both(row.precision, row.recall) });
    push(body, "Precision and recall by rule", LEGEND, &rules.collect::<Vec<_>>(), &percent());
    let languages = report.languages.iter().map(|row| Row {
        name: row.name.clone().unwrap_or_else(|| "(none)".to_owned()),
        whiskers: vec![(Mark::Rate, Some(row.per_million))],
    });
    let highest = report.languages.iter().map(|row| row.per_million.high).fold(0.0, f64::max);
    let axis = Axis { most: round_up(highest), write: |rate| figures::grouped(rate.round() as u64) };
    let title = "False positives per million benign posts, by language";
    push(body, title, "", &languages.collect::<Vec<_>>(), &axis);
    *body += "</div>\n";
}

const LEGEND: &str = "<span class=\"precision\">●\u{a0}precision</span> <span class=\"recall\">◆\u{a0}recall</span> and their \
                      95\u{a0}% intervals";

/// The next number above that quarters well: 1, 2, 4 or 8 with zeros.
fn round_up(number: f64) -> f64 {
    let unit = 10_f64.powf(number.max(1.0).log10().floor());
    [1.0, 2.0, 4.0, 8.0, 10.0]
        .into_iter()
        .map(|times| times * unit)
        .find(|&round| round >= number)
        .unwrap_or(unit)
}

fn push(body: &mut String, title: &str, legend: &str, rows: &[Row], axis: &Axis) {
    if rows.is_empty() {
        return;
    }
    let shown = &rows[..rows.len().min(MOST_ROWS)];
    let height: f64 = TOP + shown.iter().map(Row::height).sum::<f64>() + 4.0;
    let title = escape(title);
    // Writing to a string cannot fail.
    let _ = write!(
        body,
        "<figure class=\"plot\">\n<figcaption><strong>{title}</strong> <span class=\"soft\">{legend}</span></figcaption>\n\
         <svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}; the tables below have the figures\">\n"
    );
    push_grid(body, axis, height);
    let mut top = TOP;
    for row in shown {
        row.push(body, axis, top);
        top += row.height();
    }
    *body += "</svg>\n";
    if rows.len() > shown.len() {
        let _ =
            writeln!(body, "<p class=\"soft\">and {} more rows in the tables</p>", rows.len() - shown.len());
    }
    *body += "</figure>\n";
}

/// A line at every quarter, with its number above.
fn push_grid(body: &mut String, axis: &Axis, height: f64) {
    for quarter in 0..=4 {
        let value = axis.most * f64::from(quarter) / 4.0;
        let (x, number) = (axis.at(value), (axis.write)(value));
        // The last number may be a million: then it ends where the drawing does.
        let is_long = quarter == 4 && number.len() > LONGEST_NUMBER;
        let (place, anchor) = if is_long { (WIDTH, "end") } else { (x, "middle") };
        let _ = writeln!(
            body,
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"16\" x2=\"{x:.1}\" y2=\"{height}\"/>\
             <text class=\"axis\" x=\"{place:.1}\" y=\"11\" text-anchor=\"{anchor}\">{number}</text>"
        );
    }
}

impl Row {
    fn height(&self) -> f64 {
        NAME + LINE * self.whiskers.len() as f64 + GAP
    }

    fn push(&self, body: &mut String, axis: &Axis, top: f64) {
        let name = escape(&super::excerpt(&self.name, LONGEST_NAME));
        let _ = writeln!(body, "<text x=\"0\" y=\"{:.1}\">{name}</text>", top + NAME - 5.0);
        for (at, (mark, estimate)) in (0..).zip(&self.whiskers) {
            let y = top + NAME + LINE * (f64::from(at) + 0.5);
            let class = mark.class();
            let Some(Estimate { value, low, high }) = *estimate else {
                let _ = writeln!(
                    body,
                    "<text class=\"axis\" x=\"{MARGIN}\" y=\"{:.1}\">nothing to take {class} of</text>",
                    y + 4.0
                );
                continue;
            };
            let (left, right, x) = (axis.at(low), axis.at(high), axis.at(value));
            let tip = format!(
                "{name}: {class} {}, {} to {}",
                (axis.write)(value),
                (axis.write)(low),
                (axis.write)(high)
            );
            let _ = writeln!(
                body,
                "<g class=\"{class}\"><title>{tip}</title>\
                 <path class=\"whisker\" d=\"M{left:.1} {y:.1}H{right:.1}M{left:.1} {:.1}v6M{right:.1} {:.1}v6\"/>{}</g>",
                y - 3.0,
                y - 3.0,
                mark.draw(x, y)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn axes_end_in_round_numbers() {
        for (number, round) in [(0.0, 1.0), (1.0, 1.0), (3.1, 4.0), (81.0, 100.0), (560_000.0, 800_000.0)] {
            assert_eq!(round_up(number), round);
        }
    }
}
