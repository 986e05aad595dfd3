//! A rule's condition as a formula over what its author wrote: each term, lexicon, extractor, field and so on, in the
//! fields it is looked for in, is a leaf. What is written twice is one leaf, and what is named twice is one node.

use rustc_hash::FxHashMap;

use super::Explainer;
use super::solve::{Bound, Formula, Leaf, LeafId, Node, NodeId, Row, RowWhat};
use crate::content::FieldId;
use crate::sema::hir::{
    CompareOp, ExprId, ExprKind, Quantifier, Rule, ScoreBody, ScoreId, ScoreRow, SignalId, Ty,
};
use crate::sema::print::print_expr;

/// What a leaf stands for.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// An expression, in a scope.
    Expr(ExprId, Vec<FieldId>),
    /// The terms of `each of`.
    Each(ScoreId, usize),
}

/// A formula, and what its leaves stand for.
#[derive(Default)]
pub(super) struct Condition {
    pub(super) formula: Formula,
    pub(super) meanings: Vec<Meaning>,
    leaves: FxHashMap<(String, Vec<FieldId>), LeafId>,
    nodes: FxHashMap<(ExprId, Vec<FieldId>), NodeId>,
    signals: FxHashMap<(SignalId, Vec<FieldId>), NodeId>,
    rows: FxHashMap<ScoreId, Vec<Row>>,
}

