//! A report as Markdown (GitHub's, for its tables): for a review, a wiki or the summary of a build.

use std::fmt::Write as _;

use super::report::{Listed, Report};
use super::sections::{Body, Table};

impl Report {
    /// The report as Markdown. Texts from posts and policies cannot become markup.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut page = format!("# Evaluation of {}\n\n{}\n", plain(&self.policy.to_string()), self.summary());
        for section in self.sections() {
            page += &format!("\n## {}\n\n", plain(&section.title));
            if !section.note.is_empty() {
                page += &format!("{}\n\n", section.note);
            }
            match &section.body {
                Body::Table(table) => push_table(&mut page, table),
                Body::Posts(listed) => push_posts(&mut page, listed),
            }
        }
        page
    }
}

fn push_table(page: &mut String, table: &Table) {
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        format!("| {} |\n", cells.join(" | "))
    };
    *page += &line(&mut table.columns.iter().map(|&column| column.to_owned()));
    let rule = |column| if table.is_number(column) { "---:" } else { "---" };
    *page += &line(&mut (0..table.columns.len()).map(|column| rule(column).to_owned()));
    for row in &table.rows {
        *page += &line(&mut row.iter().map(|cell| plain(cell)));
    }
    push_rest(page, table.rest());
}

fn push_posts(page: &mut String, listed: &Listed) {
    for post in &listed.shown {
        *page += &format!("- {}\n", plain(&post.heading()));
        // Writing to a string cannot fail.
        let _ = writeln!(page, "  > {}", plain(&post.text));
        if let Some(reason) = post.reason() {
            let _ = writeln!(page, "\n  {}", plain(&reason));
        }
    }
    push_rest(page, listed.rest());
}

fn push_rest(page: &mut String, rest: Option<String>) {
    if let Some(rest) = rest {
        *page += &format!("\n{rest}\n");
    }
}

/// Text that is shown as it is: what could be markup has a backslash. An underscore inside a word is none.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let inside = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(character, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' | '@')
            || (character == '_' && !inside)
        {
            escaped.push('\\');
        }
        escaped.push(character);
        before = character;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(plain("a|b <i> _x_ a_b [y](z)"), "a\\|b \\<i\\> \\_x\\_ a_b \\[y\\](z)");
    }
}
