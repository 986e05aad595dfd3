//! What a change means. In: two checked policies. Out: per rule and exemption whether it fires on the same content as
//! before, on more, on less, or on other content; what else of it changed; and where it is written differently.
//!
//! No answer is a guess. That a condition implies another is proven ([`logic`](crate::logic)); that it does not is shown by
//! content on which the two differ, which has been run through both policies. Where neither can be had, the answer is
//! "unknown", with what stood in the way.

mod decide;
mod facets;
mod given;
mod judges;
mod markdown;
mod pairs;
mod report;
mod same;
mod text;
mod traffic;
mod witness;
mod written;

pub use report::{Change, Declaration, Facet, Identity, Meaning, Report, Which, Witness};
pub use traffic::{Post, Tally, Traffic};
pub use written::Written;

use crate::content::{ContentType, Field};
use crate::logic::{NodeId, Problem, Side};
use crate::sema::hir::{Head, Policy};
use decide::Decider;
use given::Never;
use pairs::Pair;

/// Why two policies cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// They judge content of different types.
    #[error(
        "the two packages judge different content: {differences}; compare packages with the same `content` declaration"
    )]
    ContentTypes {
        /// The first few fields that differ.
        differences: String,
    },
}

/// Compares two policies.
///
/// ```
/// use varne::diff::{Meaning, Written, diff};
/// use varne::compile::Compiler;
///
/// let policy = |limit| {
///     let text = format!("rule r {{ when price(amount >= {limit}) then review because \"x\" }}");
///     Compiler::from_source("m", &text).compile()
/// };
/// let (old, new) = (policy(300)?, policy(500)?);
/// let written = |compiled: &varne::Compiled| (compiled.policy().clone(), compiled.sources().clone());
/// let ((old, old_sources), (new, new_sources)) = (written(&old), written(&new));
/// let report = diff(
///     Written { policy: &old, sources: &old_sources },
///     Written { policy: &new, sources: &new_sources },
/// )?;
/// assert_eq!(report.rules[0].verdict, Meaning::Narrower);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where the two have different types of content.
pub fn diff(old: Written<'_>, new: Written<'_>) -> Result<Report, DiffError> {
    if std::ptr::eq(old.policy, new.policy) {
        return Ok(unchanged(old.policy));
    }
    compare_types(&old.policy.content, &new.policy.content)?;
    let declarations = written::declarations(old, new);
    let mut problem = Problem::default();
    let (rules, exempts) = if same::have_same_conditions(old.policy, new.policy) {
        // Their names tell which belongs to which.
        let nothing = problem.all(Vec::new());
        let both = |count: usize| (vec![nothing; count], vec![nothing; count]);
        (both(old.policy.rules.len()), both(old.policy.exempts.len()))
    } else {
        let sides = (problem.add(old.policy), problem.add(new.policy));
        let before = conditions(&mut problem, sides.0, old.policy);
        let after = conditions(&mut problem, sides.1, new.policy);
        ((before.0, after.0), (before.1, after.1))
    };
    let never = Never::of(&mut problem, &differing(old.policy, new.policy, &rules));
    let mut decider = Decider::new(old, new, &problem, &declarations, never);
    decider.add_rules(&rules);
    decider.add_exempts(&exempts);
    let (rules, exempts) = decider.decide();
    let (recipients, package) =
        (facets::recipients(old.policy, new.policy), facets::package(old.policy, new.policy));
    let changed = rules.iter().chain(&exempts).any(Change::counts)
        || !recipients.is_empty()
        || !package.is_empty()
        || declarations.iter().any(|declaration| !declaration.moved);
    let (old, new) = (identity(old.policy), identity(new.policy));
    Ok(Report { old, new, changed, rules, exempts, recipients, package, declarations, on: None })
}

/// The conditions of rules that are not the same before and after.
fn differing(old: &Policy, new: &Policy, rules: &(Vec<NodeId>, Vec<NodeId>)) -> Vec<(NodeId, NodeId)> {
    let before = old.rules.iter().map(|rule| rule.head.qualified.as_str());
    let after = new.rules.iter().map(|rule| rule.head.qualified.as_str());
    let pairs = pairs_of(before, after, rules).into_iter();
    let nodes = pairs.filter_map(|pair| Some((rules.0[pair.old?], rules.1[pair.new?])));
    nodes.filter(|(old, new)| old != new).collect()
}

/// The conditions of rules, and of exemptions.
fn conditions<'p>(problem: &mut Problem<'p>, side: Side, policy: &'p Policy) -> (Vec<NodeId>, Vec<NodeId>) {
    let rules = policy.rules.iter().map(|rule| problem.rule(side, rule)).collect();
    let exempts = policy.exempts.iter().map(|exempt| problem.condition(side, exempt.when)).collect();
    (rules, exempts)
}

fn identity(policy: &Policy) -> Identity {
    Identity {
        package: policy.package.name.clone(),
        version: policy.package.version.clone(),
        digest: format!("sha256:{}", policy.package.digest),
    }
}

/// What there is to say of a policy that is compared with itself.
fn unchanged(policy: &Policy) -> Report {
    let untouched = |heads: &mut dyn Iterator<Item = &Head>| -> Vec<Change> {
        let mut changes: Vec<Change> =
            heads.map(|head| Change { untouched: true, ..Change::of(&head.qualified) }).collect();
        changes.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        changes
    };
    Report {
        old: identity(policy),
        new: identity(policy),
        changed: false,
        rules: untouched(&mut policy.rules.iter().map(|rule| &rule.head)),
        exempts: untouched(&mut policy.exempts.iter().map(|exempt| &exempt.head)),
        recipients: Vec::new(),
        package: Vec::new(),
        declarations: Vec::new(),
        on: None,
    }
}

/// The pairs of things by their qualified names and what they say.
fn pairs_of<'n>(
    old: impl Iterator<Item = &'n str>,
    new: impl Iterator<Item = &'n str>,
    nodes: &(Vec<NodeId>, Vec<NodeId>),
) -> Vec<Pair> {
    let with = |names: Vec<&'n str>, nodes: &[NodeId]| -> Vec<(&'n str, NodeId)> {
        names.into_iter().zip(nodes.iter().copied()).collect()
    };
    pairs::pairs(&with(old.collect(), &nodes.0), &with(new.collect(), &nodes.1))
}

/// Types of content are the same where their fields are.
fn compare_types(old: &ContentType, new: &ContentType) -> Result<(), DiffError> {
    const NAMED: usize = 3;
    let shown = |field: &Field| {
        let ty = field.ty.name();
        let ty = if field.list { format!("[{ty}]") } else { ty.to_owned() };
        format!("`{}: {ty}`", field.name)
    };
    let missing = |one: &ContentType, other: &ContentType| -> Vec<String> {
        one.fields.iter().filter(|field| !other.fields.contains(field)).map(shown).collect()
    };
    let only_old = missing(old, new).into_iter().map(|field| format!("only the old one has {field}"));
    let only_new = missing(new, old).into_iter().map(|field| format!("only the new one has {field}"));
    let all: Vec<String> = only_old.chain(only_new).collect();
    if all.is_empty() {
        return Ok(());
    }
    let rest = all.len().saturating_sub(NAMED);
    let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    Err(DiffError::ContentTypes { differences: format!("{}{rest}", all[..all.len().min(NAMED)].join(", ")) })
}
