//! Reading of posts beside other crates that fold text. Compare the ratios of one run: absolute times drift with the
//! machine. `VARNE_BENCH_POSTS` names the posts, JSON objects with a `text`, one a line.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use peers::{Icu, caseless, cured, icu_plain, skeleton};
use varne::text::{Symbols, Text, Wanted};

/// Enough that no peer's tables stay in the cache for one post's sake, few enough for the slowest.
const POSTS: usize = 20_000;

/// The texts of the first posts; nothing where the file is not there.
fn posts() -> Option<Vec<String>> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/data/p200k.jsonl");
    let path = std::env::var_os("VARNE_BENCH_POSTS").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let Ok(file) = File::open(&path) else {
        eprintln!("skipped: no posts at {}; VARNE_BENCH_POSTS says where others are", path.display());
        return None;
    };
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    let text = |line: String| {
        serde_json::from_str::<serde_json::Value>(&line).ok()?["text"].as_str().map(str::to_owned)
    };
    Some(lines.filter_map(text).take(POSTS).collect())
}

/// Folds every post, counting the bytes that come out.
fn candidate(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    posts: &[String],
    mut fold: impl FnMut(&str) -> usize,
) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| posts.iter().map(|post| fold(black_box(post))).sum::<usize>());
    });
}

fn fold(criterion: &mut Criterion) {
    let Some(posts) = posts() else { return };
    let mut group = criterion.benchmark_group("fold");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Bytes(posts.iter().map(|post| post.len() as u64).sum()));
    let (mut text, mut icu, mut buffer) = (Text::new(), Icu::default(), String::new());
    candidate(&mut group, "varne", &posts, |post| {
        text.read(post);
        text.edges().len()
    });
    let mut symbols = Symbols::new();
    candidate(&mut group, "varne, the first pass", &posts, |post| {
        symbols.read(post, Wanted::default());
        symbols.words().len()
    });
    candidate(&mut group, "varne, the first pass in ordinary registers", &posts, |post| {
        symbols.read_plainly(post, Wanted::default());
        symbols.words().len()
    });
    candidate(&mut group, "icu_casemap + icu_normalizer, into buffers", &posts, |post| icu.fold(post).len());
    candidate(&mut group, "icu_casemap + icu_normalizer, plain use", &posts, |post| icu_plain(post).len());
    candidate(&mut group, "unicode-security skeleton", &posts, |post| skeleton(post, &mut buffer).len());
    candidate(&mut group, "caseless + unicode-normalization", &posts, |post| {
        caseless(post, &mut buffer).len()
    });
    candidate(&mut group, "decancer", &posts, |post| cured(post).len());
    group.finish();
}

criterion_group!(benches, fold);
criterion_main!(benches);
