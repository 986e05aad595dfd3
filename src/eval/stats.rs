//! The statistics of an evaluation. In: counts. Out: shares with the interval that the true share lies in, and how
//! likely a difference between two policies is by chance. Everything is worked out from the counts by a formula, so that
//! the same counts give the same figures on any machine.

use serde::Serialize;

/// The 97.5 % quantile of the normal distribution: intervals cover 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Up to so many posts on which two policies differ, their chances are summed one by one. Beyond, the approximation is
/// exact to more digits than are shown, and 2⁻ⁿ would no longer be a number.
const MOST_SUMMED: u64 = 1000;

/// A share, and the interval that holds the true one with 95 % confidence. All three are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// What was measured.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What McNemar's test says about two policies judged on the same posts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct McNemar {
    /// How likely a difference at least as large is if neither policy is right more often.
    pub p: f64,
    /// Whether the chances were summed, rather than taken from the chi-square distribution.
    pub exact: bool,
}

/// The share of hits among trials with the score interval of Wilson (E. B. Wilson, Probable inference, the law of
/// succession, and statistical inference, JASA 22, 1927), which stays within 0 and 1 and is fair for few trials; `None`
/// without a trial.
#[must_use]
pub fn wilson(hits: u64, trials: u64) -> Option<Estimate> {
    if trials == 0 {
        return None;
    }
    let (hits, trials) = (hits as f64, trials as f64);
    let (value, squared) = (hits / trials, Z * Z);
    let scale = 1.0 + squared / trials;
    let centre = value + squared / (2.0 * trials);
    let reach = Z * (value * (1.0 - value) / trials + squared / (4.0 * trials * trials)).sqrt();
    // The ends are 0 and 1 exactly where nothing or everything is a hit; rounding must not move them.
    let low = if hits == 0.0 { 0.0 } else { ((centre - reach) / scale).clamp(0.0, value) };
    let high = if hits == trials { 1.0 } else { ((centre + reach) / scale).clamp(value, 1.0) };
    Some(Estimate { value, low, high })
}

/// The harmonic mean of precision and recall. It is `2j / (1 + j)` for the share `j` of true positives among everything
/// but true negatives, and grows with it; so the ends of Wilson's interval for `j` become the ends of this one. `None`
/// where there is neither a positive nor a post that was taken for one.
#[must_use]
pub fn f1(true_positives: u64, false_positives: u64, false_negatives: u64) -> Option<Estimate> {
    let share = wilson(true_positives, true_positives + false_positives + false_negatives)?;
    let harmonic = |share: f64| 2.0 * share / (1.0 + share);
    Some(Estimate { value: harmonic(share.value), low: harmonic(share.low), high: harmonic(share.high) })
}

/// McNemar's test (Q. McNemar, Note on the sampling error of the difference between correlated proportions or
/// percentages, Psychometrika 12, 1947) on the posts that one of two policies alone gets right. Few are summed by the
/// binomial distribution, many compared with chi-square after the continuity correction of Edwards (1948).
#[must_use]
pub fn mcnemar(first_alone: u64, second_alone: u64) -> McNemar {
    let differing = first_alone + second_alone;
    if differing <= MOST_SUMMED {
        return McNemar { p: sign_test(first_alone.min(second_alone), differing), exact: true };
    }
    let difference = (first_alone.abs_diff(second_alone) as f64 - 1.0).max(0.0);
    let chi_square = difference * difference / differing as f64;
    McNemar { p: chi_square_tail(chi_square), exact: false }
}

/// Both tails of `Binomial(trials, 1/2)` beyond the smaller count.
fn sign_test(fewer: u64, trials: u64) -> f64 {
    let mut chance = 0.5_f64.powi(i32::try_from(trials).unwrap_or(i32::MAX));
    let mut sum = 0.0;
    for count in 0..=fewer {
        sum += chance;
        chance *= (trials - count) as f64 / (count + 1) as f64;
    }
    (2.0 * sum).min(1.0)
}

/// How likely a chi-square with one degree of freedom is at least this much.
fn chi_square_tail(chi_square: f64) -> f64 {
    libm::erfc((chi_square / 2.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, published: f64, digits: i32) {
        assert!((found - published).abs() <= 0.5001 * 0.1_f64.powi(digits), "{found} is not {published}");
    }

    /// R. G. Newcombe, Two-sided confidence intervals for the single proportion: comparison of seven methods, Statistics
    /// in Medicine 17, 1998, table I, method 3.
    #[test]
    fn intervals_are_those_that_newcombe_tabulates() {
        for (hits, trials, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(hits, trials).unwrap();
            near(found.low, low, 4);
            near(found.high, high, 4);
            near(found.value, hits as f64 / trials as f64, 9);
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(7, 7).unwrap().high, 1.0);
        let many = wilson(u64::MAX / 2, u64::MAX).unwrap();
        assert!(many.low <= many.value && many.value <= many.high);
    }

    /// Approval of a prime minister, twice from the same people: A. Agresti, Categorical Data Analysis, 1990, p. 350; the
    /// corrected statistic is 16.82, its probability 4.115e-5 in R's `mcnemar.test`.
    #[test]
    fn approval_ratings_differ_as_published() {
        let (gained, lost) = (86.0_f64, 150.0);
        let corrected = (lost - gained - 1.0).powi(2) / (lost + gained);
        near(corrected, 16.82, 2);
        near(chi_square_tail(corrected) * 1e5, 4.115, 3);
        // Agresti's own statistic is without the correction: z = -4.17.
        near((gained - lost) / (gained + lost).sqrt(), -4.17, 2);
        // Ten times as many are too many to sum.
        assert!(!mcnemar(860, 1500).exact);
    }

    /// Tails of the binomial distribution, which anybody can add up: 2 · (1 + 10) / 2¹⁰, and so on.
    #[test]
    fn few_differences_are_summed() {
        for (first, second, p) in
            [(1, 9, 22.0 / 1024.0), (9, 1, 22.0 / 1024.0), (0, 5, 0.0625), (3, 3, 1.0), (0, 0, 1.0)]
        {
            assert_eq!(mcnemar(first, second), McNemar { p, exact: true });
        }
        // Where one goes over to the other, they agree.
        near(mcnemar(470, 530).p, chi_square_tail(59.0 * 59.0 / 1000.0), 3);
    }

    /// Critical values of every table of the distribution.
    #[test]
    fn chi_square_has_its_critical_values() {
        for (chi_square, p) in [(3.841, 0.05), (6.635, 0.01), (10.828, 0.001)] {
            near(chi_square_tail(chi_square), p, 4);
        }
    }

    /// The interval of F1 is what drawing the same number of posts again and again gives.
    #[test]
    fn f1_lies_where_resampling_puts_it() {
        let (hits, false_alarms, missed) = (80_u64, 15_u64, 25_u64);
        let found = f1(hits, false_alarms, missed).unwrap();
        near(found.value, 0.8, 9);
        let total = hits + false_alarms + missed;
        let mut state = 1_u64;
        let mut draw = || {
            // Knuth's linear congruential generator, MMIX.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % total
        };
        let mut drawn: Vec<f64> = (0..4000)
            .map(|_| {
                let again = (0..total).filter(|_| draw() < hits).count() as f64;
                2.0 * again / (total as f64 + again)
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        assert!((drawn[100] - found.low).abs() < 0.015, "{} {}", drawn[100], found.low);
        assert!((drawn[3899] - found.high).abs() < 0.015, "{} {}", drawn[3899], found.high);
        assert_eq!(f1(0, 0, 0), None);
        assert_eq!(f1(0, 3, 0).unwrap().value, 0.0);
    }
}
