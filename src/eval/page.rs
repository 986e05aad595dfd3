//! A report as a page: plots first, then every table.

use std::fmt::Write as _;

use super::plot;
use super::report::{Listed, Report};
use super::sections::{Body, Section, Table};
use crate::html::{escape, page, prose};

impl Report {
    /// The report as one file of HTML.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut body = format!(
            "<p class=\"soft\">{}<br>policy <code>{}</code></p>\n",
            escape(&self.summary()),
            escape(&self.policy.digest)
        );
        let sections = self.sections();
        push_contents(&mut body, &sections);
        for (at, section) in sections.iter().enumerate() {
            push_section(&mut body, at, section);
            if at == 0 {
                plot::push_all(&mut body, self);
            }
        }
        page(&format!("Evaluation of {}", self.policy), &body)
    }
}

/// A link to every part, as the posts that were judged wrongly stand far below the plots.
fn push_contents(body: &mut String, sections: &[Section<'_>]) {
    *body += "<nav aria-label=\"Parts of this report\"><ul class=\"contents\">\n";
    for (at, section) in sections.iter().enumerate() {
        *body += &format!("<li><a href=\"#s{at}\">{}</a></li>\n", escape(&section.title));
    }
    *body += "</ul></nav>\n";
}

fn push_section(body: &mut String, at: usize, section: &Section<'_>) {
    *body += &format!("<h2 id=\"s{at}\">{}</h2>\n", escape(&section.title));
    if !section.note.is_empty() {
        *body += &format!("<p class=\"soft\">{}</p>\n", prose(&section.note));
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
        let reason = post.reason().map(|reason| format!("<br>{}", prose(&reason))).unwrap_or_default();
        let (heading, text) = (escape(&post.heading()), escape(&post.text));
        *body += &format!(
            "<blockquote dir=\"auto\">{text}</blockquote>\n<p class=\"soft post\">{heading}{reason}</p>\n"
        );
    }
    push_rest(body, listed.rest());
}

fn push_rest(body: &mut String, rest: Option<String>) {
    if let Some(rest) = rest {
        *body += &format!("<p class=\"soft\">{}</p>\n", prose(&rest));
    }
}
