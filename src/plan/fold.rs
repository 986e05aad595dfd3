//! Constant folding: in comes a graph, out goes an equivalent one with fewer and simpler nodes. What
//! cannot be found is `false`, comparisons that every count passes are `true`, nested `and`, `or` and
//! unions are flat, `2 of` two is `and`, terms side by side in one scope are one look-up.

use super::graph::Graph;
use super::node::{Node, NodeId, Number, PatternId, Row, ScopeId, SetId, compare};
use crate::sema::hir::CompareOp;

/// Folds every node, operands first.
#[must_use]
pub fn fold(graph: Graph) -> Graph {
    let (nodes, conditions, out) = graph.taken_apart();
    let mut folder = Folder { out };
    let mut to: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let node = node.map(|id| to[id.index()]);
        to.push(folder.fold(node));
    }
    folder.out.with_conditions(conditions, |id| to[id.index()])
}

struct Folder {
    out: Graph,
}

impl Folder {
    fn fold(&mut self, node: Node) -> NodeId {
        match node {
            Node::Terms { set, scope } => self.terms(set, scope),
            Node::Regex { scope, .. } | Node::Extract { scope, .. } if self.out.scope(scope).is_empty() => {
                self.constant(false)
            }
            Node::Union(members) => self.union(members),
            Node::Near { left, right, .. } if self.never(left) || self.never(right) => self.constant(false),
            Node::Edge { operand, ends } => self.edge(operand, ends),
            Node::Or(members) => self.or(members),
            Node::And(members) => self.and(members),
            Node::Not(operand) => self.not(operand),
            Node::AtLeast { number, members } => self.at_least(number, members),
            Node::TermsAtLeast { number, operand } => self.terms_at_least(number, operand),
            Node::Count { operand, op, number } => {
                self.count(operand, op, number, Node::Count { operand, op, number })
            }
            Node::Distinct { operand, op, number } => {
                self.count(operand, op, number, Node::Distinct { operand, op, number })
            }
            Node::Score(rows) => self.score(rows),
            Node::Compare { score, op, number } => self.compare(score, op, number),
            other => self.out.push(other),
        }
    }

    fn constant(&mut self, truth: bool) -> NodeId {
        self.out.push(Node::Const(truth))
    }

    fn value(&self, id: NodeId) -> Option<bool> {
        match self.out.node(id) {
            Node::Const(truth) => Some(*truth),
            _ => None,
        }
    }

    fn never(&self, id: NodeId) -> bool {
        self.value(id) == Some(false)
    }

    fn terms(&mut self, set: SetId, scope: ScopeId) -> NodeId {
        let empty = self.out.set(set).is_empty() || self.out.scope(scope).is_empty();
        self.out.push(if empty { Node::Const(false) } else { Node::Terms { set, scope } })
    }

    /// Nested unions are flattened, and the sets of terms that look in the same scope become one.
    fn union(&mut self, members: Vec<NodeId>) -> NodeId {
        let mut sets: Vec<(ScopeId, Vec<PatternId>)> = Vec::new();
        let mut others = Vec::new();
        let members = self.flat(members, |node| match node {
            Node::Union(inner) => Some(inner),
            _ => None,
        });
        for member in members {
            match self.out.node(member) {
                Node::Const(_) => {}
                Node::Terms { set, scope } => {
                    let patterns = self.out.set(*set);
                    match sets.iter_mut().find(|(known, _)| known == scope) {
                        Some((_, all)) => all.extend(patterns),
                        None => sets.push((*scope, patterns.to_vec())),
                    }
                }
                _ => others.push(member),
            }
        }
        let mut all: Vec<NodeId> = sets.into_iter().map(|(scope, all)| self.merged(all, scope)).collect();
        all.extend(others);
        self.one_or(all, false, Node::Union)
    }

    fn merged(&mut self, mut patterns: Vec<PatternId>, scope: ScopeId) -> NodeId {
        patterns.sort_unstable();
        patterns.dedup();
        let set = SetId(self.out.sets.add(patterns));
        self.out.push(Node::Terms { set, scope })
    }

