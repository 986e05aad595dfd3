//! From the expressions of a checked policy to nodes: names are replaced by what they stand for, every piece of
//! evidence knows its fields, and counts and scores are sums. What an expression means in a scope is worked out once,
//! from a stack of our own, because chains of signals may be long.

use rustc_hash::FxHashMap;

use super::node::{NodeId, PatternKey, ScopeId, SetId, Simple, SimpleId, Tables};
use super::{fields, numbers};
use crate::content::{FieldId, FieldType};
use crate::sema::hir::{
    CompareOp, ExprId, ExprKind, LexiconId, Policy, Quantifier, ScoreBody, ScoreId, TermId, Ty,
};

/// Sums beyond this are not looked into: near it, numbers are no longer exact.
const MOST_POINTS: i64 = 1 << 50;

/// The most thresholds that the rows `each of` of a score are taken apart into.
const MOST_STEPS: usize = 4096;

/// What an expression is: a truth, and the set it is the presence of where it is evidence.
#[derive(Clone, Copy)]
struct Meaning {
    node: NodeId,
    set: Option<SetId>,
}

/// An expression in a scope, or a score.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Expr(ExprId, ScopeId),
    Score(ScoreId),
}

/// A policy on its way into tables.
pub(super) struct Lowering<'p> {
    policy: &'p Policy,
    everywhere: ScopeId,
    known: FxHashMap<Key, Meaning>,
    /// What the rows of scores are worth.
    scores: FxHashMap<ScoreId, Vec<(NodeId, i64)>>,
    /// The sets of lexicons.
    lexicons: FxHashMap<(LexiconId, ScopeId), SetId>,
    /// The terms of lexicons, one by one.
    terms: FxHashMap<(LexiconId, ScopeId), Vec<NodeId>>,
    patterns: Vec<PatternKey>,
    /// The first term of each pattern.
    written: FxHashMap<PatternKey, TermId>,
}

impl<'p> Lowering<'p> {
    pub(super) fn new(policy: &'p Policy, tables: &mut Tables<'p>) -> Self {
        let fields = policy.content.fields.iter().zip(0..);
        let texts = fields.filter(|(field, _)| field.ty == FieldType::Text).map(|(_, id)| FieldId(id));
        let lists = policy.content.fields.iter().zip(0..).filter(|(field, _)| field.list);
        tables.many.extend(lists.map(|(_, id)| FieldId(id)));
        let everywhere = tables.scopes.add(texts.collect());
        let patterns = policy.patterns.iter().map(|pattern| tables.patterns.add(pattern));
        let patterns: Vec<PatternKey> = patterns.collect();
        let mut written = FxHashMap::default();
        for (term, id) in policy.terms.iter().zip(0..) {
            written.entry(patterns[term.pattern.0 as usize]).or_insert(TermId(id));
        }
        let (known, scores, lexicons, terms) = Default::default();
        Self { policy, everywhere, known, scores, lexicons, terms, patterns, written }
    }

