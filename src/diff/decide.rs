//! Verdicts on pairs of conditions. Equal nodes need no thought. For others two questions are asked: can the old one hold
//! where the new one does not, and the other way round; each is answered by a proof or by content.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::judges::{Condition, Judges, Subject, holds};
use super::pairs::Pair;
use super::report::{Change, Declaration, Meaning, Which, Witness};
use super::witness::{Found, Hunt, PURSE, object};
use super::written::{Written, difference};
use super::{facets, pairs_of};
use crate::content::Content;
use crate::logic::{Model, NodeId, Problem, Search, SimpleId, Wish};
use crate::sema::hir::{ExprId, Within};

/// Conditions named in what is said of a model.
const MOST_NAMED: usize = 3;

/// A pair of which the verdict is still to be found.
struct Open<'p> {
    /// Where it stands: in the rules or the exemptions, and which.
    exempt: bool,
    place: usize,
    nodes: (NodeId, NodeId),
    conditions: (Condition, Condition),
    examples: Vec<&'p Content>,
}

/// Decides about all pairs of two policies.
pub(super) struct Decider<'p> {
    old: Written<'p>,
    new: Written<'p>,
    problem: &'p Problem<'p>,
    /// Declarations that are written differently, by name.
    differing: FxHashMap<&'p str, &'p Declaration>,
    rules: Vec<Change>,
    exempts: Vec<Change>,
    open: Vec<Open<'p>>,
    /// How many heavy models may still be tried for content on which rules differ.
    purse: Cell<usize>,
}

impl<'p> Decider<'p> {
    pub(super) fn new(
        old: Written<'p>,
        new: Written<'p>,
        problem: &'p Problem<'p>,
        declarations: &'p [Declaration],
    ) -> Self {
        let differing =
            declarations.iter().filter(|one| !one.moved).map(|one| (one.name.as_str(), one)).collect();
        let (rules, exempts, open) = Default::default();
        let purse = Cell::new(PURSE);
        Self { old, new, problem, differing, rules, exempts, open, purse }
    }

