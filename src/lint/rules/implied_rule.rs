//! A rule that fires only where another one fires, which does as much: it never changes a verdict's action.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::FxHashMap;

use crate::lint::conditions::{Conditions, Shape, ShapeId};
use crate::sema::hir::{Rule, Status};

pub(super) const LINT: Lint = Lint { code: Code::ImpliedRule, find };

/// Rules that are compared with one for each part of its condition: few share the rarest part of theirs.
const MAX_CANDIDATES: usize = 4;
/// Alternatives of a condition by which it is found.
const MAX_ALTERNATIVES: usize = 16;

fn find(subject: &Subject<'_>, report: &mut Report) {
    let formulas = subject.conditions();
    let rules = &subject.policy.rules;
    let index = Index::new(formulas, rules);
    for (number, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.status == Status::Live) {
        let other = index.candidates(rule).find(|&other| {
            let wide = &rules[other];
            let equal = || does_as_much(rule, wide) && implies(formulas, wide, rule);
            // Of two that are equal the first stays.
            other != number
                && does_as_much(wide, rule)
                && implies(formulas, rule, wide)
                && (other < number || !equal())
        });
        let Some(other) = other.map(|other| &rules[other]) else { continue };
        let found = report.tell(
            rule.head.place,
            format!("wherever `{}` fires, `{}` fires too and does as much", rule.head.name, other.head.name),
            "this rule changes no action",
            "remove it, or let it ask for something else",
        );
        found.also(other.head.place, "the other rule is here");
    }
}

/// Whether everything that comes of a rule comes of another.
fn does_as_much(wide: &Rule, rule: &Rule) -> bool {
    let is_in_effect = match (wide.effective, rule.effective) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((from, to)), Some((rule_from, rule_to))) => {
            from.is_none_or(|from| rule_from.is_some_and(|other| from <= other))
                && to.is_none_or(|to| rule_to.is_some_and(|other| to >= other))
        }
    };
    is_in_effect
        && wide.action >= rule.action
        && wide.severity >= rule.severity
        && (rule.category.is_none() || rule.category == wide.category)
        && rule.refer.iter().all(|recipient| wide.refer.contains(recipient))
}

/// Whether a rule fires wherever another does, as far as tables show.
fn implies(formulas: &Conditions<'_>, rule: &Rule, wide: &Rule) -> bool {
    let shapes = |rule: &Rule| (formulas.of(rule.when), rule.unless.map(|unless| formulas.of(unless)));
    let (narrow, wide) = (shapes(rule), shapes(wide));
    let roots: Vec<ShapeId> =
        [Some(narrow.0), narrow.1, Some(wide.0), wide.1].into_iter().flatten().collect();
    let Some(atoms) = formulas.atoms(&roots) else { return false };
    let fires = |(when, unless): (ShapeId, Option<ShapeId>)| {
        let when = formulas.table(when, &atoms);
        unless.map_or_else(|| when.clone(), |unless| when.and(&formulas.table(unless, &atoms).not()))
    };
    let (narrow, wide) = (fires(narrow).and(&formulas.possible(&atoms)), fires(wide));
    // A rule that never fires has a lint of its own.
    !narrow.is_empty() && narrow.implies(&wide)
}

/// Live rules by the part of their condition that the fewest others have.
struct Index<'f, 'p> {
    formulas: &'f Conditions<'p>,
    by_part: FxHashMap<ShapeId, Vec<usize>>,
}

impl<'f, 'p> Index<'f, 'p> {
    fn new(formulas: &'f Conditions<'p>, rules: &[Rule]) -> Self {
        let live = || rules.iter().enumerate().filter(|(_, rule)| rule.status == Status::Live);
        let mut frequency: FxHashMap<ShapeId, usize> = FxHashMap::default();
        for (_, rule) in live() {
            for &part in parts(formulas, formulas.of(rule.when)) {
                *frequency.entry(part).or_default() += 1;
            }
        }
        let mut by_part: FxHashMap<ShapeId, Vec<usize>> = FxHashMap::default();
        let mut add = |part: ShapeId, number: usize| {
            let found = by_part.entry(part).or_default();
            if found.len() < MAX_CANDIDATES {
                found.push(number);
            }
        };
        for (number, rule) in live() {
            let when = formulas.of(rule.when);
            if let Shape::Or(parts) = formulas.shape(when) {
                parts.iter().take(MAX_ALTERNATIVES).for_each(|&part| add(part, number));
            }
            let rarest = parts(formulas, when).iter().min_by_key(|part| frequency[part]);
            rarest.into_iter().for_each(|&part| add(part, number));
        }
        Self { formulas, by_part }
    }

    /// Rules that may fire wherever a rule does.
    fn candidates(&self, rule: &Rule) -> impl Iterator<Item = usize> {
        let when = self.formulas.of(rule.when);
        let alternatives = match self.formulas.shape(when) {
            Shape::Or(parts) => &parts[..parts.len().min(MAX_ALTERNATIVES)],
            _ => &[],
        };
        let wanted = parts(self.formulas, when).iter().take(MAX_ALTERNATIVES).chain(alternatives);
        wanted.filter_map(|part| self.by_part.get(part)).flatten().copied()
    }
}

/// What a condition asks for, all of it.
fn parts<'f>(formulas: &'f Conditions<'_>, when: ShapeId) -> &'f [ShapeId] {
    match formulas.shape(when) {
        Shape::And(parts) => parts,
        _ => formulas.itself(when),
    }
}
