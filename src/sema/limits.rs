//! The limits of a policy, each with its reason. They bound the time and memory of checking and of
//! everything after it; no policy written by people comes near them.

/// Bytes of one module or of `varne.toml`. Offsets are 32 bits wide, and a syntax tree is many times larger than its text.
pub const MAX_SOURCE_BYTES: usize = 32 << 20;

/// Bytes of one data file: four million hashes.
pub const MAX_DATA_BYTES: usize = 256 << 20;

/// Word sequences that one term may stand for once its brackets are written out.
pub const MAX_TERM_VARIANTS: u64 = 1_000;

/// Characters of one term once its brackets are written out: many variants of a long term are as costly as many terms.
pub const MAX_TERM_CHARS: u64 = 100_000;

/// Brackets within brackets of a term.
pub const MAX_TERM_NESTING: usize = 16;

/// Words of all patterns of a policy: each takes about a hundred bytes in every later stage.
pub const MAX_WORDS: usize = 4_000_000;

/// Terms listed by all lexicons together, those of included lexicons counted in each that includes them.
pub const MAX_LEXICON_ENTRIES: usize = 10_000_000;

/// How deep an expression may reach through its operands and through the signals and scores it names:
/// evaluation is recursive, and its stack must do.
pub const MAX_DEPTH: u32 = 256;

/// Bytes of one compiled regular expression.
pub const MAX_REGEX_BYTES: usize = 1 << 20;

/// Brackets within brackets of a regular expression.
pub const MAX_REGEX_NESTING: u32 = 64;

/// Different regular expressions of a policy: each is compiled, and run on its own over every field value.
pub const MAX_REGEXES: usize = 1_000;

/// Bad lines reported for one data file; the rest is counted.
pub const MAX_BAD_LINES: usize = 10_000;

/// Names compared in search of the nearest, over the whole run. Misspelt names come one by one; where
/// thousands are unknown, a suggestion for each would take time and help nobody.
pub const MAX_COMPARISONS: usize = 500_000;

/// Other places shown with one problem.
pub const MAX_RELATED: usize = 12;
