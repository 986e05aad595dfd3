//! A word of a term in letters of two scripts: mostly a letter that was pasted, since folding reads it all the same.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};

pub(super) const LINT: Lint = Lint { code: Code::MixedScripts, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for term in &subject.policy.terms {
        // Whatever the words are, they have the letters of the whole.
        if term.text.is_ascii() || mixed(&term.text).is_none() {
            continue;
        }
        let mut ways = vec![term.text.clone()];
        written_out(&mut ways);
        let words = ways.iter().flat_map(|way| way.split(|c: char| !c.is_alphabetic()));
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

/// Ways to write a term that are looked at: mostly the first alternatives are enough to see that a letter was pasted.
const MOST_WAYS: usize = 64;

/// Writes out alternatives that are parts of words, one bracket after the other, innermost first.
fn written_out(ways: &mut Vec<String>) {
    let mut done = Vec::new();
    while let Some(way) = ways.pop() {
        let close = way.find(']').unwrap_or(way.len());
        let open = way[..close].rfind('[').filter(|_| close < way.len());
        let is_escaped = |at: usize| way[..at].ends_with('\\');
        match open
            .filter(|&open| !is_escaped(open) && !is_escaped(close) && done.len() + ways.len() < MOST_WAYS)
        {
            None => done.push(way),
            Some(open) => {
                let after = way[close + 1..].trim_start_matches('?');
                let parts = way[open + 1..close].split('|').take(MOST_WAYS);
                ways.extend(parts.map(|part| format!("{}{part}{after}", &way[..open])));
            }
        }
    }
    *ways = done;
}

/// Two scripts of a text's letters.
fn mixed(text: &str) -> Option<(&'static str, &'static str)> {
    let mut scripts = text.chars().filter_map(script);
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