    /// How a pattern is written in the policy.
    pub(super) fn written(&self, pattern: PatternKey) -> Option<&'p str> {
        self.written.get(&pattern).map(|&term| self.policy[term].text.as_str())
    }

    /// The truth of an expression in the default scope.
    pub(super) fn truth(&mut self, tables: &mut Tables, expr: ExprId) -> NodeId {
        let root = Key::Expr(expr, self.everywhere);
        let mut stack = vec![root];
        while let Some(&key) = stack.last() {
            let mut waiting =
                if self.known.contains_key(&key) { Vec::new() } else { self.operands(tables, key) };
            waiting.retain(|operand| !self.known.contains_key(operand));
            if !waiting.is_empty() {
                stack.extend(waiting);
                continue;
            }
            stack.pop();
            if !self.known.contains_key(&key) {
                let meaning = match key {
                    Key::Score(score) => self.score(tables, score),
                    Key::Expr(expr, scope) => self.expr(tables, expr, scope),
                };
                self.known.insert(key, meaning);
            }
        }
        self.known[&root].node
    }

    /// The scopes that an `in` means: its fields one by one, unless they are the default scope.
    fn scopes(&self, tables: &mut Tables, fields: &[FieldId]) -> Vec<ScopeId> {
        let whole = tables.scopes.add(fields.to_vec());
        match whole == self.everywhere {
            true => vec![whole],
            false => fields.iter().map(|&field| tables.scopes.add(vec![field])).collect(),
        }
    }

    fn operands(&self, tables: &mut Tables, key: Key) -> Vec<Key> {
        let policy = self.policy;
        let (expr, scope) = match key {
            Key::Expr(expr, scope) => (expr, scope),
            Key::Score(score) => {
                let rows = policy[score].rows.iter();
                return rows
                    .filter_map(|row| match row.body {
                        ScoreBody::Expr(expr) => Some(Key::Expr(expr, self.everywhere)),
                        ScoreBody::Each { .. } => None,
                    })
                    .collect();
            }
        };
        let here = |expr: &ExprId| Key::Expr(*expr, scope);
        match &policy[expr].kind {
            ExprKind::Signal(signal) => vec![here(&policy[*signal].body)],
            ExprKind::InFields { operand, fields } => {
                let scopes = self.scopes(tables, fields);
                scopes.into_iter().map(|scope| Key::Expr(*operand, scope)).collect()
            }
            ExprKind::Or(members) | ExprKind::And(members) | ExprKind::OfMembers { members, .. } => {
                members.iter().map(here).collect()
            }
            ExprKind::Near { left, right, .. } => vec![here(left), here(right)],
            ExprKind::Not(operand)
            | ExprKind::Edge { operand, .. }
            | ExprKind::Count { operand, .. }
            | ExprKind::Distinct { operand, .. } => vec![here(operand)],
            ExprKind::Score { score, .. } => vec![Key::Score(*score)],
            _ => Vec::new(),
        }
    }

    fn of(&self, expr: ExprId, scope: ScopeId) -> Meaning {
        self.known[&Key::Expr(expr, scope)]
    }

    fn expr(&mut self, tables: &mut Tables, id: ExprId, scope: ScopeId) -> Meaning {
        let policy = self.policy;
        if let ExprKind::Signal(signal) = &policy[id].kind {
            return self.of(policy[*signal].body, scope);
        }
        if policy[id].ty == Ty::Evidence {
            let set = match policy[id].kind {
                ExprKind::Lexicon(lexicon) => self.lexicon(tables, lexicon, scope),
                _ => self.evidence(tables, id, scope),
            };
            return Meaning { node: tables.present(set), set: Some(set) };
        }
        Meaning { node: self.condition(tables, id, scope), set: None }
    }

    /// The set of a lexicon, which many expressions name.
    fn lexicon(&mut self, tables: &mut Tables, lexicon: LexiconId, scope: ScopeId) -> SetId {
        if let Some(&known) = self.lexicons.get(&(lexicon, scope)) {
            return known;
        }
        let patterns = self.policy[lexicon].patterns.iter();
        let simples = patterns.map(|&pattern| self.pattern(tables, pattern, scope)).collect();
        let set = tables.set(simples);
        self.lexicons.insert((lexicon, scope), set);
        set
    }

    /// The set of an expression that is evidence and no lexicon.
    fn evidence(&self, tables: &mut Tables, id: ExprId, scope: ScopeId) -> SetId {
        let policy = self.policy;
        let empty = Vec::new();
        let members = |tables: &Tables, expr: ExprId, scope: ScopeId| -> Vec<SimpleId> {
            self.of(expr, scope).set.map_or(empty.clone(), |set| tables.sets.get(set).clone())
        };
        let simples = match &policy[id].kind {
            ExprKind::Term(term) => vec![self.pattern(tables, policy[*term].pattern, scope)],
            ExprKind::Regex(regex) => {
                let regex = &policy[*regex];
                let regex = tables.regexes.add((regex.pattern.clone(), regex.original));
                vec![tables.simples.add(Simple::Regex(regex, scope))]
            }
            ExprKind::Extract { extractor, filters } => {
                let extract = fields::extract(*extractor, filters, policy.package.region.as_deref());
                if extract.is_empty() {
                    return tables.set(Vec::new());
                }
                let extract = tables.extracts.add(extract);
                vec![tables.simples.add(Simple::Extract(extract, scope))]
            }
            ExprKind::InFields { operand, fields } => {
                let scopes = self.scopes(tables, fields);
                scopes.into_iter().flat_map(|scope| members(tables, *operand, scope)).collect()
            }
            ExprKind::Or(operands) => {
                operands.iter().flat_map(|&operand| members(tables, operand, scope)).collect()
            }
            ExprKind::Near { left, right, ordered, within } => {
                let (left, right) = (self.of(*left, scope).set, self.of(*right, scope).set);
                return match (left, right) {
                    (Some(left), Some(right)) => tables.near(left, right, *ordered, *within),
                    _ => tables.set(Vec::new()),
                };
            }
            ExprKind::Edge { operand, ends } => {
                let inner = members(tables, *operand, scope).into_iter();
                inner.map(|simple| tables.simples.add(Simple::Edge(simple, *ends))).collect()
            }
            _ => Vec::new(),
        };
        tables.set(simples)
    }

    fn pattern(&self, tables: &mut Tables, id: crate::sema::hir::PatternId, scope: ScopeId) -> SimpleId {
        tables.simples.add(Simple::Pattern(self.patterns[id.0 as usize], scope))
    }

    /// The node of an expression that is a truth.
    fn condition(&mut self, tables: &mut Tables, id: ExprId, scope: ScopeId) -> NodeId {
        let policy = self.policy;
        let nodes = |members: &[ExprId]| members.iter().map(|&id| self.of(id, scope).node).collect();
        match &policy[id].kind {
            ExprKind::Or(members) => tables.any(nodes(members)),
            ExprKind::And(members) => tables.all(nodes(members)),
            ExprKind::Not(operand) => tables.not(self.of(*operand, scope).node),
            ExprKind::OfMembers { quantifier, members } => quantified(tables, *quantifier, nodes(members)),
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let terms = self.terms(tables, *lexicon, *operand, scope);
                quantified(tables, *quantifier, terms)
            }
            ExprKind::Count { operand, op, number } => {
                self.count(tables, (*operand, scope), *op, *number, false)
            }
            ExprKind::Distinct { operand, op, number } => {
                self.count(tables, (*operand, scope), *op, *number, true)
            }
            ExprKind::Score { score, op, number } => self.compared_score(tables, *score, *op, *number),
            ExprKind::Field { field, test } => fields::field(tables, &policy.content, *field, test),
            ExprKind::Age { field, op, seconds } => {
                fields::age(tables, &policy.content, *field, *op, *seconds)
            }
            ExprKind::InHashlist { field, list } => fields::listed(tables, *field, &policy[*list]),
            // Evidence and signals have been dealt with.
            _ => tables.constant(false),
        }
    }

    /// The terms of a lexicon one by one, in the scope of the `in` around it.
    fn terms(
        &mut self,
        tables: &mut Tables,
        lexicon: LexiconId,
        operand: ExprId,
        scope: ScopeId,
    ) -> Vec<NodeId> {
        let scopes = self.innermost(tables, operand, scope);
        if let ([scope], Some(known)) = (scopes.as_slice(), self.terms.get(&(lexicon, scopes[0]))) {
            let _ = scope;
            return known.clone();
        }
        let patterns = &self.policy[lexicon].patterns;
        let terms: Vec<NodeId> = patterns
            .iter()
            .map(|&pattern| {
                let simples = scopes.iter().map(|&scope| self.pattern(tables, pattern, scope)).collect();
                let set = tables.set(simples);
                tables.present(set)
            })
            .collect();
        if let [scope] = scopes.as_slice() {
            self.terms.insert((lexicon, *scope), terms.clone());
        }
        terms
    }

    fn innermost(&self, tables: &mut Tables, operand: ExprId, scope: ScopeId) -> Vec<ScopeId> {
        let (mut operand, mut scopes) = (operand, vec![scope]);
        while let ExprKind::InFields { operand: inner, fields } = &self.policy[operand].kind {
            scopes = self.scopes(tables, fields);
            operand = *inner;
        }
        scopes
    }

    fn count(
        &self,
        tables: &mut Tables,
        operand: (ExprId, ScopeId),
        op: CompareOp,
        number: f64,
        distinct: bool,
    ) -> NodeId {
        let set = self.of(operand.0, operand.1).set;
        let set = set.unwrap_or_else(|| tables.set(Vec::new()));
        numbers::compared(tables, op, number, &mut |tables, at_least| match at_least {
            ..=0 => tables.constant(true),
            1 => tables.present(set),
            _ if tables.sets.get(set).is_empty() => tables.constant(false),
            _ => tables.nodes.add(super::node::Node::Count { set, at_least, distinct }),
        })
    }

    /// Works out what the rows are worth; a score is no truth itself.
    fn score(&mut self, tables: &mut Tables, id: ScoreId) -> Meaning {
        let mut items = Vec::new();
        for row in &self.policy[id].rows {
            match row.body {
                ScoreBody::Expr(expr) => items.push((self.of(expr, self.everywhere).node, row.points)),
                ScoreBody::Each { lexicon, operand, up_to } => {
                    let terms = self.terms(tables, lexicon, operand, self.everywhere);
                    items.extend(steps(tables, &terms, row.points, up_to));
                }
            }
        }
        self.scores.insert(id, items);
        Meaning { node: tables.constant(false), set: None }
    }

    fn compared_score(&self, tables: &mut Tables, id: ScoreId, op: CompareOp, number: f64) -> NodeId {
        let items = &self.scores[&id];
        let all = items.iter().try_fold(0_i64, |all, &(_, points)| all.checked_add(points.checked_abs()?));
        if all.is_none_or(|all| all > MOST_POINTS) || items.len() > MOST_STEPS {
            let rows: Vec<String> =
                items.iter().map(|(node, points)| format!("{points}:{}", node.0)).collect();
            return tables
                .nodes
                .add(super::node::Node::Opaque(format!("{op:?} {number} {}", rows.join(" "))));
        }
        numbers::compared(tables, op, number, &mut |tables, at_least| {
            tables.sum(items.clone(), at_least.clamp(-MOST_POINTS - 1, MOST_POINTS + 1))
        })
    }
}

