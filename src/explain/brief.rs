//! An explanation of many rules, as short as the answer is. In: an explanation. Out: its text, what fired first, then
//! what came nearest to it. A large policy shown whole buries the answer under thousands of lines, so of each
//! condition only the uppermost operands are shown, of a score only the rows that earned something, and of a
//! rule that is far from firing a single line. The whole condition of a rule is asked for by its name.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::draw::harmless;
use super::render::{DrawnSpan, Page, clipped, excerpts, read_as};
use super::{Explanation, Row, RuleExplanation, Tree};
use crate::verdict::FieldPath;

/// Explanations with so many expressions or fewer are shown whole: they fit on some screens.
const WHOLE: usize = 150;

/// A rule that takes more changes than this to fire is far from it.
const NEAR: usize = 2;

/// The most rules that did not fire of which more than a line is said.
const MISSES: usize = 3;

/// The most rows of a score that are shown; the others are added up.
const ROWS: usize = 8;

/// Operands that say nothing of their own are opened to this depth.
const DEPTH: usize = 2;

impl Explanation {
    /// The explanation for people, like [`Explanation::to_text`] where that is short. Otherwise what the verdict is,
    /// the rules that fired and what they needed, those that came near, and a line for each of the others.
    #[must_use]
    pub fn to_overview(&self, colour: bool) -> String {
        if !self.is_large() {
            return self.to_text(colour);
        }
        let mut page = Page { text: String::new(), colour };
        page.line(0, &self.summary());
        let rules = self.by_interest();
        let (told, far) = rules.split_at(self.told(&rules));
        let mut scores = BTreeSet::new();
        told.iter().for_each(|rule| page.brief(rule, &self.texts, &mut scores));
        let held = self.exempts.iter().filter(|exempt| exempt.when.holds);
        held.for_each(|exempt| page.exempt(exempt));
        if !far.is_empty() {
            page.text.push('\n');
            far.iter().for_each(|rule| page.far(rule));
        }
        page.text
    }

    /// How many of the rules, in the order of interest, are worth more than a line: those that fire. The nearest misses
    /// matter where nothing fired; beside what did, a line each will do.
    pub(super) fn told(&self, rules: &[&RuleExplanation]) -> usize {
        match rules.iter().filter(|rule| rule.fires).count() {
            0 if rules.len() == 1 => 1,
            0 => rules.iter().take(MISSES).filter(|rule| changes(rule) <= NEAR).count(),
            fired => fired,
        }
    }

    /// Whether an overview leaves something out.
    #[must_use]
    pub fn is_large(&self) -> bool {
        let trees = self.rules.iter().flat_map(|rule| std::iter::once(&rule.when).chain(&rule.unless));
        let trees = trees.chain(self.exempts.iter().map(|exempt| &exempt.when));
        trees.map(size).sum::<usize>() > WHOLE
    }

    /// The rules in the order a reader looks for them: those that fire, the gravest first; then by how little is
    /// missing.
    pub(super) fn by_interest(&self) -> Vec<&RuleExplanation> {
        let mut rules: Vec<&RuleExplanation> = self.rules.iter().collect();
        rules.sort_by_key(|rule| match rule.fires {
            true => (0, Reverse(rule.severity), 0),
            false => (1, Reverse(None), changes(rule)),
        });
        rules
    }

    /// The verdict in a line.
    fn summary(&self) -> String {
        let refer: String = self.verdict.refer.iter().map(|name| format!(", refer {name}")).collect();
        let exempt = match self.verdict.exempt.is_empty() {
            true => String::new(),
            false => format!(", exempt by {}", self.verdict.exempt.join(", ")),
        };
        let action = self.verdict.action.name();
        format!("action {action}{refer}{exempt}: {}", self.fired_words())
    }

    /// `2 of 14 rules fire`
    pub(super) fn fired_words(&self) -> String {
        let fired = self.rules.iter().filter(|rule| rule.fires).count();
        let rules = if self.rules.len() == 1 { "rule" } else { "rules" };
        let verb = if fired == 1 || self.rules.len() == 1 { "fires" } else { "fire" };
        format!("{fired} of {} {rules} {verb}", self.rules.len())
    }
}

/// What it would take to fire; those of which no way is known, or which only wait for a status or a date, come last.
fn changes(rule: &RuleExplanation) -> usize {
    if rule.missing.is_empty() { usize::MAX } else { rule.missing.len() }
}

