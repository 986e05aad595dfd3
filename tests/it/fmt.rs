//! The canonical layout: each `tests/cases/fmt/*.varne` with what it becomes beside it.

use std::path::{Path, PathBuf};

use varne::span::FileId;
use varne::{fmt, syntax};

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "varne"));
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    cases
}

#[test]
fn layouts() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/fmt"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in cases("tests/cases/fmt") {
        let text = std::fs::read_to_string(&case).unwrap();
        let page = format!("{}\n\n---- becomes ----\n\n{}", text.trim_end(), fmt::format(&text).unwrap());
        let name = case.file_stem().unwrap().to_str().unwrap().to_owned();
        settings.bind(|| insta::assert_snapshot!(name, page));
    }
}

#[test]
fn layout_keeps_the_tree_and_is_its_own_layout() {
    for case in [cases("tests/cases/fmt"), cases("tests/cases/syntax")].concat() {
        let text = std::fs::read_to_string(&case).unwrap();
        let Ok(once) = fmt::format(&text) else { continue };
        let tree = |text: &str| syntax::print(&syntax::parse(FileId(0), text).file);
        assert_eq!(tree(&once), tree(&text), "{}", case.display());
        assert_eq!(fmt::format(&once).unwrap(), once, "{}", case.display());
    }
}
