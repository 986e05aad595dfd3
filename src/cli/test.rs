//! `test`: runs the examples and tests of a package.

use std::io::Write as _;
use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::load;
use super::output::Output;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::attack;
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
    /// Also disguise every `hit` in many ways, and say which disguises get through; these are findings to
    /// read and do not change the exit code
    #[arg(long)]
    attack: bool,
    /// What the disguises are drawn from; the same number gives the same ones
    #[arg(long, value_name = "N", default_value_t = 1, requires = "attack")]
    seed: u64,
    #[command(flatten)]
    now: Now,
}

/// What `--format json` writes.
#[derive(serde::Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    attack: Option<&'a attack::Report>,
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
    let (policy, sources) = (compiled.policy(), compiled.sources());
    let attack = args.attack.then(|| attack::run(policy, sources, args.seed, args.now.given()));
    let attack = attack.as_ref();
    terminal.write(|out| match args.format {
        Format::Text => write_text(out, &report, attack),
        Format::Json => {
            let written = Written { report: &report, attack };
            Ok(writeln!(out, "{}", serde_json::to_string(&written)?)?)
        }
    })?;
    terminal.say(&report.summary());
    if let Some(attack) = attack {
        terminal.say(&attack.summary());
    }
    Ok(if report.failed == 0 { Exit::Done } else { Exit::Found })
}

/// Line by line, so that names from a policy cannot move the cursor.
fn write_text(
    out: &mut impl std::io::Write,
    report: &Report,
    attack: Option<&attack::Report>,
) -> std::io::Result<()> {
    for outcome in &report.outcomes {
        for line in outcome.to_string().lines() {
            writeln!(out, "{}", visible(line))?;
        }
    }
    let Some(attack) = attack else { return Ok(()) };
    writeln!(out)?;
    for line in attack.to_string().lines() {
        writeln!(out, "{}", visible(line))?;
    }
    Ok(())
}
