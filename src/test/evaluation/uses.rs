//! What uses what: from an expression up to the rules, exemptions and signals whose outcome can depend on it.

use rustc_hash::FxHashSet;

use super::Change;
use crate::sema::hir::{ExemptId, ExprId, ExprKind, LexiconId, Policy, RuleId, ScoreBody, ScoreId, SignalId};

/// Who uses an expression, score or lexicon.
#[derive(Clone, Copy)]
enum User {
    Expr(ExprId),
    Signal(SignalId),
    Score(ScoreId),
    Rule(RuleId),
    Exempt(ExemptId),
}

/// The users of everything.
pub(in crate::test) struct Uses {
    exprs: Vec<Vec<User>>,
    signals: Vec<Vec<ExprId>>,
    scores: Vec<Vec<ExprId>>,
    lexicons: Vec<Vec<User>>,
    /// The lexicons that include another directly.
    including: Vec<Vec<LexiconId>>,
}

/// What can feel a change.
#[derive(Debug, Default)]
pub(in crate::test) struct Touched {
    /// Expressions, that of the change among them.
    pub(super) exprs: FxHashSet<ExprId>,
    /// Those whose own meaning is changed, not only that of an operand.
    pub(super) sites: FxHashSet<ExprId>,
    /// Scores.
    pub(super) scores: FxHashSet<ScoreId>,
    /// Scores whose own rows are changed.
    pub(super) score_sites: FxHashSet<ScoreId>,
    /// Rules.
    pub(in crate::test) rules: FxHashSet<RuleId>,
    /// Exemptions.
    pub(in crate::test) exempts: FxHashSet<ExemptId>,
    /// Signals and contexts.
    pub(in crate::test) signals: FxHashSet<SignalId>,
}

impl Uses {
    /// The users of everything in a policy.
    pub(in crate::test) fn of(policy: &Policy) -> Self {
        let mut uses = Self {
            exprs: vec![Vec::new(); policy.exprs.len()],
            signals: vec![Vec::new(); policy.signals.len()],
            scores: vec![Vec::new(); policy.scores.len()],
            lexicons: vec![Vec::new(); policy.lexicons.len()],
            including: vec![Vec::new(); policy.lexicons.len()],
        };
        (0..policy.exprs.len() as u32).for_each(|id| uses.add_expr(policy, ExprId(id)));
        for (signal, id) in policy.signals.iter().zip(0..) {
            uses.add(signal.body, User::Signal(SignalId(id)));
        }
        for (score, id) in policy.scores.iter().zip(0..) {
            for row in &score.rows {
                match row.body {
                    ScoreBody::Expr(body) => uses.add(body, User::Score(ScoreId(id))),
                    ScoreBody::Each { lexicon, operand, .. } => {
                        uses.add(operand, User::Score(ScoreId(id)));
                        uses.lexicons[lexicon.0 as usize].push(User::Score(ScoreId(id)));
                    }
                }
            }
        }
        for (rule, id) in policy.rules.iter().zip(0..) {
            std::iter::once(rule.when)
                .chain(rule.unless)
                .for_each(|expr| uses.add(expr, User::Rule(RuleId(id))));
        }
        for (exempt, id) in policy.exempts.iter().zip(0..) {
            uses.add(exempt.when, User::Exempt(ExemptId(id)));
        }
        for (lexicon, id) in policy.lexicons.iter().zip(0..) {
            lexicon.includes.iter().for_each(|included| {
                uses.including[included.0 as usize].push(LexiconId(id));
            });
        }
        uses
    }

    fn add(&mut self, expr: ExprId, user: User) {
        self.exprs[expr.0 as usize].push(user);
    }

    fn add_expr(&mut self, policy: &Policy, id: ExprId) {
        match &policy[id].kind {
            ExprKind::Signal(signal) => self.signals[signal.0 as usize].push(id),
            ExprKind::Score { score, .. } => self.scores[score.0 as usize].push(id),
            ExprKind::Lexicon(lexicon) | ExprKind::OfLexicon { lexicon, .. } => {
                self.lexicons[lexicon.0 as usize].push(User::Expr(id));
            }
            _ => {}
        }
        operands(&policy[id].kind).into_iter().for_each(|operand| self.add(operand, User::Expr(id)));
    }

    /// The lexicon and all that include it, through any depth.
    pub(in crate::test) fn lexicons_with(&self, lexicon: LexiconId) -> Vec<LexiconId> {
        let mut all = vec![lexicon];
        let mut next = 0;
        while let Some(lexicon) = all.get(next).copied() {
            next += 1;
            for &other in &self.including[lexicon.0 as usize] {
                if !all.contains(&other) {
                    all.push(other);
                }
            }
        }
        all
    }

    /// What can feel a change.
    pub(in crate::test) fn touched(&self, change: &Change) -> Touched {
        let mut touched = Touched::default();
        let mut waiting: Vec<User> = Vec::new();
        match change {
            Change::Pattern(_, lexicons) => {
                waiting.extend(lexicons.iter().flat_map(|lexicon| &self.lexicons[lexicon.0 as usize]));
            }
            Change::Expr(expr, _) => waiting.push(User::Expr(*expr)),
            Change::Row(score, _) => waiting.push(User::Score(*score)),
            Change::Unless(rule) => waiting.push(User::Rule(*rule)),
        }
        for user in &waiting {
            match *user {
                User::Expr(expr) => _ = touched.sites.insert(expr),
                User::Score(score) => _ = touched.score_sites.insert(score),
                _ => {}
            }
        }
        while let Some(user) = waiting.pop() {
            match user {
                User::Expr(expr) if touched.exprs.insert(expr) => {
                    waiting.extend(&self.exprs[expr.0 as usize])
                }
                User::Signal(signal) if touched.signals.insert(signal) => {
                    waiting.extend(self.signals[signal.0 as usize].iter().map(|&expr| User::Expr(expr)));
                }
                User::Score(score) if touched.scores.insert(score) => {
                    waiting.extend(self.scores[score.0 as usize].iter().map(|&expr| User::Expr(expr)));
                }
                User::Rule(rule) => _ = touched.rules.insert(rule),
                User::Exempt(exempt) => _ = touched.exempts.insert(exempt),
                _ => {}
            }
        }
        touched
    }
}

/// The operands of an expression, from left to right.
pub(in crate::test) fn operands(kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::Or(operands) | ExprKind::And(operands) => operands.clone(),
        ExprKind::OfMembers { members, .. } => members.clone(),
        ExprKind::Near { left, right, .. } => vec![*left, *right],
        ExprKind::Not(operand)
        | ExprKind::InFields { operand, .. }
        | ExprKind::Edge { operand, .. }
        | ExprKind::OfLexicon { operand, .. }
        | ExprKind::Count { operand, .. }
        | ExprKind::Distinct { operand, .. } => vec![*operand],
        _ => Vec::new(),
    }
}
