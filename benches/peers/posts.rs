//! Posts in one piece of memory. Comes in: a file of JSON objects, one a line. Goes out: their lines, or their texts.

use std::borrow::Cow;
use std::error::Error;
use std::path::Path;

/// Texts or lines, one after the other in one buffer, so that the order of memory is the order of reading.
#[derive(Debug, Default)]
pub struct Posts {
    buffer: String,
    /// Where each one ends.
    ends: Vec<usize>,
}

/// The part of a post that is looked at.
#[derive(serde::Deserialize)]
struct Post<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl Posts {
    /// The lines of a file, without their ends.
    ///
    /// # Errors
    /// A file that cannot be read, or is not UTF-8.
    pub fn lines(path: &Path) -> Result<Self, Box<dyn Error>> {
        let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(file.lines().collect())
    }

    /// The `text` of each of these lines.
    ///
    /// # Errors
    /// A line that is no JSON object with a `text`.
    pub fn texts(&self) -> Result<Self, Box<dyn Error>> {
        let mut texts = Self::default();
        for (number, line) in (1..).zip(self.iter()) {
            let post: Post<'_> =
                serde_json::from_str(line).map_err(|error| format!("line {number}: {error}"))?;
            texts.push(&post.text);
        }
        Ok(texts)
    }

    /// Puts one more at the end.
    pub fn push(&mut self, post: &str) {
        self.buffer.push_str(post);
        self.ends.push(self.buffer.len());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of the first so many.
    pub fn bytes(&self, count: usize) -> usize {
        count.checked_sub(1).map_or(0, |last| self.ends[last])
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.buffer[start..end])
    }
}

impl<'a> FromIterator<&'a str> for Posts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(posts: I) -> Self {
        let mut all = Self::default();
        posts.into_iter().for_each(|post| all.push(post));
        all
    }
}
