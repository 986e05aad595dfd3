//! Made-up policies. Goes out: source, and the terms that posts have to hold for its rules to fire.

use std::fmt::Write;

use super::{Random, word};

/// A policy of made-up words.
pub(crate) struct Policy {
    pub(crate) source: String,
    /// The terms of each lexicon, without their stars.
    pub(crate) lexicons: Vec<Vec<String>>,
}

/// The name of a policy's package.
pub(crate) const NAME: &str = "made_up";

/// A policy of so many rules over lexicons of terms of one to three words, 60 each, 6 where there are many; every
/// rule has a signal of two sides near each other, a contact, and an exception.
pub(crate) fn policy(rules: usize) -> Policy {
    let mut random = Random::new(2);
    let mut policy = Policy { source: String::new(), lexicons: Vec::new() };
    for lexicon in 0..=rules {
        let count = if rules > 100 { 6 } else { 60 };
        let (terms, quoted): (Vec<_>, Vec<_>) = (0..count).map(|_| term(&mut random)).unzip();
        writeln!(policy.source, "lexicon l{lexicon} {{ en {} }}", quoted.join(", ")).unwrap_or_default();
        policy.lexicons.push(terms);
    }
    for rule in 0..rules {
        let (next, contact) = (rule + 1, contact(rule));
        writeln!(
            policy.source,
            "rule r{rule} {{ when l{rule} near l{next} within 10 words and (phone or handle or \"{contact}\")\n\
             unless 2 of l{rule} then review severity low because \"made up\" }}",
        )
        .unwrap_or_default();
    }
    policy
}

impl Policy {
    /// The text of a post on which a rule fires.
    pub(crate) fn firing(&self, rule: usize, random: &mut Random) -> String {
        let (here, next) = (&self.lexicons[rule], &self.lexicons[rule + 1]);
        let (here, next) = (&here[random.below(here.len())], &next[random.below(next.len())]);
        format!("{here}, {next}! {}", contact(rule))
    }
}

/// The word that stands for a contact in a rule.
fn contact(rule: usize) -> String {
    word(9_000 + rule)
}

/// A term of words that text has now and then: its words, and how it is written.
fn term(random: &mut Random) -> (String, String) {
    let words: Vec<String> = (0..1 + random.below(3)).map(|_| word(300 + random.below(19_000))).collect();
    let star = if random.below(4) == 0 { "*" } else { "" };
    let words = words.join(" ");
    let quoted = format!("\"{words}{star}\"");
    (words, quoted)
}
