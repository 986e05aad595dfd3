//! The integration tests, one binary.

mod agreement;
mod conformance;
mod sema;
mod syntax;
