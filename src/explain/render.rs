//! Explanations as text for people, and as JSON for machines.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::draw::{Mark, drawn, harmless};
use super::{Excerpt, ExemptExplanation, Explanation, Missing, Row, RuleExplanation, Tree};
use crate::verdict::FieldPath;

/// Characters of an excerpt or of an expression that has operands; the operands show the rest.
const MOST_CHARACTERS: usize = 90;

/// Spans shown beside an expression; more are only counted.
const MOST_SPANS: usize = 3;

/// A text that grows line by line.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) colour: bool,
}

impl Explanation {
    /// The explanation for people. With colour, what holds is green and `✓`, what does not red and `✗`;
    /// without, they are `+` and `-`.
    #[must_use]
    pub fn to_text(&self, colour: bool) -> String {
        let mut page = Page { text: String::new(), colour };
        for rule in self.by_interest() {
            page.rule(rule, &self.texts);
        }
        self.exempts.iter().for_each(|exempt| page.exempt(exempt));
        page.text
    }

    /// The explanation for machines: one JSON object.
    ///
    /// # Errors
    /// Never for an explanation that was built; serialisation says so by its type.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Page {
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", "  ".repeat(depth));
    }

    pub(super) fn mark(&self, holds: bool) -> &'static str {
        match (self.colour, holds) {
            (true, true) => "\u{1b}[32m✓\u{1b}[0m",
            (true, false) => "\u{1b}[31m✗\u{1b}[0m",
            (false, true) => "+",
            (false, false) => "-",
        }
    }

    fn rule(&mut self, rule: &RuleExplanation, texts: &[(FieldPath, String)]) {
        self.answer(rule);
        self.line(1, "when");
        self.tree(2, "", &rule.when);
        if let Some(unless) = &rule.unless {
            self.line(1, "unless");
            self.tree(2, "", unless);
        }
        let spans = drawn_spans(rule);
        texts.iter().for_each(|(field, text)| self.text_of(field, text, &spans));
    }

    /// What a reader asks first: whether it fires, and what is enough for that or what keeps it from it.
    pub(super) fn answer(&mut self, rule: &RuleExplanation) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let fires = if rule.fires { "fires" } else { "does not fire" };
        self.line(0, &format!("{} {} {fires}", self.mark(rule.fires), rule.rule));
        self.line(1, &format!("because {:?}", rule.because));
        rule.reasons.iter().for_each(|reason| self.line(1, &harmless(reason)));
        self.enough(rule);
        self.missing(&rule.missing);
    }

    pub(super) fn exempt(&mut self, exempt: &ExemptExplanation) {
        let holds = if exempt.when.holds { "holds" } else { "does not hold" };
        self.text.push('\n');
        self.line(0, &format!("{} {} {holds}", self.mark(exempt.when.holds), exempt.exempt));
        self.line(1, &format!("because {:?}", exempt.because));
        self.line(1, "when");
        self.tree(2, "", &exempt.when);
    }

    fn tree(&mut self, depth: usize, prefix: &str, tree: &Tree) {
        let text = if tree.children.is_empty() { harmless(&tree.text) } else { clipped(&tree.text) };
        let mut line = format!("{prefix}{} {text}", self.mark(tree.holds));
        if tree.children.is_empty() && !tree.repeated || tree.kind == "near" || tree.kind == "then" {
            line.push_str(&excerpts(tree));
        }
        if let Some(note) = &tree.note {
            let _ = write!(line, "  ({})", harmless(note));
        }
        line.push_str(if tree.repeated { "  (shown above)" } else { "" });
        self.line(depth, &line);
        // Under the words, not under the numbers of a row.
        let depth = depth + prefix.len() / 2;
        self.rows(depth + 1, &tree.rows);
        tree.children.iter().for_each(|child| self.tree(depth + 1, "", child));
    }

    /// Rows of a score as a table: what a row can earn, what it earned, and what it asks for.
    fn rows(&mut self, depth: usize, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        self.line(depth, "points  earned");
        for row in rows {
            self.tree(depth, &format!("{:>+6}  {:>+6}  ", row.points, row.earned), &row.condition);
        }
    }

    /// The smallest set of evidence, of a rule whose condition holds.
    fn enough(&mut self, rule: &RuleExplanation) {
        if !rule.missing.is_empty()
            || !rule.when.holds
            || rule.unless.as_ref().is_some_and(|unless| unless.holds)
        {
            return;
        }
        let pieces: Vec<String> = rule.smallest.iter().map(|piece| clipped(&piece.to_string())).collect();
        let pieces = if pieces.is_empty() { "nothing has to be there".to_owned() } else { pieces.join(", ") };
        self.line(1, &format!("enough: {pieces}"));
    }

    fn missing(&mut self, missing: &[Missing]) {
        match missing.len() {
            0 => return,
            1 => self.line(1, "to fire, one change"),
            many => self.line(1, &format!("to fire, {many} changes")),
        }
        for change in missing {
            let advice: Vec<String> = change.advice.iter().map(|advice| clipped(advice)).collect();
            let note = change.note.as_ref().map(|note| format!("  ({})", harmless(note))).unwrap_or_default();
            self.line(2, &format!("{}{note}", advice.join(", or ")));
        }
    }

    pub(super) fn text_of(&mut self, field: &FieldPath, text: &str, spans: &BTreeSet<DrawnSpan<'_>>) {
        let here = spans.iter().filter(|(place, ..)| *place == field);
        let marks: Vec<Mark<'_>> = here
            .map(|(_, start, end, label)| Mark { bytes: *start as usize..*end as usize, label })
            .collect();
        if !marks.is_empty() {
            self.line(1, &field.to_string());
            drawn(text, &marks).iter().for_each(|line| self.line(2, &format!("| {line}")));
        }
    }
}

