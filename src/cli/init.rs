//! `init`: a small package to start from.

use std::path::{Path, PathBuf};

use super::failure::{Exit, Failure};
use super::output::Output;
use super::terminal::{Terminal, visible};

/// Write a small package that compiles, passes its tests and scans
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder to write it to; made where there is none
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Where the manifest's text has the name of the package.
const NAME: &str = "PACKAGE_NAME";

const FILES: [(&str, &str); 3] = [
    ("varne.toml", include_str!("template/varne.toml")),
    ("crossings.varne", include_str!("template/crossings.varne")),
    ("sample.ndjson", include_str!("template/sample.ndjson")),
];

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Failure> {
    let dir = &args.dir;
    if let Some((name, _)) = FILES.iter().find(|(name, _)| dir.join(name).symlink_metadata().is_ok()) {
        let path = visible(&dir.join(name).to_string_lossy()).into_owned();
        return Err(Failure::Said(format!("`{path}` exists already; nothing was written")));
    }
    std::fs::create_dir_all(dir).map_err(Failure::write(dir))?;
    let package = package_name(dir);
    for (name, text) in FILES {
        Output::write_all(&dir.join(name), text.replace(NAME, &package).as_bytes())?;
    }
    let shown = visible(&dir.to_string_lossy()).into_owned();
    terminal.say(&format!("wrote the package `{package}` to `{shown}`; next:"));
    let (shown, sample) = (argument(dir), argument(&dir.join("sample.ndjson")));
    for (command, what) in [
        (format!("varne check {shown}"), "every problem of the package"),
        (format!("varne test {shown}"), "its examples"),
        (format!("varne scan {shown} {sample}"), "verdicts on a few posts"),
    ] {
        terminal.say(&format!("  {command:<44}  {what}"));
    }
    Ok(Exit::Done)
}

/// A path as it can be pasted into a shell: quoted where it needs it, and never taken for an option.
fn argument(path: &Path) -> String {
    let path = visible(&path.to_string_lossy()).into_owned();
    let path = if path.starts_with('-') { format!("./{path}") } else { path };
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '\\' | ':' | '+' | ',');
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// A name after the folder: small letters, digits and hyphens.
fn package_name(dir: &Path) -> String {
    let folder = dir.canonicalize().ok();
    let name = folder.as_ref().and_then(|folder| folder.file_name()).unwrap_or_default();
    let name = name.to_string_lossy().to_lowercase();
    let words: Vec<&str> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    match words.join("-") {
        name if name.starts_with(|first: char| first.is_ascii_lowercase()) => name,
        name if name.is_empty() => "policy".to_owned(),
        name => format!("policy-{name}"),
    }
}
