//! Imports: `use` lines become names of a module. Only a module's own declarations can be imported, and no
//! module may import itself, at whatever remove.

use rustc_hash::FxHashMap;

use crate::diag::Diagnostic;
use crate::sema::fields::dotted;
use crate::sema::graph;
use crate::sema::limits::MAX_RELATED;
use crate::sema::modules::Module;
use crate::sema::name_errors::NameError;
use crate::sema::names::{Found, Names};
use crate::sema::report::Reporter;
use crate::span::Span;
use crate::syntax::ast;

/// Binds the imports of every module, and reports circles of them.
pub(super) fn resolve<'a>(names: &mut Names<'a>, reporter: &mut Reporter) {
    let modules: &'a [Module] = names.modules;
    let mut edges = vec![Vec::new(); modules.len()];
    let mut spans = FxHashMap::default();
    for (index, module) in modules.iter().enumerate() {
        for import in uses(module) {
            let Some(target) = (Importer { names, reporter, module: index }).import(import) else { continue };
            spans.entry((index as u32, target as u32)).or_insert(import.span);
            edges[index].push(target as u32);
        }
    }
    report_circles(names, &edges, &spans, reporter);
}

fn uses(module: &Module) -> impl Iterator<Item = &ast::Use> {
    module.ast.items.iter().filter_map(|item| match item {
        ast::Item::Use(import) => Some(import),
        _ => None,
    })
}

struct Importer<'n, 'a> {
    names: &'n mut Names<'a>,
    reporter: &'n mut Reporter,
    module: usize,
}

impl<'a> Importer<'_, 'a> {
    /// Binds the names of one `use`; gives the module it imports from, if there is one.
    fn import(&mut self, import: &'a ast::Use) -> Option<usize> {
        match &import.names {
            Some(list) => self.import_list(import, list),
            None => self.import_path(import),
        }
    }

    /// `use m.{a, b as c}`
    fn import_list(&mut self, import: &'a ast::Use, list: &'a [ast::UseName]) -> Option<usize> {
        let target = self.names.by_path.get(dotted(&import.path).as_str()).copied();
        if target.is_none() {
            self.report_no_module(import, list);
        }
        for name in list {
            let found = target.map_or(Found::Silent, |target| self.own_name(target, &name.name));
            self.bind(name.alias.as_ref().unwrap_or(&name.name), found, target);
        }
        target
    }

    /// `use m`, `use m as b`, `use m.a`, `use m.a as b`
    fn import_path(&mut self, import: &'a ast::Use) -> Option<usize> {
        let last = import.path.parts.last()?;
        let bound = import.alias.as_ref().unwrap_or(last);
        if let Some(&target) = self.names.by_path.get(dotted(&import.path).as_str()) {
            self.bind(bound, Found::Module(target), Some(target));
            return Some(target);
        }
        let target = self.names.by_path.get(parent(&import.path).as_str()).copied();
        let found = match target {
            Some(target) => self.own_name(target, last),
            None => {
                self.report_no_module(import, &[]);
                Found::Silent
            }
        };
        self.bind(bound, found, target);
        target
    }

    /// Binds an imported name; what a module imports from itself it has already.
    fn bind(&mut self, name: &'a ast::Name, found: Found, from: Option<usize>) {
        if from == Some(self.module) {
            return;
        }
        self.names.bind(self.module, name, found, "import", self.reporter);
    }

    /// A declaration of another module; where there is none, that is reported.
    fn own_name(&mut self, target: usize, name: &ast::Name) -> Found {
        let found = self.names.find_own(target, &name.node);
        if found != Found::Missing {
            return found;
        }
        let error = match self.origin(target, &name.node) {
            Some(instead) => NameError::Chained {
                name: name.node.clone(),
                importer: self.names.modules[target].name.clone(),
                instead,
            },
            None => self.names.not_in_module(target, &name.node, self.reporter),
        };
        self.reporter.report(&error, self.names.place(self.module, name.span));
        Found::Silent
    }

    /// The import by which a module that only imports a name could have been passed by.
    fn origin(&self, mut module: usize, name: &str) -> Option<String> {
        let mut name = name.to_owned();
        // As many steps as there are modules: a circle of imports declares nothing.
        for _ in 0..self.names.modules.len() {
            let (from, original) = imported(&self.names.modules[module], &name)?;
            let Some(&target) = self.names.by_path.get(from.as_str()) else {
                return Some(format!("use {from}"));
            };
            if self.names.find_own(target, &original) != Found::Missing {
                return Some(format!("use {from}.{{{original}}}"));
            }
            (module, name) = (target, original);
        }
        None
    }

    fn report_no_module(&mut self, import: &ast::Use, list: &[ast::UseName]) {
        let name = dotted(&import.path);
        let is_declaration = |names: &Names<'_>| {
            let target = names.by_path.get(parent(&import.path).as_str())?;
            let last = import.path.parts.last()?;
            (names.find_own(*target, &last.node) != Found::Missing).then_some(())
        };
        let error = if !list.is_empty() && is_declaration(self.names).is_some() {
            NameError::NotAModule { instead: format!("use {name}"), name }
        } else {
            let modules = self.names.modules.iter().map(|module| module.name.as_str());
            let nearest = self.reporter.nearest(&name, modules).or_else(|| self.ending_in(&name));
            NameError::UnknownModule { name, nearest }
        };
        self.reporter.report(&error, self.names.place(self.module, import.path.span));
    }

    /// The module whose last name this is, for who left out the folder.
    fn ending_in(&self, name: &str) -> Option<String> {
        let suffix = format!(".{name}");
        self.names
            .modules
            .iter()
            .find(|module| module.name.ends_with(&suffix))
            .map(|module| module.name.clone())
    }
}