/// Field, first byte, one past the last, and what stands there.
pub(super) type DrawnSpan<'a> = (&'a FieldPath, u32, u32, String);

/// The evidence; where `when` does not hold, whatever its leaves found.
pub(super) fn drawn_spans(rule: &RuleExplanation) -> BTreeSet<DrawnSpan<'_>> {
    if rule.when.holds {
        rule.evidence.iter().map(|e| (&e.field, e.start, e.end, read_as(&e.by, &e.readings))).collect()
    } else {
        let mut spans = BTreeSet::new();
        collect_leaves(&rule.when, &mut spans);
        spans
    }
}

fn collect_leaves<'a>(tree: &'a Tree, spans: &mut BTreeSet<DrawnSpan<'a>>) {
    if tree.repeated {
        return;
    }
    if tree.children.is_empty() {
        let drawn =
            |span: &'a Excerpt| (&span.field, span.start, span.end, read_as(&tree.text, &span.readings));
        spans.extend(tree.spans.iter().map(drawn));
    }
    tree.rows.iter().for_each(|row| collect_leaves(&row.condition, spans));
    tree.children.iter().for_each(|child| collect_leaves(child, spans));
}

/// The spans of an expression, beside it.
pub(super) fn excerpts(tree: &Tree) -> String {
    let shown = tree.spans.iter().take(MOST_SPANS);
    let shown: Vec<String> = shown
        .map(|span| {
            let text = read_as(&format!("\"{}\"", clipped(&span.text)), &span.readings);
            format!("{} {}..{} {text}", span.field, span.start, span.end)
        })
        .collect();
    match (shown.is_empty(), tree.spans.len().saturating_sub(MOST_SPANS)) {
        (true, _) => String::new(),
        (false, 0) => format!("  @ {}", shown.join(", ")),
        (false, more) => format!("  @ {} and {more} more", shown.join(", ")),
    }
}

/// What was found, with the readings it had to be read through.
pub(super) fn read_as(found: &str, readings: &[&str]) -> String {
    if readings.is_empty() { found.to_owned() } else { format!("{found} by {}", readings.join(" and ")) }
}

pub(super) fn clipped(text: &str) -> String {
    let text = harmless(text);
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
