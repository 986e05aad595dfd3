//! Hashtags and handles: which tokens are one, joined by `_`. The whole of one is an edge that a phrase may be written
//! together in; its tokens are cut like camel case ([`joined`](super::joined)).

use super::parts::{letters_of, script_of};
use super::words::Reader;
use super::{Edge, Kind, Readings, Text, WHOLE};

/// The tokens of a hashtag or handle, as `first..next`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    first: u32,
    next: u32,
}

/// The hashtag or handle being read.
#[derive(Default)]
pub(super) struct Tagging {
    /// Where the next word of it would have to start: right after the `#`, `@` or `_`.
    at: Option<usize>,
    tag: Option<Tag>,
    /// The open word belongs to it.
    pub(super) inside: bool,
}

impl Tagging {
    pub(super) fn pass_over(&mut self, at: usize, end: usize) {
        if self.at == Some(at) {
            self.at = Some(end);
        }
    }
}

impl Reader<'_> {
    /// At `#` or `@`; not in the middle of a word, as in an address.
    pub(super) fn begin_tag(&mut self, in_word: bool, end: usize) {
        self.end_tag();
        self.tagging.at = (!in_word).then_some(end);
        self.awaits_word = true;
    }

    /// At `_`.
    pub(super) fn go_on_with_tag(&mut self, in_word: bool, at: usize, end: usize) {
        if in_word && self.tagging.inside || self.tagging.at == Some(at) {
            self.tagging.at = Some(end);
            self.awaits_word = true;
        }
    }

    /// A word opens.
    pub(super) fn open_in_tag(&mut self, at: usize) {
        if self.tagging.at != Some(at) {
            if self.tagging.tag.is_some() {
                self.end_tag();
            }
            self.tagging.inside = false;
            return;
        }
        let token = self.text.base.len() as u32;
        let tag = self.tagging.tag.unwrap_or(Tag { first: token, next: token });
        self.tagging.tag = Some(Tag { next: token + 1, ..tag });
        self.tagging.inside = true;
    }

    pub(super) fn end_tag(&mut self) {
        self.text.tags.extend(self.tagging.tag.take());
        self.tagging = Tagging::default();
    }
}

impl Text {
    /// Marks the hashtags and handles of one token, and adds an edge for each of several.
    pub(super) fn add_tags(&mut self) {
        for number in 0..self.tags.len() {
            let Tag { first, next } = self.tags[number];
            let Some(tokens) = self.base.get_mut(first as usize..next as usize) else { continue };
            match tokens {
                [only] => only.flags |= WHOLE,
                [start, .., end] => {
                    // No key but theirs was written between the two.
                    let key = (start.key.0, end.key.1);
                    let flags = self.keys.disguises(key.0 as usize..key.1 as usize);
                    let edge = Edge {
                        to: end.to,
                        next: end.next,
                        end: end.end,
                        kind: Kind::Word,
                        script: script_of(tokens),
                        letters: letters_of(tokens),
                        readings: Readings::JOINED,
                        flags: flags | WHOLE,
                        key,
                        ..tokens[0]
                    };
                    self.inner.push(edge);
                }
                [] => {}
            }
        }
    }
}
