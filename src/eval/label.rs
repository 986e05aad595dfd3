//! What a record's label says. In: the JSON under `label`, and the names of a policy's rules and categories. Out: whether
//! somebody holds the post to be a violation, and of which rules; or a message that says what was not understood.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::sema::hir::{Action, Policy, Status};

/// Words for a post that breaks the policy, and for one that does not. Case does not matter.
const POSITIVE: [&str; 3] = ["advert", "positive", "violation"];
const NEGATIVE: [&str; 4] = ["benign", "negative", "none", "lookalike"];
/// The same in short, and as other sets of posts have it; a rule or category of such a name comes first.
const YES: [&str; 6] = ["hit", "yes", "true", "1", "ad", "pos"];
const NO: [&str; 6] = ["miss", "no", "false", "0", "safe", "neg"];

/// Words less alike than this are no misspelling of each other.
const ALIKE: f64 = 0.7;
/// A label is shown up to so many characters.
const SHOWN: usize = 60;

/// What a label says about a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// As written, for tables.
    pub name: String,
    /// Whether the post breaks the policy.
    pub positive: bool,
    /// The rules it should be found by, by number in the policy; `None` where the label names none of them.
    pub rules: Option<BTreeSet<u32>>,
}

/// The labels that are understood.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    positive: Vec<String>,
    negative: Vec<String>,
    /// By qualified name, name alone and category of the rules that may fire: their numbers in the policy that is evaluated;
    /// none where only the other one has such rules.
    names: BTreeMap<String, BTreeSet<u32>>,
}

/// A label that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("label `{label}` is unknown{}", hint(.nearest.as_deref()))]
pub struct UnknownLabel {
    /// As written.
    pub label: String,
    /// The most alike of those that are known.
    pub nearest: Option<String>,
}

fn hint(nearest: Option<&str>) -> String {
    let expected = "expected true or false, an action, a rule, a category, or a word such as `advert` or `benign`; \
                    declare others with `--positive` or `--negative`";
    nearest.map_or_else(|| format!(": {expected}"), |nearest| format!("; did you mean `{nearest}`?"))
}

impl Labels {
    /// The labels that make sense beside a policy, and beside the one it is compared with.
    #[must_use]
    pub fn new(policy: &Policy, other: Option<&Policy>) -> Self {
        let mut names: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for (name, rule) in names_of(policy) {
            names.entry(name).or_default().insert(rule);
        }
        for (name, _) in other.into_iter().flat_map(names_of) {
            names.entry(name).or_default();
        }
        Self { names, ..Self::default() }
    }

    /// Adds labels that are declared by whoever evaluates.
    #[must_use]
    pub fn declare(mut self, positive: &[String], negative: &[String]) -> Self {
        self.positive.extend_from_slice(positive);
        self.negative.extend_from_slice(negative);
        self
    }

    /// What a label says.
    ///
    /// # Errors
    /// A value that is no label.
    pub fn read(&self, label: &Value) -> Result<Truth, UnknownLabel> {
        let plain = |positive: bool| Truth { name: shown(label), positive, rules: None };
        match label {
            Value::Bool(positive) => Ok(plain(*positive)),
            Value::Number(number) if number.as_f64() == Some(1.0) => Ok(plain(true)),
            Value::Number(number) if number.as_f64() == Some(0.0) => Ok(plain(false)),
            Value::String(word) => self.word(word),
            Value::Array(members) => self.list(label, members),
            _ => Err(UnknownLabel { label: shown(label), nearest: None }),
        }
    }

    fn word(&self, word: &str) -> Result<Truth, UnknownLabel> {
        let word = word.trim();
        let is = |known: &[String]| known.iter().any(|known| known == word);
        let folded = word.to_ascii_lowercase();
        let plain = |positive: bool| Ok(Truth { name: cut(word), positive, rules: None });
        if is(&self.positive) || is(&self.negative) {
            return plain(is(&self.positive));
        }
        if POSITIVE.contains(&folded.as_str()) || NEGATIVE.contains(&folded.as_str()) {
            return plain(POSITIVE.contains(&folded.as_str()));
        }
        if ACTIONS.iter().any(|action| action.name() == folded) {
            return plain(true);
        }
        match self.rules(word) {
            Some(rules) => {
                let rules = Some(rules.clone()).filter(|rules| !rules.is_empty());
                Ok(Truth { name: cut(word), positive: true, rules })
            }
            None if YES.contains(&folded.as_str()) => plain(true),
            None if NO.contains(&folded.as_str()) => plain(false),
            None => Err(UnknownLabel { label: cut(word), nearest: self.nearest(word) }),
        }
    }

    /// Rules and categories, all of which a post breaks. Other labels may stand between them.
    fn list(&self, label: &Value, members: &[Value]) -> Result<Truth, UnknownLabel> {
        let mut truth = Truth { name: shown(label), positive: false, rules: Some(BTreeSet::new()) };
        for member in members {
            let named = match member {
                Value::Array(_) => return Err(UnknownLabel { label: shown(member), nearest: None }),
                member => self.read(member)?,
            };
            truth.positive |= named.positive;
            if let (Some(rules), Some(named)) = (&mut truth.rules, named.rules) {
                rules.extend(named);
            }
        }
        if truth.positive && truth.rules.as_ref().is_some_and(BTreeSet::is_empty) {
            truth.rules = None;
        }
        Ok(truth)
    }

