//! The field values that are searched in one content object, and what has been read of each so far.
//! Buffers are kept from content to content.

use crate::content::{Content, FieldId, Value};
use crate::extract::{self, Extractor, Finds, Found};
use crate::text::{Folded, Spelling, Text, sentence_ends_within};

/// Buffers of a value longer than this are given back, so that one long post does not make a scan's
/// memory grow for good.
const KEPT_BYTES: usize = 1 << 20;

/// How many values' buffers are kept.
const KEPT_VALUES: usize = 256;

/// The values of one content object.
#[derive(Default)]
pub(super) struct Values {
    slots: Vec<Slot>,
    used: usize,
}

/// One value.
pub(super) struct Slot {
    /// Of this field.
    pub(super) field: FieldId,
    /// Place in the field's list; 0 for a scalar.
    pub(super) index: u32,
    /// Read if asked for.
    text: Text,
    read: bool,
    bytes: usize,
    /// By spelling.
    folded: [Option<Folded>; 2],
    finds: Finds,
    /// Where sentences end.
    breaks: Option<Vec<u32>>,
}

impl Values {
    /// Takes the text values of some fields of a new content object.
    pub(super) fn begin(&mut self, content: &Content, fields: &[FieldId]) {
        if self.slots.len() > KEPT_VALUES {
            self.slots.truncate(KEPT_VALUES);
        }
        self.used = 0;
        for &field in fields {
            for (index, value) in (0..).zip(content.get(field)) {
                if let Value::Text(text) = value {
                    self.add(field, index, text.len());
                }
            }
        }
    }

    fn add(&mut self, field: FieldId, index: u32, bytes: usize) {
        if self.slots.len() == self.used {
            self.slots.push(Slot::new());
        }
        let slot = &mut self.slots[self.used];
        if slot.bytes > KEPT_BYTES {
            *slot = Slot::new();
        }
        slot.begin(field, index, bytes);
        self.used += 1;
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.used
    }

    /// One of them.
    pub(super) fn slot(&mut self, value: u32) -> &mut Slot {
        &mut self.slots[value as usize]
    }

    /// The field of one of them.
    pub(super) fn field(&self, value: u32) -> FieldId {
        self.slots[value as usize].field
    }

    /// The text of one of them, which has been read.
    pub(super) fn text(&self, value: u32) -> &Text {
        &self.slots[value as usize].text
    }
}

impl Slot {
    fn new() -> Self {
        Self {
            field: FieldId(0),
            index: 0,
            text: Text::new(),
            read: false,
            bytes: 0,
            folded: [None, None],
            finds: Finds::default(),
            breaks: None,
        }
    }

    fn begin(&mut self, field: FieldId, index: u32, bytes: usize) {
        (self.field, self.index, self.bytes) = (field, index, bytes);
        self.read = false;
        self.folded = [None, None];
        self.breaks = None;
        self.finds.clear();
    }

    /// The value itself.
    pub(super) fn original<'c>(&self, content: &'c Content) -> &'c str {
        match content.get(self.field).get(self.index as usize) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The value as tokens and edges.
    pub(super) fn text(&mut self, content: &Content) -> &Text {
        if !self.read {
            self.text.read(self.original(content));
            self.read = true;
        }
        &self.text
    }

    /// The value folded for regular expressions, and as tokens.
    pub(super) fn folded(&mut self, content: &Content, spelling: Spelling) -> (&Folded, &Text) {
        let original = self.original(content);
        self.text(content);
        let folded = self.folded[spelling as usize].get_or_insert_with(|| Folded::new(original, spelling));
        (folded, &self.text)
    }

    /// What an extractor finds in the value, and, where there is anything, the value as tokens.
    pub(super) fn found(
        &mut self,
        content: &Content,
        extractor: Extractor,
        region: Option<&str>,
    ) -> (&[Found], &Text) {
        let original = self.original(content);
        if !extractor.may_find(original) {
            return (&[], &self.text);
        }
        self.text(content);
        let text = &self.text;
        (self.finds.of(extractor, extract::Value { original, text, region }), text)
    }

    /// The bytes at which a sentence ends.
    pub(super) fn breaks(&mut self, content: &Content) -> &[u32] {
        let original = self.original(content);
        self.breaks.get_or_insert_with(|| sentence_breaks(original))
    }
}

fn sentence_breaks(original: &str) -> Vec<u32> {
    let marks = original.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric());
    let ends =
        marks.filter(|(at, c)| sentence_ends_within(original, *at as u32..(*at + c.len_utf8()) as u32));
    ends.map(|(at, _)| at as u32).collect()
}
