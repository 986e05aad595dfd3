//! A stored snapshot against that of a policy: what differs, line by line, under the declaration it stands in. Time is
//! close to linear in the lines: those that stand once in both hold the rest in place.

use std::fmt::{self, Display, Formatter, Write as _};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{EDITION, FORM, first_line};

/// Pairs of lines compared one by one between two lines that hold them in place; larger stretches are shown as
/// replaced.
const MOST_PAIRS: usize = 250_000;

/// What differs between a stored snapshot and that of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Lines only in the stored one.
    pub removed: usize,
    /// Lines only in the policy's.
    pub added: usize,
    lines: String,
}

/// The lines that differ, with `-` and `+`, each stretch under its declaration.
impl Display for Difference {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.lines)
    }
}

/// Why a text cannot be compared with a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASnapshot {
    /// It does not begin as one.
    #[error("no snapshot: its first line is not `{}`", first_line(FORM, EDITION))]
    Other,
    /// Another version of Varne wrote it.
    #[error(
        "a snapshot of another kind, `{found}`, and this version of Varne writes `{}`: write it again, and review it anew",
        first_line(FORM, EDITION)
    )]
    Edition {
        /// Its first line.
        found: String,
    },
}

/// Compares a stored snapshot with that of a policy; `None` where they are the same. Line ends, empty lines at the end
/// and the header of a `.snap` file that `insta` wrote make no difference.
///
/// # Errors
/// Where the stored text is no snapshot, or one of another edition.
pub fn compare(stored: &str, current: &str) -> Result<Option<Difference>, NotASnapshot> {
    let stored = stored.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let stored = without_header(&stored).trim();
    let found = stored.lines().next().unwrap_or_default();
    if found != first_line(FORM, EDITION) {
        let numbers = found.strip_prefix("varne snapshot ").and_then(|rest| rest.split_once(", edition "));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_one = numbers.is_some_and(|(form, edition)| is_number(form) && is_number(edition));
        return Err(if is_one { NotASnapshot::Edition { found: found.into() } } else { NotASnapshot::Other });
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (stored.lines().collect(), current.trim().lines().collect());
    Ok((old != new).then(|| Difference::of(&old, &new)))
}

/// The text after the lines between `---` and `---` that `insta` puts before a snapshot.
fn without_header(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("---\n") else { return text };
    rest.split_once("\n---\n").map_or(text, |(_, body)| body)
}

impl Difference {
    fn of(old: &[&str], new: &[&str]) -> Self {
        let mut kept = Vec::new();
        Matcher { old, new, kept: &mut kept }.range(0..old.len(), 0..new.len());
        let mut shown = Self { removed: 0, added: 0, lines: String::new() };
        let (mut at_old, mut at_new) = (0, 0);
        for (in_old, in_new) in kept.into_iter().chain([(old.len(), new.len())]) {
            if at_old < in_old || at_new < in_new {
                shown.stretch(old, new, at_old..in_old, at_new..in_new);
            }
            (at_old, at_new) = (in_old + 1, in_new + 1);
        }
        shown
    }

    /// One stretch of lines in place of another.
    fn stretch(&mut self, old: &[&str], new: &[&str], gone: Range<usize>, come: Range<usize>) {
        self.removed += gone.len();
        self.added += come.len();
        let under = heading(old, gone.start).or_else(|| heading(new, come.start));
        let break_before = if self.lines.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{break_before}@@ {}", under.unwrap_or("the whole"));
        for line in &old[gone] {
            let _ = writeln!(self.lines, "- {line}");
        }
        for line in &new[come] {
            let _ = writeln!(self.lines, "+ {line}");
        }
    }
}

/// The declaration a line stands in: the last line above it, or itself, that is not indented.
fn heading<'l>(lines: &[&'l str], at: usize) -> Option<&'l str> {
    let above = lines.get(..=at).unwrap_or(lines);
    above.iter().rev().find(|line| !line.is_empty() && !line.starts_with(' ')).copied()
}

/// Finds lines that two texts share, in order.
struct Matcher<'l, 'k> {
    old: &'l [&'l str],
    new: &'l [&'l str],
    kept: &'k mut Vec<(usize, usize)>,
}

impl Matcher<'_, '_> {
    fn range(&mut self, mut old: Range<usize>, mut new: Range<usize>) {
        while !old.is_empty() && !new.is_empty() && self.old[old.start] == self.new[new.start] {
            self.kept.push((old.start, new.start));
            (old.start, new.start) = (old.start + 1, new.start + 1);
        }
        let mut tail = 0;
        while tail < old.len().min(new.len()) && self.old[old.end - 1 - tail] == self.new[new.end - 1 - tail]
        {
            tail += 1;
        }
        (old.end, new.end) = (old.end - tail, new.end - tail);
        self.middle(old.clone(), new.clone());
        self.kept.extend((0..tail).map(|at| (old.end + at, new.end + at)));
    }

