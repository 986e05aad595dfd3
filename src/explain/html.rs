//! Explanations as a page for a browser: the texts with what was found in them marked, by colour and by name, and every
//! rule with its condition as a tree to open and close.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::brief::{distance, needed, paid};
use super::render::{DrawnSpan, drawn_spans};
use super::{Excerpt, Explanation, Missing, Row, RuleExplanation, Tree};
use crate::html::{code, escape, page, prose};
use crate::verdict::{FieldPath, Fired};

/// Colours of marks, which come round again.
const COLOURS: usize = 6;

/// A page of explanations: a line on what they are by, and what [`Explanation::to_html`] gives, in order.
#[must_use]
pub fn html_page(title: &str, about: &str, parts: &[String]) -> String {
    page(title, &format!("<p class=\"soft\">{}</p>\n{}", prose(about), parts.concat()))
}

/// How much of a condition is shown.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    /// So many levels down in a large policy: what holds and where, and of the rest how much there is.
    Brief(usize),
}

/// A field of so many characters or fewer shares a line with others.
const SHORT: usize = 40;

/// Levels of a condition that stand open in a large policy, and that also show what does not hold.
const OPEN: usize = 2;

impl Extent {
    fn inner(self) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::Brief(depth) => Self::Brief(depth + 1),
        }
    }

    /// What holds is open: it is why the rule fires; what does not is a click away.
    fn opens(self, node: &Tree) -> bool {
        node.holds && !matches!(self, Self::Brief(OPEN..))
    }

    /// Whether there is more to say of a condition than whether it holds.
    fn enters(self, node: &Tree) -> bool {
        let inside = !node.children.is_empty() || !node.rows.is_empty();
        inside && (node.holds || !matches!(self, Self::Brief(OPEN..)))
    }

    fn shows(self, child: &Tree) -> bool {
        child.holds || !matches!(self, Self::Brief(1..))
    }
}

