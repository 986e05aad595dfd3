//! What conditions are made of once names, order and layout are gone: nodes that are equal wherever conditions are
//! written alike. They are interned, so that "the same" is one comparison, also between two policies.

use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::content::FieldId;
use crate::extract::{Attribute, Extractor};
use crate::sema::hir::{Pattern, Within};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {
        $($(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(super) u32);

        impl Id for $name {
            fn of(index: usize) -> Self {
                Self(index as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

/// A place in an [`Interner`].
pub(super) trait Id: Copy {
    fn of(index: usize) -> Self;
    fn index(self) -> usize;
}

ids! {
    /// A truth: operands stand before what is made of them.
    NodeId;
    /// Evidence of one kind: a pattern, an extractor, a cover.
    SimpleId;
    /// Evidence: the union of what is in the set.
    SetId;
    /// The fields evidence is looked for in.
    ScopeId;
    /// A pattern.
    PatternKey;
    /// A regular expression.
    RegexKey;
    /// An extractor with its filters.
    ExtractKey;
    /// A hash list by what it holds.
    ListKey;
    /// The sides of a `near`.
    NearKey;
}

/// A truth.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// Always so.
    Const(bool),
    /// The opposite.
    Not(NodeId),
    /// Sorted, no repeats.
    And(Vec<NodeId>),
    /// Sorted, no repeats.
    Or(Vec<NodeId>),
    /// What holds is worth this much or more, all together. Sorted, no repeats, no zeros.
    Sum {
        /// Nodes and what they are worth.
        items: Vec<(NodeId, i64)>,
        /// The least sum.
        at_least: i64,
    },
    /// Some evidence of the set is there.
    Present(SetId),
    /// So many spans or different folded texts, or more; at least two.
    Count {
        /// Of this evidence.
        set: SetId,
        /// The least number.
        at_least: i64,
        /// Different texts instead of spans.
        distinct: bool,
    },
    /// Something about fields.
    Fact(Fact),
    /// Something that is not looked into: equal only to itself.
    Opaque(String),
}

/// A truth about the value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// It has a value.
    Has(FieldId),
    /// Its value is above this, or this and above.
    Above {
        /// Which number.
        measure: Measure,
        /// The bound, in the order of values.
        bound: i128,
        /// Above and not equal.
        strictly: bool,
    },
    /// One of its values is this one.
    Is(FieldId, Scalar),
    /// One of its values passes a test; for lists, where no more is known.
    Passes(FieldId, String),
    /// One of its hashes is in the list.
    Listed(FieldId, ListKey),
}

/// A number that content has at most one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// The number in a field.
    Number(FieldId),
    /// The time in a field, in nanoseconds.
    Time(FieldId),
    /// The time from the field to `created_at`, in seconds.
    Age(FieldId),
}

/// A value that is equal or not. Strings are folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "named as the types are")]
pub enum Scalar {
    Text(String),
    Bool(bool),
    Hash([u8; 32]),
    Number(i128),
    Time(i128),
}

/// Evidence of one kind, in fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Simple {
    /// What a term matches.
    Pattern(PatternKey, ScopeId),
    /// What a regular expression matches.
    Regex(RegexKey, ScopeId),
    /// What an extractor finds.
    Extract(ExtractKey, ScopeId),
    /// The minimal covers of two sides.
    Near(NearKey),
    /// Of this evidence, what holds the first (or last) token.
    Edge(SimpleId, bool),
}

/// The sides of `near` and `then`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Near {
    /// The first, where ordered.
    pub left: SetId,
    /// The second.
    pub right: SetId,
    /// `then`
    pub ordered: bool,
    /// How far apart.
    pub within: Within,
    /// The fields that both can stand in.
    pub scope: ScopeId,
}

/// An extractor with filters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extract {
    /// Which.
    pub extractor: Extractor,
    /// Where local telephone numbers are at home; for what depends on it.
    pub region: Option<String>,
    /// Sorted, no repeats.
    pub filters: Vec<(Attribute, Test)>,
}

