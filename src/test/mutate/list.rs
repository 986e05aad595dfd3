//! The mutants of a policy, declaration by declaration.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::sums::{same, sums};
use super::{Kind, Mutant, words};
use crate::sema::hir::{
    CompareOp, ExpectWhat, ExprId, ExprKind, Head, Lexicon, LexiconId, PatternId, Policy, Quantifier, RuleId,
    ScoreBody, ScoreId, SignalId, TermId, Within,
};
use crate::source::Sources;
use crate::span::Place;
use crate::test::evaluation::{Change, Uses, operands, without};
use crate::test::places::{hint, written};

/// Every mutant of a policy that may change a verdict, in order of declaration and place, and how many were left out because
/// they cannot. `sources` are those the policy was analysed from.
#[must_use]
pub fn mutants(policy: &Policy, sources: &Sources) -> (Vec<Mutant>, usize) {
    let (uses, evidence) = (Uses::of(policy), needed_as_evidence(policy));
    let (mutants, declaration) = (Vec::new(), (String::new(), Place::default()));
    let sums = FxHashMap::default();
    let expected = expected_signals(policy);
    let mut list =
        List { policy, sources, uses, evidence, expected, sums, declaration, mutants, equivalent: 0 };
    for (lexicon, id) in policy.lexicons.iter().zip(0..) {
        list.declare("lexicon", &lexicon.head);
        list.lexicon(LexiconId(id), lexicon);
    }
    for signal in &policy.signals {
        list.declare(if signal.context { "context" } else { "signal" }, &signal.head);
        list.expr(signal.body);
    }
    for (score, id) in policy.scores.iter().zip(0..) {
        list.declare("score", &score.head);
        list.score(ScoreId(id));
    }
    for (rule, id) in policy.rules.iter().zip(0..) {
        list.declare("rule", &rule.head);
        list.rule(RuleId(id));
    }
    for exempt in &policy.exempts {
        list.declare("exempt", &exempt.head);
        list.expr(exempt.when);
    }
    list.finish()
}

struct List<'a> {
    policy: &'a Policy,
    sources: &'a Sources,
    uses: Uses,
    /// Expressions whose spans somebody needs.
    evidence: FxHashSet<ExprId>,
    /// Signals that tests ask for.
    expected: FxHashSet<SignalId>,
    /// What scores can come to.
    sums: FxHashMap<ScoreId, Option<BTreeSet<i64>>>,
    declaration: (String, Place),
    mutants: Vec<Mutant>,
    equivalent: usize,
}

