//! The parts of a report as people read them: tables and lists of posts with a heading each. What is shown, and in which
//! words, is settled here once; text, Markdown and the page only lay it out.

use super::counts::Scores;
use super::figures::{chance, counted, estimate, grouped, interval, share};
use super::report::{Comparison, Confusion, Grouping, Listed, Post, Report, RuleRow};
use crate::sema::hir::Status;

/// So many rows of a table are shown; the JSON has all.
const MOST_ROWS: usize = 30;
/// Of pairs of rules, and of causes, fewer: the first are those that matter.
const MOST_PAIRS: usize = 12;

/// A part of a report.
pub(super) struct Section<'r> {
    pub(super) title: String,
    /// What its figures mean, in a sentence.
    pub(super) note: String,
    pub(super) body: Body<'r>,
}

pub(super) enum Body<'r> {
    Table(Table),
    Posts(&'r Listed),
}

/// Rows under headings. The first column is text; so is the last, if it is `words`. The others are numbers.
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
    /// Whether the last column is text.
    pub(super) words: bool,
    /// Rows that are not shown.
    pub(super) more: usize,
}

impl Table {
    fn new(columns: &[&'static str], rows: impl Iterator<Item = Vec<String>>, most: usize) -> Self {
        let mut rows: Vec<Vec<String>> = rows.collect();
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        Self { columns: columns.to_vec(), rows, words: false, more }
    }

    fn with_words(self) -> Self {
        Self { words: true, ..self }
    }

    /// Whether a column holds numbers.
    pub(super) fn is_number(&self, column: usize) -> bool {
        column > 0 && !(self.words && column + 1 == self.columns.len())
    }

    /// What is said of the rows that are not shown.
    pub(super) fn rest(&self) -> Option<String> {
        (self.more > 0).then(|| format!("and {} more, which the JSON has", grouped(self.more as u64)))
    }
}

impl Listed {
    /// What is said of the posts that are not shown.
    pub(super) fn rest(&self) -> Option<String> {
        let more = self.count.saturating_sub(self.shown.len() as u64);
        (more > 0).then(|| format!("and {} more; `--list` shows more", grouped(more)))
    }
}

impl Report {
    /// The parts, in the order they are read. Empty ones are left out.
    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        let mut sections = vec![overall(self)];
        sections.extend(self.against.iter().flat_map(|against| comparison(self, against)));
        sections.extend(rules("By rule", "rule", &self.rules, RULES_NOTE));
        sections.extend(rules("By category", "category", &self.categories, CATEGORIES_NOTE));
        sections.extend(self.groups.iter().map(grouping));
        sections.extend(languages(self));
        sections.extend(confusion("What was done, by label", "label", &self.labels, LABELS_NOTE));
        sections.extend(confusion("What was done, by genre", "genre", &self.genres, GENRES_NOTE));
        sections.extend(overlaps(self));
        sections.extend(causes(self));
        sections.extend(posts("False positives", "Benign posts that were acted on.", &self.false_positives));
        sections.extend(posts("Missed", "Violations that were left alone.", &self.missed));
        sections
    }

    /// `214 posts: 120 labelled positive, 94 negative; 0 unreadable`
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = &self.overall.counts;
        format!(
            "{}: {} labelled positive, {} negative; {} unreadable",
            counted(counts.records(), "post"),
            grouped(counts.positives()),
            grouped(counts.negatives()),
            grouped(self.unreadable)
        )
    }
}

const RULES_NOTE: &str = "Fires on posts whose label names the rule, or is positive and names none, are true. Alone: true \
                          fires on posts that no other live rule fires on.";
const CATEGORIES_NOTE: &str = "The rules of a category together. Alone: true fires on posts that no rule outside the \
                               category fires on.";
const LABELS_NOTE: &str = "How many posts of each label met which action.";
const GENRES_NOTE: &str = "How many posts of each `genre` met which action.";

fn overall(report: &Report) -> Section<'_> {
    let Scores { counts, precision, recall, f1, false_positive_rate } = report.overall;
    let of = |part: u64, whole: u64, noun: &str| format!("{} of {}", grouped(part), counted(whole, noun));
    let row = |name: &str, found, counted| vec![name.to_owned(), share(found), interval(found), counted];
    let rows = [
        row(
            "precision",
            precision,
            format!("{} acted on", of(counts.true_positives, counts.acted(), "post")),
        ),
        row("recall", recall, of(counts.true_positives, counts.positives(), "violation")),
        row("F1", f1, String::new()),
        row(
            "false positive rate",
            false_positive_rate,
            of(counts.false_positives, counts.negatives(), "benign post"),
        ),
    ];
    let at = report.at.name();
    Section {
        title: "Overall".to_owned(),
        note: format!("A post is acted on where its action is `{at}` or stronger. Intervals are 95 %."),
        body: Body::Table(
            Table::new(&["", "share", "interval", "counted"], rows.into_iter(), MOST_ROWS).with_words(),
        ),
    }
}

