//! Notes: what there was instead of what a condition asks for.

use std::collections::BTreeSet;

use super::Explainer;
use crate::content::{FieldId, Value};
use crate::extract::{AttributeValue, Extractor, Found};
use crate::reference::{Spot, tokens_between};
use crate::sema::hir::{ExprId, ExprKind, HashKind, HashlistId, LexiconId, TermId, Within};

/// Values shown of a list, terms of a lexicon; more are only counted.
const MOST_SHOWN: usize = 5;

/// Seconds of a day, the unit ages are shown in.
const DAY: f64 = 86_400.0;

impl Explainer<'_> {
    /// What there was, where the tree does not show it anyway.
    pub(super) fn note(&self, id: ExprId, scope: &[FieldId]) -> Option<String> {
        match &self.policy[id].kind {
            ExprKind::Lexicon(lexicon) => self.terms_note(*lexicon, scope),
            ExprKind::OfLexicon { lexicon, operand, .. } => {
                Some(self.count_note(*lexicon, self.interpreter.scope_within(*operand, scope)))
            }
            ExprKind::Extract { extractor, filters } if !filters.is_empty() => {
                self.finds_note(id, *extractor, scope)
            }
            ExprKind::InFields { operand, fields } if self.is_leaf(*operand) => self.note(*operand, fields),
            ExprKind::Near { left, right, ordered, within } => {
                self.distance_note(id, (*left, *right), *ordered, *within, scope)
            }
            ExprKind::Edge { operand, ends } => self.edge_note(id, *operand, *ends, scope),
            ExprKind::OfMembers { members, .. } => {
                let holding = members.iter().filter(|&&member| self.interpreter.truth(member, scope)).count();
                Some(format!("{holding} of {} hold", members.len()))
            }
            ExprKind::Count { operand, .. } => {
                Some(counted(self.interpreter.count(*operand, scope), "occurrence"))
            }
            ExprKind::Distinct { operand, .. } => {
                Some(counted(self.interpreter.distinct(*operand, scope), "different text"))
            }
            ExprKind::Score { score, .. } => {
                Some(format!("`{}` is {}", self.policy[*score].head.name, self.interpreter.score(*score)))
            }
            ExprKind::Field { field, .. } => Some(self.value_note(*field)),
            ExprKind::Age { field, .. } => Some(self.age_note(*field)),
            ExprKind::InHashlist { field, list } => Some(self.hash_note(*field, *list)),
            _ => None,
        }
    }

    /// Which terms of a lexicon occur, as written.
    fn terms_note(&self, lexicon: LexiconId, scope: &[FieldId]) -> Option<String> {
        if self.interpreter.distinct_terms(lexicon, scope) == 0 {
            return None;
        }
        let mut occurring: Vec<String> = Vec::new();
        for term in self.terms_of(lexicon) {
            let (pattern, written) = (self.policy[term].pattern, format!("\"{}\"", self.policy[term].text));
            if !occurring.contains(&written) && self.interpreter.pattern_occurs(pattern, scope) {
                occurring.push(written);
            }
        }
        (!occurring.is_empty()).then(|| shortened(&occurring))
    }

    /// A lexicon's own terms and those of all it includes.
    fn terms_of(&self, lexicon: LexiconId) -> Vec<TermId> {
        let lexicon = &self.policy[lexicon];
        let included = lexicon.includes.iter().flat_map(|&included| self.terms_of(included));
        lexicon.terms.iter().copied().chain(included).collect()
    }

    fn count_note(&self, lexicon: LexiconId, scope: &[FieldId]) -> String {
        let occurring = self.interpreter.distinct_terms(lexicon, scope);
        let count = format!("{occurring} of {} terms occur", self.policy[lexicon].patterns.len());
        self.terms_note(lexicon, scope).map(|terms| format!("{count}: {terms}")).unwrap_or(count)
    }

    /// What an extractor found that its filters refuse.
    fn finds_note(&self, id: ExprId, extractor: Extractor, scope: &[FieldId]) -> Option<String> {
        if self.interpreter.truth(id, scope) {
            return None;
        }
        let found: Vec<String> = self
            .interpreter
            .values_in(scope)
            .flat_map(|reading| self.interpreter.finds(extractor, reading))
            .map(|found| described(&found))
            .collect();
        (!found.is_empty()).then(|| format!("found, but filtered out: {}", shortened(&found)))
    }

    /// Why two sides that both occur make no pair.
    fn distance_note(
        &self,
        id: ExprId,
        (left, right): (ExprId, ExprId),
        ordered: bool,
        within: Within,
        scope: &[FieldId],
    ) -> Option<String> {
        let (left, right) = (self.interpreter.evidence(left, scope), self.interpreter.evidence(right, scope));
        if left.is_empty() || right.is_empty() || self.interpreter.truth(id, scope) {
            return None;
        }
        let nearest =
            nearest_pair(&left, &right).into_iter().chain(nearest_pair(&right, &left).filter(|_| !ordered));
        Some(match (nearest.min(), within) {
            (Some(between), Within::Words(most)) => {
                format!("both sides occur, {} apart; at most {most} are allowed", counted(between, "token"))
            }
            (Some(_), Within::Sentence) => "both sides occur, but a sentence ends between them".to_owned(),
            (None, _) => unpaired(&left, &right).to_owned(),
        })
    }

    fn edge_note(&self, id: ExprId, operand: ExprId, ends: bool, scope: &[FieldId]) -> Option<String> {
        let occurs = self.interpreter.truth(operand, scope) && !self.interpreter.truth(id, scope);
        occurs.then(|| format!("occurs, but not at the {}", if ends { "end" } else { "start" }))
    }

    fn value_note(&self, field: FieldId) -> String {
        let name = &self.policy.content.fields[usize::from(field.0)].name;
        let values: Vec<String> = self.interpreter.field_values(field).iter().map(shown).collect();
        if values.is_empty() {
            format!("`{name}` is absent")
        } else {
            format!("`{name}` is {}", shortened(&values))
        }
    }

    fn age_note(&self, field: FieldId) -> String {
        let name = &self.policy.content.fields[usize::from(field.0)].name;
        match self.interpreter.ages(field).first() {
            Some(age) => format!("`{name}` is {:.1} days before `created_at`", age / DAY),
            None => format!("`{name}` or `created_at` is absent"),
        }
    }

    fn hash_note(&self, field: FieldId, list: HashlistId) -> String {
        let name = &self.policy.content.fields[usize::from(field.0)].name;
        if self.interpreter.field_values(field).is_empty() {
            return format!("`{name}` is absent");
        }
        let list = &self.policy[list];
        match (list.kind, self.interpreter.nearest_hash(field, &list.hashes)) {
            (HashKind::Pdq(most), Some(bits)) => {
                format!(
                    "the nearest hash of `{}` differs in {bits} bits; at most {most} are allowed",
                    list.head.name
                )
            }
            (_, Some(0)) => format!("`{}` holds this hash", list.head.name),
            _ => format!("`{}` does not hold this hash", list.head.name),
        }
    }
}

