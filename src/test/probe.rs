//! A verdict names signals only where a rule that uses them fires, and exemptions only where any rule does.
//! A test may expect either of them alone. So the tests run on the policy with a draft rule added for each
//! signal and exemption that is expected; it acts on nothing, and is taken out of the verdict again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::sema::hir::{ExemptId, ExpectWhat, Expr, ExprId, ExprKind, Policy, Rule, SignalId, Status};
use crate::span::Place;
use crate::verdict::Verdict;

/// No declaration's name can begin so.
const PREFIX: &str = "?";

/// The names of the added rules.
pub(super) struct Probes {
    signals: BTreeMap<SignalId, String>,
    exempts: BTreeMap<ExemptId, String>,
}

impl Probes {
    /// The rule that fires where the signal holds.
    pub(super) fn of_signal(&self, signal: SignalId) -> &str {
        self.signals.get(&signal).map_or("", String::as_str)
    }

    /// The rule that fires where the exemption's condition holds.
    pub(super) fn of_exempt(&self, exempt: ExemptId) -> &str {
        self.exempts.get(&exempt).map_or("", String::as_str)
    }
}

/// The policy with a rule for every signal and exemption that its tests expect.
pub(super) fn add(policy: &Policy) -> (Policy, Probes) {
    let mut probed = policy.clone();
    let mut probes = Probes { signals: BTreeMap::new(), exempts: BTreeMap::new() };
    for expect in policy.tests.iter().flat_map(|test| &test.expects) {
        match expect.what {
            ExpectWhat::Signal(id) if !probes.signals.contains_key(&id) => {
                let (kind, ty) = (ExprKind::Signal(id), policy[policy[id].body].ty);
                probed.exprs.push(Expr { kind, ty, place: expect.place });
                let when = ExprId(probed.exprs.len() as u32 - 1);
                probes.signals.insert(id, probed.probe("signal", &policy[id].head.qualified, when));
            }
            ExpectWhat::Exempt(id) if !probes.exempts.contains_key(&id) => {
                let name = probed.probe("exempt", &policy[id].head.qualified, policy[id].when);
                probes.exempts.insert(id, name);
            }
            _ => {}
        }
    }
    (probed, probes)
}

impl Policy {
    fn probe(&mut self, kind: &str, of: &str, when: ExprId) -> String {
        let name = format!("{PREFIX}{kind} {of}");
        let rule = Rule::bare(name.clone(), Place::default(), when);
        self.rules.push(Rule { status: Status::Draft, ..rule });
        name
    }
}

/// The verdict as it is without the added rules, and the names of those that fired.
pub(super) fn take(mut verdict: Verdict) -> (Verdict, Vec<Arc<str>>) {
    let (probes, rules) = verdict.rules.into_iter().partition(|fired| fired.rule.starts_with(PREFIX));
    verdict.rules = rules;
    if verdict.rules.is_empty() {
        // Neither is looked at where no rule fires.
        verdict.entities.clear();
        verdict.exempt.clear();
    }
    let probes: Vec<crate::verdict::Fired> = probes;
    (verdict, probes.into_iter().map(|fired| fired.rule).collect())
}
