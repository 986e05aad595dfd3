//! The order in which lexicons, signals and scores are checked: what a declaration names comes before it. What is
//! defined by itself is reported, and then counts as broken.

use rustc_hash::FxHashSet;

use crate::diag::Diagnostic;
use crate::sema::graph;
use crate::sema::imports::around;
use crate::sema::limits::MAX_RELATED;
use crate::sema::name_errors::NameError;
use crate::sema::names::{DeclId, Found, Item, Names};
use crate::sema::report::Reporter;
use crate::syntax::ast;

/// Declarations in the order in which to check them, and those that are defined by themselves.
pub(super) struct Order {
    pub sorted: Vec<DeclId>,
    pub circular: FxHashSet<DeclId>,
}

/// Sorts the declarations of a package by what they name.
pub(super) fn sort(names: &Names<'_>, reporter: &mut Reporter) -> Order {
    let edges: Vec<Vec<u32>> =
        names.decls.iter().map(|decl| mentions(names, decl.module, decl.item)).collect();
    let mut order = Order { sorted: Vec::with_capacity(edges.len()), circular: FxHashSet::default() };
    for component in graph::components(&edges) {
        if let Some(circle) = graph::circle(&component, &edges) {
            order.circular.extend(component.iter().map(|&node| DeclId(node)));
            report(names, &circle, reporter);
        }
        order.sorted.extend(component.into_iter().map(DeclId));
    }
    order
}

fn report(names: &Names<'_>, circle: &[u32], reporter: &mut Reporter) {
    let ids: Vec<DeclId> = circle.iter().map(|&node| DeclId(node)).collect();
    let name = |id: DeclId| names.decls[id.0 as usize].name.node.as_str();
    let all: Vec<&str> = ids.iter().map(|&id| name(id)).collect();
    let error = NameError::DeclarationCycle { name: all[0].to_owned(), circle: around(&all) };
    let mut diagnostic = Diagnostic::new(&error, names.place_of(ids[0]));
    let followers = ids.iter().skip(1).zip(ids.iter().cycle().skip(2));
    for (&id, &next) in followers.take(MAX_RELATED) {
        diagnostic =
            diagnostic.with_related(names.place_of(id), format!("`{}` names `{}`", name(id), name(next)));
    }
    reporter.add(diagnostic);
}

/// The declarations that the definition of one names.
fn mentions(names: &Names<'_>, module: usize, item: Item<'_>) -> Vec<u32> {
    let mut mentions = Mentions { names, module, found: Vec::new() };
    match item {
        Item::Lexicon(_, lexicon) => mentions.lexicon(lexicon),
        Item::Signal(_, signal) => mentions.expr(&signal.expr),
        Item::Score(_, score) => mentions.score(score),
        _ => {}
    }
    mentions.found.sort_unstable();
    mentions.found.dedup();
    mentions.found
}

struct Mentions<'n, 'a> {
    names: &'n Names<'a>,
    module: usize,
    found: Vec<u32>,
}

impl Mentions<'_, '_> {
    fn path(&mut self, path: &ast::Path) {
        if let Found::Decl(id) = self.names.find(self.module, path) {
            self.found.push(id.0);
        }
    }

    /// A name that is compared: a score, or else a field, whatever else has its name.
    fn compared(&mut self, path: &ast::Path) {
        if let Found::Decl(id) = self.names.find(self.module, path)
            && matches!(self.names.item(id), Item::Score(..))
        {
            self.found.push(id.0);
        }
    }

    fn lexicon(&mut self, lexicon: &ast::Lexicon) {
        let ast::LexiconBody::Rows(entries) = &lexicon.body else { return };
        for entry in entries {
            if let ast::LexiconEntry::With(path) = entry {
                self.path(path);
            }
        }
    }

    fn score(&mut self, score: &ast::Score) {
        for row in &score.rows {
            match &row.body {
                ast::ScoreBody::Expr(expr) => self.expr(expr),
                ast::ScoreBody::Each { lexicon, .. } => self.path(lexicon),
            }
        }
    }

    fn expr(&mut self, expr: &ast::Expr) {
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ast::ExprKind::Name(path) => self.path(path),
                ast::ExprKind::Or(parts) | ast::ExprKind::And(parts) => open.extend(parts),
                ast::ExprKind::Near { left, right, .. } => open.extend([&**left, &**right]),
                ast::ExprKind::Of { members: ast::Members::List(members, _), .. } => open.extend(members),
                ast::ExprKind::Of { members: ast::Members::Name(path), .. } => self.path(path),
                ast::ExprKind::Compare { left: operand, .. }
                | ast::ExprKind::InList { operand, .. }
                | ast::ExprKind::InRange { operand, .. }
                | ast::ExprKind::InDurations { operand, .. } => match &operand.kind {
                    ast::ExprKind::Name(path) => self.compared(path),
                    _ => open.push(operand),
                },
                ast::ExprKind::Not(operand)
                | ast::ExprKind::InFields { operand, .. }
                | ast::ExprKind::Edge { operand, .. }
                | ast::ExprKind::Count(operand)
                | ast::ExprKind::Distinct(operand) => open.push(operand),
                ast::ExprKind::Term(_)
                | ast::ExprKind::Regex(_)
                | ast::ExprKind::Call { .. }
                | ast::ExprKind::Age(_)
                | ast::ExprKind::Broken => {}
            }
        }
    }
}
