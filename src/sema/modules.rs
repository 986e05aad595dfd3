//! From the bytes of a package to its parsed modules: each file gets its place among the sources, is checked
//! to be UTF-8 and of a size that can be handled, and is parsed. What can not be read still counts as a
//! module, so that imports from it are not reported a second time.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic};
use crate::package;
use crate::sema::limits::MAX_SOURCE_BYTES;
use crate::sema::report::{Parts, Reporter, explain};
use crate::source::{Source, Sources};
use crate::span::{FileId, Place, Span};
use crate::syntax::{self, Parse, ast};
use crate::threads;

/// A parsed module.
pub(super) struct Module {
    /// `lexicon.places`.
    pub name: String,
    /// `lexicon/places.varne`.
    pub path: String,
    /// Its source.
    pub file: FileId,
    /// Its tree, which packages share where the file is the same.
    pub ast: Arc<ast::File>,
    /// Whether part of its text could not be read, so that names it lacks may stand there.
    pub opaque: bool,
    /// Places of its errors of syntax, in order.
    errors: Vec<Span>,
}

impl Module {
    /// Whether a declaration has an error of syntax, so that parts of it are missing from the tree.
    pub(super) fn is_damaged(&self, declaration: Span) -> bool {
        let at = self.errors.partition_point(|error| error.start < declaration.start);
        self.errors.get(at).is_some_and(|error| error.start <= declaration.end)
    }
}

/// What keeps a file from being a module.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ModuleError {
    /// A part of its path is not a name.
    #[error("the file `{path}` cannot be a module, because `{part}` is not a name")]
    Name {
        /// From the root.
        path: String,
        /// The first part that is none.
        part: String,
        /// A path whose parts are names.
        suggestion: String,
    },
    /// A byte that is no text.
    #[error("this file is not UTF-8")]
    NotUtf8 {
        /// The byte.
        byte: u8,
    },
    /// Too large.
    #[error("the file `{path}` is {megabytes} MB, more than the {} MB that a source file may be", MAX_SOURCE_BYTES >> 20)]
    TooLarge {
        /// From the root.
        path: String,
        /// Its size.
        megabytes: usize,
    },
}

impl ModuleError {
    fn parts(&self) -> Parts {
        match self {
            Self::Name { suggestion, .. } => (
                Code::ModuleName,
                "the parts of its path must be small letters, digits and `_`, a letter first".into(),
                format!("rename it to `{suggestion}`"),
            ),
            Self::NotUtf8 { byte } => (
                Code::NotUtf8,
                format!("the byte {byte:#04x} stands where text was expected"),
                "save the file as UTF-8".into(),
            ),
            Self::TooLarge { .. } => (
                Code::SourceTooLarge,
                "this file was not read".into(),
                "split it into several modules, or keep its terms in CSV files".into(),
            ),
        }
    }
}

explain!(ModuleError);

/// A package whose modules are to be parsed.
pub(super) struct Side<'s> {
    /// As they were found.
    pub modules: &'s [package::Module],
    /// Where their texts go.
    pub sources: &'s mut Sources,
    /// Where their errors go.
    pub reporter: &'s mut Reporter,
}

/// Parses every module of packages; files with the same text once.
pub(super) fn load(mut sides: Vec<Side<'_>>) -> Vec<Vec<Module>> {
    let read_all = |side: &mut Side<'_>| -> Vec<Text> {
        side.modules.iter().map(|module| read(module, side.sources, side.reporter)).collect()
    };
    let texts: Vec<Vec<Text>> = sides.iter_mut().map(read_all).collect();
    let trees = trees(&sides, &texts);
    let all = sides.into_iter().zip(texts).zip(trees);
    all.map(|((side, texts), trees)| {
        let all = side.modules.iter().zip(texts).zip(trees);
        all.map(|((module, text), tree)| parsed(module, text, tree, side.reporter)).collect()
    })
    .collect()
}

/// The tree of a module, and what is wrong with its form.
type Parsed = (Arc<ast::File>, Vec<Diagnostic>);