    /// What starts and ends differently.
    fn middle(&mut self, old: Range<usize>, new: Range<usize>) {
        let anchors = self.anchors(&old, &new);
        if anchors.is_empty() {
            return self.pairs(old, new);
        }
        let (mut at_old, mut at_new) = (old.start, new.start);
        for (in_old, in_new) in anchors {
            self.pairs(at_old..in_old, at_new..in_new);
            self.kept.push((in_old, in_new));
            (at_old, at_new) = (in_old + 1, in_new + 1);
        }
        self.pairs(at_old..old.end, at_new..new.end);
    }

    /// Lines that stand once in both, as many as stand in the same order.
    fn anchors(&self, old: &Range<usize>, new: &Range<usize>) -> Vec<(usize, usize)> {
        let mut places: FxHashMap<&str, (usize, usize, usize, usize)> = FxHashMap::default();
        for at in old.clone() {
            let place = places.entry(self.old[at]).or_default();
            (place.0, place.1) = (place.0 + 1, at);
        }
        for at in new.clone() {
            let place = places.entry(self.new[at]).or_default();
            (place.2, place.3) = (place.2 + 1, at);
        }
        let once = old.clone().filter_map(|at| match places[self.old[at]] {
            (1, in_old, 1, in_new) => Some((in_old, in_new)),
            _ => None,
        });
        longest_rising(&once.collect::<Vec<_>>())
    }

    /// The longest common subsequence, by comparing every pair of lines.
    fn pairs(&mut self, old: Range<usize>, new: Range<usize>) {
        let (rows, columns) = (old.len(), new.len());
        if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_PAIRS {
            return;
        }
        let width = columns + 1;
        let mut longest = vec![0_u32; (rows + 1) * width];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                let same = self.old[old.start + row] == self.new[new.start + column];
                let (below, beside) =
                    (longest[(row + 1) * width + column], longest[row * width + column + 1]);
                let both = longest[(row + 1) * width + column + 1] + 1;
                longest[row * width + column] = if same { both } else { below.max(beside) };
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            if self.old[old.start + row] == self.new[new.start + column] {
                self.kept.push((old.start + row, new.start + column));
                (row, column) = (row + 1, column + 1);
            } else if longest[(row + 1) * width + column] >= longest[row * width + column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
}

/// The most pairs whose second numbers rise, of pairs whose first do.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair that ends a run of it with the smallest second number; and what stands before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = before[at];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let first = first_line(FORM, EDITION);
        let difference = compare(&format!("{first}\n{old}"), &format!("{first}\n{new}")).unwrap();
        difference.map(|difference| difference.to_string()).unwrap_or_default()
    }

    #[test]
    fn lines_are_shown_under_their_declaration() {
        let old = "\nlexicon a\n  en \"x\"\n  en \"y\"\n\nrule m.r\n  when\n    a\n  then remove\n";
        let new =
            "\nlexicon a\n  en \"x\"\n  en \"z\"\n\nrule m.r\n  when\n    a\n    and phone\n  then remove\n";
        assert_eq!(
            shown(old, new),
            "@@ lexicon a\n-   en \"y\"\n+   en \"z\"\n\n@@ rule m.r\n+     and phone\n"
        );
        assert_eq!(shown(old, old), "");
    }

    #[test]
    fn line_ends_and_the_header_of_insta_make_no_difference() {
        let text = format!("{}\n\nrule m.r\n", first_line(FORM, EDITION));
        let kept = format!("---\r\nsource: x.rs\r\n---\r\n{}\r\n", text.trim_end().replace('\n', "\r\n"));
        assert_eq!(compare(&kept, &text), Ok(None));
    }

    #[test]
    fn what_is_no_snapshot_is_told_apart_from_another_edition() {
        assert_eq!(compare("", "x"), Err(NotASnapshot::Other));
        assert_eq!(compare("rule r {", "x"), Err(NotASnapshot::Other));
        assert_eq!(compare("varne snapshot one, edition 1", "x"), Err(NotASnapshot::Other));
        let found = "varne snapshot 1, edition 2".to_owned();
        assert_eq!(compare(&found, "x"), Err(NotASnapshot::Edition { found: found.clone() }));
    }

    #[test]
    fn texts_with_nothing_in_common_take_no_longer() {
        let old: String = (0..100_000).map(|line| format!("a{line}\n")).collect();
        let new: String = (0..100_000).map(|line| format!("b{line}\n")).collect();
        let first = first_line(FORM, EDITION);
        let difference = compare(&format!("{first}\n{old}"), &format!("{first}\n{new}")).unwrap().unwrap();
        assert_eq!((difference.removed, difference.added), (100_000, 100_000));
    }
}
