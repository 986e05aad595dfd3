//! Everything that is tested from outside, one file per topic.

mod conformance;
mod explain;
mod sema;
