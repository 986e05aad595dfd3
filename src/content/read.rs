//! From a line of JSON to [`Content`], in one pass and without a tree between: a serde visitor follows the
//! declared fields down the objects and writes values where they belong.

use std::sync::Arc;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::json::diagnose;
use super::quick;
use super::shape::{Object, Shape};
use super::visit::{FieldSeed, ObjectSeed};
use super::{Content, ContentType, FieldId, FieldType, Id, Unreadable, Value};

/// The longest line: offsets into a value are 32 bits wide.
const MAX_LINE: u64 = u32::MAX as u64;
/// How many strings are kept for the next record, and how large one may be: enough for ordinary posts, so
/// that one huge record does not hold its memory for ever.
const MAX_SPARE: usize = 64;
const MAX_SPARE_BYTES: usize = 64 * 1024;
/// Of so many keys of a record it is remembered which they were, if they are no longer than that.
const MAX_GUESSES: usize = 32;
const MAX_GUESS_BYTES: usize = 64;

/// Reads records of one type. Keep one per thread: it reuses buffers.
#[derive(Clone, Debug)]
pub struct Reader {
    shape: Arc<Shape>,
    spare: Vec<String>,
    guesses: Vec<Guess>,
}

/// A key as it stood in a record.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// The number of the object it was in.
    pub(super) object: u32,
    /// Its place among the declared keys of the object, if it is one.
    pub(super) key: Option<usize>,
    /// From its quote, or the space before, to its colon.
    pub(super) written: Vec<u8>,
}

/// What a record does not say, or says wrongly, by the field it concerns; `None` is `id`.
type Problems = Vec<(Option<FieldId>, Unreadable)>;

/// What the visitors share.
pub(super) struct State<'a> {
    pub(super) shape: &'a Shape,
    content: &'a mut Content,
    spare: &'a mut Vec<String>,
    /// By how many keys came before: the one that came there last.
    pub(super) guesses: &'a mut Vec<Guess>,
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
        Self::of_fields(content_type, |_| true)
    }

    /// A reader that keeps the values of some fields. The others are checked, and absent from what it reads.
    #[must_use]
    pub fn of_fields(content_type: &ContentType, is_wanted: impl Fn(FieldId) -> bool) -> Self {
        let shape = Arc::new(Shape::new(content_type, is_wanted));
        Self { shape, spare: Vec::new(), guesses: Vec::new() }
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
        if let Ok(text) = simdutf8::basic::from_utf8(line) {
            return self.read_text_into(content, text);
        }
        self.read_with_care(content, line)
    }

    /// [`Reader::read_into`] for a line that is known to be UTF-8.
    ///
    /// # Errors
    /// See [`Reader::read`].
    pub fn read_text_into(&mut self, content: &mut Content, line: &str) -> Result<(), Unreadable> {
        self.clear(content);
        if quick::read(line, &mut self.state(content)).is_some() {
            return Ok(());
        }
        self.read_with_care(content, line.as_bytes())
    }

    /// Reads whatever it is, by the visitors.
    fn read_with_care(&mut self, content: &mut Content, line: &[u8]) -> Result<(), Unreadable> {
        if line.len() as u64 > MAX_LINE {
            return Err(Unreadable::TooLong { limit: MAX_LINE });
        }
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
        let Self { shape, spare, guesses } = self;
        State { shape, content, spare, guesses, problems: Vec::new() }
    }

    fn clear(&mut self, content: &mut Content) {
        if let Some(id) = content.id.take() {
            spare(&mut self.spare, Value::Text(id.into_json()));
        }
        content.values.resize_with(self.shape.fields.len(), Vec::new);
        for values in &mut content.values {
            while let Some(value) = values.pop() {
                spare(&mut self.spare, value);
            }
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

    /// Remembers the key that came after so many others.
    pub(super) fn guess(&mut self, place: usize, object: &Object, key: Option<usize>, written: &[u8]) {
        if place >= MAX_GUESSES || written.len() > MAX_GUESS_BYTES {
            return;
        }
        if place == self.guesses.len() {
            self.guesses.push(Guess { object: 0, key: None, written: Vec::new() });
        }
        if let Some(guess) = self.guesses.get_mut(place) {
            (guess.object, guess.key) = (object.number, key);
            guess.written.clear();
            guess.written.extend_from_slice(written);
        }
    }

    pub(super) fn is_absent(&self, field: FieldId) -> bool {
        self.content.values[field.0 as usize].is_empty()
    }

    pub(super) fn has_id(&self) -> bool {
        self.content.id.is_some()
    }

    /// Sets the `id` to a JSON string or number.
    pub(super) fn set_id(&mut self, json: &str) {
        self.content.id = Some(Id::new(self.string(json)));
    }

    pub(super) fn string(&mut self, text: &str) -> String {
        let mut string = self.spare.pop().unwrap_or_default();
        string.push_str(text);
        string
    }

    pub(super) fn is_wanted(&self, field: FieldId) -> bool {
        self.shape.wanted[field.0 as usize]
    }

    pub(super) fn push(&mut self, field: FieldId, value: Value) {
        match self.is_wanted(field) {
            true => self.content.values[field.0 as usize].push(value),
            false => spare(self.spare, value),
        }
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
        self.set_id(json.get());
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
