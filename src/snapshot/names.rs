//! Names of declarations as snapshots show them. A lexicon, signal, context, score or hash list goes by its name alone,
//! so that it may move to another file; only where two of a package share a name do both say their module. Rules and
//! exemptions are known outside by module and name, in verdicts and in what is counted from them: they are shown so.

use rustc_hash::FxHashSet;

use crate::sema::hir::{Head, Policy};

/// Which names need their module.
pub(super) struct Names<'p> {
    shared: FxHashSet<&'p str>,
}

impl<'p> Names<'p> {
    pub(super) fn of(policy: &'p Policy) -> Self {
        let lexicons = policy.lexicons.iter().map(|lexicon| &lexicon.head);
        let signals = policy.signals.iter().map(|signal| &signal.head);
        let scores = policy.scores.iter().map(|score| &score.head);
        let lists = policy.hashlists.iter().map(|list| &list.head);
        let mut seen = FxHashSet::default();
        let names = lexicons.chain(signals).chain(scores).chain(lists).map(|head| head.name.as_str());
        Self { shared: names.filter(|name| !seen.insert(*name)).collect() }
    }

    /// `craft`, or `lexicon.craft` where another declaration of the package is called `craft`.
    pub(super) fn shown<'h>(&self, head: &'h Head) -> &'h str {
        if self.shared.contains(head.name.as_str()) { &head.qualified } else { &head.name }
    }
}
