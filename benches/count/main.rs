//! A gate without a clock: how many instructions fixed workloads take, counted by callgrind, held against
//! `recorded.txt`. Counts are the same from run to run where times are not.
//!
//! ```text
//! cargo bench --bench count                 # fails where a count has risen by more than 3 %
//! cargo bench --bench count -- --record     # writes the counts down: a reason goes into the commit
//! cargo bench --bench count -- read open    # these alone
//! ```
//!
//! This program runs itself under callgrind, once a workload and one workload a core, and has it count inside of
//! [`measured`] alone. Without valgrind it says so and passes. What depends on the machine is which instructions the
//! processor has, so that a count is compared only where those are the same as when it was recorded.

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::print_stdout, reason = "what it is for")]

#[path = "../common/mod.rs"]
mod common;
mod recorded;
mod valgrind;
mod workloads;

use std::error::Error;
use std::process::ExitCode;
use std::sync::Mutex;

use recorded::Recorded;
use workloads::{ALL, Work};

/// By how many percent a count may rise; a fall by as many is worth recording.
const ALLOWED: f64 = 3.0;

/// What a process under callgrind is told first.
const RUN: &str = "--run";

fn main() -> ExitCode {
    // Cargo itself adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let done = match arguments.first() {
        Some(first) if first == RUN => run(arguments.get(1).map_or("", String::as_str)).map(|()| true),
        Some(first) if first == "--record" => gate(&arguments[1..], true),
        _ => gate(&arguments, false),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A workload in the process that is counted: once so that buffers grow and tables are made, and once more.
fn run(name: &str) -> Result<(), Box<dyn Error>> {
    let known = ALL.into_iter().find(|(known, _)| *known == name);
    let (_, make) = known.ok_or_else(|| format!("there is no workload `{name}`"))?;
    let mut work = make()?;
    work();
    measured(&mut work);
    Ok(())
}

/// What is counted. Its name is known to callgrind, so it has to stay a function.
#[inline(never)]
fn measured(work: &mut Work) {
    work();
    // Keeps the call above from becoming a jump out of here.
    std::hint::black_box(work);
}

/// Counts workloads, all where none is named, and compares or records.
fn gate(names: &[String], record: bool) -> Result<bool, Box<dyn Error>> {
    let Some(version) = valgrind::version() else {
        println!("skipped: no valgrind here, so no instructions are counted");
        return Ok(true);
    };
    let mut recorded = Recorded::read()?;
    let machine = recorded::machine();
    if !record && recorded.machine != machine {
        println!("skipped: recorded for\n  {}\nand this is\n  {machine}", recorded.machine);
        return Ok(true);
    }
    println!("{version}; {machine}");
    let counts = count(names)?;
    let compared: Vec<bool> =
        counts.iter().map(|(name, count)| compare(name, *count, recorded.count(name), record)).collect();
    let passed = !compared.contains(&false);
    if record {
        counts.into_iter().for_each(|(name, count)| recorded.set(&name, count));
        recorded.machine = machine;
        recorded.write()?;
    } else if !passed {
        println!(
            "more instructions than recorded: make it fewer, or `-- --record` with the reason in the commit"
        );
    }
    Ok(passed || record)
}

/// The counts of these workloads, one running on each core.
fn count(names: &[String]) -> Result<Vec<(String, u64)>, Box<dyn Error>> {
    let wanted = |name: &&str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    let mut waiting: Vec<&str> = ALL.into_iter().map(|(name, _)| name).filter(wanted).collect();
    let order = waiting.clone();
    waiting.reverse();
    let (waiting, counted) = (Mutex::new(waiting), Mutex::new(Vec::new()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(name) = waiting.lock().ok().and_then(|mut waiting| waiting.pop()) {
                    let count = valgrind::count(name);
                    if let Ok(mut counted) = counted.lock() {
                        counted.push((name, count));
                    }
                }
            });
        }
    });
    let mut counted = counted.into_inner().map_err(|_| "a thread that counted broke off")?;
    counted.sort_by_key(|(name, _)| order.iter().position(|known| known == name));
    counted.into_iter().map(|(name, count)| Ok((name.to_owned(), count?))).collect()
}

/// Prints a count beside the recorded one; false where it has risen by too much.
fn compare(name: &str, count: u64, recorded: Option<u64>, record: bool) -> bool {
    let Some(recorded) = recorded else {
        println!("{name:<8} {count:>13}  not recorded yet");
        return record;
    };
    let change = (count as f64 / recorded as f64 - 1.0) * 100.0;
    let remark = match change {
        _ if record => "",
        change if change > ALLOWED => "  too many",
        change if change < -ALLOWED => "  fewer: record it with `-- --record`",
        _ => "",
    };
    println!("{name:<8} {count:>13}  {change:+.2} %{remark}");
    change <= ALLOWED
}
