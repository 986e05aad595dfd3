//! The graph: the form that the rewrites pass on. Nodes in order, the tables they refer to, and the
//! conditions of rules and exemptions that hang on them.

use std::hash::Hash;
use std::sync::Arc;

use super::node::{Extract, HashlistId, Node, NodeId, PatternId, RegexId, ScopeId, SetId};
use crate::content::FieldId;
use crate::sema::known::Known;
use crate::sema::{self, hir};
use crate::text::Spelling;

/// Nodes, tables and conditions.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Operands before what uses them.
    pub nodes: Vec<Node>,
    /// Sets of fields, sorted; the default scope first.
    pub scopes: Table<Vec<FieldId>>,
    /// Sets of patterns, sorted.
    pub sets: Table<Vec<PatternId>>,
    /// Extractors with their filters.
    pub extracts: Table<Extract>,
    /// Regular expressions.
    pub regexes: Table<Regex>,
    /// Hash lists, by their number in the checked policy.
    pub hashlists: Table<hir::HashlistId>,
    /// Of the rules, in order of their names.
    pub rules: Vec<Condition>,
    /// Of the exemptions, in order of their names.
    pub exempts: Vec<Condition>,
}

/// What a rule or exemption asks, and what its verdict tells about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What must hold.
    pub when: NodeId,
    /// What must not.
    pub unless: Option<NodeId>,
    /// Signals and contexts in the order of their first mention, in the default scope.
    pub signals: Vec<(Arc<str>, NodeId)>,
    /// Scores, each once.
    pub scores: Vec<(Arc<str>, NodeId)>,
    /// Evidence by its name in the verdict, in the scope where it stands.
    pub evidence: Vec<(Arc<str>, NodeId)>,
}

/// A regular expression and the text it is run over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Regex {
    /// As written between the slashes.
    pub pattern: String,
    /// Over which folding; `None` is the original text.
    pub spelling: Option<Spelling>,
}

impl Regex {
    /// The checked expression with the text it is run over.
    #[must_use]
    pub fn of(regex: &hir::Regex) -> Self {
        let spelling = (!regex.original).then(|| sema::spelling(&regex.pattern));
        Self { pattern: regex.pattern.clone(), spelling }
    }
}

/// A table of values without repeats. A copy shares them until one is added.
#[derive(Clone, Debug)]
pub struct Table<T> {
    shared: Arc<Shared<T>>,
}

#[derive(Clone, Debug)]
struct Shared<T> {
    items: Vec<T>,
    known: Known,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { shared: Arc::new(Shared { items: Vec::new(), known: Known::default() }) }
    }
}

impl<T: Clone + Eq + Hash> Table<T> {
    /// The number of a value, which is added if it is new.
    pub fn add(&mut self, item: T) -> u32 {
        let Shared { items, known } = Arc::make_mut(&mut self.shared);
        known.find(items, &item).unwrap_or_else(|| {
            items.push(item);
            items.len() as u32 - 1
        })
    }

    /// All values, by number.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.shared.items
    }
}

impl Graph {
    /// Adds a node.
    pub fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// A node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The patterns of a set.
    #[must_use]
    pub fn set(&self, id: SetId) -> &[PatternId] {
        &self.sets.items()[id.index()]
    }

    /// The fields of a scope.
    #[must_use]
    pub fn scope(&self, id: ScopeId) -> &[FieldId] {
        &self.scopes.items()[id.index()]
    }

    /// A regular expression.
    #[must_use]
    pub fn regex(&self, id: RegexId) -> &Regex {
        &self.regexes.items()[id.index()]
    }

    /// An extractor with its filters.
    #[must_use]
    pub fn extract(&self, id: super::node::ExtractId) -> &Extract {
        &self.extracts.items()[id.index()]
    }

    /// The checked policy's number of a hash list.
    #[must_use]
    pub fn hashlist(&self, id: HashlistId) -> hir::HashlistId {
        self.hashlists.items()[id.index()]
    }

    /// Its nodes, its conditions, and the same tables without them.
    #[must_use]
    pub fn taken_apart(mut self) -> (Vec<Node>, Conditions, Self) {
        let nodes = std::mem::take(&mut self.nodes);
        let conditions =
            Conditions { rules: std::mem::take(&mut self.rules), exempts: std::mem::take(&mut self.exempts) };
        (nodes, conditions, self)
    }

    /// Takes over conditions, whose nodes have new numbers here.
    #[must_use]
    pub fn with_conditions(mut self, conditions: Conditions, to: impl Fn(NodeId) -> NodeId) -> Self {
        (self.rules, self.exempts) = (conditions.rules, conditions.exempts);
        self.rules.iter_mut().chain(&mut self.exempts).for_each(|condition| condition.renumber(&to));
        self
    }
}

/// The conditions of a graph, while its nodes are rewritten.
pub struct Conditions {
    /// Of the rules, in order of their names.
    pub rules: Vec<Condition>,
    /// Of the exemptions, in order of their names.
    pub exempts: Vec<Condition>,
}

impl Condition {
    /// Gives its nodes new numbers.
    pub fn renumber(&mut self, to: impl Fn(NodeId) -> NodeId) {
        let Self { when, unless, signals, scores, evidence } = self;
        let named = [signals, scores, evidence].into_iter().flatten().map(|(_, id)| id);
        [when].into_iter().chain(unless).chain(named).for_each(|id| *id = to(*id));
    }

    /// Tells evidence of one name and node once.
    pub fn drop_repeats(&mut self) {
        self.evidence.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        self.evidence.dedup();
    }

    /// Every node it hangs on.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> {
        let named = [&self.signals, &self.scores, &self.evidence];
        let named = named.into_iter().flatten().map(|(_, id)| *id);
        [self.when].into_iter().chain(self.unless).chain(named)
    }
}
