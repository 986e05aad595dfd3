//! `explain`: why each rule fired on content or did not, and what a diagnostic's code means.

use std::io::Write as _;
use std::path::PathBuf;

use super::chunks::{Chunk, Chunks, Line};
use super::failure::{Exit, Failure};
use super::input::{Input, Records, inputs};
use super::load::{keep_apart, load};
use super::output::{Output, named};
use super::progress::Progress;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::compile::Compiled;
use crate::content::Content;
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
    /// Content is plain text, one post per line
    #[arg(long, conflicts_with_all = ["text", "code"])]
    plain: bool,
    /// A text to explain instead of a file
    #[arg(long, value_name = "STR", conflicts_with = "file")]
    text: Option<String>,
    /// Explain this rule alone and in full, named with or without its module
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// Show the whole condition of every rule, also of a large policy
    #[arg(long, conflicts_with = "code")]
    full: bool,
    /// Show the page of a diagnostic's code instead, such as E201
    #[arg(long, value_name = "CODE", conflicts_with_all = ["text", "rule", "file"])]
    code: Option<String>,
    /// How explanations are written
    #[arg(long, default_value = "text")]
    format: Format,
    /// Write to this file instead of standard output; it is replaced when all is written
    #[arg(short, long, value_name = "FILE", conflicts_with = "code")]
    output: Option<PathBuf>,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// What fired and what came near it first, with spans drawn under the text
    Text,
    /// A JSON object per post
    Json,
    /// A page for a browser, with what was found marked in the text
    Html,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    match (&args.code, &args.package) {
        (Some(code), _) => page(code, terminal),
        (None, Some(package)) => {
            let inputs = inputs(args.file.as_slice())?;
            if args.text.is_none() {
                keep_apart(package, &inputs)?;
            }
            let compiled = load(package, terminal)?;
            let file = named(args.output.as_deref()).map(Output::create).transpose()?;
            let mut explainer =
                Explainer { args, compiled: &compiled, terminal, file, left_out: false, parts: Vec::new() };
            let exit = explainer.run(&inputs)?;
            explainer.finish()?;
            Ok(exit)
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
    /// Where explanations go instead of to standard output.
    file: Option<Output>,
    /// Whether something was left out of what was written.
    left_out: bool,
    /// Parts of a page, which is written when all are there.
    parts: Vec<String>,
}

impl Explainer<'_> {
    fn run(&mut self, inputs: &[Input]) -> Result<Exit, Failure> {
        if let Some(text) = &self.args.text {
            self.text(text)?;
            return Ok(Exit::Done);
        }
        let mut reader = Records::new(self.compiled.content_type(), self.args.plain)?;
        let progress = Progress::new(inputs, self.file.is_some());
        let (mut exit, mut posts) = (Exit::Done, 0);
        for input in inputs {
            let mut chunks = Chunks::new(input.open(&progress.counter())?);
            let (mut chunk, mut content) = (Chunk::default(), Content::default());
            while chunks.next(&mut chunk).map_err(|error| input.failure(&error, chunks.lines))? {
                for (number, line) in chunk.lines() {
                    match line.and_then(|line| reader.read_into(&mut content, line)) {
                        Ok(()) => {
                            self.content(&content, number)?;
                            posts += 1;
                            progress.update(posts);
                        }
                        Err(reason) => {
                            progress.say(&format!("{}:{number}: {reason}", input.name));
                            exit = Exit::Unreadable;
                        }
                    }
                }
            }
        }
        Ok(exit)
    }

    fn text(&mut self, text: &str) -> Result<(), Failure> {
        let mut content = Content::default();
        let mut reader = Records::new(self.compiled.content_type(), true)?;
        // What is no text is no argument either.
        _ = reader.read_into(&mut content, Line::Text(text));
        self.content(&content, 1)
    }

    fn content(&mut self, content: &Content, line: u64) -> Result<(), Failure> {
        let circumstances = Circumstances { today: Some(self.args.now.or_today()), all_statuses: false };
        let (policy, sources) = (self.compiled.policy(), self.compiled.sources());
        let explained = explain::explain(policy, sources, content, circumstances, self.args.rule.as_deref());
        let explained =
            explained.map_err(|unknown| Failure::Said(visible(&unknown.to_string()).into_owned()))?;
        let id = content.id.as_ref().map(|id| format!(", id {}", visible(id.get()))).unwrap_or_default();
        let heading = match &self.args.text {
            None => format!("line {line}{id}"),
            Some(_) => String::new(),
        };
        let written = match self.args.format {
            Format::Json => explained.to_json().map_err(|error| Failure::output(error.into()))? + "\n",
            Format::Html => {
                let heading = if heading.is_empty() { "The text" } else { &heading };
                let full = self.args.full || self.args.rule.is_some();
                self.parts.push(explained.to_html(heading, full));
                return Ok(());
            }
            Format::Text => {
                let colour = self.file.is_none() && self.terminal.data_colour;
                let whole = self.args.full || self.args.rule.is_some();
                self.left_out |= !whole && explained.is_large();
                let text = if whole { explained.to_text(colour) } else { explained.to_overview(colour) };
                let break_after = if heading.is_empty() { "" } else { "\n" };
                format!("{heading}{break_after}{}\n", text.trim_end())
            }
        };
        self.write(&written)
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        match (&mut self.file, &self.args.output) {
            (Some(file), Some(path)) => file.write_all(text.as_bytes()).map_err(Failure::write(path)),
            _ => self.terminal.write(|out| out.write_all(text.as_bytes())),
        }
    }

    /// Writes the page, and puts a file in its place.
    fn finish(mut self) -> Result<(), Failure> {
        if self.args.format == Format::Html {
            let identity = self.compiled.identity();
            let title = format!("{}: why rules fired or did not", identity.name);
            let version = match identity.version.as_str() {
                "" => String::new(),
                version => format!("Version {version}. "),
            };
            let (digest, today) = (&identity.digest, self.args.now.or_today());
            let about =
                format!("{version}Posts without a date are judged as on {today}. Policy `sha256:{digest}`.");
            let page = explain::html_page(&title, &about, &self.parts);
            self.write(&page)?;
        }
        if self.left_out {
            self.terminal.say("the whole condition of a rule: `--rule NAME`; of every rule: `--full`");
        }
        self.file.map_or(Ok(()), Output::finish)
    }
}
