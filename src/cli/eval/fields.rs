//! What labelled posts are grouped by, and where in their content it stands.

use super::super::failure::Failure;
use super::super::terminal::visible;
use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::eval::By;

const GENRE: &str = "genre";
const CATEGORY: &str = "category";
const LANG: &str = "lang";

/// The fields an evaluation looks at.
pub(super) struct Fields {
    /// Name and place of what posts are grouped by.
    by: Vec<(By, Source)>,
    /// Whether `category` was asked for.
    pub(super) categories: bool,
    lang: Option<FieldId>,
    text: Option<FieldId>,
}

#[derive(Clone, Copy)]
enum Source {
    Field(FieldId),
    Genre,
}

impl Fields {
    /// What was asked for; `lang` where nothing was.
    pub(super) fn new(content_type: &ContentType, asked: &[String]) -> Result<Self, Failure> {
        let lang = groupable(content_type, LANG);
        let mut by: Vec<(By, Source)> = Vec::new();
        for name in asked.iter().map(|name| name.trim()).filter(|name| *name != CATEGORY) {
            let source = match groupable(content_type, name) {
                Some(field) => Source::Field(field),
                None if name == GENRE => Source::Genre,
                None => return Err(unknown(content_type, name)),
            };
            if by.iter().all(|(by, _)| by.name != name) {
                by.push((By { name: name.to_owned(), asked: true }, source));
            }
        }
        if let (true, Some(lang)) = (asked.is_empty(), lang) {
            by.push((By { name: LANG.to_owned(), asked: false }, Source::Field(lang)));
        }
        let categories = asked.iter().any(|name| name.trim() == CATEGORY);
        Ok(Self { by, categories, lang, text: text(content_type) })
    }

    /// What posts are grouped by.
    pub(super) fn by(&self) -> Vec<By> {
        self.by.iter().map(|(by, _)| by.clone()).collect()
    }

    /// The fields whose values are needed.
    pub(super) fn used(&self) -> impl Iterator<Item = FieldId> {
        let by = self.by.iter().filter_map(|(_, source)| match source {
            Source::Field(field) => Some(*field),
            Source::Genre => None,
        });
        by.chain(self.lang).chain(self.text)
    }

    /// The values that a post is grouped by.
    pub(super) fn values(&self, content: &Content, genre: Option<&str>, values: &mut Vec<Option<String>>) {
        values.clear();
        values.extend(self.by.iter().map(|(_, source)| match *source {
            Source::Genre => genre.map(str::to_owned),
            Source::Field(field) => match content.get(field).first()? {
                Value::Bool(value) => Some(value.to_string()),
                Value::Text(value) => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
                _ => None,
            },
        }));
    }

    /// The language of a post, if it says so.
    pub(super) fn lang<'c>(&self, content: &'c Content) -> Option<&'c str> {
        first_text(content, self.lang?).map(str::trim).filter(|lang| !lang.is_empty())
    }

    /// What a post is known by.
    pub(super) fn text<'c>(&self, content: &'c Content) -> &'c str {
        self.text.and_then(|field| first_text(content, field)).unwrap_or_default()
    }
}

fn first_text(content: &Content, field: FieldId) -> Option<&str> {
    match content.get(field).first() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// `text`, or else the first field of that type.
fn text(content_type: &ContentType) -> Option<FieldId> {
    let first = || content_type.fields.iter().position(|field| field.ty == FieldType::Text);
    content_type.find("text").or_else(|| first().map(|index| FieldId(index as u16)))
}

/// A field with few values, each of which is a group.
fn groupable(content_type: &ContentType, name: &str) -> Option<FieldId> {
    let is_plain = |field: &FieldId| {
        let field = &content_type.fields[field.0 as usize];
        matches!(field.ty, FieldType::String | FieldType::Bool) && !field.list
    };
    content_type.find(name).filter(is_plain)
}

fn unknown(content_type: &ContentType, name: &str) -> Failure {
    let names = content_type.fields.iter().map(|field| field.name.as_str());
    let groupable: Vec<&str> = names.filter(|name| groupable(content_type, name).is_some()).collect();
    let why = match content_type.find(name) {
        Some(_) => "is no string or bool",
        None => "is no field",
    };
    Failure::Said(format!(
        "posts cannot be grouped by `{}`, which {why} of `{}`; `--by` takes {}, {GENRE} or {CATEGORY}",
        visible(name),
        content_type.name,
        groupable.join(", ")
    ))
}
