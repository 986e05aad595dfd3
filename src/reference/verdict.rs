//! The verdict: which rules fire, what follows from them, and what is reported.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Interpreter, Reading};
use crate::extract::{Extractor, Found};
use crate::sema::hir::{Action, ExemptId, Rule, RuleId, Status};
use crate::verdict::{Entity, Fired, Verdict};

impl Interpreter<'_> {
    /// Judges the content: "the content's action is the highest of its fired live rules, `none` without
    /// one, and `none` when exempt. Severity is the highest of the same rules; referrals are the union."
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut fired: Vec<&Rule> = self.rules_that_fire();
        fired.sort_by(|a, b| a.head.qualified.cmp(&b.head.qualified));
        let live: Vec<&Rule> = fired.iter().copied().filter(|rule| rule.status == Status::Live).collect();
        let exempt = if fired.is_empty() { Vec::new() } else { self.exempts_that_hold() };
        let acted = exempt.is_empty();
        Verdict {
            id: self.content.raw_id(),
            action: if acted { highest_action(&live) } else { Action::None },
            severity: live.iter().filter_map(|rule| rule.severity).max(),
            refer: if acted { self.recipients(&live) } else { Vec::new() },
            exempt,
            rules: fired.iter().map(|rule| self.fired(rule)).collect(),
            entities: if fired.is_empty() { Vec::new() } else { self.entities() },
        }
    }

    fn rules_that_fire(&self) -> Vec<&Rule> {
        self.rule_ids().filter(|&rule| self.rule_fires(rule)).map(|rule| &self.policy[rule]).collect()
    }

    fn rule_ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.policy.rules.len() as u32).map(RuleId)
    }

    /// "A rule fires if it is live and in effect at the content's `created_at`, `when` holds and `unless`
    /// does not"; a `shadow` rule fires in the same way, to be reported only.
    #[must_use]
    pub fn rule_fires(&self, rule: RuleId) -> bool {
        let rule = &self.policy[rule];
        self.is_evaluated(rule) && self.is_in_effect(rule) && self.condition_holds(rule)
    }

    /// "`when` holds and `unless` does not", whatever the rule's status and dates.
    #[must_use]
    pub fn condition_holds(&self, rule: &Rule) -> bool {
        let holds = |id| self.truth(id, &self.default_scope);
        holds(rule.when) && !rule.unless.is_some_and(holds)
    }

    /// "`draft` and `retired` rules are not evaluated outside tests."
    #[must_use]
    pub fn is_evaluated(&self, rule: &Rule) -> bool {
        self.circumstances.all_statuses || matches!(rule.status, Status::Live | Status::Shadow)
    }

    /// "In effect at the content's `created_at` (without one: at `--now`, by default today; both ends
    /// included, UTC)."
    #[must_use]
    pub fn is_in_effect(&self, rule: &Rule) -> bool {
        let (Some((from, to)), Some(day)) = (rule.effective, self.day()) else { return true };
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }

    /// The day the content is judged on, if any is known.
    #[must_use]
    pub fn day(&self) -> Option<time::Date> {
        let created = self.created_at().map(|at| at.to_offset(time::UtcOffset::UTC).date());
        created.or(self.circumstances.today)
    }

    /// Whether an exemption holds.
    #[must_use]
    pub fn exempt_holds(&self, exempt: ExemptId) -> bool {
        self.truth(self.policy[exempt].when, &self.default_scope)
    }

    fn exempts_that_hold(&self) -> Vec<Arc<str>> {
        let all = (0..self.policy.exempts.len() as u32).map(ExemptId);
        let holding = all.filter(|&exempt| self.exempt_holds(exempt));
        sorted(holding.map(|exempt| self.policy[exempt].head.qualified.as_str().into()))
    }

    /// "Referrals are the union" of those of the fired live rules.
    fn recipients(&self, live: &[&Rule]) -> Vec<Arc<str>> {
        let recipients = live.iter().flat_map(|rule| &rule.refer);
        sorted(recipients.map(|&recipient| self.policy[recipient].head.name.as_str().into()))
    }

    fn fired(&self, rule: &Rule) -> Fired {
        Fired {
            rule: rule.head.qualified.as_str().into(),
            status: rule.status,
            severity: rule.severity,
            action: rule.action,
            because: rule.because.as_str().into(),
            basis: rule.basis.as_deref().map(Into::into),
            category: rule.category.as_deref().map(Into::into),
            signals: self.signals_of(rule),
            scores: self.scores_of(rule),
            evidence: self.evidence_of(rule.when),
        }
    }

    /// "`entities` are everything the extractors find in the content's default scope, for content on
    /// which a rule fired."
    fn entities(&self) -> Vec<Entity> {
        let values: Vec<&Reading<'_>> = self.values_in(&self.default_scope).collect();
        let found = Extractor::ALL.into_iter().flat_map(|extractor| {
            values.iter().flat_map(move |reading| self.entities_in(extractor, reading))
        });
        let mut entities: Vec<Entity> = found.collect();
        entities.sort_by(|a, b| {
            (&a.field, a.start, a.end, a.kind, &a.value).cmp(&(&b.field, b.start, b.end, b.kind, &b.value))
        });
        entities
    }

    fn entities_in(&self, extractor: Extractor, reading: &Reading<'_>) -> Vec<Entity> {
        let field = self.path_of(reading.field, reading.index);
        let entity = |Found { start, end, value, .. }| Entity {
            kind: extractor.name(),
            value,
            field: field.clone(),
            start,
            end,
        };
        self.finds(extractor, reading).into_iter().map(entity).collect()
    }
}

/// "Actions rank `label < review < restrict < remove`."
fn highest_action(rules: &[&Rule]) -> Action {
    rules.iter().map(|rule| rule.action).max().unwrap_or_default()
}

/// In order, no repeats.
fn sorted(names: impl Iterator<Item = Arc<str>>) -> Vec<Arc<str>> {
    names.collect::<BTreeSet<_>>().into_iter().collect()
}
