//! `eval`: how good a policy is on labelled posts, and what another one would do.

mod fields;
mod labelled;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::failure::{Exit, Failure};
use super::input::{Input, inputs};
use super::load::load;
use super::output::{self, Output};
use super::progress::Progress;
use super::terminal::{Terminal, visible};
use super::today::Now;
use crate::compile::Compiled;
use crate::content::Reader;
use crate::engine::Scratch;
use crate::eval::{Evaluation, Gate, Labels, Options, Record, Report};
use crate::sema::hir::Action;
use crate::verdict::Circumstances;
use fields::Fields;
use labelled::{Labelled, Labelling};

/// Measure a policy on labelled posts: precision, recall, and what it gets wrong
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// Content with a `label` in every record: NDJSON, also .gz or .zst; `-` is standard input
    #[arg(required = true)]
    labelled: Vec<PathBuf>,
    /// Also count by these, separated by commas: string or bool fields of the content type, `genre`, or
    /// `category` for the rules of a category together; `lang` by default
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    by: Vec<String>,
    /// Judge by this package too, and say what is better and worse than there
    #[arg(long, value_name = "OTHER_PACKAGE")]
    against: Option<PathBuf>,
    /// The mildest action that counts as acting on a post
    #[arg(long, value_name = "ACTION", default_value = "label")]
    at: At,
    /// Another label that means that a post breaks the policy
    #[arg(long, value_name = "LABEL")]
    positive: Vec<String>,
    /// Another label that means that it does not
    #[arg(long, value_name = "LABEL")]
    negative: Vec<String>,
    /// Fail where precision is less, from 0 to 1 or with %
    #[arg(long, value_name = "P", value_parser = share)]
    min_precision: Option<f64>,
    /// Fail where recall is less
    #[arg(long, value_name = "R", value_parser = share)]
    min_recall: Option<f64>,
    /// Fail where a larger share of benign posts is acted on
    #[arg(long, value_name = "F", value_parser = share)]
    max_fpr: Option<f64>,
    /// How many posts of each kind are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    list: u32,
    /// How the report is written
    #[arg(long, default_value = "text")]
    format: Format,
    /// Also write the report to this file as a page with plots
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    now: Now,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum At {
    Label,
    Review,
    Restrict,
    Remove,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Tables for people
    Text,
    /// One JSON object, everything
    Json,
    /// Tables for a review or a wiki
    Markdown,
}

