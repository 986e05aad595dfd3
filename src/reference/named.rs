//! What a verdict names of a rule that fired: signals and scores it mentions, and its evidence.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Interpreter, Spot};
use crate::content::FieldId;
use crate::sema::hir::{ExprId, ExprKind, Quantifier, Rule, ScoreBody, ScoreId, SignalId, Ty};
use crate::verdict::Evidence;

/// What the expressions of a rule mention, in order of first mention.
#[derive(Default)]
struct Mentions {
    signals: Vec<SignalId>,
    scores: Vec<ScoreId>,
}

/// Where the walk over the operands of `when` stands: the scope, and the `starts` (false) and `ends`
/// (true) around it.
#[derive(Clone)]
struct Standing<'s> {
    scope: &'s [FieldId],
    edges: Vec<bool>,
}

/// Evidence as it is collected, and the signals and scores that have been looked into: once is enough.
#[derive(Default)]
struct Collected {
    evidence: Vec<Evidence>,
    signals: FxHashSet<(SignalId, Vec<FieldId>)>,
    scores: FxHashSet<ScoreId>,
}

impl Interpreter<'_> {
    /// "Signals and contexts that hold are named in the verdict": those the rule mentions, also through
    /// signals and scores, in the order of first mention.
    pub(super) fn signals_of(&self, rule: &Rule) -> Vec<Arc<str>> {
        let mentioned = self.mentions(rule).signals.into_iter();
        let holding = mentioned.filter(|&signal| self.signal_holds(signal));
        holding.map(|signal| self.policy[signal].head.qualified.as_str().into()).collect()
    }

    /// The scores the rule mentions, also through signals and scores, with their values.
    pub(super) fn scores_of(&self, rule: &Rule) -> BTreeMap<Arc<str>, i64> {
        let mentioned = self.mentions(rule).scores.into_iter();
        mentioned
            .map(|score| (self.policy[score].head.qualified.as_str().into(), self.score(score)))
            .collect()
    }

    fn mentions(&self, rule: &Rule) -> Mentions {
        let mut mentions = Mentions::default();
        self.mention(rule.when, &mut mentions);
        rule.unless.iter().for_each(|&unless| self.mention(unless, &mut mentions));
        mentions
    }

    fn mention(&self, id: ExprId, mentions: &mut Mentions) {
        match &self.policy[id].kind {
            ExprKind::Signal(signal) => self.mention_signal(*signal, mentions),
            ExprKind::Score { score, .. } => self.mention_score(*score, mentions),
            _ => self.operands(id).into_iter().for_each(|operand| self.mention(operand, mentions)),
        }
    }

    fn mention_signal(&self, signal: SignalId, mentions: &mut Mentions) {
        if !mentions.signals.contains(&signal) {
            mentions.signals.push(signal);
            self.mention(self.policy[signal].body, mentions);
        }
    }

    fn mention_score(&self, score: ScoreId, mentions: &mut Mentions) {
        if !mentions.scores.contains(&score) {
            mentions.scores.push(score);
            self.row_expressions(score).into_iter().for_each(|row| self.mention(row, mentions));
        }
    }

    /// The expressions of a score's rows, in order; of `each of` the lexicon.
    fn row_expressions(&self, score: ScoreId) -> Vec<ExprId> {
        let bodies = self.policy[score].rows.iter().map(|row| &row.body);
        bodies
            .map(|body| match body {
                ScoreBody::Expr(body) => *body,
                ScoreBody::Each { operand, .. } => *operand,
            })
            .collect()
    }

    /// The operands of an expression, from left to right.
    #[must_use]
    pub fn operands(&self, id: ExprId) -> Vec<ExprId> {
        match &self.policy[id].kind {
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

    /// "`evidence` holds the spans of every operand of `when` that is evidence and holds. Sorted by
    /// field, start, end, name; no repeats."
    #[must_use]
    pub fn evidence_of(&self, when: ExprId) -> Vec<Evidence> {
        let mut collected = Collected::default();
        let everywhere = Standing { scope: &self.default_scope, edges: Vec::new() };
        self.collect_evidence(when, &everywhere, &mut collected);
        let mut evidence = collected.evidence;
        evidence.sort();
        evidence.dedup();
        evidence
    }

    /// "Operands of `not` aside; those inside a score that is used, too"; "a signal that is a truth by
    /// its own operands".
    fn collect_evidence(&self, id: ExprId, standing: &Standing<'_>, collected: &mut Collected) {
        let mut go =
            |operand: ExprId, standing: &Standing<'_>| self.collect_evidence(operand, standing, collected);
        match &self.policy[id].kind {
            ExprKind::Not(_) => {}
            ExprKind::OfMembers { quantifier: Quantifier::None, .. }
            | ExprKind::OfLexicon { quantifier: Quantifier::None, .. } => {}
            ExprKind::InFields { operand, fields } => {
                go(*operand, &Standing { scope: fields, edges: standing.edges.clone() });
            }
            ExprKind::Edge { operand, ends } => go(*operand, &standing.with_edge(*ends)),
            ExprKind::Signal(signal) if self.policy[id].ty == Ty::Truth => {
                // A truth stands in no `starts` and no `ends`.
                if collected.signals.insert((*signal, standing.scope.to_vec())) {
                    self.collect_evidence(self.policy[*signal].body, standing, collected);
                }
            }
            ExprKind::Score { score, .. } => {
                let everywhere = Standing { scope: &self.default_scope, edges: Vec::new() };
                if collected.scores.insert(*score) {
                    for row in self.row_expressions(*score) {
                        self.collect_evidence(row, &everywhere, collected);
                    }
                }
            }
            _ => match self.name_of(id) {
                Some(name) => collected.evidence.extend(self.evidence_by(id, &name, standing)),
                None => self.operands(id).into_iter().for_each(|operand| go(operand, standing)),
            },
        }
    }

    /// "Named as it is written there: a signal, lexicon or extractor by its name, a term or regex by its text."
    fn name_of(&self, id: ExprId) -> Option<Arc<str>> {
        match &self.policy[id].kind {
            ExprKind::Term(term) => Some(self.policy[*term].text.as_str().into()),
            ExprKind::Regex(regex) => Some(self.policy[*regex].pattern.as_str().into()),
            ExprKind::Lexicon(lexicon) => Some(self.policy[*lexicon].head.qualified.as_str().into()),
            ExprKind::Signal(signal) => Some(self.policy[*signal].head.qualified.as_str().into()),
            ExprKind::Extract { extractor, .. } => Some(extractor.name().into()),
            _ => None,
        }
    }

    /// The spans of one operand, those that pass the `starts` and `ends` around it.
    fn evidence_by(&self, id: ExprId, by: &Arc<str>, standing: &Standing<'_>) -> Vec<Evidence> {
        let passes = |spot: &Spot| standing.edges.iter().all(|&ends| self.is_at_edge(spot, ends));
        let spots = self.evidence(id, standing.scope).into_iter().filter(passes);
        spots.map(|spot| self.evidence_at(&spot, by)).collect()
    }

    fn evidence_at(&self, spot: &Spot, by: &Arc<str>) -> Evidence {
        Evidence {
            field: self.path(spot),
            start: spot.start,
            end: spot.end,
            by: Arc::clone(by),
            text: self.excerpt(spot).to_owned(),
            readings: spot.readings.names().collect(),
        }
    }
}

impl Standing<'_> {
    fn with_edge(&self, ends: bool) -> Self {
        let mut inner = self.clone();
        inner.edges.push(ends);
        inner
    }
}
