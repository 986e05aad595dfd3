//! Explanations: a checked policy and one content object go in, and for every rule comes out why it
//! fired or did not: the tree of its condition with what held and where, and for a miss the nearest
//! way to fire; for a hit, the smallest set of evidence that is enough. Everything is read off the reference interpreter, so an explanation is
//! true by the language page.

mod advice;
mod brief;
mod draw;
mod enough;
mod formula;
mod html;
mod nearest;
mod notes;
mod render;
mod solve;
mod tree;

pub use enough::Enough;
pub use html::html_page;
pub use nearest::Missing;
pub use tree::{Excerpt, Row, Tree};

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::content::{Content, FieldId};
use crate::reference::Interpreter;
use crate::sema::hir::{ExemptId, ExprId, Policy, Rule, RuleId, ScoreId, Severity, SignalId, Status};
use crate::source::Sources;
use crate::span::Place;
use crate::verdict::{Circumstances, Evidence, FieldPath, Verdict};

/// Why the rules of a policy fired on one content object, or did not.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The verdict that is explained.
    pub verdict: Verdict,
    /// The rules asked for, sorted by qualified name.
    pub rules: Vec<RuleExplanation>,
    /// Every exemption, where one of these rules fired.
    pub exempts: Vec<ExemptExplanation>,
    /// The texts of the content, to draw spans under.
    #[serde(skip)]
    pub texts: Vec<(FieldPath, String)>,
}

/// Why one rule fired, or did not.
#[derive(Clone, Debug, Serialize)]
pub struct RuleExplanation {
    /// Qualified name.
    pub rule: Arc<str>,
    /// Draft, shadow, live or retired.
    pub status: Status,
    /// If the rule has one.
    pub severity: Option<Severity>,
    /// What its author says.
    pub because: Arc<str>,
    /// Whether it fires.
    pub fires: bool,
    /// What keeps it from firing, or its firing from having an effect; a line each.
    pub reasons: Vec<String>,
    /// The condition.
    pub when: Tree,
    /// The exception.
    pub unless: Option<Tree>,
    /// Where the condition holds: the smallest set of evidence that keeps it so.
    pub smallest: Vec<Enough>,
    /// Where it does not: the fewest conditions that would have to change.
    pub missing: Vec<Missing>,
    /// Spans of the operands of `when`, and of `unless` where it holds.
    pub evidence: Vec<Evidence>,
}

/// Whether an exemption holds, and why.
#[derive(Clone, Debug, Serialize)]
pub struct ExemptExplanation {
    /// Qualified name.
    pub exempt: Arc<str>,
    /// What its author says.
    pub because: Arc<str>,
    /// The condition.
    pub when: Tree,
}

/// No rule has the name that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{name}`{}", .nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// As asked for.
    pub name: String,
    /// The rule with the most similar name, if one is similar.
    pub nearest: Option<String>,
}

/// Explains the verdict on a content object: of all rules, or of those with a name, qualified or not.
/// `sources` are those the policy was analysed from.
///
/// # Errors
/// Where no rule has that name.
pub fn explain(
    policy: &Policy,
    sources: &Sources,
    content: &Content,
    circumstances: Circumstances,
    rule: Option<&str>,
) -> Result<Explanation, UnknownRule> {
    let interpreter = Interpreter::new(policy, content, circumstances);
    let explainer = Explainer { policy, sources, interpreter: &interpreter, shown: RefCell::default() };
    let mut rules: Vec<_> = chosen(policy, rule)?.into_iter().map(|rule| explainer.rule(rule)).collect();
    let verdict = interpreter.verdict();
    for rule in rules.iter_mut().filter(|rule| rule.fires && rule.status == Status::Live) {
        let exempt = (!verdict.exempt.is_empty()).then(|| exempt_reason(&verdict));
        rule.reasons.extend(exempt);
    }
    let fired = rules.iter().any(|rule| rule.fires);
    let exempts = if fired { explainer.exempts() } else { Vec::new() };
    Ok(Explanation { verdict, rules, exempts, texts: explainer.texts() })
}

fn exempt_reason(verdict: &Verdict) -> String {
    format!("exempt by {}: no action, no referral", verdict.exempt.join(", "))
}

/// The rules with this name, or all; sorted by qualified name.
fn chosen(policy: &Policy, name: Option<&str>) -> Result<Vec<RuleId>, UnknownRule> {
    let is_meant =
        |rule: &Rule| name.is_none_or(|name| rule.head.qualified == name || rule.head.name == name);
    let ids = (0..policy.rules.len() as u32).map(RuleId);
    let mut chosen: Vec<RuleId> = ids.filter(|&id| is_meant(&policy[id])).collect();
    chosen.sort_by(|&a, &b| policy[a].head.qualified.cmp(&policy[b].head.qualified));
    match name {
        Some(name) if chosen.is_empty() => Err(unknown_rule(policy, name)),
        _ => Ok(chosen),
    }
}

/// Similarity below which a name is no suggestion.
const LEAST_SIMILARITY: f64 = 0.7;

