//! Which of many truths one may imply, without asking about all pairs. In: truths. Out: for each the few others that
//! speak of something it speaks of. Each truth is filed under the rarest part of what it asks for: whatever implies it
//! has to speak of that part.

use rustc_hash::{FxHashMap, FxHashSet};

use super::node::{Fact, Measure, Node, NodeId, PatternKey, RegexKey, SetId, Simple, SimpleId, Tables};
use super::{Problem, terms::Index};
use crate::content::FieldId;
use crate::extract::Extractor;

/// Sets with more evidence are filed as a whole.
const LARGE: usize = 64;
/// Keys of one part that are looked at.
const MOST_KEYS: usize = 256;
/// Truths filed under one key.
const MOST_FILED: usize = 32;
/// Terms that begin alike and are compared with one.
const MOST_ALIKE: usize = 64;

/// What a truth speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Pattern(PatternKey),
    Large(SetId),
    Regex(RegexKey),
    Extract(u8),
    Field(FieldId),
    Opaque(NodeId),
}

/// Truths by what they speak of.
pub struct Candidates<'t> {
    tables: &'t Tables<'t>,
    filed: FxHashMap<Key, Vec<usize>>,
    /// Large sets by a pattern in them.
    large: FxHashMap<PatternKey, Vec<SetId>>,
    index: Index<'t, PatternKey>,
}

impl<'t> Candidates<'t> {
    /// Files these truths by their place in the list.
    #[must_use]
    pub fn new(problem: &'t Problem<'_>, nodes: &[NodeId]) -> Self {
        let tables = &problem.tables;
        let mut known: FxHashMap<NodeId, Vec<Key>> = FxHashMap::default();
        let mut frequency: FxHashMap<Key, usize> = FxHashMap::default();
        for part in nodes.iter().flat_map(|&node| parts(tables, node)) {
            let keys = known.entry(part).or_insert_with(|| keys(tables, part));
            keys.iter().for_each(|&key| *frequency.entry(key).or_default() += 1);
        }
        let mut filed: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
        let mut large: FxHashMap<PatternKey, Vec<SetId>> = FxHashMap::default();
        let mut seen: FxHashSet<SetId> = FxHashSet::default();
        for (number, &node) in nodes.iter().enumerate() {
            let cost =
                |part: &NodeId| known[part].iter().map(|key| frequency[key]).max().unwrap_or(usize::MAX);
            let Some(rarest) = parts(tables, node).into_iter().min_by_key(cost) else { continue };
            for &key in &known[&rarest] {
                let place = filed.entry(key).or_default();
                if place.len() < MOST_FILED {
                    place.push(number);
                }
                if let Key::Large(set) = key
                    && seen.insert(set)
                {
                    patterns(tables, set).for_each(|pattern| large.entry(pattern).or_default().push(set));
                }
            }
        }
        let ids = (0..).map(super::node::Id::of).zip(tables.patterns.all().iter().copied());
        Self { tables, filed, large, index: Index::new(ids) }
    }

    /// The truths that one may imply, by their places.
    #[must_use]
    pub fn of(&self, node: NodeId) -> Vec<usize> {
        let mut found = Vec::new();
        let mut add = |key: Key| found.extend(self.filed.get(&key).into_iter().flatten());
        let mut mentioned = FxHashSet::default();
        for part in parts(self.tables, node) {
            mentioned.extend(keys(self.tables, part).into_iter().take(LARGE));
        }
        for key in mentioned {
            add(key);
            let first = match key {
                Key::Pattern(pattern) => Some(pattern),
                // Whatever a set of many implies, each of them does.
                Key::Large(set) => patterns(self.tables, set).next(),
                _ => None,
            };
            let Some(first) = first else { continue };
            let pattern = self.tables.patterns.get(first);
            let wider = self.index.implied(first, pattern, self.tables.usual, MOST_ALIKE);
            for pattern in wider.into_iter().chain([first]) {
                add(Key::Pattern(pattern));
                self.large.get(&pattern).into_iter().flatten().for_each(|&set| add(Key::Large(set)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What a truth asks for, all of it.
fn parts(tables: &Tables, node: NodeId) -> Vec<NodeId> {
    match tables.nodes.get(node) {
        Node::And(parts) => parts.clone(),
        _ => vec![node],
    }
}

fn patterns(tables: &Tables, set: SetId) -> impl Iterator<Item = PatternKey> {
    tables.sets.get(set).iter().filter_map(|&simple| match *tables.simples.get(simple) {
        Simple::Pattern(pattern, _) => Some(pattern),
        _ => None,
    })
}

/// All that a truth speaks of; sorted.
fn keys(tables: &Tables, node: NodeId) -> Vec<Key> {
    let (mut keys, mut sets) = (FxHashSet::default(), Vec::new());
    let (mut seen, mut stack) = (FxHashSet::default(), vec![node]);
    while let Some(id) = stack.pop() {
        if keys.len() >= MOST_KEYS || seen.len() >= MOST_KEYS * 4 {
            break;
        }
        if !seen.insert(id) {
            continue;
        }
        match tables.nodes.get(id) {
            Node::Const(_) => {}
            Node::Not(inner) => stack.push(*inner),
            Node::And(members) | Node::Or(members) => stack.extend(members.iter().take(MOST_KEYS)),
            Node::Sum { items, .. } => stack.extend(items.iter().take(MOST_KEYS).map(|&(id, _)| id)),
            Node::Present(set) | Node::Count { set, .. } => sets.push(*set),
            Node::Fact(fact) => drop(keys.insert(Key::Field(field(fact)))),
            Node::Opaque(_) => drop(keys.insert(Key::Opaque(id))),
        }
        while let Some(set) = sets.pop() {
            let members = tables.sets.get(set);
            if members.len() > LARGE {
                keys.insert(Key::Large(set));
            } else {
                members.iter().for_each(|&simple| add_simple(tables, simple, &mut keys, &mut sets));
            }
            if keys.len() >= MOST_KEYS {
                break;
            }
        }
    }
    let mut keys: Vec<Key> = keys.into_iter().collect();
    keys.sort_unstable();
    keys
}

fn add_simple(tables: &Tables, id: SimpleId, keys: &mut FxHashSet<Key>, sets: &mut Vec<SetId>) {
    match *tables.simples.get(id) {
        Simple::Pattern(pattern, _) => drop(keys.insert(Key::Pattern(pattern))),
        Simple::Regex(regex, _) => drop(keys.insert(Key::Regex(regex))),
        Simple::Extract(extract, _) => {
            let extractor: Extractor = tables.extracts.get(extract).extractor;
            keys.insert(Key::Extract(extractor as u8));
        }
        Simple::Near(near) => {
            let near = tables.nears.get(near);
            sets.extend([near.left, near.right]);
        }
        Simple::Edge(inner, _) => add_simple(tables, inner, keys, sets),
    }
}

const fn field(fact: &Fact) -> FieldId {
    match fact {
        Fact::Has(field) | Fact::Is(field, _) | Fact::Passes(field, _) | Fact::Listed(field, _) => *field,
        Fact::Above {
            measure: Measure::Number(field) | Measure::Time(field) | Measure::Age(field), ..
        } => *field,
    }
}
