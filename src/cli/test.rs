//! `test`: runs the examples and tests of a package.

use std::io::Write as _;
use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::load;
use super::output::Output;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::test::Report;

/// Run the `hit`, `miss` and `test` items of a package
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Also write the outcome to this file, as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// How the outcome is written
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A line per item, and what went wrong under those that failed
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let compiled = load(&args.package, terminal)?;
    let report = crate::test::run(compiled.policy(), compiled.sources(), args.now.given());
    if let Some(path) = &args.junit {
        Output::write_all(path, report.to_junit(&compiled.policy().package.name).as_bytes())?;
    }
    terminal.write(|out| match args.format {
        Format::Text => write_text(out, &report),
        Format::Json => Ok(writeln!(out, "{}", serde_json::to_string(&report)?)?),
    })?;
    terminal.say(&report.summary());
    Ok(if report.failed == 0 { Exit::Done } else { Exit::Found })
}

/// Line by line, so that names from a policy cannot move the cursor.
fn write_text(out: &mut impl std::io::Write, report: &Report) -> std::io::Result<()> {
    for outcome in &report.outcomes {
        for line in outcome.to_string().lines() {
            writeln!(out, "{}", visible(line))?;
        }
    }
    Ok(())
}
