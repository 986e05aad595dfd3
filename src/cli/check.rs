//! `check`: every diagnostic of a package.

use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::{diagnostics, lint, options};
use super::terminal::Terminal;
use super::today::Now;
use crate::diag::{self, Diagnostic};

/// Show every problem of a package
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Fail (exit 1) on warnings as well
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
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
    let is_denied = |diagnostic: &Diagnostic| diagnostic.is_error() || args.deny == Some(Deny::Warnings);
    Ok(if result.is_err() || found.iter().any(is_denied) { Exit::Found } else { Exit::Done })
}