impl Explainer<'_> {
    /// "`when` holds and `unless` does not."
    pub(super) fn condition(&self, rule: &Rule) -> Condition {
        let mut condition = Condition::default();
        let scope = self.interpreter.default_scope();
        let when = self.node(rule.when, scope, &mut condition);
        let mut operands = vec![when];
        if let Some(unless) = rule.unless {
            let unless = self.node(unless, scope, &mut condition);
            operands.push(condition.formula.add(Node::Not(unless)));
        }
        condition.formula.add(Node::AtLeast(operands.len(), operands));
        condition
    }

    /// The condition that an expression is, alone.
    pub(super) fn condition_of(&self, id: ExprId) -> Condition {
        let mut condition = Condition::default();
        let node = self.node(id, self.interpreter.default_scope(), &mut condition);
        condition.formula.add(Node::AtLeast(1, vec![node]));
        condition
    }

    fn node(&self, id: ExprId, scope: &[FieldId], condition: &mut Condition) -> NodeId {
        let key = (id, scope.to_vec());
        if let Some(&known) = condition.nodes.get(&key) {
            return known;
        }
        let node = self.new_node(id, scope, condition);
        condition.nodes.insert(key, node);
        node
    }

    fn new_node(&self, id: ExprId, scope: &[FieldId], condition: &mut Condition) -> NodeId {
        let node = match &self.policy[id].kind {
            ExprKind::Signal(signal) => return self.signal(id, *signal, scope, condition),
            ExprKind::InFields { operand, fields } if !self.is_leaf(*operand) => {
                return self.node(*operand, fields, condition);
            }
            ExprKind::Not(operand) => Node::Not(self.node(*operand, scope, condition)),
            ExprKind::And(operands) => self.at_least(operands.len(), operands, scope, condition),
            ExprKind::Or(operands) => self.at_least(1, operands, scope, condition),
            ExprKind::OfMembers { quantifier, members } => match quantifier {
                Quantifier::AtLeast(least) => self.at_least(*least as usize, members, scope, condition),
                Quantifier::Any => self.at_least(1, members, scope, condition),
                Quantifier::All => self.at_least(members.len(), members, scope, condition),
                Quantifier::None => {
                    let any = self.at_least(1, members, scope, condition);
                    Node::Not(condition.formula.add(any))
                }
            },
            ExprKind::Near { left, right, .. } => {
                let sides = [*left, *right].map(|side| self.node(side, scope, condition)).to_vec();
                Node::Place(self.leaf_of(id, scope, condition), sides)
            }
            ExprKind::Edge { operand, .. } => {
                let sides = vec![self.node(*operand, scope, condition)];
                Node::Place(self.leaf_of(id, scope, condition), sides)
            }
            ExprKind::Score { score, op, number } => {
                let rows = self.rows_of(*score, condition);
                Node::Sum(self.leaf_of(id, scope, condition), rows, bound(*op, *number))
            }
            _ => Node::Leaf(self.leaf_of(id, scope, condition)),
        };
        condition.formula.add(node)
    }

    fn at_least(&self, least: usize, all: &[ExprId], scope: &[FieldId], condition: &mut Condition) -> Node {
        Node::AtLeast(least, all.iter().map(|&operand| self.node(operand, scope, condition)).collect())
    }

    /// Evidence goes by the signal's name; a truth is what its body says.
    fn signal(&self, id: ExprId, signal: SignalId, scope: &[FieldId], condition: &mut Condition) -> NodeId {
        let key = (signal, scope.to_vec());
        if let Some(&known) = condition.signals.get(&key) {
            return known;
        }
        let body = self.node(self.policy[signal].body, scope, condition);
        let node = match self.policy[id].ty {
            Ty::Truth => body,
            Ty::Evidence => {
                let leaf = self.leaf_of(id, scope, condition);
                condition.formula.add(Node::Named(leaf, body))
            }
        };
        condition.signals.insert(key, node);
        node
    }

    fn rows_of(&self, score: ScoreId, condition: &mut Condition) -> Vec<Row> {
        if let Some(known) = condition.rows.get(&score) {
            return known.clone();
        }
        let rows: Vec<Row> = (0..self.policy[score].rows.len())
            .map(|at| {
                let row = &self.policy[score].rows[at];
                Row { points: row.points, what: self.row_what(score, at, row, condition) }
            })
            .collect();
        condition.rows.insert(score, rows.clone());
        rows
    }

    fn row_what(&self, score: ScoreId, at: usize, row: &ScoreRow, condition: &mut Condition) -> RowWhat {
        let everywhere = self.interpreter.default_scope();
        match row.body {
            ScoreBody::Expr(body) => RowWhat::Once(self.node(body, everywhere, condition)),
            ScoreBody::Each { lexicon, operand, up_to } => {
                let scope = self.interpreter.scope_within(operand, everywhere);
                let holds = self.interpreter.distinct_terms(lexicon, scope) as u64;
                condition.meanings.push(Meaning::Each(score, at));
                let leaf = condition.formula.leaf(Leaf { holds, keep: 1, change: 1 });
                RowWhat::Each { leaf, terms: self.policy[lexicon].patterns.len() as u64, cap: up_to }
            }
        }
    }

    fn leaf_of(&self, id: ExprId, scope: &[FieldId], condition: &mut Condition) -> LeafId {
        let key = (print_expr(self.policy, id), scope.to_vec());
        if let Some(&known) = condition.leaves.get(&key) {
            return known;
        }
        let (keep, change) = self.costs(id, scope);
        let holds = u64::from(self.interpreter.truth(id, scope));
        let leaf = condition.formula.leaf(Leaf { holds, keep, change });
        condition.meanings.push(Meaning::Expr(id, scope.to_vec()));
        condition.leaves.insert(key, leaf);
        leaf
    }

    /// How many pieces of evidence keep a leaf that holds, and how many more or fewer change it.
    fn costs(&self, id: ExprId, scope: &[FieldId]) -> (u64, u64) {
        let counted = |least: u64, there: usize| (least, least.abs_diff(there as u64).max(1));
        match &self.policy[id].kind {
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let scope = self.interpreter.scope_within(*operand, scope);
                let there = self.interpreter.distinct_terms(*lexicon, scope);
                match quantifier {
                    Quantifier::AtLeast(least) => counted(u64::from(*least), there),
                    Quantifier::Any => counted(1, there),
                    Quantifier::All => counted(self.policy[*lexicon].patterns.len() as u64, there),
                    Quantifier::None => (0, (there as u64).max(1)),
                }
            }
            ExprKind::Count { operand, op, number } => {
                counted(least(*op, *number), self.interpreter.count(*operand, scope))
            }
            ExprKind::Distinct { operand, op, number } => {
                counted(least(*op, *number), self.interpreter.distinct(*operand, scope))
            }
            _ => (1, 1),
        }
    }
}

/// How many have to be there for a count to pass; 0 where they have to be few.
fn least(op: CompareOp, number: f64) -> u64 {
    match op {
        CompareOp::Ge | CompareOp::Eq => number.ceil() as u64,
        CompareOp::Gt => number.floor() as u64 + 1,
        CompareOp::Ne => u64::from(number == 0.0),
        CompareOp::Lt | CompareOp::Le => 0,
    }
}

fn bound(op: CompareOp, number: f64) -> Bound {
    let (up, down) = (number.ceil() as i64, number.floor() as i64);
    let is_whole = number.fract() == 0.0;
    match op {
        CompareOp::Ge => Bound::AtLeast(up.into()),
        CompareOp::Gt => Bound::AtLeast(i128::from(down) + 1),
        CompareOp::Le => Bound::AtMost(down.into()),
        CompareOp::Lt => Bound::AtMost(i128::from(up) - 1),
        CompareOp::Eq if is_whole => Bound::Exactly(up.into()),
        CompareOp::Ne if is_whole => Bound::Not(up.into()),
        // No sum of whole numbers is a broken one.
        CompareOp::Eq => Bound::AtLeast(i128::from(i64::MAX) * 2),
        CompareOp::Ne => Bound::AtLeast(i128::from(i64::MIN) * 2),
    }
}