impl Explanation {
    /// The explanation as a part of a page, under a heading. Without `full`, of many rules or large ones those that are
    /// far from firing are a line each, and only the evidence that is enough is marked.
    #[must_use]
    pub fn to_html(&self, heading: &str, full: bool) -> String {
        let brief = !full && self.is_large();
        let extent = if brief { Extent::Brief(0) } else { Extent::Whole };
        let mut out = format!("<section class=\"explained\">\n<h2>{}</h2>\n", escape(heading));
        self.content(&mut out);
        let _ = writeln!(out, "<p>{}</p>", self.verdict_words());
        let rules = self.by_interest();
        let (told, far) = rules.split_at(if brief { self.told(&rules) } else { rules.len() });
        for (at, rule) in told.iter().enumerate() {
            self.rule(rule, at == 0, extent, &mut out);
        }
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
            condition("when", &exempt.when, extent, &mut out);
            out.push_str("</details>\n");
        }
        if brief {
            out.push_str(SHORTENED);
        }
        out.push_str("</section>\n");
        out
    }

    /// What is explained, whether or not anything was found in it. The id stands in the heading.
    fn content(&self, out: &mut String) {
        let is_short = |(field, text): &&(FieldPath, String)| {
            &*field.name != "text" && text.chars().count() <= SHORT && !text.contains('\n')
        };
        let fields = self.texts.iter().filter(|(field, text)| &*field.name != "id" && !text.is_empty());
        let (short, long): (Vec<_>, Vec<_>) = fields.partition(is_short);
        for (field, text) in long {
            field_text(field, &format!("<blockquote dir=\"auto\">{}</blockquote>\n", escape(text)), out);
        }
        let short: Vec<String> = short
            .into_iter()
            .map(|(field, text)| format!("{} <bdi>{}</bdi>", escape(&field.to_string()), escape(text)))
            .collect();
        if !short.is_empty() {
            let _ = writeln!(out, "<p class=\"soft\">{}</p>", short.join(" · "));
        }
    }

    fn verdict_words(&self) -> String {
        let mut words = format!("action <strong>{}</strong>", self.verdict.action.name());
        self.verdict.refer.iter().for_each(|name| words += &format!(", refer {}", escape(name)));
        if !self.verdict.exempt.is_empty() {
            words += &format!(", exempt by {}", escape(&self.verdict.exempt.join(", ")));
        }
        // The verdict is that of all rules, also where one was asked for.
        let is_shown = |fired: &Fired| self.rules.iter().any(|rule| rule.rule == fired.rule);
        let others = self.verdict.rules.iter().filter(|fired| !is_shown(fired)).count();
        let others = match others {
            0 => String::new(),
            1 => "; one that is not shown does".to_owned(),
            many => format!("; {many} that are not shown do"),
        };
        format!("{words}: {}{others}", self.fired_words())
    }

    /// One rule as a part of the page; the first one is open even where it does not fire.
    fn rule(&self, rule: &RuleExplanation, first: bool, extent: Extent, out: &mut String) {
        let open = if rule.fires || first { " open" } else { "" };
        let verb = if rule.fires { "fires" } else { "does not fire" };
        let _ = writeln!(
            out,
            "<details class=\"rule\"{open}><summary>{} <code>{}</code> {verb}</summary>\n<p>{}{}</p>",
            sign(rule.fires),
            escape(&rule.rule),
            escape(&rule.because),
            self.standing(rule)
        );
        for reason in &rule.reasons {
            let _ = writeln!(out, "<p class=\"warn\">{}</p>", prose(reason));
        }
        smallest(rule, out);
        missing(&rule.missing, out);
        let spans = if matches!(extent, Extent::Brief(_)) { needed(rule) } else { drawn_spans(rule) };
        for (field, text) in &self.texts {
            let here: Vec<&DrawnSpan<'_>> = spans.iter().filter(|(place, ..)| *place == field).collect();
            if !here.is_empty() {
                field_text(field, &marked(text, &here), out);
            }
        }
        condition("when", &rule.when, extent, out);
        rule.unless.iter().for_each(|unless| condition("unless", unless, extent, out));
        out.push_str("</details>\n");
    }

    /// What a rule weighs: how severe it is, and where it fires also what it does and by which law.
    fn standing(&self, rule: &RuleExplanation) -> String {
        let fired = self.verdict.rules.iter().find(|fired| fired.rule == rule.rule);
        let severity = rule.severity.map(|severity| format!("severity {}", severity.name()));
        let action = fired.map(|fired| format!("action {}", fired.action.name()));
        let category = fired.and_then(|fired| fired.category.as_ref()).map(|name| format!("category {name}"));
        let basis = fired.and_then(|fired| fired.basis.as_ref()).map(ToString::to_string);
        let facts: Vec<String> = [severity, action, category, basis].into_iter().flatten().collect();
        match facts.is_empty() {
            true => String::new(),
            false => format!("<br><span class=\"soft\">{}</span>", escape(&facts.join(" · "))),
        }
    }
}

const SHORTENED: &str = "<p class=\"soft\">This is shortened: <code>--rule NAME</code> shows the whole condition of a rule, \
                         <code>--full</code> that of every rule.</p>\n";

/// A text of the content, as a quotation, under the name of its field.
fn field_text(field: &FieldPath, quotation: &str, out: &mut String) {
    let _ = write!(out, "<p class=\"soft field\">{}</p>\n{quotation}", escape(&field.to_string()));
}

