//! Parts of wholes, as people read them.

/// `98.7 %`, rounded down, so that only a whole is 100.0 %; `-` of nothing.
pub(super) fn percent(part: usize, all: usize) -> String {
    match part.saturating_mul(1000).checked_div(all) {
        Some(permille) => format!("{}.{} %", permille / 10, permille % 10),
        None => "-".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn only_a_whole_is_a_hundred() {
        assert_eq!([percent(1999, 2000), percent(7, 7), percent(0, 0)], ["99.9 %", "100.0 %", "-"]);
    }
}
