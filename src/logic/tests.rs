//! What is proven, and what is rightly left open.

use super::{Answer, Inclusions, Problem};
use crate::compile::Compiler;
use crate::sema::hir::Policy;

const NAMES: &str = r#"
lexicon boats { en "dinghy", "rib boat", "zodiac" }
lexicon more { with boats en "kayak" }
lexicon ports { en "dover", "kent" }
score seller { +1 "paid" +2 phone +1 each of boats up to 2 }
score buyer { +1 each of boats up to 2 +2 phone +1 "paid" }
"#;

fn policy(one: &str, other: &str) -> Policy {
    let rule = |name: &str, when: &str| {
        format!(
            "// allow: identity-only for the question\nrule {name} {{ when {when} then label because \"x\" }}\n"
        )
    };
    let text = format!("{NAMES}{}{}", rule("one", one), rule("two", other));
    Compiler::from_source("m", &text)
        .compile()
        .unwrap_or_else(|error| panic!("{error}: {text}"))
        .policy()
        .clone()
}

/// Whether the first is proven to imply the second.
fn implies(one_text: &str, other_text: &str) -> bool {
    let policy = policy(one_text, other_text);
    let (mut problem, side) = Problem::new(&policy);
    let (one, other) = (problem.rule(side, &policy.rules[0]), problem.rule(side, &policy.rules[1]));
    let never = problem.can_differ(one, other).is_never();
    assert!(
        never || !Inclusions::new(&problem).implies(one, other),
        "forms claim that {one_text} implies {other_text}"
    );
    never
}

/// Whether the first is seen to imply the second without a solver, and not the other way round.
#[track_caller]
fn seen(one: &str, other: &str) {
    let policy = policy(one, other);
    let (mut problem, side) = Problem::new(&policy);
    let (narrow, wide) = (problem.rule(side, &policy.rules[0]), problem.rule(side, &policy.rules[1]));
    let mut inclusions = Inclusions::new(&problem);
    assert!(inclusions.implies(narrow, wide), "{one} is not seen to imply {other}");
    assert!(!inclusions.implies(wide, narrow), "{other} is said to imply {one}");
    assert!(problem.can_differ(narrow, wide).is_never(), "{one} does not imply {other}");
}

#[track_caller]
fn only_one_way(one: &str, other: &str) {
    assert!(implies(one, other), "{one} does not imply {other}");
    assert!(!implies(other, one), "{other} implies {one}");
}

#[track_caller]
fn both_ways(one: &str, other: &str) {
    assert!(implies(one, other), "{one} does not imply {other}");
    assert!(implies(other, one), "{other} does not imply {one}");
}

#[test]
fn truths_follow_from_their_forms() {
    only_one_way("phone and \"boat\"", "phone");
    both_ways("not (phone or \"boat\")", "not phone and not \"boat\"");
    both_ways("phone and (\"a b\" or \"c d\")", "phone and \"a b\" or phone and \"c d\"");
    both_ways("2 of (\"a b\", \"c d\")", "\"a b\" and \"c d\"");
    only_one_way("3 of (\"a b\", \"c d\", phone, price)", "2 of (\"a b\", \"c d\", phone, price)");
}

#[test]
fn lexicons_are_the_terms_in_them() {
    only_one_way("boats", "more");
    only_one_way("2 of boats", "2 of more");
    only_one_way("2 of boats", "boats");
    both_ways("boats", "\"zodiac\" or \"dinghy\" or \"rib boat\"");
    only_one_way("boats near ports within 5 words", "more near ports within 6 words");
    only_one_way("\"dinghy\" in title", "\"dinghy\"");
    both_ways("boats in (title, text)", "boats in title or boats in text");
}

#[test]
fn covers_need_both_sides() {
    only_one_way("boats near ports", "boats and ports");
    only_one_way("boats then ports within 3 words", "ports near boats within 3 words");
    only_one_way("boats near ports within 3 words", "boats near ports within 4 words");
    both_ways("(boats or phone) near ports", "phone near ports or boats near ports");
    both_ways("boats near ports", "boats then ports or ports then boats");
    assert!(!implies("boats near ports within sentence", "boats near ports within 40 words"));
    // Of more covers the smallest are kept, which may stand further from the third.
    assert!(!implies("(boats near ports) near phone", "(more near ports) near phone"));
}

#[test]
fn numbers_are_compared() {
    only_one_way("count(boats) >= 3", "count(boats) > 1");
    only_one_way("distinct(boats) >= 2", "count(more) >= 2");
    only_one_way("author.followers < 10", "author.followers <= 10");
    only_one_way("author.followers in 3..5", "author.followers > 2");
    both_ways(
        "not (author.followers < 10) and author.followers < 1000000",
        "not (author.followers < 10) and author.followers < 1000000",
    );
    assert!(!implies("not (author.followers < 10)", "author.followers >= 10"), "it may be absent");
    only_one_way("price(amount in 300..500, currency == \"GBP\")", "price(amount >= 300)");
    only_one_way("lang == \"en\"", "lang in [\"EN\", \"fr\"]");
    only_one_way("lang == \"en\"", "lang != \"fr\"");
    only_one_way("age(author.created_at) < 3 days", "age(author.created_at) < 4 days");
}

