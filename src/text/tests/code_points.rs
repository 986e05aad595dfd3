//! What holds for every code point, alone and between others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::keys;
use crate::text::fold::{Kind, lookup};
use crate::text::{Folded, Spelling};

/// A normalisation form.
type Form = fn(&str) -> String;

/// Letters and marks of kinds of scripts that a code point is read beside.
const FRAMES: [&str; 5] = ["_", "a_b", "क_ก", "a _", "\u{16D63}_"];

/// Code points whose compatibility forms read otherwise than themselves, and why: these and no others.
const APART: [(&str, &[RangeInclusive<char>]); 9] = [
    (
        "raised and lowered digits and fractions only separate",
        &[
            '\u{B2}'..='\u{B3}',
            '\u{B9}'..='\u{B9}',
            '\u{BC}'..='\u{BE}',
            '\u{2070}'..='\u{2070}',
            '\u{2074}'..='\u{2079}',
            '\u{2080}'..='\u{2089}',
            '\u{2150}'..='\u{215F}',
            '\u{2189}'..='\u{2189}',
            '\u{3192}'..='\u{319F}',
        ],
    ),
    (
        "symbols made of several letters or digits, or of digits and punctuation, only separate",
        &[
            '\u{2100}'..='\u{2101}',
            '\u{2103}'..='\u{2103}',
            '\u{2105}'..='\u{2106}',
            '\u{2109}'..='\u{2109}',
            '\u{2116}'..='\u{2116}',
            '\u{2120}'..='\u{2122}',
            '\u{213B}'..='\u{213B}',
            '\u{2469}'..='\u{2473}',
            '\u{247D}'..='\u{249B}',
            '\u{320E}'..='\u{321E}',
            '\u{3250}'..='\u{325F}',
            '\u{326E}'..='\u{327E}',
            '\u{32B1}'..='\u{32CF}',
            '\u{32FF}'..='\u{33FF}',
            '\u{1F100}'..='\u{1F10A}',
            '\u{1F12D}'..='\u{1F12E}',
            '\u{1F14A}'..='\u{1F14F}',
            '\u{1F16A}'..='\u{1F16C}',
            '\u{1F190}'..='\u{1F190}',
            '\u{1F200}'..='\u{1F200}',
        ],
    ),
    ("Arabic phrases of several words in one symbol only separate", &['\u{FDFA}'..='\u{FDFB}']),
    (
        "emoji stay emoji",
        &[
            '‼'..='‼',
            '⁉'..='⁉',
            '㊗'..='㊗',
            '㊙'..='㊙',
            '\u{1F201}'..='\u{1F202}',
            '\u{1F21A}'..='\u{1F21A}',
            '\u{1F22F}'..='\u{1F22F}',
            '\u{1F232}'..='\u{1F23A}',
            '\u{1F250}'..='\u{1F251}',
        ],
    ),
    ("currency signs stay signs", &['₨'..='₨', '﷼'..='﷼']),
    (
        "two letters of a script without spaces in one are one token",
        &['ໜ'..='ໝ', 'ゟ'..='ゟ', 'ヿ'..='ヿ', '\u{1B123}'..='\u{1B126}'],
    ),
    (
        "letters and digits in brackets are part of a word, brackets are not",
        &['⑴'..='⑼', '⒜'..='⒵', '㈀'..='㈍', '\u{1F110}'..='\u{1F12A}'],
    ),
    ("the dot beside a Catalan l separates where it stands alone", &['Ŀ'..='ŀ']),
    ("the mark in the vowel am would stand on a letter of another script", &['ำ'..='ำ', 'ຳ'..='ຳ']),
];

/// The code points that are assigned or special, and one of the rest.
pub(super) fn code_points() -> impl Iterator<Item = char> {
    ('\0'..='\u{3FFFF}').chain('\u{E0000}'..='\u{E0FFF}').chain(['\u{10FFFF}'])
}

#[test]
fn the_rest_of_the_code_points_are_one() {
    let [separator, one] = ['\u{10FFFF}', '\u{40000}'].map(|c| std::ptr::from_ref(lookup(c)));
    assert_eq!(separator, one);
    for c in ('\u{40000}'..='\u{DFFFF}').chain('\u{E1000}'..=char::MAX) {
        assert_eq!(std::ptr::from_ref(lookup(c)), separator, "U+{:04X}", c as u32);
    }
}

/// Whether the compatibility forms of a code point read otherwise than itself.
pub(super) fn reads_apart(c: char) -> bool {
    APART.iter().any(|(_, ranges)| ranges.iter().any(|range| range.contains(&c)))
}

/// The iota below Greek letters is a mark, its capital form a letter.
pub(super) fn iota_below(c: char) -> bool {
    std::iter::once(c).nfd().any(|part| part == '\u{345}')
}

/// Both whole foldings.
pub(super) fn folded(original: &str) -> [String; 2] {
    [Spelling::Merged, Spelling::Native].map(|spelling| Folded::new(original, spelling).text)
}

