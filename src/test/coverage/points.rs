//! Everything that can be reached, declaration by declaration, with what of it has been.

use rustc_hash::FxHashSet;

use super::collect::Reached;
use super::lexicons::{Rows, is_in};
use super::{Kind, Point};
use crate::sema;
use crate::sema::hir::{
    ExemptId, ExprId, ExprKind, Head, Lexicon, LexiconId, Policy, RuleId, Score, ScoreBody, TermId,
};
use crate::source::Sources;
use crate::span::Place;
use crate::test::evaluation::operands;
use crate::test::places::written;

/// In order of declaration and place, what stands around something before it.
pub(super) fn points(policy: &Policy, sources: &Sources, reached: &Reached<'_>) -> Vec<Point> {
    let mut list = List {
        policy,
        sources,
        reached,
        points: Vec::new(),
        seen: FxHashSet::default(),
        declaration: (String::new(), Place::default()),
    };
    let rows = Rows::of(policy, sources);
    for (lexicon, id) in policy.lexicons.iter().zip(0..) {
        list.declare("lexicon", &lexicon.head);
        list.lexicon(LexiconId(id), lexicon, &rows);
    }
    for signal in &policy.signals {
        list.declare(if signal.context { "context" } else { "signal" }, &signal.head);
        list.branch(signal.body);
    }
    for score in &policy.scores {
        list.declare("score", &score.head);
        list.score(score);
    }
    for (rule, id) in policy.rules.iter().zip(0..) {
        list.declare("rule", &rule.head);
        list.add(Kind::Rule, rule.head.place, rule.head.name.clone(), reached.rule(RuleId(id)).to_vec());
        std::iter::once(rule.when).chain(rule.unless).for_each(|expr| list.branch(expr));
    }
    for (exempt, id) in policy.exempts.iter().zip(0..) {
        list.declare("exempt", &exempt.head);
        let sides = vec![reached.exempt(ExemptId(id))];
        list.add(Kind::Exempt, exempt.head.place, exempt.head.name.clone(), sides);
        list.branch(exempt.when);
    }
    list.points.sort_by_key(|point| {
        let (declared, place) = (point.declared, point.place);
        let (start, end) = (place.span.start, std::cmp::Reverse(place.span.end));
        (declared.file, declared.span, place.file, start, end, point.kind)
    });
    list.points
}

struct List<'a> {
    policy: &'a Policy,
    sources: &'a Sources,
    reached: &'a Reached<'a>,
    points: Vec<Point>,
    /// Expressions that are listed.
    seen: FxHashSet<ExprId>,
    declaration: (String, Place),
}

impl List<'_> {
    fn declare(&mut self, word: &str, head: &Head) {
        self.declaration = (format!("{word} {}", head.qualified), head.place);
    }

    fn add(&mut self, kind: Kind, place: Place, text: String, sides: Vec<bool>) {
        let (declaration, declared) = self.declaration.clone();
        self.points.push(Point { kind, declaration, declared, place, text, sides });
    }

    fn lexicon(&mut self, id: LexiconId, lexicon: &Lexicon, rows: &Rows) {
        let policy = self.policy;
        for row in rows.at(lexicon.head.place) {
            let from = lexicon.terms.partition_point(|&term| policy[term].place < row);
            let mut terms = lexicon.terms[from..].iter().take_while(|&&term| is_in(&policy[term], row));
            let occurs = terms.any(|&term| self.reached.occurs(policy[term].pattern, None, Ok(id)));
            self.add(Kind::Row, row, written(self.sources, row), vec![occurs]);
        }
        lexicon.terms.iter().for_each(|&term| self.term(term, Ok(id)));
    }

    /// A term and its alternatives.
    fn term(&mut self, id: TermId, searched_by: Result<LexiconId, ExprId>) {
        let term = &self.policy[id];
        let occurs = self.reached.occurs(term.pattern, None, searched_by);
        self.add(Kind::Term, term.place, format!("\"{}\"", term.text), vec![occurs]);
        let source = &self.sources.get(term.place.file).text;
        for alternative in sema::alternatives(self.policy, source, term) {
            let place = Place::new(term.place.file, alternative.span);
            let occurs = self.reached.occurs(term.pattern, Some(&alternative.variants), searched_by);
            let how = if alternative.left_out { "without" } else { "with" };
            let text = format!("\"{}\" {how} {}", term.text, alternative.text);
            self.add(Kind::Alternative, place, text, vec![occurs]);
        }
    }

    fn score(&mut self, score: &Score) {
        for row in &score.rows {
            let (ScoreBody::Expr(body) | ScoreBody::Each { operand: body, .. }) = row.body;
            let holds = self.reached.expr(body)[0];
            self.add(Kind::ScoreRow, row.place, written(self.sources, row.place), vec![holds]);
            // That a row does not hold is no branch that anybody need show.
            if is_condition(&self.policy[body].kind) { self.branch(body) } else { self.plain(body) }
        }
    }

    /// An expression of which it matters that it is seen both true and false.
    fn branch(&mut self, id: ExprId) {
        let expr = &self.policy[id];
        let is_new = !matches!(expr.kind, ExprKind::Term(_)) && self.seen.insert(id);
        if is_new {
            let text = format!("`{}`", written(self.sources, expr.place));
            self.add(Kind::Branch, expr.place, text, self.reached.expr(id).to_vec());
        }
        self.plain(id);
    }

    /// What an expression is made of.
    fn plain(&mut self, id: ExprId) {
        let kind = &self.policy[id].kind;
        if let ExprKind::Term(term) = kind {
            return self.term(*term, Err(id));
        }
        let of_branches = matches!(
            kind,
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::OfMembers { .. }
        );
        for operand in operands(kind) {
            if of_branches || is_condition(&self.policy[operand].kind) {
                self.branch(operand);
            } else {
                self.plain(operand);
            }
        }
    }
}

/// Whether an expression is a branch wherever it stands.
const fn is_condition(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Near { .. }
            | ExprKind::OfMembers { .. }
            | ExprKind::OfLexicon { .. }
            | ExprKind::Count { .. }
            | ExprKind::Distinct { .. }
            | ExprKind::Score { .. }
            | ExprKind::Field { .. }
            | ExprKind::Age { .. }
            | ExprKind::InHashlist { .. }
    )
}
