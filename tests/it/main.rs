//! The one integration test binary.

mod agreement;
mod attack;
mod cli_authoring;
mod cli_bad_input;
mod cli_compressed;
mod cli_lint;
mod cli_scan;
mod cli_usage;
mod code_pages;
mod command;
mod conformance;
mod diagnostics;
mod explain;
mod fmt;
mod layers;
mod lint;
mod plan;
mod reading_page;
mod readings;
mod sema;
mod syntax;