    /// Adds the rules, whose conditions are these nodes.
    pub(super) fn add_rules(&mut self, nodes: &(Vec<NodeId>, Vec<NodeId>)) {
        let (old, new) = (self.old.policy, self.new.policy);
        let names = |policy: &'p crate::sema::hir::Policy| {
            policy.rules.iter().map(|rule| rule.head.qualified.as_str())
        };
        for pair in pairs_of(names(old), names(new), nodes) {
            let (before, after) = (pair.old.map(|at| &old.rules[at]), pair.new.map(|at| &new.rules[at]));
            let condition =
                |rule: &crate::sema::hir::Rule| Condition { when: rule.when, unless: rule.unless };
            let mut change = self.change(
                before.map(|rule| rule.head.qualified.as_str()),
                after.map(|rule| rule.head.qualified.as_str()),
            );
            if let (Some(before), Some(after)) = (before, after) {
                change.facets = facets::rule((old, before), (new, after));
                let conditions = (condition(before), condition(after));
                self.compare(&mut change, conditions);
                let examples = before.examples.iter().chain(&after.examples);
                let examples = examples.map(|example| &example.content).collect();
                self.note(pair, nodes, conditions, examples, false);
            }
            self.rules.push(change);
        }
    }

    /// Adds the exemptions, whose conditions are these nodes.
    pub(super) fn add_exempts(&mut self, nodes: &(Vec<NodeId>, Vec<NodeId>)) {
        let (old, new) = (self.old.policy, self.new.policy);
        let names = |policy: &'p crate::sema::hir::Policy| {
            policy.exempts.iter().map(|exempt| exempt.head.qualified.as_str())
        };
        for pair in pairs_of(names(old), names(new), nodes) {
            let (before, after) = (pair.old.map(|at| &old.exempts[at]), pair.new.map(|at| &new.exempts[at]));
            let mut change = self.change(
                before.map(|exempt| exempt.head.qualified.as_str()),
                after.map(|exempt| exempt.head.qualified.as_str()),
            );
            if let (Some(before), Some(after)) = (before, after) {
                change.facets = facets::exempt(before, after);
                let condition = |when: ExprId| Condition { when, unless: None };
                let conditions = (condition(before.when), condition(after.when));
                self.compare(&mut change, conditions);
                self.note(pair, nodes, conditions, Vec::new(), true);
            }
            self.exempts.push(change);
        }
    }

    fn change(&self, before: Option<&str>, after: Option<&str>) -> Change {
        let verdict = match (before, after) {
            (None, _) => Meaning::Added,
            (_, None) => Meaning::Removed,
            _ => Meaning::Equivalent,
        };
        Change {
            name: after.or(before).unwrap_or_default().to_owned(),
            was: before.filter(|before| after.is_some_and(|after| after != *before)).map(str::to_owned),
            verdict,
            untouched: false,
            facets: Vec::new(),
            why: Vec::new(),
            unknown: None,
            witnesses: Vec::new(),
        }
    }

    /// Where the conditions of a pair, and what they use, are written differently.
    fn compare(&self, change: &mut Change, (old, new): (Condition, Condition)) {
        let shown = |written: &Written<'_>, expr: Option<ExprId>| expr.map(|expr| written.expr(expr));
        for (word, before, after) in [
            ("when", shown(&self.old, Some(old.when)), shown(&self.new, Some(new.when))),
            ("unless", shown(&self.old, old.unless), shown(&self.new, new.unless)),
        ] {
            let difference = match (before, after) {
                (Some(before), Some(after)) => difference(&before, &after),
                (Some(before), None) => Some(format!("`{before}` → nothing")),
                (None, Some(after)) => Some(format!("nothing → `{after}`")),
                (None, None) => None,
            };
            change.why.extend(difference.map(|difference| format!("{word}: {difference}")));
        }
        if !self.differing.is_empty() {
            let roots = |condition: Condition| -> Vec<ExprId> {
                std::iter::once(condition.when).chain(condition.unless).collect()
            };
            let (mut used, other) = (self.old.uses(&roots(old)), self.new.uses(&roots(new)));
            used.extend(other);
            let mut declarations: Vec<&Declaration> =
                used.iter().filter_map(|name| self.differing.get(name.as_str()).copied()).collect();
            declarations.sort_unstable_by_key(|one| (&one.name, one.kind));
            change
                .why
                .extend(declarations.iter().map(|one| format!("{} {}: {}", one.kind, one.name, one.how)));
        }
        change.untouched = change.why.is_empty();
    }

    /// Notes a pair whose nodes are not the same.
    fn note(
        &mut self,
        pair: Pair,
        nodes: &(Vec<NodeId>, Vec<NodeId>),
        conditions: (Condition, Condition),
        examples: Vec<&'p Content>,
        exempt: bool,
    ) {
        let (Some(old), Some(new)) = (pair.old, pair.new) else { return };
        let nodes = (nodes.0[old], nodes.1[new]);
        if nodes.0 != nodes.1 {
            let place = if exempt { self.exempts.len() } else { self.rules.len() };
            self.open.push(Open { exempt, place, nodes, conditions, examples });
        }
    }

    /// The verdicts.
    pub(super) fn decide(mut self) -> (Vec<Change>, Vec<Change>) {
        let open = std::mem::take(&mut self.open);
        if open.is_empty() {
            return (self.rules, self.exempts);
        }
        let conditions: Vec<(Condition, Condition)> = open.iter().map(|open| open.conditions).collect();
        let judges = Judges::new(self.old.policy, self.new.policy, &conditions);
        for (number, open) in open.iter().enumerate() {
            let decided = self.decided(open, &judges, Subject(number));
            let changes = if open.exempt { &mut self.exempts } else { &mut self.rules };
            let change = &mut changes[open.place];
            (change.verdict, change.witnesses, change.unknown) = decided;
            change.untouched = false;
        }
        (self.rules, self.exempts)
    }

    fn decided(
        &self,
        open: &Open<'p>,
        judges: &Judges,
        subject: Subject,
    ) -> (Meaning, Vec<Witness>, Option<String>) {
        let (old, new) = open.nodes;
        let mut search = Search::new(self.problem, &[old, new]);
        let content_type = &self.new.policy.content;
        let hunt = Hunt { problem: self.problem, content_type, judges, subject, purse: &self.purse };
        let lost = hunt.find(&mut search, (old, new), false, &open.examples);
        search.start_again();
        let gained = hunt.find(&mut search, (new, old), true, &open.examples);
        let mut witnesses = Vec::new();
        let mut unknown = Vec::new();
        let (lost, gained) = (
            self.shown(lost, Which::Old, open, &mut witnesses, &mut unknown),
            self.shown(gained, Which::New, open, &mut witnesses, &mut unknown),
        );
        let verdict = match (lost, gained) {
            (Known::Never, Known::Never) => Meaning::Equivalent,
            (Known::Never, Known::Shown) => Meaning::Wider,
            (Known::Shown, Known::Never) => Meaning::Narrower,
            (Known::Shown, Known::Shown) => Meaning::Changed,
            _ => Meaning::Unknown,
        };
        let known = match (lost, gained) {
            (Known::Never, Known::Neither) => Some("the new one holds wherever the old one does"),
            (Known::Neither, Known::Never) => Some("the new one holds nowhere the old one does not"),
            (Known::Shown, Known::Neither) => Some("the new one does not hold everywhere the old one does"),
            (Known::Neither, Known::Shown) => Some("the new one holds where the old one does not"),
            _ => None,
        };
        unknown.extend(known.map(|known| format!("proven: {known}")));
        let unknown = (verdict == Meaning::Unknown).then(|| unknown.join("; "));
        (verdict, witnesses, unknown)
    }

    /// Notes what was found: content as it can be read again, or what stood in the way.
    fn shown(
        &self,
        found: Found,
        only: Which,
        open: &Open<'_>,
        witnesses: &mut Vec<Witness>,
        unknown: &mut Vec<String>,
    ) -> Known {
        match found {
            Found::Never => Known::Never,
            Found::Content(content) => {
                let json = object(&self.new.policy.content, &content);
                let read = self.new.policy.content.read_value(&json).ok();
                let (old, new) = open.conditions;
                let is_so = read.is_some_and(|content| {
                    let old = holds(self.old.policy, old, &content);
                    let new = holds(self.new.policy, new, &content);
                    (old, new) == (only == Which::Old, only == Which::New)
                });
                if !is_so {
                    unknown.push("the reference interpreter does not agree with the matcher on a post; please report this".to_owned());
                    return Known::Neither;
                }
                witnesses.push(Witness { only, content: json });
                Known::Shown
            }
            Found::Neither(model) => {
                let other = if only == Which::Old { "new" } else { "old" };
                let start = format!("whether only the {} one can hold is open", only.name());
                unknown.push(match model {
                    None => format!("{start}: deciding it takes too much work"),
                    Some(model) => {
                        format!("{start}: no post could be written that has {}, and that the {other} one passes over", self.described(&model))
                    }
                });
                Known::Neither
            }
        }
    }

    /// A model in words: what should hold, what only one of the policies knows first, and what of that should not.
    fn described(&self, model: &Model) -> String {
        let is_own = |wish: &&Wish| match wish {
            Wish::Any(members) | Wish::Count { of: members, .. } => self.is_own(members),
            Wish::Pair { left, right, .. } => self.is_own(left) || self.is_own(right),
            Wish::Fact(_) => false,
        };
        let (own, others): (Vec<&Wish>, Vec<&Wish>) = model.holds.iter().partition(is_own);
        let mut parts: Vec<String> = Vec::new();
        for part in own.into_iter().chain(others).map(|wish| self.wish(wish)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let rest = parts.len().saturating_sub(MOST_NAMED);
        parts.truncate(MOST_NAMED);
        if rest > 0 {
            parts.push(format!("{rest} more"));
        }
        let without: Vec<String> =
            model.fails.iter().filter(is_own).take(MOST_NAMED).map(|wish| self.wish(wish)).collect();
        let without =
            if without.is_empty() { String::new() } else { format!(", but not {}", without.join(", ")) };
        if parts.is_empty() { "nothing special".to_owned() } else { format!("{}{without}", parts.join(", ")) }
    }

    fn is_own(&self, members: &[SimpleId]) -> bool {
        members.iter().any(|&simple| !self.problem.is_shared(simple))
    }

    fn wish(&self, wish: &Wish) -> String {
        match wish {
            Wish::Any(members) => self.problem.describe_any(members),
            Wish::Pair { left, right, within } => {
                let within = match within {
                    Within::Words(words) => format!("{words} words"),
                    Within::Sentence => "sentence".to_owned(),
                };
                let (left, right) = (self.problem.describe_any(left), self.problem.describe_any(right));
                format!("{left} then {right} within {within}")
            }
            Wish::Count { of, at_least, .. } => format!("{at_least} of {}", self.problem.describe_any(of)),
            Wish::Fact(fact) => self.problem.describe_fact(fact, &self.new.policy.content),
        }
    }
}

/// What is known of one direction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Never,
    Shown,
    Neither,
}
