//! Writes the tables of the source: `src/text/tables.rs`, for every code point what it is and what it folds to, and
//! `src/extract/world.rs`, the numbering plans of the world. `--check` compares instead of writing; the exit code tells whether the
//! files are current.

mod class;
mod emit;
mod lookalike;
mod plans;
mod variants;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    let tables = [("src/text/tables.rs", emit::tables()), ("src/extract/world.rs", plans::table())];
    // Every file is looked at, whatever the one before was.
    let done = tables.map(|(name, made)| bring_up_to_date(name, &made, check));
    if done.into_iter().all(|done| done) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether a file is as it should be in the end.
fn bring_up_to_date(name: &str, made: &str, check: bool) -> bool {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    if check {
        let current = std::fs::read_to_string(&target).is_ok_and(|now| now == made);
        println!("{name} is {}", if current { "current" } else { "out of date" });
        return current;
    }
    let written = std::fs::write(&target, made);
    written.inspect_err(|error| eprintln!("{name}: {error}")).is_ok()
}
