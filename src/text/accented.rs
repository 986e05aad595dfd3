//! Folding without step 3, for `accented`: marks and strokes stay, everything else is as in a key. Only candidates
//! whose key already matches come here, so it may normalise at run time.

use unicode_normalization::UnicodeNormalization;

use super::Spelling;
use super::fold::{Entry, Kind, lookup};

const DOT_ABOVE: char = '\u{307}';

/// A word of the original folded with its marks, in normalisation form C. `@` and `!` stay, for where they are letters.
#[must_use]
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfc() {
        // A letter that the table folds without a decomposition (a circled one, a variant of step 5) comes first.
        let entry = lookup(c);
        match entry.kind {
            Kind::Letter | Kind::Digit => letter(c, entry, &mut folded),
            // The lower case of `İ` may bring the dot along as a mark: an `i` has it already.
            Kind::Mark if c == DOT_ABOVE && folded.ends_with('i') => {}
            Kind::Mark => folded.push(c),
            Kind::Emoji | Kind::Regional | Kind::Sign => {
                folded.push_str(entry.fold(Spelling::Merged).unwrap_or(c.encode_utf8(&mut [0; 4])))
            }
            Kind::Separator => {
                let base = entry.fold(Spelling::Merged).and_then(|fold| fold.chars().next()).unwrap_or(c);
                folded.extend(matches!(base, '@' | '!').then_some(base));
            }
            _ => {}
        }
    }
    folded.nfc().collect()
}

fn letter(c: char, entry: &Entry, folded: &mut String) {
    if is_variant(c) {
        folded.push_str(entry.fold(Spelling::Merged).unwrap_or(c.encode_utf8(&mut [0; 4])));
        return;
    }
    for part in std::iter::once(c).nfkd() {
        let of = lookup(part);
        match of.kind {
            Kind::Mark => folded.push(part),
            Kind::Letter | Kind::Digit if of.is_stroked() => folded.extend(part.to_lowercase()),
            Kind::Letter | Kind::Digit => {
                folded.push_str(of.fold(Spelling::Merged).unwrap_or(part.encode_utf8(&mut [0; 4])))
            }
            _ => {}
        }
    }
}

/// Arabic letters with a hamza or madda above are variants by step 5, not letters with marks. The dot of `İ` is none
/// either: by step 1 it is an `i`.
fn is_variant(c: char) -> bool {
    matches!(c, 'İ' | 'أ' | 'إ' | 'آ' | 'ئ' | 'ؤ' | 'ۀ' | 'ۂ' | 'ۓ')
}

/// Whether a character is a mark on the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    lookup(c).kind == Kind::Mark
}
