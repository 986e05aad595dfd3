//! Which expressions are evaluated, and in which fields: from rules, exemptions and expectations down through signals and
//! scores. What nothing uses is taken to be evaluated in the default scope.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::content::FieldId;
use crate::sema::hir::{ExpectWhat, ExprId, ExprKind, LexiconId, Policy, ScoreBody, ScoreId};
use crate::test::evaluation::{ScopeId, Scopes, operands};

/// The expressions with their scopes.
pub(super) struct Reach {
    /// Each pair once.
    pub(super) pairs: Vec<(ExprId, ScopeId)>,
    /// The fields that lexicons are searched in, as far as anything searches them.
    lexicons: FxHashMap<LexiconId, FxHashSet<FieldId>>,
    /// The fields that expressions look in.
    exprs: FxHashMap<ExprId, FxHashSet<FieldId>>,
}

impl Reach {
    pub(super) fn of(policy: &Policy, scopes: &Scopes) -> Self {
        let mut walk = Walk { policy, scopes, seen: FxHashSet::default(), pairs: Vec::new() };
        for rule in &policy.rules {
            std::iter::once(rule.when).chain(rule.unless).for_each(|expr| walk.down(expr));
        }
        policy.exempts.iter().for_each(|exempt| walk.down(exempt.when));
        for expect in policy.tests.iter().flat_map(|test| &test.expects) {
            if let ExpectWhat::Signal(signal) = expect.what {
                walk.down(policy[signal].body);
            }
        }
        let used: FxHashSet<ExprId> = walk.pairs.iter().map(|(expr, _)| *expr).collect();
        let unused = policy.signals.iter().map(|signal| signal.body).filter(|body| !used.contains(body));
        unused.for_each(|body| walk.down(body));
        (0..policy.scores.len() as u32).for_each(|score| walk.rows(ScoreId(score)));
        let pairs = walk.pairs;
        let mut reach =
            Self { pairs: Vec::new(), lexicons: FxHashMap::default(), exprs: FxHashMap::default() };
        for &(expr, scope) in &pairs {
            let fields = scopes.fields(scope);
            reach.exprs.entry(expr).or_default().extend(fields);
            if let ExprKind::Lexicon(lexicon) = policy[expr].kind {
                reach.search(policy, lexicon, fields);
            }
        }
        for id in (0..policy.lexicons.len() as u32).map(LexiconId) {
            if !reach.lexicons.contains_key(&id) {
                reach.search(policy, id, scopes.fields(ScopeId::DEFAULT));
            }
        }
        reach.pairs = pairs;
        reach
    }

    /// A lexicon and all that it includes are searched in these fields.
    fn search(&mut self, policy: &Policy, lexicon: LexiconId, fields: &[FieldId]) {
        let mut waiting = vec![lexicon];
        while let Some(lexicon) = waiting.pop() {
            let known = self.lexicons.entry(lexicon).or_default();
            let before = known.len();
            known.extend(fields);
            if known.len() > before || fields.is_empty() {
                waiting.extend(&policy[lexicon].includes);
            }
        }
    }

    /// Whether a lexicon is searched in one of these fields.
    pub(super) fn searches(&self, lexicon: LexiconId, fields: &FxHashSet<FieldId>) -> bool {
        self.lexicons.get(&lexicon).is_some_and(|searched| !searched.is_disjoint(fields))
    }

    /// Whether an expression looks in one of these fields.
    pub(super) fn looks_in(&self, expr: ExprId, fields: &FxHashSet<FieldId>) -> bool {
        self.exprs.get(&expr).is_some_and(|searched| !searched.is_disjoint(fields))
    }
}

struct Walk<'a> {
    policy: &'a Policy,
    scopes: &'a Scopes,
    seen: FxHashSet<(ExprId, ScopeId)>,
    pairs: Vec<(ExprId, ScopeId)>,
}

impl Walk<'_> {
    fn rows(&mut self, score: ScoreId) {
        for row in &self.policy[score].rows {
            match row.body {
                ScoreBody::Expr(body) => self.down(body),
                ScoreBody::Each { operand, .. } => self.down(operand),
            }
        }
    }

    /// An expression in the default scope, and all it is worked out from.
    fn down(&mut self, expr: ExprId) {
        let mut waiting = vec![(expr, ScopeId::DEFAULT)];
        while let Some((expr, scope)) = waiting.pop() {
            if !self.seen.insert((expr, scope)) {
                continue;
            }
            self.pairs.push((expr, scope));
            match &self.policy[expr].kind {
                ExprKind::Signal(signal) => waiting.push((self.policy[*signal].body, scope)),
                ExprKind::InFields { operand, .. } => waiting.push((*operand, self.scopes.of_in(expr))),
                kind => waiting.extend(operands(kind).into_iter().map(|operand| (operand, scope))),
            }
        }
    }
}
