//! Evaluation of nodes: each at most once per content object, and only where something asks for it.
//!
//! A truth asks its operands from left to right and stops as soon as it is decided. Evidence is worked
//! out in full only where its spans are asked for; whether it is empty is often known earlier.

use time::OffsetDateTime;

use super::fields;
use super::program::{Node, Program, RawRow, row};
use super::scratch::Scratch;
use super::tables::Tables;
use crate::content::{Content, Value};
use crate::plan::{NodeId, PatternId, Row, ScopeId, compare};
use crate::text::fold_tokens;

/// A content object under evaluation.
pub(super) struct Eval<'a> {
    pub(super) program: &'a Program,
    pub(super) tables: &'a Tables,
    pub(super) content: &'a Content,
    pub(super) made: Option<OffsetDateTime>,
    pub(super) scratch: &'a mut Scratch,
}

impl<'a> Eval<'a> {
    /// Whether a node holds; evidence does where it is not empty.
    pub(super) fn holds(&mut self, node: NodeId) -> bool {
        if let Some(known) = self.scratch.truth(node) {
            return known;
        }
        if let Some(range) = self.scratch.range(node) {
            return !range.is_empty();
        }
        let truth = self.work_out(node);
        self.scratch.set_truth(node, truth);
        truth
    }

    fn work_out(&mut self, node: NodeId) -> bool {
        let program = self.program;
        match program.nodes.get(node) {
            Node::Const(truth) => truth,
            Node::Or(members) | Node::Union(members) => members.iter().any(|&member| self.holds(member)),
            Node::And(members) => members.iter().all(|&member| self.holds(member)),
            Node::Not(operand) => !self.holds(operand),
            Node::AtLeast { number, members } => self.at_least(number, members),
            Node::Terms { patterns, scope } => self.distinct_terms(patterns, scope, 1) > 0,
            Node::TermsAtLeast { number, operand } => self.terms_of(operand, number) >= number,
            Node::Count { operand, op, number } => {
                compare(&(self.spans(operand).len() as f64), op, &number.0)
            }
            Node::Distinct { operand, op, number } => compare(&self.distinct(operand), op, &number.0),
            Node::Compare { score, op, number } => compare(&(self.score(score) as f64), op, &number.0),
            Node::Field { field, test } => {
                let test = program.facts.test(test);
                test.is_some_and(|test| fields::field_passes(self.content, field, test))
            }
            Node::Age { field, op, seconds } => {
                fields::age_passes(self.content, field, self.made, op, seconds)
            }
            Node::Hashlist { field, list } => {
                let Some(list) = self.tables.hashlists.get(list.index()) else { return false };
                let listed = |value: &Value| matches!(value, Value::Hash(hash) if list.has(hash));
                self.content.get(field).iter().any(listed)
            }
            Node::Regex { .. } | Node::Extract { .. } | Node::Near { .. } | Node::Edge { .. } => {
                !self.spans(node).is_empty()
            }
            Node::Score(_) => self.score(node) != 0,
        }
    }

    fn at_least(&mut self, number: u32, members: &[NodeId]) -> bool {
        let mut missing = number as usize;
        for (index, &member) in members.iter().enumerate() {
            if missing == 0 || missing > members.len() - index {
                break;
            }
            missing -= usize::from(self.holds(member));
        }
        missing == 0
    }

    /// The value of a score.
    pub(super) fn score(&mut self, node: NodeId) -> i64 {
        if let Some(known) = self.scratch.score(node) {
            return known;
        }
        let rows: &[RawRow] = match self.program.nodes.get(node) {
            Node::Score(rows) => rows,
            _ => &[],
        };
        let value = rows.iter().map(row).fold(0_i64, |sum, row| sum.saturating_add(self.row(&row)));
        self.scratch.set_score(node, value);
        value
    }

    fn row(&mut self, row: &Row) -> i64 {
        if row.each {
            let terms = i64::from(self.terms_of(row.operand, u32::MAX));
            row.capped(row.points.saturating_mul(terms))
        } else if self.holds(row.operand) {
            row.points
        } else {
            0
        }
    }

    /// How many different folded texts the spans of a node have.
    fn distinct(&mut self, operand: NodeId) -> f64 {
        let range = self.spans(operand);
        let texts = range.indices().map(|index| {
            let span = self.scratch.spans[index];
            let original = self.scratch.values.slot(span.value).original(self.content);
            fold_tokens(&original[span.start as usize..span.end as usize])
        });
        let texts: rustc_hash::FxHashSet<String> = texts.collect();
        texts.len() as f64
    }

    /// How many patterns of a [`Node::Terms`] occur; counting stops at `enough`.
    fn terms_of(&mut self, node: NodeId, enough: u32) -> u32 {
        match self.program.nodes.get(node) {
            Node::Terms { patterns, scope } => self.distinct_terms(patterns, scope, enough),
            _ => 0,
        }
    }

    fn distinct_terms(&mut self, patterns: &[u32], scope: ScopeId, enough: u32) -> u32 {
        let members = self.present(patterns);
        let mut count = 0;
        for &pattern in &members {
            if count == enough {
                break;
            }
            count += u32::from(self.occurs(pattern, scope));
        }
        self.scratch.members = members;
        count
    }

    fn occurs(&mut self, pattern: PatternId, scope: ScopeId) -> bool {
        let range = self.pattern(pattern);
        range.indices().any(|index| self.is_in(scope, self.scratch.spans[index].value))
    }

    /// Whether a value belongs to a scope.
    pub(super) fn is_in(&self, scope: ScopeId, value: u32) -> bool {
        self.tables.in_scope(scope, self.scratch.values.field(value))
    }

    /// Those of some patterns that may occur. The buffer goes back into [`Scratch::members`].
    pub(super) fn present(&mut self, patterns: &[u32]) -> Vec<PatternId> {
        let mut members = std::mem::take(&mut self.scratch.members);
        let listed = &self.scratch.patterns;
        members.clear();
        let all = patterns.iter().map(|&pattern| PatternId(pattern));
        if !self.scratch.are_listed {
            members.extend(all.filter(|&pattern| self.variants(pattern).next().is_some()));
        } else if patterns.len() < listed.len() {
            members.extend(all.filter(|pattern| listed.binary_search(pattern).is_ok()));
        } else {
            members.extend(listed.iter().filter(|pattern| patterns.binary_search(&pattern.0).is_ok()));
        }
        members
    }
}