/// The expressions of a tree.
fn size(tree: &Tree) -> usize {
    let rows = tree.rows.iter().map(|row| size(&row.condition));
    1 + rows.chain(tree.children.iter().map(size)).sum::<usize>()
}

/// The name in `seller >= 5`.
fn score_name(tree: &Tree) -> &str {
    tree.text.split_whitespace().next().unwrap_or_default()
}

/// The operands of an `and`, or a condition alone.
fn operands(tree: &Tree) -> &[Tree] {
    if tree.kind == "and" { &tree.children } else { std::slice::from_ref(tree) }
}

impl Page {
    fn brief<'t>(
        &mut self,
        rule: &'t RuleExplanation,
        texts: &[(FieldPath, String)],
        scores: &mut BTreeSet<&'t str>,
    ) {
        self.answer(rule);
        self.line(1, "when");
        operands(&rule.when).iter().for_each(|operand| self.operand(2, operand, DEPTH, scores));
        if let Some(unless) = rule.unless.as_ref().filter(|unless| unless.holds) {
            self.line(1, "unless");
            self.operand(2, unless, DEPTH, scores);
        }
        let spans = needed(rule);
        texts.iter().for_each(|(field, text)| self.text_of(field, text, &spans));
    }

    /// An operand in a line; one that shows nothing of its own is opened. A score is taken apart once.
    fn operand<'t>(&mut self, depth: usize, tree: &'t Tree, levels: usize, scores: &mut BTreeSet<&'t str>) {
        let mut line = format!("{} {}{}", self.mark(tree.holds), clipped(&tree.text), excerpts(tree));
        if let Some(note) = &tree.note {
            let _ = write!(line, "  ({})", harmless(note));
        }
        let is_known = tree.kind == "score" && !scores.insert(score_name(tree));
        line.push_str(if is_known { "  (shown above)" } else { "" });
        self.line(depth, &line);
        let is_silent = tree.spans.is_empty() && tree.note.is_none() && tree.kind != "not";
        if is_silent && tree.holds && levels > 0 {
            let held = tree.children.iter().filter(|child| child.holds && child.kind != "not");
            held.for_each(|child| self.operand(depth + 1, child, levels - 1, scores));
        }
        if !is_known {
            self.earned(depth + 1, &tree.rows);
        }
    }

    /// Of a score, what it was made of, the largest parts first.
    fn earned(&mut self, depth: usize, rows: &[Row]) {
        let paid = paid(rows);
        for row in paid.iter().take(ROWS) {
            let (text, spans) = (clipped(&row.condition.text), excerpts(&row.condition));
            self.line(depth, &format!("{:>+4}  {text}{spans}", row.earned));
        }
        let rest = paid.get(ROWS..).unwrap_or_default();
        if !rest.is_empty() {
            let points: i64 = rest.iter().map(|row| row.earned).sum();
            self.line(depth, &format!("{points:>+4}  {} other rows", rest.len()));
        }
    }

    /// A rule that is far from firing.
    fn far(&mut self, rule: &RuleExplanation) {
        let what = distance(rule);
        self.line(0, &format!("{} {} does not fire: {what}", self.mark(false), rule.rule));
    }
}

/// The rows of a score that earned something, the largest parts first.
pub(super) fn paid(rows: &[Row]) -> Vec<&Row> {
    let mut paid: Vec<&Row> = rows.iter().filter(|row| row.earned != 0).collect();
    paid.sort_by_key(|row| Reverse(row.earned.unsigned_abs()));
    paid
}

/// How far a rule is from firing, in a line.
pub(super) fn distance(rule: &RuleExplanation) -> String {
    let first = rule.missing.first().and_then(|change| change.advice.first());
    match (first, rule.missing.len()) {
        (Some(advice), 1) => format!("one change away: {}", clipped(advice)),
        (Some(advice), many) => format!("{many} changes away, one of them: {}", clipped(advice)),
        (None, _) => harmless(&rule.reasons.join("; ")),
    }
}

/// The spans of the smallest set of evidence.
pub(super) fn needed(rule: &RuleExplanation) -> BTreeSet<DrawnSpan<'_>> {
    let spans = rule.smallest.iter().flat_map(|piece| piece.spans.iter().map(move |span| (piece, span)));
    spans
        .map(|(piece, span)| {
            (&span.field, span.start, span.end, read_as(&clipped(&piece.text), &span.readings))
        })
        .collect()
}
