//! Edit distance up to two: in go two words as characters and a number of edits, out comes whether so
//! many edits make one of the other. An edit inserts, deletes or changes a character or swaps two
//! neighbours (Damerau and Levenshtein); a swapped pair may be edited again, so that `ca` is two edits
//! from `abc`: swapped, and something put between.
//!
//! With so few edits it is quicker to skip what is equal and to try every edit at the first difference
//! than to fill a table.

/// Whether `found` is within so many edits, two at most, of `wanted`.
pub(super) fn is_within(wanted: &[char], found: &[char], edits: u8) -> bool {
    wanted.len().abs_diff(found.len()) <= usize::from(edits) && within(wanted, found, edits, false)
}

/// Whether some beginning of `found` is within so many edits, two at most, of `wanted`.
pub(super) fn begins_within(wanted: &[char], found: &[char], edits: u8) -> bool {
    within(wanted, found, edits, true)
}

fn within(wanted: &[char], found: &[char], edits: u8, open: bool) -> bool {
    let same = wanted.iter().zip(found).take_while(|(wanted, found)| wanted == found).count();
    let (wanted, found) = (&wanted[same..], &found[same..]);
    if wanted.is_empty() || found.is_empty() {
        let over = if open { wanted.len() } else { wanted.len().max(found.len()) };
        return over <= usize::from(edits);
    }
    let rest = |of_wanted: usize, of_found: usize, cost: u8| {
        within(&wanted[of_wanted..], &found[of_found..], edits - cost, open)
    };
    let swapped = |of_wanted: usize, of_found: usize| {
        wanted.get(of_wanted) == found.first() && found.get(of_found) == wanted.first()
    };
    (edits >= 1 && (rest(1, 1, 1) || rest(1, 0, 1) || rest(0, 1, 1) || (swapped(1, 1) && rest(2, 2, 1))))
        || (edits >= 2 && ((swapped(1, 2) && rest(2, 3, 2)) || (swapped(2, 1) && rest(3, 2, 2))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn every_edit_counts_one() {
        for (wanted, found, distance) in [
            ("channel", "channel", 0),
            ("channel", "chanel", 1),
            ("channel", "channnel", 1),
            ("channel", "chennel", 1),
            ("channel", "chnanel", 1),
            ("channel", "hcannle", 2),
            ("ca", "abc", 2),
            ("abc", "ca", 2),
            ("channel", "chanal", 2),
            ("channel", "canal", 3),
            ("", "ab", 2),
        ] {
            for edits in 0..=2 {
                assert_eq!(
                    is_within(&chars(wanted), &chars(found), edits),
                    distance <= edits,
                    "{wanted} {found}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn distances_are_those_of_the_definition(wanted in "[abc]{0,9}", found in "[abc]{0,9}") {
            let letters = chars(&found);
            for edits in 0..=2 {
                let near = |found: &str| strsim::damerau_levenshtein(&wanted, found) <= usize::from(edits);
                prop_assert_eq!(is_within(&chars(&wanted), &letters, edits), near(&found));
                let begins = (0..=found.len()).any(|end| near(&found[..end]));
                prop_assert_eq!(begins_within(&chars(&wanted), &letters, edits), begins);
            }
        }
    }
}
