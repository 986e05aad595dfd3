//! Explanations as a page for a browser: the texts with what was found in them marked, by colour and by name, and every
//! rule with its condition as a tree to open and close.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::brief::{distance, needed};
use super::render::{DrawnSpan, drawn_spans};
use super::{Excerpt, Explanation, Missing, Row, RuleExplanation, Tree};
use crate::html::{escape, page};

/// Colours of marks, which come round again.
const COLOURS: usize = 6;

/// A page of explanations, made of what [`Explanation::to_html`] gives, in order.
#[must_use]
pub fn html_page(title: &str, parts: &[String]) -> String {
    page(title, &parts.concat())
}

impl Explanation {
    /// The explanation as a part of a page, under a heading. Without `full`, of many rules or large ones those that are
    /// far from firing are a line each, and only the evidence that is enough is marked.
    #[must_use]
    pub fn to_html(&self, heading: &str, full: bool) -> String {
        let brief = !full && self.is_large();
        let mut out = format!("<section class=\"explained\">\n<h2>{}</h2>\n", escape(heading));
        let _ = writeln!(out, "<p>{}</p>", self.verdict_words());
        let rules = self.by_interest();
        let (told, far) = rules.split_at(if brief { self.told(&rules) } else { rules.len() });
        told.iter().for_each(|rule| self.rule(rule, brief, &mut out));
        if !far.is_empty() {
            out.push_str("<ul>\n");
            far.iter().for_each(|rule| far_away(rule, &mut out));
            out.push_str("</ul>\n");
        }
        for exempt in &self.exempts {
            let verb = if exempt.when.holds { "holds" } else { "does not hold" };
            let _ = write!(
                out,
                "<details class=\"rule\"><summary>{} <code>{}</code> {verb}</summary>\n<p>{}</p>\n",
                sign(exempt.when.holds),
                escape(&exempt.exempt),
                escape(&exempt.because)
            );
            condition("when", &exempt.when, &mut out);
            out.push_str("</details>\n");
        }
        out.push_str("</section>\n");
        out
    }

    fn verdict_words(&self) -> String {
        let refer: Vec<String> =
            self.verdict.refer.iter().map(|name| format!("refer {}", escape(name))).collect();
        let action = std::iter::once(format!("action <strong>{}</strong>", self.verdict.action.name()));
        action.chain(refer).collect::<Vec<_>>().join(", ")
    }

    fn rule(&self, rule: &RuleExplanation, brief: bool, out: &mut String) {
        let (open, verb) = if rule.fires { (" open", "fires") } else { ("", "does not fire") };
        let _ = writeln!(
            out,
            "<details class=\"rule\"{open}><summary>{} <code>{}</code> {verb}</summary>\n<p>{}</p>",
            sign(rule.fires),
            escape(&rule.rule),
            escape(&rule.because)
        );
        for reason in &rule.reasons {
            let _ = writeln!(out, "<p class=\"warn\">{}</p>", ticked(reason));
        }
        smallest(rule, out);
        missing(&rule.missing, out);
        let spans = if brief { needed(rule) } else { drawn_spans(rule) };
        for (field, text) in &self.texts {
            let here: Vec<&DrawnSpan<'_>> = spans.iter().filter(|(place, ..)| *place == field).collect();
            if !here.is_empty() {
                let _ = write!(
                    out,
                    "<p class=\"soft\">{}</p>\n{}",
                    escape(&field.to_string()),
                    marked(text, &here)
                );
            }
        }
        condition("when", &rule.when, out);
        rule.unless.iter().for_each(|unless| condition("unless", unless, out));
        out.push_str("</details>\n");
    }
}

/// A rule that is far from firing, as an item.
fn far_away(rule: &RuleExplanation, out: &mut String) {
    let _ = writeln!(
        out,
        "<li>{} <code>{}</code> does not fire: {}</li>",
        sign(false),
        escape(&rule.rule),
        ticked(&distance(rule))
    );
}

/// What holds and what does not, for those who see no colour and those who hear the page, too.
const fn sign(holds: bool) -> &'static str {
    if holds {
        "<span class=\"good\" role=\"img\" aria-label=\"holds\">✓</span>"
    } else {
        "<span class=\"bad\" role=\"img\" aria-label=\"does not hold\">✗</span>"
    }
}

/// Text with what stands between backticks as code.
fn ticked(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        let part = escape(part);
        out.push_str(&if at % 2 == 1 { format!("<code dir=\"auto\">{part}</code>") } else { part });
    }
    out
}

fn smallest(rule: &RuleExplanation, out: &mut String) {
    if rule.smallest.is_empty() {
        return;
    }
    out.push_str("<p>This is enough:</p>\n<ul>\n");
    for piece in &rule.smallest {
        let spans: Vec<String> = piece.spans.iter().map(quoted).collect();
        let note = piece.note.as_deref().map(ticked).unwrap_or_default();
        let _ = writeln!(
            out,
            "<li><code dir=\"auto\">{}</code> {}{note}</li>",
            escape(&piece.text),
            spans.join(", ")
        );
    }
    out.push_str("</ul>\n");
}

