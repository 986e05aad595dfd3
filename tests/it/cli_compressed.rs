//! Compressed content: gzip and Zstandard, whole and damaged, by name and by signature.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::command::Folder;

const FIRST: &str = "{\"text\":\"cash\"}\n{\"text\":\"no\"}\n{\"te";
const SECOND: &str = "xt\":\"a dinghy\"}\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn zstd(text: &str) -> Vec<u8> {
    compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
}

/// A frame that readers pass over.
fn skippable() -> Vec<u8> {
    [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat()
}

#[test]
fn members_and_frames_are_one_stream() {
    let gzipped = [gzip(FIRST), gzip(SECOND)].concat();
    let zstandard = [zstd(FIRST), skippable(), zstd(SECOND)].concat();
    let folder = Folder::with_policy()
        .file("posts.ndjson", format!("{FIRST}{SECOND}"))
        .file("posts.gz", &gzipped)
        .file("posts.zst", &zstandard)
        .file("gzip", &gzipped)
        .file("zstandard", &zstandard);
    let expected = folder.run("scan policy.varne posts.ndjson").ends(0).out;
    assert_eq!(expected.lines().count(), 2);
    for file in ["posts.gz", "posts.zst", "gzip", "zstandard"] {
        assert_eq!(folder.run(&format!("scan policy.varne {file}")).ends(0).out, expected, "{file}");
    }
    for input in [gzipped, zstandard] {
        assert_eq!(folder.run_on("scan policy.varne", input).ends(0).out, expected);
    }
}

#[test]
fn damage_is_told() {
    let posts = "{\"text\":\"cash\"}\n".repeat(50_000);
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let folder = Folder::with_policy()
        .file("cut.gz", cut(gzip(&posts)))
        .file("cut.zst", cut(zstd(&posts)))
        .file("foreign.gz", "{\"text\":\"cash\"}\n")
        .file("foreign.zst", "{\"text\":\"cash\"}\n")
        .file("empty.gz", "");
    for file in ["cut.gz", "cut.zst", "foreign.gz", "foreign.zst", "empty.gz"] {
        let ran = folder.run(&format!("scan policy.varne {file}")).ends(2);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.starts_with(&format!("error: `{file}` cannot be read")), "{}", ran.err);
    }
}

#[test]
fn a_checksum_that_does_not_match_is_told() {
    let mut zstandard = zstd(FIRST);
    let last = zstandard.len() - 1;
    zstandard[last] ^= 1;
    let folder = Folder::with_policy().file("posts.zst", zstandard);
    let ran = folder.run("scan policy.varne posts.zst").ends(2);
    assert!(ran.err.contains("checksum"), "{}", ran.err);
}
