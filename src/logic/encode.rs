//! From nodes to clauses. Every node, class of evidence and pair of classes is a variable; a node's variable is true
//! exactly where what it is made of says so. Sums become decision diagrams, a level per member, which sums that end alike
//! share: that is what makes "two of these" and "two of these and one more" comparable.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, lbool};
use rustc_hash::FxHashMap;

use super::classes::{Classes, Reach};
use super::node::{NearKey, Node, NodeId, Simple, SimpleId, Tables};
use crate::sema::hir::Within;

/// The most places in all diagrams of a question; sums beyond that are left open.
const MOST_PLACES: usize = 400_000;

/// The most pairs of classes of a question; covers beyond that are left open.
const MOST_PAIRS: usize = 40_000;

/// The solver asks now and then whether to stop; after so many times it should. The number makes an answer
/// depend on the question alone, which a clock would not.
const MOST_WORK: u64 = 200_000;

/// The same for questions of very many nodes, of which there may be one for every rule of a policy.
const MOST_LARGE_WORK: u64 = 4000;

/// Questions of more nodes have less work done on them.
const LARGE: usize = 2000;

/// The same for what two large conditions differ in: what follows there follows soon, if at all.
pub(super) const MOST_DIFFERENCE_WORK: u64 = 500;

/// Stops a solver that has worked long enough.
pub(super) struct Limit {
    asked: Cell<u64>,
    most: u64,
}

impl Callbacks for Limit {
    fn on_start(&mut self) {
        self.asked.set(0);
    }

    fn stop(&self) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.asked.get() > self.most
    }
}

/// One of the first class before one of the second, so far apart.
pub(super) type Pair = (u32, u32, WithinKey);

/// [`Within`] in an order; `None` is a sentence.
pub(super) type WithinKey = Option<u32>;

pub(super) const fn key_of(within: Within) -> WithinKey {
    match within {
        Within::Words(words) => Some(words),
        Within::Sentence => None,
    }
}

/// A question as clauses.
pub(super) struct Formula<'t> {
    pub(super) tables: &'t Tables<'t>,
    pub(super) solver: Solver<Limit>,
    pub(super) classes: Classes,
    pub(super) reach: Reach,
    yes: Lit,
    pub(super) nodes: FxHashMap<NodeId, Lit>,
    /// By class: whether there is evidence of it.
    pub(super) present: Vec<Lit>,
    pub(super) pairs: BTreeMap<Pair, Lit>,
    /// Members of sums, with what follows them, by number; and the truths "from here on it is so much".
    chains: FxHashMap<(Lit, i64, u32), u32>,
    sums: FxHashMap<(u32, i64), Lit>,
    places: usize,
    /// Whether something was left open.
    pub(super) is_open: bool,
}

impl<'t> Formula<'t> {
    pub(super) fn new(tables: &'t Tables<'t>, reach: Reach) -> Self {
        let most = if reach.nodes.len() > LARGE { MOST_LARGE_WORK } else { MOST_WORK };
        let mut solver = Solver::new(SolverOpts::default(), Limit { asked: Cell::new(0), most });
        let yes = Lit::new(solver.new_var(lbool::UNDEF, true), true);
        solver.add_clause_reuse(&mut vec![yes]);
        let classes = Classes::new(tables, &reach);
        let mut formula = Self {
            tables,
            solver,
            classes,
            reach,
            yes,
            nodes: FxHashMap::default(),
            present: Vec::new(),
            pairs: BTreeMap::new(),
            chains: FxHashMap::default(),
            sums: FxHashMap::default(),
            places: 0,
            is_open: false,
        };
        formula.present = formula.classes.all().map(|_| formula.fresh()).collect();
        formula.encode_covers();
        for id in formula.reach.nodes.clone() {
            let lit = formula.node(id);
            formula.nodes.insert(id, lit);
        }
        formula.add_facts();
        formula
    }

    /// Has less work done on this question.
    pub(super) fn limit(&mut self, most: u64) {
        let limit = self.solver.cb_mut();
        limit.most = limit.most.min(most);
    }

    /// A new variable that is false where nothing needs it: models with little in them are easy to write out.
    pub(super) fn fresh(&mut self) -> Lit {
        Lit::new(self.solver.new_var(lbool::FALSE, true), true)
    }

    pub(super) fn clause(&mut self, lits: &[Lit]) {
        self.solver.add_clause_reuse(&mut lits.to_vec());
    }

    pub(super) fn implies(&mut self, one: Lit, other: Lit) {
        self.clause(&[!one, other]);
    }

    /// The truth that one of these is.
    pub(super) fn any(&mut self, lits: &[Lit]) -> Lit {
        match lits {
            [] => !self.yes,
            [only] => *only,
            _ => {
                let any = self.fresh();
                lits.iter().for_each(|&lit| self.implies(lit, any));
                let mut clause = lits.to_vec();
                clause.push(!any);
                self.solver.add_clause_reuse(&mut clause);
                any
            }
        }
    }

    fn equal(&mut self, one: Lit, other: Lit) {
        self.implies(one, other);
        self.implies(other, one);
    }

