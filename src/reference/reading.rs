//! The texts of a content object, each read into tokens and edges.

use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::text::Text;

/// One value of a field of type text or string; of a list, one element.
pub struct Reading<'a> {
    /// The field.
    pub field: FieldId,
    /// Which element of a list, from 0; 0 for a field that is no list.
    pub index: u32,
    /// The value as it came.
    pub original: &'a str,
    /// Its tokens and edges.
    pub text: Text,
}

impl<'a> Reading<'a> {
    /// Reads every text and string of the content, in order of field and element.
    pub(super) fn all(ty: &ContentType, content: &'a Content) -> Vec<Self> {
        let fields = (0..).map(FieldId).zip(&ty.fields);
        let textual = fields.filter(|(_, field)| matches!(field.ty, FieldType::Text | FieldType::String));
        textual.flat_map(|(id, _)| Self::of_field(id, content.get(id))).collect()
    }

    fn of_field(field: FieldId, values: &'a [Value]) -> impl Iterator<Item = Self> {
        (0..).zip(values).filter_map(move |(index, value)| match value {
            Value::Text(original) => Some(Self::of_value(field, index, original)),
            _ => None,
        })
    }

    fn of_value(field: FieldId, index: u32, original: &'a str) -> Self {
        let mut text = Text::new();
        text.read(original);
        Self { field, index, original, text }
    }
}
