//! Made-up contents in which every truth is looked at, 256 at a time. What holds in one of them can hold, and what
//! holds there without another truth does not imply it: most questions are answered so, and only the rest needs a
//! solver. In: the nodes of a problem. Out: for each the contents in which it holds. The contents keep to what is known
//! of evidence and fields (a narrow term is found with the wide one), so that little is ruled out that is not to be.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::node::{Fact, Id, Measure, Node, NodeId, PatternKey, ScopeId, SetId, Simple, SimpleId, Tables};
use super::terms::Index;
use super::{Problem, encode::key_of};
use crate::content::FieldId;
use crate::extract::Attribute;

/// Words of bits.
const WORDS: usize = 4;
const WORLDS: usize = WORDS * 64;

/// Terms that begin alike and are compared with one.
const MOST_ALIKE: usize = 64;

/// A bit for each content.
type Bits = [u64; WORDS];

const NONE: Bits = [0; WORDS];
const ALL: Bits = [u64::MAX; WORDS];

fn map(bits: Bits, change: impl Fn(u64) -> u64) -> Bits {
    bits.map(change)
}

fn and(left: Bits, right: Bits) -> Bits {
    std::array::from_fn(|word| left[word] & right[word])
}

fn or(left: Bits, right: Bits) -> Bits {
    std::array::from_fn(|word| left[word] | right[word])
}

/// The contents for which something is so.
fn select(holds: impl Fn(usize) -> bool) -> Bits {
    let word = |word: usize| (0..64).fold(0, |bits, bit| bits | u64::from(holds(word * 64 + bit)) << bit);
    std::array::from_fn(word)
}

const fn is_set(bits: &Bits, world: usize) -> bool {
    bits[world / 64] >> (world % 64) & 1 == 1
}