fn rules<'r>(title: &str, what: &'static str, rows: &[RuleRow], note: &str) -> Option<Section<'r>> {
    let row = |row: &RuleRow| {
        let shadow = if row.status == Some(Status::Shadow) { " (shadow)" } else { "" };
        let counts = row.counts;
        let numbers = [counts.acted(), counts.true_positives, counts.false_positives, row.alone].map(grouped);
        let name = [format!("{}{shadow}", row.name)];
        name.into_iter().chain(numbers).chain([row.precision, row.recall, row.f1].map(estimate)).collect()
    };
    let columns = [what, "fires", "true", "false", "alone", "precision", "recall", "F1"];
    (!rows.is_empty()).then(|| Section {
        title: title.to_owned(),
        note: note.to_owned(),
        body: Body::Table(Table::new(&columns, rows.iter().map(row), usize::MAX)),
    })
}

fn grouping(grouping: &Grouping) -> Section<'_> {
    let rows = grouping.rows.iter().map(|group| {
        let Scores { counts, precision, recall, f1, .. } = group.scores;
        let numbers =
            [counts.records(), counts.true_positives, counts.false_positives, counts.false_negatives]
                .map(grouped);
        let estimates = [precision, recall, f1].map(estimate);
        [name(group.name.as_deref())].into_iter().chain(numbers).chain(estimates).collect()
    });
    let columns = ["", "posts", "caught", "false", "missed", "precision", "recall", "F1"];
    Section {
        title: format!("By {}", one_line(&grouping.by)),
        note: String::new(),
        body: Body::Table(Table::new(&columns, rows, MOST_ROWS)),
    }
}

fn confusion<'r>(title: &str, what: &'static str, rows: &[Confusion], note: &str) -> Option<Section<'r>> {
    let row = |row: &Confusion| {
        let wrong = row.counts.false_positives + row.counts.false_negatives;
        let numbers =
            [row.counts.records(), row.counts.positives()].into_iter().chain(row.actions).chain([wrong]);
        [name(row.name.as_deref())].into_iter().chain(numbers.map(grouped)).collect()
    };
    let columns = [what, "posts", "positive", "none", "label", "review", "restrict", "remove", "wrong"];
    (!rows.is_empty()).then(|| Section {
        title: title.to_owned(),
        note: note.to_owned(),
        body: Body::Table(Table::new(&columns, rows.iter().map(row), MOST_ROWS)),
    })
}

fn languages(report: &Report) -> Option<Section<'_>> {
    let rate = |rate: f64| grouped(rate.round() as u64);
    let rows = report.languages.iter().map(|row| {
        let per = row.per_million;
        vec![
            name(row.name.as_deref()),
            grouped(row.negatives),
            grouped(row.false_positives),
            rate(per.value),
            format!("{}–{}", rate(per.low), rate(per.high)),
            if row.above { "above the rate of all" } else { "" }.to_owned(),
        ]
    });
    let columns = ["lang", "benign", "acted on", "per million", "interval", ""];
    (!report.languages.is_empty()).then(|| Section {
        title: "False positives per million benign posts".to_owned(),
        note: "A language is marked where even the lower end of its interval is above the rate of all languages together."
            .to_owned(),
        body: Body::Table(Table::new(&columns, rows, MOST_ROWS).with_words()),
    })
}

fn overlaps(report: &Report) -> Option<Section<'_>> {
    let rows = report.overlaps.iter().map(|overlap| {
        let [left, right] = &overlap.rules;
        vec![format!("{left} + {right}"), grouped(overlap.posts), grouped(overlap.positives)]
    });
    (!report.overlaps.is_empty()).then(|| Section {
        title: "Rules on the same posts".to_owned(),
        note: String::new(),
        body: Body::Table(Table::new(&["rules", "posts", "positive"], rows, MOST_PAIRS)),
    })
}

