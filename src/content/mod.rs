//! What is judged: a typed object and its type. A [`Reader`] makes one of a line of JSON, a [`Builder`] of
//! values from Rust; what neither can read is an [`Unreadable`] or a [`BuildError`] that says why. It is a
//! stage of its own because a record that was misread would be judged, and wrongly.

mod builder;
mod builtin;
mod escape;
mod id;
mod json;
mod quick;
mod read;
mod scalar;
mod shape;
mod special;
mod unreadable;
mod visit;

pub use builder::{BuildError, Builder};
pub use id::Id;
pub use read::Reader;
pub use scalar::{parse_hash, parse_time};
pub use unreadable::Unreadable;

use serde_json::value::RawValue;
use time::OffsetDateTime;
use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::flat::Plain;

/// A field of a [`ContentType`].
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    FromBytes,
    IntoBytes,
    Immutable,
)]
#[repr(transparent)]
pub struct FieldId(pub u16);

impl Plain for FieldId {
    fn little_endian(self) -> Self {
        Self(self.0.little_endian())
    }
}

/// The types of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum FieldType {
    /// Searched by default.
    Text,
    /// Searched only where named.
    String,
    /// A JSON number.
    Number,
    /// A JSON bool.
    Bool,
    /// RFC 3339, or a date alone.
    Time,
    /// 64 hexadecimal digits: 256 bits.
    Hash,
}

/// A declared field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Field {
    /// Dotted: `author.bio`.
    pub name: String,
    /// Of it, or of its elements.
    pub ty: FieldType,
    /// Whether it is a list.
    pub list: bool,
}

/// The fields content may have, sorted by name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ContentType {
    /// `post` for the built-in one.
    pub name: String,
    /// By [`FieldId`].
    pub fields: Vec<Field>,
}

/// A scalar value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "named as the types are")]
pub enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    Time(OffsetDateTime),
    Hash([u8; 32]),
}

/// A content object: values by field. Absent fields have no values; a list has one per element.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// `id` as it came: a JSON string or number.
    pub id: Option<Id>,
    /// Values by field index; a shorter vector means the rest is absent. An element of a list is known by its index.
    pub values: Vec<Vec<Value>>,
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        let count = self.values.len().max(other.values.len()) as u16;
        self.id == other.id && (0..count).map(FieldId).all(|field| self.get(field) == other.get(field))
    }
}

impl FieldType {
    /// Its word in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::String => "string",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Time => "time",
            Self::Hash => "hash",
        }
    }
}

impl ContentType {
    /// The field with this dotted name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FieldId> {
        let index = self.fields.iter().position(|field| field.name == name)?;
        u16::try_from(index).ok().map(FieldId)
    }
}

impl Content {
    /// The `id` as a piece of JSON that can be written.
    #[must_use]
    pub fn raw_id(&self) -> Option<Box<RawValue>> {
        self.id.as_ref().and_then(Id::to_raw)
    }

    /// The values of a field: none if absent, one for a scalar, any number for a list.
    #[must_use]
    pub fn get(&self, field: FieldId) -> &[Value] {
        self.values.get(field.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Makes a text the only value of a field, in the buffer of the one before, so that content that is judged
    /// again and again costs no memory but once. The field is a `text` or a `string`: tests of another type
    /// do not see it.
    ///
    /// ```
    /// use varne::content::{Content, ContentType};
    ///
    /// let Some(text) = ContentType::post().find("text") else { return };
    /// let mut content = Content::default();
    /// for post in ["Calais to Dover", "tonight"] {
    ///     content.put_text(text, post);
    ///     // … and judges it.
    /// }
    /// ```
    pub fn put_text(&mut self, field: FieldId, text: &str) {
        let index = field.0 as usize;
        self.values.resize_with(self.values.len().max(index + 1), Vec::new);
        let values = &mut self.values[index];
        values.truncate(1);
        match values.first_mut() {
            Some(Value::Text(buffer)) => text.clone_into(buffer),
            Some(value) => *value = Value::Text(text.to_owned()),
            None => values.push(Value::Text(text.to_owned())),
        }
    }
}
