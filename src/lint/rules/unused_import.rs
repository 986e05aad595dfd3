//! An import that its module never names.

use crate::diag::Code;
use crate::lint::{Lint, Report, Subject};
use crate::lint::{at, edit, uses};
use crate::sema::Tree;
use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast::{Item, Name, Use, UseName};

pub(super) const LINT: Lint = Lint { code: Code::UnusedImport, find };

fn find(subject: &Subject<'_>, report: &mut Report) {
    for tree in subject.trees {
        let used = uses::names(&tree.ast);
        let source = subject.source(tree.file);
        for item in &tree.ast.items {
            let Item::Use(import) = item else { continue };
            match &import.names {
                None => {
                    let bound = import.alias.as_ref().or(import.path.parts.last());
                    if let Some(name) = bound.filter(|name| !used.contains(name.node.as_str())) {
                        tell(tree, name, edit::line(source, import.span), report);
                    }
                }
                Some(names) => list(tree, import, names, |name| used.contains(name), source, report),
            }
        }
    }
}

/// The names of `use m.{a, b as c}`. Where none is used, the line goes.
fn list(
    tree: &Tree,
    import: &Use,
    names: &[UseName],
    is_used: impl Fn(&str) -> bool,
    source: &Source,
    report: &mut Report,
) {
    let bound = |name: &UseName| name.alias.clone().unwrap_or_else(|| name.name.clone());
    let any = names.iter().any(|name| is_used(&bound(name).node));
    for name in names.iter().filter(|name| !is_used(&bound(name).node)) {
        let whole = name.alias.as_ref().map_or(name.name.span, |alias| name.name.span.to(alias.span));
        let gone = if any { edit::list_item(source, whole) } else { Some(edit::line(source, import.span)) };
        tell(tree, &bound(name), gone.unwrap_or_default(), report);
    }
}

/// `gone` is what the fix takes out; empty for none.
fn tell(tree: &Tree, name: &Name, gone: Span, report: &mut Report) {
    let found = report.tell(
        at(tree.file, name.span),
        format!("nothing in this module uses the import `{}`", name.node),
        "imported here and used nowhere",
        "remove it",
    );
    if gone != Span::default() {
        found.fix(at(tree.file, gone), "");
    }
}
