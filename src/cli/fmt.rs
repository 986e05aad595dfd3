//! `fmt`: canonical layout.

use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::terminal::Terminal;

/// Lay out policy files in the canonical way
#[derive(clap::Args)]
pub(super) struct Args {
    /// Policy files, or folders whose policy files are meant; `-` is from standard input to standard output
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Change nothing, list the files whose layout differs, and exit 1 if there are any
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let _ = (args, terminal);
    Ok(Exit::Done)
}
