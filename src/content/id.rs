//! The name that content comes with, given back in its verdict as it came.

use serde_json::value::RawValue;

/// An `id`: a JSON string or number, as it stood in the record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Id(String);

impl Id {
    /// Of text that is a JSON string or number.
    pub(crate) fn new(json: String) -> Self {
        Self(json)
    }

    /// As JSON: a string has its quotes.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }

    /// As a piece of JSON that can be written.
    #[must_use]
    pub fn to_raw(&self) -> Option<Box<RawValue>> {
        RawValue::from_string(self.0.clone()).ok()
    }

    pub(super) fn into_json(self) -> String {
        self.0
    }
}