fn parent(path: &ast::Path) -> String {
    let parts: Vec<&str> = path.parts.iter().map(|part| part.node.as_str()).collect();
    parts[..parts.len().saturating_sub(1)].join(".")
}

/// From where, and by what name, a module imports a name.
fn imported(module: &Module, name: &str) -> Option<(String, String)> {
    uses(module).find_map(|import| match &import.names {
        Some(list) => {
            let found = list.iter().find(|item| item.alias.as_ref().unwrap_or(&item.name).node == name)?;
            Some((dotted(&import.path), found.name.node.clone()))
        }
        None => {
            let last = import.path.parts.last()?;
            let bound = import.alias.as_ref().unwrap_or(last);
            (bound.node == name).then(|| (parent(&import.path), last.node.clone()))
        }
    })
}

fn report_circles(
    names: &Names<'_>,
    edges: &[Vec<u32>],
    spans: &FxHashMap<(u32, u32), Span>,
    reporter: &mut Reporter,
) {
    for component in graph::components(edges) {
        let Some(circle) = graph::circle(&component, edges) else { continue };
        let steps: Vec<(u32, u32)> =
            circle.iter().zip(circle.iter().cycle().skip(1)).map(|(&from, &to)| (from, to)).collect();
        let place = |step: &(u32, u32)| names.place(step.0 as usize, spans[step]);
        let circle: Vec<&str> =
            circle.iter().map(|&node| names.modules[node as usize].name.as_str()).collect();
        let error = match circle.as_slice() {
            [only] => NameError::SelfImport((*only).to_owned()),
            _ => NameError::ImportCycle { circle: around(&circle) },
        };
        let mut diagnostic = Diagnostic::new(&error, place(&steps[0]));
        for step in steps.iter().skip(1) {
            let message = format!("`{}` imports `{}`", name_of(names, step.0), name_of(names, step.1));
            diagnostic = diagnostic.with_related(place(step), message);
        }
        reporter.add(diagnostic);
    }
}

fn name_of<'n>(names: &'n Names<'_>, module: u32) -> &'n str {
    &names.modules[module as usize].name
}

/// `a → b → a`, its middle left out where it is long.
pub(super) fn around(circle: &[&str]) -> String {
    let shown = circle.iter().take(MAX_RELATED).map(|name| format!("`{name}`"));
    let more = (circle.len() > MAX_RELATED).then(|| format!("{} more", circle.len() - MAX_RELATED));
    let back = circle.first().map(|name| format!("`{name}`"));
    shown.chain(more).chain(back).collect::<Vec<_>>().join(" → ")
}
