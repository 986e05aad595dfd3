//! Content built from Rust values instead of JSON.

use time::OffsetDateTime;

use super::{Content, ContentType, FieldType, Id, Value};

/// Why content could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// The content type has no such field.
    #[error("`{content}` has no field `{field}`")]
    UnknownField {
        /// As given.
        field: String,
        /// The name of the content type.
        content: String,
    },
    /// The field has another type.
    #[error("field `{field}` is {found}, expected {expected}")]
    WrongType {
        /// Dotted name.
        field: String,
        /// What was given.
        found: &'static str,
        /// What was declared.
        expected: &'static str,
    },
}

/// Collects values by the names of fields; the first problem is told by [`Builder::build`]. Values for a
/// list field are its elements, in order; a second value for another field replaces the first.
#[derive(Debug)]
pub struct Builder<'a> {
    content_type: &'a ContentType,
    content: Content,
    problem: Option<BuildError>,
}

impl Content {
    /// Starts building content of this type.
    ///
    /// ```
    /// use varne::content::{Content, ContentType};
    ///
    /// let post = ContentType::post();
    /// let content = Content::builder(&post)
    ///     .id("17")
    ///     .text("text", "Calais to Dover tonight")
    ///     .text("hashtags", "boat")
    ///     .number("author.followers", 12.0)
    ///     .build()?;
    /// # Ok::<(), varne::content::BuildError>(())
    /// ```
    #[must_use]
    pub fn builder(content_type: &ContentType) -> Builder<'_> {
        Builder { content_type, content: Self::default(), problem: None }
    }
}

impl Builder<'_> {
    /// The `id`, given back in the verdict; also the field `id`, where there is one.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        let json = serde_json::Value::from(id).to_string();
        self.content.id = Some(Id::new(json));
        if self.content_type.find("id").is_some() { self.text("id", id) } else { self }
    }

    /// A `text` or `string`.
    #[must_use]
    pub fn text(self, field: &str, value: impl Into<String>) -> Self {
        self.set(field, Value::Text(value.into()))
    }

    /// A `number`.
    #[must_use]
    pub fn number(self, field: &str, value: f64) -> Self {
        self.set(field, Value::Number(value))
    }

    /// A `bool`.
    #[must_use]
    pub fn flag(self, field: &str, value: bool) -> Self {
        self.set(field, Value::Bool(value))
    }

    /// A `time`.
    #[must_use]
    pub fn time(self, field: &str, value: OffsetDateTime) -> Self {
        self.set(field, Value::Time(value))
    }

    /// A `hash`.
    #[must_use]
    pub fn hash(self, field: &str, value: [u8; 32]) -> Self {
        self.set(field, Value::Hash(value))
    }

    /// The content.
    ///
    /// # Errors
    /// The first field that the type does not have, or has with another type.
    pub fn build(self) -> Result<Content, BuildError> {
        match self.problem {
            None => Ok(self.content),
            Some(problem) => Err(problem),
        }
    }

    fn set(mut self, field: &str, value: Value) -> Self {
        if let Err(problem) = self.try_set(field, value) {
            self.problem.get_or_insert(problem);
        }
        self
    }

    fn try_set(&mut self, name: &str, value: Value) -> Result<(), BuildError> {
        let Some(id) = self.content_type.find(name) else {
            let (field, content) = (name.to_owned(), self.content_type.name.clone());
            return Err(BuildError::UnknownField { field, content });
        };
        let field = &self.content_type.fields[id.0 as usize];
        if !fits(field.ty, &value) {
            let (expected, found) = (field.ty.described(), described(&value));
            return Err(BuildError::WrongType { field: name.to_owned(), found, expected });
        }
        let values = &mut self.content.values;
        values.resize_with(values.len().max(self.content_type.fields.len()), Vec::new);
        let values = &mut values[id.0 as usize];
        if !field.list {
            values.clear();
        }
        values.push(value);
        Ok(())
    }
}

/// Whether a value is of a field's type.
fn fits(ty: FieldType, value: &Value) -> bool {
    match value {
        Value::Text(_) => matches!(ty, FieldType::Text | FieldType::String),
        Value::Number(_) => ty == FieldType::Number,
        Value::Bool(_) => ty == FieldType::Bool,
        Value::Time(_) => ty == FieldType::Time,
        Value::Hash(_) => ty == FieldType::Hash,
    }
}

fn described(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a string",
        Value::Number(_) => "a number",
        Value::Bool(_) => "a bool",
        Value::Time(_) => "a time",
        Value::Hash(_) => "a hash",
    }
}

impl FieldType {
    /// What its values are in a message.
    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Text | Self::String => "a string",
            Self::Number => "a number",
            Self::Bool => "a bool",
            Self::Time => "a time",
            Self::Hash => "a hash",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_what_a_reader_reads() {
        let post = ContentType::post();
        let built = Content::builder(&post)
            .id("a\"b")
            .text("text", "hello")
            .text("hashtags", "one")
            .text("hashtags", "two")
            .flag("author.verified", true)
            .time("created_at", OffsetDateTime::UNIX_EPOCH)
            .hash("media.pdq", [0; 32])
            .build();
        let line = format!(
            r#"{{"id":"a\"b","text":"hello","hashtags":["one","two"],"author":{{"verified":true}},
            "created_at":"1970-01-01","media":{{"pdq":["{}"]}}}}"#,
            "00".repeat(32)
        );
        assert_eq!(built.unwrap(), post.read(line.as_bytes()).unwrap());
    }

    #[test]
    fn problems_are_told() {
        let post = ContentType::post();
        let message = |builder: Builder<'_>| builder.build().unwrap_err().to_string();
        let builder = || Content::builder(&post);
        assert_eq!(message(builder().text("txt", "")), "`post` has no field `txt`");
        let wrong = builder().number("text", 1.0).text("nowhere", "");
        assert_eq!(message(wrong), "field `text` is a number, expected a string");
    }
}
