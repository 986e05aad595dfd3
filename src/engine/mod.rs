//! The matcher: runs a plan over content.
