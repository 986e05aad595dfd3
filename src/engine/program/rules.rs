//! Rules and exemptions as arrays.

use std::sync::Arc;

use time::Date;

use super::texts::{Interner, TextId, Texts};
use crate::flat::{Flat, Lists, stored};
use crate::plan::{self, Condition, NodeId, Plan};
use crate::sema::hir::{Action, Severity, Status};

/// Rules and exemptions.
pub(crate) struct Rules {
    /// By rule: see [`record`].
    records: Flat<Record>,
    /// By rule three lists: its signals, its scores and its evidence, each a name and its node.
    named: Lists<[u32; 2]>,
    /// By rule: the names of its recipients.
    refer: Lists<TextId>,
    /// By exemption: its name and its node.
    exempts: Flat<[u32; 2]>,
}

stored!(Rules { records, named, refer, exempts });

/// Name, reason, basis, category, what is one of a few, first and last day, `when`, `unless`.
type Record = [u32; 9];

/// Where there is none.
const NONE: u32 = u32::MAX;

/// A rule with its condition.
pub(crate) struct Rule<'p> {
    texts: &'p Texts,
    record: Record,
    refer: &'p [TextId],
    /// Signals and contexts in the order of their first mention.
    pub(crate) signals: Named<'p>,
    /// Scores, each once.
    pub(crate) scores: Named<'p>,
    /// Evidence by its name in the verdict.
    pub(crate) evidence: Named<'p>,
}

/// Names with their nodes.
#[derive(Clone, Copy)]
pub(crate) struct Named<'p> {
    texts: &'p Texts,
    list: &'p [[u32; 2]],
}

impl<'p> Named<'p> {
    /// Each name and its node.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'p str, NodeId)> {
        self.list.iter().map(move |&[name, node]| (self.texts.get(name), NodeId(node)))
    }
}

impl Rules {
    /// The rules and exemptions of a plan.
    pub(super) fn new<'p>(plan: &'p Plan, texts: &mut Interner<'p>) -> Self {
        let rules = plan.rules.iter().zip(&plan.graph.rules);
        let records = rules.map(|(rule, condition)| record(rule, condition, texts)).collect();
        let mut named = |list: &'p [(Arc<str>, NodeId)]| -> Vec<[u32; 2]> {
            list.iter().map(|(name, node)| [texts.add(name), node.0]).collect()
        };
        let lists = plan.graph.rules.iter().flat_map(|rule| [&rule.signals, &rule.scores, &rule.evidence]);
        let lists: Vec<Vec<[u32; 2]>> = lists.map(|list| named(list)).collect();
        let exempts = plan.exempts.iter().zip(&plan.graph.exempts);
        Self {
            records,
            named: Lists::of_lists(lists),
            refer: Lists::of_lists(
                plan.rules
                    .iter()
                    .map(|rule| rule.refer.iter().map(|name| texts.add(name)).collect::<Vec<_>>()),
            ),
            exempts: exempts.map(|(name, condition)| [texts.add(name), condition.when.0]).collect(),
        }
    }

    /// How many rules there are.
    pub(crate) const fn len(&self) -> usize {
        self.records.len()
    }

    /// What must hold, and what must not.
    pub(crate) fn condition(&self, rule: u32) -> Option<(NodeId, Option<NodeId>)> {
        let &[.., when, unless] = self.records.get(rule as usize)?;
        Some((NodeId(when), (unless != NONE).then_some(NodeId(unless))))
    }

    /// First and last day in effect, both included.
    pub(crate) fn effective(&self, rule: u32) -> (Option<Date>, Option<Date>) {
        let record = self.records.get(rule as usize);
        let date = |index: usize| record.and_then(|record| Date::from_julian_day(record[index] as i32).ok());
        (date(5), date(6))
    }

    /// Draft, shadow, live or retired.
    pub(crate) fn status(&self, rule: u32) -> Status {
        self.records.get(rule as usize).map_or(Status::Retired, |record| status(record[4]))
    }

    /// A rule.
    pub(crate) fn get<'p>(&'p self, rule: u32, texts: &'p Texts) -> Option<Rule<'p>> {
        let named = |which: u32| Named { texts, list: self.named.of(3 * rule + which) };
        Some(Rule {
            texts,
            record: *self.records.get(rule as usize)?,
            refer: self.refer.of(rule),
            signals: named(0),
            scores: named(1),
            evidence: named(2),
        })
    }

    /// The exemptions, in order of name.
    pub(crate) fn exempts<'p>(&'p self, texts: &'p Texts) -> Named<'p> {
        Named { texts, list: &self.exempts }
    }

    /// Whether every node it names is one of so many.
    pub(super) fn is_sound(&self, nodes: usize) -> bool {
        let is_node = |&node: &u32| (node as usize) < nodes;
        let named = self.named.items().iter().chain(&self.exempts);
        self.records.iter().all(|[.., when, unless]| is_node(when) && (*unless == NONE || is_node(unless)))
            && named.map(|[_, node]| node).all(is_node)
            && u32::try_from(self.records.len()).is_ok_and(|count| count < NONE / 3)
    }
}

