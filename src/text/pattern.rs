//! Words of terms against edges: what is left to check once keys match.

use std::borrow::Cow;

use super::{Edge, Kind, Mode, Script, Text, WordPattern, accented};

/// A word wholly in another script matches a wholly Latin one from this many letters on: `вот` is not `bot`.
const LOOK_ALIKE_LETTERS: u8 = 4;

impl WordPattern {
    /// The pattern of a base token of a term's text, which `text` has read; no `*` on either side.
    #[must_use]
    pub fn of_token(text: &Text, original: &str, token: &Edge) -> Self {
        let written = &original[token.start as usize..token.end as usize];
        Self {
            key: text.key(token).to_owned(),
            accented: accented::fold(written),
            written: written.to_owned(),
            open_start: false,
            open_end: false,
            script: token.script,
            emoji: token.kind == Kind::Emoji,
        }
    }

    /// Whether the word at an edge is this one, in full: keys, look-alike length rule, and the stricter comparison of the mode.
    #[must_use]
    pub fn matches(&self, text: &Text, original: &str, edge: &Edge, mode: Mode) -> bool {
        self.key_matches(text.key(edge)) && self.admits(original, edge, mode)
    }

    /// Whether a key is this word's, or begins or ends with it.
    #[must_use]
    pub fn key_matches(&self, key: &str) -> bool {
        self.compare(&self.key, key)
    }

    /// What is left to check on an edge whose key matches: the look-alike rule of step 4 (a word wholly in another
    /// script and a wholly Latin one are the same only from four letters on) and the mode.
    #[must_use]
    pub fn admits(&self, original: &str, edge: &Edge, mode: Mode) -> bool {
        if !self.admits_script(edge) {
            return false;
        }
        let Some(word) = original.get(edge.start as usize..edge.end as usize) else { return false };
        match mode {
            Mode::Full | Mode::Plain => true,
            Mode::Accented => self.compare_marked(&accented::fold(word)),
            Mode::Exact => self.compare(&self.written, word),
        }
    }

    /// The look-alike rule of step 4 alone.
    #[must_use]
    pub fn admits_script(&self, edge: &Edge) -> bool {
        let apart = matches!(
            (self.script, edge.script),
            (Script::Latin, Script::Other) | (Script::Other, Script::Latin)
        );
        !apart || edge.letters >= LOOK_ALIKE_LETTERS
    }

    /// The text of this word that a mode compares.
    #[must_use]
    pub fn compared(&self, mode: Mode) -> &str {
        match mode {
            Mode::Full | Mode::Plain => &self.key,
            Mode::Accented => &self.accented,
            Mode::Exact => &self.written,
        }
    }

    /// Whether `found` is `wanted`, with more before or after it where the pattern is open.
    fn compare(&self, wanted: &str, found: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => found == wanted,
            (false, true) => found.starts_with(wanted),
            (true, false) => found.ends_with(wanted),
            (true, true) => found.contains(wanted),
        }
    }

    /// The same for folded words that kept their marks: a letter is not found where it has a mark more.
    fn compare_marked(&self, found: &str) -> bool {
        if !self.open_end {
            return self.compare(&self.accented, found);
        }
        let wanted = self.accented.as_str();
        let ends_whole = |at: usize| !accented::starts_with_mark(&found[at + wanted.len()..]);
        if self.open_start {
            found.match_indices(wanted).any(|(at, _)| ends_whole(at))
        } else {
            found.starts_with(wanted) && ends_whole(0)
        }
    }
}

impl Text {
    /// The text of an edge that a mode compares.
    #[must_use]
    pub fn compared<'t>(&'t self, original: &'t str, edge: &Edge, mode: Mode) -> Cow<'t, str> {
        let written = || original.get(edge.start as usize..edge.end as usize).unwrap_or_default();
        match mode {
            Mode::Full | Mode::Plain => Cow::Borrowed(self.key(edge)),
            Mode::Accented => Cow::Owned(accented::fold(written())),
            Mode::Exact => Cow::Borrowed(written()),
        }
    }
}
