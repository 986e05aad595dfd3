//! Pictures against a list of hashes: a policy that asks for those within 31 bits of a million, beside the list walked
//! from its beginning. Comes in: `HASHES` in the environment, for another number. Both are asked in turns.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;

use common::Random;
use criterion::{Criterion, criterion_group, criterion_main};
use varne::content::{Content, ContentType};
use varne::engine::{Matcher, Scratch};
use varne::package::{MemoryFiles, Module, Package};
use varne::{Circumstances, Compiler};

type Hash = [u8; 32];

const POLICY: &str = r#"
hashlist ads from "ads.txt" kind pdq within 31
rule known { when media.pdq in ads then review severity low because "made up" }
"#;

/// Pictures asked for in a round, so many that what was looked up for one is out of the cache when it comes again: of these
/// one in sixteen is a copy with 20 bits changed.
const PICTURES: usize = 1_024;

/// How many of them the list is walked for.
const WALKED: usize = 16;

fn hash(random: &mut Random) -> Hash {
    std::array::from_fn(|_| random.below(256) as u8)
}

fn picture(random: &mut Random, ads: &[Hash], number: usize) -> Hash {
    let mut picture = hash(random);
    if number.is_multiple_of(16) {
        picture = ads[random.below(ads.len())];
        (0..20).for_each(|bit| picture[bit * 3 / 2] ^= 1 << (bit % 8));
    }
    picture
}

fn matcher(ads: &[Hash]) -> Option<Matcher> {
    let mut file = String::new();
    for ad in ads {
        ad.iter().try_for_each(|byte| write!(file, "{byte:02x}")).unwrap_or_default();
        file.push('\n');
    }
    let package = Package {
        manifest: None,
        fallback_name: "pictures".to_owned(),
        modules: vec![Module::new("pictures.varne", POLICY)],
        files: Box::new(MemoryFiles(BTreeMap::from([("ads.txt".to_owned(), file.into_bytes())]))),
    };
    Compiler::new(package).compile().ok().map(|compiled| compiled.matcher())
}

/// The plain way, as good as it gets: whole words, and none after those that already differ in too many bits.
fn walk(ads: &[[u64; 4]], picture: &[u64; 4]) -> bool {
    let differing = |ad: &[u64; 4], word: usize| (ad[word] ^ picture[word]).count_ones();
    ads.iter().any(|ad| {
        let half = differing(ad, 0) + differing(ad, 1);
        half <= 31 && half + differing(ad, 2) + differing(ad, 3) <= 31
    })
}

fn words(hash: &Hash) -> [u64; 4] {
    let (words, _) = hash.as_chunks::<8>();
    std::array::from_fn(|word| u64::from_ne_bytes(words[word]))
}

fn hashes(criterion: &mut Criterion) {
    let count = std::env::var("HASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let mut random = Random::new(5);
    let ads: Vec<Hash> = (0..count).map(|_| hash(&mut random)).collect();
    let pictures: Vec<Hash> = (0..PICTURES).map(|number| picture(&mut random, &ads, number)).collect();
    let Some(matcher) = matcher(&ads) else { return };
    let post = ContentType::post();
    let content = |picture: &Hash| Content::builder(&post).hash("media.pdq", *picture).build().ok();
    let contents: Vec<Content> = pictures.iter().filter_map(content).collect();
    let ads: Vec<[u64; 4]> = ads.iter().map(words).collect();
    let pictures: Vec<[u64; 4]> = pictures.iter().map(words).collect();
    let mut scratch = Scratch::default();
    let mut fires = |content: &Content| {
        matcher.judge_if_fired(&mut scratch, black_box(content), Circumstances::default()).is_some()
    };
    for (content, picture) in contents.iter().zip(&pictures[..WALKED]) {
        assert_eq!(fires(content), walk(&ads, picture));
    }
    let mut group = criterion.benchmark_group(format!("hashes/{count}"));
    group.sample_size(10);
    group.bench_function(format!("varne, {PICTURES} posts"), |bencher| {
        bencher.iter(|| contents.iter().filter(|content| fires(content)).count());
    });
    group.bench_function(format!("walked, {WALKED} pictures"), |bencher| {
        bencher.iter(|| pictures[..WALKED].iter().filter(|picture| walk(&ads, black_box(picture))).count());
    });
    group.finish();
}

criterion_group!(benches, hashes);
criterion_main!(benches);
