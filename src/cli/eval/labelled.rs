//! Reads labelled content: a record of the content type with a `label`, and perhaps a `genre`, beside its fields.

use std::borrow::Cow;
use std::fmt::{Formatter, Result as FmtResult};
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value as Json;

use super::super::chunks::{Chunk, Chunks};
use super::super::failure::Failure;
use super::super::input::Input;
use super::super::progress::Progress;
use super::super::terminal::visible;
use crate::content::{Content, Reader};
use crate::eval::{Labels, Truth, UnknownLabel};

/// What a record says about itself.
#[derive(Debug, Default)]
struct Said {
    label: Option<Json>,
    genre: Option<Json>,
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SaidVisitor;

        impl<'de> Visitor<'de> for SaidVisitor {
            type Value = Said;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> FmtResult {
                formatter.write_str("an object")
            }

            /// Of equal keys the last counts, as it does for fields. `null` is as good as no key.
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Said, M::Error> {
                let mut said = Said::default();
                while let Some(key) = map.next_key::<Cow<'_, str>>()? {
                    match &*key {
                        "label" => said.label = map.next_value()?,
                        "genre" => said.genre = map.next_value()?,
                        _ => _ = map.next_value::<IgnoredAny>()?,
                    }
                }
                Ok(said)
            }
        }

        deserializer.deserialize_map(SaidVisitor)
    }
}

/// A record that was read.
pub(super) struct Labelled<'a> {
    /// Its file, where there are several.
    pub(super) file: Option<&'a Arc<str>>,
    pub(super) line: u64,
    pub(super) content: &'a Content,
    pub(super) truth: Truth,
    pub(super) genre: Option<String>,
}

/// A record that could not be read.
struct Refused {
    name: Arc<str>,
    line: u64,
    /// `None` where it only lacks a label.
    reason: Option<String>,
}

/// Reads records one after the other, and says which cannot be read.
pub(super) struct Labelling<'a> {
    labels: &'a Labels,
    reader: Reader,
    progress: &'a Progress,
    names_files: bool,
    /// What is wrong with records before the first with a label: where none has one, that is said once.
    held: Vec<Refused>,
    labelled: u64,
    unreadable: u64,
}

impl<'a> Labelling<'a> {
    pub(super) fn new(labels: &'a Labels, reader: Reader, progress: &'a Progress) -> Self {
        let (names_files, held) = (false, Vec::new());
        Self { labels, reader, progress, names_files, held, labelled: 0, unreadable: 0 }
    }

    /// Gives every labelled record to `each`. Returns how many records could not be read.
    ///
    /// # Errors
    /// Input that cannot be read, or not one record with a label that is known.
    pub(super) fn run(
        mut self,
        inputs: &[Input],
        mut each: impl FnMut(&Labelled<'_>),
    ) -> Result<u64, Failure> {
        self.names_files = inputs.len() > 1;
        let mut content = Content::default();
        for input in inputs {
            let mut chunks = Chunks::new(input.open(&self.progress.counter())?);
            let mut chunk = Chunk::default();
            while chunks.next(&mut chunk).map_err(|error| input.failure(&error, chunks.lines))? {
                for (number, line) in chunk.lines() {
                    match line.and_then(|line| self.record(&mut content, line.bytes())) {
                        Ok((Some(label), genre)) => {
                            let file = self.names_files.then_some(&input.name);
                            match self.truth(&label) {
                                Ok(truth) => {
                                    each(&Labelled { file, line: number, content: &content, truth, genre });
                                }
                                Err(unknown) => self.refuse(input, number, Some(unknown.to_string())),
                            }
                        }
                        Ok((None, _)) => self.refuse(input, number, None),
                        Err(reason) => self.refuse(input, number, Some(reason)),
                    }
                }
                self.progress.update(self.labelled);
            }
        }
        match self.labelled {
            0 => Err(self.without_labels(inputs)),
            _ => Ok(self.unreadable),
        }
    }

    /// The label and the genre of a record, whose fields go to `content`.
    fn record(
        &mut self,
        content: &mut Content,
        line: &[u8],
    ) -> Result<(Option<Json>, Option<String>), String> {
        self.reader.read_into(content, line).map_err(|problem| problem.to_string())?;
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let Said { label, genre } = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let genre = match genre {
            None => None,
            Some(Json::String(genre)) => Some(genre.trim().to_owned()).filter(|genre| !genre.is_empty()),
            Some(_) => return Err("`genre` is not a string".to_owned()),
        };
        Ok((label, genre))
    }

    fn truth(&mut self, label: &Json) -> Result<Truth, UnknownLabel> {
        let truth = self.labels.read(label)?;
        self.labelled += 1;
        std::mem::take(&mut self.held).iter().for_each(|refused| self.say(refused));
        Ok(truth)
    }

    fn refuse(&mut self, input: &Input, line: u64, reason: Option<String>) {
        self.unreadable += 1;
        let refused = Refused { name: Arc::clone(&input.name), line, reason };
        match self.labelled {
            0 => self.held.push(refused),
            _ => self.say(&refused),
        }
    }

    fn say(&self, Refused { name, line, reason }: &Refused) {
        let reason = reason.as_deref().unwrap_or("record has no `label`");
        self.progress.say(&visible(&format!("{name}:{line}: {reason}")));
    }

    /// What is said where no record has a label.
    fn without_labels(&self, inputs: &[Input]) -> Failure {
        let shown = |input: &Input| match &*input.name {
            "-" => "standard input".to_owned(),
            name => format!("`{name}`"),
        };
        let names: Vec<String> = inputs.iter().map(shown).collect();
        let names = names.join(", ");
        self.held.iter().filter(|refused| refused.reason.is_some()).for_each(|refused| self.say(refused));
        let lacking = self.held.iter().filter(|refused| refused.reason.is_none()).count();
        Failure::Said(match (lacking, self.held.len()) {
            (0, 0) => format!("{names} has no records; expected one JSON object per line with a `label`"),
            (0, _) => format!("{names} has no record that can be read and has a label that is known"),
            _ => format!(
                "{names} has no labels: not one of {lacking} records has a `label`; add one to each, such as \
                 `\"label\":\"advert\"` or `\"label\":\"benign\"`"
            ),
        })
    }
}
