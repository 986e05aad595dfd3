//! What a scan counts, and the summary it ends with.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::sema::hir::{Action, Status};
use crate::verdict::Verdict;

/// Counts of one chunk, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Records that were judged.
    pub(super) posts: u64,
    /// Records that could not be read.
    pub(super) unreadable: u64,
    /// Bytes of content, decompressed.
    bytes: u64,
    fired: u64,
    exempt: u64,
    actions: BTreeMap<Action, u64>,
    rules: BTreeMap<Arc<str>, (u64, Status)>,
}

impl Tally {
    /// Nothing but an amount of content.
    pub(super) fn of_bytes(bytes: usize) -> Self {
        Self { bytes: bytes as u64, ..Self::default() }
    }

    /// Counts a post, and what it is if a rule fired on it.
    pub(super) fn count(&mut self, fired: Option<&Verdict>) {
        self.posts += 1;
        let Some(verdict) = fired else { return };
        self.fired += 1;
        self.exempt += u64::from(!verdict.exempt.is_empty());
        *self.actions.entry(verdict.action).or_default() += 1;
        for fired in &verdict.rules {
            match self.rules.get_mut(&fired.rule) {
                Some((count, _)) => *count += 1,
                None => _ = self.rules.insert(Arc::clone(&fired.rule), (1, fired.status)),
            }
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.posts += other.posts;
        self.unreadable += other.unreadable;
        self.bytes += other.bytes;
        self.fired += other.fired;
        self.exempt += other.exempt;
        for (action, count) in &other.actions {
            *self.actions.entry(*action).or_default() += count;
        }
        for (rule, (count, status)) in &other.rules {
            self.rules.entry(Arc::clone(rule)).or_insert((0, *status)).0 += count;
        }
    }

    /// The summary. `today` is the day that content without a date was judged at.
    pub(super) fn summary(&self, today: time::Date, took: Duration, threads: usize) -> String {
        let mut lines = vec![format!(
            "{}, {} on which a rule fired, {} unreadable",
            counted(self.posts, "post"),
            grouped(self.fired),
            grouped(self.unreadable)
        )];
        if self.fired > 0 {
            let actions = self.actions.iter().rev();
            let actions: Vec<String> =
                actions.map(|(action, count)| format!("{} {}", action.name(), grouped(*count))).collect();
            let exempt =
                if self.exempt > 0 { format!(" (exempt {})", grouped(self.exempt)) } else { String::new() };
            lines.push(format!("actions: {}{exempt}", actions.join(", ")));
        }
        lines.extend(self.rules.iter().map(|(rule, (count, status))| {
            let status = if *status == Status::Live { "" } else { " (shadow)" };
            format!("{:>9}  {rule}{status}", grouped(*count))
        }));
        lines.push(format!("rules in effect at `created_at`, and on {today} for posts without it"));
        lines.push(self.speed(took, threads));
        lines.join("\n")
    }

    fn speed(&self, took: Duration, threads: usize) -> String {
        let (seconds, megabytes) = (took.as_secs_f64(), self.bytes as f64 / 1e6);
        // A scan that took no measurable time has no rate.
        let per_second = |amount: f64| if seconds > 0.0 { amount / seconds } else { 0.0 };
        let posts = grouped(per_second(self.posts as f64) as u64);
        let threads = counted(threads as u64, "thread");
        format!(
            "{megabytes:.1} MB in {seconds:.2} s: {:.1} MB/s, {posts} posts/s, {threads}",
            per_second(megabytes)
        )
    }
}

fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn the_summary_names_what_fired() {
        let tally = Tally {
            posts: 1200,
            unreadable: 1,
            bytes: 3_000_000,
            fired: 40,
            exempt: 2,
            actions: BTreeMap::from([(Action::None, 5), (Action::Remove, 35)]),
            rules: BTreeMap::from([("a.b".into(), (35, Status::Live)), ("a.c".into(), (7, Status::Shadow))]),
        };
        let mut twice = tally.clone();
        twice.add(&tally);
        let day = time::macros::date!(2026 - 11 - 22);
        insta::assert_snapshot!(twice.summary(day, Duration::from_millis(500), 2), @r"
        2,400 posts, 80 on which a rule fired, 2 unreadable
        actions: remove 70, none 10 (exempt 4)
               70  a.b
               14  a.c (shadow)
        rules in effect at `created_at`, and on 2026-11-22 for posts without it
        6.0 MB in 0.50 s: 12.0 MB/s, 4,800 posts/s, 2 threads
        ");
    }
}