/// A number that looks random, the same in every run.
const fn mixed(kind: u64, id: u64, number: u64) -> u64 {
    let mut mixed = (kind << 56 ^ id.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number << 40).wrapping_add(number);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

/// Where something is drawn: rarely in some contents, often in others, never in the first and always in the last.
fn drawn(kind: u64, id: u64) -> Bits {
    let mut bits = [0, 1, 2, 3]
        .map(|word: u64| (0..=word).fold(0, |bits, draw| bits | mixed(kind, id, word * 8 + draw)));
    bits[0] &= !1;
    bits[WORDS - 1] |= 1 << 63;
    bits
}

/// In which of the contents the truths of a problem hold.
pub struct Worlds {
    nodes: Vec<Bits>,
}

impl Worlds {
    /// Looks at every truth that the problem knows so far.
    #[must_use]
    pub fn new(problem: &Problem<'_>) -> Self {
        let tables = &problem.tables;
        let mut making = Making {
            tables,
            patterns: patterns(tables),
            values: values(tables),
            bounds: bounds(tables),
            simples: Vec::with_capacity(tables.simples.all().len()),
            sets: FxHashMap::default(),
        };
        for index in 0..tables.simples.all().len() {
            let bits = making.simple(SimpleId::of(index));
            making.simples.push(bits);
        }
        let mut nodes: Vec<Bits> = Vec::with_capacity(tables.nodes.all().len());
        for (id, node) in tables.nodes.all().iter().enumerate() {
            let of = |id: &NodeId| nodes[id.index()];
            let bits = match node {
                Node::Const(value) => {
                    if *value {
                        ALL
                    } else {
                        NONE
                    }
                }
                Node::Not(inner) => map(of(inner), |word| !word),
                Node::And(members) => members.iter().fold(ALL, |bits, member| and(bits, of(member))),
                Node::Or(members) => members.iter().fold(NONE, |bits, member| or(bits, of(member))),
                Node::Sum { items, at_least } => sum(items, &nodes, *at_least),
                Node::Present(set) => making.set(*set),
                Node::Count { set, at_least, distinct } => making.count(*set, *at_least, *distinct),
                Node::Fact(fact) => making.fact(fact),
                Node::Opaque(_) => drawn(7, id as u64),
            };
            nodes.push(bits);
        }
        Self { nodes }
    }

    fn of(&self, node: NodeId) -> &Bits {
        self.nodes.get(node.index()).unwrap_or(&NONE)
    }

    /// Whether a truth has been seen to hold.
    #[must_use]
    pub fn may_hold(&self, node: NodeId) -> bool {
        *self.of(node) != NONE
    }

    /// Whether a truth has been seen to fail.
    #[must_use]
    pub fn may_fail(&self, node: NodeId) -> bool {
        *self.of(node) != ALL
    }

    /// Whether one truth has been seen to hold without the other.
    #[must_use]
    pub fn may_differ(&self, holds: NodeId, fails: NodeId) -> bool {
        and(*self.of(holds), map(*self.of(fails), |word| !word)) != NONE
    }
}

/// Whether what holds is worth so much, content by content.
fn sum(items: &[(NodeId, i64)], nodes: &[Bits], at_least: i64) -> Bits {
    let mut sums = [0_i64; WORLDS];
    for (node, points) in items {
        let bits = &nodes[node.index()];
        for (world, sum) in sums.iter_mut().enumerate() {
            *sum += if is_set(bits, world) { *points } else { 0 };
        }
    }
    select(|world| sums[world] >= at_least)
}

/// Where each pattern stands: narrow ones make the wide ones stand there, too.
fn patterns(tables: &Tables) -> Vec<Bits> {
    let all = tables.patterns.all();
    let own: Vec<Bits> = (0..all.len()).map(|id| drawn(1, id as u64)).collect();
    let mut bits = own.clone();
    let ids = || (0..all.len()).map(PatternKey::of).zip(all.iter().copied());
    let index = Index::new(ids());
    for (id, pattern) in ids() {
        for wide in index.implied(id, pattern, tables.usual, MOST_ALIKE) {
            bits[wide.index()] = or(bits[wide.index()], own[id.index()]);
        }
    }
    bits
}

/// The values that fields are compared with.
fn values(tables: &Tables) -> FxHashMap<FieldId, Vec<NodeId>> {
    let mut values: FxHashMap<FieldId, Vec<NodeId>> = FxHashMap::default();
    for (id, node) in tables.nodes.all().iter().enumerate() {
        if let Node::Fact(Fact::Is(field, _)) = node {
            values.entry(*field).or_default().push(NodeId::of(id));
        }
    }
    values
}

/// The bounds that numbers are compared with, sorted.
fn bounds(tables: &Tables) -> BTreeMap<Measure, Vec<(i128, bool)>> {
    let mut bounds: BTreeMap<Measure, Vec<(i128, bool)>> = BTreeMap::new();
    for node in tables.nodes.all() {
        if let Node::Fact(Fact::Above { measure, bound, strictly }) = *node {
            bounds.entry(measure).or_default().push((bound, strictly));
        }
    }
    for own in bounds.values_mut() {
        own.sort_unstable();
        own.dedup();
    }
    bounds
}

/// What the contents are made of.
struct Making<'t> {
    tables: &'t Tables<'t>,
    patterns: Vec<Bits>,
    values: FxHashMap<FieldId, Vec<NodeId>>,
    bounds: BTreeMap<Measure, Vec<(i128, bool)>>,
    simples: Vec<Bits>,
    sets: FxHashMap<SetId, Bits>,
}

