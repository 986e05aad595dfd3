//! Runs the command as a user does, in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

/// A folder for one test, which goes when the test ends.
pub(crate) struct Folder(TempDir);

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A policy with rules that fire on plain words.
pub(crate) const POLICY: &str = r#"
/// Boats.
lexicon boat { en "small boat*", "dingh[y|ies]"  any "🚤" }

rule boats {
  when      boat
  unless    "police"
  then      remove, refer nca
  severity  high
  because   "names a boat"
  basis     "a test"
  hit       "a dinghy"
  miss      "a train"
}

rule cash {
  when      "cash"
  unless    "bank"
  then      review
  because   "names cash"
  basis     "a test"
  hit       "cash"
  miss      "cheque"
}

rule watched {
  when      boat and price
  then      restrict
  status    shadow
  because   "a boat and a price"
  basis     "a test"
}

exempt museum { when "museum"  because "history" }

recipient nca { name "National Crime Agency" }
"#;

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with [`POLICY`] in `policy.varne`.
    pub(crate) fn with_policy() -> Self {
        Self::new().file("policy.varne", POLICY)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Adds a file, and the folders it is in.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file of text")
    }

    /// Names of everything in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Runs the command in this folder with words from one string, without input.
    pub(crate) fn run(&self, words: &str) -> Ran {
        self.run_on(words, "")
    }

    /// Runs the command with these bytes on standard input.
    pub(crate) fn run_on(&self, words: &str, input: impl Into<Vec<u8>>) -> Ran {
        self.run_args(&words.split_whitespace().collect::<Vec<_>>(), input)
    }

    /// Runs the command with arguments that may hold spaces.
    pub(crate) fn run_args(&self, args: &[&str], input: impl Into<Vec<u8>>) -> Ran {
        let mut command = assert_cmd::Command::cargo_bin("varne").expect("the command is built");
        command.current_dir(self.0.path()).env_remove("NO_COLOR").args(args).write_stdin(input.into());
        Ran::from(command.output().expect("the command runs"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().expect("it ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Ran {
    /// The verdicts, as JSON.
    pub(crate) fn verdicts(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// Standard error without what changes from run to run: the last line, which has the speed.
    pub(crate) fn talk(&self) -> String {
        let lines: Vec<&str> = self.err.lines().filter(|line| !line.contains(" MB in ")).collect();
        lines.join("\n")
    }

    /// Checks that it ended with this code, and hands it on.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}
