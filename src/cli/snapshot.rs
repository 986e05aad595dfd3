//! `snapshot`: the canonical text of a policy, written or compared with one that is kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::failure::{Exit, Failure};
use super::load::load;
use super::output::{Output, named};
use super::terminal::{Terminal, visible};
use crate::snapshot;

/// Write the canonical text of a policy, for review and to be kept beside it
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Write nothing, show where this stored snapshot differs, and exit 1 if it does
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    check: Option<PathBuf>,
    /// Write to this file instead of standard output; it is replaced when all is written
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    // Read first: of a file that is not there, and a policy that does not compile, the former is told sooner.
    let stored = args.check.as_ref().map(|path| read(path).map(|text| (path, text))).transpose()?;
    let text = load(&args.package, terminal)?.snapshot();
    if let Some((path, stored)) = stored {
        return compare(path, &stored, &text, terminal);
    }
    match named(args.output.as_deref()) {
        Some(path) => Output::write_all(path, text.as_bytes())?,
        None => terminal.write(|out| out.write_all(text.as_bytes()))?,
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(Failure::read(path))?;
    let shown = visible(&path.to_string_lossy()).into_owned();
    String::from_utf8(bytes).map_err(|_| Failure::Said(format!("`{shown}` is not UTF-8")))
}

fn compare(path: &Path, stored: &str, current: &str, terminal: &Terminal) -> Result<Exit, Failure> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let difference = snapshot::compare(stored, current)
        .map_err(|problem| Failure::Said(format!("`{shown}` is {problem}")))?;
    let Some(difference) = difference else { return Ok(Exit::Done) };
    terminal.write(|out| {
        difference.to_string().lines().try_for_each(|line| write_line(out, line, terminal.data_colour))
    })?;
    let snapshot::Difference { removed, added, .. } = difference;
    terminal.say(&format!("`{shown}` differs from the policy: {} gone, {added} new", lines(removed)));
    Ok(Exit::Found)
}

fn lines(number: usize) -> String {
    format!("{number} line{}", if number == 1 { "" } else { "s" })
}

fn write_line(out: &mut impl std::io::Write, line: &str, colour: bool) -> std::io::Result<()> {
    let line = visible(line);
    let code = match line.as_bytes().first() {
        Some(b'-') => "31",
        Some(b'+') => "32",
        Some(b'@') => "1",
        _ => "",
    };
    if colour && !code.is_empty() {
        writeln!(out, "\u{1b}[{code}m{line}\u{1b}[0m")
    } else {
        writeln!(out, "{line}")
    }
}
