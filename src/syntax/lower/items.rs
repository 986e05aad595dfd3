//! Imports, and the declarations without a language of their own: content types, hash lists, signals,
//! scores and recipients.

use super::{Declaration, Lower, Member, broken, name, path, spanned};
use crate::syntax::ast::{
    Content, Field, Hashlist, Item, Recipient, Score, ScoreBody, ScoreRow, Signal, Use, UseName,
};
use crate::syntax::chunk::ChunkKind;
use crate::syntax::error::Error;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::words;

/// A declaration; [`Item::Broken`] where its name was illegible.
pub(in crate::syntax) fn item(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Item {
    let item = match declaration.kind {
        ChunkKind::Use => {
            return declaration
                .parsed()
                .next()
                .map_or_else(|| broken(None, declaration.span), |node| import(node, lower));
        }
        ChunkKind::Content => content(declaration, lower).map(Item::Content),
        ChunkKind::Lexicon => super::lexicon::lexicon(declaration, lower).map(Item::Lexicon),
        ChunkKind::Hashlist => hashlist(declaration, lower).map(Item::Hashlist),
        ChunkKind::Signal => signal(declaration, lower).map(Item::Signal),
        ChunkKind::Score => score(declaration, lower).map(Item::Score),
        ChunkKind::Rule => super::rule::rule(declaration, lower).map(Item::Rule),
        ChunkKind::Exempt => super::rule::exempt(declaration, lower).map(Item::Exempt),
        ChunkKind::Recipient => recipient(declaration, lower).map(Item::Recipient),
        ChunkKind::Test => super::rule::test(declaration, lower).map(Item::Test),
        ChunkKind::Misspelt | ChunkKind::Junk => None,
    };
    item.unwrap_or_else(|| broken(declaration.header_part(Rule::name).as_ref().map(name), declaration.span))
}

fn import(node: &Node<'_>, lower: &mut Lower<'_>) -> Item {
    let mut import = Use { path: path(&node.part()), names: None, alias: None, span: node.span() };
    for part in node.parts().skip(1) {
        match part.rule() {
            Rule::alias => import.alias = Some(lower.declared_name(&part.part())),
            _ => import.names = Some(part.parts().map(|node| import_name(&node, lower)).collect()),
        }
    }
    Item::Use(import)
}

fn import_name(node: &Node<'_>, lower: &mut Lower<'_>) -> UseName {
    let alias = node.parts().nth(1).map(|alias| lower.declared_name(&alias.part()));
    UseName { name: name(&node.part()), alias }
}

fn content(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Content> {
    let head = lower.head(declaration)?;
    let fields: Vec<Field> = declaration.parsed().map(|node| field(node, lower)).collect();
    if fields.is_empty() && !declaration.is_damaged() {
        lower.refuse_empty(&head, "the content type", "a field", "a field, such as `text: text`");
    }
    Some(Content { head, fields })
}

fn field(node: &Node<'_>, lower: &mut Lower<'_>) -> Field {
    let path = path(&node.part());
    if let Some(first) = path.parts.first().filter(|first| words::is_never_field(&first.node)) {
        lower.report(Error::Reserved(first.node.clone()), first.span);
    }
    let (ty, list) = node.parts().nth(1).map_or_else(|| (name(node), false), |ty| field_type(&ty.part()));
    Field { path, ty, list }
}

fn field_type(node: &Node<'_>) -> (crate::syntax::ast::Name, bool) {
    let list = node.rule() == Rule::list_type;
    (name(&if list { node.part() } else { node.clone() }), list)
}

fn hashlist(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Hashlist> {
    let head = lower.head(declaration)?;
    let mut parts = declaration.parsed();
    let file = lower.string(&parts.next()?.part());
    let kind = name(parts.next()?);
    let within = parts.next().map(|node| lower.integer(node));
    Some(Hashlist { head, file, kind, within })
}

fn signal(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Signal> {
    let head = lower.head(declaration)?;
    let expr = lower.expression(declaration.parsed().next()?);
    Some(Signal { head, context: declaration.context, expr })
}

fn score(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Score> {
    let head = lower.head(declaration)?;
    let rows: Vec<ScoreRow> = declaration.parsed().map(|node| score_row(node, lower)).collect();
    if rows.is_empty() && !declaration.is_damaged() {
        lower.refuse_empty(&head, "the score", "a row", "a row, such as `+2 contact`");
    }
    Some(Score { head, rows })
}

fn score_row(node: &Node<'_>, lower: &mut Lower<'_>) -> ScoreRow {
    let points = lower.points(&node.part());
    let body = node.parts().nth(1).unwrap_or_else(|| node.clone());
    let body = match body.rule() {
        Rule::each_of => each_of(&body, lower),
        _ => ScoreBody::Expr(lower.expression(&body)),
    };
    ScoreRow { points, body, span: node.span() }
}

fn each_of(node: &Node<'_>, lower: &mut Lower<'_>) -> ScoreBody {
    let up_to = node.parts().nth(1).map(|limit| {
        let value = lower.integer(&limit);
        spanned(&limit, i64::try_from(value.node).unwrap_or(i64::MAX))
    });
    ScoreBody::Each { lexicon: path(&node.part()), up_to }
}

fn recipient(declaration: &Declaration<'_>, lower: &mut Lower<'_>) -> Option<Recipient> {
    let head = lower.head(declaration)?;
    let mut recipient = Recipient { head, name: None, contact: None };
    let mut clauses = super::rule::Clauses::default();
    for member in &declaration.members {
        let Some(node) = clauses.first_of(member, lower) else { continue };
        let text = Some(lower.string(&node.part()));
        match node.rule() {
            Rule::name_clause => recipient.name = text,
            _ => recipient.contact = text,
        }
    }
    let told = declaration
        .members
        .iter()
        .all(|member| crate::syntax::words::RECIPIENT_CLAUSES.contains(&member.word().0));
    if told && !clauses.has("name") {
        let declaration = format!("recipient `{}`", recipient.head.name.node);
        let error = Error::MissingPart { declaration, part: "`name`", example: "`name \"…\"`" };
        lower.report(error, recipient.head.name.span);
    }
    Some(recipient)
}

impl Member<'_> {
    /// Its first word, and where it starts.
    pub(super) fn word(&self) -> (&str, crate::span::Span) {
        match self {
            Self::Parsed(node) => {
                let word = node.text().split(|letter: char| !letter.is_ascii_lowercase()).next();
                (word.unwrap_or_default(), node.span())
            }
            Self::Broken(word, span) => (word, *span),
        }
    }
}
