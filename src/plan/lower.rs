//! Lowering: in comes the checked policy, out goes the graph of everything its rules and exemptions
//! need. Signals are replaced by their bodies and every piece of evidence gets the fields it looks
//! in, so that what a node yields depends on the content alone. That makes equal nodes
//! interchangeable, which the later rewrites rely on.
//!
//! Nothing here recurses: chains of signals may be as long as a policy is.

use rustc_hash::FxHashMap;

use super::graph::{Condition, Graph, Regex};
use super::node::{
    Extract, ExtractId, HashlistId, Node, NodeId, Number, PatternId, RegexId, Row, ScopeId, SetId, Test,
};
use super::outline;
use crate::content::{ContentType, FieldId, FieldType};
use crate::sema::hir::{self, ExprId, ExprKind, Policy, Quantifier, ScoreBody, ScoreId};

/// What has a node of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// An expression in a scope.
    Expr(ExprId, ScopeId),
    /// A score.
    Score(ScoreId),
}

/// Lowers the rules and exemptions of a policy, each in order of name. Pattern numbers stay those of
/// the policy.
#[must_use]
pub fn lower(policy: &Policy) -> Graph {
    let mut graph = Graph::default();
    graph.scopes.add(default_scope(&policy.content));
    Lowering::new(policy, &mut graph, Numbers::default()).all();
    graph
}

/// Lowers two policies with the same type of content into one graph: first the rules of the one, then those of the
/// other. Pattern numbers are places in the list that comes with it, where patterns of both stand once; the numbers of
/// the other's hash lists come after those of the one.
#[must_use]
pub fn lower_both<'p>(one: &'p Policy, other: &'p Policy) -> (Graph, Vec<&'p hir::Pattern>) {
    let mut graph = lower(one);
    let (patterns, numbers) = merged(&one.patterns, &other.patterns);
    let hashlists = one.hashlists.len() as u32;
    Lowering::new(other, &mut graph, Numbers { patterns: Some(numbers), hashlists }).all();
    (graph, patterns)
}

/// The patterns of two policies, and which of them those of the other are.
fn merged<'p>(one: &'p [hir::Pattern], other: &'p [hir::Pattern]) -> (Vec<&'p hir::Pattern>, Vec<u32>) {
    // Mostly the one is the other but for a few.
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let mut patterns: Vec<&hir::Pattern> = one.iter().collect();
    let rest = one.iter().zip(0..).skip(same);
    let mut known: FxHashMap<&hir::Pattern, u32> = rest.collect();
    let mut numbers: Vec<u32> = (0..same as u32).collect();
    for pattern in &other[same..] {
        numbers.push(*known.entry(pattern).or_insert_with(|| {
            patterns.push(pattern);
            patterns.len() as u32 - 1
        }));
    }
    (patterns, numbers)
}

/// The numbers of what a policy has, where they are not its own.
#[derive(Default)]
struct Numbers {
    /// By number in the policy.
    patterns: Option<Vec<u32>>,
    /// How many hash lists come before its own.
    hashlists: u32,
}

/// The rules in order of name.
pub(super) fn rules(policy: &Policy) -> Vec<&hir::Rule> {
    let mut rules: Vec<_> = policy.rules.iter().collect();
    rules.sort_by(|a, b| a.head.qualified.cmp(&b.head.qualified));
    rules
}

/// The exemptions in order of name.
pub(super) fn exempts(policy: &Policy) -> Vec<&hir::Exempt> {
    let mut exempts: Vec<_> = policy.exempts.iter().collect();
    exempts.sort_by(|a, b| a.head.qualified.cmp(&b.head.qualified));
    exempts
}

/// The fields of type `text`.
fn default_scope(content: &ContentType) -> Vec<FieldId> {
    let fields = content.fields.iter().enumerate();
    fields.filter(|(_, field)| field.ty == FieldType::Text).map(|(id, _)| FieldId(id as u16)).collect()
}

struct Lowering<'p> {
    policy: &'p Policy,
    graph: &'p mut Graph,
    known: FxHashMap<Key, NodeId>,
    numbers: Numbers,
}

impl<'p> Lowering<'p> {
    fn new(policy: &'p Policy, graph: &'p mut Graph, numbers: Numbers) -> Self {
        Self { policy, graph, known: FxHashMap::default(), numbers }
    }

    /// Lowers all rules and exemptions.
    fn all(&mut self) {
        for rule in rules(self.policy) {
            let condition = self.condition(rule.when, rule.unless);
            self.graph.rules.push(condition);
        }
        for exempt in exempts(self.policy) {
            let condition = self.condition(exempt.when, None);
            self.graph.exempts.push(condition);
        }
    }