/// The test of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Test {
    /// A number within these, in the order of values; both ends included.
    Within(i128, i128),
    /// One of these numbers; sorted, no repeats.
    Numbers(Vec<i128>),
    /// Any number but this.
    NotNumber(i128),
    /// A folded text that is one of these; sorted, no repeats.
    OneOf(Vec<String>),
    /// A folded text that is not this.
    Not(String),
}

/// Values by id, each once.
pub(super) struct Interner<K, V> {
    items: Vec<V>,
    /// By their hashes; of two values with the same hash the later one is known by the next number that is free.
    known: FxHashMap<u64, K>,
}

impl<K, V> Default for Interner<K, V> {
    fn default() -> Self {
        Self { items: Vec::new(), known: FxHashMap::default() }
    }
}

impl<K: Id, V: Clone + Eq + Hash> Interner<K, V> {
    /// The id of a value, the one it has if it is known.
    pub(super) fn add(&mut self, value: V) -> K {
        self.place(&value).unwrap_or_else(|hash| self.push(hash, value))
    }

    fn push(&mut self, hash: u64, value: V) -> K {
        let id = K::of(self.items.len());
        self.items.push(value);
        self.known.insert(hash, id);
        id
    }

    /// The id of a value, or the number to know it by.
    fn place(&self, value: &V) -> Result<K, u64> {
        let mut hash = FxBuildHasher.hash_one(value);
        loop {
            match self.known.get(&hash) {
                Some(&id) if self.items[id.index()] == *value => return Ok(id),
                Some(_) => hash = hash.wrapping_add(1),
                None => return Err(hash),
            }
        }
    }

    pub(super) fn get(&self, id: K) -> &V {
        &self.items[id.index()]
    }

    /// All values in order of their ids.
    pub(super) fn all(&self) -> &[V] {
        &self.items
    }

    pub(super) fn find(&self, value: &V) -> Option<K> {
        self.place(value).ok()
    }
}

/// All values that conditions of one or two policies are made of.
#[derive(Default)]
pub(super) struct Tables<'p> {
    pub(super) nodes: Interner<NodeId, Node>,
    pub(super) simples: Interner<SimpleId, Simple>,
    pub(super) sets: Interner<SetId, Vec<SimpleId>>,
    pub(super) scopes: Interner<ScopeId, Vec<FieldId>>,
    /// As they stand in the policies, which are much larger than all else.
    pub(super) patterns: Interner<PatternKey, &'p Pattern>,
    pub(super) regexes: Interner<RegexKey, (String, bool)>,
    pub(super) extracts: Interner<ExtractKey, Extract>,
    pub(super) lists: Interner<ListKey, (Option<u32>, Vec<[u8; 32]>)>,
    pub(super) nears: Interner<NearKey, Near>,
    /// The fields that may have several values.
    pub(super) many: FxHashSet<FieldId>,
    /// Whether disguises are left aside when terms are compared.
    pub(super) usual: bool,
}

impl<'p> Tables<'p> {
    pub(super) fn constant(&mut self, value: bool) -> NodeId {
        self.nodes.add(Node::Const(value))
    }

    pub(super) fn not(&mut self, id: NodeId) -> NodeId {
        match *self.nodes.get(id) {
            Node::Const(value) => self.constant(!value),
            Node::Not(inner) => inner,
            _ => self.nodes.add(Node::Not(id)),
        }
    }

    /// All of these.
    pub(super) fn all(&mut self, members: Vec<NodeId>) -> NodeId {
        self.joined(members, false)
    }

    /// Any of these.
    pub(super) fn any(&mut self, members: Vec<NodeId>) -> NodeId {
        self.joined(members, true)
    }

