//! `scan`: a verdict per post, in the order of the input, judged on every core in bounded memory.

mod judge;
mod offsets;
mod pipeline;
mod record;
mod tally;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::failure::{Exit, Failure};
use super::input::{Input, inputs, plain_field};
use super::load::{keep_apart, load_to_judge};
use super::output::{self, Output};
use super::progress::Progress;
use super::terminal::Terminal;
use super::today::Now;
use crate::compile::Identity;
use crate::engine::Matcher;
use crate::threads::cores;
use judge::Job;
use offsets::Unit;
use record::{Format, PolicyId};

/// Judge content: a verdict per post on which a rule fired
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Content: NDJSON, also .gz or .zst; `-` or none is standard input
    files: Vec<PathBuf>,
    /// A verdict on every post, not only where a rule fired
    #[arg(long)]
    all: bool,
    /// Content is plain text, one post per line
    #[arg(long)]
    plain: bool,
    /// How verdicts are written
    #[arg(long, default_value = "ndjson")]
    format: Format,
    /// What `start` and `end` count
    #[arg(long, value_name = "UNIT", default_value = "bytes")]
    offsets: Unit,
    /// How many threads judge; as many as there are cores by default
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Write verdicts to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    now: Now,
}

pub(super) fn run(args: Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let inputs = inputs(&args.files)?;
    keep_apart(&args.package, &inputs)?;
    let policy = load_to_judge(&args.package, terminal)?;
    let today = args.now.or_today();
    let job = Arc::new(job(&args, policy, &inputs, today)?);
    let threads = args.threads.map_or_else(cores, usize::from);
    let output = output::named(args.output.as_deref());
    if let Some(output) = output {
        output::keep_inputs(&args.files, output, "the verdicts", "-o")?;
    }
    let progress = Progress::new(&inputs, output.is_some());
    let started = Instant::now();
    let mut sink = Sink::open(output)?;
    let header = record::header(args.format, inputs.len() > 1);
    sink.write(header.as_bytes())?;
    let tally = pipeline::run(&job, inputs, threads, &mut sink, &progress)?;
    sink.finish()?;
    progress.finish();
    terminal.say(&tally.summary(today, started.elapsed(), threads));
    Ok(if tally.unreadable > 0 { Exit::Unreadable } else { Exit::Done })
}

fn job(
    args: &Args,
    (matcher, identity): (Matcher, Identity),
    inputs: &[Input],
    today: time::Date,
) -> Result<Job, Failure> {
    let content_type = matcher.content_type().clone();
    let plain = args.plain.then(|| plain_field(&content_type)).transpose()?;
    Ok(Job {
        matcher,
        content_type,
        policy: PolicyId::new(identity),
        files: inputs.iter().map(|input| Arc::clone(&input.name)).collect(),
        today,
        plain,
        all: args.all,
        format: args.format,
        unit: args.offsets,
    })
}

/// Where verdicts go.
enum Sink {
    Standard(std::io::Stdout),
    File(Output, PathBuf),
}

impl Sink {
    fn open(path: Option<&std::path::Path>) -> Result<Self, Failure> {
        Ok(match path {
            None => Self::Standard(std::io::stdout()),
            Some(path) => Self::File(Output::create(path)?, path.to_owned()),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            // Chunks are large; the lock's line buffer would cut them up again if they did not end in a line.
            Self::Standard(out) => out.write_all(bytes).map_err(Failure::output),
            Self::File(out, path) => out.write_all(bytes).map_err(Failure::write(path)),
        }
    }

    fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Standard(mut out) => out.flush().map_err(Failure::output),
            Self::File(out, _) => out.finish(),
        }
    }
}
