//! The one test binary: a file per topic.

mod code_pages;
mod diagnostics;
mod layers;
