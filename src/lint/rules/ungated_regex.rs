//! A regular expression that every post is searched for: nothing cheaper decides beforehand whether its rule could
//! fire, and nothing in the pattern tells where it could match. What gates a regex is told as [`crate::plan`] chooses
//! what triggers a rule: of what must hold together, the part expected least often, which a regex never is beside a
//! term, an extractor or a field.

use regex_syntax::hir::{Class, Hir, HirKind, Literal, Look};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::sema::hir::{
    CompareOp, ExprId, ExprKind, Policy, Quantifier, RegexId, ScoreBody, ScoreId, Status,
};
use crate::sema::sums::needed_rows;

pub(super) const LINT: Lint = Lint { code: Code::UngatedRegex, find };

/// A search skips to places where so many letters in a row stand; fewer stand in nearly every post.
const LETTERS: usize = 3;

/// A class of so many characters has one of nearly every word.
const WIDE: usize = 10;

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let gates = Gates::new(policy);
    let mut told = FxHashSet::default();
    let running = |status: Status| matches!(status, Status::Live | Status::Shadow);
    for rule in policy.rules.iter().filter(|rule| running(rule.status)) {
        let Gate::Searched(regexes) = gates.of(rule.when) else { continue };
        for &id in regexes {
            let regex = &policy[id];
            let Some(why) = why_everywhere(&regex.pattern).filter(|_| told.insert(id)) else { continue };
            report
                .tell(
                    regex.place,
                    format!("`/{}/` is searched for in every post, from end to end", regex.pattern),
                    why,
                    "ask for a term, an extractor or a field beside it with `and` or `near`, or begin it with a word",
                )
                .also(rule.head.place, format!("`{}` can fire without anything that is quicker to find", rule.head.name));
        }
    }
}

/// What stands between a post and the regular expressions of a condition.
#[derive(Clone)]
enum Gate {
    /// Something that is looked for first: without it the condition does not hold.
    Gated,
    /// These are searched for in every post to know whether it holds; perhaps none.
    Searched(Vec<RegexId>),
    /// It can hold where nothing is found, so that it is worked out for every post, these included.
    Always(Vec<RegexId>),
}

/// A condition of more regular expressions than this is no clearer for naming the others.
const MOST_REGEXES: usize = 64;

/// The gates of all conditions.
struct Gates<'p> {
    policy: &'p Policy,
    /// By condition: those that a condition is made of stand before it.
    all: Vec<Gate>,
    /// Of comparisons of scores, which rules share: by the score, the comparison and the bits of its number.
    scores: FxHashMap<(ScoreId, CompareOp, u64), Gate>,
}

impl<'p> Gates<'p> {
    fn new(policy: &'p Policy) -> Self {
        let mut gates =
            Self { policy, all: Vec::with_capacity(policy.exprs.len()), scores: FxHashMap::default() };
        for expr in &policy.exprs {
            let gate = match expr.kind {
                ExprKind::Score { score, op, number } => gates.comparison(score, op, number),
                _ => gates.gate(&expr.kind),
            };
            gates.all.push(gate);
        }
        gates
    }

    fn of(&self, expr: ExprId) -> &Gate {
        self.all.get(expr.0 as usize).unwrap_or(&Gate::Gated)
    }

