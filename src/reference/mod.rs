//! The reference interpreter: evaluates a checked policy on content as plainly as the language page says it.
