//! Arabic words without the letters that are written together with them: `والقارب` is also `القارب` and `قارب`.

use super::fold::{Kind as Class, lookup};
use super::{Edge, Script, Spelling, Text, symbol};

/// And, so, with, like, to.
const LETTERS: [char; 5] = ['و', 'ف', 'ب', 'ك', 'ل'];
/// The article.
const ARTICLE: [char; 2] = ['ا', 'ل'];
/// Their symbols; alef is folded to the Latin letter it looks like.
const LETTER_SYMBOLS: [u8; 5] = [symbol('و'), symbol('ف'), symbol('ب'), symbol('ك'), symbol('ل')];
const ARTICLE_SYMBOLS: [u8; 2] = [symbol('l'), symbol('ل')];
/// At most so many letters stand before the article.
const MOST: usize = 3;
/// At most so many letters are left out, those of the article among them.
pub const MOST_CLITICS: u32 = (MOST + ARTICLE.len()) as u32;
/// So many letters must remain.
const FEWEST: usize = 3;

/// The ends of a folded word that it also reads as, the longest first: without up to three of the letters, and without
/// an article after them.
pub(super) fn stems(word: &str) -> impl Iterator<Item = &str> {
    let mut stems = [""; 2 * MOST + 2];
    let mut rest = word;
    for number in 0..=MOST {
        stems[2 * number] = if number > 0 { rest } else { "" };
        let without = without(rest, ARTICLE[0]).and_then(|rest| without(rest, ARTICLE[1]));
        stems[2 * number + 1] = without.unwrap_or_default();
        match LETTERS.into_iter().find_map(|letter| self::without(rest, letter)) {
            Some(shorter) if number < MOST => rest = shorter,
            _ => break,
        }
    }
    stems.into_iter().filter(|stem| has_letters(stem))
}

/// The same of a word's symbols, as the places where they start. Of a word in another script with letters of the same
/// symbols there may be some, too.
pub fn stem_starts(symbols: &[u8]) -> impl Iterator<Item = usize> {
    let (mut starts, mut count) = ([0; 2 * MOST + 2], 0);
    let mut note = |start: usize| {
        starts[count] = start;
        count += 1;
    };
    let mut rest = 0;
    for number in 0..=MOST {
        if number > 0 {
            note(rest);
        }
        if symbols[rest..].starts_with(&ARTICLE_SYMBOLS) {
            note(rest + ARTICLE_SYMBOLS.len());
        }
        match symbols.get(rest) {
            Some(first) if number < MOST && LETTER_SYMBOLS.contains(first) => rest += 1,
            _ => break,
        }
    }
    let length = symbols.len();
    starts.into_iter().take(count).filter(move |start| length - start >= FEWEST)
}

/// A word without its first letter and the marks on it, if that is the letter it begins with.
fn without(word: &str, letter: char) -> Option<&str> {
    let folded = lookup(letter).fold(Spelling::Merged).and_then(|fold| fold.chars().next()).unwrap_or(letter);
    let rest = word.strip_prefix(folded)?;
    Some(rest.trim_start_matches(|c| lookup(c).kind == Class::Mark))
}

fn has_letters(stem: &str) -> bool {
    stem.chars().filter(|&c| lookup(c).kind == Class::Letter).nth(FEWEST - 1).is_some()
}

/// Whether a key begins as a word with something to leave out does, which most do not: one of the letters, or the
/// article, whose alef is folded to the Latin letter it looks like.
const fn begins_with_clitic(key: &[u8]) -> bool {
    matches!(key, [0xD9, 0x81 | 0x83 | 0x84 | 0x88, ..] | [0xD8, 0xA8, ..] | [b'l', 0xD9, 0x84, ..])
}

impl Text {
    /// The ends of an edge's key that it also reads as in Arabic; none of what is not in Arabic letters.
    pub fn stems(&self, edge: &Edge) -> impl Iterator<Item = &str> {
        let may_have = edge.script == Script::Other && begins_with_clitic(self.key_bytes(edge));
        stems(if may_have { self.key(edge) } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Text, fold_tokens, symbol};

    fn stems(word: &str) -> Vec<String> {
        let mut text = Text::new();
        text.read(word);
        text.stems(&text.tokens()[0]).map(str::to_owned).collect()
    }

    #[test]
    fn what_may_be_left_out_is_seen_at_once() {
        for start in ["و", "ف", "ب", "ك", "ل", "ال"] {
            assert!(super::begins_with_clitic(fold_tokens(start).as_bytes()), "{start}");
        }
        assert!(!super::begins_with_clitic(fold_tokens("قارب").as_bytes()));
    }

    #[test]
    fn symbols_have_the_same_stems() {
        for word in [
            "والقارب",
            "بالقارب",
            "القارب",
            "للقارب",
            "وبالقارب",
            "وَالقَارِب",
            "وقارب",
            "قارب",
            "ولد",
            "كتاب",
            "boat",
        ] {
            let symbols: Vec<u8> = fold_tokens(word).chars().map(symbol).collect();
            let found: Vec<Vec<u8>> =
                super::stem_starts(&symbols).map(|start| symbols[start..].to_vec()).collect();
            let expected: Vec<Vec<u8>> =
                stems(word).iter().map(|stem| stem.chars().map(symbol).collect()).collect();
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn clitics_are_left_out_in_turn() {
        for (word, expected) in [
            ("والقارب", "القارب قارب"),
            ("بالقارب", "القارب قارب"),
            ("القارب", "قارب"),
            ("للقارب", "لقارب قارب"),
            ("وبالقارب", "بالقارب القارب قارب"),
            ("وَالقَارِب", "القارب قارب"),
            ("وقارب", "قارب"),
            ("قارب", ""),
            ("ولد", ""),
            ("كتاب", "تاب"),
            ("boat", ""),
        ] {
            assert_eq!(stems(word).join(" "), fold_tokens(expected), "{word}");
        }
    }
}
