//! Asking a question again and again: a model that cannot be written out as content is ruled out, and the next is tried.

use batsat::{Lit, SolverInterface, lbool};

use super::classes::Reach;
use super::encode::{Formula, MOST_DIFFERENCE_WORK};
use super::node::{Node, NodeId};
use super::{Model, Problem, Wish};
use crate::sema::hir::Within;

/// What is known of a question.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Proven: on no content.
    Never,
    /// Perhaps so, in this way.
    Perhaps(Model),
    /// Deciding it takes more work than is allowed.
    Unknown,
}

impl Answer {
    /// Whether it is proven that there is no such content.
    #[must_use]
    pub const fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }
}

/// Questions about the same nodes.
pub struct Search<'t> {
    formula: Formula<'t>,
    /// What a model is told by, with what that means.
    atoms: Vec<(Lit, Wish)>,
    /// Holds as long as models that were ruled out stay so.
    guard: Option<Lit>,
    /// The atoms of the last model.
    last: Vec<Lit>,
}

impl<'t> Search<'t> {
    /// Questions about these nodes.
    #[must_use]
    pub fn new(problem: &'t Problem<'_>, nodes: &[NodeId]) -> Self {
        let formula = Formula::new(&problem.tables, Reach::of(&problem.tables, nodes));
        let atoms = atoms(&formula);
        Self { formula, atoms, guard: None, last: Vec::new() }
    }

    /// Questions about two nodes in which whatever both are made of is a single truth that nothing is known of, but what has
    /// been [seen](super::Inclusions::seen) to imply what. "Never" is proven all the same, and the question is as small as what the
    /// two differ in.
    #[must_use]
    pub fn of_difference(
        problem: &'t Problem<'_>,
        (one, other): (NodeId, NodeId),
        seen: &[(NodeId, NodeId)],
    ) -> Self {
        let tables = &problem.tables;
        let reach = Reach::within(tables, &[one, other], Reach::common(tables, one, other));
        let mut formula = Formula::new(tables, reach);
        formula.limit(MOST_DIFFERENCE_WORK);
        for (narrow, wide) in seen {
            if let (Some(&narrow), Some(&wide)) = (formula.nodes.get(narrow), formula.nodes.get(wide)) {
                formula.implies(narrow, wide);
            }
        }
        let atoms = atoms(&formula);
        Self { formula, atoms, guard: None, last: Vec::new() }
    }

    /// Whether a part of the question was too large to be looked into.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.formula.is_open
    }

    /// Whether these can be so, all together, in a way that is not ruled out.
    pub fn next(&mut self, goal: &[(NodeId, bool)]) -> Answer {
        let truth = |&(node, holds): &(NodeId, bool)| {
            let lit = self.formula.nodes[&node];
            if holds { lit } else { !lit }
        };
        let mut assumed: Vec<Lit> = goal.iter().map(truth).collect();
        assumed.extend(self.guard);
        match self.formula.solver.solve_limited(&assumed) {
            result if result == lbool::FALSE => Answer::Never,
            result if result == lbool::TRUE => Answer::Perhaps(self.model()),
            _ => Answer::Unknown,
        }
    }

    fn model(&mut self) -> Model {
        let mut model = Model::default();
        self.last.clear();
        for (lit, wish) in &self.atoms {
            let holds = self.formula.solver.value_lit(*lit) == lbool::TRUE;
            if holds { &mut model.holds } else { &mut model.fails }.push(wish.clone());
            self.last.push(if holds { *lit } else { !*lit });
        }
        model
    }

    /// Rules the last model out: exactly that one, or every one in which at least the same holds.
    pub fn rule_out(&mut self, exactly: bool) {
        let guard = match self.guard {
            Some(guard) => guard,
            None => *self.guard.insert(self.formula.fresh()),
        };
        let counted = self.last.iter().filter(|lit| exactly || lit.sign());
        let mut clause: Vec<Lit> = counted.map(|&lit| !lit).collect();
        clause.push(!guard);
        self.formula.clause(&clause);
    }

    /// Forgets what was ruled out.
    pub fn start_again(&mut self) {
        self.guard = None;
    }
}

/// The variables that say something of content.
fn atoms(formula: &Formula<'_>) -> Vec<(Lit, Wish)> {
    let members = |class: u32| formula.classes.members[class as usize].clone();
    let mut atoms = Vec::new();
    for class in formula.classes.all() {
        // Covers are told by their pairs.
        if formula.near_of(formula.classes.first(class)).is_none() {
            atoms.push((formula.present[class as usize], Wish::Any(members(class))));
        }
    }
    for (&(left, right, within), &lit) in &formula.pairs {
        let within = within.map_or(Within::Sentence, Within::Words);
        atoms.push((lit, Wish::Pair { left: members(left), right: members(right), within }));
    }
    for &id in &formula.reach.nodes {
        let wish = match formula.tables.nodes.get(id) {
            Node::Count { set, at_least, distinct } => Wish::Count {
                of: formula.tables.sets.get(*set).clone(),
                at_least: *at_least,
                distinct: *distinct,
            },
            Node::Fact(fact) => Wish::Fact(fact.clone()),
            _ => continue,
        };
        atoms.push((formula.nodes[&id], wish));
    }
    atoms
}
