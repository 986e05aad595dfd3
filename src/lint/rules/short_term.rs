//! A term of one or two letters, or a word of every text, where it makes a condition hold alone: beside nothing
//! by `near`, `and` or `N of`. Emoji are whole words, and so may be a letter of scripts that write syllables or words.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use rustc_hash::FxHashSet;

use crate::sema::hir::{
    CompareOp, ExprId, ExprKind, LexiconId, Pattern, Piece, Policy, Quantifier, ScoreBody, ScoreId, SignalId,
    TermId,
};
use crate::span::Place;
use crate::text::{Mode, fold_tokens};

pub(super) const LINT: Lint = Lint { code: Code::ShortTerm, find };

/// Fewer letters than this stand in every other text by chance.
const SHORT: usize = 3;

/// Words that stand in nearly every text of a language. Written for this project; not complete, and not meant to be.
const STOP_WORDS: &str = "\
all and any are but can did for from get had has have her him his how its let may new not now old one our out \
put say see she that the them they this too two use was way what when who will with you your \
avec dans des est les mais par pas pour que qui sont sur une vous \
con del las los para por una aber das dem den der die ein eine ich ist mit nicht und von zu che della non per sono \
bir icin ile bu ve dhe eshte nga per te cho cua khong la mot nhung va \
في من على عن هذا التي الذي كان که را این است برای با و په چې دا \
как что это или для все так его она они был але для його";

fn find(subject: &Subject<'_>, report: &mut Report) {
    let policy = subject.policy;
    let stop_words = STOP_WORDS.split_whitespace().map(fold_tokens).collect();
    let mut walk = Walk {
        policy,
        stop_words,
        signals: FxHashSet::default(),
        scores: FxHashSet::default(),
        lexicons: FxHashSet::default(),
        terms: FxHashSet::default(),
    };
    let whens = policy.rules.iter().flat_map(|rule| std::iter::once(rule.when).chain(rule.unless));
    for condition in whens.chain(policy.exempts.iter().map(|exempt| exempt.when)) {
        walk.visit(condition, true, report);
    }
}

/// A walk from rules to what can make them, or a signal they name, hold alone.
struct Walk<'p> {
    policy: &'p Policy,
    stop_words: FxHashSet<String>,
    signals: FxHashSet<SignalId>,
    scores: FxHashSet<(ScoreId, u64)>,
    lexicons: FxHashSet<LexiconId>,
    terms: FxHashSet<TermId>,
}

impl Walk<'_> {
    /// `alone` is whether it is enough that this holds.
    fn visit(&mut self, expr: ExprId, alone: bool, report: &mut Report) {
        let place = self.policy[expr].place;
        match &self.policy[expr].kind {
            ExprKind::Term(term) if alone => self.term(*term, place, report),
            ExprKind::Lexicon(lexicon) if alone => self.lexicon(*lexicon, place, report),
            ExprKind::OfLexicon {
                quantifier: Quantifier::Any | Quantifier::AtLeast(..=1), lexicon, ..
            } if alone => {
                self.lexicon(*lexicon, place, report);
            }
            ExprKind::Signal(signal) if self.signals.insert(*signal) => {
                self.visit(self.policy[*signal].body, true, report);
            }
            ExprKind::Score { score, op: CompareOp::Ge | CompareOp::Gt | CompareOp::Eq, number }
                if alone && self.scores.insert((*score, number.to_bits())) =>
            {
                for row in &self.policy[*score].rows {
                    if let ScoreBody::Expr(row_expr) = row.body
                        && row.points as f64 >= *number
                    {
                        self.visit(row_expr, true, report);
                    }
                }
            }
            ExprKind::Count { operand, .. }
            | ExprKind::Edge { operand, .. }
            | ExprKind::InFields { operand, .. } => self.visit(*operand, alone, report),
            ExprKind::Or(operands)
            | ExprKind::OfMembers {
                quantifier: Quantifier::Any | Quantifier::AtLeast(..=1),
                members: operands,
            } => {
                operands.iter().for_each(|operand| self.visit(*operand, alone, report));
            }
            ExprKind::And(operands) | ExprKind::OfMembers { members: operands, .. } => {
                operands.iter().for_each(|operand| self.visit(*operand, false, report));
            }
            ExprKind::Not(operand) => self.visit(*operand, false, report),
            _ => {}
        }
    }

    fn lexicon(&mut self, lexicon: LexiconId, by: Place, report: &mut Report) {
        let mut stack = vec![lexicon];
        while let Some(lexicon) = stack.pop() {
            if self.lexicons.insert(lexicon) {
                self.policy[lexicon].terms.iter().for_each(|&term| self.term(term, by, report));
                stack.extend_from_slice(&self.policy[lexicon].includes);
            }
        }
    }

    fn term(&mut self, id: TermId, by: Place, report: &mut Report) {
        let term = &self.policy[id];
        let Some(why) = self.why(&self.policy[term.pattern]).filter(|_| self.terms.insert(id)) else {
            return;
        };
        let found = report.tell(
            term.place,
            format!("`{}` {why}, and is enough to make a condition hold", term.text),
            "it will be found by chance",
            "add words, or ask for it near something else",
        );
        if !by.span.contains(term.place.span) || by.file != term.place.file {
            found.also(by, "it is enough here");
        }
    }

    fn why(&self, pattern: &Pattern) -> Option<&'static str> {
        // Who asks for the very same code points knows what they are.
        if pattern.mode == Mode::Exact {
            return None;
        }
        pattern.variants.iter().find_map(|variant| self.why_variant(variant))
    }

    fn why_variant(&self, variant: &[Piece]) -> Option<&'static str> {
        let words = || variant.iter().filter_map(Piece::word);
        let letters = words().flat_map(|word| word.key.chars()).filter(|c| c.is_alphanumeric());
        let is_stop_word = || match variant {
            [Piece::Word(word)] => !word.open_start && !word.open_end && self.stop_words.contains(&word.key),
            _ => false,
        };
        let why = match letters.take(SHORT).count() {
            0..SHORT => "has fewer than three letters",
            _ if is_stop_word() => "stands in nearly every text",
            _ => return None,
        };
        let is_enough = words().any(|word| word.emoji || word.key.chars().any(is_rich));
        (!is_enough).then_some(why)
    }
}

/// Letters that are syllables or words: Han, Kana, Hangul, Ethiopic, Thai, Lao, Khmer, Burmese.
fn is_rich(letter: char) -> bool {
    matches!(letter,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1200}'..='\u{139F}'
        | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
