//! What holds for every text: parsing ends, in time, without a panic, with problems in order.

use proptest::prelude::*;

use super::ast::{ExprKind, Item};
use super::{MAX_NESTING, MAX_PROBLEMS, Parse, grammar};
use crate::diag::Code;
use crate::span::FileId;

fn parse(text: &str) -> Parse {
    super::parse(FileId(0), text)
}

fn codes(text: &str) -> Vec<Code> {
    parse(text).errors.iter().map(|error| error.code).collect()
}

#[test]
fn a_chain_of_any_length_is_flat() {
    for word in ["or", "and"] {
        let chain = vec!["boat"; 50_000].join(&format!(" {word} "));
        let parse = parse(&format!("signal s = {chain}"));
        assert_eq!(parse.errors, []);
        let Some(Item::Signal(signal)) = parse.file.items.first() else { panic!("a signal") };
        let (ExprKind::Or(operands) | ExprKind::And(operands)) = &signal.expr.kind else { panic!("a chain") };
        assert_eq!(operands.len(), 50_000);
    }
}

#[test]
fn nesting_up_to_the_limit_parses_and_beyond_is_refused() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("signal s = {}a{}\nsignal t = a", open.repeat(depth), close.repeat(depth))
    };
    let forms = [
        ("(", ")"),
        ("not ", ""),
        ("(not ", ")"),
        ("", " starts"),
        ("", " near a"),
        ("2 of (a, ", ")"),
        ("not (a or ", ")"),
    ];
    for (open, close) in [("(", ")"), ("not ", ""), ("2 of (", ")")] {
        assert_eq!(codes(&nested(open, close, MAX_NESTING - 1)), [], "{open}");
    }
    for (open, close) in forms {
        assert_eq!(codes(&nested(open, close, MAX_NESTING / 2 - 1)), [], "{open}");
        for depth in [MAX_NESTING + 1, 100_000] {
            let parse = parse(&nested(open, close, depth));
            let codes: Vec<Code> = parse.errors.iter().map(|error| error.code).collect();
            assert_eq!(codes, [Code::NestingTooDeep], "{open} {depth}");
            assert_eq!(parse.file.items.len(), 2, "{open} {depth}");
        }
    }
}

#[test]
fn brackets_that_are_never_closed_end_too() {
    for text in
        ["(", "{", "[", "((((]]]]", "rule r {", "\"\"\"", "/a ", "\"", "lexicon l { en ", "signal s = ("]
    {
        for times in [1, 100_000] {
            assert!(!parse(&text.repeat(times)).errors.is_empty(), "{text}");
        }
    }
}

#[test]
fn every_one_of_many_errors_is_found_and_no_good_declaration_is_lost() {
    let text = "rule r {\n  when a b\n  because \"x\"\n}\nsignal s = a\n".repeat(10_000);
    let parse = parse(&text);
    assert_eq!(parse.errors.len(), 10_000);
    assert_eq!(parse.file.items.len(), 20_000);
}

#[test]
fn more_errors_than_anybody_reads_are_counted() {
    let errors = parse(&"signal s = £\n".repeat(MAX_PROBLEMS + 500)).errors;
    assert_eq!(errors.len(), MAX_PROBLEMS + 1);
    assert_eq!(errors[MAX_PROBLEMS].message, "500 more problems in this file are not listed");
}

#[test]
fn a_large_file_takes_linear_time() {
    let row = "  en   \"small boat*\", \"dingh[y|ies]\", \"rib boat\", \"speed boat\"\n";
    let text = format!("lexicon l {{\n{}}}\n", row.repeat(3_000_000 / row.len()));
    assert_eq!(parse(&text).errors, []);
}

#[test]
fn the_grammar_takes_a_module_whole_exactly_if_it_parses_in_parts() {
    let tree = include_str!("../../tests/cases/syntax/everything.varne");
    assert!(grammar::accepts(tree));
    assert_eq!(parse(tree).errors, []);
}

/// Pieces that texts are made of, well-formed and not.
const PIECES: &[&str] = &[
    "rule",
    "signal",
    "lexicon",
    "score",
    "test",
    "use",
    "content",
    "exempt",
    "recipient",
    "hashlist",
    "context",
    "when",
    "unless",
    "then",
    "because",
    "hit",
    "given",
    "expect",
    "name",
    "and",
    "or",
    "not",
    "near",
    "within",
    "in",
    "of",
    "any",
    "each",
    "starts",
    "remove",
    "refer",
    "from",
    "with",
    "exact",
    "a",
    "uk",
    "Foo",
    "x-y",
    "\"a\"",
    "\"",
    "\"\"\"",
    "/a/",
    "/",
    "//c",
    "///d",
    "\n",
    "\r\n",
    " ",
    "\t",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ":",
    "=",
    "==",
    ">=",
    "..",
    "+",
    "-",
    "~1",
    "5",
    "+3",
    "2026-11-01",
    "2026-11-01T10:00:00Z",
    "10 words",
    "30 days",
    "\\",
    "\u{202E}",
    "🚤",
    "é",
    "'",
    "“",
    "&&",
    "!",
    "\\q",
    "\"\\u{41}\"",
    "\0",
    "\u{FEFF}",
    "\u{A0}",
    "#",
    "signal s = a",
    "rule r {",
    "en \"a\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        check(&text)?;
    }

    #[test]
    fn no_mix_of_tokens_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.join(" "))?;
        check(&pieces.concat())?;
    }

    #[test]
    fn no_cut_of_a_good_file_makes_it_panic(from in 0..4_000usize, to in 0..4_000usize) {
        let whole = include_str!("../../tests/cases/syntax/everything.varne");
        let near = |at: usize| (0..=at.min(whole.len())).rev().find(|&at| whole.is_char_boundary(at)).unwrap_or(0);
        let (from, to) = (near(from.min(to)), near(from.max(to)));
        check(&whole[from..to])?;
        check(&format!("{}{}", &whole[..from], &whole[to..]))?;
    }
}

/// Problems are in order, lie in the text, and a text without any is one the whole grammar takes.
fn check(text: &str) -> Result<(), TestCaseError> {
    let parse = parse(text);
    let mut last = 0;
    for error in &parse.errors {
        let span = error.place.span;
        prop_assert!(last <= span.start && span.start <= span.end && span.end as usize <= text.len());
        prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
        for edit in &error.fix {
            prop_assert!(text.get(edit.place.span.range()).is_some());
        }
        last = span.start;
    }
    let clean = parse.errors.is_empty();
    // After `then` the parts of a rule know better than the grammar what is a misspelt action.
    if !text.contains("then") {
        prop_assert!(!clean || grammar::accepts(text), "the grammar refuses {text:?}");
        let refused =
            parse.errors.iter().any(|error| matches!(error.code, Code::Unexpected | Code::Unclosed));
        prop_assert!(!refused || !grammar::accepts(text), "the grammar takes {text:?}");
    }
    let broken = parse.file.items.iter().any(|item| matches!(item, Item::Broken { .. }));
    prop_assert!(!clean || !broken, "broken without a reason: {text:?}");
    Ok(())
}
