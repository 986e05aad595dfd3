//! A word of a term in letters of two scripts: mostly a letter that was pasted, since folding reads it all the same.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::MixedScripts, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for term in &subject.policy.terms {
        if term.text.is_ascii() {
            continue;
        }
        let words = term.text.split(|c: char| !c.is_alphabetic());
        let Some((word, (first, second))) = words.filter_map(|word| Some((word, mixed(word)?))).next() else {
            continue;
        };
        report.tell(
            term.place,
            format!("the word `{word}` has letters of {first} and {second}"),
            "letters that look alike are read as one, so one script is enough",
            format!("write the whole word in {first} or in {second} letters"),
        );
    }
}

/// Two scripts of a word's letters.
fn mixed(word: &str) -> Option<(&'static str, &'static str)> {
    let mut scripts = word.chars().filter_map(script);
    let first = scripts.next()?;
    scripts.find(|&script| script != first).map(|second| (first, second))
}

/// The script of a letter, of those whose letters are mistaken for each other or seldom stand in one word. Blocks of
/// the Unicode Standard.
const fn script(letter: char) -> Option<&'static str> {
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => "Latin",
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "Greek",
        '\u{400}'..='\u{52F}' => "Cyrillic",
        '\u{530}'..='\u{58F}' => "Armenian",
        '\u{590}'..='\u{5FF}' => "Hebrew",
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => "Arabic",
        '\u{900}'..='\u{97F}' => "Devanagari",
        '\u{10A0}'..='\u{10FF}' => "Georgian",
        '\u{1200}'..='\u{139F}' => "Ethiopic",
        '\u{AC00}'..='\u{D7A3}' => "Hangul",
        _ => return None,
    })
}
