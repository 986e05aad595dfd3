//! The one shape of a diagnostic. Each stage has its own typed error; every one of them becomes a
//! [`Diagnostic`] here, and the renderers beside this file show it to people and to machines.

mod code;
mod excerpt;
mod github;
mod json;
mod order;
mod render;
mod sarif;
mod text;

pub use code::Code;
pub(crate) use excerpt::is_right_to_left;
pub use order::{sort, summary};
pub use render::{Format, Options, SHOWN, render, write};

use crate::span::Place;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The policy compiles; the author should look.
    Warning,
    /// The policy does not compile.
    Error,
}

/// A second place that explains the first, such as the earlier definition of a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there; lower case, no full stop.
    pub message: String,
}

/// A replacement of source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub text: String,
}

/// One problem of a package: what, where, what was found and expected, and one thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Error or warning.
    pub level: Level,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What stands at the place, shown under it: found and expected.
    pub label: String,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// One thing to do.
    pub help: Option<String>,
    /// A machine-applicable fix, if there is one that surely does what the author meant.
    pub fix: Vec<Edit>,
}

/// What a stage's typed error tells about itself; its `Display` is the message.
pub trait Explain: std::fmt::Display {
    /// The stable code.
    fn code(&self) -> Code;
    /// What was found and what was expected, shown under the place.
    fn label(&self) -> String;
    /// One thing to do.
    fn help(&self) -> Option<String>;
    /// What to write at the place instead, where there is no doubt.
    fn fix(&self) -> Option<String> {
        None
    }
}

impl Diagnostic {
    /// The diagnostic of a typed error at a place.
    pub fn new(error: &impl Explain, place: Place) -> Self {
        Self {
            code: error.code(),
            level: error.code().default_level(),
            message: error.to_string(),
            place,
            label: error.label(),
            related: Vec::new(),
            help: error.help(),
            fix: error.fix().map(|text| Edit { place, text }).into_iter().collect(),
        }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn with_related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Adds a machine-applicable replacement.
    #[must_use]
    pub fn with_fix(mut self, place: Place, text: impl Into<String>) -> Self {
        self.fix.push(Edit { place, text: text.into() });
        self
    }

    /// Whether it stops the policy from compiling.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}
