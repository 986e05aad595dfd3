//! `test`: runs the examples and tests of a package, and tries how good they are.

use std::fmt::Display;
use std::io::Write as _;
use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::load;
use super::output::Output;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::attack;
use crate::compile::Compiled;
use crate::test::{Report, coverage, mutate};

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
    /// Also say which terms, rows, alternatives, score rows and branches of conditions no example reaches
    #[arg(long)]
    coverage: bool,
    /// Write the coverage to this file too, as a page with the source coloured
    #[arg(long, value_name = "FILE", requires = "coverage")]
    html: Option<PathBuf>,
    /// Also make small changes to the policy (drop a term, move a threshold, …) and say which of them no example
    /// notices; these are findings to read and do not change the exit code
    #[arg(long)]
    mutate: bool,
    /// The least share of mutants that must be noticed, in per cent; with fewer the exit code is 1
    #[arg(long, value_name = "PERCENT", requires = "mutate", value_parser = per_cent)]
    min_score: Option<f64>,
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

fn per_cent(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

/// What `--format json` writes.
#[derive(serde::Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(flatten)]
    more: &'a More,
}

/// What has been asked for besides.
#[derive(serde::Serialize)]
struct More {
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<coverage::Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<mutate::Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attack: Option<attack::Report>,
}

impl More {
    fn of(args: &Args, compiled: &Compiled) -> Self {
        let (policy, sources, today) = (compiled.policy(), compiled.sources(), args.now.given());
        Self {
            coverage: args.coverage.then(|| coverage::run(policy, sources, today)),
            mutants: args.mutate.then(|| mutate::run(policy, sources, today)),
            attack: args.attack.then(|| attack::run(policy, sources, args.seed, today)),
        }
    }

    fn texts(&self) -> Vec<String> {
        let text = |report: &dyn Display| report.to_string();
        let coverage = self.coverage.iter().map(|report| text(report));
        let mutants = self.mutants.iter().map(|report| text(report));
        coverage.chain(mutants).chain(self.attack.iter().map(|report| text(report))).collect()
    }

    fn summaries(&self) -> Vec<String> {
        let coverage = self.coverage.iter().map(coverage::Report::summary);
        let mutants = self.mutants.iter().map(mutate::Report::summary);
        coverage.chain(mutants).chain(self.attack.iter().map(attack::Report::summary)).collect()
    }
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
    let more = More::of(args, &compiled);
    let package = &compiled.policy().package.name;
    if let Some(path) = &args.junit {
        let mutants = more.mutants.as_ref().map(|mutants| mutants.to_junit(args.min_score));
        Output::write_all(path, report.to_junit(package, mutants.as_ref()).as_bytes())?;
    }
    if let (Some(path), Some(coverage)) = (&args.html, &more.coverage) {
        Output::write_all(path, coverage.to_html(package, compiled.sources()).as_bytes())?;
    }
    terminal.write(|out| match args.format {
        Format::Text => write_text(out, &report, &more),
        Format::Json => {
            let written = Written { report: &report, more: &more };
            Ok(writeln!(out, "{}", serde_json::to_string(&written)?)?)
        }
    })?;
    terminal.say(&report.summary());
    more.summaries().iter().for_each(|summary| terminal.say(summary));
    let is_enough = match (args.min_score, &more.mutants) {
        (Some(least), Some(mutants)) if !mutants.reaches(least) => {
            terminal.say(&format!("too few mutants are noticed: at least {least} % were asked for"));
            false
        }
        _ => true,
    };
    Ok(if report.failed == 0 && is_enough { Exit::Done } else { Exit::Found })
}

/// Line by line, so that names from a policy cannot move the cursor.
fn write_text(out: &mut impl std::io::Write, report: &Report, more: &More) -> std::io::Result<()> {
    for outcome in &report.outcomes {
        for line in outcome.to_string().lines() {
            writeln!(out, "{}", visible(line))?;
        }
    }
    for (index, text) in more.texts().iter().enumerate() {
        if index > 0 || !report.outcomes.is_empty() {
            writeln!(out)?;
        }
        text.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))?;
    }
    Ok(())
}
