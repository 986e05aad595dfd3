//! The reference interpreter: a checked policy and one content object go in, a verdict comes out, as
//! plainly as the language page says it. Every construct of the language is one short function here
//! whose documentation quotes the sentence it implements. What expressions came to is remembered, since explanations ask
//! for it at every step of a tree, and signals that name signals would take a time that doubles with each. It exists to be right: the matcher must agree with it on every input,
//! and explanations are drawn from it.

mod counts;
mod disguise;
mod edits;
mod fields;
mod finds;
mod named;
mod reading;
mod score;
mod spans;
mod terms;
mod verdict;
mod words;

pub(crate) use counts::satisfies;
pub(crate) use fields::compare;
pub use reading::Reading;
pub(crate) use score::capped;
pub(crate) use spans::union;
pub use spans::{Spot, tokens_between};
pub use words::{Node, Word, words};

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::content::{Content, FieldId, FieldType};
use crate::extract::{Extractor, Found};
use crate::sema::hir::{ExprId, ExprKind, LexiconId, PatternId, Policy, SignalId};
use crate::verdict::{Circumstances, FieldPath, Verdict};

/// Judges content by a checked policy.
#[must_use]
pub fn judge(policy: &Policy, content: &Content, circumstances: Circumstances) -> Verdict {
    Interpreter::new(policy, content, circumstances).verdict()
}

/// An expression, or what it is the name of, in a scope.
type InScope = (Named, Vec<FieldId>);

/// What is the same wherever it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named {
    Expr(ExprId),
    Signal(SignalId),
    Lexicon(LexiconId),
}

impl Named {
    const fn of(id: ExprId, kind: &ExprKind) -> Self {
        match kind {
            ExprKind::Signal(signal) => Self::Signal(*signal),
            ExprKind::Lexicon(lexicon) => Self::Lexicon(*lexicon),
            _ => Self::Expr(id),
        }
    }
}

/// A policy and the content it is evaluated on, with the content's texts read once.
pub struct Interpreter<'a> {
    policy: &'a Policy,
    content: &'a Content,
    circumstances: Circumstances,
    readings: Vec<Reading<'a>>,
    default_scope: Vec<FieldId>,
    /// Where terms stand in values, as far as it has been asked.
    known_terms: RefCell<FxHashMap<(PatternId, FieldId, u32), Vec<Spot>>>,
    /// What extractors find in values, as far as it has been asked.
    known_finds: RefCell<FxHashMap<(Extractor, FieldId, u32), Vec<Found>>>,
    /// What holds in scopes, as far as it has been asked.
    known_truths: RefCell<FxHashMap<InScope, bool>>,
    /// Where evidence stands in scopes, as far as it has been asked.
    known_evidence: RefCell<FxHashMap<InScope, Vec<Spot>>>,
}

impl<'a> Interpreter<'a> {
    /// Reads the content's texts.
    #[must_use]
    pub fn new(policy: &'a Policy, content: &'a Content, circumstances: Circumstances) -> Self {
        let readings = Reading::all(&policy.content, content);
        let default_scope = fields_of_type_text(policy);
        Self {
            policy,
            content,
            circumstances,
            readings,
            default_scope,
            known_terms: RefCell::default(),
            known_finds: RefCell::default(),
            known_truths: RefCell::default(),
            known_evidence: RefCell::default(),
        }
    }

    /// "`text` fields are the default scope of terms."
    #[must_use]
    pub fn default_scope(&self) -> &[FieldId] {
        &self.default_scope
    }

    /// Every text and string of the content, in order of field and element.
    #[must_use]
    pub fn readings(&self) -> &[Reading<'a>] {
        &self.readings
    }

