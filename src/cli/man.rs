//! `man`: manual pages, from the definitions that help and completions come from.

use std::io::{self, Write as _};

use clap_mangen::Man;

use super::failure::{Exit, Failure};
use super::terminal::{Terminal, visible};

/// Write a manual page to standard output, of the command or of a verb
#[derive(clap::Args)]
pub(super) struct Args {
    /// The verb; without one, the page of the command, which lists them
    verb: Option<String>,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    // Built, so that each verb has the options of all verbs and knows its full name.
    let mut command = super::command();
    command.build();
    let mut page = Vec::new();
    rendered(&command, args.verb.as_deref(), &mut page)?.map_err(Failure::output)?;
    terminal.write(|out| out.write_all(&page))?;
    Ok(Exit::Done)
}

fn rendered(
    command: &clap::Command,
    verb: Option<&str>,
    page: &mut Vec<u8>,
) -> Result<io::Result<()>, Failure> {
    let Some(name) = verb else { return Ok(Man::new(command.clone()).render(page)) };
    let Some(verb) = command.find_subcommand(name) else {
        let names = command.get_subcommands().map(clap::Command::get_name);
        return Err(Failure::Said(super::unknown_verb(&visible(name), names)));
    };
    // As `man varne-scan` finds it.
    Ok(Man::new(verb.clone()).title(format!("varne-{name}")).render(page))
}
