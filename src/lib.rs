//! Varne is a small declarative language for policies that find people-smuggling adverts, and leave everyone
//! else alone. This crate compiles such policies, and judges content by them:
//!
//! ```
//! use varne::compile::Compiler;
//! use varne::content::Content;
//!
//! let compiled = Compiler::from_source(
//!     "offers",
//!     r#"
//!     signal crossing = "small boat*" near "dover" within 6 words
//!
//!     rule sells_crossing {
//!       when      crossing and phone
//!       unless    "police"
//!       then      remove
//!       severity  critical
//!       because   "offers a place on a small boat"
//!     }
//!     "#,
//! )
//! .compile()?;
//! let matcher = compiled.matcher();
//!
//! let post = Content::builder(compiled.content_type())
//!     .text("text", "Small boats to Dover, call +44 7700 900123")
//!     .build()?;
//! let verdict = matcher.judge(&post);
//!
//! assert_eq!(verdict.action.name(), "remove");
//! assert_eq!(&*verdict.rules[0].rule, "offers.sells_crossing");
//! assert_eq!(verdict.rules[0].evidence[0].text, "Small boats to Dover");
//!
//! // Content also comes as JSON.
//! let line = br#"{"text":"Police found a small boat near Dover"}"#;
//! assert!(matcher.judge(&compiled.content_type().read(line)?).rules.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Compiling may fail, with every problem of the policy and where it is; judging cannot. Nothing here prints,
//! reads the clock or touches files, but [`package::Package::read_from_disk`], [`compile::open_from_disk`]
//! and the command in [`cli`].
//!
//! The modules stand in the order data flows: texts and what is said about them ([`span`], [`source`],
//! [`package`], [`diag`]); reading content ([`text`], [`extract`], [`content`]) and policies ([`syntax`]); the
//! checked policy ([`sema`]), what its conditions imply ([`logic`]) and what is worth a remark in it ([`lint`]); its
//! executable form and two ways to judge by it, the plain one that says what is right ([`mod@reference`]) and the quick
//! one that is held equal to it ([`plan`], [`engine`]), with the same outcome ([`verdict`]); all of that in one call
//! ([`compile`]); the authors' tools ([`fmt`], [`fix`], [`mod@snapshot`], [`explain`], [`mod@diff`], [`mod@test`],
//! [`attack`], [`eval`]) and the command ([`cli`]).

pub mod span;

pub mod source;

pub mod package;

mod flat;

mod threads;

pub mod diag;

pub mod text;

pub mod extract;

pub mod content;

pub mod syntax;

pub mod sema;

pub mod verdict;

pub mod logic;

pub mod lint;

pub mod plan;

pub mod reference;

pub mod engine;

pub mod compile;

mod html;

pub mod fmt;

pub mod fix;

pub mod snapshot;

pub mod explain;

pub mod diff;

pub mod test;

pub mod attack;

pub mod eval;

pub mod cli;

pub use compile::{CompileError, Compiled, Compiler};
pub use content::{Content, ContentType};
pub use engine::{Matcher, Scratch};
pub use package::Package;
pub use verdict::{Circumstances, Verdict};
