//! `explain`: why each rule fired on content or did not, and what a diagnostic's code means.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::chunks::{Chunk, Chunks};
use super::failure::{Exit, Failure};
use super::input::{Input, inputs, plain_field};
use super::load::load;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::compile::Compiled;
use crate::content::{Content, Reader, Value};
use crate::diag::Code;
use crate::explain;
use crate::verdict::Circumstances;

/// Why each rule fired or did not, on content or on a text
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    #[arg(required_unless_present = "code")]
    package: Option<PathBuf>,
    /// Content: NDJSON, also .gz or .zst; `-` or none is standard input
    file: Option<PathBuf>,
    /// A text to explain instead of a file
    #[arg(long, value_name = "STR", conflicts_with = "file")]
    text: Option<String>,
    /// Explain this rule alone, named with or without its module
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Show the page of a diagnostic's code instead, such as E201
    #[arg(long, value_name = "CODE", conflicts_with_all = ["text", "rule", "file"])]
    code: Option<String>,
    /// How explanations are written
    #[arg(long, default_value = "text")]
    format: Format,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Condition trees, with spans drawn under the text
    Text,
    /// A JSON object per post
    Json,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    match (&args.code, &args.package) {
        (Some(code), _) => page(code, terminal),
        (None, Some(package)) => {
            let inputs = inputs(args.file.as_slice())?;
            let compiled = load(package, terminal)?;
            Explainer { args, compiled: &compiled, terminal }.run(&inputs)
        }
        (None, None) => Ok(Exit::Misused),
    }
}

fn page(code: &str, terminal: &Terminal) -> Result<Exit, Failure> {
    let Some(code) = Code::find(code) else {
        let shown = visible(code);
        return Err(Failure::Said(format!("there is no diagnostic `{shown}`; codes look like `E201`")));
    };
    terminal.write(|out| out.write_all(code.page().as_bytes()))?;
    Ok(Exit::Done)
}

struct Explainer<'a> {
    args: &'a Args,
    compiled: &'a Compiled,
    terminal: &'a Terminal,
}

impl Explainer<'_> {
    fn run(&self, inputs: &[Input]) -> Result<Exit, Failure> {
        if let Some(text) = &self.args.text {
            self.text(text)?;
            return Ok(Exit::Done);
        }
        let mut reader = Reader::new(self.compiled.content_type());
        let mut exit = Exit::Done;
        for input in inputs {
            let mut chunks = Chunks::new(input.open(&Arc::<AtomicU64>::default())?);
            let mut chunk = Chunk::default();
            while chunks.next(&mut chunk).map_err(|error| input.failure(&error, chunks.lines))? {
                for (number, line) in chunk.lines() {
                    match line
                        .and_then(|line| reader.read(line.bytes()).map_err(|problem| problem.to_string()))
                    {
                        Ok(content) => self.content(&content, number)?,
                        Err(reason) => {
                            self.terminal.say(&format!("{}:{number}: {reason}", input.name));
                            exit = Exit::Unreadable;
                        }
                    }
                }
            }
        }
        Ok(exit)
    }

    fn text(&self, text: &str) -> Result<(), Failure> {
        let field = plain_field(self.compiled.content_type())?;
        let mut content = Content::default();
        content.values.resize_with(self.compiled.content_type().fields.len(), Vec::new);
        content.values[field.0 as usize].push(Value::Text(text.to_owned()));
        self.content(&content, 1)
    }

    fn content(&self, content: &Content, line: u64) -> Result<(), Failure> {
        let circumstances = Circumstances { today: Some(self.args.now.or_today()), all_statuses: false };
        let (policy, sources) = (self.compiled.policy(), self.compiled.sources());
        let explained = explain::explain(policy, sources, content, circumstances, self.args.rule.as_deref());
        let explained =
            explained.map_err(|unknown| Failure::Said(visible(&unknown.to_string()).into_owned()))?;
        self.terminal.write(|out| match self.args.format {
            Format::Json => Ok(writeln!(out, "{}", explained.to_json()?)?),
            Format::Text => {
                if self.args.text.is_none() {
                    let id = content.id.as_ref().map(|id| format!(", id {}", visible(id.get())));
                    writeln!(out, "line {line}{}", id.unwrap_or_default())?;
                }
                writeln!(out, "{}", explained.to_text(self.terminal.data_colour).trim_end())
            }
        })
    }
}
