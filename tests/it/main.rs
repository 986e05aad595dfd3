//! The one integration test binary.

mod agreement;
mod attack;
mod cli_authoring;
mod cli_bad_input;
mod cli_compressed;
mod cli_diff;
mod cli_eval;
mod cli_scan;
mod cli_usage;
mod code_pages;
mod command;
mod conformance;
mod diagnostics;
mod explain;
mod fmt;
mod layers;
mod measures;
mod plan;
mod reading_page;
mod readings;
mod reference_page;
mod sema;
mod snapshot;
mod syntax;
mod vocabulary;
