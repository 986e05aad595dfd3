//! How many variants were tried, and how many still made their rule fire.

use serde::Serialize;

/// Two counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Variants.
    pub tried: usize,
    /// Of them, those on which the rule fires.
    pub caught: usize,
}

impl Tally {
    pub(super) fn add(&mut self, caught: bool) {
        self.tried += 1;
        self.caught += usize::from(caught);
    }

    /// The part that was caught, from 0 to 1; 1 if none was tried.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts of variants are small")]
    pub fn share(self) -> f64 {
        if self.tried == 0 { 1.0 } else { self.caught as f64 / self.tried as f64 }
    }

    /// The part that was caught, in per cent with one decimal. Rounded down, so that only all of them are 100.0 %.
    #[must_use]
    pub fn percent(self) -> String {
        match (self.caught * 1000).checked_div(self.tried) {
            Some(permille) => format!("{}.{} %", permille / 10, permille % 10),
            None => "-".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down() {
        let percent = |caught, tried| Tally { tried, caught }.percent();
        assert_eq!(percent(1999, 2000), "99.9 %");
        assert_eq!(percent(2000, 2000), "100.0 %");
        assert_eq!(percent(0, 0), "-");
        assert!((Tally { tried: 4, caught: 3 }.share() - 0.75).abs() < f64::EPSILON);
    }
}
