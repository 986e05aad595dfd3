//! The report for a terminal: what changed, rule by rule, and under each why. What is the same is only counted.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::report::{Change, Declaration, Facet, Identity, Report};
use super::traffic::Traffic;

impl Report {
    /// Lines to read. Texts from policies and content stand in them as they are.
    #[must_use]
    pub fn to_text(&self, witnesses: bool) -> String {
        let (old, new) = (named(&self.old), named(&self.new));
        let mut out = if old == new { format!("{old}, old and new\n") } else { format!("{old} → {new}\n") };
        if !self.changed {
            out += "\nnothing but layout, comments and files differs\n";
        }
        facets(&mut out, "package", &self.package);
        facets(&mut out, "recipients", &self.recipients);
        for (kind, changes) in [("rule", &self.rules), ("exempt", &self.exempts)] {
            for change in changes.iter().filter(|change| change.is_worth_a_word()) {
                push_change(&mut out, kind, change, witnesses);
            }
        }
        push_unused(&mut out, &self.declarations, &self.rules, &self.exempts);
        if let Some(on) = &self.on {
            push_traffic(&mut out, on);
        }
        out
    }
}

fn named(identity: &Identity) -> String {
    match identity.version.is_empty() {
        true => identity.package.clone(),
        false => format!("{} {}", identity.package, identity.version),
    }
}

fn facets(out: &mut String, title: &str, facets: &[Facet]) {
    if facets.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    facets.iter().for_each(|facet| _ = writeln!(out, "  {}", facet.sentence()));
}

impl Facet {
    /// `status: shadow → live`
    pub(super) fn sentence(&self) -> String {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        format!("{}: {} → {}", self.what, shown(&self.old), shown(&self.new))
    }
}

fn push_change(out: &mut String, kind: &str, change: &Change, witnesses: bool) {
    let _ = writeln!(out, "\n{kind} {}: {}", change.name, change.verdict.name());
    if let Some(was) = &change.was {
        let _ = writeln!(out, "  was {was}");
    }
    let is_pair = !matches!(change.verdict, super::Meaning::Added | super::Meaning::Removed);
    if is_pair && !change.untouched {
        let _ = writeln!(out, "  {}", change.verdict.sentence());
    }
    if let Some(unknown) = &change.unknown {
        let _ = writeln!(out, "  {unknown}");
    }
    change.facets.iter().for_each(|facet| _ = writeln!(out, "  {}", facet.sentence()));
    change.why.iter().for_each(|why| _ = writeln!(out, "  {why}"));
    if witnesses {
        for witness in &change.witnesses {
            let _ = writeln!(out, "  only {}: {}", witness.only.name(), witness.content);
        }
    }
}

/// Declarations that are written differently and that no shown rule has named.
fn push_unused(out: &mut String, declarations: &[Declaration], rules: &[Change], exempts: &[Change]) {
    let whys = rules.iter().chain(exempts).flat_map(|change| &change.why);
    let told: FxHashSet<&str> = whys.filter_map(|why| why.split_once(": ").map(|(start, _)| start)).collect();
    let is_told = |one: &&Declaration| told.contains(format!("{} {}", one.kind, one.name).as_str());
    let untold: Vec<&Declaration> = declarations.iter().filter(|one| !is_told(one)).collect();
    if untold.is_empty() {
        return;
    }
    let _ = writeln!(out, "\ndeclarations that no changed condition uses, or that only moved");
    for declaration in untold {
        let _ = writeln!(out, "  {} {}: {}", declaration.kind, declaration.name, declaration.how);
    }
}

fn push_traffic(out: &mut String, on: &Traffic) {
    let _ = writeln!(out, "\non content: {}", on.summary());
    for (step, count) in &on.actions {
        let _ = writeln!(out, "  {count:>8}  action {step}");
    }
    for (name, rule) in &on.rules {
        let _ =
            writeln!(out, "\n  rule {name}: {} gained, {} lost, {} kept", rule.gained, rule.lost, rule.kept);
        for (lang, (gained, lost)) in &rule.by_lang {
            let _ = writeln!(out, "    {lang}: +{gained} -{lost}");
        }
        for post in &rule.examples {
            let _ = writeln!(out, "    only {}, {}: {}", post.only.name(), post.at, post.text);
        }
    }
}