impl Making<'_> {
    /// Where something that stands somewhere stands in these fields.
    fn within(&self, scope: ScopeId) -> Bits {
        match self.tables.scopes.get(scope).as_slice() {
            [field] => drawn(2, u64::from(field.0)),
            _ => ALL,
        }
    }

    fn simple(&mut self, id: SimpleId) -> Bits {
        let tables = self.tables;
        match *tables.simples.get(id) {
            Simple::Pattern(pattern, scope) => and(self.patterns[pattern.index()], self.within(scope)),
            Simple::Regex(regex, scope) => and(drawn(3, regex.index() as u64), self.within(scope)),
            Simple::Extract(extract, scope) => {
                let extract = tables.extracts.get(extract);
                let kind = extract.extractor as u64;
                // Tests of one attribute may imply each other, so that all of them pass together.
                let passes = |attribute: Attribute| drawn(4, kind << 8 | (attribute as u64 + 1));
                let filters = extract.filters.iter();
                filters.fold(and(drawn(4, kind << 8), self.within(scope)), |bits, (attribute, _)| {
                    and(bits, passes(*attribute))
                })
            }
            Simple::Near(near) => {
                let near = tables.nears.get(near);
                let sides = and(self.set(near.left), self.set(near.right));
                // In each content covers are as long as in no other, from none to endless.
                let close = match key_of(near.within) {
                    Some(words) => select(|world| u64::from(words) >= mixed(5, 0, world as u64) % 24),
                    None => drawn(5, 1),
                };
                let order = if near.ordered { drawn(5, 2) } else { ALL };
                and(and(sides, close), order)
            }
            Simple::Edge(inner, ends) => and(self.simples[inner.index()], drawn(6, u64::from(ends))),
        }
    }

    /// Where evidence of a set stands. Sides of `near` are known before it.
    fn set(&mut self, id: SetId) -> Bits {
        if let Some(&known) = self.sets.get(&id) {
            return known;
        }
        let members = self.tables.sets.get(id).iter();
        let bits = members.fold(NONE, |bits, simple| or(bits, self.simples[simple.index()]));
        self.sets.insert(id, bits);
        bits
    }

    fn count(&self, set: SetId, at_least: i64, distinct: bool) -> Bits {
        let mut counts = [0_i64; WORLDS];
        for simple in self.tables.sets.get(set) {
            let bits = &self.simples[simple.index()];
            for (world, count) in counts.iter_mut().enumerate() {
                *count += i64::from(is_set(bits, world));
            }
        }
        let times = |world: usize| match distinct {
            true => 1 << (world % 4),
            false => 1 << (world % 4 + world / 4 % 4),
        };
        select(|world| counts[world].saturating_mul(times(world)) >= at_least)
    }

    fn fact(&self, fact: &Fact) -> Bits {
        let has = |field: FieldId| drawn(8, u64::from(field.0));
        match fact {
            Fact::Has(field) => has(*field),
            Fact::Is(field, _) => {
                let values = &self.values[field];
                let own = self.tables.nodes.find(&Node::Fact(fact.clone()));
                let number = own.and_then(|own| values.binary_search(&own).ok()).unwrap_or_default();
                let id = u64::from(field.0);
                let is = match self.tables.many.contains(field) {
                    true => drawn(9, id << 32 | number as u64),
                    // One of the values, or another one.
                    false => select(|world| {
                        mixed(9, id, world as u64) % (values.len() as u64 + 1) == number as u64
                    }),
                };
                and(has(*field), is)
            }
            Fact::Above { measure, bound, strictly } => {
                let (Measure::Number(field) | Measure::Time(field) | Measure::Age(field)) = *measure;
                let bounds = &self.bounds[measure];
                let place = bounds.binary_search(&(*bound, *strictly)).unwrap_or_default() as u64;
                let past = bounds.len() as u64 + 1;
                let above = select(|world| place < mixed(10, u64::from(field.0), world as u64) % past);
                and(has(field), above)
            }
            Fact::Passes(field, test) => {
                let id =
                    test.bytes().fold(u64::from(field.0), |id, byte| id.wrapping_mul(31) + u64::from(byte));
                and(has(*field), drawn(11, id))
            }
            Fact::Listed(field, _) => and(has(*field), drawn(12, u64::from(field.0))),
        }
    }
}
