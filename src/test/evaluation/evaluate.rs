//! The value of expressions over what was found in a content. It is the reference interpreter's way, in its order, with
//! its sets of spans; what differs is where terms come from, and that a change may be in force.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::post::Value;
use super::{Change, LeafId, Post, ScopeId, World};
use crate::reference::{Spot, capped, compare, satisfies, union};
use crate::sema::hir::{Action, ScoreRow};
use crate::sema::hir::{
    ExemptId, ExprId, ExprKind, LexiconId, PatternId, RuleId, ScoreBody, ScoreId, Status,
};
use crate::text;

use super::Target;

/// Somebody who evaluates: remembers values, and may have a change in force.
pub(in crate::test) trait Evaluate {
    /// What is common to all contents.
    fn world(&self) -> &World<'_>;
    /// The content.
    fn post(&self) -> &Post<'_>;
    /// The change in force.
    fn change(&self) -> Option<&Change>;
    /// The value of an expression.
    fn value(&self, expr: ExprId, scope: ScopeId) -> Value;
    /// The value of a score.
    fn score(&self, score: ScoreId) -> i64;

    /// Whether an expression holds in the default scope.
    fn holds(&self, expr: ExprId) -> bool {
        self.value(expr, ScopeId::DEFAULT).truth()
    }

    /// Whether a rule fires: it is in effect, "`when` holds and `unless` does not".
    fn fires(&self, rule: RuleId) -> bool {
        let of = &self.world().policy[rule];
        let unless = of.unless.filter(|_| self.change() != Some(&Change::Unless(rule)));
        self.post().interpreter.is_in_effect(of)
            && self.holds(of.when)
            && !unless.is_some_and(|unless| self.holds(unless))
    }

    /// "The highest of its fired live rules, and `none` when exempt."
    fn action(&self) -> Action {
        let policy = self.world().policy;
        let rules = (0..policy.rules.len() as u32).map(RuleId);
        let live = rules.filter(|&rule| policy[rule].status == Status::Live);
        let highest = live.filter(|&rule| self.fires(rule)).map(|rule| policy[rule].action).max();
        let mut exempts = (0..policy.exempts.len() as u32).map(ExemptId);
        match highest {
            Some(action) if !exempts.any(|exempt| self.holds(policy[exempt].when)) => action,
            _ => Action::None,
        }
    }

    /// Whether something that can be expected is so.
    fn is_so(&self, target: Target) -> bool {
        let policy = self.world().policy;
        match target {
            Target::Rule(rule) => self.fires(rule),
            Target::Exempt(exempt) => self.holds(policy[exempt].when),
            Target::Signal(signal) => self.holds(policy[signal].body),
            Target::Action(action) => self.action() == action,
        }
    }

