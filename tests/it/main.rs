//! Everything that is tested from outside: one test binary, a file per topic.

mod agreement;
mod code_pages;
mod conformance;
mod diagnostics;
mod explain;
mod layers;
mod sema;
mod syntax;
