//! A package as bytes: manifest, modules, and the data files its declarations name.

/// Where the data files of a package come from.
pub trait Files: Send + Sync {
    /// The bytes of a file inside the package; `path` is relative to the root, `/` between parts, never with `..`.
    ///
    /// # Errors
    /// Whatever keeps it from being read.
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>>;
}

/// One `.varne` file.
#[derive(Clone, Debug)]
pub struct Module {
    /// `lexicon.places` for `lexicon/places.varne`.
    pub name: String,
    /// `lexicon/places.varne`.
    pub path: String,
    /// Its bytes; checked to be UTF-8 in analysis.
    pub bytes: Vec<u8>,
}

/// A package, not yet parsed.
pub struct Package {
    /// `varne.toml`; `None` for a file alone.
    pub manifest: Option<Vec<u8>>,
    /// The name of a file alone (its stem); the manifest's folder otherwise. Only used where the manifest gives no name.
    pub fallback_name: String,
    /// In order of path.
    pub modules: Vec<Module>,
    /// Data files.
    pub files: Box<dyn Files>,
}
