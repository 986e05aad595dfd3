//! Names: every declaration of a package, and what a name stands for in each module. Declarations and
//! imports of a module share one namespace. A name whose declaration is broken, or whose import failed, is
//! known all the same: its uses are silent, because the cause has been reported.

use rustc_hash::FxHashMap;

use crate::extract::Extractor;
use crate::sema::hir::{ExemptId, HashlistId, Head, LexiconId, RecipientId, RuleId, ScoreId, SignalId};
use crate::sema::modules::Module;
use crate::sema::name_errors::NameError;
use crate::sema::report::Reporter;
use crate::span::{Place, Span};
use crate::syntax::ast;

/// A declaration of the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DeclId(pub u32);

/// What is declared, with its id in the checked policy.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Content,
    Lexicon(LexiconId, &'a ast::Lexicon),
    Hashlist(HashlistId, &'a ast::Hashlist),
    Signal(SignalId, &'a ast::Signal),
    Score(ScoreId, &'a ast::Score),
    Rule(RuleId, &'a ast::Rule),
    Exempt(ExemptId, &'a ast::Exempt),
    Recipient(RecipientId, &'a ast::Recipient),
    Broken,
}

impl Item<'_> {
    /// What it is called in messages.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Content => "content type",
            Self::Lexicon(..) => "lexicon",
            Self::Hashlist(..) => "hash list",
            Self::Signal(_, signal) if signal.context => "context",
            Self::Signal(..) => "signal",
            Self::Score(..) => "score",
            Self::Rule(..) => "rule",
            Self::Exempt(..) => "exemption",
            Self::Recipient(..) => "recipient",
            Self::Broken => "declaration",
        }
    }
}

/// A declaration and where it stands.
pub(super) struct Decl<'a> {
    pub module: usize,
    pub name: &'a ast::Name,
    pub docs: &'a [String],
    pub item: Item<'a>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A declaration.
    Decl(DeclId),
    /// A module, by index.
    Module(usize),
    /// Something whose problem has been reported.
    Silent,
    /// Nothing.
    Missing,
}

/// What a name is bound to in a module, and where.
#[derive(Clone, Copy)]
pub(super) struct Binding {
    pub found: Found,
    pub place: Place,
}

/// All names of a package.
pub(super) struct Names<'a> {
    pub modules: &'a [Module],
    pub decls: Vec<Decl<'a>>,
    /// Modules by dotted name.
    pub by_path: FxHashMap<&'a str, usize>,
    /// Declarations of each module.
    pub own: Vec<FxHashMap<&'a str, DeclId>>,
    /// Declarations and imports of each module.
    pub scopes: Vec<FxHashMap<&'a str, Binding>>,
    /// Declarations by name, wherever they are.
    pub elsewhere: FxHashMap<&'a str, Vec<DeclId>>,
}

impl<'a> Names<'a> {
    /// Collects the declarations of all modules; imports come after, see [`crate::sema::imports`].
    pub(super) fn collect(modules: &'a [Module], reporter: &mut Reporter) -> Self {
        let mut names = Self {
            modules,
            decls: Vec::new(),
            by_path: FxHashMap::default(),
            own: vec![FxHashMap::default(); modules.len()],
            scopes: vec![FxHashMap::default(); modules.len()],
            elsewhere: FxHashMap::default(),
        };
        let mut numbers = Numbers::default();
        for (index, module) in modules.iter().enumerate() {
            names.by_path.entry(&module.name).or_insert(index);
            for item in &module.ast.items {
                if let Some((name, docs, item)) = numbers.declaration(item) {
                    names.declare(Decl { module: index, name, docs, item }, reporter);
                }
            }
        }
        names
    }

    fn declare(&mut self, decl: Decl<'a>, reporter: &mut Reporter) {
        let id = DeclId(self.decls.len() as u32);
        let (module, name) = (decl.module, decl.name);
        let kind = decl.item.kind();
        self.decls.push(decl);
        self.elsewhere.entry(&name.node).or_default().push(id);
        self.own[module].entry(&name.node).or_insert(id);
        self.bind(module, name, Found::Decl(id), kind, reporter);
    }

    /// Binds a name in a module; a name that is taken keeps its first meaning.
    pub(super) fn bind(
        &mut self,
        module: usize,
        name: &'a ast::Name,
        found: Found,
        kind: &'static str,
        reporter: &mut Reporter,
    ) {
        let place = self.place(module, name.span);
        if Extractor::ALL.iter().any(|extractor| extractor.name() == name.node) {
            reporter.report(&NameError::Reserved { name: name.node.clone() }, place);
        }
        if let Some(first) = self.scopes[module].get(name.node.as_str()) {
            let error = NameError::Duplicate { name: name.node.clone(), kind };
            reporter.report_with(&error, place, first.place, "the first one is here");
            return;
        }
        self.scopes[module].insert(&name.node, Binding { found, place });
    }

    /// What a path stands for in a module.
    pub(super) fn find(&self, module: usize, path: &ast::Path) -> Found {
        let Some(first) = path.parts.first() else { return Found::Silent };
        let found = match self.scopes[module].get(first.node.as_str()) {
            Some(binding) => binding.found,
            None if self.modules[module].opaque => Found::Silent,
            None => Found::Missing,
        };
        match (found, path.parts.as_slice()) {
            (found, [_]) | (found @ (Found::Silent | Found::Missing), _) => found,
            (Found::Module(other), [_, name]) => self.find_own(other, &name.node),
            _ => Found::Missing,
        }
    }

    /// What a name stands for among the declarations of a module.
    pub(super) fn find_own(&self, module: usize, name: &str) -> Found {
        match self.own[module].get(name) {
            Some(&id) => Found::Decl(id),
            None if self.modules[module].opaque => Found::Silent,
            None => Found::Missing,
        }
    }

    /// The item of a declaration.
    pub(super) fn item(&self, id: DeclId) -> Item<'a> {
        self.decls[id.0 as usize].item
    }

    /// A place in a module.
    pub(super) fn place(&self, module: usize, span: Span) -> Place {
        Place::new(self.modules[module].file, span)
    }

    /// Where a declaration's name stands.
    pub(super) fn place_of(&self, id: DeclId) -> Place {
        let decl = &self.decls[id.0 as usize];
        self.place(decl.module, decl.name.span)
    }

    /// The head of a checked declaration.
    pub(super) fn head(&self, id: DeclId) -> Head {
        let decl = &self.decls[id.0 as usize];
        Head {
            qualified: format!("{}.{}", self.modules[decl.module].name, decl.name.node),
            name: decl.name.node.clone(),
            place: self.place_of(id),
            docs: decl.docs.to_vec(),
        }
    }

    /// The error for a path that stands for nothing in a module. `fields` are further names that would do.
    pub(super) fn unknown<'n>(
        &'n self,
        module: usize,
        path: &ast::Path,
        more: impl Iterator<Item = &'n str>,
        reporter: &mut Reporter,
    ) -> NameError {
        let first = &path.parts[0];
        match (self.scopes[module].get(first.node.as_str()).map(|bound| bound.found), path.parts.as_slice()) {
            (Some(Found::Module(other)), [_, name]) => self.not_in_module(other, &name.node, reporter),
            (Some(Found::Decl(id)), _) => {
                NameError::NoParts { name: first.node.clone(), kind: self.item(id).kind() }
            }
            _ => self.unknown_here(module, path, more, reporter),
        }
    }

    fn unknown_here<'n>(
        &'n self,
        module: usize,
        path: &ast::Path,
        more: impl Iterator<Item = &'n str>,
        reporter: &mut Reporter,
    ) -> NameError {
        let name = super::fields::dotted(path);
        let use_line = self.use_line(module, path);
        let nearest = match use_line {
            Some(_) => None,
            None => {
                let visible = self.scopes[module].keys().copied();
                reporter
                    .near(&name, visible.chain(Extractor::ALL.iter().map(|known| known.name())).chain(more))
            }
        };
        NameError::Unknown { name, nearest, use_line }
    }

    /// The import that would make a name known, if some module declares it.
    fn use_line(&self, module: usize, path: &ast::Path) -> Option<String> {
        if let [name] = path.parts.as_slice() {
            let declared = self.elsewhere.get(name.node.as_str())?;
            let other =
                declared.iter().map(|id| self.decls[id.0 as usize].module).find(|&other| other != module)?;
            return Some(format!("use {}.{{{}}}", self.modules[other].name, name.node));
        }
        let suffix = format!(".{}", path.parts[0].node);
        let matches = |other: &&Module| other.name == path.parts[0].node || other.name.ends_with(&suffix);
        self.modules.iter().find(matches).map(|other| format!("use {}", other.name))
    }

    /// The error for a name that a module does not declare.
    pub(super) fn not_in_module(&self, module: usize, name: &str, reporter: &mut Reporter) -> NameError {
        let nearest = reporter.nearest(name, self.own[module].keys().copied());
        NameError::NotInModule { module: self.modules[module].name.clone(), name: name.to_owned(), nearest }
    }
}

