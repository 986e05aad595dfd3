//! The verdict, put together for content on which a rule fired; nothing here runs for any other.

use std::sync::Arc;

use super::eval::Eval;
use super::program::{Named, Rule};
use crate::extract::Extractor;
use crate::plan::ScopeId;
use crate::sema::hir::{Action, Status};
use crate::verdict::{Entity, Evidence, FieldPath, Fired, Verdict};

impl Eval<'_> {
    /// The verdict of the rules that fired, given in order of name.
    pub(super) fn verdict(&mut self, fired: &[u32]) -> Verdict {
        let told = fired.iter().filter_map(|&rule| self.program.rules.get(rule, &self.program.texts));
        let told: Vec<Rule<'_>> = told.collect();
        let rules: Vec<Fired> = told.iter().map(|rule| self.fired(rule)).collect();
        let exempt = self.exempt();
        let live = told.iter().filter(|rule| rule.status() == Status::Live);
        let action = live.clone().map(Rule::action).max().unwrap_or_default();
        let mut refer: Vec<Arc<str>> = live.clone().flat_map(Rule::refer).collect();
        refer.sort();
        refer.dedup();
        let free = !exempt.is_empty();
        Verdict {
            id: self.content.raw_id(),
            action: if free { Action::None } else { action },
            severity: live.filter_map(Rule::severity).max(),
            refer: if free { Vec::new() } else { refer },
            exempt,
            rules,
            entities: self.entities(),
        }
    }

    fn fired(&mut self, rule: &Rule<'_>) -> Fired {
        Fired {
            rule: rule.name(),
            status: rule.status(),
            severity: rule.severity(),
            action: rule.action(),
            because: rule.because(),
            basis: rule.basis(),
            category: rule.category(),
            signals: self.holding(rule.signals),
            scores: rule.scores.iter().map(|(name, score)| (name.into(), self.score(score))).collect(),
            evidence: self.evidence(rule.evidence),
        }
    }

    /// The names of the nodes that hold.
    fn holding(&mut self, named: Named<'_>) -> Vec<Arc<str>> {
        named.iter().filter(|(_, node)| self.holds(*node)).map(|(name, _)| name.into()).collect()
    }

    fn evidence(&mut self, named: Named<'_>) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        for (by, node) in named.iter() {
            let range = self.spans(node);
            if !range.is_empty() {
                let by: Arc<str> = by.into();
                evidence.extend(range.indices().map(|index| self.told(&by, index)));
            }
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
        let field = &self.program.facts.content.fields[slot.field.0 as usize];
        FieldPath { name: field.name.as_str().into(), index: field.list.then_some(slot.index) }
    }

    fn exempt(&mut self) -> Vec<Arc<str>> {
        self.holding(self.program.rules.exempts(&self.program.texts))
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
        let (found, _) = slot.found(self.content, extractor, self.program.facts.region.as_deref());
        entities.extend(found.iter().map(|found| Entity {
            kind: extractor.name(),
            value: found.value.clone(),
            field: field.clone(),
            start: found.start,
            end: found.end,
        }));
    }
}
