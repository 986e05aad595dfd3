//! Fixes: the machine-applicable edits of diagnostics, applied. A package goes in; out come the modules that changed,
//! in canonical layout, and what was mended in each. Rounds follow each other until nothing is left to mend: edits
//! that overlap go to the next one, and so does what only shows once errors are gone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compile::Compiler;
use crate::diag::{Code, Diagnostic, Edit};
use crate::lint::Lints;
use crate::package::{Files, Module, Package};
use crate::source::Sources;

/// More rounds than any chain of fixes needs.
const MAX_ROUNDS: usize = 10;

/// What was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Path of the module from the package's root.
    pub path: String,
    /// Line, from 1, in the text as it stood when this was mended: in the first round the author's own.
    pub line: u32,
    /// The code of what was wrong.
    pub code: Code,
    /// What was wrong.
    pub message: String,
}

/// What fixing made of a package.
#[derive(Debug, Default)]
pub struct Fixed {
    /// New texts by path, of modules that changed.
    pub modules: BTreeMap<String, String>,
    /// What was mended, in order.
    pub mended: Vec<Mended>,
}

/// Applies every fix of a package. `lints` are those whose fixes are wanted beside those of errors.
#[must_use]
pub fn fix(package: Package, lints: Lints) -> Fixed {
    let files: Arc<dyn Files> = Arc::from(package.files);
    let mut modules = package.modules;
    let mut fixed = Fixed::default();
    let compile = |modules: &[Module]| {
        let package = Package {
            manifest: package.manifest.clone(),
            fallback_name: package.fallback_name.clone(),
            modules: modules.to_vec(),
            files: Box::new(Shared(Arc::clone(&files))),
        };
        match Compiler::new(package).lints(lints).compile() {
            Ok(compiled) => (compiled.warnings().to_vec(), compiled.sources().clone()),
            Err(error) => (error.diagnostics, error.sources),
        }
    };
    let mut state = compile(&modules);
    for _ in 0..MAX_ROUNDS {
        let (mended, edits) = choose(&state.0, &state.1);
        if edits.is_empty() {
            break;
        }
        let mut next = modules.clone();
        for module in &mut next {
            if let Some(edits) = edits.get(&module.path) {
                apply(module, edits);
            }
        }
        let after = compile(&next);
        // A fix that makes things worse is none, whatever its diagnostic promised.
        if weight(&after.0) > weight(&state.0) {
            break;
        }
        for path in edits.keys() {
            fixed.modules.insert(path.clone(), String::new());
        }
        fixed.mended.extend(mended);
        (modules, state) = (next, after);
    }
    for module in modules {
        if let Some(text) = fixed.modules.get_mut(&module.path) {
            let plain = String::from_utf8_lossy(&module.bytes).into_owned();
            *text = crate::fmt::format(&plain).unwrap_or(plain);
        }
    }
    fixed
}

/// How bad things are: errors of form first, since what is behind them only shows once they are gone.
fn weight(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = || diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    (errors().filter(|error| error.code.number().starts_with("E1")).count(), errors().count())
}

/// The edits of one round by path, and what they mend: of those that touch each other only the first.
fn choose(diagnostics: &[Diagnostic], sources: &Sources) -> (Vec<Mended>, BTreeMap<String, Vec<Edit>>) {
    let mut mended = Vec::new();
    let mut chosen: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    // Diagnostics stand in order of place and their edits nearly so: what overlaps is among the last few.
    const LAST: usize = 32;
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.fix.is_empty()) {
        let source = sources.get(diagnostic.place.file);
        let edits = chosen.entry(source.name.clone()).or_default();
        let is_free = |edit: &Edit| {
            let touches = |other: &Edit| {
                edit.place.span.start <= other.place.span.end && other.place.span.start <= edit.place.span.end
            };
            edit.place.file == diagnostic.place.file && !edits.iter().rev().take(LAST).any(touches)
        };
        if !source.name.ends_with(".varne") || !diagnostic.fix.iter().all(is_free) {
            continue;
        }
        edits.extend_from_slice(&diagnostic.fix);
        mended.push(Mended {
            path: source.name.clone(),
            line: source.line_column(diagnostic.place.span.start).line,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
        });
    }
    chosen.retain(|_, edits| !edits.is_empty());
    (mended, chosen)
}

/// Replaces parts of a module's text.
fn apply(module: &mut Module, edits: &[Edit]) {
    let text = String::from_utf8_lossy(&module.bytes).into_owned();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.place.span);
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.place.span.range();
        // Overlapping edits are in different rounds; should one slip through, it is left out.
        if let (true, Some(kept)) = (range.start >= at, text.get(at..range.start)) {
            new.push_str(kept);
            new.push_str(&edit.text);
            at = range.end;
        }
    }
    new.push_str(text.get(at..).unwrap_or_default());
    module.bytes = new.into_bytes();
}

/// Data files that several packages read.
struct Shared(Arc<dyn Files>);

impl Files for Shared {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.read(path)
    }
}
