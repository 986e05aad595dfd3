//! One word, or a few that stand side by side, made a hashtag: `#SmallBoat`, `#small_boat`.

use super::case::{lower, upper};
use super::draft::{Draft, Extent, Piece, Word};
use super::random::Random;

/// Most words that one hashtag takes.
const MOST_WORDS: usize = 4;
/// In a part of a text, so many hashtags at most.
const MOST_TAGS: usize = 3;

/// Places in a value of words that become one hashtag.
type Group = (usize, Vec<usize>);

/// Makes hashtags of words.
pub(super) fn tag(draft: &mut Draft, extent: Extent, random: &mut Random) {
    let mut groups: Vec<Group> = Vec::new();
    for (value, pieces) in draft.values.iter().enumerate() {
        for run in runs(pieces) {
            let mut rest = run.as_slice();
            while !rest.is_empty() {
                let (group, others) = rest.split_at((1 + random.below(MOST_WORDS)).min(rest.len()));
                groups.push((value, group.to_vec()));
                rest = others;
            }
        }
    }
    if extent == Extent::Some {
        let count = 1 + random.below(MOST_TAGS);
        let order = random.shuffled(groups.len());
        groups = order.into_iter().take(count).map(|at| groups[at].clone()).collect();
    }
    let camel = random.coin();
    groups.into_iter().for_each(|(value, group)| join(&mut draft.values[value], &group, camel));
}

/// Runs of words with a blank between each two, and nothing else directly before or behind.
fn runs(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for at in 0..pieces.len() {
        let joined = at >= 2
            && run.last() == Some(&(at - 2))
            && matches!(&pieces[at - 1], Piece::Plain(plain) if plain == " ");
        if !can_tag(pieces, at) {
            continue;
        }
        if !joined {
            runs.push(std::mem::take(&mut run));
        }
        run.push(at);
    }
    runs.push(run);
    runs
}

fn can_tag(pieces: &[Piece], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &pieces[at]);
    let free_before = match before {
        None => true,
        Some(Piece::Plain(plain)) => plain.ends_with(char::is_whitespace),
        Some(_) => false,
    };
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!' | '?' | ':' | ';' | ')' | '،' | '؟');
    let free_behind = match pieces.get(at + 1) {
        None => true,
        Some(Piece::Plain(plain)) => plain.starts_with(ends),
        Some(_) => false,
    };
    matches!(&pieces[at], Piece::Word(word) if word.is_closed()) && free_before && free_behind
}

fn join(pieces: &mut [Piece], group: &[usize], camel: bool) {
    let camel =
        camel && group.iter().all(|&at| matches!(&pieces[at], Piece::Word(word) if has_capital(word)));
    for (place, &at) in group.iter().enumerate() {
        if place > 0 {
            pieces[at - 1] = Piece::Plain(if camel { String::new() } else { "_".to_owned() });
        }
        if let Piece::Word(word) = &mut pieces[at] {
            word.before = if place == 0 { "#" } else { "" };
            if camel {
                capitalise(word);
            }
        }
    }
}

/// Whether its first letter has a capital.
fn has_capital(word: &Word) -> bool {
    word.letters.first().is_some_and(|letter| upper(letter.base).is_uppercase())
}

fn capitalise(word: &mut Word) {
    for (at, letter) in word.letters.iter_mut().enumerate() {
        letter.base = if at == 0 { upper(letter.base) } else { lower(letter.base) };
    }
}
