//! A package as bytes: manifest, modules, and the data files its declarations name. What comes in is a path, or
//! texts in memory; what goes out is not parsed yet. [`Package::read_from_disk`] is the one place where policies meet the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of a package's manifest.
pub const MANIFEST: &str = "varne.toml";

/// The ending of policy files, with its dot.
const EXTENSION: &str = ".varne";

/// Where the data files of a package come from.
pub trait Files: Send + Sync {
    /// The bytes of a file inside the package; `path` is relative to the root, `/` between parts, never with `..`.
    ///
    /// # Errors
    /// Whatever keeps it from being read.
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>>;
}

/// What keeps [`Files`] from reading a file that is linked to from inside the package and lies outside.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it lies outside of the package")]
pub struct OutsidePackage;

/// One `.varne` file.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Why there is no package at a path.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// Nothing is there.
    #[error("`{}` does not exist", .0.display())]
    Missing(PathBuf),
    /// A folder that is no package.
    #[error(
        "the folder `{}` has no `varne.toml`; name a package's folder or a `.varne` file, or make a package with `varne init`",
        .0.display()
    )]
    NoManifest(PathBuf),
    /// A file that is no policy.
    #[error("`{}` is not a `.varne` file; name one, or a folder that holds `varne.toml`", .0.display())]
    NotVarne(PathBuf),
    /// Something is there but can not be read.
    #[error("`{}` cannot be read", .path.display())]
    Unreadable {
        /// What.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Module {
    /// A module by its path from the root: `lexicon/places.varne`.
    #[must_use]
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let path = path.into();
        let name = path.strip_suffix(EXTENSION).unwrap_or(&path).replace('/', ".");
        Self { name, path, bytes: bytes.into() }
    }
}

impl Package {
    /// Reads the package at a path: a folder that holds `varne.toml`, with every `.varne` file in and under it, or one
    /// `.varne` file alone. Hidden entries are passed over, and so are linked folders and folders that are packages themselves.
    ///
    /// # Errors
    /// Where there is no package, or a part of it cannot be read.
    pub fn read_from_disk(path: impl AsRef<Path>) -> Result<Self, PackageError> {
        let path = path.as_ref();
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => read_folder(path),
            Ok(_) => read_file_alone(path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(PackageError::Missing(path.to_owned()))
            }
            Err(source) => Err(PackageError::Unreadable { path: path.to_owned(), source }),
        }
    }

    /// One module in memory, as if it were a file alone. `name` is the module's, with or without `.varne`.
    #[must_use]
    pub fn from_source(name: &str, text: &str) -> Self {
        let stem = name.strip_suffix(EXTENSION).unwrap_or(name);
        let module = Module::new(format!("{}{EXTENSION}", stem.replace('.', "/")), text);
        Self {
            manifest: None,
            fallback_name: stem.to_owned(),
            modules: vec![module],
            files: Box::new(MemoryFiles::default()),
        }
    }

    /// A package in memory, by path: `varne.toml` is the manifest, `.varne` files are modules, all others are data files.
    #[must_use]
    pub fn from_memory<P, B>(name: &str, files: impl IntoIterator<Item = (P, B)>) -> Self
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        let mut files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        let manifest = files.remove(MANIFEST);
        let (modules, data): (BTreeMap<_, _>, BTreeMap<_, _>) =
            files.into_iter().partition(|(path, _)| path.ends_with(EXTENSION));
        let modules = modules.into_iter().map(|(path, bytes)| Module::new(path, bytes)).collect();
        Self { manifest, fallback_name: name.to_owned(), modules, files: Box::new(MemoryFiles(data)) }
    }
}

/// Data files in memory, by path.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(pub BTreeMap<String, Vec<u8>>);

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }
}

/// Data files below a folder.
struct DiskFiles(PathBuf);

impl Files for DiskFiles {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let root = if self.0.as_os_str().is_empty() { Path::new(".") } else { &self.0 };
        let file = root.join(path).canonicalize()?;
        // A link may lead anywhere; what is read must lie inside.
        if !file.starts_with(root.canonicalize()?) {
            return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, OutsidePackage));
        }
        std::fs::read(file)
    }
}

fn read_folder(root: &Path) -> Result<Package, PackageError> {
    let manifest = root.join(MANIFEST);
    if !manifest.is_file() {
        return Err(PackageError::NoManifest(root.to_owned()));
    }
    let mut modules = Vec::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        list_folder(&folder, &prefix, &mut modules, &mut folders)?;
    }
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Package {
        manifest: Some(read(&manifest)?),
        fallback_name: folder_name(root),
        modules,
        files: Box::new(DiskFiles(root.to_owned())),
    })
}