/// The trees of all modules.
fn trees(sides: &[Side<'_>], texts: &[Vec<Text>]) -> Vec<Vec<Parsed>> {
    let mut distinct: Vec<(FileId, &str)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut numbers = Vec::new();
    for (side, texts) in sides.iter().zip(texts) {
        for text in texts {
            let written = side.sources.get(text.file).text.as_ref();
            let number = *known.entry(written).or_insert(distinct.len());
            if number == distinct.len() {
                distinct.push((text.file, written));
            }
            numbers.push((text.file, number));
        }
    }
    let parse = |&(file, text): &(FileId, &str)| -> Parsed {
        let Parse { file, errors } = syntax::parse(file, text);
        (Arc::new(file), errors)
    };
    let parsed = threads::map(&distinct, |(_, text)| text.len(), parse);
    let mut all = numbers.into_iter().map(|(file, number)| {
        let (tree, errors) = &parsed[number];
        let (first, text) = distinct[number];
        // Errors tell in which file they are.
        if errors.is_empty() || first == file {
            (Arc::clone(tree), errors.clone())
        } else {
            parse(&(file, text))
        }
    });
    texts.iter().map(|texts| all.by_ref().take(texts.len()).collect()).collect()
}

/// A module among the sources.
struct Text {
    file: FileId,
    too_large: bool,
    /// Where bytes are no text.
    broken: Vec<Span>,
}

fn read(module: &package::Module, sources: &mut Sources, reporter: &mut Reporter) -> Text {
    let too_large = module.bytes.len() > MAX_SOURCE_BYTES;
    let text = match simdutf8::basic::from_utf8(&module.bytes) {
        _ if too_large => "".into(),
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(&module.bytes),
    };
    let file = sources.add(Source::new(module.path.clone(), &*text));
    let start = Place::new(file, Span::default());
    if let Some(error) = check_name(&module.path) {
        reporter.report(&error, start);
    }
    if too_large {
        let megabytes = module.bytes.len() >> 20;
        reporter.report(&ModuleError::TooLarge { path: module.path.clone(), megabytes }, start);
    }
    let broken = match text {
        // All of it was text, or none of it was read.
        Cow::Borrowed(_) => Vec::new(),
        Cow::Owned(text) => report_bad_bytes(&module.bytes, &text, file, reporter),
    };
    Text { file, too_large, broken }
}

fn parsed(module: &package::Module, text: Text, (ast, errors): Parsed, reporter: &mut Reporter) -> Module {
    let Text { file, too_large, broken } = text;
    let mut places: Vec<Span> =
        errors.iter().map(|error| error.place.span).chain(broken.iter().copied()).collect();
    places.sort_unstable();
    reporter.extend(errors.into_iter().filter(|error| !is_follow_up(error, &broken)).collect());
    Module {
        name: module.name.clone(),
        path: module.path.clone(),
        file,
        ast,
        opaque: too_large || !broken.is_empty(),
        errors: places,
    }
}

/// Reports the first byte that is not UTF-8; gives the places of all replacement characters, where follow-up errors are no news.
fn report_bad_bytes(bytes: &[u8], text: &str, file: FileId, reporter: &mut Reporter) -> Vec<Span> {
    let Err(error) = std::str::from_utf8(bytes) else { return Vec::new() };
    let spans: Vec<Span> = text
        .match_indices('\u{FFFD}')
        .map(|(at, found)| Span::new(at as u32, (at + found.len()) as u32))
        .collect();
    let first = error.valid_up_to() as u32;
    let place = Place::new(file, Span::new(first, first + 3));
    reporter.report(&ModuleError::NotUtf8 { byte: bytes[first as usize] }, place);
    spans
}

/// Whether an error of syntax touches a replacement character.
fn is_follow_up(error: &Diagnostic, broken: &[Span]) -> bool {
    let at = broken.partition_point(|bad| bad.end < error.place.span.start);
    broken.get(at).is_some_and(|bad| bad.start <= error.place.span.end)
}

/// The first part of a path that is not a name, with a path that would do.
fn check_name(path: &str) -> Option<ModuleError> {
    let stem = path.strip_suffix(".varne").unwrap_or(path);
    let part = stem.split('/').find(|part| !is_name(part))?;
    let parts: Vec<String> = stem.split('/').map(to_name).collect();
    let suggestion = format!("{}.varne", parts.join("/"));
    Some(ModuleError::Name { path: path.to_owned(), part: part.to_owned(), suggestion })
}

/// Whether a text is `[a-z][a-z0-9_]*`.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The nearest text that is a name.
fn to_name(part: &str) -> String {
    let kept = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let name: String = part.chars().map(kept).collect();
    if is_name(&name) { name } else { format!("m_{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_no_name_comes_with_one_that_is() {
        let suggestion = |path| match check_name(path) {
            Some(ModuleError::Name { suggestion, part, .. }) => Some((part, suggestion)),
            _ => None,
        };
        assert_eq!(suggestion("lexicon/places.varne"), None);
        for (path, part, renamed) in [
            ("Small-Boats.varne", "Small-Boats", "small_boats.varne"),
            ("lexicon/2026.varne", "2026", "lexicon/m_2026.varne"),
            ("a.b.varne", "a.b", "a_b.varne"),
        ] {
            assert_eq!(suggestion(path), Some((part.to_owned(), renamed.to_owned())), "{path}");
        }
    }
}
