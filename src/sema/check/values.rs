//! Literals against the types of fields, in conditions and in examples alike.

use crate::content::{FieldType, Value};
use crate::diag::Code;
use crate::sema::context::Context;
use crate::sema::dates;
use crate::sema::fields::type_name;
use crate::sema::report::{Parts, explain};
use crate::span::Span;
use crate::syntax::ast::Literal;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ValueError {
    /// It is of another type.
    #[error("{of} is of type {expected}, and this is a {found}")]
    Type {
        /// Of what: "the field `lang`".
        of: String,
        /// Its type.
        expected: &'static str,
        /// The literal's.
        found: &'static str,
    },
    /// A string that is no hash.
    #[error("`{0}` is not a hash")]
    Hash(String),
    /// A list where one value is needed, or the other way round.
    #[error("the field `{0}` is a list, and this is a single value")]
    NotAList(String),
    /// A list for a field that is none.
    #[error("the field `{0}` holds a single value, and this is a list")]
    List(String),
    /// A field given twice.
    #[error("the field `{0}` is given twice")]
    Twice(String),
}

impl ValueError {
    fn parts(&self) -> Parts {
        match self {
            Self::Type { expected, .. } => (
                Code::FieldType,
                format!("expected a {expected}"),
                match *expected {
                    "time" => {
                        "write a time without quotes, as in `2026-11-30` or `2026-11-30T18:05:00Z`".into()
                    }
                    "bool" => "write `true` or `false`".into(),
                    "number" => "write a number without quotes".into(),
                    _ => "put it in quotes".into(),
                },
            ),
            Self::Hash(_) => (
                Code::FieldType,
                "expected 64 hexadecimal digits".into(),
                "copy the whole hash, 256 bits of it".into(),
            ),
            Self::NotAList(_) => {
                (Code::FieldType, "expected a list".into(), "put it in brackets: `[…]`".into())
            }
            Self::List(_) => {
                (Code::FieldType, "expected a single value".into(), "leave out the brackets".into())
            }
            Self::Twice(_) => {
                (Code::ContradictoryFacts, "the second value".into(), "remove one of the two".into())
            }
        }
    }
}

explain!(ValueError);

/// The type of a literal as a message names it.
pub(super) const fn literal_name(literal: &Literal) -> &'static str {
    match literal {
        Literal::Str(_) => "string",
        Literal::Number(_) => "number",
        Literal::Bool(_) => "bool",
        Literal::Time(_) => "time",
        Literal::List(..) => "list",
    }
}

/// Where a literal stands.
pub(in crate::sema) const fn literal_span(literal: &Literal) -> Span {
    match literal {
        Literal::Str(text) => text.span,
        Literal::Number(number) => number.span,
        Literal::Bool(truth) => truth.span,
        Literal::Time(time) => time.span,
        Literal::List(_, span) => *span,
    }
}

/// 256 bits from 64 hexadecimal digits.
pub(in crate::sema) fn hash(digits: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = digits.as_bytes().try_into().ok()?;
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = (high << 4 | low) as u8;
    }
    Some(hash)
}

impl Context<'_> {
    /// A scalar literal as a value of a type; `of` names what it is for.
    pub(in crate::sema) fn value(&mut self, literal: &Literal, ty: FieldType, of: &str) -> Option<Value> {
        match (literal, ty) {
            (Literal::Str(text), FieldType::Text | FieldType::String) => {
                Some(Value::Text(text.value.clone()))
            }
            (Literal::Number(number), FieldType::Number) => Some(Value::Number(number.node)),
            (Literal::Bool(truth), FieldType::Bool) => Some(Value::Bool(truth.node)),
            (Literal::Time(time), FieldType::Time) => match dates::time(&time.node) {
                Ok(time) => Some(Value::Time(time)),
                Err(error) => {
                    self.report(&error, time.span);
                    None
                }
            },
            (Literal::Str(digits), FieldType::Hash) => {
                let hash = hash(&digits.value);
                if hash.is_none() {
                    self.report(&ValueError::Hash(digits.value.clone()), digits.span);
                }
                hash.map(Value::Hash)
            }
            (literal, ty) => {
                let (expected, found) = (type_name(ty), literal_name(literal));
                self.report(&ValueError::Type { of: of.to_owned(), expected, found }, literal_span(literal));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_hexadecimal_digits() {
        let digits = "0123456789abcdefABCDEF0123456789".repeat(2);
        assert_eq!(hash(&digits).unwrap()[..4], [0x01, 0x23, 0x45, 0x67]);
        for bad in ["", "0", &digits[1..], &format!("{digits}0"), &digits.replace('a', "g")] {
            assert_eq!(hash(bad), None, "{bad}");
        }
    }
}
