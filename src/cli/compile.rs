//! `compile`: the compiled file, and what the stages in between make of a policy.

use std::io::Write as _;
use std::path::PathBuf;

use super::failure::{Exit, Failure};
use super::load::load;
use super::output::{self, Output};
use super::terminal::Terminal;
use crate::compile::Compiled;
use crate::{plan, sema, syntax};

/// Compile a package to one file
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder with varne.toml, a .varne file, or a compiled .varnec file
    package: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "FILE", required_unless_present = "emit")]
    output: Option<PathBuf>,
    /// Write what a stage makes of the policy instead, to standard output where no file is named
    #[arg(long, value_name = "STAGE")]
    emit: Option<Stage>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Stage {
    /// The tree of each module, as parsed
    Ast,
    /// The checked policy, names resolved
    Hir,
    /// The executable plan
    Plan,
    /// How large everything is
    Stats,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let compiled = load(&args.package, terminal)?;
    let bytes = match args.emit {
        Some(stage) => emit(&compiled, stage).into_bytes(),
        None => compiled.to_bytes(),
    };
    match output::named(args.output.as_deref()) {
        Some(path) => Output::write_all(path, &bytes)?,
        None => terminal.write(|out| out.write_all(&bytes))?,
    }
    Ok(Exit::Done)
}

fn emit(compiled: &Compiled, stage: Stage) -> String {
    match stage {
        Stage::Ast => trees(compiled),
        Stage::Hir => sema::print::print(compiled.policy()),
        Stage::Plan => plan::print(&plan::build(compiled.policy())),
        Stage::Stats => plan::stats(&plan::build(compiled.policy())).to_string(),
    }
}

fn trees(compiled: &Compiled) -> String {
    let modules = compiled.sources().iter().filter(|(_, source)| source.name.ends_with(".varne"));
    let trees = modules.map(|(id, source)| {
        let tree = syntax::print(&syntax::parse(id, &source.text).file);
        format!("// {}\n{tree}\n", source.name)
    });
    trees.collect()
}
