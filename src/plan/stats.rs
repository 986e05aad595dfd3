//! Figures of a plan, for people who want to know what a policy costs.

use serde::Serialize;

use super::Plan;

/// How much of what a plan holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Rules of any status.
    pub rules: usize,
    /// Exemptions.
    pub exempts: usize,
    /// Rules that are evaluated on every post, for want of a trigger.
    pub always: usize,
    /// Rules whose trigger is more than the presence of words.
    pub checked: usize,
    /// Distinct nodes.
    pub nodes: usize,
    /// Distinct patterns: quoted terms.
    pub patterns: usize,
    /// Ways to write them.
    pub variants: usize,
    /// Distinct words looked up.
    pub words: usize,
    /// Regular expressions.
    pub regexes: usize,
    /// Extractors with different filters.
    pub extracts: usize,
    /// Hashes in all hash lists.
    pub hashes: usize,
}

/// Counts what a plan holds.
#[must_use]
pub fn stats(plan: &Plan) -> Stats {
    Stats {
        rules: plan.rules.len(),
        exempts: plan.exempts.len(),
        always: plan.triggers.iter().filter(|trigger| trigger.always).count(),
        checked: plan.triggers.iter().filter(|trigger| !trigger.checks.is_empty()).count(),
        nodes: plan.graph.nodes.len(),
        patterns: plan.terms.patterns.len(),
        variants: plan.terms.patterns.iter().map(Vec::len).sum(),
        words: plan.terms.words.len(),
        regexes: plan.graph.regexes.items().len(),
        extracts: plan.graph.extracts.items().len(),
        hashes: plan.hashlists.iter().map(|list| list.hashes.len()).sum(),
    }
}

impl std::fmt::Display for Stats {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rows = [
            ("rules", self.rules),
            ("rules evaluated on every post", self.always),
            ("rules triggered by more than words", self.checked),
            ("exemptions", self.exempts),
            ("nodes", self.nodes),
            ("patterns", self.patterns),
            ("variants", self.variants),
            ("words", self.words),
            ("regexes", self.regexes),
            ("extractors", self.extracts),
            ("hashes", self.hashes),
        ];
        rows.iter().try_for_each(|(name, number)| writeln!(formatter, "{name:<36}{number:>8}"))
    }
}