    /// Members in place of the nodes that hold them; repeats go.
    fn flat(&self, members: Vec<NodeId>, inner: impl Fn(&Node) -> Option<&Vec<NodeId>>) -> Vec<NodeId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut flat = Vec::new();
        for member in members {
            match inner(self.out.node(member)) {
                Some(inner) => flat.extend(inner.iter().filter(|&&id| seen.insert(id))),
                None if seen.insert(member) => flat.push(member),
                None => {}
            }
        }
        flat
    }

    /// The only member, the given constant where there is none, or a node over all.
    fn one_or(&mut self, members: Vec<NodeId>, empty: bool, node: impl Fn(Vec<NodeId>) -> Node) -> NodeId {
        match members.as_slice() {
            [] => self.constant(empty),
            [one] => *one,
            _ => self.out.push(node(members)),
        }
    }

    fn edge(&mut self, operand: NodeId, ends: bool) -> NodeId {
        match self.out.node(operand) {
            Node::Const(_) => operand,
            Node::Edge { ends: inner, .. } if *inner == ends => operand,
            _ => self.out.push(Node::Edge { operand, ends }),
        }
    }

    fn or(&mut self, members: Vec<NodeId>) -> NodeId {
        let mut members = self.flat(members, |node| match node {
            Node::Or(inner) => Some(inner),
            _ => None,
        });
        if members.iter().any(|&id| self.value(id) == Some(true)) {
            return self.constant(true);
        }
        members.retain(|&id| self.value(id).is_none());
        self.one_or(members, false, Node::Or)
    }

    fn and(&mut self, members: Vec<NodeId>) -> NodeId {
        let mut members = self.flat(members, |node| match node {
            Node::And(inner) => Some(inner),
            _ => None,
        });
        if members.iter().any(|&id| self.never(id)) {
            return self.constant(false);
        }
        members.retain(|&id| self.value(id).is_none());
        self.one_or(members, true, Node::And)
    }

    fn not(&mut self, operand: NodeId) -> NodeId {
        match self.out.node(operand) {
            Node::Const(truth) => self.out.push(Node::Const(!truth)),
            Node::Not(inner) => *inner,
            _ => self.out.push(Node::Not(operand)),
        }
    }

    fn at_least(&mut self, number: u32, mut members: Vec<NodeId>) -> NodeId {
        let held = members.iter().filter(|&&id| self.value(id) == Some(true)).count() as u32;
        members.retain(|&id| self.value(id).is_none());
        let number = number.saturating_sub(held);
        match number {
            0 => self.constant(true),
            1 => self.or(members),
            _ if number as usize > members.len() => self.constant(false),
            _ if number as usize == members.len() => self.and(members),
            _ => self.out.push(Node::AtLeast { number, members }),
        }
    }

    fn terms_at_least(&mut self, number: u32, operand: NodeId) -> NodeId {
        let patterns = match self.out.node(operand) {
            Node::Terms { set, .. } => self.out.set(*set).len(),
            _ => 0,
        };
        match number {
            0 => self.constant(true),
            _ if number as usize > patterns => self.constant(false),
            1 => operand,
            _ => self.out.push(Node::TermsAtLeast { number, operand }),
        }
    }

    /// A comparison of the number of spans, or of their different texts: both are 0 exactly where the
    /// operand is empty.
    fn count(&mut self, operand: NodeId, op: CompareOp, number: Number, node: Node) -> NodeId {
        if self.never(operand) {
            let truth = compare(&0.0, op, &number.0);
            return self.constant(truth);
        }
        match passing(op, number.0) {
            Passing::Every => self.constant(true),
            Passing::NoCount => self.constant(false),
            Passing::Positive => operand,
            Passing::Zero => self.not(operand),
            Passing::Some => self.out.push(node),
        }
    }

    fn score(&mut self, mut rows: Vec<Row>) -> NodeId {
        rows.retain(|row| row.points != 0 && !self.never(row.operand));
        self.out.push(Node::Score(rows))
    }

    fn compare(&mut self, score: NodeId, op: CompareOp, number: Number) -> NodeId {
        let Node::Score(rows) = self.out.node(score) else {
            return self.constant(false);
        };
        let (low, high) = rows.iter().fold((0_i64, 0_i64), |(low, high), row| {
            let (least, most) = range(&self.out, row);
            (low.saturating_add(least), high.saturating_add(most))
        });
        let [low, high] = [low, high].map(|end| compare(&(end as f64), op, &number.0));
        let decided = match op {
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => low == high,
            CompareOp::Eq | CompareOp::Ne => false,
        };
        if decided { self.constant(low) } else { self.out.push(Node::Compare { score, op, number }) }
    }
}

/// The least and the most points that a row can give.
pub(super) fn range(graph: &Graph, row: &Row) -> (i64, i64) {
    let points = match (row.each, graph.node(row.operand)) {
        (true, Node::Terms { set, .. }) => {
            let all = row.points.saturating_mul(graph.set(*set).len() as i64);
            row.capped(all)
        }
        (true, _) => 0,
        (false, Node::Const(true)) => return (row.points, row.points),
        (false, _) => row.points,
    };
    (points.min(0), points.max(0))
}

/// Which counts pass a comparison.
enum Passing {
    Every,
    NoCount,
    /// All but 0.
    Positive,
    Zero,
    Some,
}

fn passing(op: CompareOp, number: f64) -> Passing {
    let passes = |count: f64| compare(&count, op, &number);
    let whole = number >= 0.0 && number.fract() == 0.0;
    match op {
        CompareOp::Gt | CompareOp::Ge if passes(0.0) => Passing::Every,
        CompareOp::Gt | CompareOp::Ge if passes(1.0) => Passing::Positive,
        CompareOp::Lt | CompareOp::Le if !passes(0.0) => Passing::NoCount,
        CompareOp::Lt | CompareOp::Le if !passes(1.0) => Passing::Zero,
        CompareOp::Eq if !whole => Passing::NoCount,
        CompareOp::Eq if number == 0.0 => Passing::Zero,
        CompareOp::Ne if !whole => Passing::Every,
        CompareOp::Ne if number == 0.0 => Passing::Positive,
        _ => Passing::Some,
    }
}
