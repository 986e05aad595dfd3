//! Why a record could not be read. Such a record is reported and counted, never judged as less than it is.

/// Why a line of JSON is not content. Bytes are counted from 0, from the start of the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Something else than `{ … }`.
    #[error("line is not a JSON object")]
    NotAnObject,
    /// Bytes that are no UTF-8.
    #[error("invalid UTF-8 at byte {byte}")]
    InvalidUtf8 {
        /// Of the first such byte.
        byte: usize,
    },
    /// Half of a surrogate pair in a `\u` escape.
    #[error("lone surrogate at byte {byte}")]
    LoneSurrogate {
        /// Of its backslash.
        byte: usize,
    },
    /// Not JSON.
    #[error("invalid JSON at byte {byte}: {reason}")]
    InvalidJson {
        /// Where the reader stopped.
        byte: usize,
        /// What it expected.
        reason: String,
    },
    /// Declared objects inside each other, deeper than the JSON reader goes.
    #[error("objects are nested too deep at byte {byte}")]
    NestingTooDeep {
        /// Where the reader stopped.
        byte: usize,
    },
    /// Offsets into a value are 32 bits wide.
    #[error("line is longer than {limit} bytes")]
    TooLong {
        /// The longest that is read, in bytes.
        limit: u64,
    },
    /// A field of another type than was declared.
    #[error("field `{field}` is {found}, expected {expected}")]
    WrongType {
        /// Dotted name; an element of a list with its index.
        field: String,
        /// What stands there.
        found: &'static str,
        /// What was declared.
        expected: &'static str,
    },
    /// A string that is no time.
    #[error("field `{field}` is not an RFC 3339 time or a date")]
    InvalidTime {
        /// Dotted name; an element of a list with its index.
        field: String,
    },
    /// A string that is no hash.
    #[error("field `{field}` is not 64 hexadecimal digits")]
    InvalidHash {
        /// Dotted name; an element of a list with its index.
        field: String,
    },
    /// A list of absurd length.
    #[error("field `{field}` has more than {limit} elements")]
    TooManyElements {
        /// Dotted name.
        field: String,
        /// The most that are read.
        limit: usize,
    },
}
