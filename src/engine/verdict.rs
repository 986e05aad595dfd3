//! The verdict, put together for content on which a rule fired; nothing here runs for any other.

use std::sync::Arc;

use super::eval::Eval;
use crate::extract::Extractor;
use crate::plan::{Condition, Rule, ScopeId};
use crate::sema::hir::{Action, Status};
use crate::verdict::{Entity, Evidence, FieldPath, Fired, Verdict};

impl Eval<'_> {
    /// The verdict of the rules that fired, given in order of name.
    pub(super) fn verdict(&mut self, fired: &[u32]) -> Verdict {
        let rules: Vec<Fired> = fired.iter().map(|&rule| self.fired(rule)).collect();
        let exempt = self.exempt();
        let live = fired.iter().map(|&rule| &self.plan.rules[rule as usize]);
        let live = live.filter(|rule| rule.status == Status::Live);
        let action = live.clone().map(|rule| rule.action).max().unwrap_or_default();
        let mut refer: Vec<Arc<str>> = live.clone().flat_map(|rule| rule.refer.iter().cloned()).collect();
        refer.sort();
        refer.dedup();
        let free = !exempt.is_empty();
        Verdict {
            id: self.content.raw_id(),
            action: if free { Action::None } else { action },
            severity: live.filter_map(|rule| rule.severity).max(),
            refer: if free { Vec::new() } else { refer },
            exempt,
            rules,
            entities: self.entities(),
        }
    }

    fn fired(&mut self, rule: u32) -> Fired {
        let plan = self.plan;
        let (rule, condition) = (&plan.rules[rule as usize], &plan.graph.rules[rule as usize]);
        let Rule { name, status, severity, action, because, basis, category, .. } = rule.clone();
        let scores = condition.scores.iter();
        Fired {
            rule: name,
            status,
            severity,
            action,
            because,
            basis,
            category,
            signals: self.signals(condition),
            scores: scores.map(|(name, score)| (name.clone(), self.score(*score))).collect(),
            evidence: self.evidence(condition),
        }
    }

    fn signals(&mut self, condition: &Condition) -> Vec<Arc<str>> {
        let signals = condition.signals.iter().filter(|(_, node)| self.holds(*node));
        signals.map(|(name, _)| name.clone()).collect()
    }

    fn evidence(&mut self, condition: &Condition) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        for (by, node) in &condition.evidence {
            let range = self.spans(*node);
            evidence.extend(range.indices().map(|index| self.told(by, index)));
        }
        evidence.sort_unstable();
        evidence.dedup();
        evidence
    }

    fn told(&mut self, by: &Arc<str>, index: usize) -> Evidence {
        let span = self.scratch.spans[index];
        let original = self.scratch.values.slot(span.value).original(self.content);
        Evidence {
            field: self.path(span.value),
            start: span.start,
            end: span.end,
            by: by.clone(),
            text: original[span.start as usize..span.end as usize].to_owned(),
            readings: span.readings.names().collect(),
        }
    }

    fn path(&mut self, value: u32) -> FieldPath {
        let slot = self.scratch.values.slot(value);
        let field = &self.plan.content.fields[slot.field.0 as usize];
        FieldPath { name: field.name.as_str().into(), index: field.list.then_some(slot.index) }
    }

    fn exempt(&mut self) -> Vec<Arc<str>> {
        let plan = self.plan;
        let exempts = plan.exempts.iter().zip(&plan.graph.exempts);
        let holding = exempts.filter(|(_, condition)| self.holds(condition.when));
        holding.map(|(name, _)| name.clone()).collect()
    }

    fn entities(&mut self) -> Vec<Entity> {
        let mut entities = Vec::new();
        for value in 0..self.scratch.values.len() as u32 {
            if self.is_in(ScopeId::DEFAULT, value) {
                Extractor::ALL
                    .into_iter()
                    .for_each(|extractor| self.entities_of(extractor, value, &mut entities));
            }
        }
        entities.sort_by(|a, b| (&a.field, a.start, a.end, a.kind).cmp(&(&b.field, b.start, b.end, b.kind)));
        entities
    }

    fn entities_of(&mut self, extractor: Extractor, value: u32, entities: &mut Vec<Entity>) {
        let field = self.path(value);
        let slot = self.scratch.values.slot(value);
        let (found, _) = slot.found(self.content, extractor, self.plan.region.as_deref());
        entities.extend(found.iter().map(|found| Entity {
            kind: extractor.name(),
            value: found.value.clone(),
            field: field.clone(),
            start: found.start,
            end: found.end,
        }));
    }
}
