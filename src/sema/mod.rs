//! Analysis: from the bytes of a package to a checked policy. Modules are parsed (`modules`), their names collected (`names`)
//! and imported (`imports`); declarations are sorted by what they name (`order`), and checked one by one into [`hir`].
//! Whatever is wrong is reported, and the rest goes on: one run shows all problems of a package.

mod bare;
mod check;
mod codes;
mod context;
mod cut;
mod dates;
mod definitions;
mod digest;
mod examples;
mod expectations;
mod fields;
mod files;
mod graph;
mod hashlists;
pub mod hir;
mod imports;
pub(crate) mod known;
mod lexicons;
pub mod limits;
mod lines;
mod manifest;
mod modules;
mod name_errors;
mod names;
mod order;
mod pattern;
pub mod print;
mod regexes;
mod report;
mod rules;
pub(crate) mod sums;
mod tables;
mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use regexes::spelling;
pub(crate) use terms::{alternatives, edits};

use crate::diag::Diagnostic;
use crate::package::{self, Package};
use crate::source::{Source, Sources};
use crate::span::{FileId, Place};
use crate::syntax::ast;
use crate::text::Mode;
use crate::threads;
use context::{Context, Draft};
use fields::{FieldError, Fields};
use files::DataFiles;
use modules::Module;
use name_errors::NameError;
use names::{Item, Names};
use report::Reporter;

/// What analysis yields.
pub struct Analysis {
    /// The checked policy; `None` if there was an error.
    pub policy: Option<hir::Policy>,
    /// Every problem, sorted by place, no repeats.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts the places refer to: modules, `varne.toml`, and data files with a bad line.
    pub sources: Sources,
    /// The modules as they were parsed, in order of path.
    pub trees: Vec<Tree>,
    /// The data files that were read, by path: with the modules, all a compiled policy must carry.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A module as written.
pub struct Tree {
    /// `lexicon.places`.
    pub module: String,
    /// Its source.
    pub file: FileId,
    /// What it declares and imports, and its comments.
    pub ast: Arc<ast::File>,
}

/// Parses and checks a package.
#[must_use]
pub fn analyse(package: &Package) -> Analysis {
    analyse_all(&[package]).swap_remove(0)
}

/// Parses and checks packages that have much in common, as two versions of one have: what they share is read once. One
/// analysis for each, in order.
#[must_use]
pub fn analyse_all(packages: &[&Package]) -> Vec<Analysis> {
    let mut starts: Vec<Start> = packages.iter().map(|package| Start::of(package)).collect();
    let sides = starts.iter_mut().zip(packages).map(|(start, package)| modules::Side {
        modules: &package.modules,
        sources: &mut start.sources,
        reporter: &mut start.reporter,
    });
    let modules = modules::load(sides.collect());
    let ahead = cut::Ahead::of(&modules);
    let all = packages.iter().zip(starts).zip(modules.into_iter().zip(ahead));
    threads::each(all.collect(), |((package, start), (modules, ahead))| {
        start.checked(package, modules, ahead)
    })
}

/// A package whose modules have not been read.
struct Start {
    facts: hir::Package,
    sources: Sources,
    reporter: Reporter,
}

impl Start {
    fn of(package: &Package) -> Self {
        let (mut sources, mut reporter) = (Sources::default(), Reporter::new());
        let facts = read_manifest(package, &mut sources, &mut reporter);
        Self { facts, sources, reporter }
    }

