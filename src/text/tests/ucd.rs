//! The data files of Unicode itself, line by line. Where they come from stands in `tests/ucd/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use super::code_points::{code_points, folded, iota_below, reads_apart};
use super::keys;
use crate::text::fold::{Kind, lookup};
use crate::text::{Kind as Token, Script, Text};

/// The lines of a file, without what is said about them.
fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ucd").join(name);
    let packed = std::fs::read(&path).expect("the file is in the repository");
    let mut text = String::new();
    GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("it is compressed text");
    let data = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    data.filter(|line| !line.is_empty() && !line.starts_with('@')).map(str::to_owned).collect()
}

/// `0061 030A` as text.
fn parsed(points: &str) -> String {
    let number = |point| u32::from_str_radix(point, 16).expect("a hexadecimal number");
    points.split_whitespace().map(|point| char::from_u32(number(point)).expect("a code point")).collect()
}

#[test]
fn normalization_test() {
    let lines = lines("NormalizationTest.txt.gz");
    assert!(lines.len() > 20_000);
    for line in &lines {
        let [source, nfc, nfd, nfkc, nfkd] =
            line.split(';').take(5).map(parsed).collect::<Vec<_>>().try_into().expect("five columns");
        for canonical in [nfc, nfd] {
            assert_eq!(keys(&canonical), keys(&source), "{line}");
            assert_eq!(folded(&canonical), folded(&source), "{line}");
        }
        assert_eq!(keys(&nfkd), keys(&nfkc), "{line}");
        assert_eq!(folded(&nfkd), folded(&nfkc), "{line}");
        if !source.chars().any(reads_apart) {
            assert_eq!(keys(&nfkc), keys(&source), "{line}");
        }
    }
}

/// Also the Turkic rows (T): a dotless `ı` is an `i`, as is one with a dot.
#[test]
fn case_folding() {
    for line in lines("CaseFolding.txt.gz") {
        let columns: Vec<&str> = line.split(';').map(str::trim).collect();
        let (source, mapping) = (parsed(columns[0]), parsed(columns[2]));
        if source.chars().any(iota_below) {
            continue;
        }
        assert_eq!(keys(&source), keys(&mapping), "{line}");
        // The apostrophe that `ŉ` begins with is part of the value, not of the word.
        if source != "ŉ" {
            assert_eq!(folded(&source), folded(&mapping), "{line}");
        }
    }
}

/// Tokens of scripts without spaces are the clusters that begin with their letters, and no token ends inside one.
#[test]
fn grapheme_break_test() {
    for line in lines("GraphemeBreakTest.txt.gz") {
        let clusters: Vec<String> = line.split('÷').map(|part| parsed(&part.replace('×', " "))).collect();
        let original = clusters.concat();
        let mut text = Text::new();
        text.read(&original);
        let mut at = 0;
        for cluster in clusters.iter().filter(|cluster| !cluster.is_empty()) {
            let dense = cluster.starts_with(|c| lookup(c).kind == Kind::Letter && lookup(c).is_dense());
            let end = at + cluster.len();
            let inside = text.tokens().iter().filter(|token| (at..end).contains(&(token.start as usize)));
            let graphemes = inside.clone().filter(|token| token.kind == Token::Grapheme);
            if dense {
                let token = inside.clone().next().expect("a letter is a token");
                assert_eq!((token.start as usize, graphemes.count(), inside.count()), (at, 1, 1), "{line}");
                assert!(token.end as usize <= end, "{line}");
            } else {
                assert_eq!(graphemes.count(), 0, "{line}");
            }
            at += cluster.len();
        }
    }
}

/// What Unicode lists as emoji and the language reads otherwise: keycaps and letters in squares and circles are digits
/// and letters, and marks of trade and punctuation separate.
const NO_EMOJI: [(&str, &str); 21] = [
    ("#\u{FE0F}\u{20E3}", ""),
    ("*\u{FE0F}\u{20E3}", ""),
    ("0\u{FE0F}\u{20E3}", "0"),
    ("1\u{FE0F}\u{20E3}", "1"),
    ("2\u{FE0F}\u{20E3}", "2"),
    ("3\u{FE0F}\u{20E3}", "3"),
    ("4\u{FE0F}\u{20E3}", "4"),
    ("5\u{FE0F}\u{20E3}", "5"),
    ("6\u{FE0F}\u{20E3}", "6"),
    ("7\u{FE0F}\u{20E3}", "7"),
    ("8\u{FE0F}\u{20E3}", "8"),
    ("9\u{FE0F}\u{20E3}", "9"),
    ("©\u{FE0F}", ""),
    ("®\u{FE0F}", ""),
    ("™\u{FE0F}", ""),
    ("ℹ\u{FE0F}", "i"),
    ("Ⓜ\u{FE0F}", "m"),
    ("🅰\u{FE0F}", "a"),
    ("🅱\u{FE0F}", "b"),
    ("🅾\u{FE0F}", "o"),
    ("🅿\u{FE0F}", "p"),
];

