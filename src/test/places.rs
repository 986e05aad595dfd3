//! Places and what is written there, as reports show them.

use crate::source::Sources;
use crate::span::Place;

/// Characters of an expression that are shown.
const MOST_SHOWN: usize = 72;

/// Characters of what stands around it.
const MOST_HINTED: usize = 40;

/// File and line of a place.
pub(super) fn line_of(sources: &Sources, place: Place) -> (String, u32) {
    let source = sources.get(place.file);
    (source.name.clone(), source.line_column(place.span.start).line)
}

/// What is written at a place, on one line: comments left out, white space as one space, what is long cut short.
pub(super) fn written(sources: &Sources, place: Place) -> String {
    shorten(&whole(sources, place), MOST_SHOWN)
}

/// The same in fewer words, to tell where something is.
pub(super) fn hint(sources: &Sources, place: Place) -> String {
    shorten(&whole(sources, place), MOST_HINTED)
}

fn whole(sources: &Sources, place: Place) -> String {
    let text = &sources.get(place.file).text;
    let text = text.get(place.span.range()).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A text of at most so many characters; the end of a longer one is `…`.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
