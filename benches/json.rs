//! How long it takes from a line of JSON to typed content, beside loops of JSON libraries that get the field `text`
//! and nothing else. Posts are made up, or the first lines of the file that `VARNE_BENCH_POSTS` names.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::borrow::Cow;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sonic_rs::JsonValueTrait;
use varne::content::{Content, ContentType, Reader};

/// Posts of a run; few enough to stay in the cache, as the chunk at hand does in a scan.
const POSTS: usize = 1_000;

/// What the loops of the libraries read.
#[derive(serde::Deserialize)]
struct Post<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

fn posts() -> Vec<String> {
    if let Some(path) = std::env::var_os("VARNE_BENCH_POSTS") {
        let posts = std::fs::read_to_string(path).unwrap_or_default();
        return posts.lines().take(POSTS).map(str::to_owned).collect();
    }
    let record = |(id, text)| {
        format!(
            r#"{{"id": "{id}", "text": "{text}", "author": {{"handle": "h{id}", "bio": "made up"}}, "lang": "en", "platform": "x", "created_at": "2026-04-21T19:27:35Z", "hashtags": []}}"#
        )
    };
    common::texts(POSTS, 167).iter().enumerate().map(record).collect()
}

fn json(criterion: &mut Criterion) {
    let posts = posts();
    let mut group = criterion.benchmark_group("json");
    group.sample_size(20).measurement_time(std::time::Duration::from_secs(2));
    group.throughput(Throughput::Elements(posts.len() as u64));
    let mut bench = |name: &str, read: &mut dyn FnMut(&[u8]) -> usize| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| posts.iter().map(|post| read(black_box(post.as_bytes()))).sum::<usize>());
        });
    };
    let post = ContentType::post();
    let some = ["text", "title", "hashtags"].map(|name| post.find(name));
    let of_some = || Reader::of_fields(&post, |field| some.contains(&Some(field)));
    let (mut content, mut reader) = (Content::default(), Reader::new(&post));
    bench("content, all fields", &mut |line| {
        reader.read_into(&mut content, line).map_or(0, |()| content.values.len())
    });
    let mut reader = of_some();
    bench("content, `text` fields", &mut |line| {
        reader.read_into(&mut content, line).map_or(0, |()| content.values.len())
    });
    bench("sonic-rs, up to `text`", &mut |line| {
        let text = sonic_rs::get_from_slice(line, ["text"]);
        text.ok().and_then(|text| text.as_str().map(str::len)).unwrap_or_default()
    });
    bench("sonic-rs, the whole line", &mut |line| {
        sonic_rs::from_slice::<Post<'_>>(line).map_or(0, |post| post.text.len())
    });
    bench("serde_json, the whole line", &mut |line| {
        serde_json::from_slice::<Post<'_>>(line).map_or(0, |post| post.text.len())
    });
    let mut reader = of_some();
    group.bench_function("content, `text` fields, known to be UTF-8", |bencher| {
        bencher.iter(|| {
            let read = |post: &String| reader.read_text_into(&mut content, black_box(post));
            posts.iter().map(read).filter(Result::is_ok).count()
        });
    });
    group.finish();
}

criterion_group!(benches, json);
criterion_main!(benches);
