//! What can be wrong with the types of expressions.

use crate::diag::Code;
use crate::sema::report::{Parts, explain};

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TypeError {
    /// A truth where evidence is needed.
    #[error("{by} needs evidence, and this is a truth")]
    NeedsEvidence {
        /// What needs it.
        by: String,
    },
    /// A number alone.
    #[error("`{what}` is a number, and a condition is needed here")]
    Uncompared {
        /// Which.
        what: String,
        /// How it could be compared.
        example: &'static str,
    },
    /// A field alone that is not a bool.
    #[error("the field `{field}` is of type {ty}, and a condition is needed here")]
    FieldAlone {
        /// Which.
        field: String,
        /// Its type.
        ty: &'static str,
    },
    /// A comparison of what has no value.
    #[error("{what} has no value to compare")]
    NotComparable {
        /// What.
        what: String,
    },
    /// A comparison of an extractor, whose attributes have values.
    #[error("the extractor `{0}` has no value to compare, its attributes have")]
    ComparedExtractor(String),
    /// A field that can not be searched.
    #[error("the field `{field}` is of type {ty}, and terms are looked for in text")]
    NotSearchable {
        /// Which.
        field: String,
        /// Its type.
        ty: &'static str,
    },
    /// The age of what is no time.
    #[error("the field `{field}` is of type {ty}, and only a time has an age")]
    NoAge {
        /// Which.
        field: String,
        /// Its type.
        ty: &'static str,
    },
    /// Several hash lists where one can stand.
    #[error("a field is looked up in one hash list at a time")]
    SeveralHashlists,
    /// More members than there are.
    #[error("{asked} of {members} {noun} can never hold")]
    TooFewMembers {
        /// How many are asked for.
        asked: u64,
        /// How many there are.
        members: usize,
        /// What they are.
        noun: &'static str,
    },
    /// `0 of`
    #[error("`0 of` always holds")]
    ZeroOf,
    /// A `then` whose right side starts the text, or whose left side ends it.
    #[error("nothing can stand {side} what {edge} the text")]
    Unreachable {
        /// `before` or `after`.
        side: &'static str,
        /// `starts` or `ends`.
        edge: &'static str,
    },
}

impl TypeError {
    fn parts(&self) -> Parts {
        match self {
            Self::NeedsEvidence { .. } => (
                Code::TypeMismatch,
                "expected something that stands in the text".into(),
                "use only terms, regexes, lexicons, extractors and signals made of them, joined by `or`, `near` or `then`"
                    .into(),
            ),
            Self::Uncompared { what, example } => (
                Code::TypeMismatch,
                "expected a comparison".into(),
                format!("compare it, as in `{what} {example}`"),
            ),
            Self::FieldAlone { field, ty } => (
                Code::TypeMismatch,
                format!("found {ty}, expected something that holds or does not"),
                match *ty {
                    "text" => format!("say what to look for in it, as in `\"boat\" in {field}`"),
                    "number" => format!("compare it, as in `{field} >= 10`"),
                    "time" => format!("compare it, as in `age({field}) < 30 days`"),
                    "hash" => format!("look it up in a hash list, as in `{field} in known_ads`"),
                    _ => format!("compare it, as in `{field} == \"…\"`"),
                },
            ),
            Self::NotComparable { .. } => (
                Code::TypeMismatch,
                "expected a score, a field, `count(…)`, `distinct(…)` or `age(…)`".into(),
                "write `count(…) >= 2` to compare how often something occurs".into(),
            ),
            Self::ComparedExtractor(extractor) => (
                Code::TypeMismatch,
                "expected a score, a field, `count(…)`, `distinct(…)` or `age(…)`".into(),
                match extractor.as_str() {
                    "price" => "put the comparison in parentheses, as in `price(amount > 500)`".into(),
                    "amount" => "put the comparison in parentheses, as in `amount(value > 500)`".into(),
                    "url" => "put the comparison in parentheses, as in `url(domain == \"t.me\")`".into(),
                    _ => format!("compare an attribute in parentheses, or write `count({extractor}) >= 2`"),
                },
            ),
            Self::NotSearchable { ty, .. } => (
                Code::FieldType,
                format!("found {ty}, expected text or string"),
                "name a field that holds text".into(),
            ),
            Self::NoAge { ty, .. } => (
                Code::FieldType,
                format!("found {ty}, expected time"),
                "name a field that holds a time, such as `author.created_at`".into(),
            ),
            Self::SeveralHashlists => (
                Code::WrongArity,
                "the second hash list".into(),
                "write one condition for each, joined by `or`".into(),
            ),
            Self::TooFewMembers { members, noun, .. } => (
                Code::WrongArity,
                format!("there are {members} {noun}"),
                "ask for fewer, or add members".into(),
            ),
            Self::ZeroOf => (
                Code::WrongArity,
                "expected at least 1".into(),
                "write `none of` if no member may hold".into(),
            ),
            Self::Unreachable { edge, .. } => (
                Code::UnreachableThen,
                "this `then` can never come to pass".into(),
                format!("swap the sides, or leave out `{edge}`"),
            ),
        }
    }
}

explain!(TypeError);
