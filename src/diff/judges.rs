//! The two policies as they judge content for the sake of comparison: of each, only the conditions in question, as
//! rules that are live at any time.

use std::cell::RefCell;

use crate::content::Content;
use crate::engine::{Matcher, Scratch};
use crate::plan;
use crate::reference::Interpreter;
use crate::sema::hir::{Action, ExprId, Policy, Rule};
use crate::verdict::Circumstances;

/// A pair of conditions, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject(pub(super) usize);

/// A condition of a rule or an exemption.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    pub(super) when: ExprId,
    pub(super) unless: Option<ExprId>,
}

/// On which sides conditions hold, by the numbers of pairs.
#[derive(Default)]
pub(super) struct Fires {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Fires {
    /// Whether the new condition of a pair holds, or the old one.
    pub(super) fn of(&self, subject: Subject, new: bool) -> bool {
        if new { &self.new } else { &self.old }.contains(&subject.0)
    }
}

/// Both policies, ready to judge.
pub(super) struct Judges {
    old: Matcher,
    new: Matcher,
    scratch: RefCell<(Scratch, Scratch)>,
}

impl Judges {
    /// Matchers of the conditions in question.
    pub(super) fn new(old: &Policy, new: &Policy, subjects: &[(Condition, Condition)]) -> Self {
        let only = |policy: &Policy, conditions: Vec<Condition>| {
            Matcher::new(&plan::build(&alone(policy, &conditions)))
        };
        let (before, after): (Vec<Condition>, Vec<Condition>) = subjects.iter().copied().unzip();
        // Each takes as long as to compile a policy.
        let (old, new) = std::thread::scope(|scope| {
            let old = scope.spawn(move || only(old, before));
            let new = only(new, after);
            (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
        });
        Self { old, new, scratch: RefCell::default() }
    }

    /// Which conditions hold, of all.
    pub(super) fn fire_all(&self, content: &Content, fires: &mut Fires) {
        let circumstances = Circumstances { today: None, all_statuses: true };
        let (old, new) = &mut *self.scratch.borrow_mut();
        self.old.fired(old, content, circumstances, &mut fires.old);
        self.new.fired(new, content, circumstances, &mut fires.new);
    }

    /// Whether the old and the new condition hold.
    pub(super) fn fire(&self, subject: Subject, content: &Content) -> (bool, bool) {
        let mut fires = Fires::default();
        self.fire_all(content, &mut fires);
        (fires.of(subject, false), fires.of(subject, true))
    }
}

/// Whether a condition holds, as the reference interpreter has it.
pub(super) fn holds(policy: &Policy, condition: Condition, content: &Content) -> bool {
    let interpreter = Interpreter::new(policy, content, Circumstances::default());
    let truth = |expr: ExprId| interpreter.truth(expr, interpreter.default_scope());
    truth(condition.when) && !condition.unless.is_some_and(truth)
}

/// The name of a rule. In the order of names rules stand as their numbers do.
fn name(number: usize) -> String {
    format!("{number:012}")
}

/// The policy with these conditions as its only rules.
fn alone(policy: &Policy, conditions: &[Condition]) -> Policy {
    let mut alone = policy.clone();
    let rule = |(number, condition): (usize, &Condition)| {
        let place = policy[condition.when].place;
        Rule {
            unless: condition.unless,
            action: Action::Label,
            ..Rule::bare(name(number), place, condition.when)
        }
    };
    alone.rules = conditions.iter().enumerate().map(rule).collect();
    alone.exempts.clear();
    alone.tests.clear();
    alone
}
