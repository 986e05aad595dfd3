//! Host names in running text: labels joined by dots, however the dots are disguised. Shared by links
//! and e-mail addresses.

use super::chars::{ignorable, plain, unspaced, visible};

/// Longest host name (RFC 1035, section 2.3.4); longer runs are no host, whatever they are.
const LONGEST: usize = 253;

/// A run of labels: `t.me`, `example[.]com`, or one word alone.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// Without disguise and in lower case.
    pub(super) name: String,
    /// How many labels it has.
    pub(super) labels: usize,
    /// One past its last byte in the original.
    pub(super) end: usize,
    /// Whether the last label is written `Like`, as the first word of a sentence is.
    pub(super) capitalised: bool,
}

impl Host {
    /// The last label, in lower case.
    pub(super) fn last_label(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    /// Whether the name could be one: bounded, no label empty, last label not a number.
    pub(super) fn is_sound(&self) -> bool {
        let letters = |label: &str| label.chars().filter(|c| c.is_alphabetic()).count();
        self.labels > 1
            && self.name.len() <= LONGEST
            && letters(self.last_label()) >= 2
            && !self.name.split('.').any(|label| label.ends_with('-'))
    }

    /// Whether it is an IPv4 address.
    pub(super) fn is_address(&self) -> bool {
        self.name.parse::<std::net::Ipv4Addr>().is_ok()
    }

    /// Reads the longest run of labels at `start`, where a letter or digit stands. The work is in
    /// proportion to the run, so that reading on from [`Host::end`] keeps a scan linear.
    pub(super) fn read(&mut self, text: &str, start: usize) {
        self.name.clear();
        self.labels = 0;
        self.end = start;
        let mut from = start;
        while let Some(end) = self.read_label(text, from) {
            self.labels += 1;
            self.end = end;
            match dot(text, end) {
                Some(next) => from = next,
                None => break,
            }
        }
    }

    /// Reads one label, with the dot before it if it is not the first.
    fn read_label(&mut self, text: &str, start: usize) -> Option<usize> {
        let (mut previous, mut end) = visible(text, start).filter(|(c, _)| c.is_alphanumeric())?;
        if self.labels > 0 {
            self.push('.');
        }
        self.push(previous);
        self.capitalised = previous.is_uppercase();
        while let Some((c, next)) = visible(text, end).filter(|(c, _)| label_character(*c)) {
            if unspaced(c) != unspaced(previous) {
                break;
            }
            self.capitalised &= !c.is_uppercase();
            self.push(c);
            (previous, end) = (c, next);
        }
        Some(end)
    }

    /// Appends a character in lower case; past the limit only enough is kept to see that it is passed.
    fn push(&mut self, c: char) {
        if self.name.len() <= LONGEST {
            self.name.extend(c.to_lowercase());
        }
    }
}

/// Whether a character may stand within a label. `_` does in practice, if not in host names proper.
fn label_character(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The end of a dot at a position, if one stands there and a label follows: `.`, `[.]`, `(dot)`, `{ dot }`.
fn dot(text: &str, at: usize) -> Option<usize> {
    let (c, next) = visible(text, at)?;
    let end =
        if c == '.' { next } else { bracketed(text, at, &[".", "dot", "punkt", "punto", "point", "nokta"])? };
    visible(text, end).filter(|(c, _)| c.is_alphanumeric()).map(|_| end)
}

/// The end of one of `words` in brackets of any kind, blanks before, within and after passed over.
pub(super) fn bracketed(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let open = skip_blanks(text, at);
    let (c, inner) = visible(text, open).filter(|(c, _)| matches!(c, '(' | '[' | '{' | '<'))?;
    let closing = match c {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => '>',
    };
    let inner = skip_blanks(text, inner);
    let after = words.iter().find_map(|word| skip_word(text, inner, word))?;
    let (_, end) = visible(text, skip_blanks(text, after)).filter(|(c, _)| *c == closing)?;
    Some(skip_blanks(text, end))
}

/// The end of `word`, given in lower case, if it stands at a position in either case.
pub(super) fn skip_word(text: &str, at: usize, word: &str) -> Option<usize> {
    word.chars().try_fold(at, |at, wanted| {
        visible(text, at).filter(|(c, _)| c.to_ascii_lowercase() == wanted).map(|(_, next)| next)
    })
}

/// Past at most two blanks: more of them are a gap and not a disguise.
fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.chars().take(2).take_while(|c| matches!(c, ' ' | '\u{A0}')).map(char::len_utf8).sum::<usize>()
}

/// The next letter or digit at or after a position.
pub(super) fn next_word(text: &str, at: usize) -> Option<usize> {
    let word = |c: char| !ignorable(c) && plain(c).is_alphanumeric();
    text.get(at..)?.char_indices().find(|(_, c)| word(*c)).map(|(offset, _)| at + offset)
}
