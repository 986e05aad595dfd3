//! Where words go: data to standard output, talk to standard error, colour only where somebody sees it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use super::failure::Failure;

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorWhen {
    Auto,
    Always,
    Never,
}

/// The two streams of a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// Whether data is coloured.
    pub(super) data_colour: bool,
    /// Whether talk is coloured.
    pub(super) talk_colour: bool,
}

impl Terminal {
    pub(super) fn new(color: ColorWhen) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let choose = |is_terminal: bool| match color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => is_terminal && !no_color && !is_dumb,
        };
        Self {
            data_colour: choose(io::stdout().is_terminal()),
            talk_colour: choose(io::stderr().is_terminal()),
        }
    }

    /// Says a line. Where nobody can hear it, that is no reason to stop.
    pub(super) fn say(self, line: &str) {
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// Writes data, and all of it before it returns.
    pub(super) fn write(
        self,
        write: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out).and_then(|()| out.flush()).map_err(Failure::output)
    }
}

/// Text from outside as it may be shown: control characters, which could move the cursor, and bidirectional
/// controls, which could turn a line round, are written as escapes.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            hidden if is_hidden(hidden) => _ = write!(shown, "\\u{{{:x}}}", hidden as u32),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}
