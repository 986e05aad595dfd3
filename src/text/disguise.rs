//! Disguises inside a word: letters written as digits and signs (`leet`) and letters repeated (`repeats`).
//!
//! A word may be read in very many ways (`1` is `i` or `l`, every run of a letter may be shortened), so they are never
//! written out. A *skeleton*, which blurs what may stand for each other and has no letter twice in a row, is the same
//! for all of them and is what words are looked up by; whether a word that was found so can really be read is then
//! decided run by run, in linear time.

/// The key is one of letters and digits or signs that can be letters.
pub(super) const LEET: u8 = 1;
/// The key has a letter three times in a row, or may have once it is read as letters.
pub(super) const RUNS: u8 = 2;

/// The letters a digit or sign is read as; both of them where there are two.
const fn letters_of(sign: char) -> [char; 2] {
    match sign {
        '0' => ['o', 'o'],
        '1' => ['i', 'l'],
        '3' => ['e', 'e'],
        '4' | '@' => ['a', 'a'],
        '5' | '$' => ['s', 's'],
        '7' => ['t', 't'],
        '8' => ['b', 'b'],
        '!' => ['i', 'i'],
        other => [other, other],
    }
}

/// One of a digit or sign, the letters it may be read as, and those that share a digit with them.
const fn blur(c: char) -> char {
    match c {
        'l' => 'i',
        c => letters_of(c)[0],
    }
}

/// The same of a symbol.
#[must_use]
pub fn blurred_symbol(symbol: u8) -> u8 {
    BLURRED[symbol as usize]
}

/// By symbol.
static BLURRED: [u8; 256] = {
    let mut blurred = [0; 256];
    let mut symbol = 0;
    while symbol < 256 {
        blurred[symbol] = if symbol < 128 { blur(symbol as u8 as char) as u8 } else { symbol as u8 };
        symbol += 1;
    }
    blurred
};

/// What a key may have to be read through: [`LEET`], [`RUNS`].
pub(super) fn flags_of(key: &str) -> u8 {
    if key.len() < 3 {
        return 0;
    }
    let (mut chars, mut others, mut leet, mut run, mut longest, mut before) = (0, 0, 0, 0, 0, '\0');
    for c in key.chars() {
        chars += 1;
        others += usize::from(!is_letter(c));
        leet += usize::from(letters_of(c)[0] != c);
        run = if c == before && is_letter(c) { run + 1 } else { 1 };
        longest = longest.max(run);
        before = c;
    }
    let runs = if longest > 2 { RUNS } else { 0 };
    let is_leet = leet > 0 && chars > 2 && chars - others > others && !is_number_with_ending(key);
    if is_leet { LEET | RUNS } else { runs }
}

/// Everything in a key that is no digit and no sign counts as a letter.
const fn is_letter(c: char) -> bool {
    !c.is_ascii_digit() && !matches!(c, '@' | '$' | '!')
}

/// Whether single letters may be a word: there are two different ones, and more letters than digits.
pub(super) fn may_be_spelled(key: &str) -> bool {
    let letters = key.chars().filter(|&c| is_letter(c)).count();
    let mut chars = key.chars();
    let first = chars.next();
    letters * 2 > key.chars().count() && chars.any(|c| Some(c) != first)
}

/// `7am`, `10kg`, `1st`, `5miles`: digits, then letters alone.
fn is_number_with_ending(key: &str) -> bool {
    let ending = key.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < key.len() && ending.chars().all(is_letter)
}

/// The letters of a key, each blurred to what may stand for it. With none twice in a row they are its skeleton.
pub fn blurred(key: &str) -> impl DoubleEndedIterator<Item = char> {
    key.chars().map(blur)
}

/// Appends the skeleton of a key: what stands for all its disguises, equal for words that may be read as each other.
pub fn push_skeleton(key: &str, skeleton: &mut String) {
    let mut last = skeleton.chars().next_back();
    for c in blurred(key) {
        if last.replace(c) != Some(c) {
            skeleton.push(c);
        }
    }
}

/// What a word is compared by, and where it is open.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub(super) letters: &'w str,
    pub(super) open_start: bool,
    pub(super) open_end: bool,
    /// After the word no mark may follow: its last letter has none.
    pub(super) whole_letters: bool,
}

/// Through what a word may be read.
#[derive(Clone, Copy)]
pub(super) struct Through {
    pub(super) leet: bool,
    pub(super) repeats: bool,
}

/// Whether a word can be read in a key. Time grows with the product of both lengths.
pub(super) fn is_read(
    wanted: Wanted<'_>,
    key: &str,
    through: Through,
    is_mark: impl Fn(char) -> bool,
) -> bool {
    if !through.leet && !through.repeats {
        return stands(wanted, key, is_mark);
    }
    let found: Vec<char> = key.chars().collect();
    let runs = runs(wanted.letters);
    let mut places = vec![wanted.open_start; found.len() + 1];
    places[0] = true;
    for (number, &run) in runs.iter().enumerate() {
        let at_open_side = number == 0 && wanted.open_start || number + 1 == runs.len() && wanted.open_end;
        places = after_run(&found, &places, run, through, at_open_side);
    }
    if !wanted.open_end {
        return places[found.len()];
    }
    let ends_whole = |at: usize| !(wanted.whole_letters && found.get(at).is_some_and(|&next| is_mark(next)));
    (0..=found.len()).any(|at| places[at] && ends_whole(at))
}

