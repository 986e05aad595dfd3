//! What is not a condition: what a rule does, when, why and for whom; recipients; the package itself.

use rustc_hash::FxHashMap;

use super::report::Facet;
use crate::sema::hir::{Exempt, Package, Policy, Recipient, Rule, Severity, Status, Test};

/// A value before and after, if they differ.
struct Facets(Vec<Facet>);

impl Facets {
    fn compare(&mut self, what: &str, old: Option<String>, new: Option<String>) {
        if old != new {
            self.0.push(Facet { what: what.to_owned(), old, new });
        }
    }

    fn texts(&mut self, what: &str, old: Option<&str>, new: Option<&str>) {
        self.compare(what, old.map(str::to_owned), new.map(str::to_owned));
    }
}

/// What changed of a rule, its condition aside.
pub(super) fn rule((old_policy, old): (&Policy, &Rule), (new_policy, new): (&Policy, &Rule)) -> Vec<Facet> {
    let mut facets = Facets(Vec::new());
    facets.texts("status", Some(status(old.status)), Some(status(new.status)));
    facets.compare("effective", effective(old), effective(new));
    facets.texts("then", Some(old.action.name()), Some(new.action.name()));
    facets.compare("refer", refer(old_policy, old), refer(new_policy, new));
    facets.texts("severity", old.severity.map(Severity::name), new.severity.map(Severity::name));
    facets.texts("category", old.category.as_deref(), new.category.as_deref());
    facets.texts("because", Some(&old.because), Some(&new.because));
    facets.texts("basis", old.basis.as_deref(), new.basis.as_deref());
    examples(&mut facets, old, new);
    facets.0
}

fn examples(facets: &mut Facets, old: &Rule, new: &Rule) {
    let differs = |rule: &Rule, other: &Rule| {
        let known = |one: &crate::sema::hir::Example| {
            other.examples.iter().any(|example| example.hit == one.hit && example.content == one.content)
        };
        rule.examples.iter().filter(|example| !known(example)).count()
    };
    let (gone, come) = (differs(old, new), differs(new, old));
    if gone + come > 0 {
        let shown =
            |rule: &Rule, count: usize, word: &str| Some(format!("{} ({count} {word})", rule.examples.len()));
        facets.compare("examples", shown(old, gone, "gone"), shown(new, come, "new"));
    }
}

/// What changed of an exemption, its condition aside.
pub(super) fn exempt(old: &Exempt, new: &Exempt) -> Vec<Facet> {
    let mut facets = Facets(Vec::new());
    facets.texts("because", Some(&old.because), Some(&new.because));
    facets.0
}

/// What changed of the package.
pub(super) fn package(old: &Policy, new: &Policy) -> Vec<Facet> {
    let mut facets = Facets(Vec::new());
    let (one, other) = (&old.package, &new.package);
    facets.texts("name", Some(&one.name), Some(&other.name));
    facets.texts("version", Some(&one.version), Some(&other.version));
    for (what, before, after) in [
        ("title", &one.title, &other.title),
        ("owner", &one.owner, &other.owner),
        ("contact", &one.contact, &other.contact),
        ("license", &one.license, &other.license),
        ("region", &one.region, &other.region),
    ] {
        facets.texts(what, before.as_deref(), after.as_deref());
    }
    let lints = |package: &Package| {
        let lints: Vec<String> =
            package.lints.iter().map(|(slug, level)| format!("{slug} = {level}")).collect();
        (!lints.is_empty()).then(|| lints.join(", "))
    };
    facets.compare("lints", lints(one), lints(other));
    tests(&mut facets, old, new);
    facets.0
}

/// How many tests are there in one and not in the other, by name and by what they are given and expect.
fn tests(facets: &mut Facets, old: &Policy, new: &Policy) {
    let signs = |test: &Test| test.expects.iter().map(|expect| expect.negated).collect::<Vec<_>>();
    let missing = |one: &Policy, other: &Policy| {
        let known: FxHashMap<&str, &Test> =
            other.tests.iter().map(|test| (test.name.as_str(), test)).collect();
        let is_known = |test: &Test| {
            known
                .get(test.name.as_str())
                .is_some_and(|other| test.given == other.given && signs(test) == signs(other))
        };
        one.tests.iter().filter(|test| !is_known(test)).count()
    };
    let (gone, come) = (missing(old, new), missing(new, old));
    if gone + come > 0 {
        let shown = |policy: &Policy, count: usize, word: &str| {
            Some(format!("{} ({count} {word})", policy.tests.len()))
        };
        facets.compare("tests", shown(old, gone, "gone"), shown(new, come, "new"));
    }
}

/// What changed of the recipients.
pub(super) fn recipients(old: &Policy, new: &Policy) -> Vec<Facet> {
    let mut facets = Facets(Vec::new());
    let mut names: Vec<&str> =
        old.recipients.iter().chain(&new.recipients).map(|recipient| recipient.head.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let shown = |policy: &Policy| {
            let found = policy.recipients.iter().find(|recipient| recipient.head.name == name);
            found.map(|Recipient { name, contact, .. }| match contact {
                Some(contact) => format!("{name} ({contact})"),
                None => name.clone(),
            })
        };
        facets.compare(name, shown(old), shown(new));
    }
    facets.0
}

fn refer(policy: &Policy, rule: &Rule) -> Option<String> {
    let mut names: Vec<&str> = rule.refer.iter().map(|&id| policy[id].head.name.as_str()).collect();
    names.sort_unstable();
    (!names.is_empty()).then(|| names.join(", "))
}

fn effective(rule: &Rule) -> Option<String> {
    let (from, to) = rule.effective?;
    let day = |date: Option<time::Date>| date.map_or_else(String::new, |date| date.to_string());
    Some(format!("{}..{}", day(from), day(to)))
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Shadow => "shadow",
        Status::Live => "live",
        Status::Retired => "retired",
    }
}
