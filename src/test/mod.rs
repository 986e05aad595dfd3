//! Runs the `hit`, `miss` and `test` items of a policy.
