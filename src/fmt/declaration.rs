//! Declarations: a header, and a body with one part on a line, aligned in columns.

use std::collections::HashSet;

use super::LINE_WIDTH;
use super::atom::{Atom, atoms, space, width};
use super::expression::{Place, expression, list};
use super::page::Page;
use crate::syntax::chunk::{self, ChunkKind};
use crate::syntax::member::Body;
use crate::syntax::token::{Kind, Token};
use crate::syntax::words;

/// How far a body is indented.
const INDENT: usize = 2;

/// Spaces between two columns.
const GUTTER: usize = 2;

/// Writes a declaration.
pub(super) fn write(page: &mut Page<'_>, kind: ChunkKind, tokens: &[Token], names: &HashSet<&str>) {
    page.hang_at(INDENT);
    let source = page.source();
    match chunk::header_and_body(source, kind, tokens) {
        Some((header, body)) => {
            row(page, &atoms(source, header));
            let members: Vec<Member<'_>> = Body::new(source, kind, body, names)
                .members()
                .into_iter()
                .map(|range| Member::new(source, kind, &body[range]))
                .collect();
            let close = &atoms(source, &tokens[tokens.len() - 1..])[0];
            write_body(page, kind, &members, close);
        }
        None => bare(page, kind, &atoms(source, tokens)),
    }
}

/// A part of a body: what stands in the first column, and the rest.
struct Member<'t> {
    atoms: Vec<Atom<'t>>,
    /// How many atoms stand in the first column.
    lead: usize,
}

impl<'t> Member<'t> {
    fn new(source: &'t str, kind: ChunkKind, tokens: &[Token]) -> Self {
        let atoms = atoms(source, tokens);
        let is_word = |at: usize| atoms.get(at).is_some_and(|atom| atom.kind == Kind::Word);
        let lead = match kind {
            ChunkKind::Content => atoms.iter().position(|atom| atom.text == ":").map_or(1, |colon| colon + 1),
            ChunkKind::Score => 2,
            ChunkKind::Lexicon if atoms[0].text == "with" => 0,
            ChunkKind::Lexicon if words::MODES.contains(&atoms[0].text) && is_word(1) => 2,
            _ => 1,
        };
        Self { lead: lead.min(atoms.len()), atoms }
    }

    fn word(&self) -> &'t str {
        self.atoms[0].text
    }

    /// Examples have columns of their own.
    fn is_example(&self, kind: ChunkKind) -> bool {
        kind == ChunkKind::Rule && matches!(self.word(), "hit" | "miss")
    }
}

fn write_body(page: &mut Page<'_>, kind: ChunkKind, members: &[Member<'_>], close: &Atom<'_>) {
    if fits_beside_header(page, kind, members, close) {
        for member in members {
            page.pad_to(0);
            row(page, &member.atoms);
        }
        return page.token(close, true);
    }
    let leads = [false, true].map(|example| lead(kind, members, example));
    for (at, member) in members.iter().enumerate() {
        page.newline(INDENT);
        let first_example = at > 0 && member.is_example(kind) && !members[at - 1].is_example(kind);
        page.blank_if(first_example);
        write_member(page, kind, member, INDENT + leads[usize::from(member.is_example(kind))] + GUTTER);
    }
    page.close(close, INDENT);
}

/// How wide the first column is: of the examples, or of the other parts. It is no narrower than its usual
/// words, so that a new line rarely moves the others.
fn lead(kind: ChunkKind, members: &[Member<'_>], example: bool) -> usize {
    let usual = match kind {
        ChunkKind::Rule if example => "miss",
        ChunkKind::Rule => "severity",
        ChunkKind::Exempt => "because",
        ChunkKind::Lexicon => "any",
        _ => "",
    };
    let members = members.iter().filter(|member| member.is_example(kind) == example);
    members.map(|member| width(&member.atoms[..member.lead])).max().unwrap_or(0).max(usual.len())
}

/// Short declarations that the author wrote on one line stay there.
fn fits_beside_header(page: &Page<'_>, kind: ChunkKind, members: &[Member<'_>], close: &Atom<'_>) -> bool {
    if matches!(kind, ChunkKind::Rule | ChunkKind::Content) {
        return false;
    }
    let broken = close.first
        || members
            .iter()
            .any(|member| member.atoms.iter().any(|atom| atom.first || atom.text.contains('\n')));
    let wide: usize = members.iter().map(|member| width(&member.atoms) + 1).sum();
    !broken && page.column() + wide + 2 <= LINE_WIDTH && !page.has_comment_before(close.span.start)
}

fn write_member(page: &mut Page<'_>, kind: ChunkKind, member: &Member<'_>, column: usize) {
    let (lead, rest) = member.atoms.split_at(member.lead);
    page.hang_at(column);
    row(page, lead);
    if lead.is_empty() {
        return row(page, rest);
    }
    page.pad_to(column);
    match kind {
        ChunkKind::Lexicon => terms(page, rest, column),
        ChunkKind::Score => expression(page, rest, Place::top(column)),
        _ if matches!(member.word(), "when" | "unless") => expression(page, rest, Place::top(column)),
        _ => list(page, rest, Place::top(column), false),
    }
}

/// Terms, as many on a line as fit, and the facts about them.
fn terms(page: &mut Page<'_>, atoms: &[Atom<'_>], column: usize) {
    let facts =
        atoms.iter().position(|atom| atom.text == "{" && atom.kind == Kind::Mark).unwrap_or(atoms.len());
    list(page, &atoms[..facts], Place::top(column), false);
    if facts == atoms.len() {
        return;
    }
    let wide = width(&atoms[facts..]);
    if page.column() + GUTTER + wide > LINE_WIDTH {
        page.newline(column);
    } else {
        page.pad_to(page.column() + GUTTER);
    }
    expression(page, &atoms[facts..], Place::top(column));
}

/// A declaration without a body.
fn bare(page: &mut Page<'_>, kind: ChunkKind, atoms: &[Atom<'_>]) {
    let sign = atoms.iter().position(|atom| atom.kind == Kind::Mark && atom.text == "=");
    match sign {
        Some(sign) if kind == ChunkKind::Signal => {
            let column = width(&atoms[..=sign]) + 1;
            page.hang_at(column);
            row(page, &atoms[..=sign]);
            page.pad_to(column);
            expression(page, &atoms[sign + 1..], Place::top(column));
        }
        _ => import(page, atoms),
    }
}

/// The names of an import are tight in their braces.
fn import(page: &mut Page<'_>, atoms: &[Atom<'_>]) {
    let Some(open) = atoms.iter().position(|atom| atom.text == "{" && atom.kind == Kind::Mark) else {
        return row(page, atoms);
    };
    row(page, &atoms[..open]);
    page.token(&atoms[open], false);
    let column = page.column();
    let last = atoms.len() - 1;
    list(page, &atoms[open + 1..last], Place { reserve: 1, ..Place::top(column) }, false);
    page.token(&atoms[last], false);
}

/// Atoms one after the other.
fn row(page: &mut Page<'_>, atoms: &[Atom<'_>]) {
    for (at, atom) in atoms.iter().enumerate() {
        page.token(atom, at > 0 && space(&atoms[at - 1], atom));
    }
}
