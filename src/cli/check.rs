//! `check`: every diagnostic of a package.

use std::io::Write as _;
use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::{diagnostics, is_compiled, lint, options};
use super::output::Output;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::diag::{self, Diagnostic};
use crate::fix;
use crate::lint::{Lints, compares_meanings};
use crate::package::Package;

/// Show every problem of a package
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Fail (exit 1) on warnings as well
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Mend what can be mended without a doubt, lay out the files that changed, and show what is left
    #[arg(long)]
    fix: bool,
    /// How diagnostics are written
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Drawn for people
    Text,
    /// A JSON object per line
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    if args.fix {
        fix(args, terminal)?;
    }
    let result = lint(&args.package, args.now.or_today())?;
    let (found, sources) = diagnostics(&result);
    let format = match args.format {
        Format::Text => diag::Format::Text,
        Format::Json => diag::Format::Json,
        Format::Sarif => diag::Format::Sarif,
        Format::Github => diag::Format::Github,
    };
    let options = options(&args.package, terminal.data_colour);
    terminal.write(|out| diag::write(out, found, sources, format, &options))?;
    if found.is_empty() {
        terminal.say(&diag::summary(found));
    }
    if result.as_ref().is_ok_and(|compiled| !compares_meanings(compiled.policy())) {
        terminal.say(
            "note: this policy is too large for lints to compare what its conditions mean; only their form was compared",
        );
    }
    let is_denied = |diagnostic: &Diagnostic| diagnostic.is_error() || args.deny == Some(Deny::Warnings);
    let is_found = result.is_err() || found.iter().any(is_denied);
    // The process ends here, and takes all of it along.
    std::mem::forget(result);
    Ok(if is_found { Exit::Found } else { Exit::Done })
}

/// Mends the package and says what was mended.
fn fix(args: &Args, terminal: &Terminal) -> Result<(), Failure> {
    let path = &args.package;
    if is_compiled(path) {
        let shown = visible(&path.to_string_lossy()).into_owned();
        return Err(Failure::Said(format!("`{shown}` is compiled; fix the package it was made of")));
    }
    if path.as_os_str() == "-" {
        return Err(Failure::Said("standard input cannot be mended; name a file or folder".to_owned()));
    }
    let lints = Lints::All { day: Some(args.now.or_today()) };
    let fixed = fix::fix(Package::read_from_disk(path)?, lints);
    let root = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    let file = |name: &str| root.map_or_else(|| name.into(), |root| root.join(name));
    // All are written beside their targets before the first takes its place: a package is never mended in part.
    let mut outputs = Vec::with_capacity(fixed.modules.len());
    for (name, text) in &fixed.modules {
        let mut output = Output::replace(&file(name))?;
        output.write_all(text.as_bytes()).map_err(Failure::write(&file(name)))?;
        outputs.push(output);
    }
    for output in outputs {
        output.finish()?;
    }
    for mended in &fixed.mended {
        let shown = file(&mended.path).to_string_lossy().into_owned();
        let line = format!("fixed {shown}:{}: {}: {}", mended.line, mended.code, mended.message);
        terminal.say(&visible(&line));
    }
    Ok(())
}
