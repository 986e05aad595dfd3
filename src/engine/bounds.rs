//! What conditions can come to at most. In come the terms that a post may have, out goes whether a rule can fire, before its
//! words are looked up: whatever is not known is taken for what makes rules fire.

use super::eval::Eval;
use super::program::{Node, RawRow, row};
use super::sieve::Sieve;
use crate::content::Value;
use crate::plan::{NodeId, ScopeId, compare};
use crate::sema::hir::CompareOp;

/// The least and the most that a score can come to.
pub(super) type Sum = (i64, i64);

/// What has been worked out of bounds: for each node in which content it was, and what it can be.
#[derive(Default)]
pub(super) struct Bounds {
    truths: Vec<(u64, bool)>,
    sums: Vec<(u64, Sum)>,
}

impl Bounds {
    /// Makes room for so many nodes.
    pub(super) fn grow(&mut self, nodes: usize) {
        if self.truths.len() < nodes {
            self.truths.resize(nodes, (0, false));
            self.sums.resize(nodes, (0, (0, 0)));
        }
    }
}

/// Works out bounds for a post that a sieve has looked at.
pub(super) struct Bounder<'e, 'a> {
    pub(super) eval: &'e mut Eval<'a>,
    pub(super) sieve: &'e Sieve,
}

impl Bounder<'_, '_> {
    /// Whether a rule can fire.
    pub(super) fn can_fire(&mut self, rule: u32) -> bool {
        let when = self.eval.program.rules.condition(rule).map(|(when, _)| when);
        when.is_some_and(|when| self.can_hold(when))
    }

    fn can_hold(&mut self, node: NodeId) -> bool {
        let (epoch, known) = self.eval.scratch.bounds.truths[node.index()];
        if epoch == self.eval.scratch.epoch {
            return known;
        }
        let can = self.work_out(node);
        self.eval.scratch.bounds.truths[node.index()] = (self.eval.scratch.epoch, can);
        can
    }

    fn work_out(&mut self, node: NodeId) -> bool {
        match self.eval.program.nodes.get(node) {
            Node::Const(truth) => truth,
            Node::Or(members) | Node::Union(members) => members.iter().any(|&member| self.can_hold(member)),
            Node::And(members) => members.iter().all(|&member| self.can_hold(member)),
            Node::AtLeast { number, members } => {
                let can = members.iter().filter(|&&member| self.can_hold(member));
                can.take(number as usize).count() == number as usize
            }
            Node::Terms { .. } => self.most_terms(node) > 0,
            Node::TermsAtLeast { number, operand } => self.most_terms(operand) >= number,
            Node::Count { operand, op, number } | Node::Distinct { operand, op, number } => {
                compare(&0.0, op, &number.0) || self.can_hold(operand)
            }
            Node::Near { left, right, .. } => self.can_hold(left) && self.can_hold(right),
            Node::Edge { operand, .. } => self.can_hold(operand),
            Node::Compare { score, op, number } => can_pass(self.sum(score), op, number.0),
            Node::Score(_) => self.sum(node) != (0, 0),
            Node::Not(_) => true,
            // Words have no part in these: they are known already.
            Node::Regex { .. } | Node::Extract { .. } => self.eval.holds(node),
            Node::Field { .. } | Node::Age { .. } | Node::Hashlist { .. } => self.eval.holds(node),
        }
    }

    /// Whether the content has any text in a scope. It may have very many.
    fn has_values(&self, scope: ScopeId) -> bool {
        let Eval { tables, content, .. } = &*self.eval;
        let has_text = |field| content.get(field).iter().any(|value| matches!(value, Value::Text(_)));
        tables.fields.iter().any(|&field| tables.in_scope(scope, field) && has_text(field))
    }

    /// How many terms of a node may be there; of any other node none are.
    fn most_terms(&self, node: NodeId) -> u32 {
        match self.eval.program.nodes.get(node) {
            Node::Terms { scope, .. } if self.has_values(scope) => self.sieve.most(self.eval.scratch, node),
            _ => 0,
        }
    }

    fn sum(&mut self, score: NodeId) -> Sum {
        let (epoch, known) = self.eval.scratch.bounds.sums[score.index()];
        if epoch == self.eval.scratch.epoch {
            return known;
        }
        let rows: &[RawRow] = match self.eval.program.nodes.get(score) {
            Node::Score(rows) => rows,
            _ => &[],
        };
        let sum = rows.iter().fold((0_i64, 0_i64), |(least, most), row| {
            let points = self.most_of_row(row);
            (least.saturating_add(points.min(0)), most.saturating_add(points.max(0)))
        });
        self.eval.scratch.bounds.sums[score.index()] = (self.eval.scratch.epoch, sum);
        sum
    }

    /// The points of a row that are furthest from nought.
    fn most_of_row(&mut self, raw: &RawRow) -> i64 {
        let row = row(raw);
        if row.each {
            row.capped(row.points.saturating_mul(i64::from(self.most_terms(row.operand))))
        } else if self.can_hold(row.operand) {
            row.points
        } else {
            0
        }
    }
}

/// Whether a number from the least to the most may pass.
fn can_pass((least, most): Sum, op: CompareOp, number: f64) -> bool {
    let (least, most) = (least as f64, most as f64);
    match op {
        CompareOp::Ge | CompareOp::Gt => compare(&most, op, &number),
        CompareOp::Le | CompareOp::Lt => compare(&least, op, &number),
        CompareOp::Eq => least <= number && number <= most,
        CompareOp::Ne => least < most || compare(&most, op, &number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_between_two_bounds_may_pass() {
        let passing =
            |op: CompareOp| (-3..=6).filter(move |&number| can_pass((-1, 4), op, f64::from(number)));
        assert!(passing(CompareOp::Eq).eq(-1..=4));
        assert!(passing(CompareOp::Ge).eq(-3..=4));
        assert!(passing(CompareOp::Gt).eq(-3..=3));
        assert!(passing(CompareOp::Le).eq(-1..=6));
        assert!(passing(CompareOp::Lt).eq(0..=6));
        assert!(passing(CompareOp::Ne).eq(-3..=6));
        assert!(!can_pass((2, 2), CompareOp::Ne, 2.0));
    }
}
