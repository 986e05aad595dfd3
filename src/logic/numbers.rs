//! Numbers as the bounds of truths: comparisons with a whole number, and an order that numbers and times share.

use super::node::{NodeId, Tables};
use crate::sema::hir::CompareOp;

/// Whole numbers beyond this are all the same to a count or a score.
const FAR: f64 = 4e15;

/// A comparison of a whole number by thresholds: `reaches` gives the truth that it is so much or more.
pub(super) fn compared(
    tables: &mut Tables,
    op: CompareOp,
    number: f64,
    reaches: &mut dyn FnMut(&mut Tables, i64) -> NodeId,
) -> NodeId {
    let number = if number.is_nan() { 0.0 } else { number.clamp(-FAR, FAR) };
    let (from, above) = (number.ceil() as i64, number.floor() as i64 + 1);
    match op {
        CompareOp::Ge => reaches(tables, from),
        CompareOp::Gt => reaches(tables, above),
        CompareOp::Lt => {
            let reached = reaches(tables, from);
            tables.not(reached)
        }
        CompareOp::Le => {
            let passed = reaches(tables, above);
            tables.not(passed)
        }
        CompareOp::Eq | CompareOp::Ne => {
            let (reached, passed) = (reaches(tables, from), reaches(tables, above));
            let not_passed = tables.not(passed);
            let equal = tables.all(vec![reached, not_passed]);
            if op == CompareOp::Eq { equal } else { tables.not(equal) }
        }
    }
}

/// A number in an order that whole numbers of the same kind keep: one is less than another where its place is.
pub(super) fn place(number: f64) -> i128 {
    // Zero has two signs and one place.
    let bits = (number + 0.0).to_bits() as i64;
    i128::from(if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits })
}

/// The number at a place.
pub(super) fn at_place(place: i128) -> f64 {
    let place = i64::try_from(place).unwrap_or(if place < 0 { i64::MIN } else { i64::MAX });
    let bits = if place < 0 { i64::MIN.wrapping_sub(place) } else { place };
    f64::from_bits(bits as u64)
}

#[cfg(test)]
mod tests {
    use super::{at_place, place};

    #[test]
    fn places_are_in_the_order_of_numbers() {
        let numbers =
            [f64::NEG_INFINITY, -1e300, -2.5, -1.0, -1e-300, 0.0, 1e-300, 1.0, 2.5, 1e300, f64::INFINITY];
        for pair in numbers.windows(2) {
            assert!(place(pair[0]) < place(pair[1]), "{pair:?}");
        }
        assert_eq!(place(-0.0), place(0.0));
        for number in numbers {
            assert_eq!(at_place(place(number)), number);
        }
    }
}
