//! What holds for every code point, alone and between others.

use unicode_normalization::UnicodeNormalization;

use super::keys;
use crate::text::fold::{Kind, lookup};
use crate::text::{Folded, Spelling};

/// A normalisation form.
type Form = fn(&str) -> String;

/// Letters and marks of kinds of scripts that a code point is read beside.
const FRAMES: [&str; 4] = ["_", "a_b", "क_ก", "a _"];

/// Letters that stand for two of a script without spaces: one token, of which the compatibility forms make two.
const DENSE_LIGATURES: &str = "ໜໝゟヿ\u{1B123}\u{1B124}\u{1B125}\u{1B126}";

/// The code points that are assigned or special, and one of the rest.
fn code_points() -> impl Iterator<Item = char> {
    ('\0'..='\u{3FFFF}').chain('\u{E0000}'..='\u{E1000}').chain(['\u{FFFFE}', '\u{10FFFF}'])
}

fn folded(original: &str) -> [String; 2] {
    [Spelling::Merged, Spelling::Native].map(|spelling| Folded::new(original, spelling).text)
}

#[test]
fn folding_twice_changes_nothing() {
    for c in code_points().filter(|&c| !DENSE_LIGATURES.contains(c)) {
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

/// Symbols made of letters only separate, so of compatibility forms those of letters, digits and marks agree. Not
/// those in brackets, whose forms have the brackets, nor `ŀ`, whose form has a dot that separates.
#[test]
fn compatibility_forms_of_letters_fold_alike() {
    let forms: [Form; 2] = [|text| text.nfkc().collect(), |text| text.nfkd().collect()];
    let excepted = |c: char| DENSE_LIGATURES.contains(c) || matches!(c, 'Ŀ' | 'ŀ');
    let worded = |c: char| matches!(lookup(c).kind, Kind::Letter | Kind::Digit | Kind::Mark);
    for c in code_points().filter(|&c| worded(c) && !excepted(c)) {
        // A mark or the vowel `am` before a letter's mark would stand on another letter.
        for frame in ["_", "a _", "ก_"] {
            let original = frame.replace('_', c.encode_utf8(&mut [0; 4]));
            for formed in forms.iter().map(|form| form(&original)).filter(|formed| *formed != original) {
                if !formed.contains(['(', '〔']) {
                    assert_eq!(keys(&formed), keys(&original), "U+{:04X} in {frame}", c as u32);
                }
            }
        }
    }
}

/// The iota below Greek letters is a mark, its capital form a letter: the one exception.
#[test]
fn cases_fold_alike() {
    let iota_below = |c: char| std::iter::once(c).nfd().any(|part| part == '\u{345}');
    for c in code_points().filter(|&c| !iota_below(c)) {
        let original = c.to_string();
        assert_eq!(keys(&original.to_uppercase()), keys(&original), "U+{:04X}", c as u32);
        assert_eq!(keys(&original.to_lowercase()), keys(&original), "U+{:04X}", c as u32);
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

#[test]
fn look_alikes_merge_no_two_letters_of_one_script() {
    let scripts = [
        '\u{370}'..='\u{3FF}',
        '\u{400}'..='\u{52F}',
        '\u{531}'..='\u{586}',
        '\u{5D0}'..='\u{5EA}',
        '\u{620}'..='\u{6FF}',
        '\u{1200}'..='\u{137F}',
        '\u{13A0}'..='\u{13F5}',
    ];
    for script in scripts {
        let mut read: Vec<[String; 2]> = script.map(|c| folded(&c.to_string())).collect();
        read.sort();
        read.dedup();
        let different = read.len();
        read.dedup_by(|one, other| one[0] == other[0]);
        assert_eq!(read.len(), different);
    }
}
