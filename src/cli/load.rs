//! From a PACKAGE argument to a compiled policy.

use std::io::{Read as _, Write as _};
use std::path::Path;

use time::Date;

use super::failure::Failure;
use super::input::Input;
use super::terminal::Terminal;
use crate::compile::{self, CompileError, Compiled, Compiler, Identity, OpenError, Opened};
use crate::diag::{self, Diagnostic};
use crate::engine::Matcher;
use crate::lint::Lints;
use crate::package::Package;
use crate::source::Sources;

/// What stands for standard input among arguments.
const STANDARD_INPUT: &str = "-";

/// Compiles the package at a path: a folder with `varne.toml`, a `.varne` file, or a compiled `.varnec` file.
/// Diagnostics of one that does not compile are shown as talk.
pub(super) fn load(path: &Path, terminal: &Terminal) -> Result<Compiled, Failure> {
    let compiled = Sought::at(path)?.compiled_by(Compiler::compile, path)?;
    compiled.map_err(|error| show(path, &error, terminal))
}

/// What a path leads to.
enum Sought {
    Sources(Package),
    /// A compiled file, not yet opened.
    Compiled,
}

impl Sought {
    fn at(path: &Path) -> Result<Self, Failure> {
        Ok(if is_compiled(path) { Self::Compiled } else { Self::Sources(package(path)?) })
    }

    /// Compiles it, and leaves it to the caller to show why it does not compile.
    fn compiled_by(
        self,
        compile: fn(Compiler) -> Result<Compiled, CompileError>,
        path: &Path,
    ) -> Result<Result<Compiled, CompileError>, Failure> {
        match self {
            Self::Sources(package) => Ok(compile(Compiler::new(package))),
            Self::Compiled => opened(path, compile::open_from_disk(path).and_then(Opened::compile)),
        }
    }
}

/// Compiles two packages at once, and only one of two that are the same. Of those that do not compile the first is told
/// about first.
pub(super) fn load_both(
    one: &Path,
    other: &Path,
    terminal: &Terminal,
) -> Result<(Compiled, Compiled), Failure> {
    let told = |path: &Path, loaded: Result<Compiled, CompileError>| {
        loaded.map_err(|error| show(path, &error, terminal))
    };
    match (Sought::at(one), Sought::at(other)) {
        (Ok(Sought::Sources(package)), Ok(Sought::Sources(twin))) if is_alike(&package, &twin) => {
            let compiled = told(one, compile_to_end(Compiler::new(package)))?;
            // Data files are known once those of one package have been read.
            if compiled.is_made_of(&twin) {
                return Ok((compiled.clone(), compiled));
            }
            let twin = told(other, compile_to_end(Compiler::new(twin)))?;
            Ok((compiled, twin))
        }
        (Ok(Sought::Sources(package)), Ok(Sought::Sources(twin))) => {
            let [(first, trees), (second, other_trees)] =
                Compiler::compile_both(Compiler::new(package), Compiler::new(twin));
            std::mem::forget((trees, other_trees));
            Ok((told(one, first)?, told(other, second)?))
        }
        (sought, other_sought) => {
            let (first, second) = std::thread::scope(|scope| {
                let first = scope.spawn(|| sought?.compiled_by(compile_to_end, one));
                let second = other_sought.and_then(|found| found.compiled_by(compile_to_end, other));
                (first.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), second)
            });
            Ok((told(one, first?)?, told(other, second?)?))
        }
    }
}

/// Whether two packages differ in nothing but the files they may refer to.
fn is_alike(one: &Package, other: &Package) -> bool {
    one.manifest == other.manifest && one.fallback_name == other.fallback_name && one.modules == other.modules
}

/// Compiles the package at a path with everything that lints say about it on a day.
pub(super) fn lint(path: &Path, day: Date) -> Result<Result<Compiled, CompileError>, Failure> {
    let lints = Lints::All { day: Some(day) };
    if !is_compiled(path) {
        return Ok(compile_to_end(Compiler::new(package(path)?).lints(lints)));
    }
    opened(path, compile::open_from_disk(path).and_then(|opened| opened.lint(lints)))
}

/// Compiles for a command that shows something and ends: taking the trees of a large package apart would be a tenth of
/// its time.
fn compile_to_end(compiler: Compiler) -> Result<Compiled, CompileError> {
    let (result, trees) = compiler.compile_with_trees();
    std::mem::forget(trees);
    result
}

/// The package at a path; `-` is a module alone on standard input.
fn package(path: &Path) -> Result<Package, Failure> {
    if path != Path::new(STANDARD_INPUT) {
        return Ok(Package::read_from_disk(path)?);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(Failure::read(path))?;
    Ok(Package::from_memory("stdin", [("stdin.varne", bytes)]))
}

/// Standard input is a package or content, not both.
pub(super) fn keep_apart(package: &Path, inputs: &[Input]) -> Result<(), Failure> {
    match package == Path::new(STANDARD_INPUT) && inputs.iter().any(Input::is_standard_input) {
        true => Err(Failure::Said(
            "standard input cannot be the package and the content; name a file for one".into(),
        )),
        false => Ok(()),
    }
}

/// Whether a path names a compiled file.
pub(super) fn is_compiled(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "varnec")
}

/// A policy to judge by: made of the package at a path, or opened. Diagnostics of one that does not compile are
/// shown as talk.
pub(super) fn load_to_judge(path: &Path, terminal: &Terminal) -> Result<(Matcher, Identity), Failure> {
    if !is_compiled(path) {
        let compiled = load(path, terminal)?;
        return Ok((compiled.matcher(), compiled.identity()));
    }
    let opened = opened(path, compile::open_from_disk(path))?;
    let opened = opened.map_err(|error| show(path, &error, terminal))?;
    Ok((opened.matcher(), opened.identity().clone()))
}

/// What a compiled file turned out to be; those that do not compile again are left to the caller.
fn opened<T>(path: &Path, result: Result<T, OpenError>) -> Result<Result<T, CompileError>, Failure> {
    match result {
        Ok(opened) => Ok(Ok(opened)),
        Err(OpenError::Compile(error)) => Ok(Err(error)),
        Err(OpenError::Read(error)) => Err(Failure::read(path)(error)),
        Err(error) => Err(Failure::Said(format!("`{}` is {error}", path.display()))),
    }
}

fn show(path: &Path, error: &CompileError, terminal: &Terminal) -> Failure {
    let options = options(path, terminal.talk_colour);
    let drawn = diag::render(&error.diagnostics, &error.sources, diag::Format::Text, &options);
    let _ = std::io::stderr().write_all(drawn.as_bytes());
    Failure::Diagnosed
}

/// What has been remarked and where it refers to, of a policy that compiles or does not.
pub(super) fn diagnostics(result: &Result<Compiled, CompileError>) -> (&[Diagnostic], &Sources) {
    match result {
        Ok(compiled) => (compiled.warnings(), compiled.sources()),
        Err(error) => (&error.diagnostics, &error.sources),
    }
}

/// How diagnostics of the package at a path are shown: with file names as seen from here.
pub(super) fn options(path: &Path, colour: bool) -> diag::Options {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    let root = folder.map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    diag::Options { colour, root, ..diag::Options::default() }
}
