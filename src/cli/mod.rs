//! The edge: files, clocks and terminals.
