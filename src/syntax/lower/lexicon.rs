//! Lexicons: rows of terms, with their modes and facts.

use super::{Declaration, Lower, name, path, spanned};
use crate::syntax::ast::{Fact, FactValue, Lexicon, LexiconBody, LexiconEntry, Mode, Row, Spanned, Term};
use crate::syntax::error::{Error, Problem};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::words;

pub(super) fn lexicon(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Lexicon> {
    let head = lower.head(declaration)?;
    let mode = declaration.header_part(Rule::mode).as_ref().map(mode);
    let file = declaration.parsed().find(|node| node.rule() == Rule::from_file);
    if let Some(file) = file {
        let body = LexiconBody::From(lower.string(&file.part()));
        return Some(Lexicon { head, mode, body });
    }
    let rows: Vec<LexiconEntry> = declaration.parsed().map(|node| entry(node, lower)).collect();
    if rows.is_empty() && !declaration.is_damaged() {
        lower.refuse_empty(
            &head,
            "the lexicon",
            "a term",
            "a row, such as `en \"boat*\"`, or `with` another lexicon",
        );
    }
    Some(Lexicon { head, mode, body: LexiconBody::Rows(rows) })
}

fn entry(node: &Node<'_>, lower: &mut Lower<'_>) -> LexiconEntry {
    match node.rule() {
        Rule::with_lexicon => LexiconEntry::With(path(&node.part())),
        _ => LexiconEntry::Row(row(node, lower)),
    }
}

fn row(node: &Node<'_>, lower: &mut Lower<'_>) -> Row {
    let lang = spanned(node, String::new());
    let mut row = Row { lang, mode: None, terms: Vec::new(), facts: Vec::new(), span: node.span() };
    for part in node.parts() {
        match part.rule() {
            Rule::mode => row.mode = Some(mode(&part)),
            Rule::language => row.lang = spanned(&part, part.text().to_owned()),
            Rule::facts => row.facts = part.parts().map(|fact_node| fact(&fact_node, lower)).collect(),
            _ => row.terms.push(lower.term(&part)),
        }
    }
    row
}

fn fact(node: &Node<'_>, lower: &mut Lower<'_>) -> Fact {
    let key = name(&node.part());
    let value = node.parts().nth(1).unwrap_or_else(|| node.clone());
    check_fact(&key, &value, lower);
    let value = match value.rule() {
        Rule::date => FactValue::Date(spanned(&value, value.text().to_owned())),
        _ => FactValue::Str(lower.string(&value)),
    };
    Fact { key, value }
}

/// Reports a key that is none, and a value of the wrong kind.
fn check_fact(key: &Spanned<String>, value: &Node<'_>, lower: &mut Lower<'_>) {
    if !words::FACTS.contains(&key.node.as_str()) {
        let nearest = words::nearest(&key.node, words::FACTS);
        let problem = Problem::new(Error::UnknownFact { found: key.node.clone(), nearest }, key.span);
        lower.problems.push(match nearest {
            Some(word) => problem.fix(key.span, word),
            None => problem,
        });
        return;
    }
    let dated = matches!(key.node.as_str(), "reviewed" | "expires");
    if dated != (value.rule() == Rule::date) {
        let expected = if dated { "a date such as `2026-11-01`" } else { "a string" };
        let found = format!("`{}`", value.text());
        let error =
            Error::Unexpected { found, expected: expected.to_owned(), help: Some(help(&key.node, dated)) };
        lower.report(error, value.span());
    }
}

fn help(key: &str, dated: bool) -> String {
    if dated {
        format!("write `{key}` and a day without quotes")
    } else {
        format!("write `{key}` and a text in quotes")
    }
}

pub(super) fn mode(node: &Node<'_>) -> Spanned<Mode> {
    let mode = match node.text() {
        "exact" => Mode::Exact,
        "accented" => Mode::Accented,
        _ => Mode::Plain,
    };
    spanned(node, mode)
}

impl Lower<'_> {
    /// A quoted term with what stands around the quotes.
    pub(super) fn term(&mut self, node: &Node<'_>) -> Term {
        let mut term_mode = None;
        let mut text = None;
        let mut fuzzy = None;
        for part in node.parts() {
            match part.rule() {
                Rule::mode => term_mode = Some(mode(&part)),
                Rule::fuzzy => fuzzy = Some(self.fuzzy(&part)),
                _ => text = Some(self.term_string(&part)),
            }
        }
        let text = text.unwrap_or_else(|| self.term_string(node));
        Term { mode: term_mode, text, fuzzy, span: node.span() }
    }

    fn fuzzy(&mut self, node: &Node<'_>) -> Spanned<u8> {
        let edits = node.part();
        let value = match edits.text() {
            "1" => 1,
            "2" => 2,
            number => {
                let help = "write `~1` for one edit in each word, or `~2` for two".to_owned();
                let error = Error::BadNumber {
                    number: format!("~{number}"),
                    wrong: "is neither `~1` nor `~2`",
                    expected: "`~1` or `~2`",
                    help,
                };
                self.report(error, node.span());
                1
            }
        };
        spanned(node, value)
    }
}
