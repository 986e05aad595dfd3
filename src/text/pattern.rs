//! Words of terms against edges: what is left to check once keys match.

use std::borrow::Cow;

use super::disguise::{self, LEET, RUNS, Through, Wanted};
use super::{Edge, Kind, Mode, Readings, Script, Text, WordPattern, accented, clitics};

/// A word wholly in another script matches a wholly Latin one from this many letters on: `вот` is not `bot`.
const LOOK_ALIKE_LETTERS: u8 = 4;

impl WordPattern {
    /// The pattern of a base token of a term's text, which `text` has read; no `*` on either side. It has only the
    /// texts that its mode compares, so that terms which match the same are the same pattern.
    #[must_use]
    pub fn in_mode(text: &Text, original: &str, token: &Edge, mode: Mode) -> Self {
        let written = &original[token.start as usize..token.end as usize];
        Self {
            key: text.key(token).to_owned(),
            accented: if mode == Mode::Accented { accented::fold(written) } else { String::new() },
            written: if mode == Mode::Exact { written.to_owned() } else { String::new() },
            open_start: false,
            open_end: false,
            script: token.script,
            emoji: token.kind == Kind::Emoji,
        }
    }
}

impl<S: AsRef<str>> WordPattern<S> {
    /// Appends what stands for all disguises of the word, as [`Text::push_skeleton`] gives it for content: a word can be read
    /// at an edge only where that has the same skeleton, or one that begins or ends so or holds it where the word is open.
    pub fn push_skeleton(&self, skeleton: &mut String) {
        disguise::push_skeleton(self.key.as_ref(), skeleton);
    }

    /// Through which readings the word can be read at an edge, the fewest that do; `None` where it cannot. `clitics` is
    /// whether Arabic words are also read without what is written together with them.
    #[must_use]
    pub fn reads(
        &self,
        text: &Text,
        original: &str,
        edge: &Edge,
        mode: Mode,
        clitics: bool,
    ) -> Option<Readings> {
        let word = original.get(edge.start as usize..edge.end as usize)?;
        match mode {
            Mode::Exact | Mode::Plain => {
                let same = self.key_matches(text.key(edge)) && self.admits(original, edge, mode);
                same.then_some(Readings::NONE)
            }
            Mode::Full => {
                let key = text.key(edge);
                self.disguised(self.key.as_ref(), (key, key), edge, clitics, false)
            }
            Mode::Accented => {
                let found = (&*accented::fold(word), text.key(edge));
                self.disguised(self.accented.as_ref(), found, edge, clitics, true)
            }
        }
    }

    fn disguised(
        &self,
        wanted: &str,
        (found, key): (&str, &str),
        edge: &Edge,
        clitics: bool,
        marked: bool,
    ) -> Option<Readings> {
        let mut possible = Readings::NONE;
        for (flag, reading) in [(LEET, Readings::LEET), (RUNS, Readings::REPEATS)] {
            if edge.flags & flag != 0 {
                possible = possible.with(reading);
            }
        }
        if clitics && edge.script == Script::Other {
            possible = possible.with(Readings::CLITICS);
        }
        let wanted = self.wanted(wanted, marked);
        let is_possible =
            |through: &Readings| self.is_near_enough(edge, key, *through) && is_read(wanted, found, *through);
        possible.subsets().find(is_possible).map(|through| edge.readings.with(through))
    }

    const fn wanted<'w>(&self, letters: &'w str, marked: bool) -> Wanted<'w> {
        Wanted { letters, open_start: self.open_start, open_end: self.open_end, whole_letters: marked }
    }

    /// The look-alike rule of step 4: a word wholly in another script and a wholly Latin one are the same only from four
    /// letters on. Digits and signs that are read as letters count, so that a word which is open admits all that
    /// the same word closed does; of letters that only repeat, those of the word count.
    fn is_near_enough(&self, edge: &Edge, key: &str, readings: Readings) -> bool {
        let apart = matches!(
            (self.script, edge.script),
            (Script::Latin, Script::Other) | (Script::Other, Script::Latin)
        );
        let is_closed = !self.open_start && !self.open_end;
        let letters = || {
            if readings.has(Readings::REPEATS) && is_closed {
                self.key.as_ref().chars().filter(|c| c.is_alphabetic()).count()
            } else if readings.has(Readings::LEET) {
                key.chars().count()
            } else {
                usize::from(edge.letters)
            }
        };
        !apart || letters() >= usize::from(LOOK_ALIKE_LETTERS)
    }

    /// Whether a key is this word's, or begins or ends with it.
    #[must_use]
    pub fn key_matches(&self, key: &str) -> bool {
        self.compare(self.key.as_ref(), key)
    }

    /// What is left to check on an edge whose key matches: the look-alike rule, and the mode.
    #[must_use]
    pub fn admits(&self, original: &str, edge: &Edge, mode: Mode) -> bool {
        if !self.is_near_enough(edge, "", Readings::NONE) {
            return false;
        }
        let word = || original.get(edge.start as usize..edge.end as usize).unwrap_or_default();
        match mode {
            Mode::Full => true,
            Mode::Plain => edge.readings.is_none(),
            Mode::Accented => {
                is_read(self.wanted(self.accented.as_ref(), true), &accented::fold(word()), Readings::NONE)
            }
            Mode::Exact => edge.readings.is_none() && self.compare(self.written.as_ref(), word()),
        }
    }

    /// What is left to check on an edge whose text is within the word's edits: the look-alike rule, and whether the mode
    /// lets the edge be read.
    #[must_use]
    pub fn admits_misspelt(&self, edge: &Edge, mode: Mode) -> bool {
        let is_strict = matches!(mode, Mode::Plain | Mode::Exact);
        self.is_near_enough(edge, "", Readings::NONE) && (edge.readings.is_none() || !is_strict)
    }

    /// The text of this word that a mode compares.
    #[must_use]
    pub fn compared(&self, mode: Mode) -> &str {
        match mode {
            Mode::Full | Mode::Plain => self.key.as_ref(),
            Mode::Accented => self.accented.as_ref(),
            Mode::Exact => self.written.as_ref(),
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
}

/// Whether a word can be read through exactly these of leet, repeats and clitics.
fn is_read(wanted: Wanted<'_>, found: &str, readings: Readings) -> bool {
    if readings.is_none() && wanted.letters == found {
        return true;
    }
    let through = Through { leet: readings.has(Readings::LEET), repeats: readings.has(Readings::REPEATS) };
    let is_read = |found: &str| disguise::is_read(wanted, found, through, accented::is_mark);
    match readings.has(Readings::CLITICS) {
        true => clitics::stems(found).any(is_read),
        false => is_read(found),
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
