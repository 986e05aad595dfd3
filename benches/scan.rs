//! How long the command takes for a file of made-up posts under 1,000 rules, on one thread and on two.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::path::Path;
use std::process::{Command, Stdio};

use common::{policy, posts};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Enough that starting the process is a small part.
const POSTS: usize = 200_000;

fn scan(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (policy, content) = (folder.join("made_up.varne"), folder.join("posts.ndjson"));
    let lines = posts::records(&posts::plain(POSTS)).join("\n");
    let written =
        std::fs::write(&policy, policy::policy(1_000).source).and_then(|()| std::fs::write(&content, &lines));
    if written.is_err() {
        return;
    }
    let mut group = criterion.benchmark_group("scan");
    group.sample_size(10).throughput(Throughput::Elements(POSTS as u64));
    for threads in ["1", "2"] {
        group.bench_function(format!("{threads} threads"), |bencher| {
            bencher.iter(|| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_varne"));
                let command = command.arg("scan").arg(&policy).arg(&content).args(["--threads", threads]);
                let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
                assert!(status.is_ok_and(|status| status.success()));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, scan);
criterion_main!(benches);
