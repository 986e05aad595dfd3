//! How long a policy takes to a matcher: from its source, and from its compiled file.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::hint::black_box;

use common::policy;
use criterion::{Criterion, criterion_group, criterion_main};
use varne::{Compiler, compile};

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(10);
    for rules in [10, 1_000] {
        let source = policy::policy(rules).source;
        let Ok(compiled) = Compiler::from_source(policy::NAME, &source).compile() else { return };
        let bytes = compiled.to_bytes();
        group.bench_function(format!("{rules} rules, source"), |bencher| {
            bencher.iter(|| {
                let compiled = Compiler::from_source(policy::NAME, black_box(&source)).compile();
                compiled.map(|compiled| compiled.matcher()).is_ok()
            });
        });
        group.bench_function(format!("{rules} rules, compiled file"), |bencher| {
            bencher.iter(|| compile::open(black_box(&bytes)).map(|compiled| compiled.matcher()).is_ok());
        });
    }
    group.finish();
}

criterion_group!(benches, compile);
criterion_main!(benches);
