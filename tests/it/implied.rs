//! What conditions are proven to imply holds on every text: each of these conditions against each other, on texts made of
//! the disguises, alternatives and values on which they could come apart.

use proptest::prelude::*;
use varne::compile::Compiler;
use varne::content::{Content, Value};
use varne::logic::Problem;
use varne::reference::Interpreter;
use varne::sema::hir::Policy;
use varne::verdict::Circumstances;

const CONDITIONS: [&str; 40] = [
    "\"boat\"",
    "\"boat*\"",
    "\"bo*\"",
    "\"*boat\"",
    "\"boats\"",
    "\"*oat*\"",
    "plain \"boat\"",
    "exact \"boat\"",
    "exact \"Boat\"",
    "accented \"boat\"",
    "accented \"boát\"",
    "\"gia\"",
    "\"gi*\"",
    "accented \"giá\"",
    "accented \"gia\"",
    "exact \"giá\"",
    "\"vot\"",
    "\"vot*\"",
    "\"boat uk\"",
    "\"boat [uk|kent]\"",
    "\"boat kent\"",
    "\"boat kent\" or \"boat uk\"",
    "\"[the]? boat\"",
    "\"boat\" or \"the boat\"",
    "\"boat[s|ing]?\"",
    "\"boat\" or \"boats\" or \"boating\"",
    "exact \"boat uk\"",
    "plain \"boat uk\"",
    "accented \"boat uk\"",
    "\"boat* uk*\"",
    "price",
    "price(amount < 300) or price(amount >= 300)",
    "price(amount in 300..900)",
    "price(amount >= 300, amount <= 900)",
    "price(amount in 300..500) or price(amount in 500..900)",
    "price(amount in 300..900, currency == \"GBP\") or price(amount in 300..900, currency != \"GBP\")",
    "price(currency in [\"GBP\", \"EUR\"])",
    "price(currency == \"GBP\") or price(currency == \"EUR\")",
    "amount",
    "amount(value < 5) or amount(value >= 5)",
];

const PIECES: [&str; 44] = [
    "boat",
    "Boat",
    "boats",
    "boating",
    "b0at",
    "в0ат",
    "воат",
    "в00ат",
    "вооот",
    "в0000т",
    "boooat",
    "b0000at",
    "boát",
    "воа́т",
    "b-o-a-t",
    "b o a t",
    "#boatuk",
    "#BoatUk",
    "#boatkent",
    "@boat_uk",
    "#theboat",
    "boat's",
    "uk",
    "kent",
    "the",
    "gia",
    "giá",
    "giáá",
    "giááá",
    "g1a",
    "vot",
    "вот",
    "в0т",
    "votes",
    "🚤",
    "🙂",
    "£300",
    "€899.99",
    "900 euros",
    "£2,000",
    "$500",
    "4",
    "5 people",
    "l'boat",
];

fn policy() -> Policy {
    let rule =
        |(at, when): (usize, &&str)| format!("rule r{at} {{ when {when} then label because \"x\" }}\n");
    let text: String = CONDITIONS.iter().enumerate().map(rule).collect();
    let compiled = Compiler::from_source("m", &text).compile().expect("a correct policy");
    compiled.policy().clone()
}

/// By number, which condition is proven to imply which.
fn implied(policy: &Policy) -> Vec<(usize, usize)> {
    let (mut problem, side) = Problem::new(policy);
    let nodes: Vec<_> = policy.rules.iter().map(|rule| problem.rule(side, rule)).collect();
    let pairs = (0..nodes.len()).flat_map(|one| (0..nodes.len()).map(move |other| (one, other)));
    pairs
        .filter(|&(one, other)| one != other && problem.can_differ(nodes[one], nodes[other]).is_never())
        .collect()
}

thread_local! {
    static KNOWN: (Policy, Vec<(usize, usize)>) = {
        let policy = policy();
        let implied = implied(&policy);
        (policy, implied)
    };
}

fn check(text: &str) -> Result<(), String> {
    KNOWN.with(|(policy, implied)| {
        let mut content = Content::default();
        content.values.resize_with(policy.content.fields.len(), Vec::new);
        let field = policy.content.find("text").expect("the field of texts");
        content.values[usize::from(field.0)].push(Value::Text(text.to_owned()));
        let circumstances = Circumstances { today: None, all_statuses: true };
        let interpreter = Interpreter::new(policy, &content, circumstances);
        let scope = interpreter.default_scope();
        let held: Vec<bool> = policy.rules.iter().map(|rule| interpreter.truth(rule.when, scope)).collect();
        match implied.iter().find(|&&(one, other)| held[one] && !held[other]) {
            Some(&(one, other)) => {
                let (one, other) = (CONDITIONS[one], CONDITIONS[other]);
                Err(format!("{one} is said to imply {other}, but not in {text:?}"))
            }
            None => Ok(()),
        }
    })
}

#[test]
fn what_is_proven_to_be_implied_is_so_alone() {
    for piece in PIECES {
        check(piece).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    KNOWN.with(|(_, implied)| assert!(implied.len() > 60, "only {} are proven", implied.len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_proven_to_be_implied_is_so(
        pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), prop::sample::select(&[" ", ", ", "-", ""][..])), 1..6)
    ) {
        let text: String = pieces.iter().flat_map(|(piece, joint)| [*piece, *joint]).collect();
        check(&text).map_err(TestCaseError::fail)?;
    }
}
