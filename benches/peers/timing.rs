//! How long work on posts takes. Comes in: something to do with each post. Goes out: the median time of a pass, and a
//! line of JSON that bears the same names as those of the other matchers.

use std::fmt::Display;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use crate::posts::Posts;

/// The fewest posts of a pass, and the fewest passes whose median counts.
const LEAST_POSTS: usize = 200;
const LEAST_PASSES: usize = 3;

/// One line of results.
#[derive(Default)]
pub struct Line(Map<String, Value>);

impl Line {
    /// Adds a number or a string.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }
}

impl Display for Line {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Value::Object(self.0.clone()).fmt(formatter)
    }
}

/// Runs something, and says in seconds how long it took.
pub fn seconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = Instant::now();
    let done = black_box(work());
    (done, began.elapsed().as_secs_f64())
}

/// Times passes over posts for so long, or one pass over all of them where no time is given. Slow work gets only the
/// first posts, so many that a pass takes about a sixth of the time.
pub fn time(posts: &Posts, budget: Duration, line: &mut Line, mut work: impl FnMut(&str)) {
    let mut pass = |count: usize| seconds(|| posts.iter().take(count).for_each(&mut work)).1;
    let (count, mut times) = if budget.is_zero() {
        (posts.len(), vec![pass(posts.len())])
    } else {
        let mut count = LEAST_POSTS.min(posts.len());
        while pass(count) <= budget.as_secs_f64() / 6.0 && count < posts.len() {
            count = (count * 4).min(posts.len());
        }
        let (began, mut times) = (Instant::now(), Vec::new());
        while times.len() < LEAST_PASSES || began.elapsed() < budget {
            times.push(pass(count));
        }
        (count, times)
    };
    times.sort_by(f64::total_cmp);
    let (median, bytes) = (times[times.len() / 2], posts.bytes(count));
    line.set("posts", count);
    line.set("bytes", bytes);
    line.set("passes", times.len());
    line.set("ns_post", median * 1e9 / count.max(1) as f64);
    line.set("mb_s", bytes as f64 / median / 1e6);
}
