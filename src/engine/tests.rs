//! The matcher on small policies.
