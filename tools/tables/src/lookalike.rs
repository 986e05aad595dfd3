//! Step 4: which letters of other scripts are one with a Latin letter, from the prototypes of UTS #39.

use std::collections::{BTreeMap, BTreeSet};

use icu_properties::props::Script;
use unicode_security::confusable_detection::skeleton;

use crate::class::{Kind, Unicode};
use crate::variants::SMALL_CAPITALS;

/// How well a merge is founded, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    BothCases,
    Small,
    Capital,
    SmallRare,
    CapitalRare,
}

/// From a natively folded letter to the Latin letter it is read as.
pub fn merges(unicode: &Unicode, native: &BTreeMap<char, char>) -> BTreeMap<char, char> {
    let mut best: BTreeMap<char, (Ground, char)> = BTreeMap::new();
    for (letter, grounds) in votes(unicode, native) {
        if let Some(choice) = decide(&grounds) {
            best.insert(letter, choice);
        }
    }
    let mut merged = best_founded(unicode, &best);
    merged.extend(listed(native, &best));
    merged.extend(small_capitals());
    merged
}

/// For each letter the Latin letters that its small and its capital forms look like.
fn votes(unicode: &Unicode, native: &BTreeMap<char, char>) -> BTreeMap<char, BTreeSet<(bool, char)>> {
    let small_capitals: BTreeMap<char, char> = small_capitals().collect();
    let syllabic = syllabic(unicode);
    let mut votes: BTreeMap<char, BTreeSet<(bool, char)>> = BTreeMap::new();
    for (&c, &letter) in native {
        if !can_merge(unicode, letter, &syllabic) || !cased_pair(unicode, c, letter) {
            continue;
        }
        let Some(prototype) = prototype(c) else { continue };
        let Some(&target) = native.get(&prototype) else { continue };
        if target == letter || !is_latin(unicode, target) {
            continue;
        }
        let target = small_capitals.get(&target).copied().unwrap_or(target);
        votes.entry(letter).or_default().insert((!c.is_uppercase(), target));
    }
    votes
}

/// Latin letters stay apart. Letters of scripts without spaces are no parts of words, Hangul and Kirat Rai letters
/// compose, and in
/// scripts that write vowels as spacing marks a letter is not read apart from them.
fn can_merge(unicode: &Unicode, letter: char, syllabic: &BTreeSet<Script>) -> bool {
    let script = unicode.script(letter);
    !is_latin(unicode, letter)
        && !unicode.is_dense(letter)
        && !matches!(script, Script::Hangul | Script::KiratRai)
        && !syllabic.contains(&script)
}

fn syllabic(unicode: &Unicode) -> BTreeSet<Script> {
    let spacing = ('\0'..=char::MAX).filter(|&c| unicode.is_spacing_mark(c));
    let mut scripts: BTreeSet<Script> = spacing.map(|c| unicode.script(c)).collect();
    scripts.remove(&Script::Common);
    scripts.remove(&Script::Inherited);
    scripts
}

/// Whether one is the other or its case form: only these speak for a letter, not its variants or enclosed forms.
fn cased_pair(unicode: &Unicode, c: char, letter: char) -> bool {
    c == letter || unicode.lower(c) == letter || unicode.lower(letter) == unicode.lower(c)
}

fn is_latin(unicode: &Unicode, c: char) -> bool {
    unicode.class(c).latin
}

fn prototype(c: char) -> Option<char> {
    let text = c.to_string();
    let mut chars = skeleton(&text);
    match (chars.next(), chars.next()) {
        (Some(only), None) if only != c => Some(only),
        _ => None,
    }
}

fn decide(votes: &BTreeSet<(bool, char)>) -> Option<(Ground, char)> {
    let of = |small: bool, ascii: bool| {
        votes.iter().filter(|v| v.0 == small && v.1.is_ascii() == ascii).map(|v| v.1).next()
    };
    match (of(true, true), of(false, true)) {
        (Some(small), Some(capital)) if small == capital => Some((Ground::BothCases, small)),
        (Some(small), _) => Some((Ground::Small, small)),
        (None, Some(capital)) => Some((Ground::Capital, capital)),
        (None, None) => of(true, false)
            .map(|small| (Ground::SmallRare, small))
            .or_else(|| of(false, false).map(|capital| (Ground::CapitalRare, capital))),
    }
}

/// Of the letters of one script that look like one Latin letter the best founded is merged, the first of equals.
fn best_founded(unicode: &Unicode, best: &BTreeMap<char, (Ground, char)>) -> BTreeMap<char, char> {
    let mut taken = BTreeMap::new();
    for (&letter, &(ground, target)) in best {
        let place = taken.entry((unicode.script(letter), target)).or_insert((ground, letter));
        *place = (*place).min((ground, letter));
    }
    taken.into_iter().map(|((_, target), (_, letter))| (letter, target)).collect()
}

/// The letters whose small or only form, or the form they fold to, has an ASCII letter itself for its prototype: these are
/// merged however many of a script look like it.
fn listed(native: &BTreeMap<char, char>, best: &BTreeMap<char, (Ground, char)>) -> BTreeMap<char, char> {
    let decisive = native.iter().filter(|&(&c, &letter)| c == letter || !c.is_uppercase());
    let ascii = |c: char| prototype(c).filter(char::is_ascii_alphabetic).map(|p| p.to_ascii_lowercase());
    decisive
        .filter_map(|(&c, &letter)| Some((letter, ascii(c)?)))
        .filter(|(letter, target)| best.get(letter).is_some_and(|(_, decided)| decided == target))
        .collect()
}

fn small_capitals() -> impl Iterator<Item = (char, char)> {
    let chars: Vec<char> = SMALL_CAPITALS.chars().collect();
    chars.chunks(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>().into_iter()
}

/// The single letters that single letters fold to.
pub fn letters(unicode: &Unicode) -> BTreeMap<char, char> {
    let mut letters = BTreeMap::new();
    for c in '\0'..=char::MAX {
        let class = unicode.class(c);
        let mut chars = class.native.chars();
        if let (Kind::Letter, Some(only), None) = (class.kind, chars.next(), chars.next()) {
            letters.insert(c, only);
        }
    }
    letters
}