    fn condition(&mut self, when: ExprId, unless: Option<ExprId>) -> Condition {
        let roots: Vec<ExprId> = std::iter::once(when).chain(unless).collect();
        let mentions = outline::mentions(self.policy, &roots);
        let signals = mentions.signals.iter().map(|&id| {
            let signal = &self.policy[id];
            (signal.head.qualified.as_str().into(), self.node(Key::Expr(signal.body, ScopeId::DEFAULT)))
        });
        let signals = signals.collect();
        let scores = mentions
            .scores
            .iter()
            .map(|&id| (self.policy[id].head.qualified.as_str().into(), self.node(Key::Score(id))));
        let scores = scores.collect();
        Condition {
            signals,
            scores,
            evidence: self.evidence(when),
            when: self.node(Key::Expr(when, ScopeId::DEFAULT)),
            unless: unless.map(|unless| self.node(Key::Expr(unless, ScopeId::DEFAULT))),
        }
    }

    fn evidence(&mut self, when: ExprId) -> Vec<(std::sync::Arc<str>, NodeId)> {
        let leaves = outline::evidence(self.policy, when);
        let leaves = leaves.into_iter().map(|leaf| {
            let scope = leaf.fields.map_or(ScopeId::DEFAULT, |fields| self.scope(fields));
            let mut node = self.node(Key::Expr(leaf.expr, scope));
            for ends in [false, true] {
                if leaf.passes(ends) {
                    node = self.graph.push(Node::Edge { operand: node, ends });
                }
            }
            (leaf.name, node)
        });
        leaves.collect()
    }

    fn scope(&mut self, fields: &[FieldId]) -> ScopeId {
        ScopeId(self.graph.scopes.add(fields.to_vec()))
    }

    /// The node of a key; operands are lowered first, from a stack of our own.
    fn node(&mut self, root: Key) -> NodeId {
        let mut stack = vec![root];
        while let Some(&key) = stack.last() {
            let waiting = self.unknown_operands(key);
            if waiting.is_empty() {
                stack.pop();
                self.lower_one(key);
            } else {
                stack.extend(waiting);
            }
        }
        self.known[&root]
    }

    fn unknown_operands(&mut self, key: Key) -> Vec<Key> {
        if self.known.contains_key(&key) {
            return Vec::new();
        }
        let mut operands = self.operands(key);
        operands.retain(|operand| !self.known.contains_key(operand));
        operands
    }

    fn operands(&mut self, key: Key) -> Vec<Key> {
        let policy = self.policy;
        match key {
            Key::Score(score) => {
                let rows = policy[score].rows.iter();
                rows.map(|row| Key::Expr(row_operand(&row.body), ScopeId::DEFAULT)).collect()
            }
            Key::Expr(expr, scope) => match &policy[expr].kind {
                ExprKind::InFields { operand, fields } => vec![Key::Expr(*operand, self.scope(fields))],
                ExprKind::Score { score, .. } => vec![Key::Score(*score)],
                kind => outline::operands(policy, kind).into_iter().map(|id| Key::Expr(id, scope)).collect(),
            },
        }
    }

    fn lower_one(&mut self, key: Key) {
        if !self.known.contains_key(&key) {
            let node = match key {
                Key::Score(score) => self.score(score),
                Key::Expr(expr, scope) => self.expr(expr, scope),
            };
            self.known.insert(key, node);
        }
    }

    fn score(&mut self, score: ScoreId) -> NodeId {
        let rows = self.policy[score].rows.iter().map(|row| {
            let (each, up_to) = match row.body {
                ScoreBody::Expr(_) => (false, None),
                ScoreBody::Each { up_to, .. } => (true, up_to),
            };
            let operand = self.known[&Key::Expr(row_operand(&row.body), ScopeId::DEFAULT)];
            Row { points: row.points, operand, each, up_to }
        });
        let rows = rows.collect();
        self.graph.push(Node::Score(rows))
    }

