//! What a change means. In: two checked policies. Out: per rule and exemption whether it fires on the same content as
//! before, on more, on less, or on other content; what else of it changed; and where it is written differently.
//!
//! No answer is a guess. That a condition implies another is proven ([`logic`](crate::logic)); that it does not is shown by
//! content on which the two differ, which has been run through both policies. Where neither can be had, the answer is
//! "unknown", with what stood in the way.

mod decide;
mod facets;
mod judges;
mod markdown;
mod pairs;
mod report;
mod text;
mod traffic;
mod witness;
mod written;

pub use report::{Change, Declaration, Facet, Identity, Meaning, Report, Which, Witness};
pub use traffic::{Post, Tally, Traffic};
pub use written::Written;

use crate::content::{ContentType, Field};
use crate::logic::{NodeId, Problem, Side};
use crate::sema::hir::Policy;
use decide::Decider;
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
    compare_types(&old.policy.content, &new.policy.content)?;
    let declarations = written::declarations(old, new);
    let mut problem = Problem::default();
    let sides = (problem.add(old.policy), problem.add(new.policy));
    let rules = {
        let key = |problem: &mut Problem<'_>, side: Side, policy: &Policy| -> Vec<NodeId> {
            policy.rules.iter().map(|rule| problem.rule(side, rule)).collect()
        };
        (key(&mut problem, sides.0, old.policy), key(&mut problem, sides.1, new.policy))
    };
    let exempts = {
        let key = |problem: &mut Problem<'_>, side: Side, policy: &Policy| -> Vec<NodeId> {
            policy.exempts.iter().map(|exempt| problem.condition(side, exempt.when)).collect()
        };
        (key(&mut problem, sides.0, old.policy), key(&mut problem, sides.1, new.policy))
    };
    let mut decider = Decider::new(old, new, &problem, &declarations);
    decider.add_rules(&rules);
    decider.add_exempts(&exempts);
    let (rules, exempts) = decider.decide();
    let (recipients, package) =
        (facets::recipients(old.policy, new.policy), facets::package(old.policy, new.policy));
    let changed = rules.iter().chain(&exempts).any(Change::counts)
        || !recipients.is_empty()
        || !package.is_empty()
        || declarations.iter().any(|declaration| !declaration.moved);
    let identity = |policy: &Policy| Identity {
        package: policy.package.name.clone(),
        version: policy.package.version.clone(),
        digest: format!("sha256:{}", policy.package.digest),
    };
    let (old, new) = (identity(old.policy), identity(new.policy));
    Ok(Report { old, new, changed, rules, exempts, recipients, package, declarations, on: None })
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