fn missing(missing: &[Missing], out: &mut String) {
    if missing.is_empty() {
        return;
    }
    out.push_str("<p>Nearest to firing:</p>\n<ul>\n");
    for change in missing {
        let advice: Vec<String> = change.advice.iter().map(|advice| ticked(advice)).collect();
        let note =
            change.note.as_ref().map(|note| format!(" <span class=\"soft\">({})</span>", ticked(note)));
        let _ = writeln!(out, "<li>{}{}</li>", advice.join(", or "), note.unwrap_or_default());
    }
    out.push_str("</ul>\n");
}

fn quoted(span: &Excerpt) -> String {
    let readings =
        if span.readings.is_empty() { String::new() } else { format!(" by {}", span.readings.join(" and ")) };
    format!(
        "<q dir=\"auto\">{}</q><span class=\"soft\"> in {}{readings}</span>",
        escape(&span.text),
        escape(&span.field.to_string())
    )
}

/// A text with its spans marked. Spans may overlap: the text is cut wherever one begins or ends, and a piece has the
/// colour of the shortest span it lies in. Names follow the end of each span.
fn marked(text: &str, spans: &[&DrawnSpan<'_>]) -> String {
    let labels: BTreeSet<&str> = spans.iter().map(|(.., label)| label.as_str()).collect();
    let colour = |label: &str| labels.iter().position(|known| *known == label).unwrap_or_default() % COLOURS;
    let mut cuts: BTreeSet<usize> = [0, text.len()].into();
    cuts.extend(spans.iter().flat_map(|(_, start, end, _)| [*start as usize, *end as usize]));
    let cuts: Vec<usize> = cuts.into_iter().filter(|&at| text.is_char_boundary(at)).collect();
    let mut by_start: Vec<&&DrawnSpan<'_>> = spans.iter().collect();
    by_start.sort_by_key(|(_, start, ..)| *start);
    let mut coming = by_start.into_iter().peekable();
    let mut open: Vec<&&DrawnSpan<'_>> = Vec::new();
    let mut out = String::from("<blockquote class=\"evidence\" dir=\"auto\">");
    for piece in cuts.windows(2) {
        let (start, end) = (piece[0], piece[1]);
        while let Some(span) = coming.next_if(|(_, from, ..)| *from as usize <= start) {
            open.push(span);
        }
        let words = escape(&text[start..end]);
        match open.iter().min_by_key(|(_, from, to, _)| to - from) {
            Some((.., label)) => {
                _ = write!(
                    out,
                    "<mark class=\"m{}\" title=\"{}\">{words}</mark>",
                    colour(label),
                    escape(label)
                )
            }
            None => out.push_str(&words),
        }
        for (.., label) in open.iter().filter(|(_, _, to, _)| *to as usize == end) {
            let _ = write!(out, "<sup class=\"m{}\" dir=\"auto\">{}</sup>", colour(label), escape(label));
        }
        open.retain(|(_, _, to, _)| *to as usize > end);
    }
    out.push_str("</blockquote>\n");
    out
}

fn condition(word: &str, root: &Tree, out: &mut String) {
    let _ = write!(out, "<p class=\"soft\">{word}</p>\n<ul class=\"tree\">");
    tree(root, out);
    out.push_str("</ul>\n");
}

fn tree(node: &Tree, out: &mut String) {
    let inside = !node.children.is_empty() || !node.rows.is_empty();
    out.push_str("<li>");
    if inside {
        // What holds is open: it is why the rule fires; what does not is a click away.
        let open = if node.holds { " open" } else { "" };
        let _ = write!(out, "<details{open}><summary>{}</summary>", words(node));
        table(&node.rows, out);
        if !node.children.is_empty() {
            out.push_str("<ul class=\"tree\">");
            node.children.iter().for_each(|child| tree(child, out));
            out.push_str("</ul>");
        }
        out.push_str("</details>");
    } else {
        out.push_str(&words(node));
    }
    out.push_str("</li>\n");
}

/// Spans shown beside a condition; more are only counted.
const MOST_SPANS: usize = 3;

fn words(node: &Tree) -> String {
    let mut out = format!("{} <code dir=\"auto\">{}</code>", sign(node.holds), escape(&node.text));
    if node.children.is_empty() {
        let spans: Vec<String> = node.spans.iter().take(MOST_SPANS).map(quoted).collect();
        let _ = write!(out, " {}", spans.join(", "));
        if let Some(more @ 1..) = node.spans.len().checked_sub(MOST_SPANS) {
            let _ = write!(out, " and {more} more");
        }
    }
    if let Some(note) = &node.note {
        let _ = write!(out, " <span class=\"soft\">({})</span>", ticked(note));
    }
    if node.repeated {
        out.push_str(" <span class=\"soft\">(shown above)</span>");
    }
    out
}

fn table(rows: &[Row], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    out.push_str("<div class=\"wide\"><table>\n<tr><th class=\"number\">points</th><th class=\"number\">earned</th><th>row</th></tr>\n");
    for row in rows {
        let _ = write!(
            out,
            "<tr><td class=\"number\">{:+}</td><td class=\"number\">{:+}</td><td><ul class=\"tree\">",
            row.points, row.earned
        );
        tree(&row.condition, out);
        out.push_str("</ul></td></tr>\n");
    }
    out.push_str("</table></div>\n");
}