    fn checked(self, package: &Package, modules: Vec<Module>, ahead: cut::Ahead) -> Analysis {
        let Self { facts, sources, mut reporter } = self;
        let mut names = Names::collect(&modules, &mut reporter);
        imports::resolve(&mut names, &mut reporter);
        let fields = content_type(&modules, &sources, &mut reporter);
        let mut context = Context {
            draft: Draft::for_names(&names),
            names,
            fields,
            reporter,
            sources,
            files: DataFiles::new(&*package.files),
            data_sources: rustc_hash::FxHashMap::default(),
            module: 0,
            text: crate::text::Text::new(),
            ahead,
        };
        context.check_all();
        let mut analysis = finish(context, facts, package);
        let tree = |module: Module| Tree { module: module.name, file: module.file, ast: module.ast };
        analysis.trees = modules.into_iter().map(tree).collect();
        analysis
    }
}

/// What a term matches when it is read in a mode; `None` for what is no term.
pub(crate) fn variants(term: &str, mode: Mode) -> Option<hir::Variants> {
    terms::variants(term, mode, &mut crate::text::Text::new()).ok()
}

fn read_manifest(package: &Package, sources: &mut Sources, reporter: &mut Reporter) -> hir::Package {
    let Some(bytes) = &package.manifest else { return manifest::absent(&package.fallback_name) };
    let text = String::from_utf8_lossy(bytes);
    let file = sources.add(Source::new(package::MANIFEST, &*text));
    if let Err(error) = std::str::from_utf8(bytes) {
        manifest::report_not_utf8(file, error.valid_up_to(), reporter);
        return manifest::absent(&package.fallback_name);
    }
    manifest::read(&text, file, &package.fallback_name, reporter)
}

/// The content type of a package: its only declaration, or the built-in one.
fn content_type(modules: &[Module], sources: &Sources, reporter: &mut Reporter) -> Fields {
    let mut first: Option<(Place, Fields)> = None;
    let mut illegible = false;
    for module in modules {
        for item in &module.ast.items {
            let content = match item {
                ast::Item::Content(content) => content,
                ast::Item::Broken { span, .. } => {
                    illegible |= sources.get(module.file).text[span.range()].starts_with("content");
                    continue;
                }
                _ => continue,
            };
            let place = Place::new(module.file, content.head.name.span);
            let mut fields = Fields::declared(content, module.file, reporter);
            fields.damaged = module.is_damaged(content.head.span);
            match &first {
                Some((other, _)) => {
                    reporter.report_with(&FieldError::SecondContent, place, *other, "the first one is here");
                }
                None => first = Some((place, fields)),
            }
        }
    }
    let mut fields = first.map_or_else(Fields::built_in, |(_, fields)| fields);
    fields.damaged |= illegible;
    fields
}

impl Draft {
    /// Room for every declaration.
    fn for_names(names: &Names<'_>) -> Self {
        let mut draft = Self::default();
        for decl in &names.decls {
            match decl.item {
                Item::Lexicon(..) => draft.lexicons.push(None),
                Item::Hashlist(..) => draft.hashlists.push(None),
                Item::Signal(..) => draft.signals.push(None),
                Item::Score(..) => {
                    draft.scores.push(None);
                    draft.score_depths.push(0);
                }
                Item::Rule(..) => draft.rules.push(None),
                Item::Exempt(..) => draft.exempts.push(None),
                Item::Recipient(..) => draft.recipients.push(None),
                Item::Content | Item::Broken => {}
            }
        }
        draft
    }
}

impl Context<'_> {
    /// Checks every declaration: first what expressions name, each after what it names itself, then the rest.
    fn check_all(&mut self) {
        let order = order::sort(&self.names, &mut self.reporter);
        self.check_each(|context, decl, item| match item {
            Item::Hashlist(id, list) => context.check_hashlist(decl, id, list),
            Item::Recipient(id, recipient) => context.check_recipient(decl, id, recipient),
            _ => {}
        });
        for &decl in &order.sorted {
            self.module = self.names.decls[decl.0 as usize].module;
            let circular = order.circular.contains(&decl);
            match self.names.item(decl) {
                Item::Lexicon(id, lexicon) => self.check_lexicon(decl, id, lexicon, circular),
                Item::Signal(id, signal) => self.check_signal(decl, id, signal, circular),
                Item::Score(id, score) => self.check_score(decl, id, score, circular),
                _ => {}
            }
        }
        self.check_each(|context, decl, item| match item {
            Item::Rule(id, rule) => context.check_rule(decl, id, rule),
            Item::Exempt(id, exempt) => context.check_exempt(decl, id, exempt),
            _ => {}
        });
        self.check_tests();
        self.report_equal_recipients();
    }

    fn check_each(&mut self, check: impl Fn(&mut Self, names::DeclId, Item<'_>)) {
        for index in 0..self.names.decls.len() {
            self.module = self.names.decls[index].module;
            let item = self.names.decls[index].item;
            check(self, names::DeclId(index as u32), item);
        }
    }

    fn check_tests(&mut self) {
        for (index, module) in self.names.modules.iter().enumerate() {
            self.module = index;
            for item in &module.ast.items {
                if let ast::Item::Test(test) = item {
                    self.check_test(test);
                }
            }
        }
    }

    /// Verdicts name recipients without their module, so that their names must differ across modules, too.
    fn report_equal_recipients(&mut self) {
        let mut seen = rustc_hash::FxHashMap::default();
        for (index, decl) in self.names.decls.iter().enumerate() {
            let Item::Recipient(..) = decl.item else { continue };
            let place = self.names.place_of(names::DeclId(index as u32));
            let (first, module) = *seen.entry(decl.name.node.as_str()).or_insert((place, decl.module));
            if module != decl.module {
                let error = NameError::DuplicateRecipient(decl.name.node.clone());
                self.reporter.report_with(&error, place, first, "the first one is here");
            }
        }
    }
}

fn finish(context: Context<'_>, mut facts: hir::Package, package: &Package) -> Analysis {
    let Context { draft, fields, reporter, sources, files, .. } = context;
    let mut diagnostics = reporter.into_diagnostics();
    let key = |diagnostic: &Diagnostic| {
        let Place { file, span } = diagnostic.place;
        (sources.get(file).name.clone(), span, diagnostic.code, diagnostic.message.clone())
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
    let files = files.into_read();
    facts.digest = digest_of(package, &files);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let policy = sound.then(|| draft.into_policy(facts, fields)).flatten();
    Analysis { policy, diagnostics, sources, trees: Vec::new(), files }
}

fn digest_of(package: &Package, files: &BTreeMap<String, Vec<u8>>) -> String {
    let manifest = package.manifest.iter().map(|bytes| (package::MANIFEST, bytes.as_slice()));
    let modules = package.modules.iter().map(|module| (module.path.as_str(), module.bytes.as_slice()));
    let data = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    digest::digest(manifest.chain(modules).chain(data))
}

impl Draft {
    /// The policy, once all of it has been checked; what is `None` by then has been reported.
    fn into_policy(self, package: hir::Package, fields: Fields) -> Option<hir::Policy> {
        Some(hir::Policy {
            package,
            content: fields.ty,
            exprs: self.exprs,
            terms: self.terms,
            patterns: self.patterns,
            regexes: self.regexes,
            lexicons: self.lexicons.into_iter().collect::<Option<_>>()?,
            hashlists: self.hashlists.into_iter().collect::<Option<_>>()?,
            signals: self.signals.into_iter().collect::<Option<_>>()?,
            scores: self.scores.into_iter().collect::<Option<_>>()?,
            rules: self.rules.into_iter().collect::<Option<_>>()?,
            exempts: self.exempts.into_iter().collect::<Option<_>>()?,
            recipients: self.recipients.into_iter().collect::<Option<_>>()?,
            tests: self.tests.into_iter().collect::<Option<_>>()?,
        })
    }
}
