//! The integration tests, one binary.

mod agreement;
mod conformance;
mod explain;
//! Everything that is tested from outside: one test binary, a file per topic.

mod code_pages;
mod diagnostics;
mod layers;
mod sema;
mod syntax;
