//! How long reading a text takes: folding, tokens and edges.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use varne::text::Text;

/// Text of every kind of character, the same number of times each.
const MIXED: &str =
    "Calais à Dover ce soir 🚤🇬🇧 قارب إلى بريطانيا, воат, 船でロンドンへ, thuyền đi Anh £3,000! ";

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    let plain = common::texts(1, 4_000).concat();
    for (name, text) in [("plain", plain), ("mixed", MIXED.repeat(40))] {
        let mut buffers = Text::new();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                buffers.read(black_box(&text));
                buffers.edges().len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