    /// `neutral` members count for nothing, their opposite decides. Members of the same kind are taken apart.
    fn joined(&mut self, members: Vec<NodeId>, any: bool) -> NodeId {
        let mut flat = Vec::with_capacity(members.len());
        for member in members {
            match self.nodes.get(member) {
                Node::Const(value) if *value == any => return member,
                Node::Const(_) => {}
                Node::Or(inner) if any => flat.extend(inner),
                Node::And(inner) if !any => flat.extend(inner),
                _ => flat.push(member),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        let negated = |id: NodeId| match self.nodes.get(id) {
            Node::Not(inner) => Some(*inner),
            _ => None,
        };
        if flat.iter().filter_map(|&id| negated(id)).any(|inner| flat.binary_search(&inner).is_ok()) {
            return self.constant(any);
        }
        match flat.as_slice() {
            [] => self.constant(!any),
            [only] => *only,
            _ => self.nodes.add(if any { Node::Or(flat) } else { Node::And(flat) }),
        }
    }

    /// Whether what holds of these is worth so much.
    pub(super) fn sum(&mut self, mut items: Vec<(NodeId, i64)>, mut at_least: i64) -> NodeId {
        for (node, points) in &mut items {
            match *self.nodes.get(*node) {
                Node::Const(value) => {
                    at_least -= if value { *points } else { 0 };
                    *points = 0;
                }
                Node::Not(inner) => {
                    at_least -= *points;
                    (*node, *points) = (inner, -*points);
                }
                _ => {}
            }
        }
        items.sort_unstable();
        items.dedup_by(|later, first| {
            let same = later.0 == first.0;
            first.1 += if same { later.1 } else { 0 };
            same
        });
        items.retain(|&(_, points)| points != 0);
        let most: i64 = items.iter().map(|&(_, points)| points.max(0)).sum();
        let least: i64 = items.iter().map(|&(_, points)| points.min(0)).sum();
        if at_least <= least || at_least > most {
            return self.constant(at_least <= least);
        }
        let each_is_enough = items.iter().all(|&(_, points)| points >= at_least) && at_least > 0;
        let all_are_needed = items.iter().all(|&(_, points)| points > 0 && most - points < at_least);
        match (each_is_enough, all_are_needed) {
            (true, _) => self.any(items.into_iter().map(|(node, _)| node).collect()),
            (_, true) => self.all(items.into_iter().map(|(node, _)| node).collect()),
            _ => self.nodes.add(Node::Sum { items, at_least }),
        }
    }

    /// A set as it is known.
    pub(super) fn set(&mut self, mut members: Vec<SimpleId>) -> SetId {
        // Mostly a few sorted sets one after the other, which a stable sort merges.
        members.sort();
        members.dedup();
        self.sets.add(members)
    }

    /// Whether there is evidence of a set.
    pub(super) fn present(&mut self, set: SetId) -> NodeId {
        match self.sets.get(set).is_empty() {
            true => self.constant(false),
            false => self.nodes.add(Node::Present(set)),
        }
    }

    /// The fields evidence can stand in.
    pub(super) fn scope_of(&self, id: SimpleId) -> ScopeId {
        match *self.simples.get(id) {
            Simple::Pattern(_, scope) | Simple::Regex(_, scope) | Simple::Extract(_, scope) => scope,
            Simple::Near(near) => self.nears.get(near).scope,
            Simple::Edge(inner, _) => self.scope_of(inner),
        }
    }

    /// The fields any evidence of a set can stand in.
    fn fields_of(&self, set: SetId) -> Vec<FieldId> {
        let mut scopes: Vec<ScopeId> =
            self.sets.get(set).iter().map(|&simple| self.scope_of(simple)).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let mut fields: Vec<FieldId> =
            scopes.into_iter().flat_map(|scope| self.scopes.get(scope).clone()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// The covers of two sides.
    pub(super) fn near(&mut self, left: SetId, right: SetId, ordered: bool, within: Within) -> SetId {
        let swapped = !ordered && right < left;
        let (left, right) = if swapped { (right, left) } else { (left, right) };
        let mut fields = self.fields_of(left);
        let others = self.fields_of(right);
        fields.retain(|field| others.binary_search(field).is_ok());
        if fields.is_empty() || self.sets.get(left).is_empty() || self.sets.get(right).is_empty() {
            return self.set(Vec::new());
        }
        let scope = self.scopes.add(fields);
        let near = self.nears.add(Near { left, right, ordered, within, scope });
        let simple = self.simples.add(Simple::Near(near));
        self.set(vec![simple])
    }
}
