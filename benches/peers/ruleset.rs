//! Rule sets of `../shared/bench`, and the same rules as Varne. Comes in: `rR.json`. Goes out: a policy of as many rules, as
//! somebody would write them who had these phrases.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// Any of `a` and any of `b`, and none of `c`.
#[derive(serde::Deserialize, serde::Serialize)]
pub struct Rule {
    pub id: String,
    /// Indices into the phrases.
    pub a: Vec<usize>,
    pub b: Vec<usize>,
    pub c: Vec<usize>,
}

/// Rules over the phrases they share.
#[derive(serde::Deserialize, serde::Serialize)]
pub struct RuleSet {
    pub phrases: Vec<String>,
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that is not there, is not as described, or names phrases it does not have.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let set: Self = serde_json::from_str(&file)?;
        let used = set.rules.iter().flat_map(|rule| rule.a.iter().chain(&rule.b).chain(&rule.c));
        match used.copied().find(|&phrase| phrase >= set.phrases.len()) {
            Some(phrase) => Err(format!("{}: there is no phrase {phrase}", path.display()).into()),
            None => Ok(set),
        }
    }

    /// The policy. Its content is a text and nothing else, as that is all that the other matchers look at.
    pub fn to_varne(&self) -> String {
        let mut source = "content post {\n  text: text\n}\n".to_owned();
        for rule in &self.rules {
            // Writing to a string cannot fail.
            let _ = write!(source, "\nrule {} {{\n  when      ({})", rule.id, self.any(&rule.a));
            let _ = write!(source, " and ({})", self.any(&rule.b));
            if !rule.c.is_empty() {
                let _ = write!(source, "\n  unless    {}", self.any(&rule.c));
            }
            source += "\n  then      review\n  severity  low\n";
            let _ = write!(source, "  because   \"rule {} of a benchmark\"\n}}\n", rule.id);
        }
        source
    }

    /// The rules as YARA reads them.
    pub fn to_yara(&self) -> String {
        let mut source = String::new();
        for rule in &self.rules {
            let _ = writeln!(source, "rule {} {{\n  strings:", rule.id);
            for (name, phrases) in [('a', &rule.a), ('b', &rule.b), ('c', &rule.c)] {
                for (number, &phrase) in phrases.iter().enumerate() {
                    let text = escaped(&self.phrases[phrase], &['\\', '"']);
                    let _ = writeln!(source, "    ${name}{number} = \"{text}\" nocase fullword");
                }
            }
            let unless = if rule.c.is_empty() { "" } else { " and not any of ($c*)" };
            let _ = writeln!(source, "  condition:\n    any of ($a*) and any of ($b*){unless}\n}}");
        }
        source
    }

    fn any(&self, phrases: &[usize]) -> String {
        let terms: Vec<String> = phrases.iter().map(|&phrase| term(&self.phrases[phrase])).collect();
        terms.join(" or ")
    }
}

/// A phrase as a term. One backslash does for what means something in a term and for what does in its string.
fn term(phrase: &str) -> String {
    format!("\"{}\"", escaped(phrase, &['\\', '"', '*', '[', ']', '<', '>', '?', '|']))
}

fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if special.contains(&letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_taken_literally() {
        let phrases = ["why*[not]?", "a\\b \"c\" d|e <3> f", "plain"].map(str::to_owned).to_vec();
        let rules = vec![Rule { id: "r0".to_owned(), a: vec![0], b: vec![1], c: vec![2] }];
        let source = RuleSet { phrases, rules }.to_varne();
        let compiled = varne::Compiler::from_source("literal", &source).compile().unwrap();
        let fires = |text: &str| {
            let content =
                varne::Content::builder(compiled.content_type()).text("text", text).build().unwrap();
            !compiled.matcher().judge(&content).rules.is_empty()
        };
        assert!(fires("why not? a\\b \"c\" d|e <3> f"));
        assert!(!fires("why a\\b \"c\" d|e <3> f"));
        assert!(!fires("why not? a\\b \"c\" d|e <3> f, plain"));
    }
}
