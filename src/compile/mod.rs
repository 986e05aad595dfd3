//! The front door: from a [`Package`] to a [`Compiled`] policy, and from that to a [`Matcher`]. The stages in
//! between are public too; this is the path that everybody takes who only wants verdicts.

mod container;
mod packed;
mod partial;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use container::{OpenError, Opened, open, open_from_disk};

use crate::content::ContentType;
use crate::diag::{self, Diagnostic};
use crate::engine::Matcher;
use crate::lint::{self, Lints};
use crate::package::{MemoryFiles, Module, Package};
use crate::sema::{self, Analysis, Tree, hir};
use crate::source::Sources;

/// Compiles a package; see the example of the whole way in [the crate's documentation](crate).
pub struct Compiler {
    package: Package,
    lints: Lints,
}

/// A policy without errors, with what was remarked about it.
#[derive(Clone)]
pub struct Compiled {
    policy: Arc<hir::Policy>,
    warnings: Vec<Diagnostic>,
    sources: Sources,
    carried: Arc<Carried>,
    /// Made when it is first asked for.
    matcher: Arc<OnceLock<Matcher>>,
}

/// Which policy it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Of the package; the file's stem for a file alone.
    pub name: String,
    /// Of the package; empty for a file alone.
    pub version: String,
    /// SHA-256 of the sources (names and bytes, sorted by name) in lower-case hexadecimal.
    pub digest: String,
}

/// The sources a policy was compiled from.
struct Carried {
    manifest: Option<Vec<u8>>,
    fallback_name: String,
    modules: Vec<Module>,
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a package did not compile: its diagnostics, at least one of which is an error, and the texts they
/// refer to.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", summary(.diagnostics))]
pub struct CompileError {
    /// Sorted by place, warnings included.
    pub diagnostics: Vec<Diagnostic>,
    /// What their places refer to.
    pub sources: Sources,
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = || diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let first = errors().next().map(|error| format!("{}: {}", error.code, error.message));
    let first = first.unwrap_or_else(|| "the policy does not compile".to_owned());
    match errors().count() {
        0 | 1 => first,
        2 => format!("{first} (and another error)"),
        count => format!("{first} (and {} other errors)", count - 1),
    }
}

impl Compiler {
    /// A compiler of this package.
    #[must_use]
    pub fn new(package: Package) -> Self {
        Self { package, lints: Lints::Errors }
    }

    /// A compiler of a package that is this module alone, without data files.
    #[must_use]
    pub fn from_source(name: &str, text: &str) -> Self {
        Self::new(Package::from_source(name, text))
    }

    /// Which lints are run: by default those that are errors, since warnings are for authors.
    #[must_use]
    pub fn lints(mut self, lints: Lints) -> Self {
        self.lints = lints;
        self
    }

    /// Parses, resolves and checks the package.
    ///
    /// # Errors
    /// Every problem of the package, where one of them is an error.
    pub fn compile(self) -> Result<Compiled, CompileError> {
        self.compile_with_trees().0
    }

    /// The same, with the trees it was made from: a process that is about to end need not take large ones apart.
    pub(crate) fn compile_with_trees(self) -> (Result<Compiled, CompileError>, Vec<Tree>) {
        let analysis = sema::analyse(&self.package);
        self.finish(analysis)
    }

    /// Compiles two packages that have much in common in less time than one after the other.
    pub(crate) fn compile_both(one: Self, other: Self) -> [(Result<Compiled, CompileError>, Vec<Tree>); 2] {
        let mut analyses = sema::analyse_all(&[&one.package, &other.package]);
        let last = analyses.swap_remove(1);
        let first = analyses.swap_remove(0);
        [one.finish(first), other.finish(last)]
    }

    fn finish(self, analysis: Analysis) -> (Result<Compiled, CompileError>, Vec<Tree>) {
        // Whoever only wants to judge needs no remarks on what does not compile.
        let remarks = match self.lints {
            Lints::All { .. } if analysis.policy.is_none() => {
                partial::lint(&self.package, &analysis, self.lints)
            }
            _ => Vec::new(),
        };
        let (mut diagnostics, sources, trees) = (analysis.diagnostics, analysis.sources, analysis.trees);
        let Some(policy) = analysis.policy else {
            diagnostics.extend(remarks);
            diag::sort(&mut diagnostics, &sources);
            return (Err(CompileError { diagnostics, sources }), trees);
        };
        diagnostics.extend(lint::run(&policy, &trees, &sources, self.lints));
        diag::sort(&mut diagnostics, &sources);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return (Err(CompileError { diagnostics, sources }), trees);
        }
        let Package { manifest, modules, .. } = self.package;
        // Not the folder's name, which differs from place to place where the manifest gives one.
        let fallback_name = policy.package.name.clone();
        let carried = Carried { manifest, fallback_name, modules, files: analysis.files };
        let (policy, carried, matcher) = (Arc::new(policy), Arc::new(carried), Arc::default());
        (Ok(Compiled { policy, warnings: diagnostics, sources, carried, matcher }), trees)
    }
}

impl Compiled {
    fn from_carried(carried: Carried, lints: Lints) -> Result<Self, CompileError> {
        let Carried { manifest, fallback_name, modules, files } = carried;
        let files = Box::new(MemoryFiles(files));
        Compiler::new(Package { manifest, fallback_name, modules, files }).lints(lints).compile()
    }

    /// The same policy with what these lints say about it.
    fn lint(self, lints: Lints) -> Result<Self, CompileError> {
        let Carried { manifest, fallback_name, modules, files } = &*self.carried;
        let (manifest, modules, files) = (manifest.clone(), modules.clone(), files.clone());
        Self::from_carried(Carried { manifest, fallback_name: fallback_name.clone(), modules, files }, lints)
    }

    /// Judges by the policy. The first call makes the tables that judging looks things up in.
    #[must_use]
    pub fn matcher(&self) -> Matcher {
        self.matcher.get_or_init(|| Matcher::new(&crate::plan::build(&self.policy))).clone()
    }

    /// Whether a package has the very files that this was compiled from.
    pub(crate) fn is_made_of(&self, package: &Package) -> bool {
        let Carried { manifest, modules, files, .. } = &*self.carried;
        *manifest == package.manifest
            && *modules == package.modules
            && files.iter().all(|(path, bytes)| package.files.read(path).is_ok_and(|other| other == *bytes))
    }

    /// Name, version and digest of the package.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let hir::Package { name, version, digest, .. } = &self.policy.package;
        Identity { name: name.clone(), version: version.clone(), digest: digest.clone() }
    }

    /// The checked policy.
    #[must_use]
    pub fn policy(&self) -> &hir::Policy {
        &self.policy
    }

    /// The type of content it judges.
    #[must_use]
    pub fn content_type(&self) -> &ContentType {
        &self.policy.content
    }

    /// What lints remarked, of those that were run.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The texts that places refer to.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The compiled file: the same bytes for the same sources, on any machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        container::write(&self.carried, &self.identity(), &self.matcher())
    }
}
