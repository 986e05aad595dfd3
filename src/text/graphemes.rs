//! Extended grapheme clusters of scripts written without spaces, where each is a token. What is plain to see is seen
//! here, since every letter asks; the rest is for the segmentation library.

use unicode_segmentation::UnicodeSegmentation;

use super::fold::{Kind, lookup};

/// Thai and Lao letters with their marks: one block, whose marks all extend a cluster.
const THAI_AND_LAO: std::ops::Range<char> = '\u{E00}'..'\u{F00}';
/// The vowels `am`, letters that extend a cluster, and the marks and letters that they decompose into.
const AM: [char; 2] = ['\u{E33}', '\u{EB3}'];
const AM_MARK: [char; 2] = ['\u{E4D}', '\u{ECD}'];
const AM_LETTER: [char; 2] = ['\u{E32}', '\u{EB2}'];

/// Whether the first letter of a text, of a script without spaces, is a cluster by itself, as is plain to see of most.
pub(super) fn is_alone(text: &str, first: char) -> bool {
    text[first.len_utf8()..].chars().next().is_none_or(starts_cluster)
}

/// The cluster that a text starts with, whose first letter is of a script without spaces. The vowel `am` is one
/// letter, or a mark and a letter in compatibility forms, which are one cluster here as well, with the marks after them.
pub(super) fn first(text: &str) -> &str {
    let cluster = plain(text).unwrap_or_else(|| text.graphemes(true).next().unwrap_or(text));
    let rest = &text[cluster.len()..];
    let is_split = (0..AM.len()).any(|i| rest.starts_with(AM_LETTER[i]) && cluster.contains(AM_MARK[i]));
    let vowel = if is_split { rest.graphemes(true).next() } else { None };
    &text[..cluster.len() + vowel.map_or(0, str::len)]
}

/// A Thai or Lao cluster, where what stands after its marks surely starts another.
fn plain(text: &str) -> Option<&str> {
    let mut chars = text.char_indices();
    chars.next().filter(|(_, first)| THAI_AND_LAO.contains(first))?;
    let extends = |c: char| THAI_AND_LAO.contains(&c) && (AM.contains(&c) || lookup(c).kind == Kind::Mark);
    match chars.find(|&(_, c)| !extends(c)) {
        Some((at, after)) => starts_cluster(after).then(|| &text[..at]),
        None => Some(text),
    }
}

fn starts_cluster(c: char) -> bool {
    !AM.contains(&c)
        && !matches!(lookup(c).kind, Kind::Mark | Kind::Ignorable | Kind::Joiner | Kind::Cut | Kind::Tag)
}
