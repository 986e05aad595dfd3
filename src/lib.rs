//! Varne: a small declarative language for policies against people-smuggling adverts.
//!
//! The modules stand in the order data flows.

pub mod cli;
pub mod compile;
pub mod content;
pub mod diag;
pub mod engine;
pub mod explain;
pub mod extract;
pub mod fmt;
pub mod package;
pub mod plan;
pub mod reference;
pub mod sema;
pub mod source;
pub mod span;
pub mod syntax;
pub mod test;
pub mod text;
pub mod verdict;
