//! The type of content: from a `content` declaration, or the one that is built in, to fields by name.

use rustc_hash::FxHashMap;

use crate::content::{ContentType, Field, FieldId, FieldType};
use crate::diag::Code;
use crate::sema::report::{Parts, Reporter, did_you_mean, explain, one_of};
use crate::span::{FileId, Place, Span};
use crate::syntax::ast;

/// The words of field types.
const TYPES: [(&str, FieldType); 6] = [
    ("text", FieldType::Text),
    ("string", FieldType::String),
    ("number", FieldType::Number),
    ("bool", FieldType::Bool),
    ("time", FieldType::Time),
    ("hash", FieldType::Hash),
];

/// The built-in content type, `post` of section 3 of the language.
const BUILT_IN: [(&str, FieldType, bool); 18] = [
    ("id", FieldType::String, false),
    ("text", FieldType::Text, false),
    ("title", FieldType::Text, false),
    ("hashtags", FieldType::Text, true),
    ("lang", FieldType::String, false),
    ("platform", FieldType::String, false),
    ("created_at", FieldType::Time, false),
    ("links", FieldType::String, true),
    ("media.ocr", FieldType::Text, true),
    ("media.transcript", FieldType::Text, true),
    ("media.pdq", FieldType::Hash, true),
    ("media.sha256", FieldType::Hash, true),
    ("author.handle", FieldType::String, false),
    ("author.name", FieldType::String, false),
    ("author.bio", FieldType::String, false),
    ("author.created_at", FieldType::Time, false),
    ("author.followers", FieldType::Number, false),
    ("author.verified", FieldType::Bool, false),
];

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FieldError {
    /// The content type has no such field.
    #[error("content has no field `{path}`")]
    Unknown {
        /// As written.
        path: String,
        /// The nearest field.
        nearest: Option<String>,
        /// Fields below it, where it is the name of an object.
        below: Vec<String>,
    },
    /// Something needs a field that the content type lacks.
    #[error("{what} needs the field `{field}`, which content of this package does not have")]
    Needed {
        /// What needs it.
        what: &'static str,
        /// Which.
        field: &'static str,
        /// How it is declared.
        ty: &'static str,
    },
    /// The type's word is none.
    #[error("`{word}` is not a type of field")]
    UnknownType {
        /// As written.
        word: String,
        /// The nearest type.
        nearest: Option<String>,
    },
    /// A field declared twice.
    #[error("the field `{0}` is declared twice")]
    Duplicate(String),
    /// A field and an object of the same name.
    #[error("`{0}` cannot be both a value and an object with fields of its own")]
    Both(String),
    /// An identifier that is not a string.
    #[error("the field `id` must be a `string`")]
    Id,
    /// More fields than can be numbered.
    #[error("this content type has more than {} fields", u16::MAX)]
    TooMany,
    /// A second content declaration.
    #[error("a package has one type of content, and this is a second one")]
    SecondContent,
}

impl FieldError {
    fn parts(&self) -> Parts {
        match self {
            Self::Unknown { below, .. } if !below.is_empty() => (
                Code::UnknownField,
                "this is an object, expected one of its fields".into(),
                format!("name {}", one_of(below.iter().map(String::as_str))),
            ),
            Self::Unknown { nearest, .. } => (
                Code::UnknownField,
                "expected a field of the content type".into(),
                did_you_mean(
                    nearest.as_deref(),
                    "declare the field in `content`, or name one that is declared",
                ),
            ),
            Self::Needed { field, ty, .. } => (
                Code::UnknownField,
                format!("expected a content type with `{field}: {ty}`"),
                format!("add `{field}: {ty}` to the `content` declaration"),
            ),
            Self::UnknownType { nearest, .. } => (
                Code::UnknownWord,
                format!("expected {}", one_of(TYPES.map(|(word, _)| word))),
                did_you_mean(
                    nearest.as_deref(),
                    "write `text` for what terms are looked for in, `string` for the rest",
                ),
            ),
            Self::Duplicate(_) => {
                (Code::DuplicateName, "the second declaration".into(), "remove one of the two".into())
            }
            Self::Both(_) => (
                Code::ContradictoryFacts,
                "this needs it to be an object, elsewhere it is a value".into(),
                "give one of the two another name".into(),
            ),
            Self::Id => (
                Code::FieldType,
                "expected `string`".into(),
                "write `id: string`; content may still give a number".into(),
            ),
            Self::TooMany => (
                Code::PolicyTooLarge,
                "the first field too many".into(),
                "remove fields that no rule uses".into(),
            ),
            Self::SecondContent => (
                Code::DuplicateName,
                "expected no other `content`".into(),
                "merge the two declarations".into(),
            ),
        }
    }
}

explain!(FieldError);

/// The content type, with its fields by name.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub ty: ContentType,
    by_name: FxHashMap<String, FieldId>,
    /// Fields whose type is not a type: what is done with them is not judged.
    untyped: Vec<String>,
    /// Whether the declaration is damaged, so that fields may be missing: then no name is held to be unknown.
    pub damaged: bool,
}

impl Fields {
    fn new(name: &str, mut fields: Vec<Field>) -> Self {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let by_name =
            fields.iter().enumerate().map(|(at, field)| (field.name.clone(), FieldId(at as u16))).collect();
        Self {
            ty: ContentType { name: name.to_owned(), fields },
            by_name,
            untyped: Vec::new(),
            damaged: false,
        }
    }

    /// The content type of a package without a `content` declaration.
    pub(super) fn built_in() -> Self {
        let field = |(name, ty, list): (&str, _, _)| Field { name: name.to_owned(), ty, list };
        Self::new("post", BUILT_IN.map(field).into())
    }

