//! The index finds what a comparison with every word finds.

use proptest::prelude::*;

use super::*;

fn word(letters: &str, open_start: bool, open_end: bool, fuzzy: u8) -> Word {
    let pattern = WordPattern {
        key: letters.to_owned(),
        accented: String::new(),
        written: String::new(),
        open_start,
        open_end,
        script: crate::text::Script::Latin,
        emoji: false,
    };
    Word { mode: Mode::Full, pattern: pattern.into(), glued: false, clitics: false, fuzzy }
}

/// The words found, each once.
fn found(words: &[Word], text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    Words::new((0..).zip(words)).each(text, &mut Vec::new(), &mut |word| found.push(word));
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether some beginning, ending or part of a text is near a word, tried one after the other.
fn is_near(word: &Word, text: &str) -> bool {
    let (open_start, open_end) = (word.pattern.open_start, word.pattern.open_end);
    let starts = if open_start { 0..=text.len() } else { 0..=0 };
    let near = |part: &str| strsim::damerau_levenshtein(&word.pattern.key, part) <= usize::from(word.fuzzy);
    starts.into_iter().any(|start| {
        let ends = if open_end { start..=text.len() } else { text.len()..=text.len() };
        ends.into_iter().any(|end| near(&text[start..end]))
    })
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    let one = ("[abc]{5,11}", any::<bool>(), any::<bool>(), 1_u8..=2);
    let one = one.prop_map(|(letters, open_start, open_end, edits)| {
        let edits = if letters.len() < 8 { 1 } else { edits };
        word(&letters, open_start, open_end, edits)
    });
    prop::collection::vec(one, 1..8)
}

/// A text, and a word of the policy somewhere in it after a few edits.
fn text_of(words: &[Word], start: &str, end: &str, edits: &[(u8, usize, char)]) -> String {
    let pick = edits.first().map_or(0, |edit| edit.1) % words.len();
    let mut letters: Vec<char> = words[pick].pattern.key.chars().collect();
    for &(edit, at, letter) in edits {
        let at = at % (letters.len() - 1);
        match edit {
            0 => letters.insert(at, letter),
            1 => _ = letters.remove(at),
            2 => letters[at] = letter,
            _ => letters.swap(at, at + 1),
        }
    }
    format!("{start}{}{end}", String::from_iter(letters))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn the_index_finds_what_a_scan_finds(
        words in words(),
        around in ("[abc]{0,3}", "[abc]{0,3}"),
        edits in prop::collection::vec((0_u8..4, any::<usize>(), prop::char::range('a', 'c')), 0..4),
    ) {
        for text in [text_of(&words, "", "", &edits), text_of(&words, &around.0, &around.1, &edits)] {
            let near = (0..).zip(&words).filter(|(_, word)| is_near(word, &text)).map(|(number, _)| number);
            prop_assert_eq!(found(&words, &text), near.collect::<Vec<u32>>(), "{}", text);
        }
    }
}

#[test]
fn a_word_is_found_with_its_own_number_of_edits() {
    let words =
        [word("channel", false, false, 1), word("crossing", false, false, 2), word("boats", true, true, 1)];
    assert_eq!(found(&words, "chanel"), [0]);
    assert_eq!(found(&words, "chanl"), [0; 0]);
    assert_eq!(found(&words, "corsing"), [1]);
    assert_eq!(found(&words, "speedbaotsman"), [2]);
    assert_eq!(found(&words, ""), [0; 0]);
}

#[test]
fn a_long_word_is_read_in_linear_time() {
    let open = |start, end| ["crossing", "channels"].map(|letters| word(letters, start, end, 2));
    let words = [open(false, false), open(false, true), open(true, false), open(true, true)].concat();
    for pattern in ["c", "crossing", "chnanels", "abcdefgh", "٣"] {
        let text = pattern.repeat(1_000_000 / pattern.len());
        let expected = match pattern {
            "crossing" => vec![2, 4, 6],
            "chnanels" => vec![3, 5, 7],
            _ => vec![],
        };
        assert_eq!(found(&words, &text), expected, "{pattern}");
    }
}