fn unknown_rule(policy: &Policy, name: &str) -> UnknownRule {
    let likeness = |rule: &Rule| {
        strsim::jaro_winkler(&rule.head.qualified, name).max(strsim::jaro_winkler(&rule.head.name, name))
    };
    let similar = policy.rules.iter().filter(|rule| likeness(rule) >= LEAST_SIMILARITY);
    let nearest = similar.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    UnknownRule { name: name.to_owned(), nearest: nearest.map(|rule| rule.head.qualified.clone()) }
}

/// What every part of an explanation is drawn from.
struct Explainer<'a> {
    policy: &'a Policy,
    sources: &'a Sources,
    interpreter: &'a Interpreter<'a>,
    /// Signals and scores whose inside the tree of this rule shows already, with their scopes.
    shown: RefCell<FxHashSet<(Named, Vec<FieldId>)>>,
}

/// What can be mentioned several times.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named {
    Signal(SignalId),
    Score(ScoreId),
}

impl Explainer<'_> {
    fn rule(&self, id: RuleId) -> RuleExplanation {
        let rule = &self.policy[id];
        self.shown.borrow_mut().clear();
        let when = self.tree(rule.when);
        let unless = rule.unless.map(|unless| self.tree(unless));
        let mut evidence = self.interpreter.evidence_of(rule.when);
        if let (Some(id), Some(Tree { holds: true, .. })) = (rule.unless, &unless) {
            evidence.extend(self.interpreter.evidence_of(id));
            evidence.sort();
            evidence.dedup();
        }
        let condition = self.condition(rule);
        let mut reasons = self.reasons(rule);
        let missing = self.missing(&condition).unwrap_or_else(|| {
            reasons.push("no way to fire was found: what it asks for excludes itself".to_owned());
            Vec::new()
        });
        RuleExplanation {
            rule: rule.head.qualified.as_str().into(),
            status: rule.status,
            severity: rule.severity,
            because: rule.because.as_str().into(),
            fires: self.interpreter.rule_fires(id),
            reasons,
            when,
            unless,
            smallest: if condition.formula.holds() { self.enough(&condition) } else { Vec::new() },
            missing,
            evidence,
        }
    }

    fn exempts(&self) -> Vec<ExemptExplanation> {
        self.shown.borrow_mut().clear();
        let all = (0..self.policy.exempts.len() as u32).map(ExemptId).map(|id| &self.policy[id]);
        let mut explained: Vec<ExemptExplanation> = all
            .map(|exempt| ExemptExplanation {
                exempt: exempt.head.qualified.as_str().into(),
                because: exempt.because.as_str().into(),
                when: self.tree(exempt.when),
            })
            .collect();
        explained.sort_by(|a, b| a.exempt.cmp(&b.exempt));
        explained
    }

    /// What keeps a rule from firing, or its firing from having an effect.
    fn reasons(&self, rule: &Rule) -> Vec<String> {
        let scope = self.interpreter.default_scope();
        let holds = |id| self.interpreter.truth(id, scope);
        let unless = rule.unless.filter(|&unless| holds(unless));
        let mut reasons = Vec::new();
        reasons.extend((!holds(rule.when)).then(|| "`when` does not hold".to_owned()));
        reasons.extend(unless.map(|unless| self.unless_reason(unless)));
        reasons.extend(self.status_reason(rule));
        reasons.extend((!self.interpreter.is_in_effect(rule)).then(|| self.effect_reason(rule)));
        reasons
    }

    /// `unless` and what made it hold, the smallest set of it.
    fn unless_reason(&self, unless: ExprId) -> String {
        let pieces = self.enough(&self.condition_of(unless));
        let pieces: Vec<String> = pieces.iter().map(ToString::to_string).collect();
        match pieces.is_empty() {
            true => "`unless` stands in the way: it holds".to_owned(),
            false => format!("`unless` stands in the way: {}", pieces.join(", ")),
        }
    }

    fn status_reason(&self, rule: &Rule) -> Option<String> {
        match rule.status {
            Status::Live => None,
            Status::Shadow => Some("`status shadow`: reported, never acted on".to_owned()),
            Status::Draft => Some("`status draft`: not evaluated outside tests".to_owned()),
            Status::Retired => Some("`status retired`: not evaluated outside tests".to_owned()),
        }
    }

    fn effect_reason(&self, rule: &Rule) -> String {
        let (from, to) = rule.effective.unwrap_or_default();
        let date = |date: Option<time::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let day = date(self.interpreter.day());
        format!("not in effect: `effective {}..{}`, judged on {day}", date(from), date(to))
    }

    /// The source text of a place, on one line.
    fn written(&self, place: Place) -> String {
        let text = self.sources.get(place.file).text.get(place.span.range()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn texts(&self) -> Vec<(FieldPath, String)> {
        let named = |reading: &crate::reference::Reading<'_>| {
            (self.interpreter.path_of(reading.field, reading.index), reading.original.to_owned())
        };
        self.interpreter.readings().iter().map(named).collect()
    }
}