    /// The content type of a declaration; what is wrong with a field is reported, the others count.
    pub(super) fn declared(content: &ast::Content, file: FileId, reporter: &mut Reporter) -> Self {
        let mut declared =
            Declared { file, reporter, seen: FxHashMap::default(), fields: Vec::new(), untyped: Vec::new() };
        for field in &content.fields {
            declared.add(field);
        }
        declared.report_objects_that_are_values();
        Self { untyped: declared.untyped, ..Self::new(&content.head.name.node, declared.fields) }
    }

    /// The field of a dotted name.
    pub(super) fn get(&self, path: &str) -> Option<FieldId> {
        self.by_name.get(path).copied()
    }

    /// What is declared of a field.
    pub(super) fn field(&self, id: FieldId) -> &Field {
        &self.ty.fields[id.0 as usize]
    }

    /// Whether the type of a field is known.
    pub(super) fn is_typed(&self, id: FieldId) -> bool {
        !self.untyped.contains(&self.field(id).name)
    }

    /// Every field's name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.ty.fields.iter().map(|field| field.name.as_str())
    }

    /// The error for a name that is no field.
    pub(super) fn unknown(&self, path: &str, reporter: &mut Reporter) -> FieldError {
        let prefix = format!("{path}.");
        let below =
            self.names().filter(|name| name.starts_with(&prefix)).take(8).map(str::to_owned).collect();
        let nearest = reporter.nearest(path, self.names()).or_else(|| self.ending_in(path));
        FieldError::Unknown { path: path.to_owned(), nearest, below }
    }

    /// The only field whose last name this is: `bio` for `author.bio`.
    fn ending_in(&self, name: &str) -> Option<String> {
        let suffix = format!(".{name}");
        let mut found = self.names().filter(|field| field.ends_with(&suffix));
        found.next().filter(|_| found.next().is_none()).map(str::to_owned)
    }
}

/// A dotted name as text.
pub(super) fn dotted(path: &ast::Path) -> String {
    let parts: Vec<&str> = path.parts.iter().map(|part| part.node.as_str()).collect();
    parts.join(".")
}

struct Declared<'r> {
    file: FileId,
    reporter: &'r mut Reporter,
    seen: FxHashMap<String, Span>,
    fields: Vec<Field>,
    untyped: Vec<String>,
}

impl Declared<'_> {
    fn add(&mut self, field: &ast::Field) {
        let name = dotted(&field.path);
        let place = Place::new(self.file, field.path.span);
        if let Some(&first) = self.seen.get(&name) {
            let first = Place::new(self.file, first);
            self.reporter.report_with(&FieldError::Duplicate(name), place, first, "the first declaration");
            return;
        }
        self.seen.insert(name.clone(), field.path.span);
        if self.fields.len() == usize::from(u16::MAX) {
            self.reporter.report(&FieldError::TooMany, place);
        }
        let ty = self.ty(&field.ty);
        if name == "id" && (field.list || ty.is_some_and(|ty| ty != FieldType::String)) {
            self.reporter.report(&FieldError::Id, Place::new(self.file, field.ty.span));
        }
        if ty.is_none() {
            self.untyped.push(name.clone());
        }
        self.fields.push(Field { name, ty: ty.unwrap_or(FieldType::Text), list: field.list });
    }

    fn ty(&mut self, word: &ast::Name) -> Option<FieldType> {
        let found = TYPES.iter().find(|(name, _)| *name == word.node).map(|&(_, ty)| ty);
        if found.is_none() {
            let nearest = self.reporter.nearest(&word.node, TYPES.map(|(name, _)| name));
            let error = FieldError::UnknownType { word: word.node.clone(), nearest };
            self.reporter.report(&error, Place::new(self.file, word.span));
        }
        found
    }

    fn report_objects_that_are_values(&mut self) {
        for field in &self.fields {
            let prefixes = field.name.match_indices('.').map(|(at, _)| &field.name[..at]);
            for (prefix, value) in prefixes.filter_map(|prefix| Some((prefix, *self.seen.get(prefix)?))) {
                let place = Place::new(self.file, self.seen[&field.name]);
                let value = Place::new(self.file, value);
                let error = FieldError::Both(prefix.to_owned());
                self.reporter.report_with(&error, place, value, "declared as a value here");
            }
        }
    }
}

/// A type as a message names it.
pub(super) const fn type_name(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Text => "text",
        FieldType::String => "string",
        FieldType::Number => "number",
        FieldType::Bool => "bool",
        FieldType::Time => "time",
        FieldType::Hash => "hash",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_type_is_sorted_and_found_by_name() {
        let fields = Fields::built_in();
        assert!(fields.ty.fields.is_sorted_by_key(|field| field.name.clone()));
        assert_eq!(fields.ty.fields.len(), 18);
        let id = fields.get("author.followers").unwrap();
        assert_eq!(fields.field(id).ty, FieldType::Number);
        assert_eq!(fields.get("followers"), None);
    }

    #[test]
    fn an_unknown_field_comes_with_what_may_have_been_meant() {
        let fields = Fields::built_in();
        let cases =
            [("author.folowers", Some("author.followers")), ("bio", Some("author.bio")), ("zzz", None)];
        for (path, expected) in cases {
            let error = fields.unknown(path, &mut Reporter::new());
            let FieldError::Unknown { nearest, .. } = error else { panic!("{path}") };
            assert_eq!(nearest.as_deref(), expected, "{path}");
        }
    }
}
