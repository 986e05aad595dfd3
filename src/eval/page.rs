//! A report as a page: plots first, then every table.

use std::fmt::Write as _;

use super::plot;
use super::report::{Listed, Report};
use super::sections::{Body, Section, Table};
use crate::html::{escape, page};

impl Report {
    /// The report as one file of HTML.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut body = format!("<p class=\"soft\">{}</p>\n", escape(&self.summary()));
        for (at, section) in self.sections().iter().enumerate() {
            push_section(&mut body, section);
            if at == 0 {
                plot::push_all(&mut body, self);
            }
        }
        page(&format!("Evaluation of {}", self.policy), &body)
    }
}

fn push_section(body: &mut String, section: &Section<'_>) {
    *body += &format!("<h2>{}</h2>\n", escape(&section.title));
    if !section.note.is_empty() {
        *body += &format!("<p class=\"soft\">{}</p>\n", code(&section.note));
    }
    match &section.body {
        Body::Table(table) => push_table(body, table),
        Body::Posts(listed) => push_posts(body, listed),
    }
}

fn push_table(body: &mut String, table: &Table) {
    let class = |column| if table.is_number(column) { " class=\"number\"" } else { "" };
    *body += "<div class=\"wide\"><table>\n<thead><tr>";
    for (column, heading) in table.columns.iter().enumerate() {
        *body += &format!("<th scope=\"col\"{}>{}</th>", class(column), escape(heading));
    }
    *body += "</tr></thead>\n<tbody>\n";
    for row in &table.rows {
        *body += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let (class, cell) = (class(column), escape(cell));
            let _ = match column {
                0 => write!(body, "<th scope=\"row\">{cell}</th>"),
                _ => write!(body, "<td{class}>{cell}</td>"),
            };
        }
        *body += "</tr>\n";
    }
    *body += "</tbody>\n</table></div>\n";
    push_rest(body, table.rest());
}

fn push_posts(body: &mut String, listed: &Listed) {
    for post in &listed.shown {
        let reason = post.reason().map(|reason| format!("<br>{}", code(&reason))).unwrap_or_default();
        let (heading, text) = (escape(&post.heading()), escape(&post.text));
        *body += &format!(
            "<blockquote dir=\"auto\">{text}</blockquote>\n<p class=\"soft post\">{heading}{reason}</p>\n"
        );
    }
    push_rest(body, listed.rest());
}

fn push_rest(body: &mut String, rest: Option<String>) {
    if let Some(rest) = rest {
        *body += &format!("<p class=\"soft\">{}</p>\n", code(&rest));
    }
}

/// Text in which what stands between backticks is code.
fn code(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    parts.collect()
}
