//! What a single word can be read as: `leet`, `repeats` and `clitics`, each as the language page has it, written as a
//! regular expression over the folded word of the content, which is slow and plain to see.

use regex::Regex;

use super::words::Word;
use crate::text::{Mode, Readings, Script, WordPattern};

/// Whether readings are on.
pub(super) const fn reads_disguise(mode: Mode) -> bool {
    matches!(mode, Mode::Full | Mode::Accented)
}

/// "A token of ≥ 3 characters that mixes letters with `0134578@$!` … letters outnumber the others; never on a number …
/// nor on digits with an ending (`7am`, `10kg`, `1st`, `4x4`)".
pub(super) fn is_leet(key: &str) -> bool {
    let is_other = |c: char| c.is_ascii_digit() || "@$!".contains(c);
    let ending = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_ending = ending.len() < key.len() && !ending.contains(is_other);
    let has_letters = key.contains(|c| "0134578@$!".contains(c));
    key.chars().count() >= 3 && is_mostly_letters(key) && has_letters && !is_ending
}

/// Whether letters outnumber digits and signs.
pub(super) fn is_mostly_letters(key: &str) -> bool {
    let others = key.chars().filter(|c| c.is_ascii_digit() || "@$!".contains(*c)).count();
    key.chars().count() - others > others
}

/// The digits and signs that are read as a letter.
pub(super) fn digits_of(letter: char) -> &'static str {
    match letter {
        'o' => "0",
        'i' => "1!",
        'l' => "1",
        'e' => "3",
        'a' => "4@",
        's' => "5$",
        't' => "7",
        'b' => "8",
        _ => "",
    }
}

/// Through what letters a word of the content may have to be read: digits and signs, repeated letters, both, nothing.
pub(super) fn inside(key: &str) -> Vec<Readings> {
    let mut ways = vec![Readings::NONE];
    let is_leet = is_leet(key);
    if is_leet || runs(key).iter().any(|(_, count)| *count > 2) {
        ways.push(Readings::REPEATS);
    }
    if is_leet {
        ways.extend([Readings::LEET, Readings::LEET.with(Readings::REPEATS)]);
    }
    ways
}

/// The fewest readings through which a word of a term can be read in a word of the content; `marked` is the word of
/// the content with its marks, for `accented`, and `written` as it stands.
pub(super) fn readings(
    pattern: &WordPattern,
    mode: Mode,
    clitics: bool,
    word: &Word,
    marked: &str,
    written: &str,
) -> Option<Readings> {
    match mode {
        Mode::Exact => is_equal(pattern, &pattern.written, written, word),
        Mode::Plain => is_equal(pattern, &pattern.key, &word.key, word),
        Mode::Full => least(pattern, &pattern.key, &word.key, clitics, word, ".*"),
        // "Marks count": the last letter of a beginning has none that the term does not have.
        Mode::Accented => least(pattern, &pattern.accented, marked, clitics, word, r"(?:\P{M}.*)?"),
    }
}

/// "`exact` turns folding and readings off"; "`plain` keeps folding and turns the readings off".
fn is_equal(pattern: &WordPattern, wanted: &str, found: &str, word: &Word) -> Option<Readings> {
    let same = word.readings.is_none() && is_read(pattern, wanted, found, Readings::NONE, ".*");
    (same && is_near_enough(pattern, word.letters, word.script)).then_some(Readings::NONE)
}

fn least(
    pattern: &WordPattern,
    wanted: &str,
    found: &str,
    clitics: bool,
    word: &Word,
    rest: &str,
) -> Option<Readings> {
    let mut ways = word.inside.clone();
    if word.is_word && clitics && word.script == Script::Other {
        ways.extend(word.inside.iter().map(|way| way.with(Readings::CLITICS)));
    }
    ways.sort();
    let is_possible = |way: &Readings| {
        is_read(pattern, wanted, found, *way, rest)
            && is_near_enough(pattern, letters(pattern, word, *way), word.script)
    };
    ways.into_iter().find(is_possible).map(|way| way.with(word.readings))
}

/// "A token wholly in another script matches a Latin-script term in this way only from four letters on", repeated ones
/// counted as the term has them, and those that leet gives counted, too.
pub(super) fn is_near_enough(pattern: &WordPattern, letters: u32, script: Script) -> bool {
    let one_is_latin = (pattern.script == Script::Latin) != (script == Script::Latin);
    let none_is_mixed = [pattern.script, script].iter().all(|s| matches!(s, Script::Latin | Script::Other));
    letters >= 4 || !(one_is_latin && none_is_mixed)
}