/// The fewest tokens between a span and a later one in the same field value: from each later span, back to the last that
/// ends before it.
fn nearest_pair(earlier: &[Spot], later: &[Spot]) -> Option<usize> {
    let value = |spot: &Spot| (spot.field, spot.index);
    let mut by_end: Vec<&Spot> = earlier.iter().collect();
    by_end.sort_by_key(|spot| (value(spot), spot.end));
    let pairs = later.iter().filter_map(|y| {
        let before = by_end.partition_point(|x| (value(x), x.end) <= (value(y), y.start));
        let x = by_end[before.checked_sub(1)?];
        x.same_value(y).then(|| tokens_between(x, y) as usize)
    });
    pairs.min()
}

/// Why no span of one side stands before one of the other.
fn unpaired(left: &[Spot], right: &[Spot]) -> &'static str {
    let values: BTreeSet<_> = left.iter().map(|spot| (spot.field, spot.index)).collect();
    if nearest_pair(right, left).is_some() {
        "both sides occur, but not in this order"
    } else if right.iter().any(|spot| values.contains(&(spot.field, spot.index))) {
        "both sides occur, but overlap"
    } else {
        "both sides occur, but not in the same field value"
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn shortened(items: &[String]) -> String {
    let first = items.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match items.len().checked_sub(MOST_SHOWN) {
        None | Some(0) => first,
        Some(more) => format!("{first} and {more} more"),
    }
}

fn described(found: &Found) -> String {
    let attributes: Vec<String> = found
        .attributes
        .iter()
        .map(|(name, value)| match value {
            AttributeValue::Number(number) => format!("{} {number}", name.name()),
            AttributeValue::Text(text) => format!("{} {text}", name.name()),
        })
        .collect();
    if attributes.is_empty() {
        format!("`{}`", found.value)
    } else {
        format!("`{}` ({})", found.value, attributes.join(", "))
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Time(time) => {
            time.format(&time::format_description::well_known::Rfc3339).unwrap_or_else(|_| time.to_string())
        }
        Value::Hash(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
