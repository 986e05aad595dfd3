//! From the nodes of a parse to the tree: one function per grammar rule, in files by topic. What the grammar
//! lets pass and the language does not (a clause twice, an escape that means nothing, a number that does not
//! fit) is reported here.

mod expr;
mod items;
mod lexicon;
mod literal;
mod rule;
mod string;

pub(super) use items::item;

use super::ast::{Head, Item, Name, Path, Spanned};
use super::chunk::ChunkKind;
use super::error::{Error, Problem};
use super::grammar::{Node, Rule};
use super::words;
use crate::span::Span;

/// What lowering needs and yields beside the tree.
pub(super) struct Lower<'p> {
    /// Problems found on the way.
    pub(super) problems: &'p mut Vec<Problem>,
}

/// A declaration cut into its header and the parts of its body.
pub(super) struct Declaration<'t> {
    /// What it declares.
    pub(super) kind: ChunkKind,
    /// Whether it is a `context` rather than a `signal`.
    pub(super) context: bool,
    /// The lines of `///` before it.
    pub(super) docs: Vec<String>,
    /// The whole, docs excluded.
    pub(super) span: Span,
    /// Mode, name and the like; `None` where they were illegible.
    pub(super) header: Option<Vec<Node<'t>>>,
    /// The parts of its body, in order.
    pub(super) members: Vec<Member<'t>>,
    /// Whether a brace in it is never closed, so that parts may lie hidden in others.
    pub(super) unclosed: bool,
}

/// A part of a body.
pub(super) enum Member<'t> {
    /// As parsed.
    Parsed(Node<'t>),
    /// One that did not parse, with its first word; reported.
    Broken(&'t str, Span),
}

impl<'t> Declaration<'t> {
    /// Cuts a declaration that parsed as a whole.
    pub(super) fn of_node(kind: ChunkKind, docs: Vec<String>, node: &Node<'t>) -> Self {
        let mut header = Vec::new();
        let mut members = Vec::new();
        if kind == ChunkKind::Use {
            members.push(Member::Parsed(node.clone()));
        }
        for part in node.parts() {
            match part.rule() {
                Rule::mode | Rule::name | Rule::string if members.is_empty() => header.push(part),
                Rule::lexicon_rows => members.extend(part.parts().map(Member::Parsed)),
                _ => members.push(Member::Parsed(part)),
            }
        }
        let context = node.has(Rule::kw_context);
        Self { kind, context, docs, span: node.span(), header: Some(header), members, unclosed: false }
    }

    /// Whether some part of it did not parse.
    fn is_damaged(&self) -> bool {
        self.header.is_none() || self.members.iter().any(|member| matches!(member, Member::Broken(..)))
    }

    fn header_part(&self, rule: Rule) -> Option<Node<'t>> {
        self.header.as_ref()?.iter().find(|part| part.rule() == rule).cloned()
    }

    /// The parts that parsed.
    fn parsed(&self) -> impl Iterator<Item = &Node<'t>> {
        self.members.iter().filter_map(|member| match member {
            Member::Parsed(node) => Some(node),
            Member::Broken(..) => None,
        })
    }
}

impl Lower<'_> {
    fn report(&mut self, error: Error, span: Span) {
        self.problems.push(Problem::new(error, span));
    }

    /// The head of a declaration; `None` where its name was illegible.
    fn head(&mut self, declaration: &Declaration<'_>) -> Option<Head> {
        let name = declaration.header_part(Rule::name)?;
        let name = self.declared_name(&name);
        Some(Head { name, docs: declaration.docs.clone(), span: declaration.span })
    }

    /// A name that a declaration gives; words of the language are refused.
    fn declared_name(&mut self, node: &Node<'_>) -> Name {
        let name = name(node);
        if words::is_reserved(&name.node) {
            self.report(Error::Reserved(name.node.clone()), name.span);
        }
        name
    }

    /// Reports a declaration whose body lacks what it is for.
    fn refuse_empty(&mut self, head: &Head, what: &str, part: &'static str, example: &'static str) {
        let declaration = format!("{what} `{}`", head.name.node);
        self.report(Error::Empty { declaration, part, example }, head.name.span);
    }
}

fn broken(name: Option<Name>, span: Span) -> Item {
    Item::Broken { name, span }
}

fn name(node: &Node<'_>) -> Name {
    spanned(node, node.text().to_owned())
}

fn path(node: &Node<'_>) -> Path {
    Path { parts: node.parts().map(|part| name(&part)).collect(), span: node.span() }
}

fn spanned<T>(node: &Node<'_>, value: T) -> Spanned<T> {
    Spanned { node: value, span: node.span() }
}
