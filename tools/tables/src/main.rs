//! Writes `src/text/tables.rs`: for every code point what it is and what it folds to. `--check` compares
//! instead of writing; the exit code tells whether the file is current.

mod class;
mod emit;
mod lookalike;
mod variants;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/text/tables.rs");
    let made = emit::tables();
    let current = std::fs::read_to_string(&target).is_ok_and(|now| now == made);
    if std::env::args().any(|argument| argument == "--check") {
        println!("src/text/tables.rs is {}", if current { "current" } else { "out of date" });
        return if current { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match std::fs::write(&target, made) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("src/text/tables.rs: {error}");
            ExitCode::FAILURE
        }
    }
}
