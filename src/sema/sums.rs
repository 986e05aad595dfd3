//! Sums of score rows. Comes in: rows with their points. Goes out: those of which a sum needs at least one to pass.

/// The rows of which one has to count for a sum to pass. They are given in the order in which they are best done without: as many
/// are left out as cannot pass together.
pub(crate) fn needed_rows<T>(
    rows: impl IntoIterator<Item = (i64, T)>,
    passes: impl Fn(i64) -> bool,
) -> Vec<T> {
    let mut left_out = 0_i64;
    let mut needed = Vec::new();
    for (points, row) in rows {
        let more = left_out.saturating_add(points);
        if passes(more) {
            needed.push(row);
        } else {
            left_out = more;
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::needed_rows;

    #[test]
    fn rows_that_cannot_pass_together_are_left_out() {
        let rows = [(2, 'a'), (4, 'b'), (1, 'c'), (3, 'd')];
        assert_eq!(needed_rows(rows, |sum| sum >= 5), ['b', 'd']);
        assert_eq!(needed_rows(rows, |sum| sum >= 11), [' '; 0]);
        assert_eq!(needed_rows(rows, |sum| sum >= 1), ['a', 'b', 'c', 'd']);
    }
}