    /// The rules that a name stands for; `None` for a name of nothing.
    fn rules(&self, name: &str) -> Option<&BTreeSet<u32>> {
        self.names.get(name)
    }

    fn nearest(&self, word: &str) -> Option<String> {
        let words = POSITIVE.iter().chain(&NEGATIVE).copied();
        let actions = ACTIONS.iter().map(|action| action.name());
        let names = self.names.keys().map(String::as_str);
        let declared = self.positive.iter().chain(&self.negative).map(String::as_str);
        let known = words.chain(actions).chain(names).chain(declared);
        let likeness = known.map(|known| (strsim::jaro_winkler(known, word), known));
        let alike = likeness.filter(|(likeness, _)| *likeness >= ALIKE);
        alike.max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, known)| known.to_owned())
    }
}

impl Truth {
    /// Whether a rule should fire on the post.
    pub(super) fn is_for(&self, rule: u32) -> bool {
        self.positive && self.rules.as_ref().is_none_or(|rules| rules.contains(&rule))
    }
}

/// The actions that a violation meets; `none` is a word for a benign post.
const ACTIONS: [Action; 4] = [Action::Label, Action::Review, Action::Restrict, Action::Remove];

fn names_of(policy: &Policy) -> impl Iterator<Item = (String, u32)> + '_ {
    let judged = (0..).zip(&policy.rules).filter(|(_, rule)| is_judged(rule.status));
    judged.flat_map(|(number, rule)| {
        let names = [Some(&rule.head.qualified), Some(&rule.head.name), rule.category.as_ref()];
        names.into_iter().flatten().map(move |name| (name.clone(), number))
    })
}

/// Whether a rule of this status is evaluated at all.
pub(super) fn is_judged(status: Status) -> bool {
    matches!(status, Status::Live | Status::Shadow)
}

/// A label as it is shown: words without their quotes.
fn shown(label: &Value) -> String {
    match label {
        Value::String(word) => cut(word.trim()),
        Value::Array(members) if !members.is_empty() && members.iter().all(Value::is_string) => {
            cut(&members.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        }
        other => cut(&other.to_string()),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn labels() -> Labels {
        let text = "rule boats { when \"dinghy\" because \"b\" then remove category offer }\n\
                    rule cash { when \"cash\" because \"b\" then label category offer }\n\
                    rule old { when \"old\" because \"b\" status retired category past }";
        let compiled = crate::compile::Compiler::from_source("p", text).compile().unwrap();
        Labels::new(compiled.policy(), None).declare(&["spam!".to_owned()], &["ham".to_owned()])
    }

    #[test]
    fn labels_are_read_in_all_their_forms() {
        let rules = |rules: &[u32]| Some(rules.iter().copied().collect::<BTreeSet<_>>());
        for (label, positive, named) in [
            (json!(true), true, None),
            (json!(0), false, None),
            (json!(1.0), true, None),
            (json!("Advert"), true, None),
            (json!(" lookalike "), false, None),
            (json!("none"), false, None),
            (json!("review"), true, None),
            (json!("p.boats"), true, rules(&[0])),
            (json!("cash"), true, rules(&[1])),
            (json!("offer"), true, rules(&[0, 1])),
            (json!([]), false, rules(&[])),
            (json!(["boats", "p.cash"]), true, rules(&[0, 1])),
            (json!(["ham"]), false, rules(&[])),
            (json!(["spam!", "ham"]), true, None),
            (json!(["spam!", "boats"]), true, rules(&[0])),
            (json!("spam!"), true, None),
            (json!("ham"), false, None),
            (json!(["benign"]), false, rules(&[])),
            (json!([true]), true, None),
            (json!("Hit"), true, None),
            (json!("miss"), false, None),
            (json!("1"), true, None),
            (json!("safe"), false, None),
        ] {
            let truth = labels().read(&label).unwrap();
            assert_eq!((truth.positive, truth.rules), (positive, named), "{label}");
        }
    }

    #[test]
    fn what_is_no_label_is_told_with_the_nearest() {
        let told = |label| labels().read(&label).unwrap_err().to_string();
        assert_eq!(told(json!("adverts")), "label `adverts` is unknown; did you mean `advert`?");
        assert_eq!(told(json!(["boat"])), "label `boat` is unknown; did you mean `boats`?");
        assert!(told(json!(2)).starts_with("label `2` is unknown: expected true or false"));
        assert!(told(json!({"a": 1})).contains("{\"a\":1}"));
        assert!(told(json!([2])).contains("`2`"));
        assert!(told(json!("x".repeat(1000))).len() < 500);
        // A rule that is never evaluated can be right about nothing.
        assert!(told(json!("past")).contains("unknown"));
    }
}
