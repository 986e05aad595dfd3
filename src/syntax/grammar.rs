//! The one place that runs pest: text and a grammar rule in, nodes with their places or the furthest failure
//! out.

use pest::Parser as _;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;

use crate::span::Span;

/// The parser generated from `grammar/varne.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/varne.pest"]
struct Grammar;

/// A node of a parse, which knows where the parsed piece stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Node<'t> {
    pair: Pair<'t, Rule>,
    base: u32,
}

/// Where a parse got stuck.
#[derive(Debug)]
pub(super) struct Failure {
    /// Byte offset in the file.
    pub(super) at: u32,
    /// What the grammar would have taken there.
    pub(super) wanted: Vec<Rule>,
    /// Whether the thread's stack is too small for the text; a thread of usual size never sees this.
    pub(super) exhausted: bool,
}

/// Parses a piece of `source` as `rule`, which must be one of the `only_…` rules: its one node.
pub(super) fn parse(rule: Rule, source: &str, piece: Span) -> Result<Node<'_>, Failure> {
    let mut pairs =
        Grammar::parse(rule, &source[piece.range()]).map_err(|error| failure(&error, piece.start))?;
    let nothing = || Failure { at: piece.start, wanted: Vec::new(), exhausted: false };
    pairs.next().map(|pair| Node { pair, base: piece.start }).ok_or_else(nothing)
}

/// Whether the grammar takes `text` as a whole module.
#[cfg(test)]
pub(super) fn accepts(text: &str) -> bool {
    Grammar::parse(Rule::file, text).is_ok()
}

fn failure(error: &Error<Rule>, base: u32) -> Failure {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let (wanted, exhausted) = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => (positives.clone(), false),
        ErrorVariant::CustomError { .. } => (Vec::new(), true),
    };
    Failure { at: base + at as u32, wanted, exhausted }
}

/// Whether a grammar rule is a single word of the language. Words and marks stand last in the grammar.
pub(super) fn is_keyword(rule: Rule) -> bool {
    (Rule::kw_use..=Rule::kw_false).contains(&rule)
}

/// Whether a grammar rule is a word or mark that carries no content of its own.
fn is_fixed(rule: Rule) -> bool {
    (Rule::kw_use..=Rule::dots).contains(&rule)
}

impl<'t> Node<'t> {
    /// Which grammar rule it is.
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// Its text.
    pub(super) fn text(&self) -> &'t str {
        self.pair.as_str()
    }

    /// Its place in the file.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        Span::new(self.base + span.start() as u32, self.base + span.end() as u32)
    }

    /// What it is made of, words and marks included.
    pub(super) fn children(&self) -> impl Iterator<Item = Self> + use<'t> {
        let base = self.base;
        self.pair.clone().into_inner().map(move |pair| Self { pair, base })
    }

    /// What it is made of, words and marks of the grammar left out.
    pub(super) fn parts(&self) -> impl Iterator<Item = Self> + use<'t> {
        self.children().filter(|child| !is_fixed(child.rule()))
    }

    /// Its first part. A node without one stands for itself, so that no caller has to fail.
    pub(super) fn part(&self) -> Self {
        self.parts().next().unwrap_or_else(|| self.clone())
    }

    /// Whether this keyword is among its children.
    pub(super) fn has(&self, keyword: Rule) -> bool {
        self.children().any(|child| child.rule() == keyword)
    }
}
