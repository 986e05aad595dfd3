//! The plan: the checked policy in executable form.
