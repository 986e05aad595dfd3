//! The order in which diagnostics are shown, and how many there are in a line.

use super::Diagnostic;
use crate::source::Sources;

/// Sorts by file name, place and code, and drops repeats: the same code and message at the same place.
/// Diagnostics that only differ in related places or help keep the first.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| (diagnostic.place.file, diagnostic.place.span, diagnostic.code);
        let name = |diagnostic: &Diagnostic| sources.get(diagnostic.place.file).name.as_str();
        name(a).cmp(name(b)).then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup_by(|later, earlier| {
        (later.place, later.code) == (earlier.place, earlier.code) && later.message == earlier.message
    });
}

/// How many errors and warnings: `3 errors, 1 warning`; `no problems` where there are none.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let counts = [counted(errors, "error"), counted(diagnostics.len() - errors, "warning")];
    match counts.into_iter().flatten().collect::<Vec<_>>() {
        counts if counts.is_empty() => "no problems".to_owned(),
        counts => counts.join(", "),
    }
}

/// The summary, and how many of them are shown if not all.
pub(super) fn summary_with_limit(diagnostics: &[Diagnostic], limit: usize) -> String {
    let summary = summary(diagnostics);
    match diagnostics.len() > limit {
        true => format!("{summary}; {limit} of them shown"),
        false => summary,
    }
}

fn counted(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
    }
}