/// A rule that is far from firing, as an item.
fn far_away(rule: &RuleExplanation, out: &mut String) {
    let _ = writeln!(
        out,
        "<li>{} <code>{}</code> does not fire: {}</li>",
        sign(false),
        escape(&rule.rule),
        prose(&distance(rule))
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

fn smallest(rule: &RuleExplanation, out: &mut String) {
    if rule.smallest.is_empty() {
        return;
    }
    out.push_str("<p>This is enough:</p>\n<ul>\n");
    for piece in &rule.smallest {
        let spans: Vec<String> = piece.spans.iter().map(quoted).collect();
        let note = piece.note.as_deref().map(prose).unwrap_or_default();
        let _ = writeln!(out, "<li>{} {}{note}</li>", code(&piece.text), spans.join(", "));
    }
    out.push_str("</ul>\n");
}

fn missing(missing: &[Missing], out: &mut String) {
    if missing.is_empty() {
        return;
    }
    out.push_str("<p>Nearest to firing:</p>\n<ul>\n");
    for change in missing {
        let advice: Vec<String> = change.advice.iter().map(|advice| prose(advice)).collect();
        let note = change.note.as_ref().map(|note| format!(" <span class=\"soft\">({})</span>", prose(note)));
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
        let ended: BTreeSet<&str> = open
            .iter()
            .filter(|(_, _, to, _)| *to as usize == end)
            .map(|(.., label)| label.as_str())
            .collect();
        for label in ended {
            let (colour, label) = (colour(label), escape(label));
            let _ = write!(out, "<sup class=\"m{colour}\" dir=\"auto\" title=\"{label}\">{label}</sup>");
        }
        open.retain(|(_, _, to, _)| *to as usize > end);
    }
    out.push_str("</blockquote>\n");
    out
}

fn condition(word: &str, root: &Tree, extent: Extent, out: &mut String) {
    let _ = write!(out, "<p class=\"soft\">{word}</p>\n<ul class=\"tree\">");
    // Of a rule that does not fire, which of the operands of `when` hold is what a reader looks for.
    let open = root.holds || word == "when";
    item(root, open, extent, out);
    out.push_str("</ul>\n");
}

fn tree(node: &Tree, extent: Extent, out: &mut String) {
    item(node, extent.opens(node), extent, out);
}

fn item(node: &Tree, open: bool, extent: Extent, out: &mut String) {
    out.push_str("<li>");
    if extent.enters(node) {
        let open = if open { " open" } else { "" };
        let _ = write!(out, "<details{open}><summary>{}</summary>", words(node));
        table(&node.rows, extent, out);
        if !node.children.is_empty() {
            children(node, extent, out);
        }
        out.push_str("</details>");
    } else {
        out.push_str(&words(node));
    }
    out.push_str("</li>\n");
}

fn children(node: &Tree, extent: Extent, out: &mut String) {
    out.push_str("<ul class=\"tree\">");
    let (shown, left): (Vec<&Tree>, Vec<&Tree>) = node.children.iter().partition(|child| extent.shows(child));
    shown.iter().for_each(|child| tree(child, extent.inner(), out));
    match (shown.len(), left.len()) {
        (_, 0) => {}
        (0, 1) => left.iter().for_each(|child| tree(child, Extent::Brief(OPEN), out)),
        (_, 1) => out.push_str("<li class=\"soft\">one more does not hold</li>"),
        (0, many) => _ = write!(out, "<li class=\"soft\">none of {many} holds</li>"),
        (_, many) => _ = write!(out, "<li class=\"soft\">{many} more do not hold</li>"),
    }
    out.push_str("</ul>");
}

/// Spans shown beside a condition; more are only counted.
const MOST_SPANS: usize = 3;

fn words(node: &Tree) -> String {
    let mut out = format!("{} {}", sign(node.holds), code(&node.text));
    if node.children.is_empty() {
        let spans: Vec<String> = node.spans.iter().take(MOST_SPANS).map(quoted).collect();
        let _ = write!(out, " {}", spans.join(", "));
        if let Some(more @ 1..) = node.spans.len().checked_sub(MOST_SPANS) {
            let _ = write!(out, " and {more} more");
        }
    }
    if let Some(note) = &node.note {
        let _ = write!(out, " <span class=\"soft\">({})</span>", prose(note));
    }
    if node.repeated {
        out.push_str(" <span class=\"soft\">(shown above)</span>");
    }
    out
}

fn table(rows: &[Row], extent: Extent, out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let shown = if matches!(extent, Extent::Brief(_)) { paid(rows) } else { rows.iter().collect() };
    if !shown.is_empty() {
        out.push_str("<div class=\"wide\"><table>\n<tr><th class=\"number\">points</th><th class=\"number\">earned</th><th>row</th></tr>\n");
        for row in &shown {
            let _ = write!(
                out,
                "<tr><td class=\"number\">{:+}</td><td class=\"number\">{:+}</td><td><ul class=\"tree\">",
                row.points, row.earned
            );
            tree(&row.condition, extent.inner().inner(), out);
            out.push_str("</ul></td></tr>\n");
        }
        out.push_str("</table></div>\n");
    }
    match rows.len() - shown.len() {
        0 => {}
        1 => out.push_str("<p class=\"soft\">one row earned nothing</p>\n"),
        many => _ = writeln!(out, "<p class=\"soft\">{many} rows earned nothing</p>"),
    }
}