#[test]
fn emoji_are_one_token_each() {
    for line in lines("emoji.txt.gz") {
        let emoji = parsed(&line);
        if let Some((_, read)) = NO_EMOJI.iter().find(|(other, _)| *other == emoji) {
            assert_eq!(keys(&emoji).concat(), *read, "{line}");
            continue;
        }
        let mut text = Text::new();
        text.read(&emoji);
        let [token] = text.tokens() else { panic!("{line} is several tokens") };
        assert_eq!(token.kind, Token::Emoji, "{line}");
        let seen = |c: &char| lookup(*c).kind != Kind::Ignorable;
        assert!(text.key(token).chars().eq(emoji.chars().filter(seen)), "{line}");
        // It stays one beside others, and they beside it.
        let beside = format!("a{emoji}{emoji}b");
        assert_eq!(keys(&beside), ["a", text.key(token), text.key(token), "b"], "{line}");
    }
}

/// `Default_Ignorable_Code_Point` of `DerivedCoreProperties.txt`, Unicode 18.0.
#[test]
fn default_ignorable_code_points_vanish() {
    for range in [
        '\u{AD}'..='\u{AD}',
        '\u{34F}'..='\u{34F}',
        '\u{61C}'..='\u{61C}',
        '\u{115F}'..='\u{1160}',
        '\u{17B4}'..='\u{17B5}',
        '\u{180B}'..='\u{180F}',
        '\u{200B}'..='\u{200F}',
        '\u{202A}'..='\u{202E}',
        '\u{2060}'..='\u{206F}',
        '\u{3164}'..='\u{3164}',
        '\u{FE00}'..='\u{FE0F}',
        '\u{FEFF}'..='\u{FEFF}',
        '\u{FFA0}'..='\u{FFA0}',
        '\u{FFF0}'..='\u{FFF8}',
        '\u{1BCA0}'..='\u{1BCA3}',
        '\u{1D173}'..='\u{1D17A}',
        '\u{E0000}'..='\u{E0FFF}',
    ] {
        for c in range {
            let hidden = format!("{c}a{c}b🚤{c}क{c}ा{c}");
            assert_eq!(keys(&hidden), keys("ab🚤का"), "U+{:04X}", c as u32);
            assert_eq!(folded(&hidden), folded("ab🚤का"), "U+{:04X}", c as u32);
        }
    }
}

/// Each letter that looks like another and the one letter it looks like.
fn letter_pairs() -> Vec<(char, char)> {
    let letter = |text: String| {
        let mut chars = text.chars();
        let only = chars.next().filter(|_| chars.next().is_none());
        only.filter(|&c| lookup(c).kind == Kind::Letter)
    };
    let pair = |line: &String| {
        let (source, prototype) = line.split_once(';')?;
        Some((letter(parsed(source))?, letter(parsed(prototype))?))
    };
    lines("confusables.txt.gz").iter().filter_map(pair).collect()
}

/// How many of them are one letter here. Those with a Latin letter that are not: letters of scripts that write vowels as
/// marks with a place of their own, and all but the best founded of a script's letters that look like one Latin letter.
#[test]
fn look_alikes_are_counted() {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (c, prototype) in letter_pairs() {
        let [[merged, native], [of, _]] = [c, prototype].map(|c| folded(&c.to_string()));
        let latin = [c, prototype].map(|c| lookup(c).script() == Script::Latin);
        let what = match () {
            () if merged == of && native == merged => "one by case, stroke or decomposition",
            () if merged == of => "one by looks",
            () if lookup(c).is_dense() => "apart: scripts without spaces",
            () if latin == [true, true] => "apart: both Latin",
            () if latin == [false, false] => "apart: neither Latin",
            () => "apart: Latin and another",
        };
        *counts.entry(what).or_default() += 1;
    }
    let expected = [
        ("apart: Latin and another", 145),
        ("apart: both Latin", 94),
        ("apart: neither Latin", 283),
        ("apart: scripts without spaces", 358),
        ("one by case, stroke or decomposition", 1396),
        ("one by looks", 623),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}

/// Small capitals are drawn as letters that UTS #39 keeps them apart from.
const SMALL_CAPITALS: &str = "ɢɴʙʜʟᴀᴅᴇᴊᴋᴍᴘᴛꜰꞯ";

/// No letter becomes another without a look-alike that speaks for it: a case form of the one and a case form of the
/// other have one prototype.
#[test]
fn look_alikes_have_grounds() {
    let prototypes: BTreeMap<char, char> = letter_pairs().into_iter().collect();
    let single = |text: &str| text.chars().next().filter(|c| c.len_utf8() == text.len());
    let mut looks: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    let mut merges = BTreeSet::new();
    for c in code_points().filter(|&c| lookup(c).kind == Kind::Letter) {
        let [merged, native] = folded(&c.to_string()).map(|text| single(&text));
        let (Some(merged), Some(native)) = (merged, native) else { continue };
        looks.entry(native).or_default().insert(*prototypes.get(&c).unwrap_or(&c));
        if merged != native {
            merges.insert((native, merged));
        }
    }
    let unfounded = merges.iter().filter(|(native, merged)| looks[native].is_disjoint(&looks[merged]));
    assert_eq!(unfounded.map(|(native, _)| native).collect::<String>(), SMALL_CAPITALS);
}
