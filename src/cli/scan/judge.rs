//! What a thread does with a chunk of lines: reads each, judges it, and writes the verdict down.

use std::sync::Arc;

use super::offsets::{self, Unit};
use super::record::{Format, PolicyId, Record};
use super::tally::Tally;
use crate::cli::chunks::{Chunk, Line};
use crate::content::{Content, ContentType, FieldId, Reader, Value};
use crate::engine::{Matcher, Scratch};
use crate::verdict::{Circumstances, Verdict};

/// What all threads of a scan share.
pub(super) struct Job {
    pub(super) matcher: Matcher,
    pub(super) content_type: ContentType,
    pub(super) policy: PolicyId,
    /// Names of the inputs.
    pub(super) files: Vec<Arc<str>>,
    pub(super) today: time::Date,
    /// The field that takes a line of plain text.
    pub(super) plain: Option<FieldId>,
    pub(super) all: bool,
    pub(super) format: Format,
    pub(super) unit: Unit,
}

/// The outcome of a chunk; its buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Verdicts, as they are written.
    pub(super) out: Vec<u8>,
    /// Line and reason of each record that could not be read.
    pub(super) unreadable: Vec<(u64, String)>,
    pub(super) tally: Tally,
}

/// The state of one thread.
pub(super) struct Judge {
    job: Arc<Job>,
    reader: Reader,
    content: Content,
    scratch: Scratch,
}

impl Judge {
    pub(super) fn new(job: Arc<Job>) -> Self {
        let used = job.matcher.fields_used();
        let reader = Reader::of_fields(&job.content_type, |field| used.contains(&field));
        Self { job, reader, content: Content::default(), scratch: Scratch::default() }
    }

    /// Judges every line of a chunk.
    pub(super) fn run(&mut self, file: usize, chunk: &Chunk, judged: &mut Judged) {
        judged.out.clear();
        judged.unreadable.clear();
        judged.tally = Tally::of_bytes(chunk.len());
        for (number, line) in chunk.lines() {
            match line.and_then(|line| self.read(line)) {
                Ok(()) => self.judge(file, number, judged),
                Err(reason) => judged.refuse(number, reason),
            }
        }
    }

    fn read(&mut self, line: Line<'_>) -> Result<(), String> {
        let Some(field) = self.job.plain else {
            let read = match line {
                Line::Text(text) => self.reader.read_text_into(&mut self.content, text),
                Line::Bytes(bytes) => self.reader.read_into(&mut self.content, bytes),
            };
            return read.map_err(|problem| problem.to_string());
        };
        let text = match line {
            Line::Text(text) => text,
            Line::Bytes(bytes) => std::str::from_utf8(bytes)
                .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to()))?,
        };
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        self.content.values.resize_with(self.job.content_type.fields.len(), Vec::new);
        self.content.values[field.0 as usize] = vec![Value::Text(text.to_owned())];
        Ok(())
    }

    fn judge(&mut self, file: usize, number: u64, judged: &mut Judged) {
        let circumstances = Circumstances { today: Some(self.job.today), all_statuses: false };
        let fired = self.job.matcher.judge_if_fired(&mut self.scratch, &self.content, circumstances);
        judged.tally.count(fired.as_ref());
        let verdict = match fired {
            Some(verdict) => verdict,
            None if self.job.all => Verdict { id: self.content.raw_id(), ..Verdict::default() },
            None => return,
        };
        self.write(verdict, file, number, judged);
    }

    fn write(&self, mut verdict: Verdict, file: usize, number: u64, judged: &mut Judged) {
        offsets::convert(&mut verdict, &self.content, &self.job.content_type, self.job.unit);
        let file = (self.job.files.len() > 1).then(|| &*self.job.files[file]);
        let record = Record::new(&verdict, file, number, &self.job.policy);
        let start = judged.out.len();
        if let Err(error) = record.write(&mut judged.out, self.job.format) {
            judged.out.truncate(start);
            judged.refuse(number, format!("its verdict cannot be written: {error}"));
        }
    }
}

impl Judged {
    fn refuse(&mut self, line: u64, reason: String) {
        self.tally.unreadable += 1;
        self.unreadable.push((line, reason));
    }
}
