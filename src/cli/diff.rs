//! `diff`: what a change means.

use std::io::Write as _;
use std::path::PathBuf;

use super::chunks::{Chunk, Chunks};
use super::failure::{Exit, Failure};
use super::input::{Input, Records, inputs};
use super::load::load_both;
use super::progress::Progress;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::compile::Compiled;
use crate::content::Content;
use crate::diff::{self, Report, Tally, Written};
use crate::engine::Scratch;
use crate::verdict::Circumstances;

/// What a change means, rule by rule: equivalent, wider, narrower, changed, added or removed
///
/// Verdicts are decided, not guessed: that a rule fires wherever it did is proven, that it does not is shown by a post
/// on which the two policies differ. Where neither can be had, the verdict is `unknown`, and why.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Before: a folder with varne.toml, a .varne file, or a compiled .varnec file
    old: PathBuf,
    /// After
    new: PathBuf,
    /// Show posts on which old and new differ
    #[arg(long)]
    witness: bool,
    /// Also judge this content by both, and count the verdicts that change: NDJSON, also .gz or .zst; `-` is standard input
    #[arg(long, value_name = "FILE")]
    on: Option<PathBuf>,
    /// This content is plain text, one post per line
    #[arg(long, requires = "on")]
    plain: bool,
    /// How many of the posts that changed are shown per rule
    #[arg(long, value_name = "N", default_value_t = 3, requires = "on")]
    examples: usize,
    /// How the outcome is written
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// What changed, and why
    Text,
    /// One JSON object
    Json,
    /// For the comment on a pull request
    Markdown,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let content = args.on.as_ref().map(|path| inputs(std::slice::from_ref(path))).transpose()?;
    let (old, new) = load_both(&args.old, &args.new, terminal)?;
    let report = diff::diff(written(&old), written(&new));
    let mut report = report.map_err(|error| Failure::Said(error.to_string()))?;
    let mut unreadable = false;
    for input in content.iter().flatten() {
        let mut comparison = Comparison { args, old: &old, new: &new };
        unreadable |= comparison.run(input, &mut report)?;
    }
    if !args.witness && args.format == Format::Json {
        report.rules.iter_mut().chain(&mut report.exempts).for_each(|change| change.witnesses.clear());
    }
    write(args, &report, terminal)?;
    terminal.say(&report.summary());
    // The process ends here: to take large policies apart again would cost a tenth of its time.
    std::mem::forget((old, new));
    Ok(match (unreadable, report.changed) {
        (true, _) => Exit::Unreadable,
        (false, true) => Exit::Found,
        (false, false) => Exit::Done,
    })
}

fn written(compiled: &Compiled) -> Written<'_> {
    Written { policy: compiled.policy(), sources: compiled.sources() }
}

fn write(args: &Args, report: &Report, terminal: &Terminal) -> Result<(), Failure> {
    terminal.write(|out| match args.format {
        Format::Json => Ok(writeln!(out, "{}", serde_json::to_string(report)?)?),
        // Line by line, so that texts from a policy or from content cannot move the cursor.
        Format::Text => {
            report.to_text(args.witness).lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
        }
        Format::Markdown => {
            report.to_markdown(args.witness).lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
        }
    })
}

/// Both policies on the same content.
struct Comparison<'a> {
    args: &'a Args,
    old: &'a Compiled,
    new: &'a Compiled,
}

impl Comparison<'_> {
    /// Counts what changes; whether some of it could not be read.
    fn run(&mut self, input: &Input, report: &mut Report) -> Result<bool, Failure> {
        let (old, new) = (self.old.matcher(), self.new.matcher());
        let circumstances = Circumstances { today: Some(self.args.now.or_today()), all_statuses: false };
        let mut tally = Tally::new(self.new.content_type(), &report.rules, self.args.examples);
        let mut reader = Records::new(self.new.content_type(), self.args.plain)?;
        let progress = Progress::new(std::slice::from_ref(input), false);
        let mut posts = 0;
        let (mut old_scratch, mut new_scratch) = (Scratch::default(), Scratch::default());
        let mut chunks = Chunks::new(input.open(&progress.counter())?);
        let (mut chunk, mut content) = (Chunk::default(), Content::default());
        let mut unreadable = false;
        while chunks.next(&mut chunk).map_err(|error| input.failure(&error, chunks.lines))? {
            for (number, line) in chunk.lines() {
                let read = line.and_then(|line| reader.read_into(&mut content, line));
                if let Err(reason) = read {
                    progress.say(&format!("{}:{number}: {reason}", input.name));
                    tally.unreadable();
                    unreadable = true;
                    continue;
                }
                let before = old.judge_with(&mut old_scratch, &content, circumstances);
                let after = new.judge_with(&mut new_scratch, &content, circumstances);
                tally.add(&content, &before, &after, || format!("{}:{number}", input.name));
                posts += 1;
            }
            progress.update(posts);
        }
        report.on = Some(tally.finish());
        Ok(unreadable)
    }
}
