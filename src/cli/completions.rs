//! `completions`: what a shell needs to complete the command's words.

use std::io::Write as _;

use clap_complete::Shell;

use super::failure::{Exit, Failure};
use super::terminal::Terminal;

/// Write completions for a shell to standard output
#[derive(clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "varne", &mut script);
    terminal.write(|out| out.write_all(&script))?;
    Ok(Exit::Done)
}
