//! Analysis: from parsed files to a checked policy.

pub mod hir;

use crate::diag::Diagnostic;
use crate::package::Package;
use crate::source::Sources;

/// What analysis yields.
pub struct Analysis {
    /// The checked policy; `None` if there was an error.
    pub policy: Option<hir::Policy>,
    /// Every problem, sorted by place, no repeats.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts the places refer to: modules, `varne.toml`, and data files with a bad line.
    pub sources: Sources,
    /// The data files that were read, by path: with the modules, all a compiled policy must carry.
    pub files: std::collections::BTreeMap<String, Vec<u8>>,
}

/// Parses and checks a package. `today` decides nothing yet; lints about dates will use it.
#[must_use]
pub fn analyse(package: &Package) -> Analysis {
    todo!("{}", package.fallback_name)
}
