//! How long a line of JSON takes to content: plain text, text of many scripts, and text in escapes.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::hint::black_box;

use common::posts;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use varne::content::{Content, ContentType, Reader};

/// Posts of a round.
const POSTS: usize = 500;

fn content(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("content");
    group.sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    let (plain, many) = (posts::plain(POSTS), posts::multilingual(POSTS, 160));
    let whole = ContentType::post();
    // What a policy asks of that looks at nothing but texts.
    let text = ContentType {
        fields: whole.fields.iter().filter(|field| field.name == "text").cloned().collect(),
        name: whole.name.clone(),
    };
    let cases = [("plain", &plain, &whole), ("many scripts", &many, &whole), ("text alone", &many, &text)];
    for (name, texts, content_type) in cases {
        let lines = posts::records(texts);
        let (mut reader, mut content) = (Reader::new(content_type), Content::default());
        group.throughput(Throughput::Bytes(lines.iter().map(|line| line.len() as u64).sum()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let read =
                    |line: &&String| reader.read_into(&mut content, black_box(line.as_bytes())).is_ok();
                lines.iter().filter(read).count()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, content);
criterion_main!(benches);