#[test]
fn filters_that_leave_nothing_out_are_one_without() {
    both_ways("price(amount in 300..2000)", "price(amount >= 300, amount <= 2000)");
    both_ways("price(amount in 300..2000)", "price(amount in 300..900) or price(amount in 900..2000)");
    both_ways("price", "price(amount < 300) or price(amount >= 300)");
    both_ways(
        "price(currency in [\"GBP\", \"EUR\"])",
        "price(currency == \"EUR\") or price(currency == \"GBP\")",
    );
    only_one_way("price(amount in 300..900) or price(amount in 901..2000)", "price(amount in 300..2000)");
    only_one_way("price(amount < 300) or price(amount > 300)", "price");
    assert!(!implies(
        "price(amount in 300..2000)",
        "price(amount in 300..900, currency == \"GBP\") or price(amount in 900..2000)"
    ));
}

#[test]
fn alternatives_are_terms_of_their_own() {
    both_ways("\"boat [uk|kent]\"", "\"boat kent\" or \"boat uk\"");
    both_ways("\"dingh[y|ies]\"", "\"dinghy\" or \"dinghies\"");
    both_ways("\"[the]? boat\"", "\"boat\" or \"the boat\"");
    only_one_way("\"boat uk\" or \"boat kent\"", "\"boat [uk|kent|dover]\"");
    only_one_way("\"boat\" or \"boats\"", "\"boat*\"");
}

#[test]
fn scores_are_sums() {
    both_ways("seller >= 3", "buyer >= 3");
    only_one_way("seller >= 4", "seller >= 3");
    both_ways("seller >= 5", "phone and \"paid\" and 2 of boats");
    both_ways("seller >= 6", "phone and not phone");
}

#[test]
fn more_of_what_helps_is_seen_to_help() {
    seen("boats and phone", "more and (phone or email)");
    seen("(boats near ports) and phone", "(more near ports within 12 words) and phone");
    seen("not (more and phone)", "not (boats and phone)");
    seen("2 of boats", "2 of more");
    seen("count(boats) >= 3", "count(more) >= 2");
    seen("seller >= 4", "seller >= 3");
    seen("3 of (\"a b\", boats, phone, price)", "2 of (\"a b\", more, phone, price)");
    seen("boats starts", "more starts");
    seen("\"boat\" in title", "\"boat*\"");
    seen("price(amount in 300..400) near boats", "price(amount >= 300) near more");
    seen("author.followers < 10", "author.followers < 20");
}

#[test]
fn more_of_what_may_hurt_is_not_seen_to_help() {
    let unseen = |one: &str, other: &str| {
        let policy = policy(one, other);
        let (mut problem, side) = Problem::new(&policy);
        let (one, other) = (problem.rule(side, &policy.rules[0]), problem.rule(side, &policy.rules[1]));
        let mut inclusions = Inclusions::new(&problem);
        !inclusions.implies(one, other) && !inclusions.implies(other, one)
    };
    assert!(unseen("boats and not (boats and phone)", "more and not (more and phone)"));
    // More of the inner covers may be smaller, and so further from the third.
    assert!(unseen("((boats near ports) near phone) and email", "((more near ports) near phone) and email"));
    assert!(unseen("boats near ports within sentence", "boats near ports within 40 words"));
    assert!(unseen("count(boats) == 2", "count(more) == 2"));
}

#[test]
fn a_truth_may_never_hold_or_always() {
    let policy = policy("phone and not phone", "phone or \"boat\" or not (\"boat\" and phone)");
    let (mut problem, side) = Problem::new(&policy);
    let (one, other) = (problem.rule(side, &policy.rules[0]), problem.rule(side, &policy.rules[1]));
    assert!(problem.can_hold(one).is_never());
    assert!(problem.can_fail(other).is_never());
    assert!(matches!(problem.can_hold(other), Answer::Perhaps(_)));
}

#[test]
fn what_a_condition_rules_out_is_nothing_wherever_else_it_counts() {
    let policy = policy(
        "(phone or 2 of more or more near ports) and not more",
        "(phone or 2 of boats or boats near ports) and not boats",
    );
    let (mut problem, side) = Problem::new(&policy);
    let (narrow, wide) = (problem.rule(side, &policy.rules[0]), problem.rule(side, &policy.rules[1]));
    assert!(!Inclusions::new(&problem).implies(narrow, wide));
    let given = problem.given(narrow, &[], &[narrow, wide]);
    assert_eq!(given[0], given[1]);
    assert!(problem.can_differ(narrow, wide).is_never());
    // The other way round a kayak is left.
    let given = problem.given(wide, &[], &[wide, narrow]);
    assert!(!Inclusions::new(&problem).implies(given[0], given[1]));
}
