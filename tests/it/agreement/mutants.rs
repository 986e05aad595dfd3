//! Mutants agree with what they stand for: every mutant of a random policy is made for real and judged by the reference,
//! and an example notices it there if and only if the quick way says so.

use proptest::prelude::*;
use varne::content::Content;
use varne::reference;
use varne::sema::hir::{Example, ExemptId, Expect, ExpectWhat, Policy, RuleId, SignalId, Test};
use varne::source::Sources;
use varne::span::Place;
use varne::test::mutate;
use varne::verdict::Circumstances;

use super::{compile_with_sources, contents, policies};

/// One policy for so many of those on which the engines are compared: each is judged once for every mutant.
const ONE_OF: u32 = 20;

/// Mutants of a policy that are made for real, from all over it.
const MUTANTS: usize = 12;

const CIRCUMSTANCES: Circumstances = Circumstances { today: None, all_statuses: true };

proptest! {
    #![proptest_config(ProptestConfig { cases: super::config().cases.div_ceil(ONE_OF), ..super::config() })]

    #[test]
    fn a_mutant_is_noticed_if_its_policy_fails(
        source in policies::policy(),
        contents in prop::collection::vec(contents::content(), 1..8),
        start in 0..MUTANTS,
    ) {
        let compiled = compile_with_sources(&source);
        prop_assume!(compiled.is_some());
        let Some((mut policy, sources)) = compiled else { return Ok(()) };
        let contents: Vec<Content> = contents.iter().map(|draft| draft.build(&policy.content)).collect();
        add_items(&mut policy, &contents);
        check(&policy, &sources, start)?;
    }
}

/// Every rule gets every content as an example, every third content becomes a test, and all of them pass.
fn add_items(policy: &mut Policy, contents: &[Content]) {
    let mut line = 0;
    let mut place = || {
        line += 1;
        Place { span: varne::span::Span::new(line, line), ..Place::default() }
    };
    for (at, content) in contents.iter().enumerate() {
        let interpreter = reference::Interpreter::new(policy, content, CIRCUMSTANCES);
        let action = interpreter.verdict().action;
        let fired: Vec<bool> =
            (0..policy.rules.len() as u32).map(|rule| interpreter.rule_fires(RuleId(rule))).collect();
        let exempt = interpreter.exempt_holds(ExemptId(0));
        let signal = SignalId((at % policy.signals.len()) as u32);
        let holds = interpreter.signal_holds(signal);
        for (rule, hit) in policy.rules.iter_mut().zip(fired) {
            rule.examples.push(Example { hit, content: content.clone(), place: place() });
        }
        let expect = |negated, what| Expect { negated, what, place: Place::default() };
        let expects = [
            expect(false, ExpectWhat::Action(action)),
            expect(!exempt, ExpectWhat::Exempt(ExemptId(0))),
            expect(!holds, ExpectWhat::Signal(signal)),
        ];
        let expects = vec![expects[at % 3].clone()];
        policy.tests.push(Test { name: "t".into(), place: place(), given: content.clone(), expects });
    }
}

fn check(policy: &Policy, sources: &Sources, start: usize) -> Result<(), TestCaseError> {
    let (mutants, _) = mutate::mutants(policy, sources);
    let noticed = mutate::noticed(policy, &mutants, None);
    prop_assert!(passes(policy), "without a change everything passes");
    let step = mutants.len().div_ceil(MUTANTS).max(1);
    for (mutant, noticed) in mutants.iter().zip(noticed).skip(start % step).step_by(step) {
        let mutated = mutant.apply(policy);
        prop_assert_eq!(noticed.is_some(), !passes(&mutated), "{}: {}", mutant.declaration, mutant.what);
    }
    Ok(())
}

/// Whether every example and test comes out as expected.
fn passes(policy: &Policy) -> bool {
    let on = |content| reference::Interpreter::new(policy, content, CIRCUMSTANCES);
    let examples = policy.rules.iter().enumerate().all(|(rule, of)| {
        of.examples.iter().all(|example| on(&example.content).rule_fires(RuleId(rule as u32)) == example.hit)
    });
    examples
        && policy.tests.iter().all(|test| {
            let interpreter = on(&test.given);
            test.expects.iter().all(|expect| {
                let is_so = match expect.what {
                    ExpectWhat::Action(action) => interpreter.verdict().action == action,
                    ExpectWhat::Exempt(exempt) => interpreter.exempt_holds(exempt),
                    ExpectWhat::Signal(signal) => interpreter.signal_holds(signal),
                    ExpectWhat::Rule(rule) => interpreter.rule_fires(rule),
                };
                is_so != expect.negated
            })
        })
}
