//! Emoji tokens: an emoji, a flag of two regional indicators or of tags, or a sequence tied by joiners, which is one
//! token and each of its members.

use super::fold::{Kind as Class, lookup};
use super::parts::Part;
use super::words::Reader;
use super::{Kind, Spelling};

/// The waving black flag, which tags make the flag of a region.
const BLACK_FLAG: char = '\u{1F3F4}';
const CANCEL_TAG: char = '\u{E007F}';
const JOINER: char = '\u{200D}';

/// The tags after an emoji that make it the flag of a region, with the one that ends them; empty if they do not.
pub(super) fn flag_tags(emoji: char, after: &str) -> &str {
    if emoji != BLACK_FLAG {
        return "";
    }
    let end = after.find(|c| lookup(c).kind != Class::Tag || c == CANCEL_TAG).unwrap_or(after.len());
    let closed = end > 0 && after[end..].starts_with(CANCEL_TAG);
    if closed { &after[..end + CANCEL_TAG.len_utf8()] } else { "" }
}

impl Reader<'_> {
    /// The token of the emoji or regional indicator `first` that stands at a byte; returns where it ends.
    pub(super) fn emoji(&mut self, first: char, at: usize) -> usize {
        self.close(Kind::Word);
        let (mut part, mut here) = self.member(first, at);
        while let Some((c, next)) = self.joined(here) {
            self.text.push_part(part);
            self.text.keys.push(JOINER);
            (part, here) = self.member(c, next);
        }
        self.text.push_token(part, Kind::Emoji);
        here
    }

    /// One member of a sequence, written to the keys, and where what follows it stands.
    fn member(&mut self, c: char, at: usize) -> (Part, usize) {
        let mut part = Part { start: at, key: self.text.keys.len(), ..Part::default() };
        let mut here = at + c.len_utf8();
        match lookup(c).fold(Spelling::Merged) {
            Some(fold) => self.text.keys.push_str(fold),
            None => self.text.keys.push(c),
        }
        let second = (lookup(c).kind == Class::Regional).then(|| self.next(here)).flatten();
        if let Some((pair, next)) = second.filter(|(pair, _)| lookup(*pair).kind == Class::Regional) {
            self.text.keys.push(pair);
            here = next + pair.len_utf8();
        } else {
            let tags = flag_tags(c, &self.original[here..]);
            self.text.keys.push_str(tags);
            here += tags.len();
        }
        part.end = here;
        (part, here)
    }

    /// The next character that does not vanish; marks on emoji do.
    fn next(&self, at: usize) -> Option<(char, usize)> {
        let mut here = at;
        for c in self.original[at..].chars() {
            if !matches!(lookup(c).kind, Class::Ignorable | Class::Tag | Class::Mark) {
                return Some((c, here));
            }
            here += c.len_utf8();
        }
        None
    }

    /// The emoji that a joiner ties to what ends before `at`.
    fn joined(&self, at: usize) -> Option<(char, usize)> {
        let (joiner, here) = self.next(at)?;
        let (c, here) = self.next(here + joiner.len_utf8()).filter(|_| joiner == JOINER)?;
        (lookup(c).kind == Class::Emoji).then_some((c, here))
    }
}
