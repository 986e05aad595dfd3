//! Explanations: a checked policy and one content object go in, and for every rule comes out why it
//! fired or did not: the tree of its condition with what held and where, and for a miss the nearest
//! conditions that were missing. Everything is read off the reference interpreter, so an explanation is
//! true by the language page.

mod draw;
mod nearest;
mod notes;
mod render;
mod solve;
mod tree;

pub use nearest::Missing;
pub use tree::{Excerpt, Row, Tree};

use std::sync::Arc;

use serde::Serialize;

use crate::content::Content;
use crate::reference::Interpreter;
use crate::sema::hir::{ExemptId, Policy, Rule, RuleId, Severity, Status};
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
    /// For a miss: the fewest conditions that would have to change.
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
    let explainer = Explainer { policy, sources, interpreter: &interpreter };
    let rules: Vec<_> = chosen(policy, rule)?.into_iter().map(|rule| explainer.rule(rule)).collect();
    let fired = rules.iter().any(|rule| rule.fires);
    let exempts = if fired { explainer.exempts() } else { Vec::new() };
    Ok(Explanation { verdict: interpreter.verdict(), rules, exempts, texts: explainer.texts() })
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
}

impl Explainer<'_> {
    fn rule(&self, id: RuleId) -> RuleExplanation {
        let rule = &self.policy[id];
        let unless = rule.unless.map(|unless| self.tree(unless));
        let mut evidence = self.interpreter.evidence_of(rule.when);
        if let (Some(id), Some(Tree { holds: true, .. })) = (rule.unless, &unless) {
            evidence.extend(self.interpreter.evidence_of(id));
            evidence.sort();
            evidence.dedup();
        }
        RuleExplanation {
            rule: rule.head.qualified.as_str().into(),
            status: rule.status,
            severity: rule.severity,
            because: rule.because.as_str().into(),
            fires: self.interpreter.rule_fires(id),
            reasons: self.reasons(rule),
            when: self.tree(rule.when),
            unless,
            missing: self.missing(rule),
            evidence,
        }
    }

    fn exempts(&self) -> Vec<ExemptExplanation> {
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
        let unless_holds = rule.unless.is_some_and(holds);
        let mut reasons = Vec::new();
        reasons.extend((!holds(rule.when)).then(|| "`when` does not hold".to_owned()));
        reasons.extend(unless_holds.then(|| "`unless` holds".to_owned()));
        reasons.extend(self.status_reason(rule));
        reasons.extend((!self.interpreter.is_in_effect(rule)).then(|| self.effect_reason(rule)));
        reasons
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
