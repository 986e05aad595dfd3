//! The integration tests, one binary.

mod agreement;
mod conformance;
mod explain;
mod sema;
mod syntax;
