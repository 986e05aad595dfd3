//! The guide runs: its files are written, its commands are run, and what they print is what the page shows.
//! `INSTA_UPDATE=always` writes what they print into the page.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const FENCE: &str = "```";

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide.md")
}

/// The words of a command line, with double quotes around what holds blanks.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let split = |(index, part): (usize, &str)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    };
    parts.flat_map(split).collect()
}

/// What a command prints: its data, then its talk.
fn run(command: &str, folder: &Path) -> String {
    let (line, quiet) = match command.strip_suffix(" 2>/dev/null") {
        Some(line) => (line, true),
        None => (command, false),
    };
    let words = words(line);
    let program = if words[0] == "varne" { env!("CARGO_BIN_EXE_varne") } else { &words[0] };
    let ran = Command::new(program)
        .args(&words[1..])
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command}: {error}"));
    let mut printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    if !quiet {
        printed += &String::from_utf8_lossy(&ran.stderr);
    }
    printed
}

/// The page as it is when everything on it is done again.
fn replayed(page: &str, folder: &Path) -> String {
    let (mut written, mut file) = (String::new(), None::<String>);
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        written += &format!("{line}\n");
        if let Some(path) = line.strip_prefix("File `").and_then(|rest| rest.strip_suffix("`:")) {
            file = Some(path.to_owned());
        }
        let Some(kind) = line.strip_prefix(FENCE) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != FENCE).collect();
        match (kind, file.take()) {
            ("console", _) => {
                for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    written += &format!("$ {command}\n{}", run(command, folder));
                }
            }
            (_, Some(path)) => {
                let path = folder.join(path);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
                std::fs::write(path, body.join("\n") + "\n").expect("files can be written");
                written += &format!("{}\n", body.join("\n"));
            }
            _ => written += &format!("{}\n", body.join("\n")),
        }
        written += "```\n";
    }
    written
}

#[test]
#[cfg(target_os = "linux")]
fn the_guide_shows_what_its_commands_print() {
    let folder = TempDir::new().expect("a folder of its own");
    let shown = std::fs::read_to_string(page()).expect("the guide");
    let replayed = replayed(&shown, folder.path());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(page(), &replayed).expect("the guide can be written");
        return;
    }
    let differs = shown.lines().zip(replayed.lines()).find(|(left, right)| left != right);
    assert_eq!(differs, None, "the first line that differs: as shown, and as printed");
    assert_eq!(shown, replayed);
}
