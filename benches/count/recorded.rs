//! The counts that were written down, in `recorded.txt`: a name and a number a line, and on which machine.

use std::fmt::Write;
use std::path::Path;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/count/recorded.txt");

const HEAD: &str =
    "# Instructions of the workloads in workloads.rs, written by `cargo bench --bench count -- --record`.\n";

/// The file.
#[derive(Default)]
pub(crate) struct Recorded {
    /// As [`machine`] gives it.
    pub(crate) machine: String,
    counts: Vec<(String, u64)>,
}

impl Recorded {
    /// Reads the file; without one, nothing is recorded.
    pub(crate) fn read() -> Result<Self, String> {
        if !Path::new(PATH).exists() {
            return Ok(Self::default());
        }
        let file = std::fs::read_to_string(PATH).map_err(|error| format!("{PATH}: {error}"))?;
        let mut recorded = Self::default();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.split_once(' ').ok_or_else(|| format!("{PATH}: what is `{line}`?"))?;
            let value = value.trim();
            match (name, value.parse()) {
                ("machine", _) => recorded.machine = value.to_owned(),
                (name, Ok(count)) => recorded.set(name, count),
                (name, Err(_)) => return Err(format!("{PATH}: `{value}` is no count of `{name}`")),
            }
        }
        Ok(recorded)
    }

    /// The count of a workload.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.counts.iter().find(|(known, _)| known == name).map(|(_, count)| *count)
    }

    /// Puts a count in the place of the one before.
    pub(crate) fn set(&mut self, name: &str, count: u64) {
        match self.counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, before)) => *before = count,
            None => self.counts.push((name.to_owned(), count)),
        }
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> Result<(), String> {
        let mut file = format!("{HEAD}machine {}\n", self.machine);
        for (name, count) in &self.counts {
            writeln!(file, "{name} {count}").unwrap_or_default();
        }
        std::fs::write(PATH, file).map_err(|error| format!("{PATH}: {error}"))
    }
}

/// What decides which code runs: the architecture, and the instructions that valgrind can run of those the processor
/// has. AVX-512 is not among them, so that with it the code for AVX2 is counted.
pub(crate) fn machine() -> String {
    let mut machine = std::env::consts::ARCH.to_owned();
    for (name, there) in features() {
        if there {
            machine = format!("{machine} {name}");
        }
    }
    machine
}

#[cfg(target_arch = "x86_64")]
fn features() -> [(&'static str, bool); 4] {
    [
        ("sse4.2", is_x86_feature_detected!("sse4.2")),
        ("popcnt", is_x86_feature_detected!("popcnt")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("bmi2", is_x86_feature_detected!("bmi2")),
    ]
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> [(&'static str, bool); 0] {
    []
}