    /// The node of an expression whose operands have theirs.
    fn expr(&mut self, id: ExprId, scope: ScopeId) -> NodeId {
        let policy = self.policy;
        match &policy[id].kind {
            ExprKind::Signal(signal) => self.known[&Key::Expr(policy[*signal].body, scope)],
            ExprKind::InFields { operand, fields } => {
                let scope = self.scope(fields);
                self.known[&Key::Expr(*operand, scope)]
            }
            ExprKind::OfMembers { quantifier, members } => {
                let members = self.nodes(members, scope);
                self.of_members(*quantifier, members)
            }
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let terms = policy[*lexicon].patterns.len() as u32;
                let operand = self.known[&Key::Expr(*operand, scope)];
                self.of_terms(*quantifier, terms, operand)
            }
            kind => {
                let node = self.leaf(kind, scope).unwrap_or_else(|| self.branch(id, kind, scope));
                self.graph.push(node)
            }
        }
    }

    /// The node of an expression without operands.
    fn leaf(&mut self, kind: &ExprKind, scope: ScopeId) -> Option<Node> {
        let policy = self.policy;
        Some(match kind {
            ExprKind::Term(term) => self.terms(&[policy[*term].pattern], scope),
            ExprKind::Lexicon(lexicon) => self.terms(&policy[*lexicon].patterns, scope),
            ExprKind::Regex(regex) => {
                let regex = RegexId(self.graph.regexes.add(Regex::of(&policy[*regex])));
                Node::Regex { regex, scope }
            }
            ExprKind::Extract { extractor, filters } => {
                let filters = filters.iter().map(|filter| (filter.attribute, Test::of(&filter.test)));
                let extract = Extract { extractor: *extractor, filters: filters.collect() };
                Node::Extract { extract: ExtractId(self.graph.extracts.add(extract)), scope }
            }
            ExprKind::Field { field, test } => Node::Field { field: *field, test: Test::of(test) },
            ExprKind::Age { field, op, seconds } => {
                Node::Age { field: *field, op: *op, seconds: Number(*seconds) }
            }
            ExprKind::InHashlist { field, list } => {
                let list = hir::HashlistId(self.numbers.hashlists + list.0);
                Node::Hashlist { field: *field, list: HashlistId(self.graph.hashlists.add(list)) }
            }
            _ => return None,
        })
    }

    /// The node of an expression over the nodes of its operands.
    fn branch(&self, id: ExprId, kind: &ExprKind, scope: ScopeId) -> Node {
        let known = |operand: &ExprId| self.known[&Key::Expr(*operand, scope)];
        match kind {
            ExprKind::Or(members) if self.policy[id].ty == hir::Ty::Evidence => {
                Node::Union(self.nodes(members, scope))
            }
            ExprKind::Or(members) => Node::Or(self.nodes(members, scope)),
            ExprKind::And(members) => Node::And(self.nodes(members, scope)),
            ExprKind::Not(operand) => Node::Not(known(operand)),
            ExprKind::Near { left, right, ordered, within } => {
                Node::Near { left: known(left), right: known(right), ordered: *ordered, within: *within }
            }
            ExprKind::Edge { operand, ends } => Node::Edge { operand: known(operand), ends: *ends },
            ExprKind::Count { operand, op, number } => {
                Node::Count { operand: known(operand), op: *op, number: Number(*number) }
            }
            ExprKind::Distinct { operand, op, number } => {
                Node::Distinct { operand: known(operand), op: *op, number: Number(*number) }
            }
            ExprKind::Score { score, op, number } => {
                let score = self.known[&Key::Score(*score)];
                Node::Compare { score, op: *op, number: Number(*number) }
            }
            // Leaves, signals and `in` have been dealt with.
            _ => Node::Const(false),
        }
    }

    fn nodes(&self, members: &[ExprId], scope: ScopeId) -> Vec<NodeId> {
        members.iter().map(|&id| self.known[&Key::Expr(id, scope)]).collect()
    }

    fn terms(&mut self, patterns: &[hir::PatternId], scope: ScopeId) -> Node {
        let numbers = self.numbers.patterns.as_deref();
        let number =
            |pattern: &hir::PatternId| numbers.map_or(pattern.0, |numbers| numbers[pattern.0 as usize]);
        let mut patterns: Vec<_> = patterns.iter().map(number).map(PatternId).collect();
        patterns.sort_unstable();
        patterns.dedup();
        Node::Terms { set: SetId(self.graph.sets.add(patterns)), scope }
    }

    fn of_members(&mut self, quantifier: Quantifier, members: Vec<NodeId>) -> NodeId {
        let all = members.len() as u32;
        let (number, negated) = at_least(quantifier, all);
        let node = self.graph.push(Node::AtLeast { number, members });
        if negated { self.graph.push(Node::Not(node)) } else { node }
    }

    fn of_terms(&mut self, quantifier: Quantifier, all: u32, operand: NodeId) -> NodeId {
        let (number, negated) = at_least(quantifier, all);
        let node = self.graph.push(Node::TermsAtLeast { number, operand });
        if negated { self.graph.push(Node::Not(node)) } else { node }
    }
}

/// A quantifier as "this many or more", and whether that is negated.
const fn at_least(quantifier: Quantifier, all: u32) -> (u32, bool) {
    match quantifier {
        Quantifier::AtLeast(number) => (number, false),
        Quantifier::Any => (1, false),
        Quantifier::All => (all, false),
        Quantifier::None => (1, true),
    }
}

/// What earns the points of a row.
pub(super) const fn row_operand(body: &ScoreBody) -> ExprId {
    match body {
        ScoreBody::Expr(expr) => *expr,
        ScoreBody::Each { operand, .. } => *operand,
    }
}
