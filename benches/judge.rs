//! How long a post takes from JSON to verdict, and from typed content to verdict: under made-up policies
//! of 10 and of 1,000 rules, and under the shipped one.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

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

/// A policy of so many rules over lexicons of 60 terms of one to three words, the first ten rules sharing
/// none; every rule has a signal of two sides near each other, a contact, and an exception.
fn policy(rules: usize) -> String {
    let mut random = common::Random::new(2);
    let mut source = String::new();
    for lexicon in 0..=rules {
        let terms: Vec<String> = (0..if rules > 100 { 6 } else { 60 }).map(|_| term(&mut random)).collect();
        writeln!(source, "lexicon l{lexicon} {{ en {} }}", terms.join(", ")).unwrap_or_default();
    }
    for rule in 0..rules {
        let next = rule + 1;
        writeln!(
            source,
            "rule r{rule} {{ when l{rule} near l{next} within 10 words and (phone or handle or \"{}\")\n\
             unless 2 of l{rule} then review severity low because \"made up\" }}",
            common::word(9_000 + rule)
        )
        .unwrap_or_default();
    }
    source
}

/// A term of words that text has now and then.
fn term(random: &mut common::Random) -> String {
    let words: Vec<String> =
        (0..1 + random.below(3)).map(|_| common::word(300 + random.below(19_000))).collect();
    let star = if random.below(4) == 0 { "*" } else { "" };
    format!("\"{}{star}\"", words.join(" "))
}

/// Texts as JSON records.
fn records(texts: &[String]) -> Vec<String> {
    let record = |(id, text)| format!(r#"{{"id":"{id}","lang":"en","text":"{text}"}}"#);
    texts.iter().enumerate().map(record).collect()
}

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
    let made_up = records(&common::texts(POSTS, 120));
    for rules in [10, 1_000] {
        if let Some(matcher) = matcher(&policy(rules)) {
            bench(&mut group, &format!("{rules} rules, made-up posts"), &matcher, &made_up);
        }
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
