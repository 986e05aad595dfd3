//! A compiled file gives back what was compiled, or says why not.

use std::collections::BTreeMap;

use super::*;
use crate::compile::Compiler;
use crate::content::Content;
use crate::engine::Scratch;
use crate::flat::Writer;
use crate::package::{MemoryFiles, Module, Package};
use crate::verdict::Circumstances;

/// Something of every kind that is kept in a table.
const POLICY: &str = r#"
lexicon craft { en "small boat*", "*dinghy", "*raft*", "boat <3> uk", "channel"~1  ar "قارب" }
hashlist known from "known.txt" kind pdq within 31
signal sold = craft near price(amount > 100) within sentence or /for\s+sale/
score seller { +2 each of craft up to 4  -1 author.verified }
recipient police { name "Police" }
rule sells { when sold and seller >= 1 unless lang in ["fr"] then remove, refer police because "sold" basis "law"
  severity high effective 2020-01-01..2030-01-01 }
rule listed { when media.pdq in known or accented "giá" or 2 of (exact "RIB", plain "zodiac", phone) then label because "l" }
exempt news { when "court" because "news" }
"#;

const TEXTS: [&str; 5] = [
    "smallboats... a small boats for £500",
    "#smallboats, chanel for  sale, £900, قارب",
    "RIB and zodiac, b.o.a.t to the uk, court",
    "giá rẻ, well made rafts",
    "nothing at all",
];

fn compiled() -> Compiled {
    let hash = "ab".repeat(32);
    let package = Package {
        manifest: None,
        fallback_name: "p".to_owned(),
        modules: vec![Module::new("p.varne", POLICY)],
        files: Box::new(MemoryFiles(BTreeMap::from([("known.txt".to_owned(), hash.into_bytes())]))),
    };
    Compiler::new(package).compile().unwrap_or_else(|error| panic!("{error}: {:#?}", error.diagnostics))
}

fn verdicts(matcher: &Matcher) -> Vec<String> {
    let mut scratch = Scratch::default();
    // A changed file may declare other fields.
    let contents = TEXTS
        .iter()
        .filter_map(|text| Content::builder(matcher.content_type()).text("text", *text).build().ok());
    let judged = contents.map(|content| matcher.judge_with(&mut scratch, &content, Circumstances::default()));
    judged.map(|verdict| serde_json::to_string(&verdict).expect("verdicts are JSON")).collect()
}

/// The bytes with a checksum that holds.
fn sealed(body: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    body.iter().for_each(|&byte| writer.value(byte));
    writer.seal();
    writer.finish()
}

fn body(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() - size_of::<u64>()]
}

#[test]
fn an_opened_file_judges_as_what_was_compiled() {
    let compiled = compiled();
    let bytes = compiled.to_bytes();
    let opened = open(&bytes).unwrap();
    assert!(matches!(opened.rest, Rest::Sources(_)), "the tables were read");
    assert_eq!(verdicts(&opened.matcher()), verdicts(&compiled.matcher()));
    assert!(verdicts(&opened.matcher())[0].contains("p.sells"));
    assert_eq!(*opened.identity(), compiled.identity());
    let again = opened.compile().unwrap();
    assert_eq!(again.identity(), compiled.identity());
    assert!(again.to_bytes() == bytes, "the same sources give the same bytes");
}

#[test]
fn a_file_with_the_tables_of_another_version_is_compiled_again() {
    let compiled = compiled();
    let bytes = compiled.to_bytes();
    let engine = env!("CARGO_PKG_VERSION").len();
    let after_engine = MAGIC.len() + 4 + 4 + 8 + engine;
    // The edition, a letter of the engine's version, the version of the tables.
    for at in [MAGIC.len() + 4, after_engine - 1, after_engine] {
        let mut other = body(&bytes).to_vec();
        other[at] ^= 1;
        // Tables of another version need not even be tables.
        let half = other.len() - other.len() / 4;
        other.truncate(half);
        let opened = open(&sealed(&other)).unwrap();
        assert!(matches!(opened.rest, Rest::Compiled(_)), "at {at}");
        assert_eq!(verdicts(&opened.matcher()), verdicts(&compiled.matcher()));
        assert!(opened.compile().unwrap().to_bytes() == bytes);
    }
}

#[test]
fn foreign_truncated_and_changed_files_are_refused() {
    let good = compiled().to_bytes();
    for bytes in [&b""[..], b"rule x {}", b"\x89PNG\r\n\x1a\n", &good[1..]] {
        assert!(matches!(open(bytes), Err(OpenError::NotCompiled)));
    }
    for length in (MAGIC.len()..good.len()).step_by(7) {
        assert!(matches!(open(&good[..length]), Err(OpenError::Checksum)), "cut at {length}");
    }
    for at in (MAGIC.len() + 4..good.len()).step_by(5) {
        let mut changed = good.clone();
        changed[at] ^= 0x20;
        assert!(matches!(open(&changed), Err(OpenError::Checksum)), "changed at {at}");
    }
    let mut longer = good.clone();
    longer.push(0);
    assert!(matches!(open(&longer), Err(OpenError::Checksum)));
    let mut other = good;
    other[MAGIC.len()] = 9;
    assert!(matches!(open(&other), Err(OpenError::FormatVersion { found: 9 })));
}

/// Opens what may be hostile, and judges by what opens.
fn try_out(bytes: &[u8]) {
    if let Ok(opened) = open(bytes) {
        let _ = verdicts(&opened.matcher());
        let _ = opened.compile();
    }
}

#[test]
fn hostile_files_are_refused_or_judge_something() {
    let good = compiled().to_bytes();
    let body = body(&good);
    for at in (MAGIC.len() + 4..body.len() - 8).step_by(3) {
        for fill in [0xFF, 0x00, 0x7F] {
            let mut hostile = body.to_vec();
            hostile[at..at + 4].fill(fill);
            try_out(&sealed(&hostile));
        }
        let mut hostile = body.to_vec();
        hostile[at] = hostile[at].wrapping_add(1);
        try_out(&sealed(&hostile));
    }
    for length in (MAGIC.len() + 4..body.len()).step_by(11) {
        assert!(open(&sealed(&body[..length])).is_err(), "cut at {length}");
    }
}

#[test]
fn a_file_on_the_disk_is_opened_as_one_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.varnec");
    let good = compiled().to_bytes();
    std::fs::write(&path, &good).unwrap();
    assert_eq!(*open_from_disk(&path).unwrap().identity(), compiled().identity());
    std::fs::write(&path, &good[..good.len() / 2]).unwrap();
    assert!(matches!(open_from_disk(&path), Err(OpenError::Checksum)));
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(open_from_disk(&path), Err(OpenError::NotCompiled)));
    assert!(matches!(open_from_disk(folder.path().join("none")), Err(OpenError::Read(_))));
}
