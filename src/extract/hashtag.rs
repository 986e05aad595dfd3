//! Hashtags: `#` before letters, digits, marks and `_` of any script, not digits alone (`#1` is a rank). A `#`
//! in the middle of a word (`C#major`, `page#part`) begins none, but `#one#two` are two. The attribute `name`
//! is the folded name; the value has the `#` before it. A name wholly in another script keeps its letters, so that
//! people can read it; where Latin letters are mixed in, look-alikes are taken for disguise and become Latin.

use super::chars::{digit, ignorable, plain};
use super::starts::HASHES;
use super::{Attribute, AttributeValue, Found};
use crate::text::{Folded, Spelling};

/// The enclosing keycap, which makes a key of `#` and no hashtag.
const KEYCAP: char = '\u{20E3}';

/// Finds hashtags.
pub(super) fn find(original: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, c) in HASHES.all(original) {
        let tagged = found.last().is_some_and(|last| last.end as usize == at);
        if plain(c) == '#' && (tagged || begins(original, at)) {
            found.extend(tag(original, at, at + c.len_utf8()));
        }
    }
    found
}

/// Whether a `#` at a position begins a hashtag: not within a word, an HTML entity or the path of a link.
fn begins(original: &str, at: usize) -> bool {
    let before = original[..at].chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '&' | '/' | '_' | '='))
}

/// The hashtag whose `#` stands at `start` and whose name begins at `from`.
fn tag(original: &str, start: usize, from: usize) -> Option<Found> {
    let rest = &original[from..];
    let length = rest.find(|c: char| !name_character(c)).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(|c| ignorable(c) && !c.is_alphanumeric() && !mark(c));
    if name.starts_with(['\u{FE0F}', KEYCAP])
        || !name.chars().any(|c| c.is_alphabetic() && digit(c).is_none())
    {
        return None;
    }
    let folded = fold(name);
    let value = format!("#{folded}");
    Some(Found::new(start, from + name.len(), value, vec![(Attribute::Name, AttributeValue::Text(folded))]))
}

/// The folded name of a hashtag.
fn fold(name: &str) -> String {
    let native = Folded::new(name, Spelling::Native).text;
    let latin = native.contains(|c: char| c.is_ascii_alphabetic());
    let mixed = latin && native.contains(|c: char| !c.is_ascii() && c.is_alphabetic());
    if mixed { Folded::new(name, Spelling::Merged).text } else { native }
}

/// Whether a character may stand in the name of a hashtag.
fn name_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '＿' || ignorable(c) || mark(c)
}

/// Whether a character is a mark of a script that writes vowels with them and has more of them than
/// [`char::is_alphabetic`] knows: viramas, nuktas and tone marks.
const fn mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F | 0x591..=0x5C7 | 0x64B..=0x65F | 0x900..=0xDFF | 0xE31..=0xE4E | 0xEB1..=0xECE
        | 0xF18..=0xFBC | 0x102B..=0x109D | 0x135D..=0x135F | 0x17B4..=0x17DD | 0x1A55..=0x1A7F)
        && !matches!(c as u32, 0x964 | 0x965 | 0x970 | 0xDF4)
}
