//! A report for a terminal.

use std::fmt::{Display, Formatter, Result, Write as _};

use unicode_width::UnicodeWidthStr;

use super::report::{Listed, PolicyName, Report};
use super::sections::{Body, Table};

impl Display for PolicyName {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(&self.package)?;
        if self.version.is_empty() { Ok(()) } else { write!(formatter, " {}", self.version) }
    }
}

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        for (at, section) in self.sections().into_iter().enumerate() {
            if at > 0 {
                formatter.write_char('\n')?;
            }
            writeln!(formatter, "{}", section.title)?;
            if !section.note.is_empty() {
                writeln!(formatter, "  {}", section.note)?;
            }
            match &section.body {
                Body::Table(table) => write_table(formatter, table)?,
                Body::Posts(listed) => write_posts(formatter, listed)?,
            }
        }
        Ok(())
    }
}

fn write_table(formatter: &mut Formatter<'_>, table: &Table) -> Result {
    let headings: Vec<String> = table.columns.iter().map(|&column| column.to_owned()).collect();
    let lines = || std::iter::once(&headings).chain(&table.rows);
    let width = |column: usize| lines().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    for row in lines() {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let blanks = " ".repeat(width - cell.width());
            match table.is_number(column) {
                true => write!(line, "  {blanks}{cell}")?,
                false => write!(line, "  {cell}{blanks}")?,
            }
        }
        writeln!(formatter, "{}", line.trim_end())?;
    }
    table.rest().map_or(Ok(()), |rest| writeln!(formatter, "  {rest}"))
}

fn write_posts(formatter: &mut Formatter<'_>, listed: &Listed) -> Result {
    for post in &listed.shown {
        writeln!(formatter, "  {}", post.heading())?;
        writeln!(formatter, "    {}", post.text)?;
        if let Some(reason) = post.reason() {
            writeln!(formatter, "    {reason}")?;
        }
    }
    listed.rest().map_or(Ok(()), |rest| writeln!(formatter, "  {rest}"))
}