    fn node(&mut self, id: NodeId) -> Lit {
        let tables = self.tables;
        if self.reach.closed.contains(&id) {
            return self.fresh();
        }
        match tables.nodes.get(id) {
            Node::Const(true) => self.yes,
            Node::Const(false) => !self.yes,
            Node::Not(inner) => !self.nodes[inner],
            Node::Or(members) => {
                let lits: Vec<Lit> = members.iter().map(|id| self.nodes[id]).collect();
                self.any(&lits)
            }
            Node::And(members) => {
                let lits: Vec<Lit> = members.iter().map(|id| !self.nodes[id]).collect();
                !self.any(&lits)
            }
            Node::Present(set) => {
                let lits = self.present_of(self.classes.of_set(*set));
                self.any(&lits)
            }
            Node::Sum { items, at_least } => {
                let items: Vec<(Lit, i64)> =
                    items.iter().rev().map(|&(id, points)| (self.nodes[&id], points)).collect();
                self.sum(&items, *at_least)
            }
            Node::Count { .. } | Node::Fact(_) => self.fresh(),
            Node::Opaque(_) => {
                self.is_open = true;
                self.fresh()
            }
        }
    }

    pub(super) fn present_of(&self, classes: &[u32]) -> Vec<Lit> {
        classes.iter().map(|&class| self.present[class as usize]).collect()
    }

    /// Whether what holds of these is worth so much: a diagram that is left at once where the rest cannot matter.
    fn sum(&mut self, items: &[(Lit, i64)], at_least: i64) -> Lit {
        let count = items.len();
        let (mut most, mut least, mut chain) =
            (vec![0_i64; count + 1], vec![0_i64; count + 1], vec![0_u32; count + 1]);
        for (number, &(lit, points)) in items.iter().enumerate().rev() {
            most[number] = most[number + 1] + points.max(0);
            least[number] = least[number + 1] + points.min(0);
            let next = self.chains.len() as u32 + 1;
            chain[number] = *self.chains.entry((lit, points, chain[number + 1])).or_insert(next);
        }
        let is_decided = |number: usize, needed: i64| needed <= least[number] || needed > most[number];
        // What is still needed at each level.
        let mut levels: Vec<BTreeSet<i64>> = vec![BTreeSet::from([at_least])];
        for (number, &(_, points)) in items.iter().enumerate() {
            let here = levels[number].iter().filter(|&&needed| {
                !is_decided(number, needed) && !self.sums.contains_key(&(chain[number], needed))
            });
            let next: BTreeSet<i64> = here.flat_map(|&needed| [needed, needed - points]).collect();
            self.places += next.len();
            if self.places > MOST_PLACES {
                self.is_open = true;
                return self.fresh();
            }
            levels.push(next);
        }
        for (number, needs) in levels.iter().enumerate().rev() {
            for &needed in needs {
                if is_decided(number, needed) || self.sums.contains_key(&(chain[number], needed)) {
                    continue;
                }
                let (lit, points) = items[number];
                let (with, without) = (
                    self.decided(&chain, &least, &most, number + 1, needed - points),
                    self.decided(&chain, &least, &most, number + 1, needed),
                );
                let here = self.choice(lit, with, without);
                self.sums.insert((chain[number], needed), here);
            }
        }
        self.decided(&chain, &least, &most, 0, at_least)
    }

    fn decided(&self, chain: &[u32], least: &[i64], most: &[i64], number: usize, needed: i64) -> Lit {
        if needed <= least[number] {
            self.yes
        } else if needed > most[number] {
            !self.yes
        } else {
            self.sums[&(chain[number], needed)]
        }
    }

    /// The one truth where the condition holds, the other where it does not.
    fn choice(&mut self, condition: Lit, with: Lit, without: Lit) -> Lit {
        if with == without {
            return with;
        }
        let choice = self.fresh();
        self.clause(&[!condition, !with, choice]);
        self.clause(&[!condition, with, !choice]);
        self.clause(&[condition, !without, choice]);
        self.clause(&[condition, without, !choice]);
        self.clause(&[!with, !without, choice]);
        self.clause(&[with, without, !choice]);
        choice
    }

    /// What covers are made of: there is one where a pair of evidence is, one of each side, and evidence of sides is in
    /// classes. A cover in either order is one in this order or in that.
    fn encode_covers(&mut self) {
        let tables = self.tables;
        for class in self.classes.all() {
            let Simple::Near(near) = *tables.simples.get(self.classes.first(class)) else { continue };
            let sides = tables.nears.get(near);
            let (left, right) =
                (self.classes.of_set(sides.left).to_vec(), self.classes.of_set(sides.right).to_vec());
            let cover = self.present[class as usize];
            let (on_left, on_right) = (self.present_of(&left), self.present_of(&right));
            let (some_left, some_right) = (self.any(&on_left), self.any(&on_right));
            self.implies(cover, some_left);
            self.implies(cover, some_right);
            if self.pairs.len() + 2 * left.len() * right.len() > MOST_PAIRS {
                self.is_open = true;
                continue;
            }
            let key = key_of(sides.within);
            let mut pairs = Vec::new();
            for &one in &left {
                for &other in &right {
                    pairs.push(self.pair((one, other, key)));
                    if !sides.ordered {
                        pairs.push(self.pair((other, one, key)));
                    }
                }
            }
            pairs.sort_unstable();
            pairs.dedup();
            let any = self.any(&pairs);
            self.equal(cover, any);
        }
    }

    fn pair(&mut self, pair: Pair) -> Lit {
        if let Some(&known) = self.pairs.get(&pair) {
            return known;
        }
        let lit = self.fresh();
        self.pairs.insert(pair, lit);
        lit
    }

    /// The sides of a cover, by its key.
    pub(super) fn near_of(&self, simple: SimpleId) -> Option<NearKey> {
        match *self.tables.simples.get(simple) {
            Simple::Near(near) => Some(near),
            _ => None,
        }
    }
}
