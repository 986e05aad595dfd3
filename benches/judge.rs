//! How long a post takes from JSON to verdict, and from typed content to verdict: under made-up policies
//! of 10 and of 1,000 rules, and under the shipped one.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::hint::black_box;
use std::path::Path;

use common::policy::policy;
use common::posts::{self, records};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use varne::compile::Compiler;
use varne::content::{Content, Reader};
use varne::engine::{Matcher, Scratch};
use varne::package::Package;
use varne::verdict::Circumstances;

/// Posts of a run; few enough to stay in the cache, as the post at hand does in a scan.
const POSTS: usize = 500;

/// Real posts, one JSON object a line; outside the repository, because they are not ours to give on.
const BACKGROUND: &str = "../shared/data/background-dev.ndjson";

/// The first so many real posts, or none and a message that says so.
#[allow(clippy::print_stderr, reason = "a benchmark that leaves something out has to say so")]
fn background(count: usize) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(BACKGROUND);
    match std::fs::read_to_string(path) {
        Ok(text) => text.lines().take(count).map(str::to_owned).collect(),
        Err(_) => {
            eprintln!("no `{BACKGROUND}`: the benchmarks on real posts are left out");
            Vec::new()
        }
    }
}

fn matcher(source: &str) -> Option<Matcher> {
    Compiler::from_source("made_up", source).compile().ok().map(|compiled| compiled.matcher())
}

fn judge_all(matcher: &Matcher, scratch: &mut Scratch, contents: &[Content]) {
    for content in contents {
        black_box(matcher.judge_if_fired(scratch, black_box(content), Circumstances::default()));
    }
}

fn bench(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, matcher: &Matcher, records: &[String]) {
    let mut reader = Reader::new(matcher.content_type());
    let contents: Vec<Content> =
        records.iter().filter_map(|record| reader.read(record.as_bytes()).ok()).collect();
    let mut scratch = Scratch::default();
    group.throughput(Throughput::Elements(contents.len() as u64));
    group.bench_function(format!("{name}, judged"), |bencher| {
        bencher.iter(|| judge_all(matcher, &mut scratch, &contents));
    });
    group.bench_function(format!("{name}, read and judged"), |bencher| {
        let mut content = Content::default();
        bencher.iter(|| {
            for record in records {
                if reader.read_into(&mut content, record.as_bytes()).is_ok() {
                    judge_all(matcher, &mut scratch, std::slice::from_ref(&content));
                }
            }
        });
    });
}

fn judge(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("judge");
    group.sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    let made_up = records(&posts::plain(POSTS));
    for rules in [10, 1_000] {
        let policy = policy(rules);
        let Some(matcher) = matcher(&policy.source) else { continue };
        bench(&mut group, &format!("{rules} rules, made-up posts"), &matcher, &made_up);
        let mut random = common::Random::new(4);
        let firing = posts::plain(POSTS).into_iter().enumerate();
        let firing: Vec<String> =
            firing.map(|(post, text)| text + &policy.firing(post % rules, &mut random)).collect();
        bench(&mut group, &format!("{rules} rules, posts that fire"), &matcher, &records(&firing));
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let shipped =
        Package::read_from_disk(&shipped).ok().and_then(|package| Compiler::new(package).compile().ok());
    let background = background(POSTS);
    if let Some(compiled) = shipped.filter(|_| !background.is_empty()) {
        bench(&mut group, "shipped policy, real posts", &compiled.matcher(), &background);
    }
    group.finish();
}

criterion_group!(benches, judge);
criterion_main!(benches);