    fn gate(&self, kind: &ExprKind) -> Gate {
        match kind {
            ExprKind::Regex(regex) => Gate::Searched(vec![*regex]),
            ExprKind::Signal(signal) => self.of(self.policy[*signal].body).clone(),
            ExprKind::InFields { operand, .. } | ExprKind::Edge { operand, .. } => self.of(*operand).clone(),
            ExprKind::Or(members) => self.any(members.iter()),
            ExprKind::And(members) => self.least(members, 1),
            ExprKind::Near { left, right, .. } => self.least(&[*left, *right], 1),
            ExprKind::Not(operand) => Gate::Always(self.regexes([operand].into_iter())),
            ExprKind::OfMembers { quantifier, members } => match quantifier {
                Quantifier::None | Quantifier::AtLeast(0) => Gate::Always(self.regexes(members.iter())),
                Quantifier::Any => self.any(members.iter()),
                Quantifier::All => self.least(members, 1),
                Quantifier::AtLeast(number) => {
                    self.least(members, (members.len() + 1).saturating_sub(*number as usize))
                }
            },
            ExprKind::OfLexicon { quantifier: Quantifier::None | Quantifier::AtLeast(0), .. } => {
                Gate::Always(Vec::new())
            }
            ExprKind::Count { operand, op, number } | ExprKind::Distinct { operand, op, number } => {
                match op.holds(0.0, *number) {
                    true => Gate::Always(self.regexes([operand].into_iter())),
                    false => self.of(*operand).clone(),
                }
            }
            _ => Gate::Gated,
        }
    }

    /// Those that are searched for where a condition is worked out.
    fn regexes<'e>(&self, members: impl Iterator<Item = &'e ExprId>) -> Vec<RegexId> {
        let mut found = Vec::new();
        for member in members {
            if let Gate::Searched(regexes) | Gate::Always(regexes) = self.of(*member) {
                found.extend(regexes.iter().take(MOST_REGEXES - found.len().min(MOST_REGEXES)));
            }
        }
        found
    }

    /// Of a condition that holds where any of these does.
    fn any<'e>(&self, members: impl Iterator<Item = &'e ExprId> + Clone) -> Gate {
        let regexes = self.regexes(members.clone());
        let mut gate = Gate::Gated;
        for member in members {
            match self.of(*member) {
                Gate::Always(_) => return Gate::Always(regexes),
                Gate::Searched(_) => gate = Gate::Searched(regexes.clone()),
                Gate::Gated => {}
            }
        }
        gate
    }

    /// Of a condition that holds only where one of any `number` of these does: those that cost least.
    fn least(&self, members: &[ExprId], number: usize) -> Gate {
        let mut members = members.to_vec();
        members.sort_by_key(|member| match self.of(*member) {
            Gate::Gated => 0,
            Gate::Searched(_) => 1,
            Gate::Always(_) => 2,
        });
        members.truncate(number);
        self.any(members.iter())
    }

    fn comparison(&mut self, score: ScoreId, op: CompareOp, number: f64) -> Gate {
        let key = (score, op, number.to_bits());
        if let Some(known) = self.scores.get(&key) {
            return known.clone();
        }
        let gate = self.score(score, op, number);
        self.scores.insert(key, gate.clone());
        gate
    }

    fn score(&self, score: ScoreId, op: CompareOp, number: f64) -> Gate {
        let rows = &self.policy[score].rows;
        let operand = |body: &ScoreBody| match body {
            ScoreBody::Expr(operand) | ScoreBody::Each { operand, .. } => *operand,
        };
        let operands: Vec<ExprId> = rows.iter().map(|row| operand(&row.body)).collect();
        let falling = matches!(op, CompareOp::Le | CompareOp::Lt);
        if op.holds(0.0, number) {
            return Gate::Always(self.regexes(operands.iter()));
        }
        // Costly rows are left out of what is looked for while they cannot reach the number by themselves.
        let mut points: Vec<(i64, ExprId)> =
            rows.iter().zip(operands).map(|(row, of)| (most(row.points, &row.body), of)).collect();
        points.retain(|(points, _)| (*points < 0) == falling);
        points.sort_by_key(|(_, of)| match self.of(*of) {
            Gate::Always(_) => 0,
            Gate::Searched(_) => 1,
            Gate::Gated => 2,
        });
        let reached = |sum: i64| op.holds(sum as f64, number) || op == CompareOp::Eq && sum as f64 >= number;
        self.any(needed_rows(points, reached).iter())
    }
}

