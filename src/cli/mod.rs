//! The edge: files, clocks and terminals. In: the arguments of a process. Out: data on standard output, talk on
//! standard error, and an exit code. Everything below this folder works on values in memory.

mod check;
mod chunks;
mod compile;
mod completions;
mod diff;
mod eval;
mod explain;
mod failure;
mod fmt;
mod init;
mod input;
mod load;
mod man;
mod output;
mod progress;
mod scan;
mod snapshot;
mod terminal;
mod test;
mod today;

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use failure::{Exit, Failure};
use terminal::{ColorWhen, Terminal};

/// Compiles policies that find adverts for deadly crossings, and judges content by them.
#[derive(Parser)]
#[command(name = "varne", version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
    /// Colour in what people read; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorWhen,
}

#[derive(Subcommand)]
enum Verb {
    Init(init::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Compile(compile::Args),
    Scan(scan::Args),
    Explain(explain::Args),
    Snapshot(snapshot::Args),
    Test(test::Args),
    Eval(eval::Args),
    Diff(diff::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command with the arguments of this process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error).into(),
    };
    let terminal = Terminal::new(cli.color);
    match run(cli.verb, &terminal) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if let Some(line) = failure.line() {
                terminal.say(&format!("error: {}", terminal::visible(&line)));
            }
            failure.exit().into()
        }
    }
}

fn run(verb: Verb, terminal: &Terminal) -> Result<Exit, Failure> {
    match verb {
        Verb::Init(args) => init::run(&args, terminal),
        Verb::Check(args) => check::run(&args, terminal),
        Verb::Fmt(args) => fmt::run(&args, terminal),
        Verb::Compile(args) => compile::run(&args, terminal),
        Verb::Scan(args) => scan::run(args, terminal),
        Verb::Explain(args) => explain::run(&args, terminal),
        Verb::Snapshot(args) => snapshot::run(&args, terminal),
        Verb::Test(args) => test::run(&args, terminal),
        Verb::Eval(args) => eval::run(&args, terminal),
        Verb::Diff(args) => diff::run(&args, terminal),
        Verb::Completions(args) => completions::run(&args, terminal),
        Verb::Man(args) => man::run(&args, terminal),
    }
}

/// The command's definition, from which completions and manual pages are made.
fn command() -> clap::Command {
    Cli::command()
}

/// Help and version are answers; everything else is wrong use.
fn refuse(error: &clap::Error) -> Exit {
    let is_answer = !error.use_stderr();
    match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(verb))) => {
            let verbs = command();
            let names = verbs.get_subcommands().map(clap::Command::get_name);
            Terminal::new(ColorWhen::Never).say(&format!("error: {}", unknown_verb(verb, names)));
        }
        // A reader that went away has seen enough of the help.
        _ => _ = error.print(),
    }
    if is_answer { Exit::Done } else { Exit::Misused }
}

fn unknown_verb<'a>(verb: &str, names: impl Iterator<Item = &'a str>) -> String {
    /// Words less alike than this are no misspelling of each other.
    const ALIKE: f64 = 0.7;
    let verb = terminal::visible(verb);
    let names: Vec<&str> = names.collect();
    let alike = |name: &&&str| strsim::jaro_winkler(name, &verb) >= ALIKE;
    let nearest = names.iter().filter(alike).max_by(|left, right| {
        strsim::jaro_winkler(left, &verb).total_cmp(&strsim::jaro_winkler(right, &verb))
    });
    match nearest {
        Some(name) => format!("there is no verb `{verb}`; did you mean `{name}`?"),
        None => format!("there is no verb `{verb}`; the verbs are {}", names.join(", ")),
    }
}
