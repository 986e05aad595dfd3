//! The plan: in comes the checked policy, out goes its executable form, which owns all it needs. The
//! rewrites stand in the order they run:
//!
//! 1. [`lower`](lower()): scopes resolved, signals replaced by their bodies;
//! 2. [`fold`](fold()): what content cannot change;
//! 3. [`share`](share()): equal nodes are one;
//! 4. [`order`](order()): what costs least is asked first;
//! 5. [`prune`](prune()): what nothing uses;
//! 6. [`tabulate`]: one table of the words of all rules;
//! 7. [`triggers`]: when a rule needs a look at all;
//! 8. [`needs`]: what else has to be there for it to fire.
//!
//! [`Options`] turns the optional ones off, so that tests can hold each to the plain result.

mod fields;
mod fold;
mod frequency;
mod graph;
mod lower;
mod needs;
mod node;
mod order;
mod outline;
mod print;
mod prune;
mod share;
mod stats;
mod terms;
mod trigger;
mod vocabulary;

use std::sync::Arc;

pub use fold::fold;
pub use graph::{Condition, Graph, Regex, Table};
pub use lower::{lower, lower_both};
pub use needs::{Needs, needs};
pub use node::{
    Extract, ExtractId, HashlistId, Literal, Node, NodeId, Number, PatternId, RegexId, Row, ScopeId, SetId,
    Test, compare,
};
pub use order::order;
pub use print::print;
pub use prune::prune;
pub use share::share;
pub use stats::{Stats, stats};
pub use terms::{Join, Terms, Variant, Word, tabulate};
pub use trigger::{Chooser, Trigger, triggers};

use crate::content::{ContentType, FieldId, FieldType};
use crate::sema::hir::{self, Action, Severity, Status};

/// Which optional rewrites run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Fold constants.
    pub fold: bool,
    /// Make equal nodes one.
    pub share: bool,
    /// Ask first what costs least.
    pub order: bool,
    /// Evaluate only rules whose triggers are found.
    pub trigger: bool,
    /// Read only posts that have what some rule needs.
    pub sift: bool,
}

impl Options {
    /// Every rewrite.
    pub const ALL: Self = Self { fold: true, share: true, order: true, trigger: true, sift: true };

    /// Only the rewrites that there is no plan without.
    pub const NONE: Self = Self { fold: false, share: false, order: false, trigger: false, sift: false };
}

impl Default for Options {
    fn default() -> Self {
        Self::ALL
    }
}

/// The executable form of a policy; owns all it needs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The type of content.
    pub content: ContentType,
    /// The field that says when content was made, if the type has one.
    pub created_at: Option<FieldId>,
    /// ISO 3166 code for local phone numbers.
    pub region: Option<String>,
    /// Conditions over shared nodes. Its sets hold places in [`Terms::patterns`].
    pub graph: Graph,
    /// Words and patterns.
    pub terms: Terms,
    /// Hash lists, by [`HashlistId`].
    pub hashlists: Vec<Hashlist>,
    /// In order of name.
    pub rules: Vec<Rule>,
    /// When each rule has to be evaluated.
    pub triggers: Vec<Trigger>,
    /// What each rule needs; empty where posts are not to be told apart by it.
    pub needs: Vec<Needs>,
    /// Qualified names of the exemptions, in order.
    pub exempts: Vec<Arc<str>>,
}

/// A rule, its condition aside: that stands at the same place in [`Graph::rules`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Qualified.
    pub name: Arc<str>,
    /// Draft, shadow, live or retired.
    pub status: Status,
    /// If given.
    pub severity: Option<Severity>,
    /// What it does.
    pub action: Action,
    /// Recipients' names, sorted.
    pub refer: Vec<Arc<str>>,
    /// Why.
    pub because: Arc<str>,
    /// The law or platform rule.
    pub basis: Option<Arc<str>>,
    /// A label for reports.
    pub category: Option<Arc<str>>,
    /// First and last day in effect, both included.
    pub effective: (Option<time::Date>, Option<time::Date>),
}

/// A hash list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashlist {
    /// Qualified.
    pub name: Arc<str>,
    /// How hashes compare.
    pub kind: hir::HashKind,
    /// Sorted.
    pub hashes: Vec<[u8; 32]>,
}

/// Builds the plan of a checked policy.
#[must_use]
pub fn build(policy: &hir::Policy) -> Plan {
    build_with(policy, Options::default())
}

/// Builds the plan of a checked policy with some of the rewrites.
#[must_use]
pub fn build_with(policy: &hir::Policy, options: Options) -> Plan {
    planned(&[policy], lower(policy), &policy.patterns.iter().collect::<Vec<_>>(), options)
}

/// Builds one plan of the rules of two checked policies with the same type of content and the same region: what both have
/// in common is asked once. The names of the one come before those of the other; neither has exemptions.
#[must_use]
pub fn build_both(one: &hir::Policy, other: &hir::Policy, options: Options) -> Plan {
    let (graph, patterns) = lower_both(one, other);
    planned(&[one, other], graph, &patterns, options)
}

/// The plan of a graph of policies.
fn planned(policies: &[&hir::Policy], graph: Graph, patterns: &[&hir::Pattern], options: Options) -> Plan {
    let graph = if options.fold { fold(graph) } else { graph };
    let graph = if options.share { share(graph) } else { graph };
    let graph = if options.order { order(graph) } else { graph };
    let (graph, terms) = tabulate(prune(graph), patterns);
    let chooser = options.trigger.then(|| Chooser::new(&graph, &terms));
    let triggers = chooser.as_ref().map_or_else(|| vec![Trigger::always(); graph.rules.len()], triggers);
    let needs = chooser.filter(|_| options.sift).as_ref().map_or_else(Vec::new, needs);
    let lists: Vec<&hir::Hashlist> = policies.iter().flat_map(|policy| &policy.hashlists).collect();
    let rules = policies
        .iter()
        .flat_map(|policy| lower::rules(policy).into_iter().map(|rule| self::rule(policy, rule)));
    let exempts = policies.iter().flat_map(|policy| lower::exempts(policy));
    let content = &policies[0].content;
    Plan {
        content: content.clone(),
        created_at: created_at(content),
        region: policies[0].package.region.clone(),
        hashlists: graph.hashlists.items().iter().map(|list| hashlist(lists[list.0 as usize])).collect(),
        rules: rules.collect(),
        exempts: exempts.map(|exempt| exempt.head.qualified.as_str().into()).collect(),
        triggers,
        needs,
        graph,
        terms,
    }
}

fn created_at(content: &ContentType) -> Option<FieldId> {
    let field = |field: &crate::content::Field| field.name == "created_at" && field.ty == FieldType::Time;
    content.fields.iter().position(field).map(|id| FieldId(id as u16))
}

fn hashlist(list: &hir::Hashlist) -> Hashlist {
    Hashlist { name: list.head.qualified.as_str().into(), kind: list.kind, hashes: list.hashes.clone() }
}

fn rule(policy: &hir::Policy, rule: &hir::Rule) -> Rule {
    let text = |text: &Option<String>| text.as_deref().map(Arc::from);
    let mut refer: Vec<Arc<str>> =
        rule.refer.iter().map(|&id| policy[id].head.name.as_str().into()).collect();
    refer.sort();
    refer.dedup();
    Rule {
        name: rule.head.qualified.as_str().into(),
        status: rule.status,
        severity: rule.severity,
        action: rule.action,
        refer,
        because: rule.because.as_str().into(),
        basis: text(&rule.basis),
        category: text(&rule.category),
        effective: rule.effective.unwrap_or_default(),
    }
}