/// The most points of a row, either way. Of terms that are counted without a limit: as many as ever matter.
fn most(points: i64, body: &ScoreBody) -> i64 {
    match body {
        ScoreBody::Expr(_) => points,
        ScoreBody::Each { up_to: Some(most), .. } => most.saturating_mul(points.signum()),
        ScoreBody::Each { up_to: None, .. } => points.saturating_mul(1 << 20),
    }
}

/// Why a search for a pattern cannot skip any part of a text; `None` where it can.
fn why_everywhere(pattern: &str) -> Option<&'static str> {
    let hir = regex_syntax::parse(pattern).ok()?;
    if begins_anywhere(&hir) {
        return Some("it begins with what every text has, so that it is tried at every character");
    }
    (required(&hir) < LETTERS)
        .then_some("it has no three letters in a row that a match must have, so that no part is skipped")
}

/// Whether it begins with any number of characters of a wide class.
fn begins_anywhere(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Capture(capture) => begins_anywhere(&capture.sub),
        // A place to begin with is not every place, but for those between words.
        HirKind::Concat(parts) => {
            let is_beside_words = |part: &&Hir| matches!(part.kind(), HirKind::Look(look) if !matches!(look, Look::Start | Look::StartLF | Look::StartCRLF));
            parts.iter().find(|part| !is_beside_words(part)).is_some_and(begins_anywhere)
        }
        HirKind::Alternation(branches) => branches.iter().any(begins_anywhere),
        HirKind::Repetition(repetition) => repetition.max.is_none() && is_wide(&repetition.sub),
        _ => false,
    }
}

fn is_wide(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(class) => members(class, WIDE) >= WIDE,
        HirKind::Capture(capture) => is_wide(&capture.sub),
        _ => false,
    }
}

/// How many characters a class has; no more than `most` are counted.
fn members(class: &Class, most: usize) -> usize {
    let mut found = 0_usize;
    match class {
        Class::Unicode(class) => {
            for range in class.iter() {
                found += range.len();
                if found >= most {
                    break;
                }
            }
        }
        Class::Bytes(class) => found = class.iter().map(regex_syntax::hir::ClassBytesRange::len).sum(),
    }
    found.min(most)
}

/// How many characters in a row every match has, at least.
fn required(hir: &Hir) -> usize {
    let (mut run, mut longest) = (0, 0);
    match hir.kind() {
        HirKind::Concat(parts) => {
            for part in parts {
                match fixed(part) {
                    Some(length) => run += length,
                    None => {
                        longest = longest.max(required(part));
                        run = 0;
                    }
                }
                longest = longest.max(run);
            }
            longest
        }
        HirKind::Alternation(branches) => branches.iter().map(required).min().unwrap_or(0),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        _ => fixed(hir).unwrap_or(0),
    }
}

/// The length of what is always the same text, or differs in case alone; places between characters have none.
fn fixed(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Literal(Literal(bytes)) => {
            Some(std::str::from_utf8(bytes).map_or(bytes.len(), |text| text.chars().count()))
        }
        HirKind::Class(class) => (members(class, 4) <= 3).then_some(1),
        HirKind::Look(_) | HirKind::Empty => Some(0),
        HirKind::Capture(capture) => fixed(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(fixed).sum(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_match_must_have_lets_a_search_skip() {
        for (pattern, skips) in [
            (r"dinghy", true),
            (r"(?i)dinghy \d+", true),
            (r"\bwa\.me/\d+", true),
            (r"(boat|dinghy) \d", true),
            (r"(boat|uk) \d", false),
            (r"\d{11}", false),
            (r".*boat", false),
            (r"\b\w+ boat", false),
            (r"^\w+ boat", true),
            (r"^\w+$", false),
            (r"(.+x|boat)", false),
            (r"[?؟]", false),
            (r"\d boats", true),
        ] {
            assert_eq!(why_everywhere(pattern).is_none(), skips, "{pattern}");
        }
    }
}
