//! The subset of posts and rules on which every matcher has to agree, and a judge of it too plain to be wrong.
//!
//! A text of the subset is words of two or more of the letters a to z, none three times in a row, with one space between
//! each two; a phrase is such words too. Every reading of Varne needs what is not there: capitals, marks, look-alikes and
//! signs to fold, digits or signs for `leet`, words of one letter for `spacing`, a letter three times for `repeats`, a
//! hashtag, handle or capital for `joined`, Arabic script for `clitics`. Folding letter by letter changes nothing either, so
//! that a phrase is there if, and only if, it stands between two spaces.

use std::collections::BTreeSet;

use crate::ruleset::{Rule, RuleSet};

/// A rule that fires by its index, and where its phrases stand: start, end, phrase.
pub type Found = Vec<(usize, BTreeSet<(usize, usize, String)>)>;

/// What a text has of the subset, each word in small letters.
pub fn text(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_ascii_lowercase);
    words.filter(|word| is_word(word)).collect::<Vec<_>>().join(" ")
}

/// The rules that keep a phrase on both sides, with the phrases that are in the subset.
pub fn rules(set: &RuleSet) -> RuleSet {
    let kept = |phrases: &[usize]| -> Vec<usize> {
        phrases.iter().copied().filter(|&phrase| set.phrases[phrase].split(' ').all(is_word)).collect()
    };
    let rules = set.rules.iter();
    let rules =
        rules.map(|rule| Rule { id: rule.id.clone(), a: kept(&rule.a), b: kept(&rule.b), c: kept(&rule.c) });
    RuleSet {
        rules: rules.filter(|rule| !rule.a.is_empty() && !rule.b.is_empty()).collect(),
        phrases: set.phrases.clone(),
    }
}

fn is_word(word: &str) -> bool {
    let letters = word.as_bytes();
    letters.len() >= 2
        && letters.iter().all(u8::is_ascii_lowercase)
        && !letters.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

/// Which rules fire on a text of the subset.
pub fn judge(set: &RuleSet, text: &str) -> Found {
    let text = format!(" {text} ");
    let there: Vec<bool> = set.phrases.iter().map(|phrase| text.contains(&format!(" {phrase} "))).collect();
    let any = |phrases: &[usize]| phrases.iter().any(|&phrase| there[phrase]);
    let fired = set.rules.iter().enumerate();
    let fired = fired.filter(|(_, rule)| any(&rule.a) && any(&rule.b) && !any(&rule.c));
    fired.map(|(index, rule)| (index, places(set, rule, &text))).collect()
}

/// Where the phrases of a rule stand, counted without the space put before the text.
fn places(set: &RuleSet, rule: &Rule, text: &str) -> BTreeSet<(usize, usize, String)> {
    let mut places = BTreeSet::new();
    for phrase in rule.a.iter().chain(&rule.b).map(|&phrase| &set.phrases[phrase]) {
        let wanted = format!(" {phrase} ");
        let starts = (0..text.len()).filter(|&start| text[start..].starts_with(&wanted));
        places.extend(starts.map(|start| (start, start + phrase.len(), phrase.clone())));
    }
    places
}
