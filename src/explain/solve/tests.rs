//! Random formulas, and every subset of their leaves tried.

use proptest::prelude::*;

use super::{Bound, Formula, Leaf, Node, NodeId, Row, RowWhat, Set};

/// What a formula is built from; leaves are numbered as they come, or shared.
#[derive(Clone, Debug)]
enum Plan {
    Leaf { number: usize, holds: bool },
    Not(Box<Plan>),
    AtLeast(usize, Vec<Plan>),
    Place(Vec<Plan>),
    Named(Box<Plan>),
    Sum(Vec<(i64, Plan)>, Vec<(i64, u64, Option<i64>)>, Bound),
}

fn plan(places: bool) -> impl Strategy<Value = Plan> {
    let leaf = (0..6_usize, any::<bool>()).prop_map(|(number, holds)| Plan::Leaf { number, holds });
    leaf.prop_recursive(4, 12, 4, move |inner| {
        let bound = (0..4_u8, -4..8_i128).prop_map(|(kind, number)| match kind {
            0 => Bound::AtLeast(number),
            1 => Bound::AtMost(number),
            2 => Bound::Exactly(number),
            _ => Bound::Not(number),
        });
        let points = -3..4_i64;
        let rows = prop::collection::vec((points.clone(), inner.clone()), 0..4);
        let cap = prop::option::of(1..5_i64);
        let each = prop::collection::vec((points, 0..3_u64, cap), 0..2);
        let weight = u32::from(places);
        prop_oneof![
            2 => inner.clone().prop_map(|inner| Plan::Not(Box::new(inner))),
            6 => (0..4_usize, prop::collection::vec(inner.clone(), 1..4)).prop_map(|(k, all)| Plan::AtLeast(k.min(all.len()), all)),
            3 => (rows, each, bound).prop_map(|(rows, each, bound)| Plan::Sum(rows, each, bound)),
            weight => prop::collection::vec(evidence(), 1..3).prop_map(Plan::Place),
            weight => evidence().prop_map(|inner| Plan::Named(Box::new(inner))),
        ]
    })
}

/// Evidence has no `not` in it.
fn evidence() -> impl Strategy<Value = Plan> {
    let leaf = || (0..6_usize, any::<bool>()).prop_map(|(number, holds)| Plan::Leaf { number, holds });
    prop_oneof![leaf(), prop::collection::vec(leaf(), 1..3).prop_map(|all| Plan::AtLeast(1, all))]
}

/// How many terms an `each of` has in these formulas.
const TERMS: u64 = 3;

struct Build {
    formula: Formula,
    /// Where leaves are shared, those that are there by number.
    shared: Option<Vec<Option<usize>>>,
    /// How many each leaf can be.
    most: Vec<u64>,
}

impl Build {
    fn new(plan: &Plan, shared: bool) -> Self {
        let mut build =
            Self { formula: Formula::default(), shared: shared.then(|| vec![None; 6]), most: Vec::new() };
        build.node(plan);
        build
    }

    fn leaf(&mut self, holds: u64, most: u64) -> usize {
        self.most.push(most);
        self.formula.leaf(Leaf { holds, keep: 1, change: 1 })
    }

    fn node(&mut self, plan: &Plan) -> NodeId {
        let node = match plan {
            Plan::Leaf { number, holds } => {
                let known = self.shared.as_ref().and_then(|shared| shared[*number]);
                let leaf = known.unwrap_or_else(|| self.leaf(u64::from(*holds), 1));
                if let Some(shared) = &mut self.shared {
                    shared[*number] = Some(leaf);
                }
                Node::Leaf(leaf)
            }
            Plan::Not(inner) => Node::Not(self.node(inner)),
            Plan::AtLeast(least, all) => {
                Node::AtLeast(*least, all.iter().map(|plan| self.node(plan)).collect())
            }
            Plan::Place(sides) => {
                let sides: Vec<NodeId> = sides.iter().map(|plan| self.node(plan)).collect();
                let all = sides.iter().all(|&side| self.formula.values[side]);
                Node::Place(self.leaf(u64::from(all && sides.len() > 1), 1), sides)
            }
            Plan::Named(inner) => {
                let body = self.node(inner);
                Node::Named(self.leaf(u64::from(self.formula.values[body]), 1), body)
            }
            Plan::Sum(rows, each, bound) => {
                let mut all: Vec<Row> = rows
                    .iter()
                    .map(|(points, plan)| Row { points: *points, what: RowWhat::Once(self.node(plan)) })
                    .collect();
                for &(points, holds, cap) in each {
                    let leaf = self.leaf(holds, TERMS);
                    all.push(Row { points, what: RowWhat::Each { leaf, terms: TERMS, cap } });
                }
                Node::Sum(self.leaf(0, 1), all, *bound)
            }
        };
        self.formula.add(node)
    }

    /// Whether a sum is held against one number.
    fn is_exact(&self) -> bool {
        let exact = |node: &Node| matches!(node, Node::Sum(_, _, Bound::Exactly(_) | Bound::Not(_)));
        self.formula.nodes.iter().any(exact)
    }