/// Whether a word stands in a key as it is.
fn stands(wanted: Wanted<'_>, key: &str, is_mark: impl Fn(char) -> bool) -> bool {
    let Wanted { letters, open_start, open_end, whole_letters } = wanted;
    let ends_whole = |rest: &str| !(whole_letters && rest.starts_with(&is_mark));
    match (open_start, open_end) {
        (false, false) => key == letters,
        (true, false) => key.ends_with(letters),
        (false, true) => key.strip_prefix(letters).is_some_and(ends_whole),
        (true, true) => {
            let mut starts = key.char_indices().map(|(at, _)| &key[at..]);
            starts.any(|rest| rest.strip_prefix(letters).is_some_and(ends_whole))
        }
    }
}

/// The letters of a word, each with how often it stands there in a row.
fn runs(word: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for c in word.chars() {
        match runs.last_mut() {
            Some((before, count)) if *before == c => *count += 1,
            _ => runs.push((c, 1)),
        }
    }
    runs
}

/// Where a run of a letter can end that starts at one of the places. At an open side of a word the run may go on, so
/// that there it is read as it stands.
fn after_run(
    found: &[char],
    places: &[bool],
    (letter, count): (char, usize),
    through: Through,
    at_open_side: bool,
) -> Vec<bool> {
    let is_read = |c: char| c == letter || through.leet && letters_of(c).contains(&letter);
    let shortens = through.repeats && is_letter(letter) && count < 3 && !at_open_side;
    let mut after = vec![false; places.len()];
    // Of the stretch of such letters that holds the place: its start, and its first place to start a run at.
    let (mut start, mut first) = (0, None);
    for at in 0..places.len() {
        if at > 0 && !is_read(found[at - 1]) {
            (start, first) = (at, None);
        }
        after[at] = at >= start + count && places[at - count]
            || shortens && first.is_some_and(|first| at >= first + 3);
        if places[at] && first.is_none() {
            first = Some(at);
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(word: &str, key: &str) -> bool {
        let wanted = Wanted {
            letters: word.trim_matches('*'),
            open_start: word.starts_with('*'),
            open_end: word.ends_with('*'),
            whole_letters: false,
        };
        is_read(wanted, key, Through { leet: true, repeats: true }, |_| false)
    }

    #[test]
    fn only_disguised_words_are_leet() {
        for key in ["b0at", "cr0ss1ng", "$mall", "v!sa", "p4ssp0rt", "5m4ll", "pa$$port"] {
            assert!(flags_of(key) & LEET != 0, "{key}");
        }
        for key in [
            "boat",
            "7am",
            "10kg",
            "1st",
            "4x4",
            "2024",
            "100euros",
            "a1",
            "3k",
            "24hrs",
            "07700900123",
            "b4",
            "o7700",
            "x9",
            "room26",
            "a1b1",
            "3d5",
            "00441",
        ] {
            assert_eq!(flags_of(key) & LEET, 0, "{key}");
        }
    }

    #[test]
    fn runs_are_letters_three_times() {
        for (key, expected) in [
            ("boooat", RUNS),
            ("boat", 0),
            ("boot", 0),
            ("www", RUNS),
            ("10000", 0),
            ("قااارب", RUNS),
            ("b0at", LEET | RUNS),
        ] {
            assert_eq!(flags_of(key), expected, "{key}");
        }
    }

    #[test]
    fn skeletons_blur_what_may_stand_for_each_other() {
        for (key, expected) in
            [("b0at", "boat"), ("bo11", "boi"), ("boiling", "boiing"), ("boooat", "boat"), ("$$a!l", "sai")]
        {
            let mut skeleton = String::new();
            push_skeleton(key, &mut skeleton);
            let expected = expected.replace("ii", "i");
            assert_eq!(skeleton, expected, "{key}");
        }
    }

    #[test]
    fn words_are_read_through_disguise() {
        for (word, key, expected) in [
            ("boat", "b0at", true),
            ("boat", "8oaaat", true),
            ("boat", "booat", false),
            ("boat", "boooat", true),
            ("boot", "b0000t", true),
            ("boot", "bot", false),
            ("bot", "boot", false),
            ("small", "sma11", true),
            ("small", "$m411", true),
            ("smail", "sma11", true),
            ("il", "1111", true),
            ("il", "11", true),
            ("ill", "11111", true),
            ("2000", "20000", false),
            ("cross*", "cr0ssing", true),
            ("cross*", "crosssing", true),
            ("cross*", "crosing", false),
            ("*ing", "cr0ss1ng", true),
            ("*ss*", "cr0ss1ng", true),
            ("*sss*", "crossing", false),
            ("boooat", "boooat", true),
            ("boooat", "booooat", false),
        ] {
            assert_eq!(reads(word, key), expected, "{word} in {key}");
        }
    }
}
