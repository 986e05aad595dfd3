//! What the fuzz targets do with their bytes. A target fails by panicking.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::LazyLock;

use twox_hash::XxHash3_64;
use varne::compile::{self, Compiler};
use varne::diag::{self, Diagnostic, Format, Options};
use varne::engine::Matcher;
use varne::package::Package;
use varne::sema::{self, hir};
use varne::source::{Source, Sources};
use varne::text::{SPELLED_TOKENS, Text};
use varne::verdict::Circumstances;
use varne::{fmt, plan, reference, syntax};

/// The policy that `judge` uses: something of every kind of condition.
const POLICY: &str = include_str!("policy.varne");

/// Reads bytes as a policy. Parsing, checking and showing what is wrong never fail, and laying out what
/// parses is the same when done twice.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    let file = sources.add(Source::new("fuzz.varne", text.as_ref()));
    let parsed = syntax::parse(file, &text);
    for format in [Format::Text, Format::Json] {
        show(&parsed.errors, &sources, format);
    }
    let analysis = sema::analyse(&Package::from_memory("fuzz", [("fuzz.varne", bytes)]));
    show(&analysis.diagnostics, &analysis.sources, Format::Text);
    if let Ok(once) = fmt::format(&text) {
        let twice = fmt::format(&once).expect("what was laid out parses");
        assert_eq!(once, twice);
    }
}

fn show(diagnostics: &[Diagnostic], sources: &Sources, format: Format) {
    let shown = diag::render(diagnostics, sources, format, &Options::default());
    assert_eq!(shown.is_empty(), diagnostics.is_empty());
}

static CHECKED: LazyLock<(hir::Policy, Matcher)> = LazyLock::new(|| {
    let analysis = sema::analyse(&Package::from_source("fuzz", POLICY));
    let shown = diag::render(&analysis.diagnostics, &analysis.sources, Format::Text, &Options::default());
    let policy = analysis.policy.unwrap_or_else(|| panic!("the policy of this target has errors:\n{shown}"));
    let matcher = Matcher::new(&plan::build(&policy));
    (policy, matcher)
});

/// Reads bytes as a record, or else as the text of one. Ordinary records are read as any other, and the matcher
/// judges what is read as the reference does.
pub fn judge(bytes: &[u8]) {
    let (policy, matcher) = &*CHECKED;
    let text = serde_json::json!({ "text": String::from_utf8_lossy(bytes) }).to_string();
    for record in [bytes, text.as_bytes()] {
        let read = policy.content.read(record);
        if let Ok(text) = std::str::from_utf8(record) {
            // A byte order mark means nothing, but keeps a record from being read as an ordinary one.
            assert_eq!(read, policy.content.read(format!("\u{FEFF}{text}").as_bytes()));
        }
        let Ok(content) = read else { continue };
        for all_statuses in [false, true] {
            let circumstances = Circumstances { all_statuses, ..Circumstances::default() };
            let found = matcher.judge_with(&mut varne::engine::Scratch::default(), &content, circumstances);
            assert_eq!(found, reference::judge(policy, &content, circumstances));
        }
    }
}

/// The texts that an opened policy judges.
const TEXTS: [&str; 3] = [
    "Small boats to Dover, £3,000, call +44 7700 900123 #smallboat",
    "b.o.a.t b0at booooat smuglers والقارب",
    "",
];

/// Opens bytes as a compiled policy: as they are; and as what stands between the head and the checksum of one,
/// which then holds, over the head's own tables. Whatever opens judges, and its sources compile or do not.
pub fn open(bytes: &[u8]) {
    try_to_open(bytes);
    let own = &*COMPILED;
    let (position, change) = bytes.split_at(bytes.len().min(4));
    let position = position.iter().fold(0_usize, |all, &byte| all << 8 | usize::from(byte));
    let mut changed = own[..own.len() - CHECKSUM].to_vec();
    let start = position % changed.len();
    changed.iter_mut().skip(start).zip(change).for_each(|(byte, change)| *byte ^= change);
    changed.extend(XxHash3_64::oneshot(&changed).to_le_bytes());
    try_to_open(&changed);
}

/// Bytes of the checksum at the end of a compiled policy.
const CHECKSUM: usize = 8;

static COMPILED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let compiled = Compiler::from_source("fuzz", POLICY).compile();
    compiled.unwrap_or_else(|error| panic!("the policy of this target has errors: {error}")).to_bytes()
});

fn try_to_open(bytes: &[u8]) {
    let Ok(opened) = compile::open(bytes) else { return };
    let matcher = opened.matcher();
    for text in TEXTS {
        let record = serde_json::json!({ "text": text }).to_string();
        let Ok(content) = matcher.content_type().read(record.as_bytes()) else { continue };
        std::hint::black_box(matcher.judge(&content));
    }
    let _ = opened.compile();
}

/// Reads bytes as text. Every word that the reader finds is one that the reference writes out, and the other way round.
pub fn read(bytes: &[u8]) {
    // Letters newer than the standard library's Unicode have no case there, which the reference asks.
    let is_known = |c: &char| {
        c.is_alphanumeric()
            || !reference::words(c.encode_utf8(&mut [0; 4])).iter().any(|word| word.letters > 0)
    };
    let original: String = String::from_utf8_lossy(bytes).chars().filter(is_known).collect();
    let mut text = Text::new();
    text.read(&original);
    let place = |node: u32| match text.edges_from(node).first() {
        Some(edge) if node as usize > text.tokens().len() => (edge.first, edge.start),
        _ => (node, 0),
    };
    let runs = text.runs().iter().flat_map(|run| {
        let ends = move |first: u32| first + 2..=run.next.min(first + SPELLED_TOKENS);
        (run.first..run.next).flat_map(move |first| ends(first).map(move |next| (first, next)))
    });
    let spelled = runs.filter_map(|(first, next)| text.spelled(first, next));
    let found = text.edges().iter().copied().chain(spelled).map(|edge| {
        let (bytes, nodes) = ((edge.start, edge.end), (place(edge.from), place(edge.to)));
        (
            bytes,
            nodes,
            text.key(&edge).to_owned(),
            edge.readings,
            edge.is_whole_tag(),
            u32::from(edge.letters),
        )
    });
    let expected = reference::words(&original).into_iter().map(|word| {
        let nodes = [word.from, word.to].map(|node| (node.token, node.byte));
        let bytes = (word.bytes.start, word.bytes.end);
        (bytes, (nodes[0], nodes[1]), word.key, word.readings, word.is_tag, word.letters.min(255))
    });
    assert_eq!(found.collect::<BTreeSet<_>>(), expected.collect::<BTreeSet<_>>());
}

/// Runs a target on every file named on the command line, and on every file in a folder named there.
pub fn replay(target: fn(&[u8])) -> ExitCode {
    let mut count = 0;
    for path in std::env::args_os().skip(1) {
        if let Err(error) = replay_path(Path::new(&path), target, &mut count) {
            eprintln!("`{}` cannot be read: {error}", path.to_string_lossy());
            return ExitCode::from(2);
        }
    }
    println!("{count} files replayed");
    ExitCode::SUCCESS
}

fn replay_path(path: &Path, target: fn(&[u8]), count: &mut usize) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            replay_path(&entry?.path(), target, count)?;
        }
        return Ok(());
    }
    target(&std::fs::read(path)?);
    *count += 1;
    Ok(())
}