/// Adds the modules of one folder, and the folders to look into next.
fn list_folder(
    folder: &Path,
    prefix: &str,
    modules: &mut Vec<Module>,
    folders: &mut Vec<(PathBuf, String)>,
) -> Result<(), PackageError> {
    let unreadable = |source| PackageError::Unreadable { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
        if is_folder && !entry.path().join(MANIFEST).is_file() {
            folders.push((entry.path(), format!("{path}/")));
        } else if !is_folder && name.ends_with(EXTENSION) {
            modules.push(Module::new(path, read(&entry.path())?));
        }
    }
    Ok(())
}

fn read_file_alone(path: &Path) -> Result<Package, PackageError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !name.ends_with(EXTENSION) {
        return Err(PackageError::NotVarne(path.to_owned()));
    }
    let root = path.parent().unwrap_or(Path::new("")).to_owned();
    let module = Module::new(name, read(path)?);
    Ok(Package {
        manifest: None,
        fallback_name: module.name.clone(),
        modules: vec![module],
        files: Box::new(DiskFiles(root)),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, PackageError> {
    std::fs::read(path).map_err(|source| PackageError::Unreadable { path: path.to_owned(), source })
}

/// The last part of a folder's path, also where it is written `.`.
fn folder_name(root: &Path) -> String {
    let absolute = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    absolute.file_name().map_or_else(|| "policy".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_in_memory_is_sorted_into_manifest_modules_and_data() {
        let package = Package::from_memory(
            "demo",
            [("varne.toml", ""), ("b.varne", ""), ("lexicon/a.varne", ""), ("terms.csv", "lang,term")],
        );
        let names: Vec<_> = package.modules.iter().map(|module| module.name.as_str()).collect();
        assert_eq!(names, ["b", "lexicon.a"]);
        assert!(package.manifest.is_some());
        assert_eq!(package.files.read("terms.csv").unwrap(), b"lang,term");
        assert!(package.files.read("other.csv").is_err());
    }

    #[test]
    fn a_source_in_memory_has_the_name_it_is_given() {
        for name in ["crossings", "crossings.varne"] {
            let package = Package::from_source(name, "");
            assert_eq!(package.modules[0].name, "crossings");
            assert_eq!(package.modules[0].path, "crossings.varne");
            assert_eq!(package.fallback_name, "crossings");
        }
    }

    #[test]
    fn a_folder_is_read_with_what_lies_under_it() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("varne.toml", "[package]"),
            ("main.varne", "// main"),
            ("lexicon/places.varne", "// places"),
            ("lexicon/terms.csv", "lang,term"),
            (".git/x.varne", "hidden"),
            ("other/varne.toml", "[package]"),
            ("other/y.varne", "a package of its own"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let package = Package::read_from_disk(folder.path()).unwrap();
        let paths: Vec<_> = package.modules.iter().map(|module| module.path.as_str()).collect();
        assert_eq!(paths, ["lexicon/places.varne", "main.varne"]);
        assert_eq!(package.files.read("lexicon/terms.csv").unwrap(), b"lang,term");
        let alone = Package::read_from_disk(folder.path().join("main.varne")).unwrap();
        assert_eq!((alone.fallback_name.as_str(), alone.modules.len()), ("main", 1));
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_outside() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("p")).unwrap();
        for (path, text) in
            [("outside.csv", "secret"), ("p/varne.toml", "[package]"), ("p/inside.csv", "lang,term")]
        {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        std::os::unix::fs::symlink("../outside.csv", folder.path().join("p/x.csv")).unwrap();
        std::os::unix::fs::symlink("inside.csv", folder.path().join("p/y.csv")).unwrap();
        let package = Package::read_from_disk(folder.path().join("p")).unwrap();
        let error = package.files.read("x.csv").unwrap_err();
        assert!(error.get_ref().is_some_and(|inner| inner.is::<OutsidePackage>()));
        assert_eq!(package.files.read("y.csv").unwrap(), b"lang,term");
    }

    #[test]
    fn what_is_no_package_is_said_plainly() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("notes.txt"), "").unwrap();
        let error = |path: &str| Package::read_from_disk(folder.path().join(path)).err().unwrap();
        assert!(matches!(error("nowhere"), PackageError::Missing(_)));
        assert!(matches!(error(""), PackageError::NoManifest(_)));
        assert!(matches!(error("notes.txt"), PackageError::NotVarne(_)));
    }
}