fn causes(report: &Report) -> Option<Section<'_>> {
    let rows = report.causes.iter().map(|cause| {
        let texts = cause.texts.iter().map(|(text, count)| match count {
            1 => one_line(text),
            count => format!("{} ×{}", one_line(text), grouped(*count)),
        });
        let texts: Vec<String> = texts.collect();
        vec![
            one_line(&cause.by),
            grouped(cause.false_positives),
            grouped(cause.true_positives),
            texts.join(", "),
        ]
    });
    (!report.causes.is_empty()).then(|| Section {
        title: "What false positives stand on".to_owned(),
        note: "Evidence in benign posts that were acted on, with how many violations it also helped to find."
            .to_owned(),
        body: Body::Table(
            Table::new(&["evidence", "false", "true", "in the false ones"], rows, MOST_PAIRS).with_words(),
        ),
    })
}

fn posts<'r>(title: &str, note: &str, listed: &'r Listed) -> Option<Section<'r>> {
    (!listed.shown.is_empty()).then(|| Section {
        title: format!("{title} ({})", grouped(listed.count)),
        note: note.to_owned(),
        body: Body::Posts(listed),
    })
}

fn comparison<'r>(report: &Report, against: &'r Comparison) -> Vec<Section<'r>> {
    let (ours, theirs) = (&report.overall, &against.overall);
    let row = |name: &str, ours, theirs| vec![name.to_owned(), estimate(ours), estimate(theirs)];
    let rows = [
        row("precision", ours.precision, theirs.precision),
        row("recall", ours.recall, theirs.recall),
        row("F1", ours.f1, theirs.f1),
        row("false positive rate", ours.false_positive_rate, theirs.false_positive_rate),
    ];
    let beside = Section {
        title: format!("Against {}", one_line(&against.policy.to_string())),
        note: String::new(),
        body: Body::Table(Table::new(&["", "this policy", "the other"], rows.into_iter(), MOST_ROWS)),
    };
    let way = if against.test.exact { "summed exactly" } else { "by chi-square, with continuity correction" };
    let square = Section {
        title: "Right and wrong in both".to_owned(),
        note: format!(
            "McNemar's test, {way}: {}, the chance that equally good policies differ at least as much.",
            chance(against.test.p)
        ),
        body: Body::Table(Table::new(
            &["", "the other right", "the other wrong"],
            [
                vec!["right here".to_owned(), grouped(against.both_right), grouped(against.gained.count)],
                vec!["wrong here".to_owned(), grouped(against.lost.count), grouped(against.both_wrong)],
            ]
            .into_iter(),
            MOST_ROWS,
        )),
    };
    let lists = [
        posts("Gained", "Right here, wrong in the other.", &against.gained),
        posts("Lost", "Wrong here, right in the other.", &against.lost),
        posts("Moved", "As right or wrong as in the other, by another action.", &against.moved),
    ];
    [beside, square].into_iter().chain(lists.into_iter().flatten()).collect()
}

impl Post {
    /// Where it is and what was done: `line 3, id "a", advert: none`.
    pub(super) fn heading(&self) -> String {
        let place = match &self.file {
            Some(file) => format!("{file}:{}", self.line),
            None => format!("line {}", self.line),
        };
        let id =
            self.id.as_ref().map(|id| format!(", id {}", super::excerpt(id.get(), 60))).unwrap_or_default();
        let action = match self.other_action {
            Some(other) => format!("{} here, {} there", self.action.name(), other.name()),
            None => self.action.name().to_owned(),
        };
        format!("{place}{id}, labelled {}: {action}", one_line(&self.label))
    }

    /// Which rules fire, and on what; `None` where none does.
    pub(super) fn reason(&self) -> Option<String> {
        let words: Vec<String> = self.words.iter().map(|word| format!("`{}`", one_line(word))).collect();
        let on = if words.is_empty() { String::new() } else { format!(" on {}", words.join(", ")) };
        let exempt = match self.exempt.as_slice() {
            [] => String::new(),
            exempt => format!(", but exempt by {}", exempt.join(", ")),
        };
        match (self.rules.as_slice(), self.other_rules.as_slice()) {
            ([], []) => None,
            ([], there) => Some(format!("there: {}{on}", there.join(", "))),
            (here, _) => Some(format!("{}{on}{exempt}", here.join(", "))),
        }
    }
}

/// The name of a group.
fn name(name: Option<&str>) -> String {
    name.map_or_else(|| "(none)".to_owned(), one_line)
}

/// A text as it may stand in a table.
fn one_line(text: &str) -> String {
    super::excerpt(text, 80)
}
