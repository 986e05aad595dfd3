//! Everything that is tested from outside, one file per topic.

mod sema;
