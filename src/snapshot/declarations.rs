//! Lexicons, signals, scores, rules and exemptions, a fact on a line.

use super::Page;
use super::words::{folded, quoted, written};
use crate::sema::hir::{
    Action, Exempt, Facts, Lexicon, Recipient, Rule, Score, ScoreBody, ScoreRow, Signal, Status, Term,
};
use crate::sema::print::{action, severity, status};

impl Page<'_> {
    /// Terms sorted by language and by what they are compared as, one on a line.
    pub(super) fn lexicon(&mut self, lexicon: &Lexicon) {
        self.open(&format!("lexicon {}", self.names.shown(&lexicon.head)));
        let includes = lexicon.includes.iter().map(|&id| self.names.shown(&self.policy[id].head));
        let mut includes: Vec<&str> = includes.collect();
        includes.sort_unstable();
        includes.iter().for_each(|name| self.line(1, &format!("with {name}")));
        let terms = lexicon.terms.iter().map(|&id| self.term(&self.policy[id]));
        let mut terms: Vec<(&str, String, String)> = terms.collect();
        terms.sort_unstable();
        terms.iter().for_each(|(.., line)| self.line(1, line));
    }

    /// Its language, what it is compared as, and its line: `en "dingh[y|ies]" = dinghies | dinghy { source "…" }`.
    fn term<'t>(&self, term: &'t Term) -> (&'t str, String, String) {
        let lang = term.lang.as_deref().unwrap_or("any");
        let (written, folded) = (written(self.policy, term), folded(&self.policy[term.pattern]));
        let same = written.split('"').nth(1) == Some(folded.as_str());
        let compared = if same { String::new() } else { format!(" = {folded}") };
        let line = format!("{lang} {written}{compared}{}", facts(&term.facts));
        (lang, folded, line)
    }

    pub(super) fn signal(&mut self, signal: &Signal) {
        let keyword = if signal.context { "context" } else { "signal" };
        self.open(&format!("{keyword} {}", self.names.shown(&signal.head)));
        self.condition(1, signal.body);
    }

    /// Rows by their points, the most first.
    pub(super) fn score(&mut self, score: &Score) {
        self.open(&format!("score {}", self.names.shown(&score.head)));
        let mut rows: Vec<(i64, String)> =
            score.rows.iter().map(|row| (row.points, self.score_row(row))).collect();
        rows.sort_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.cmp(right)));
        rows.iter().for_each(|(_, row)| self.out.push_str(row));
    }

    fn score_row(&self, row: &ScoreRow) -> String {
        let points = format!("{:+} ", row.points);
        match &row.body {
            ScoreBody::Expr(body) => self.condition_of(*body).after(&points, 1),
            ScoreBody::Each { operand, up_to, .. } => {
                let limit = up_to.map(|limit| format!(" up to {limit}")).unwrap_or_default();
                format!("  {points}each of {}{limit}\n", self.condition_of(*operand).into_unit())
            }
        }
    }

    pub(super) fn rule(&mut self, rule: &Rule) {
        self.open(&format!("rule {}", rule.head.qualified));
        if rule.status != Status::Live {
            self.line(1, &format!("status {}", status(rule.status)));
        }
        self.clause("when", rule.when);
        rule.unless.iter().for_each(|&unless| self.clause("unless", unless));
        self.line(1, &format!("then {}", self.then(rule)));
        rule.severity.iter().for_each(|level| self.line(1, &format!("severity {}", severity(*level))));
        rule.category.iter().for_each(|category| self.line(1, &format!("category {category}")));
        if let Some((from, to)) = rule.effective {
            let day = |date: Option<time::Date>| date.map(|date| date.to_string()).unwrap_or_default();
            self.line(1, &format!("effective {}..{}", day(from), day(to)));
        }
        self.fact("because", Some(&rule.because));
        self.fact("basis", rule.basis.as_deref());
        let hits = rule.examples.iter().filter(|example| example.hit).count();
        if !rule.examples.is_empty() {
            self.line(1, &format!("examples {hits} hit, {} miss", rule.examples.len() - hits));
        }
    }

    /// `remove, refer nca`; `nothing` for a rule that only reports.
    fn then(&self, rule: &Rule) -> String {
        let named = |recipient: &Recipient| format!("refer {}", recipient.head.name);
        let mut parts: Vec<String> = rule.refer.iter().map(|&id| named(&self.policy[id])).collect();
        parts.sort_unstable();
        if rule.action != Action::None {
            parts.insert(0, action(rule.action).to_owned());
        }
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
    }

    pub(super) fn exempt(&mut self, exempt: &Exempt) {
        self.open(&format!("exempt {}", exempt.head.qualified));
        self.clause("when", exempt.when);
        self.fact("because", Some(&exempt.because));
    }
}

/// ` { source "…", reviewed …, expires …, note "…" }`, where there are any.
fn facts(facts: &Facts) -> String {
    let text = |key, value: Option<&str>| value.map(|text| format!("{key} {}", quoted(text)));
    let date = |key, value: Option<time::Date>| value.map(|date| format!("{key} {date}"));
    let all = [
        text("source", facts.source.as_deref()),
        date("reviewed", facts.reviewed),
        date("expires", facts.expires),
        text("note", facts.note.as_deref()),
    ];
    let given: Vec<String> = all.into_iter().flatten().collect();
    if given.is_empty() { String::new() } else { format!(" {{ {} }}", given.join(", ")) }
}
