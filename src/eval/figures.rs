//! How figures are written in tables and plots: shares in per cent, large numbers with commas.

use super::stats::Estimate;

/// A share in per cent. Small and large ones have two decimals, so that only none of all is `0 %` and only all is `100 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", hundredth(share))
}

/// The share of an estimate; `-` where there was nothing to take it of.
pub(super) fn share(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(|| "-".to_owned(), |estimate| percent(estimate.value))
}

/// The interval of an estimate: `84.1–97.4 %`.
pub(super) fn interval(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(String::new, |estimate| {
        format!("{}–{} %", hundredth(estimate.low), hundredth(estimate.high))
    })
}

/// Both: `93.3 % (84.1–97.4)`.
pub(super) fn estimate(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(
        || "-".to_owned(),
        |estimate| {
            let (low, high) = (hundredth(estimate.low), hundredth(estimate.high));
            format!("{} ({low}–{high})", percent(estimate.value))
        },
    )
}

fn hundredth(share: f64) -> String {
    match share {
        0.0 => "0".to_owned(),
        1.0 => "100".to_owned(),
        small if small < 0.000_1 => "<0.01".to_owned(),
        small if small < 0.01 => format!("{:.2}", small * 100.0),
        large if large > 0.99 => format!("{:.2}", (large * 100.0).min(99.99)),
        middle => format!("{:.1}", middle * 100.0),
    }
}

/// A number with at most so many decimals.
pub(super) fn digits(number: f64, most: usize) -> String {
    let fixed = format!("{number:.most$}");
    match fixed.contains('.') {
        true => fixed.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => fixed,
    }
}

/// A number with commas between its thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with its noun: `1 post`, `2,000 posts`.
pub(super) fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// How likely something is by chance.
pub(super) fn chance(p: f64) -> String {
    match p {
        small if small < 0.000_1 => "p < 0.0001".to_owned(),
        p => format!("p = {}", digits(p, 4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_is_0_and_only_all_is_100() {
        for (share, expected) in [
            (0.0, "0 %"),
            (1e-9, "<0.01 %"),
            (0.000_5, "0.05 %"),
            (0.123_45, "12.3 %"),
            (0.5, "50.0 %"),
            (0.999, "99.90 %"),
            (0.999_999, "99.99 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(share), expected);
        }
        assert_eq!(
            (digits(2.5, 4), digits(90.0, 4), digits(0.000_01, 4)),
            ("2.5".into(), "90".into(), "0".into())
        );
        assert_eq!(
            (chance(0.021_484), chance(1e-9), chance(1.0)),
            ("p = 0.0215".into(), "p < 0.0001".into(), "p = 1".into())
        );
    }
}
