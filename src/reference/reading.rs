//! The texts of a content object, each read into tokens and edges.

use rustc_hash::FxHashMap;

use super::disguise;
use super::words::{self, Word};
use crate::content::{Content, ContentType, FieldId, FieldType, Value};
use crate::text::{Script, Text, WordPattern, sentence_ends_within};

/// One value of a field of type text or string; of a list, one element.
pub struct Reading<'a> {
    /// The field.
    pub field: FieldId,
    /// Which element of a list, from 0; 0 for a field that is no list.
    pub index: u32,
    /// The value as it came.
    pub original: &'a str,
    /// Its tokens.
    pub text: Text,
    /// Every word that can be read in it.
    pub words: Vec<Word>,
    /// Where sentences end, in bytes.
    sentence_ends: Vec<u32>,
    /// Which of the words begin with a character, folded, as they stand or without clitics.
    beginning: FxHashMap<char, Vec<usize>>,
    /// Whether one of the words is a whole hashtag or handle.
    pub(super) has_tags: bool,
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
        let words = words::all(original, &text);
        let (beginning, has_tags) = (beginning(&words), words.iter().any(|word| word.is_tag));
        Self {
            field,
            index,
            original,
            text,
            words,
            sentence_ends: sentence_ends(original),
            beginning,
            has_tags,
        }
    }

    /// The words at which a word of a term could be read: a quick look at their first letters, since most terms begin
    /// with none of them.
    pub(super) fn candidates(&self, wanted: &WordPattern, fuzzy: bool) -> Vec<&Word> {
        let Some(first) = wanted.key.chars().next().filter(|_| !wanted.open_start && !fuzzy) else {
            return self.words.iter().collect();
        };
        let starts = std::iter::once(first).chain(disguise::digits_of(first).chars());
        let mut found: Vec<usize> =
            starts.filter_map(|start| self.beginning.get(&start)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| &self.words[at]).collect()
    }

    /// Whether a sentence ends between two places: "no line break and none of `. ! ? … ؟ । 。` before white
    /// space or the end between".
    pub(super) fn sentence_ends_between(&self, from: u32, to: u32) -> bool {
        let first_after = self.sentence_ends.partition_point(|&end| end < from);
        self.sentence_ends.get(first_after).is_some_and(|&end| end < to)
    }
}

fn beginning(words: &[Word]) -> FxHashMap<char, Vec<usize>> {
    let mut beginning: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    for (at, word) in words.iter().enumerate() {
        let stems = if word.script == Script::Other { disguise::stems(&word.key) } else { Vec::new() };
        for first in stems.into_iter().chain([&*word.key]).filter_map(|text| text.chars().next()) {
            beginning.entry(first).or_default().push(at);
        }
    }
    beginning
}

/// The characters of a text that end a sentence.
fn sentence_ends(original: &str) -> Vec<u32> {
    let characters = original.char_indices().map(|(at, c)| (at as u32, (at + c.len_utf8()) as u32));
    characters.filter(|&(at, next)| sentence_ends_within(original, at..next)).map(|(at, _)| at).collect()
}