impl Rule<'_> {
    /// Its qualified name.
    pub(crate) fn name(&self) -> Arc<str> {
        self.texts.get(self.record[0]).into()
    }

    /// Why.
    pub(crate) fn because(&self) -> Arc<str> {
        self.texts.get(self.record[1]).into()
    }

    /// The law or platform rule.
    pub(crate) fn basis(&self) -> Option<Arc<str>> {
        self.text(2)
    }

    /// A label for reports.
    pub(crate) fn category(&self) -> Option<Arc<str>> {
        self.text(3)
    }

    /// Recipients' names, sorted.
    pub(crate) fn refer(&self) -> impl Iterator<Item = Arc<str>> {
        self.refer.iter().map(|&name| self.texts.get(name).into())
    }

    /// Draft, shadow, live or retired.
    pub(crate) fn status(&self) -> Status {
        status(self.record[4])
    }

    /// If given.
    pub(crate) fn severity(&self) -> Option<Severity> {
        let [_, severity, ..] = self.record[4].to_le_bytes();
        SEVERITIES.get(usize::from(severity).checked_sub(1)?).copied()
    }

    /// What it does.
    pub(crate) fn action(&self) -> Action {
        let [.., action, _] = self.record[4].to_le_bytes();
        ACTIONS.get(usize::from(action)).copied().unwrap_or_default()
    }

    fn text(&self, index: usize) -> Option<Arc<str>> {
        let id = self.record[index];
        (id != NONE).then(|| self.texts.get(id).into())
    }
}

const STATUSES: [Status; 4] = [Status::Draft, Status::Shadow, Status::Live, Status::Retired];
const SEVERITIES: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
const ACTIONS: [Action; 5] = [Action::None, Action::Label, Action::Review, Action::Restrict, Action::Remove];

fn status(bits: u32) -> Status {
    let [status, ..] = bits.to_le_bytes();
    STATUSES.get(usize::from(status)).copied().unwrap_or(Status::Retired)
}

fn record<'p>(rule: &'p plan::Rule, condition: &Condition, texts: &mut Interner<'p>) -> Record {
    let place = |found: Option<usize>| found.unwrap_or_default() as u8;
    let status = place(STATUSES.iter().position(|&status| status == rule.status));
    let action = place(ACTIONS.iter().position(|&action| action == rule.action));
    // 0 is none.
    let severity = SEVERITIES.iter().position(|&severity| Some(severity) == rule.severity);
    let severity = severity.map_or(0, |place| place as u8 + 1);
    // No date has this number, so that it is none.
    let day = |date: Option<Date>| date.map_or(i32::MIN, Date::to_julian_day) as u32;
    let mut text = |text: &'p Option<Arc<str>>| text.as_deref().map_or(NONE, |text| texts.add(text));
    let (basis, category) = (text(&rule.basis), text(&rule.category));
    [
        texts.add(&rule.name),
        texts.add(&rule.because),
        basis,
        category,
        u32::from_le_bytes([status, severity, action, 0]),
        day(rule.effective.0),
        day(rule.effective.1),
        condition.when.0,
        condition.unless.map_or(NONE, |unless| unless.0),
    ]
}