/// `each of` as rows that are worth something from the first term on, from the second, and so on, up to the cap.
fn steps(tables: &mut Tables, terms: &[NodeId], points: i64, up_to: Option<i64>) -> Vec<(NodeId, i64)> {
    let cap = up_to.map_or(i64::MAX, i64::saturating_abs);
    let mut left = cap;
    let mut steps = Vec::new();
    for number in 1..=terms.len() {
        let worth = points.saturating_abs().min(left);
        left -= worth;
        if worth == 0 || steps.len() > MOST_STEPS {
            break;
        }
        let items = terms.iter().map(|&term| (term, 1)).collect();
        steps.push((tables.sum(items, number as i64), worth * points.signum()));
    }
    steps
}

fn quantified(tables: &mut Tables, quantifier: Quantifier, members: Vec<NodeId>) -> NodeId {
    let all = members.len() as i64;
    let items: Vec<(NodeId, i64)> = members.into_iter().map(|member| (member, 1)).collect();
    match quantifier {
        Quantifier::AtLeast(number) => tables.sum(items, i64::from(number)),
        Quantifier::Any => tables.sum(items, 1),
        Quantifier::All => tables.sum(items, all),
        Quantifier::None => {
            let any = tables.sum(items, 1);
            tables.not(any)
        }
    }
}