    /// Every way the leaves could be, up to so much of each; leaves of sums stand for nothing.
    fn all_ways(&self, most: impl Fn(usize) -> u64) -> Option<Vec<Set>> {
        let mut ways = vec![Set::new()];
        for leaf in 0..self.most.len() {
            let grown = ways.iter().flat_map(|way| {
                (0..=most(leaf)).map(|count| {
                    let mut way = way.clone();
                    way.insert(leaf, count);
                    way
                })
            });
            ways = grown.collect();
            if ways.len() > 256 {
                return None;
            }
        }
        Some(ways)
    }

    fn value(&self, way: &Set) -> bool {
        // No leaf of a sum, so that sums are what their rows make them.
        let sums: Vec<usize> = self
            .formula
            .nodes
            .iter()
            .filter_map(|node| if let Node::Sum(leaf, ..) = node { Some(*leaf) } else { None })
            .collect();
        let way: Set = way
            .iter()
            .filter(|(leaf, _)| !sums.contains(leaf))
            .map(|(leaf, count)| (*leaf, *count))
            .collect();
        self.formula.would_hold(&way, &|_| 0)
    }
}

fn distance(one: u64, other: u64) -> u64 {
    one.abs_diff(other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_enough_is_enough_whatever_else_there_is(plan in plan(false), shared in any::<bool>()) {
        let build = Build::new(&plan, shared);
        let formula = &build.formula;
        let enough = formula.enough();
        prop_assert!(enough.iter().all(|(&leaf, &count)| count <= formula.leaves[leaf].holds));
        let Some(ways) = build.all_ways(|leaf| formula.leaves[leaf].holds) else { return Ok(()) };
        let covers = |way: &Set, set: &Set| set.iter().all(|(leaf, count)| way[leaf] >= *count);
        let keeps = |set: &Set| ways.iter().filter(|way| covers(way, set)).all(|way| build.value(way) == formula.holds());
        prop_assert!(keeps(&enough), "{:?} is not enough in {:#?}", enough, formula);
        let cost: u64 = enough.values().sum();
        let least = ways.iter().filter(|way| way.values().sum::<u64>() < cost);
        // `!= 1` of a sum of even rows holds whatever they do, which is not looked for.
        if !shared && !build.is_exact() {
            for way in least.take(64) {
                prop_assert!(!keeps(way), "{:?} is smaller than {:?} in {:#?}", way, enough, formula);
            }
        }
    }

    #[test]
    fn the_fewest_changes_make_it_hold(plan in plan(false), shared in any::<bool>()) {
        let build = Build::new(&plan, shared);
        let formula = &build.formula;
        let Some(ways) = build.all_ways(|leaf| build.most[leaf]) else { return Ok(()) };
        let cost = |way: &Set| way.iter().map(|(&leaf, &to)| distance(to, formula.leaves[leaf].holds)).sum::<u64>();
        let exact = build.is_exact();
        match formula.changes() {
            None => {
                let way = ways.iter().find(|way| build.value(way));
                prop_assert!(shared || exact || way.is_none(), "{:?} would do in {:#?}", way, formula);
            }
            Some(changes) => {
                for (at, change) in changes.iter().enumerate() {
                    for leaf in &change.any_of {
                        let mut forced: Set = changes.iter().map(|change| (change.any_of[0], change.to)).collect();
                        forced.remove(&changes[at].any_of[0]);
                        forced.insert(*leaf, change.to);
                        prop_assert!(formula.would_hold(&forced, &|leaf| formula.leaves[leaf].holds), "{:?} in {:#?}", changes, formula);
                    }
                }
                let set: Set = changes.iter().map(|change| (change.any_of[0], change.to)).collect();
                if !shared && !exact {
                    let least = ways.iter().filter(|way| build.value(way)).map(cost).min();
                    prop_assert_eq!(Some(cost(&set)), least, "{:?} in {:#?}", changes, formula);
                }
            }
        }
    }

    #[test]
    fn with_places_and_names_it_still_holds(plan in plan(true)) {
        let build = Build::new(&plan, true);
        let formula = &build.formula;
        prop_assert_eq!(formula.would_hold(&formula.enough(), &|_| 0) , formula.holds());
        if let Some(changes) = formula.changes() {
            let forced: Set = changes.iter().map(|change| (change.any_of[0], change.to)).collect();
            prop_assert!(formula.would_hold(&forced, &|leaf| formula.leaves[leaf].holds));
        }
    }
}

#[test]
fn a_leaf_that_would_undo_itself_is_left_alone() {
    let mut formula = Formula::default();
    let [a, b] = [0, 0].map(|holds| formula.leaf(Leaf { holds, keep: 1, change: 1 }));
    let (a_node, b_node) = (formula.add(Node::Leaf(a)), formula.add(Node::Leaf(b)));
    let either = formula.add(Node::AtLeast(1, vec![a_node, b_node]));
    let not_a = formula.add(Node::Not(a_node));
    formula.add(Node::AtLeast(2, vec![either, not_a]));
    let changes = formula.changes().expect("`b` would do");
    assert_eq!(changes.iter().map(|change| &change.any_of[..]).collect::<Vec<_>>(), [[b]]);
}

#[test]
fn what_is_shared_a_thousand_times_over_is_looked_at_once() {
    let mut formula = Formula::default();
    let leaf = formula.leaf(Leaf { holds: 0, keep: 1, change: 1 });
    let mut node = formula.add(Node::Leaf(leaf));
    for _ in 0..2_000 {
        node = formula.add(Node::AtLeast(2, vec![node, node]));
    }
    assert_eq!(formula.changes().map(|changes| changes.len()), Some(1));
}