fn letters(pattern: &WordPattern, word: &Word, way: Readings) -> u32 {
    if way.has(Readings::REPEATS) && !pattern.open_start && !pattern.open_end {
        pattern.key.chars().filter(|c| c.is_alphabetic()).count() as u32
    } else if way.has(Readings::LEET) {
        word.key.chars().count() as u32
    } else {
        word.letters
    }
}

/// Whether a word of a term is read in a text through readings, as far as they are given. `rest` is what may
/// follow where it is open.
fn is_read(pattern: &WordPattern, wanted: &str, found: &str, way: Readings, rest: &str) -> bool {
    if way.has(Readings::CLITICS) {
        return stems(found)
            .iter()
            .any(|stem| is_read(pattern, wanted, stem, way.without(Readings::CLITICS), rest));
    }
    if way.is_none() && !found.contains(wanted) {
        return false;
    }
    let runs: Vec<(char, usize)> = runs(wanted);
    let (digits, repeats) = (way.has(Readings::LEET), way.has(Readings::REPEATS));
    if !ends_agree(pattern, &runs, found) {
        return false;
    }
    let mut regex = String::from(if pattern.open_start { "(?s)^.*" } else { "(?s)^" });
    for (number, &(letter, count)) in runs.iter().enumerate() {
        let signs = if digits { digits_of(letter) } else { "" };
        let class: String = std::iter::once(letter).chain(signs.chars()).map(escaped).collect();
        let at_open_side = number == 0 && pattern.open_start || number + 1 == runs.len() && pattern.open_end;
        let shortens = repeats && !letter.is_ascii_digit() && !at_open_side;
        regex += &match count {
            // "A letter three or more times in a row also reads as one and as two."
            1 if shortens => format!("(?:[{class}]|[{class}]{{3,}})"),
            2 if shortens => format!("[{class}]{{2,}}"),
            _ => format!("[{class}]{{{count}}}"),
        };
    }
    regex += if pattern.open_end { rest } else { "" };
    regex += "$";
    Regex::new(&regex).is_ok_and(|regex| regex.is_match(found))
}

/// Whether the first and last letters could be those of the word: a quick look, since an expression takes its time.
fn ends_agree(pattern: &WordPattern, runs: &[(char, usize)], found: &str) -> bool {
    let agrees = |run: Option<&(char, usize)>, c: Option<char>| match (run, c) {
        (Some(&(letter, _)), Some(c)) => c == letter || digits_of(letter).contains(c),
        _ => run.is_none() && c.is_none(),
    };
    (pattern.open_start || agrees(runs.first(), found.chars().next()))
        && (pattern.open_end || agrees(runs.last(), found.chars().next_back()))
}

/// A letter in a class of a regular expression.
fn escaped(letter: char) -> String {
    format!("\\x{{{:X}}}", letter as u32)
}

/// Each letter with how often it stands there in a row.
fn runs(word: &str) -> Vec<(char, usize)> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
}

/// "Also reads without leading و ف ب ك ل and ال, if three letters remain": up to three of the letters, then the article.
pub(super) fn stems(word: &str) -> Vec<&str> {
    let fold = |letter: &str| crate::text::fold_tokens(letter);
    let singles = ["و", "ف", "ب", "ك", "ل"].map(fold);
    let (alef, lam) = (fold("ا"), fold("ل"));
    let mut starts = vec![word];
    let mut all = Vec::new();
    for number in 0..=3 {
        let start = starts[number];
        all.extend((number > 0).then_some(start));
        all.extend(without(start, &alef).and_then(|rest| without(rest, &lam)));
        match singles.iter().find_map(|single| without(start, single)) {
            Some(shorter) => starts.push(shorter),
            None => break,
        }
    }
    all.into_iter().filter(|stem| stem.chars().filter(|&c| is_letter(c)).count() >= 3).collect()
}

/// A word without a letter it begins with and the marks on that.
fn without<'w>(word: &'w str, letter: &str) -> Option<&'w str> {
    word.strip_prefix(letter).map(|rest| rest.trim_start_matches(is_mark))
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_letter(c: char) -> bool {
    !is_mark(c) && !c.is_ascii_digit()
}
