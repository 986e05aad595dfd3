//! The progress bar of long work, on a terminal alone.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::input::Input;

/// Shows how far reading has come: with the remaining time where the size of every input is known.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    counter: Arc<AtomicU64>,
}

impl Progress {
    /// A bar where somebody sees it, and where no verdicts are written over it.
    pub(super) fn new(inputs: &[Input], writes_file: bool) -> Self {
        let is_shown = stderr().is_terminal() && (writes_file || !stdout().is_terminal());
        let size = inputs.iter().map(Input::size).sum::<Option<u64>>();
        Self { bar: is_shown.then(|| bar(size)), counter: Arc::default() }
    }

    /// Counts the bytes that have been read.
    pub(super) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.counter)
    }

    pub(super) fn update(&self, posts: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.counter.load(Ordering::Relaxed));
            bar.set_message(format!("{posts} posts"));
        }
    }

    /// Says a line above the bar.
    pub(super) fn say(&self, line: &str) {
        let say = || _ = writeln!(stderr(), "{line}");
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    /// How often it is drawn: often enough to look alive.
    const TICK: Duration = Duration::from_millis(200);
    let (bar, template) = match size {
        Some(size) => {
            let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left, {msg}";
            (ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr()), template)
        }
        None => {
            let template = "{spinner} {bytes} {bytes_per_sec}, {msg}";
            (ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()), template)
        }
    };
    bar.enable_steady_tick(TICK);
    // A template that were malformed would leave the default one, which shows the same facts.
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