impl List<'_> {
    fn declare(&mut self, word: &str, head: &Head) {
        self.declaration = (format!("{word} {}", head.qualified), head.place);
    }

    fn add(&mut self, kind: Kind, place: Place, what: String, change: Change) {
        let touched = self.uses.touched(&change);
        let is_used = !touched.rules.is_empty()
            || !touched.exempts.is_empty()
            || touched.signals.iter().any(|signal| self.expected.contains(signal));
        if !is_used {
            self.equivalent += 1;
            return;
        }
        let (declaration, declared) = self.declaration.clone();
        self.mutants.push(Mutant { kind, declaration, declared, place, what, change });
    }

    fn finish(mut self) -> (Vec<Mutant>, usize) {
        self.mutants.sort_by_key(|mutant| {
            let (declared, place) = (mutant.declared, mutant.place);
            (declared.file, declared.span, place.file, place.span, mutant.kind)
        });
        (self.mutants, self.equivalent)
    }

    fn text(&self, expr: ExprId) -> String {
        format!("`{}`", written(self.sources, self.policy[expr].place))
    }

    fn hint(&self, expr: ExprId) -> String {
        format!("`{}`", hint(self.sources, self.policy[expr].place))
    }

    /// Each term of a lexicon.
    fn lexicon(&mut self, id: LexiconId, lexicon: &Lexicon) {
        let with = self.uses.lexicons_with(id);
        let listed: Vec<(LexiconId, FxHashMap<PatternId, usize>)> =
            with.iter().map(|&lexicon| (lexicon, self.listed(lexicon))).collect();
        for &term in &lexicon.terms {
            let pattern = self.policy[term].pattern;
            let once = listed.iter().filter(|(_, times)| times.get(&pattern) == Some(&1));
            let mut from: Vec<LexiconId> = once.map(|(lexicon, _)| *lexicon).collect();
            from.sort_unstable();
            if from.is_empty() {
                self.equivalent += 1;
                continue;
            }
            let (what, place) = self.dropped(term);
            self.add(Kind::Term, place, what, Change::Pattern(pattern, from));
        }
    }

    /// How often a lexicon lists its patterns, in itself or in what it includes.
    fn listed(&self, lexicon: LexiconId) -> FxHashMap<PatternId, usize> {
        let (mut waiting, mut seen) = (vec![lexicon], FxHashSet::default());
        let mut times = FxHashMap::default();
        while let Some(lexicon) = waiting.pop() {
            if seen.insert(lexicon) {
                let lexicon = &self.policy[lexicon];
                waiting.extend(&lexicon.includes);
                lexicon
                    .terms
                    .iter()
                    .for_each(|&term| *times.entry(self.policy[term].pattern).or_insert(0) += 1);
            }
        }
        times
    }

    fn dropped(&self, term: TermId) -> (String, Place) {
        let term = &self.policy[term];
        (format!("drop `\"{}\"`", term.text), term.place)
    }

    fn score(&mut self, id: ScoreId) {
        let policy = self.policy;
        for (index, row) in policy[id].rows.iter().enumerate() {
            if row.points == 0 {
                self.equivalent += 1;
            } else {
                let what = format!("drop the row `{}`", written(self.sources, row.place));
                self.add(Kind::ScoreRow, row.place, what, Change::Row(id, index));
            }
            if let ScoreBody::Expr(body) = row.body {
                self.expr(body);
            }
        }
    }

    fn rule(&mut self, id: RuleId) {
        let rule = &self.policy[id];
        self.expr(rule.when);
        if let Some(unless) = rule.unless {
            let what = format!("drop `unless {}`", written(self.sources, self.policy[unless].place));
            self.add(Kind::Unless, self.policy[unless].place, what, Change::Unless(id));
            self.expr(unless);
        }
    }

    /// An expression and its operands, signals aside, which have declarations of their own.
    fn expr(&mut self, id: ExprId) {
        let policy = self.policy;
        let kind = &policy[id].kind;
        match kind {
            ExprKind::Or(operands) => {
                self.swap(id, "or", "and", ExprKind::And(operands.clone()));
                self.operands(id, operands, ExprKind::Or);
            }
            ExprKind::And(operands) => {
                self.swap(id, "and", "or", ExprKind::Or(operands.clone()));
                self.operands(id, operands, ExprKind::And);
            }
            ExprKind::OfMembers { quantifier, members } => self.of_members(id, *quantifier, members),
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let (lexicon, operand) = (*lexicon, *operand);
                let build = |quantifier| ExprKind::OfLexicon { quantifier, lexicon, operand };
                self.quantifiers(id, *quantifier, policy[lexicon].patterns.len(), build);
            }
            &ExprKind::Count { operand, op, number } => {
                let build = |number| ExprKind::Count { operand, op, number };
                self.thresholds(id, op, number, None, build);
            }
            &ExprKind::Distinct { operand, op, number } => {
                let build = |number| ExprKind::Distinct { operand, op, number };
                self.thresholds(id, op, number, None, build);
            }
            &ExprKind::Score { score, op, number } => {
                let build = |number| ExprKind::Score { score, op, number };
                self.thresholds(id, op, number, Some(score), build);
            }
            &ExprKind::Near { left, right, ordered, within } => self.near(id, left, right, ordered, within),
            ExprKind::Extract { extractor, filters } => {
                for (index, filter) in filters.iter().enumerate() {
                    let what =
                        format!("drop the filter on `{}` of {}", filter.attribute.name(), self.text(id));
                    let (extractor, filters) = (*extractor, without(filters, index));
                    let change = Change::Expr(id, ExprKind::Extract { extractor, filters });
                    self.add(Kind::Filter, policy[id].place, what, change);
                }
            }
            ExprKind::Term(term) => {
                let (what, place) = self.dropped(*term);
                self.add(Kind::Term, place, what, Change::Expr(id, ExprKind::Or(Vec::new())));
            }
            _ => {}
        }
        let drops_terms = matches!(kind, ExprKind::Or(_) | ExprKind::And(_) | ExprKind::OfMembers { .. });
        for operand in operands(kind) {
            let is_dropped = drops_terms && matches!(policy[operand].kind, ExprKind::Term(_));
            if !is_dropped {
                self.expr(operand);
            }
        }
    }

    fn swap(&mut self, id: ExprId, from: &str, to: &str, kind: ExprKind) {
        if !self.evidence.contains(&id) {
            let what = format!("`{from}` becomes `{to}` in {}", self.text(id));
            self.add(Kind::AndOr, self.policy[id].place, what, Change::Expr(id, kind));
        }
    }

    /// Each operand gone.
    fn operands(&mut self, id: ExprId, operands: &[ExprId], build: impl Fn(Vec<ExprId>) -> ExprKind) {
        for (index, &operand) in operands.iter().enumerate() {
            let kind = match self.policy[operand].kind {
                ExprKind::Term(_) => Kind::Term,
                _ => Kind::Operand,
            };
            let what = format!("drop {} from {}", self.text(operand), self.hint(id));
            let change = Change::Expr(id, build(without(operands, index)));
            self.add(kind, self.policy[operand].place, what, change);
        }
    }

    fn of_members(&mut self, id: ExprId, quantifier: Quantifier, members: &[ExprId]) {
        let build = |quantifier| ExprKind::OfMembers { quantifier, members: members.to_vec() };
        self.quantifiers(id, quantifier, members.len(), build);
        // Of fewer members, no author could ask for so many.
        let enough = |count: u32| (count as usize) < members.len();
        if !matches!(quantifier, Quantifier::AtLeast(count) if !enough(count)) {
            self.operands(id, members, |members| ExprKind::OfMembers { quantifier, members });
        }
    }

    fn quantifiers(
        &mut self,
        id: ExprId,
        now: Quantifier,
        all: usize,
        build: impl Fn(Quantifier) -> ExprKind,
    ) {
        let all = all as u32;
        let number = match now {
            Quantifier::AtLeast(number) => number,
            Quantifier::Any => 1,
            Quantifier::All => all,
            // "At most one of" is no quantifier.
            Quantifier::None => return,
        };
        for other in [number.saturating_sub(1), number.saturating_add(1)] {
            if (1..=all).contains(&other) {
                let quantifier = Quantifier::AtLeast(other);
                let (before, after) = (words::quantifier(now), words::quantifier(quantifier));
                let what = format!("`{before}` becomes `{after}` in {}", self.text(id));
                self.add(Kind::Threshold, self.policy[id].place, what, Change::Expr(id, build(quantifier)));
            }
        }
    }

    fn thresholds(
        &mut self,
        id: ExprId,
        op: CompareOp,
        number: f64,
        score: Option<ScoreId>,
        build: impl Fn(f64) -> ExprKind,
    ) {
        let policy = self.policy;
        for other in [number - 1.0, number + 1.0] {
            let is_same = match score {
                Some(score) => {
                    let sums = self.sums.entry(score).or_insert_with(|| sums(policy, &policy[score]));
                    same(sums.as_ref(), op, number, other)
                }
                None => other < 0.0,
            };
            if is_same {
                self.equivalent += 1;
                continue;
            }
            let what = format!("{} becomes `{}`", self.text(id), words::comparison(op, other));
            self.add(Kind::Threshold, policy[id].place, what, Change::Expr(id, build(other)));
        }
    }

    /// Half and twice the distance: one word more or less is a difference that few texts show.
    fn near(&mut self, id: ExprId, left: ExprId, right: ExprId, ordered: bool, within: Within) {
        let others = match within {
            Within::Words(0) => vec![Within::Words(1)],
            Within::Words(words) => vec![Within::Words(words / 2), Within::Words(words.saturating_mul(2))],
            Within::Sentence => vec![Within::Words(u32::MAX)],
        };
        for other in others.into_iter().filter(|other| *other != within) {
            let what = format!("{} becomes `{}`", self.text(id), words::within(other));
            let change = Change::Expr(id, ExprKind::Near { left, right, ordered, within: other });
            self.add(Kind::Distance, self.policy[id].place, what, change);
        }
    }
}

fn expected_signals(policy: &Policy) -> FxHashSet<SignalId> {
    let expects = policy.tests.iter().flat_map(|test| &test.expects);
    let signals = expects.filter_map(|expect| match expect.what {
        ExpectWhat::Signal(signal) => Some(signal),
        _ => None,
    });
    signals.collect()
}

/// The expressions that must stay evidence: operands of what works on spans, also through signals and `or`.
fn needed_as_evidence(policy: &Policy) -> FxHashSet<ExprId> {
    let mut waiting: Vec<ExprId> = Vec::new();
    for expr in &policy.exprs {
        match &expr.kind {
            ExprKind::Near { .. }
            | ExprKind::Edge { .. }
            | ExprKind::Count { .. }
            | ExprKind::Distinct { .. }
            | ExprKind::InFields { .. } => waiting.extend(operands(&expr.kind)),
            _ => {}
        }
    }
    let mut needed = FxHashSet::default();
    while let Some(id) = waiting.pop() {
        if needed.insert(id) {
            match &policy[id].kind {
                ExprKind::Or(operands) => waiting.extend(operands),
                ExprKind::Signal(signal) => waiting.push(policy[*signal].body),
                _ => {}
            }
        }
    }
    needed
}