/// Gives ids in order of place.
#[derive(Default)]
struct Numbers {
    lexicons: u32,
    hashlists: u32,
    signals: u32,
    scores: u32,
    rules: u32,
    exempts: u32,
    recipients: u32,
}

impl Numbers {
    fn declaration<'a>(&mut self, item: &'a ast::Item) -> Option<(&'a ast::Name, &'a [String], Item<'a>)> {
        let (head, item) = match item {
            ast::Item::Use(_) | ast::Item::Test(_) => return None,
            ast::Item::Broken { name, .. } => return name.as_ref().map(|name| (name, &[][..], Item::Broken)),
            ast::Item::Content(it) => (&it.head, Item::Content),
            ast::Item::Lexicon(it) => (&it.head, Item::Lexicon(LexiconId(next(&mut self.lexicons)), it)),
            ast::Item::Hashlist(it) => (&it.head, Item::Hashlist(HashlistId(next(&mut self.hashlists)), it)),
            ast::Item::Signal(it) => (&it.head, Item::Signal(SignalId(next(&mut self.signals)), it)),
            ast::Item::Score(it) => (&it.head, Item::Score(ScoreId(next(&mut self.scores)), it)),
            ast::Item::Rule(it) => (&it.head, Item::Rule(RuleId(next(&mut self.rules)), it)),
            ast::Item::Exempt(it) => (&it.head, Item::Exempt(ExemptId(next(&mut self.exempts)), it)),
            ast::Item::Recipient(it) => {
                (&it.head, Item::Recipient(RecipientId(next(&mut self.recipients)), it))
            }
        };
        Some((&head.name, &head.docs, item))
    }
}

const fn next(counter: &mut u32) -> u32 {
    *counter += 1;
    *counter - 1
}
