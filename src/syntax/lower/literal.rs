//! Numbers, lists and content objects.

use super::{Lower, path, spanned};
use crate::syntax::ast::{ContentLiteral, Literal, Spanned};
use crate::syntax::error::Error;
use crate::syntax::grammar::{Node, Rule};

impl Lower<'_> {
    /// A value.
    pub(super) fn literal(&mut self, node: &Node<'_>) -> Literal {
        match node.rule() {
            Rule::literal if node.has(Rule::kw_true) => Literal::Bool(spanned(node, true)),
            Rule::literal if node.has(Rule::kw_false) => Literal::Bool(spanned(node, false)),
            Rule::literal => self.bare_literal(&node.part()),
            _ => self.bare_literal(node),
        }
    }

    fn bare_literal(&mut self, node: &Node<'_>) -> Literal {
        match node.rule() {
            Rule::string => Literal::Str(self.string(node)),
            Rule::time | Rule::date => Literal::Time(spanned(node, node.text().to_owned())),
            Rule::list => Literal::List(self.literals(node), node.span()),
            _ => Literal::Number(self.number(node)),
        }
    }

    /// The values in a list.
    pub(super) fn literals(&mut self, node: &Node<'_>) -> Vec<Literal> {
        node.parts().map(|part| self.literal(&part)).collect()
    }

    /// Both ends of a range.
    pub(super) fn range(&mut self, node: &Node<'_>) -> (Literal, Literal) {
        let high = node.parts().nth(1).unwrap_or_else(|| node.part());
        (self.literal(&node.part()), self.literal(&high))
    }

    /// What `hit`, `miss` and `given` take.
    pub(super) fn content_literal(&mut self, node: &Node<'_>) -> ContentLiteral {
        let part = node.part();
        if part.rule() == Rule::string {
            return ContentLiteral::Text(self.string(&part));
        }
        let entry = |lower: &mut Self, entry: &Node<'_>| {
            let value = entry.parts().nth(1).unwrap_or_else(|| entry.part());
            (path(&entry.part()), lower.literal(&value))
        };
        let entries = part.parts().map(|node| entry(self, &node)).collect();
        ContentLiteral::Object(entries, part.span())
    }

    /// A number with or without decimals.
    pub(super) fn number(&mut self, node: &Node<'_>) -> Spanned<f64> {
        let value = node.text().parse().unwrap_or(f64::INFINITY);
        if !f64::is_finite(value) {
            self.out_of_range(node, "is too large", "write a smaller number");
        }
        spanned(node, value)
    }

    /// A whole number without a sign.
    pub(super) fn integer(&mut self, node: &Node<'_>) -> Spanned<u64> {
        let value = node.text().parse();
        if value.is_err() {
            self.out_of_range(node, "is too large", "write a smaller number");
        }
        spanned(node, value.unwrap_or(u64::MAX))
    }

    /// `+3`, `-1`
    pub(super) fn points(&mut self, node: &Node<'_>) -> Spanned<i64> {
        let text: String = node.text().chars().filter(|letter| *letter != ' ').collect();
        let value = text.parse();
        if text.contains('.') {
            self.out_of_range(node, "is not a whole number", "write whole points, such as `+3`");
        } else if value.is_err() {
            self.out_of_range(node, "is too large", "write a smaller number");
        }
        spanned(node, value.unwrap_or(0))
    }

    fn out_of_range(&mut self, node: &Node<'_>, wrong: &'static str, help: &str) {
        let expected = if wrong == "is too large" { "a smaller number" } else { "a whole number" };
        let number = crate::syntax::found::shorten(node.text()).trim_matches('`').to_owned();
        self.report(Error::BadNumber { number, wrong, expected, help: help.to_owned() }, node.span());
    }
}