#[test]
fn folding_twice_changes_nothing() {
    // Lao `hn` and the like: one token of two letters, which are two tokens.
    let ligature = |c: char| APART[5].1.iter().any(|range| range.contains(&c));
    for c in code_points().filter(|&c| !ligature(c)) {
        let once = keys(&c.to_string()).join(" ");
        assert_eq!(keys(&once).join(" "), once, "U+{:04X}", c as u32);
        let [merged, native] = folded(&c.to_string());
        assert_eq!(Folded::new(&merged, Spelling::Merged).text, merged, "U+{:04X}", c as u32);
        assert_eq!(Folded::new(&native, Spelling::Native).text, native, "U+{:04X}", c as u32);
    }
}

#[test]
fn canonical_forms_fold_alike() {
    let forms: [Form; 2] = [|text| text.nfc().collect(), |text| text.nfd().collect()];
    for (c, frame) in code_points().flat_map(|c| FRAMES.map(|frame| (c, frame))) {
        let original = frame.replace('_', c.encode_utf8(&mut [0; 4]));
        for formed in forms.iter().map(|form| form(&original)).filter(|formed| *formed != original) {
            assert_eq!(keys(&formed), keys(&original), "U+{:04X} in {frame}", c as u32);
            assert_eq!(folded(&formed), folded(&original), "U+{:04X} in {frame}", c as u32);
        }
    }
}

#[test]
fn compatibility_forms_fold_alike() {
    let forms: [Form; 2] = [|text| text.nfkc().collect(), |text| text.nfkd().collect()];
    for c in code_points() {
        let apart = FRAMES.iter().any(|frame| {
            let original = frame.replace('_', c.encode_utf8(&mut [0; 4]));
            let mut formed = forms.iter().map(|form| form(&original)).filter(|formed| *formed != original);
            formed.any(|formed| keys(&formed) != keys(&original))
        });
        assert_eq!(apart, reads_apart(c), "U+{:04X}", c as u32);
    }
}

#[test]
fn cases_fold_alike() {
    for c in code_points().filter(|&c| !iota_below(c)) {
        let original = c.to_string();
        for cased in [original.to_uppercase(), original.to_lowercase()] {
            assert_eq!(keys(&cased), keys(&original), "U+{:04X}", c as u32);
            // The capitals of `ŉ` are an apostrophe and an N: one word, but not one value.
            if c != 'ŉ' {
                assert_eq!(folded(&cased), folded(&original), "U+{:04X}", c as u32);
            }
        }
    }
}

/// By the tables of the regex engine, which are not those of ours: digits stand in tens from zero.
#[test]
fn digits_of_every_script_are_ascii_digits() {
    let digit = Regex::new(r"\p{Nd}").expect("a class");
    let all: String = code_points().collect();
    let digits: Vec<&str> = digit.find_iter(&all).map(|found| found.as_str()).collect();
    assert!(digits.len() >= 760);
    for ten in digits.chunks(10) {
        for (value, digit) in ten.iter().enumerate() {
            assert_eq!(keys(digit), [value.to_string()], "{digit}");
        }
    }
}

#[test]
fn ascii_letters_and_digits_stay_apart() {
    for c in ('0'..='9').chain('a'..='z').chain('A'..='Z') {
        assert_eq!(keys(&c.to_string()), [c.to_ascii_lowercase().to_string()]);
    }
    for c in code_points().filter(|&c| lookup(c).kind == Kind::Letter) {
        assert!(!keys(&c.to_string()).concat().contains(|k: char| k.is_ascii_digit()), "U+{:04X}", c as u32);
    }
}

/// Letters of one script that meet because Unicode lists them with one ASCII letter: these and no others.
#[test]
fn look_alikes_merge_few_letters_of_one_script() {
    let scripts = [
        ('\u{370}'..='\u{3FF}', "o: οσϭ, p: ρϸ"),
        ('\u{400}'..='\u{52F}', "e: еҽ, h: нһ, w: шѡԝ, y: уү"),
        ('\u{531}'..='\u{586}', "n: ոռ, q: գզ"),
        ('\u{5D0}'..='\u{5EA}', "l: ון"),
        ('\u{620}'..='\u{6FF}', ""),
        ('\u{1200}'..='\u{137F}', ""),
        ('\u{13A0}'..='\u{13F5}', "b: ᏏᏴ, d: ᎠᏧ, g: ᏀᏳ, h: ᎻᏂ, r: ᎡᎱᏒ, s: ᏕᏚ, w: ᎳᏔ, y: ᎩᎽ"),
    ];
    for (script, expected) in scripts {
        let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for [merged, native] in script.map(|c| folded(&c.to_string())) {
            read.entry(merged).or_default().insert(native);
        }
        let meet = read.into_iter().filter(|(_, natives)| natives.len() > 1);
        let lines: Vec<String> =
            meet.map(|(merged, natives)| format!("{merged}: {}", Vec::from_iter(natives).concat())).collect();
        assert_eq!(lines.join(", "), expected);
    }
}
