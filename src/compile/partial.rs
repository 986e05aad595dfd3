//! What lints say of the sound part of a package with errors, so that one error hides no warning. In: the package and its
//! analysis. Out: diagnostics at the places of the package. Declarations with an error are blanked out, then those
//! that named them, until the rest is sound; every byte that stays keeps its place.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::lint::{self, Lints};
use crate::package::{MANIFEST, MemoryFiles, Module, Package};
use crate::sema::{self, Analysis};
use crate::source::Sources;
use crate::span::{FileId, Place, Span};
use crate::syntax::ast::{Item, LexiconBody};

/// More rounds than declarations are usually deep in each other; what is broken deeper goes without remarks.
const MAX_ROUNDS: usize = 24;

/// What lints say of the declarations that have no error, and name none that has.
pub(super) fn lint(package: &Package, first: &Analysis, lints: Lints) -> Vec<Diagnostic> {
    let mut rest = Rest {
        manifest: package.manifest.clone(),
        fallback_name: &package.fallback_name,
        modules: package.modules.clone(),
        files: &first.files,
        blanked: String::new(),
    };
    let mut analysis = None;
    for _ in 0..MAX_ROUNDS {
        let current = analysis.as_ref().unwrap_or(first);
        if let Some(policy) = &current.policy {
            let found = lint::run(policy, &current.trees, &current.sources, lints);
            let moved = found.into_iter().filter_map(|found| moved(found, &current.sources, &first.sources));
            let told = moved.filter(|found| rest.is_told(found, &first.sources));
            return told.map(without_doubtful_fix).collect();
        }
        if !rest.blank_errors(current) {
            break;
        }
        analysis = Some(rest.analyse());
    }
    Vec::new()
}

/// The part of a package that has shown no error yet.
struct Rest<'p> {
    manifest: Option<Vec<u8>>,
    fallback_name: &'p str,
    modules: Vec<Module>,
    files: &'p BTreeMap<String, Vec<u8>>,
    /// What was blanked out.
    blanked: String,
}

impl Rest<'_> {
    fn analyse(&self) -> Analysis {
        sema::analyse(&Package {
            manifest: self.manifest.clone(),
            fallback_name: self.fallback_name.to_owned(),
            modules: self.modules.clone(),
            files: Box::new(MemoryFiles(self.files.clone())),
        })
    }

    /// Blanks out what has an error; whether there was anything to blank.
    fn blank_errors(&mut self, analysis: &Analysis) -> bool {
        let mut spans: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        let before = (self.manifest.is_some(), self.modules.len());
        for error in analysis.diagnostics.iter().filter(|found| found.is_error()) {
            let name = &analysis.sources.get(error.place.file).name;
            if name == MANIFEST {
                self.manifest = None;
            } else if let Some(tree) = analysis.trees.iter().find(|tree| tree.file == error.place.file) {
                let at = error.place.span;
                let item = tree
                    .ast
                    .items
                    .iter()
                    .map(Item::span)
                    .find(|item| item.start <= at.start && at.start <= item.end);
                match item.unwrap_or(at) {
                    nothing if nothing.start == nothing.end => {
                        self.modules.retain(|module| module.path != *name)
                    }
                    span => spans.entry(tree.file).or_default().push(span),
                }
            } else {
                readers_of(name, analysis)
                    .for_each(|place| spans.entry(place.file).or_default().push(place.span));
            }
        }
        let mut changed = before != (self.manifest.is_some(), self.modules.len());
        for (file, spans) in spans {
            let source = analysis.sources.get(file);
            if let Some(module) = self.modules.iter_mut().find(|module| module.path == source.name) {
                let mut text = source.text.as_bytes().to_vec();
                for span in spans {
                    self.blanked.push_str(source.text.get(span.range()).unwrap_or_default());
                    self.blanked.push('\n');
                    let blank = |byte: &mut u8| *byte = if *byte == b'\n' { b'\n' } else { b' ' };
                    text.get_mut(span.range()).into_iter().flatten().for_each(blank);
                }
                changed |= text != source.text.as_bytes();
                module.bytes = text;
            }
        }
        changed
    }

    /// Whether a remark stands for the whole package too: what seems unused may be used by what was blanked out.
    fn is_told(&self, found: &Diagnostic, sources: &Sources) -> bool {
        match found.code {
            Code::UnusedDeclaration | Code::UnusedImport => {
                let text = &sources.get(found.place.file).text;
                let name = text.get(found.place.span.range()).unwrap_or_default();
                let name =
                    name.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or(name);
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                !self.blanked.split(|c: char| !is_name(c)).any(|word| word == name)
            }
            Code::NeedlessAllow => false,
            _ => true,
        }
    }
}

/// The fix of an unused import may take more with it that only seems unused.
fn without_doubtful_fix(mut found: Diagnostic) -> Diagnostic {
    if found.code == Code::UnusedImport {
        found.fix.clear();
    }
    found
}

/// The declarations that read a data file.
fn readers_of<'a>(path: &'a str, analysis: &'a Analysis) -> impl Iterator<Item = Place> + 'a {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let reads = move |item: &Item| match item {
        Item::Hashlist(list) => last(&list.file.value) == last(path),
        Item::Lexicon(lexicon) => {
            matches!(&lexicon.body, LexiconBody::From(file) if last(&file.value) == last(path))
        }
        _ => false,
    };
    analysis.trees.iter().flat_map(move |tree| {
        let items = tree.ast.items.iter().filter(move |item| reads(item));
        items.map(|item| Place::new(tree.file, item.span()))
    })
}

/// A remark at the places of the sources that the package has.
fn moved(mut found: Diagnostic, from: &Sources, to: &Sources) -> Option<Diagnostic> {
    let moved = |place: Place| {
        let name = &from.get(place.file).name;
        to.iter().find(|(_, source)| source.name == *name).map(|(file, _)| Place::new(file, place.span))
    };
    found.place = moved(found.place)?;
    for related in &mut found.related {
        related.place = moved(related.place)?;
    }
    for edit in &mut found.fix {
        edit.place = moved(edit.place)?;
    }
    Some(found)
}
