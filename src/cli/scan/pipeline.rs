//! One thread reads chunks of lines, several judge them, and this one writes the verdicts in the order of the
//! input. A fixed number of slots goes round between them, so memory does not grow with the input, nor where
//! one chunk takes longer than the others.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Sink;
use super::judge::{Job, Judge, Judged};
use super::tally::Tally;
use crate::cli::chunks::{Chunk, Chunks};
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use crate::cli::progress::Progress;

/// Slots per judging thread: one that is judged, one that waits for it, one that waits to be written.
const SLOTS: usize = 3;
/// A buffer of verdicts that had to grow beyond this is given back rather than kept.
const KEPT: usize = 4 * 1024 * 1024;

/// What goes round: lines, what came of them, and their place in the order.
#[derive(Default)]
struct Slot {
    place: u64,
    file: usize,
    chunk: Chunk,
    judged: Judged,
    /// What ended the input here.
    failure: Option<Failure>,
}

/// Judges everything and writes the verdicts.
pub(super) fn run(
    job: &Arc<Job>,
    inputs: Vec<Input>,
    threads: usize,
    sink: &mut Sink,
    progress: &Progress,
) -> Result<Tally, Failure> {
    let slots = threads * SLOTS;
    let (free, free_slots) = bounded(slots);
    let (read, read_slots) = bounded(slots);
    let (done, done_slots) = bounded(slots);
    for _ in 0..slots {
        // There is room for all of them.
        let _ = free.send(Slot::default());
    }
    let feeder = Feeder { free: free_slots, read, counter: progress.counter(), spare: None, place: 0 };
    // The threads are not waited for where writing fails: the reader may hang on a stream that never ends.
    std::thread::spawn(move || feeder.run(&inputs));
    for _ in 0..threads {
        let (job, read_slots, done) = (Arc::clone(job), read_slots.clone(), done.clone());
        std::thread::spawn(move || judge_all(job, &read_slots, &done));
    }
    drop((read_slots, done));
    write_all(job, &done_slots, &free, sink, progress)
}

/// Fills slots from the inputs, one after the other.
struct Feeder {
    free: Receiver<Slot>,
    read: Sender<Slot>,
    counter: Arc<AtomicU64>,
    /// The slot that the end of an input left empty.
    spare: Option<Slot>,
    place: u64,
}

impl Feeder {
    /// Reads until one input fails or nobody wants more.
    fn run(mut self, inputs: &[Input]) {
        for (file, input) in inputs.iter().enumerate() {
            if let Err(failure) = self.read(file, input) {
                self.send(Slot { file, failure: Some(failure), ..Slot::default() });
                return;
            }
        }
    }

    fn read(&mut self, file: usize, input: &Input) -> Result<(), Failure> {
        let mut chunks = Chunks::new(input.open(&self.counter)?);
        // The channel only closes where the writer has given up.
        while let Some(mut slot) = self.spare.take().or_else(|| self.free.recv().ok()) {
            let filled = chunks.next(&mut slot.chunk);
            if !filled.map_err(|error| input.failure(&error, chunks.lines))? {
                self.spare = Some(slot);
                break;
            }
            self.send(Slot { file, failure: None, ..slot });
        }
        Ok(())
    }

    fn send(&mut self, mut slot: Slot) {
        slot.place = self.place;
        self.place += 1;
        let _ = self.read.send(slot);
    }
}

/// Judges chunks until there are no more.
fn judge_all(job: Arc<Job>, read: &Receiver<Slot>, done: &Sender<Slot>) {
    let mut judge = Judge::new(job);
    for mut slot in read {
        if slot.failure.is_none() {
            let Slot { file, chunk, judged, .. } = &mut slot;
            // A thread that died would leave the writer waiting for its chunk.
            let outcome = catch_unwind(AssertUnwindSafe(|| judge.run(*file, chunk, judged)));
            slot.failure = outcome.err().map(|_| {
                let line = slot.chunk.first_line;
                Failure::Said(format!(
                    "internal error while judging the lines from {line} on; please report it"
                ))
            });
        }
        if done.send(slot).is_err() {
            return;
        }
    }
}

/// Writes verdicts in the order of the input.
fn write_all(
    job: &Job,
    done: &Receiver<Slot>,
    free: &Sender<Slot>,
    sink: &mut Sink,
    progress: &Progress,
) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let mut waiting: BTreeMap<u64, Slot> = BTreeMap::new();
    let mut next = 0;
    for slot in done {
        waiting.insert(slot.place, slot);
        while let Some(mut slot) = waiting.remove(&next) {
            next += 1;
            if let Some(failure) = slot.failure.take() {
                return Err(failure);
            }
            write(job, &mut slot, sink, progress)?;
            tally.add(&slot.judged.tally);
            // The reader may have finished, then nobody needs the slot.
            let _ = free.send(slot);
        }
        progress.update(tally.posts);
    }
    Ok(tally)
}

fn write(job: &Job, slot: &mut Slot, sink: &mut Sink, progress: &Progress) -> Result<(), Failure> {
    sink.write(&slot.judged.out)?;
    for (line, reason) in &slot.judged.unreadable {
        progress.say(&format!("{}:{line}: {reason}", job.files[slot.file]));
    }
    if slot.judged.out.capacity() > KEPT {
        slot.judged.out = Vec::new();
    }
    Ok(())
}