impl From<At> for Action {
    fn from(at: At) -> Self {
        match at {
            At::Label => Self::Label,
            At::Review => Self::Review,
            At::Restrict => Self::Restrict,
            At::Remove => Self::Remove,
        }
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let inputs = inputs(&args.labelled)?;
    let html = output::named(args.html.as_deref());
    if let Some(html) = html {
        output::keep_inputs(&args.labelled, html, "the page", "--html")?;
    }
    contradiction(args)?;
    let policy = load(&args.package, terminal)?;
    let other = args.against.as_deref().map(|path| load(path, terminal)).transpose()?;
    if let (Some(other), Some(path)) = (&other, &args.against) {
        same_content(&policy, other, &args.package, path)?;
    }
    let progress = Progress::new(&inputs, true);
    let report = evaluate(args, &policy, other.as_ref(), &inputs, &progress)?;
    progress.finish();
    if let Some(html) = html {
        Output::write_all(html, report.to_html().as_bytes())?;
    }
    match write(args, &report, terminal) {
        // A gate holds whether or not the whole report is read.
        Err(Failure::BrokenPipe) => {}
        written => written?,
    }
    terminal.say(&report.summary());
    let gate = Gate { min_precision: args.min_precision, min_recall: args.min_recall, max_fpr: args.max_fpr };
    let failures = gate.failures(&report);
    failures.iter().for_each(|failure| terminal.say(&format!("failed: {failure}")));
    Ok(match (failures.is_empty(), report.unreadable) {
        (false, _) => Exit::Found,
        (true, 0) => Exit::Done,
        (true, _) => Exit::Unreadable,
    })
}

fn evaluate(
    args: &Args,
    policy: &Compiled,
    other: Option<&Compiled>,
    inputs: &[Input],
    progress: &Progress,
) -> Result<Report, Failure> {
    let fields = Fields::new(policy.content_type(), &args.by)?;
    let options = Options {
        at: args.at.into(),
        by: fields.by(),
        categories: fields.categories,
        list: args.list as usize,
    };
    let labels = Labels::new(policy.policy(), other.map(Compiled::policy));
    let labels = labels.declare(&args.positive, &args.negative);
    let (matcher, other_matcher) = (policy.matcher(), other.map(Compiled::matcher));
    let mut used = matcher.fields_used().to_vec();
    used.extend(other_matcher.iter().flat_map(|matcher| matcher.fields_used()));
    used.extend(fields.used());
    let reader = Reader::of_fields(policy.content_type(), |field| used.contains(&field));
    let circumstances = Circumstances { today: Some(args.now.or_today()), all_statuses: false };
    let (mut scratch, mut other_scratch) = (Scratch::default(), Scratch::default());
    let mut evaluation = Evaluation::new(policy, other, options);
    let mut groups = Vec::new();
    let unreadable = Labelling::new(&labels, reader, progress).run(inputs, |labelled| {
        let Labelled { file, line, content, truth, genre } = labelled;
        let verdict = matcher.judge_if_fired(&mut scratch, content, circumstances);
        let other = other_matcher
            .as_ref()
            .and_then(|matcher| matcher.judge_if_fired(&mut other_scratch, content, circumstances));
        fields.values(content, genre.as_deref(), &mut groups);
        evaluation.add(&Record {
            file: *file,
            line: *line,
            id: content.id.as_ref(),
            truth,
            genre: genre.as_deref(),
            lang: fields.lang(content),
            groups: &groups,
            text: fields.text(content),
            verdict: verdict.as_ref(),
            other: other.as_ref(),
            is_compared: other_matcher.is_some(),
        });
    })?;
    Ok(evaluation.finish(unreadable))
}

fn write(args: &Args, report: &Report, terminal: &Terminal) -> Result<(), Failure> {
    if args.html.as_deref() == Some(Path::new("-")) {
        return terminal.write(|out| out.write_all(report.to_html().as_bytes()));
    }
    let text = match args.format {
        Format::Json => {
            return terminal.write(|out| Ok(writeln!(out, "{}", serde_json::to_string(report)?)?));
        }
        Format::Text => report.to_string(),
        Format::Markdown => report.to_markdown(),
    };
    // Line by line, so that nothing from a policy or a post can move the cursor.
    terminal.write(|out| text.lines().try_for_each(|line| writeln!(out, "{}", visible(line))))
}

/// A label cannot mean both.
fn contradiction(args: &Args) -> Result<(), Failure> {
    match args.positive.iter().find(|label| args.negative.contains(label)) {
        Some(label) => Err(Failure::Said(format!(
            "label `{label}` is declared with `--positive` and with `--negative`; take one of them away"
        ))),
        None => Ok(()),
    }
}

/// Policies are compared on the same posts, so both must be able to read them.
fn same_content(policy: &Compiled, other: &Compiled, path: &Path, other_path: &Path) -> Result<(), Failure> {
    let (left, right) = (policy.content_type(), other.content_type());
    if left.fields == right.fields {
        return Ok(());
    }
    let (path, other_path) = (path.display(), other_path.display());
    let differing = left.fields.iter().find(|field| !right.fields.contains(field));
    let differing = differing.or_else(|| right.fields.iter().find(|field| !left.fields.contains(field)));
    let name = differing.map(|field| field.name.as_str()).unwrap_or_default();
    let how = match (left.find(name), right.find(name)) {
        (Some(_), None) => format!("only `{path}` has a field `{name}`"),
        (None, _) => format!("only `{other_path}` has a field `{name}`"),
        _ => format!("field `{name}` is of another type in each"),
    };
    Err(Failure::Said(format!(
        "`{path}` and `{other_path}` judge different content, `{}` and `{}`: {how}; compare policies of the same \
         content type",
        left.name, right.name
    )))
}

/// A share such as `0.95` or `95%`.
fn share(text: &str) -> Result<f64, String> {
    let (number, whole) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let share = number.parse::<f64>().ok().map(|share| share / whole);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a share from 0 to 1, or with `%` from 0 to 100".to_owned())
}
