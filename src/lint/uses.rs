//! What a tree mentions: the names that its declarations use, and the terms that stand in it with what is written
//! around them.

use rustc_hash::FxHashSet;

use crate::sema::Tree;
use crate::span::Place;
use crate::syntax::ast::{
    ExpectWhat, Expr, ExprKind, File, Item, Lexicon, LexiconBody, LexiconEntry, Members, Mode, Path, Row,
    ScoreBody, Spanned, Term, Then,
};

/// The first names of all paths of a file, imports aside: those that an import can stand behind.
pub(super) fn names(file: &File) -> FxHashSet<&str> {
    let mut names = FxHashSet::default();
    for item in &file.items {
        item_paths(item, &mut |path| {
            if let Some(first) = path.parts.first() {
                names.insert(first.node.as_str());
            }
        });
    }
    names
}

fn item_paths<'f>(item: &'f Item, add: &mut impl FnMut(&'f Path)) {
    match item {
        Item::Lexicon(lexicon) => {
            if let LexiconBody::Rows(entries) = &lexicon.body {
                entries.iter().for_each(|entry| {
                    if let LexiconEntry::With(path) = entry {
                        add(path);
                    }
                });
            }
        }
        Item::Rule(rule) => rule.then.iter().for_each(|then| {
            if let Then::Refer(path) = then {
                add(path);
            }
        }),
        Item::Score(score) => score.rows.iter().for_each(|row| {
            if let ScoreBody::Each { lexicon, .. } = &row.body {
                add(lexicon);
            }
        }),
        Item::Test(test) => test.expects.iter().for_each(|expect| match &expect.what {
            ExpectWhat::Rule(path) | ExpectWhat::Exempt(path) | ExpectWhat::Signal(path) => add(path),
            ExpectWhat::Action(_) => {}
        }),
        _ => {}
    }
    for expr in item.expressions() {
        walk(expr, &mut |expr| match &expr.kind {
            ExprKind::Name(path) | ExprKind::Of { members: Members::Name(path), .. } => add(path),
            ExprKind::InFields { fields, .. } => fields.iter().for_each(&mut *add),
            _ => {}
        });
    }
}

/// Visits an expression and all inside it.
fn walk<'f>(expr: &'f Expr, visit: &mut impl FnMut(&'f Expr)) {
    visit(expr);
    expr.operands().into_iter().for_each(|operand| walk(operand, visit));
}

/// A term where it stands.
pub(super) struct TermAt<'f> {
    pub(super) term: &'f Term,
    /// What holds for it without a word of its own.
    pub(super) inherited: Mode,
}

/// Every quoted term of a file, in lexicons and conditions.
pub(super) fn terms(file: &File) -> Vec<TermAt<'_>> {
    let mut found = Vec::new();
    for item in &file.items {
        if let Item::Lexicon(lexicon) = item
            && let LexiconBody::Rows(entries) = &lexicon.body
        {
            let mode = node(lexicon.mode.as_ref()).unwrap_or_default();
            for entry in entries {
                let LexiconEntry::Row(row) = entry else { continue };
                let inherited = node(row.mode.as_ref()).unwrap_or(mode);
                found.extend(row.terms.iter().map(|term| TermAt { term, inherited }));
            }
        }
        for expr in item.expressions() {
            walk(expr, &mut |expr| {
                if let ExprKind::Term(term) = &expr.kind {
                    found.push(TermAt { term, inherited: Mode::Full });
                }
            });
        }
    }
    found
}

/// The row of a lexicon that a term stands in, with the term; `None` for one of a condition or of a data file.
pub(super) fn row_of(trees: &[Tree], term: Place) -> Option<(&Row, &Term)> {
    let (file, end) = (term.file, term.span.end);
    // All of it stands in order of place.
    let items = &trees[trees.binary_search_by_key(&file, |tree| tree.file).ok()?].ast.items;
    let item = items.get(items.partition_point(|item| item.span().end < end))?;
    let Item::Lexicon(Lexicon { body: LexiconBody::Rows(entries), .. }) = item else { return None };
    let entry_end = |entry: &LexiconEntry| match entry {
        LexiconEntry::Row(row) => row.span.end,
        LexiconEntry::With(path) => path.span.end,
    };
    let entry = entries.get(entries.partition_point(|entry| entry_end(entry) < end))?;
    let LexiconEntry::Row(row) = entry else { return None };
    row.terms.iter().find(|found| found.text.span == term.span).map(|found| (row, found))
}

/// What stands at a place, if anything.
pub(super) fn node(written: Option<&Spanned<Mode>>) -> Option<Mode> {
    written.map(|mode| mode.node)
}
