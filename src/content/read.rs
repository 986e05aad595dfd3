//! From a line of JSON to [`Content`], in one pass and without a tree between: a serde visitor follows the
//! declared fields down the objects and writes values where they belong.

use std::sync::Arc;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::json::diagnose;
use super::quick;
use super::shape::Shape;
use super::visit::{FieldSeed, ObjectSeed};
use super::{Content, ContentType, FieldId, FieldType, Unreadable, Value};

/// The longest line: offsets into a value are 32 bits wide.
const MAX_LINE: u64 = u32::MAX as u64;
/// How many strings are kept for the next record, and how large one may be: enough for ordinary posts, so
/// that one huge record does not hold its memory for ever.
const MAX_SPARE: usize = 64;
const MAX_SPARE_BYTES: usize = 64 * 1024;

/// Reads records of one type. Keep one per thread: it reuses buffers.
#[derive(Clone, Debug)]
pub struct Reader {
    shape: Arc<Shape>,
    spare: Vec<String>,
}

/// What a record does not say, or says wrongly, by the field it concerns; `None` is `id`.
type Problems = Vec<(Option<FieldId>, Unreadable)>;

/// What the visitors share.
pub(super) struct State<'a> {
    pub(super) shape: &'a Shape,
    content: &'a mut Content,
    spare: &'a mut Vec<String>,
    problems: Problems,
}

impl ContentType {
    /// Reads one record. Where many follow, a [`Reader`] is quicker.
    ///
    /// # Errors
    /// See [`Reader::read`].
    pub fn read(&self, line: &[u8]) -> Result<Content, Unreadable> {
        Reader::new(self).read(line)
    }

    /// Reads a JSON value as if it stood on a line.
    ///
    /// # Errors
    /// See [`Reader::read`]; bytes are those of the value's compact form.
    pub fn read_value(&self, value: &serde_json::Value) -> Result<Content, Unreadable> {
        self.read(value.to_string().as_bytes())
    }
}

impl Reader {
    /// A reader of content of this type.
    #[must_use]
    pub fn new(content_type: &ContentType) -> Self {
        Self { shape: Arc::new(Shape::new(content_type)), spare: Vec::new() }
    }

    /// Whether a line has no record: nothing but white space, or a byte order mark.
    #[must_use]
    pub fn is_blank(line: &[u8]) -> bool {
        without_mark(line).trim_ascii().is_empty()
    }

    /// Reads one record.
    ///
    /// # Errors
    /// A line that is no JSON object, or a field that is not of its type.
    pub fn read(&mut self, line: &[u8]) -> Result<Content, Unreadable> {
        let mut content = Content::default();
        self.read_into(&mut content, line).map(|()| content)
    }

    /// Reads one record into the place of another, whose buffers it takes over. After an error the content
    /// is whatever had been read.
    ///
    /// # Errors
    /// See [`Reader::read`].
    pub fn read_into(&mut self, content: &mut Content, line: &[u8]) -> Result<(), Unreadable> {
        if line.len() as u64 > MAX_LINE {
            return Err(Unreadable::TooLong { limit: MAX_LINE });
        }
        if let Ok(text) = simdutf8::basic::from_utf8(line) {
            self.clear(content);
            let mut state = self.state(content);
            if quick::read(text, &mut state).is_some() {
                return Ok(());
            }
        }
        self.read_with_care(content, line)
    }

    /// Reads whatever it is, by the visitors.
    pub(crate) fn read_with_care(&mut self, content: &mut Content, line: &[u8]) -> Result<(), Unreadable> {
        let text = std::str::from_utf8(line)
            .map_err(|error| Unreadable::InvalidUtf8 { byte: error.valid_up_to() })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if !text.trim_ascii_start().starts_with('{') {
            return Err(Unreadable::NotAnObject);
        }
        self.clear(content);
        let mut state = self.state(content);
        state.read(text).map_err(|error| diagnose(text, &error))?;
        state.problems.into_iter().next().map_or(Ok(()), |(_, problem)| Err(problem))
    }

    fn state<'a>(&'a mut self, content: &'a mut Content) -> State<'a> {
        State { shape: &self.shape, content, spare: &mut self.spare, problems: Vec::new() }
    }

    fn clear(&mut self, content: &mut Content) {
        content.id = None;
        content.values.resize_with(self.shape.fields.len(), Vec::new);
        for values in &mut content.values {
            values.drain(..).for_each(|value| spare(&mut self.spare, value));
        }
    }
}

fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line)
}

/// Keeps a string's buffer.
fn spare(spare: &mut Vec<String>, value: Value) {
    if let Value::Text(mut text) = value
        && spare.len() < MAX_SPARE
        && text.capacity() <= MAX_SPARE_BYTES
    {
        text.clear();
        spare.push(text);
    }
}

impl State<'_> {
    fn read(&mut self, text: &str) -> Result<(), serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let shape = self.shape;
        ObjectSeed { object: &shape.root, state: self }.deserialize(&mut deserializer)?;
        deserializer.end()
    }

    /// Makes a field absent, and forgets what was wrong with it: of equal keys the last counts.
    pub(super) fn reset(&mut self, field: FieldId) {
        for value in self.content.values[field.0 as usize].drain(..) {
            spare(self.spare, value);
        }
        self.problems.retain(|&(of, _)| of != Some(field));
    }

    /// Of one field the first problem is enough: a long list may have a million.
    pub(super) fn record(&mut self, of: Option<FieldId>, problem: Unreadable) {
        if self.problems.iter().all(|&(other, _)| other != of) {
            self.problems.push((of, problem));
        }
    }

    pub(super) fn is_absent(&self, field: FieldId) -> bool {
        self.content.values[field.0 as usize].is_empty()
    }

    pub(super) fn has_id(&self) -> bool {
        self.content.id.is_some()
    }

    pub(super) fn set_id(&mut self, json: &RawValue) {
        self.content.id = Some(json.to_owned());
    }

    pub(super) fn string(&mut self, text: &str) -> String {
        let mut string = self.spare.pop().unwrap_or_default();
        string.push_str(text);
        string
    }

    pub(super) fn push(&mut self, field: FieldId, value: Value) {
        self.content.values[field.0 as usize].push(value);
    }

    /// The `id`, which comes as a string or a number and is given back as it came.
    pub(super) fn id(&mut self, json: &RawValue) -> Result<(), serde_json::Error> {
        let found = match json.get().as_bytes().first() {
            Some(b'"' | b'-' | b'0'..=b'9') => None,
            Some(b'n') => {
                self.reset_id();
                return Ok(());
            }
            Some(b'[') => Some("a list"),
            Some(b'{') => Some("an object"),
            _ => Some("a bool"),
        };
        self.reset_id();
        if let Some(found) = found {
            let (field, expected) = ("id".to_owned(), "a string or a number");
            self.record(None, Unreadable::WrongType { field, found, expected });
            return Ok(());
        }
        self.set_id(json);
        let Some(field) = self.shape.id else { return Ok(()) };
        let mut deserializer = serde_json::Deserializer::from_str(json.get());
        let ty = self.shape.fields[field.0 as usize].ty;
        if matches!(ty, FieldType::Text | FieldType::String) && !json.get().starts_with('"') {
            let text = self.string(json.get());
            self.push(field, Value::Text(text));
            return Ok(());
        }
        FieldSeed { field, element: None, state: self }.deserialize(&mut deserializer)
    }

    fn reset_id(&mut self) {
        self.content.id = None;
        self.problems.retain(|(of, _)| of.is_some());
        if let Some(field) = self.shape.id {
            self.reset(field);
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
