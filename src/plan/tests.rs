//! Each rewrite on a page: a graph in, the printed plan out.
