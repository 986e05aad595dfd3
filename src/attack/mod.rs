//! Disguises what a policy should find, and looks whether it still does. In: a checked policy and a seed. Out: a
//! [`Report`] on how many disguised variants of every `hit` still make its rule fire, by operator and by rule,
//! with those that do not. Adverts are written by people who read moderators' policies; an example that only
//! holds as it is written promises too much.
//!
//! Variants stay within what people can still read and what the language says is read (its section 4). Prices,
//! numbers, links and handles keep working, since the advert has to; see [`Operator`] for what is done to words.

mod case;
mod digits;
mod draft;
mod hashtag;
mod layout;
mod letters;
mod lookalikes;
mod marks;
mod operator;
mod random;
mod run;
mod styles;
mod tally;
mod text;
mod variants;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use operator::Operator;
pub use run::run;
pub use tally::Tally;

/// How a policy stands up to disguise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What the choices were drawn from.
    pub seed: u64,
    /// All variants together.
    #[serde(flatten)]
    pub tally: Tally,
    /// By operator, in the order of [`Operator::ALL`].
    pub operators: Vec<ByOperator>,
    /// By pair of operators, those without variants left out.
    pub pairs: Vec<ByPair>,
    /// By rule, in order of name; rules without a `hit` left out.
    pub rules: Vec<ByRule>,
    /// By example, in order of place.
    pub hits: Vec<ByHit>,
    /// The variants that no longer make their rule fire, in order of place.
    pub failures: Vec<Failure>,
}

/// The variants of one operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByOperator {
    /// Which.
    pub operator: Operator,
    /// Of it alone.
    pub alone: Tally,
    /// Of it and another.
    pub in_pairs: Tally,
}

/// The variants of two operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByPair {
    /// Which.
    pub operators: [Operator; 2],
    /// How they fared.
    #[serde(flatten)]
    pub tally: Tally,
}

/// The variants of the examples of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ByRule {
    /// Qualified name.
    pub rule: String,
    /// How many examples were disguised.
    pub hits: usize,
    /// How they fared.
    #[serde(flatten)]
    pub tally: Tally,
    /// By operator, alone or in a pair; those without variants left out.
    pub operators: Vec<RuleOperator>,
}

/// The variants of one operator for one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RuleOperator {
    /// Which.
    pub operator: Operator,
    /// How they fared.
    #[serde(flatten)]
    pub tally: Tally,
}

/// The variants of one example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ByHit {
    /// Qualified name of its rule.
    pub rule: String,
    /// Path of its module.
    pub file: String,
    /// Where it starts, from 1.
    pub line: u32,
    /// Whether its rule fires on it as it is written. If not, there is nothing to disguise.
    pub fires: bool,
    /// How its variants fared.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A variant that got through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Qualified name of the rule that no longer fires.
    pub rule: String,
    /// Path of the example's module.
    pub file: String,
    /// Where the example starts, from 1.
    pub line: u32,
    /// One or two, as they were applied.
    pub operators: Vec<Operator>,
    /// The disguised values.
    pub values: Vec<Disguised>,
    /// What the rule misses: the fewest conditions that would have to change. Of the failures that a text shows; it is
    /// worked out by the reference interpreter, which would take minutes over thousands of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A field value in disguise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disguised {
    /// Dotted name of the field, with the index of a list's element: `media.ocr[2]`.
    pub field: String,
    /// Its text.
    pub text: String,
}
