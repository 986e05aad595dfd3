//! A report for people: a table by operator, one by rule, and the variants that got through, with what does not
//! show in them written out.

use std::fmt::{Display, Formatter, Result, Write as _};

use unicode_width::UnicodeWidthStr;

use super::variants::LEAST;
use super::{Failure, Report, Tally};

/// Variants that are shown; more are only counted. The JSON has all of them.
const MOST_SHOWN: usize = 20;

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.hits.is_empty() {
            return writeln!(formatter, "there is nothing to disguise: no rule has a `hit`");
        }
        let mut operators =
            Table::new(["operator", "alone", "caught", "share", "in pairs", "caught", "share"]);
        for row in &self.operators {
            operators.add(row.operator.name(), [cells(row.alone), cells(row.in_pairs)].concat());
        }
        operators.fmt(formatter)?;
        let mut rules = Table::new(["rule", "hits", "tried", "caught", "share"]);
        for row in &self.rules {
            rules.add(&row.rule, [vec![row.hits.to_string()], cells(row.tally)].concat());
        }
        formatter.write_char('\n')?;
        rules.fmt(formatter)?;
        self.write_notes(formatter)?;
        self.write_failures(formatter)
    }
}

fn cells(tally: Tally) -> Vec<String> {
    vec![tally.tried.to_string(), tally.caught.to_string(), tally.percent()]
}

impl Report {
    /// `1790 of 1812 disguised variants caught (98.7 %)`
    #[must_use]
    pub fn summary(&self) -> String {
        if self.hits.is_empty() {
            return "no hits to disguise".to_owned();
        }
        let Tally { tried, caught } = self.tally;
        format!("{caught} of {tried} disguised variants caught ({})", self.tally.percent())
    }

    /// The hits that say little, and why.
    fn write_notes(&self, formatter: &mut Formatter<'_>) -> Result {
        let poor = self.hits.iter().filter(|hit| hit.tally.tried < LEAST);
        let notes = poor.map(|hit| {
            let (file, line, rule) = (&hit.file, hit.line, &hit.rule);
            if hit.fires {
                let tried = hit.tally.tried;
                format!("{file}:{line}  {rule}: its text allows only {tried} variants")
            } else {
                format!("{file}:{line}  {rule}: does not fire, so it was not disguised")
            }
        });
        let notes: Vec<String> = notes.collect();
        if !notes.is_empty() {
            write!(formatter, "\n{}\n", notes.join("\n"))?;
        }
        Ok(())
    }

    fn write_failures(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.failures.is_empty() {
            return Ok(());
        }
        formatter.write_str("\nno longer caught:\n")?;
        for failure in spread(self.failures.len()).filter_map(|at| self.failures.get(at)) {
            write!(formatter, "{failure}")?;
        }
        match self.failures.len().saturating_sub(MOST_SHOWN) {
            0 => Ok(()),
            more => writeln!(formatter, "and {more} more"),
        }
    }
}

/// As many failures as are shown, from all over the report and not only from its first hit.
pub(super) fn spread(failures: usize) -> impl Iterator<Item = usize> {
    let shown = failures.min(MOST_SHOWN);
    (0..shown).map(move |at| at * failures / shown)
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let names: Vec<&str> = self.operators.iter().map(|operator| operator.name()).collect();
        writeln!(formatter, "{}:{}  {}  {}", self.file, self.line, self.rule, names.join(" + "))?;
        for value in &self.values {
            writeln!(formatter, "       {}: {}", value.field, shown(&value.text))?;
        }
        self.missing.iter().try_for_each(|missing| writeln!(formatter, "       {missing}"))
    }
}

/// Whether nothing is seen of a character.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A text with what does not show written as escapes.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = '\0';
    for character in text.chars() {
        // Between emoji a joiner makes one of them, and is seen.
        let joins = character == '\u{200d}' && (before == '\u{fe0f}' || before >= '\u{1f000}');
        match character {
            '\n' => shown.push_str("\\n"),
            hidden if is_hidden(hidden) && !joins => _ = write!(shown, "\\u{{{:x}}}", hidden as u32),
            plain => shown.push(plain),
        }
        before = character;
    }
    shown
}

/// Rows under headings: the first column is text, the others are numbers and stand to the right.
struct Table<const N: usize> {
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    fn new(headings: [&str; N]) -> Self {
        Self { rows: vec![headings.map(str::to_owned)] }
    }

    fn add(&mut self, name: &str, cells: Vec<String>) {
        let mut cells = std::iter::once(name.to_owned()).chain(cells);
        self.rows.push(std::array::from_fn(|_| cells.next().unwrap_or_default()));
    }

    fn width(&self, column: usize) -> usize {
        self.rows.iter().map(|row| row[column].width()).max().unwrap_or(0)
    }
}

impl<const N: usize> Display for Table<N> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let widths: [usize; N] = std::array::from_fn(|column| self.width(column));
        for row in &self.rows {
            for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
                let blanks = " ".repeat(width - cell.width());
                match column {
                    0 => write!(formatter, "{cell}{blanks}")?,
                    _ => write!(formatter, "  {blanks}{cell}")?,
                }
            }
            formatter.write_char('\n')?;
        }
        Ok(())
    }
}
