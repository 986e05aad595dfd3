//! Callgrind. Comes in: the name of a workload. Goes out: how many instructions it took.

use std::path::Path;
use std::process::Command;

/// What valgrind calls itself; `None` where there is none.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("valgrind").arg("--version").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs this program under callgrind with a workload.
pub(crate) fn count(name: &str) -> Result<u64, String> {
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("callgrind.{name}"));
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--toggle-collect=*count::measured*"]);
    command.arg(format!("--callgrind-out-file={}", profile.display())).arg(program).args([super::RUN, name]);
    let output = command.output().map_err(|error| format!("valgrind: {error}"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        return Err(format!("`{name}` failed under callgrind:\n{}", String::from_utf8_lossy(&said)));
    }
    let profile = std::fs::read_to_string(&profile).map_err(|error| format!("{name}: {error}"))?;
    let totals = profile.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    totals.filter(|&count| count > 0).ok_or_else(|| format!("`{name}`: callgrind counted nothing"))
}
