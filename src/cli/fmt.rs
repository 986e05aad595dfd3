//! `fmt`: canonical layout.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::failure::{Exit, Failure};
use super::load::is_compiled;
use super::output::Output;
use super::terminal::{Terminal, visible};
use crate::package::MANIFEST;
use crate::source::{Source, Sources};
use crate::{diag, fmt};

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

/// What became of a file.
enum Laid {
    /// It is as it should be.
    Same,
    /// Its text should be this.
    Differs(String),
    /// It does not parse, which has been shown.
    Broken,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for path in files(&args.paths, terminal, &mut exit)? {
        let name = visible(&path.to_string_lossy()).into_owned();
        let is_standard_input = path == Path::new("-");
        let text = match read(&path) {
            Ok(text) => text,
            Err(failure) => {
                refuse(&failure, terminal, &mut exit);
                continue;
            }
        };
        match lay_out(&name, &text, terminal) {
            Laid::Broken => exit = worse(exit),
            Laid::Same if !is_standard_input || args.check => {}
            Laid::Same => terminal.write(|out| out.write_all(&text))?,
            Laid::Differs(_) if args.check => {
                exit = worse(exit);
                terminal.write(|out| writeln!(out, "{name}"))?;
            }
            Laid::Differs(tidy) if is_standard_input => {
                terminal.write(|out| out.write_all(tidy.as_bytes()))?
            }
            Laid::Differs(tidy) => {
                let mut output = Output::replace(&path)?;
                output.write_all(tidy.as_bytes()).map_err(Failure::write(&path))?;
                output.finish()?;
            }
        }
    }
    Ok(exit)
}

/// One file that cannot be read does not keep the others from being looked at.
fn refuse(failure: &Failure, terminal: &Terminal, exit: &mut Exit) {
    if let Some(line) = failure.line() {
        terminal.say(&format!("error: {}", visible(&line)));
    }
    *exit = Exit::Misused;
}

/// That a layout differs counts for less than that a file cannot be read.
const fn worse(exit: Exit) -> Exit {
    match exit {
        Exit::Misused => Exit::Misused,
        _ => Exit::Found,
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let of = |what: &str| Failure::Said(format!("`{}` is {what}", visible(&path.to_string_lossy())));
    if is_compiled(path) {
        return Err(of("compiled; lay out the package it was made of"));
    }
    if path.file_name().is_some_and(|name| name == MANIFEST) {
        return Err(of("no policy file and has no canonical layout"));
    }
    if path != Path::new("-") {
        return std::fs::read(path).map_err(Failure::read(path));
    }
    let mut text = Vec::new();
    std::io::stdin().read_to_end(&mut text).map_err(Failure::read(path))?;
    Ok(text)
}

/// The files that are meant, in the order of the arguments; those of a folder by name.
fn files(paths: &[PathBuf], terminal: &Terminal, exit: &mut Exit) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            files.push(path.clone());
            continue;
        }
        match path.metadata().map_err(Failure::read(path)) {
            Ok(found) if found.is_dir() => files_below(path, &mut files)?,
            Ok(_) => files.push(path.clone()),
            Err(failure) => refuse(&failure, terminal, exit),
        }
    }
    Ok(files)
}

/// Policy files in and under a folder; hidden ones and linked folders are passed over, as in packages.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = folder.read_dir().and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(Failure::read(folder))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(Failure::read(&path))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            files_below(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "varne") {
            files.push(path);
        }
    }
    Ok(())
}

/// Lays out a text; what keeps it from being parsed is shown.
fn lay_out(name: &str, bytes: &[u8], terminal: &Terminal) -> Laid {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            terminal.say(&format!("error: `{name}` is not UTF-8: byte {:#04x} in line {line}", bytes[at]));
            return Laid::Broken;
        }
    };
    match fmt::format(text) {
        Ok(tidy) if tidy == text => Laid::Same,
        Ok(tidy) => Laid::Differs(tidy),
        Err(malformed) => {
            let mut sources = Sources::default();
            sources.add(Source::new(name, text));
            let options = diag::Options { colour: terminal.talk_colour, ..diag::Options::default() };
            let drawn = diag::render(&malformed.problems, &sources, diag::Format::Text, &options);
            let _ = std::io::stderr().write_all(drawn.as_bytes());
            Laid::Broken
        }
    }
}
