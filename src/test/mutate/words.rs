//! Changes in an author's words.

use crate::sema::hir::{CompareOp, Quantifier, Within};

/// `>= 5`
pub(super) fn comparison(op: CompareOp, number: f64) -> String {
    let op = match op {
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    };
    format!("{op} {number}")
}

/// `2 of`
pub(super) fn quantifier(quantifier: Quantifier) -> String {
    match quantifier {
        Quantifier::AtLeast(count) => format!("{count} of"),
        Quantifier::Any => "any of".to_owned(),
        Quantifier::All => "all of".to_owned(),
        Quantifier::None => "none of".to_owned(),
    }
}

/// `within 5 words`
pub(super) fn within(within: Within) -> String {
    match within {
        Within::Words(u32::MAX) => "any distance".to_owned(),
        Within::Words(1) => "within 1 word".to_owned(),
        Within::Words(words) => format!("within {words} words"),
        Within::Sentence => "within sentence".to_owned(),
    }
}