    /// The value of an expression, worked out from those of its operands.
    fn compute(&self, expr: ExprId, scope: ScopeId) -> Value {
        let policy = self.world().policy;
        let kind = match self.change() {
            Some(Change::Expr(changed, kind)) if *changed == expr => kind,
            _ => &policy[expr].kind,
        };
        let truth = |operand: &ExprId| self.value(*operand, scope).truth();
        Value::Truth(match kind {
            ExprKind::Signal(signal) => return self.value(policy[*signal].body, scope),
            ExprKind::InFields { operand, .. } => {
                return self.value(*operand, self.world().scopes.of_in(expr));
            }
            ExprKind::Or(operands) => return self.either(operands, scope),
            ExprKind::And(operands) => operands.iter().all(truth),
            ExprKind::Not(operand) => !truth(operand),
            ExprKind::OfMembers { quantifier, members } => {
                let holding = members.iter().filter(|member| truth(member)).count();
                satisfies(*quantifier, holding, members.len())
            }
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let scope = self.scope_within(*operand, scope);
                let count = self.distinct_terms(*lexicon, scope);
                satisfies(*quantifier, count, self.terms_in(*lexicon))
            }
            ExprKind::Count { operand, op, number } => {
                compare(&(self.value(*operand, scope).spans().len() as f64), *op, number)
            }
            ExprKind::Distinct { operand, op, number } => {
                let value = self.value(*operand, scope);
                let fold = |spot| text::fold_tokens(self.post().interpreter.excerpt(spot));
                let texts: BTreeSet<String> = value.spans().iter().map(fold).collect();
                compare(&(texts.len() as f64), *op, number)
            }
            ExprKind::Score { score, op, number } => compare(&(self.score(*score) as f64), *op, number),
            ExprKind::Field { .. } | ExprKind::Age { .. } | ExprKind::InHashlist { .. } => {
                self.post().interpreter.truth(expr, &[])
            }
            leaf => return Value::Spans(self.spans(leaf, scope).into()),
        })
    }

    /// The spans of what is always evidence.
    fn spans(&self, kind: &ExprKind, scope: ScopeId) -> Vec<Spot> {
        let (world, interpreter) = (self.world(), &self.post().interpreter);
        match kind {
            ExprKind::Term(term) => self.leaf(LeafId::pattern(world.policy[*term].pattern), scope),
            ExprKind::Regex(regex) => self.leaf(world.leaves.regex(*regex), scope),
            ExprKind::Lexicon(lexicon) => self.lexicon(*lexicon, scope),
            ExprKind::Extract { extractor, filters } => {
                world.leaves.extract(*extractor, filters).map_or_else(Vec::new, |leaf| self.leaf(leaf, scope))
            }
            ExprKind::Near { left, right, ordered, within } => {
                let (left, right) = (self.value(*left, scope), self.value(*right, scope));
                interpreter.covers(left.spans(), right.spans(), *ordered, *within)
            }
            ExprKind::Edge { operand, ends } => {
                interpreter.at_edge(self.value(*operand, scope).spans().to_vec(), *ends)
            }
            _ => Vec::new(),
        }
    }

    /// "Evidence if both are: union"; else a truth.
    fn either(&self, operands: &[ExprId], scope: ScopeId) -> Value {
        let values: Vec<Value> = operands.iter().map(|&operand| self.value(operand, scope)).collect();
        if values.iter().any(|value| matches!(value, Value::Truth(_))) {
            return Value::Truth(values.iter().any(Value::truth));
        }
        Value::Spans(union(values.iter().map(|value| value.spans().to_vec())).into())
    }

    /// Where a leaf stands in a scope.
    fn leaf(&self, leaf: LeafId, scope: ScopeId) -> Vec<Spot> {
        self.within(self.post().spots(leaf), scope).copied().collect()
    }

    /// Those spans that lie in a scope.
    fn within<'s>(&self, spots: &'s [Spot], scope: ScopeId) -> impl Iterator<Item = &'s Spot> {
        let fields = self.world().scopes.fields(scope).to_vec();
        spots.iter().filter(move |spot| fields.contains(&spot.field))
    }

    /// The terms of a lexicon that stand in a scope, and where.
    fn terms_of(&self, lexicon: LexiconId, scope: ScopeId) -> Vec<Vec<Spot>> {
        let patterns = self
            .post()
            .found()
            .map_while(|(leaf, spots)| Some((self.world().leaves.pattern_of(leaf)?, spots)));
        let here = patterns.filter(|(pattern, _)| self.has(lexicon, *pattern));
        let here = here.map(|(_, spots)| self.within(spots, scope).copied().collect());
        here.filter(|spots: &Vec<Spot>| !spots.is_empty()).collect()
    }

    /// Where a lexicon stands.
    fn lexicon(&self, lexicon: LexiconId, scope: ScopeId) -> Vec<Spot> {
        union(self.terms_of(lexicon, scope))
    }

    /// "How many distinct terms."
    fn distinct_terms(&self, lexicon: LexiconId, scope: ScopeId) -> usize {
        self.terms_of(lexicon, scope).len()
    }

    /// Whether a lexicon lists a pattern, itself or through what it includes.
    fn has(&self, lexicon: LexiconId, pattern: PatternId) -> bool {
        self.world().policy[lexicon].patterns.binary_search(&pattern).is_ok() && !self.lacks(lexicon, pattern)
    }

    /// Whether the change in force takes a pattern from a lexicon.
    fn lacks(&self, lexicon: LexiconId, pattern: PatternId) -> bool {
        matches!(self.change(), Some(Change::Pattern(gone, from))
            if *gone == pattern && from.binary_search(&lexicon).is_ok())
    }

    /// How many distinct terms a lexicon has.
    fn terms_in(&self, lexicon: LexiconId) -> usize {
        let gone =
            matches!(self.change(), Some(Change::Pattern(_, from)) if from.binary_search(&lexicon).is_ok());
        self.world().policy[lexicon].patterns.len() - usize::from(gone)
    }

    /// The scope of a lexicon that may stand in `in`; the innermost `in` decides.
    fn scope_within(&self, operand: ExprId, scope: ScopeId) -> ScopeId {
        match &self.world().policy[operand].kind {
            ExprKind::InFields { operand: inner, .. } => {
                self.scope_within(*inner, self.world().scopes.of_in(operand))
            }
            _ => scope,
        }
    }

    /// The sum of what a score's rows earn.
    fn sum(&self, score: ScoreId) -> i64 {
        let rows = self.world().policy[score].rows.iter().enumerate();
        let kept = rows.filter(|(index, _)| self.change() != Some(&Change::Row(score, *index)));
        kept.map(|(_, row)| self.earned(row)).fold(0, i64::saturating_add)
    }

    /// What a row earns.
    fn earned(&self, row: &ScoreRow) -> i64 {
        match row.body {
            ScoreBody::Expr(body) => row.points * i64::from(self.holds(body)),
            ScoreBody::Each { lexicon, operand, up_to } => {
                let scope = self.scope_within(operand, ScopeId::DEFAULT);
                let terms = self.distinct_terms(lexicon, scope) as i64;
                capped(row.points.saturating_mul(terms), up_to)
            }
        }
    }
}

/// The policy as it is, on a content that keeps the values.
pub(in crate::test) struct Plain<'p, 'a> {
    /// What is common to all contents.
    pub(in crate::test) world: &'p World<'a>,
    /// The content.
    pub(in crate::test) post: &'p Post<'a>,
}

impl Evaluate for Plain<'_, '_> {
    fn world(&self) -> &World<'_> {
        self.world
    }

    fn post(&self) -> &Post<'_> {
        self.post
    }

    fn change(&self) -> Option<&Change> {
        None
    }

    fn value(&self, expr: ExprId, scope: ScopeId) -> Value {
        if let Some(known) = self.post.values.borrow().get(&(expr, scope)) {
            return known.clone();
        }
        let value = self.compute(expr, scope);
        self.post.values.borrow_mut().insert((expr, scope), value.clone());
        value
    }

    fn score(&self, score: ScoreId) -> i64 {
        if let Some(known) = self.post.scores.borrow().get(&score) {
            return *known;
        }
        let sum = self.sum(score);
        self.post.scores.borrow_mut().insert(score, sum);
        sum
    }
}

/// Spans of nothing.
impl Default for Value {
    fn default() -> Self {
        Self::Spans(Rc::from([]))
    }
}
