//! What an author would do about a condition: what to add to a post for it to hold, or what may not be in one.

use super::Explainer;
use crate::content::FieldId;
use crate::extract::Extractor;
use crate::sema::hir::{CompareOp, ExprId, ExprKind, Quantifier, Within};

impl Explainer<'_> {
    /// What it takes for a condition to hold, or not to.
    pub(super) fn advice(&self, id: ExprId, scope: &[FieldId], should_hold: bool) -> String {
        if should_hold { self.to_hold(id, scope) } else { self.not_to_hold(id) }
    }

    fn to_hold(&self, id: ExprId, scope: &[FieldId]) -> String {
        match &self.policy[id].kind {
            ExprKind::InFields { operand, fields } => {
                format!("{} in {}", self.to_hold(*operand, fields), self.names_of(fields))
            }
            ExprKind::Near { left, right, ordered, within } => {
                self.to_stand((*left, *right), *ordered, *within)
            }
            ExprKind::Edge { operand, ends } => {
                let verb = if *ends { "end" } else { "begin" };
                format!("{verb} with {}", self.thing(*operand))
            }
            ExprKind::OfLexicon { quantifier, lexicon, operand } => {
                let scope = self.interpreter.scope_within(*operand, scope);
                let there = self.interpreter.distinct_terms(*lexicon, scope);
                let name = &self.policy[*lexicon].head.name;
                let wanted = match quantifier {
                    Quantifier::AtLeast(least) => *least as usize,
                    Quantifier::Any => 1,
                    Quantifier::All => self.policy[*lexicon].patterns.len(),
                    Quantifier::None => return format!("take out every term of lexicon `{name}`"),
                };
                terms(wanted.saturating_sub(there), there > 0, name)
            }
            ExprKind::Count { operand, op: CompareOp::Ge | CompareOp::Gt, .. }
            | ExprKind::Distinct { operand, op: CompareOp::Ge | CompareOp::Gt, .. } => {
                format!("add {} until {}", self.thing(*operand), self.quoted(id))
            }
            ExprKind::InHashlist { list, .. } => {
                format!("add a hash that is in list `{}`", self.policy[*list].head.name)
            }
            kind if is_thing(kind) => format!("add {}", self.thing(id)),
            _ => format!("have {}", self.quoted(id)),
        }
    }

    fn not_to_hold(&self, id: ExprId) -> String {
        match &self.policy[id].kind {
            ExprKind::Lexicon(lexicon) => {
                format!("nothing of lexicon `{}` may occur", self.policy[*lexicon].head.name)
            }
            ExprKind::InFields { operand, fields } => {
                format!("{} in {}", self.not_to_hold(*operand), self.names_of(fields))
            }
            ExprKind::OfLexicon { quantifier, lexicon, .. } => {
                let name = &self.policy[*lexicon].head.name;
                match quantifier {
                    Quantifier::AtLeast(least) if *least > 1 => {
                        format!("at most {} of lexicon `{name}` may occur", least - 1)
                    }
                    Quantifier::AtLeast(_) | Quantifier::Any => {
                        format!("nothing of lexicon `{name}` may occur")
                    }
                    Quantifier::All => format!("not every term of lexicon `{name}` may occur"),
                    Quantifier::None => format!("add a term of lexicon `{name}`"),
                }
            }
            kind if is_thing(kind) => format!("{} may not occur", self.thing(id)),
            _ => format!("{} may not hold", self.quoted(id)),
        }
    }

    /// Where the sides of `near` and `then` should stand.
    fn to_stand(&self, (left, right): (ExprId, ExprId), ordered: bool, within: Within) -> String {
        let (left, right) = (self.thing(left), self.thing(right));
        let order = if ordered { "before" } else { "near" };
        let reach = match within {
            Within::Words(0) => "with no word between".to_owned(),
            Within::Words(1) => "with at most one word between".to_owned(),
            Within::Words(most) => format!("with at most {most} words between"),
            Within::Sentence => "in one sentence".to_owned(),
        };
        format!("put {left} {order} {right}, {reach}")
    }

    /// Evidence, by what a reader would call it: `"boat"`, `a term of lexicon craft`, `a price (amount >= 500)`.
    fn thing(&self, id: ExprId) -> String {
        match &self.policy[id].kind {
            ExprKind::Term(_) => self.written(self.policy[id].place),
            ExprKind::Regex(_) => format!("a text that {} matches", self.quoted(id)),
            ExprKind::Lexicon(lexicon) => format!("a term of lexicon `{}`", self.policy[*lexicon].head.name),
            ExprKind::Extract { extractor, .. } => {
                let written = self.written(self.policy[id].place);
                let filters = written.split_once('(').map(|(_, filters)| format!(" ({filters}"));
                format!("{}{}", noun(*extractor), filters.unwrap_or_default())
            }
            _ => self.quoted(id),
        }
    }

    fn quoted(&self, id: ExprId) -> String {
        format!("`{}`", self.written(self.policy[id].place))
    }

    fn names_of(&self, fields: &[FieldId]) -> String {
        let name = |field: &FieldId| format!("`{}`", self.policy.content.fields[usize::from(field.0)].name);
        fields.iter().map(name).collect::<Vec<_>>().join(" or ")
    }
}

/// Whether it is one thing that can stand in a text.
const fn is_thing(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Term(_) | ExprKind::Regex(_) | ExprKind::Lexicon(_) | ExprKind::Extract { .. })
}

fn terms(many: usize, more: bool, lexicon: &str) -> String {
    let number = if many == 1 { "a".to_owned() } else { many.to_string() };
    let more = match (more, many) {
        (false, _) => "",
        (true, 1) => "further ",
        (true, _) => "more ",
    };
    format!("add {number} {more}term{} of lexicon `{lexicon}`", if many == 1 { "" } else { "s" })
}

const fn noun(extractor: Extractor) -> &'static str {
    match extractor {
        Extractor::Phone => "a phone number",
        Extractor::Price => "a price",
        Extractor::Amount => "a number",
        Extractor::Url => "a link",
        Extractor::Handle => "a handle",
        Extractor::Hashtag => "a hashtag",
        Extractor::Email => "an e-mail address",
        Extractor::Wallet => "the address of a wallet",
    }
}
