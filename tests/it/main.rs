//! The one test binary: a file per topic.

mod code_pages;
mod conformance;
mod diagnostics;
mod layers;