    /// The field values of a scope, in order; "a list field is searched element by element".
    pub fn values_in(&self, scope: &[FieldId]) -> impl Iterator<Item = &Reading<'a>> {
        self.readings.iter().filter(move |reading| scope.contains(&reading.field))
    }

    /// "Evidence is true where it is not empty"; a truth is what its words say.
    #[must_use]
    pub fn truth(&self, id: ExprId, scope: &[FieldId]) -> bool {
        let key = (Named::of(id, &self.policy[id].kind), scope.to_vec());
        if let Some(&known) = self.known_truths.borrow().get(&key) {
            return known;
        }
        let truth = self.new_truth(id, scope);
        self.known_truths.borrow_mut().insert(key, truth);
        truth
    }

    fn new_truth(&self, id: ExprId, scope: &[FieldId]) -> bool {
        match &self.policy[id].kind {
            // "A named condition": it holds where its body does.
            ExprKind::Signal(signal) => self.truth(self.policy[*signal].body, scope),
            ExprKind::InFields { operand, fields } => self.truth(*operand, fields),
            ExprKind::Or(operands) => operands.iter().any(|&operand| self.truth(operand, scope)),
            ExprKind::And(operands) => operands.iter().all(|&operand| self.truth(operand, scope)),
            ExprKind::Not(operand) => !self.truth(*operand, scope),
            ExprKind::OfMembers { quantifier, members } => self.of_members(*quantifier, members, scope),
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                self.of_lexicon(*quantifier, *lexicon, *operand, scope)
            }
            ExprKind::Count { operand, op, number } => {
                fields::compare(&(self.count(*operand, scope) as f64), *op, number)
            }
            ExprKind::Distinct { operand, op, number } => {
                fields::compare(&(self.distinct(*operand, scope) as f64), *op, number)
            }
            ExprKind::Score { score, op, number } => {
                fields::compare(&(self.score(*score) as f64), *op, number)
            }
            ExprKind::Field { field, test } => self.field_passes(*field, test),
            ExprKind::Age { field, op, seconds } => self.age_passes(*field, *op, *seconds),
            ExprKind::InHashlist { field, list } => self.in_hashlist(*field, *list),
            ExprKind::Term(_)
            | ExprKind::Regex(_)
            | ExprKind::Lexicon(_)
            | ExprKind::Extract { .. }
            | ExprKind::Near { .. }
            | ExprKind::Edge { .. } => !self.evidence(id, scope).is_empty(),
        }
    }

    /// The spans of an expression, in order; a truth has none.
    #[must_use]
    pub fn evidence(&self, id: ExprId, scope: &[FieldId]) -> Vec<Spot> {
        let key = (Named::of(id, &self.policy[id].kind), scope.to_vec());
        if let Some(known) = self.known_evidence.borrow().get(&key) {
            return known.clone();
        }
        let spots = self.new_evidence(id, scope);
        self.known_evidence.borrow_mut().insert(key, spots.clone());
        spots
    }

    fn new_evidence(&self, id: ExprId, scope: &[FieldId]) -> Vec<Spot> {
        match &self.policy[id].kind {
            ExprKind::Term(term) => self.pattern_spans(self.policy[*term].pattern, scope),
            ExprKind::Regex(regex) => self.regex_spans(*regex, scope),
            ExprKind::Lexicon(lexicon) => self.lexicon_spans(*lexicon, scope),
            // "A signal: that of its body."
            ExprKind::Signal(signal) => self.evidence(self.policy[*signal].body, scope),
            ExprKind::Extract { extractor, filters } => self.extractor_spans(*extractor, filters, scope),
            ExprKind::InFields { operand, fields } => self.evidence(*operand, fields),
            ExprKind::Or(operands) => {
                spans::union(operands.iter().map(|&operand| self.evidence(operand, scope)))
            }
            ExprKind::Near { left, right, ordered, within } => {
                let (left, right) = (self.evidence(*left, scope), self.evidence(*right, scope));
                self.covers(&left, &right, *ordered, *within)
            }
            ExprKind::Edge { operand, ends } => self.at_edge(self.evidence(*operand, scope), *ends),
            _ => Vec::new(),
        }
    }

    /// Whether a signal or context holds, in the default scope.
    #[must_use]
    pub fn signal_holds(&self, signal: SignalId) -> bool {
        self.truth(self.policy[signal].body, &self.default_scope)
    }

    /// A lexicon stands where any of its terms does, those of what it includes among them.
    fn lexicon_spans(&self, lexicon: LexiconId, scope: &[FieldId]) -> Vec<Spot> {
        let key = (Named::Lexicon(lexicon), scope.to_vec());
        if let Some(known) = self.known_evidence.borrow().get(&key) {
            return known.clone();
        }
        let spots = self.new_lexicon_spans(lexicon, scope);
        self.known_evidence.borrow_mut().insert(key, spots.clone());
        spots
    }

    fn new_lexicon_spans(&self, lexicon: LexiconId, scope: &[FieldId]) -> Vec<Spot> {
        let patterns = &self.policy[lexicon].patterns;
        spans::union(patterns.iter().map(|&pattern| self.pattern_spans(pattern, scope)))
    }

    /// The field value a span lies in.
    fn reading(&self, spot: &Spot) -> Option<&Reading<'a>> {
        self.readings.iter().find(|reading| reading.field == spot.field && reading.index == spot.index)
    }

    /// The original text of a span.
    #[must_use]
    pub fn excerpt(&self, spot: &Spot) -> &'a str {
        self.reading(spot).and_then(|reading| reading.original.get(spot.bytes())).unwrap_or_default()
    }

    /// The name of the field value a span lies in: "a list field's element is named `media.ocr[2]`, from 0".
    #[must_use]
    pub fn path(&self, spot: &Spot) -> FieldPath {
        self.path_of(spot.field, spot.index)
    }

    /// The name of a field's value.
    #[must_use]
    pub fn path_of(&self, field: FieldId, index: u32) -> FieldPath {
        let field = &self.policy.content.fields[usize::from(field.0)];
        FieldPath { name: field.name.as_str().into(), index: field.list.then_some(index) }
    }
}

/// The fields terms are looked for in where no `in` stands.
fn fields_of_type_text(policy: &Policy) -> Vec<FieldId> {
    let fields = policy.content.fields.iter().zip(0..);
    fields.filter(|(field, _)| field.ty == FieldType::Text).map(|(_, index)| FieldId(index)).collect()
}
