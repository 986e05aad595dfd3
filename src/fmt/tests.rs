//! Layout on one page each, and what holds for every well-formed text: the tree stays, comments stay in
//! order, and formatting twice changes nothing more. The texts are made of random declarations, with random
//! white space and comments between any two tokens.

use proptest::prelude::*;

use super::format;
use crate::span::FileId;
use crate::syntax::{self, token};

/// Names that the generated modules import, so that none of them is taken for a misspelt action.
const NAMES: &[&str] =
    &["a", "uk", "small_boat", "contact", "text", "name", "given", "with", "sentence", "places.uk"];

const STRINGS: &[&str] = &[
    "\"boat*\"",
    "\"a \\\"quote\\\"\"",
    "\"قارب\"",
    "\"// no comment\"",
    "\"\"",
    "\"\\u{1F6A4} \\\\ \"",
    "\"\"\"\n    over\n      lines\n  \"\"\"",
    "\"a rather long term of very many words that takes up most of a line\"",
];

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn join(parts: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    parts.into_iter().flatten().collect()
}

fn name() -> impl Strategy<Value = Vec<String>> {
    prop::sample::select(NAMES).prop_map(words)
}

fn plain_name() -> impl Strategy<Value = Vec<String>> {
    prop::sample::select(&NAMES[..5]).prop_map(words)
}

fn string() -> impl Strategy<Value = Vec<String>> {
    prop::sample::select(STRINGS).prop_map(|text| vec![text.to_owned()])
}

/// A string that is not blank.
fn reason() -> impl Strategy<Value = Vec<String>> {
    string().prop_map(|text| if text[0].trim_matches(['"', ' ']).is_empty() { words("\"a\"") } else { text })
}

fn term() -> impl Strategy<Value = Vec<String>> {
    let mode = prop::sample::select(&["", "", "exact", "accented", "plain"][..]).prop_map(words);
    let fuzzy = prop::sample::select(&["", "", "~ 1", "~ 2"][..]).prop_map(words);
    (mode, string(), fuzzy).prop_map(|(mode, text, fuzzy)| join([mode, text, fuzzy]))
}

fn literal() -> impl Strategy<Value = Vec<String>> {
    let fixed = ["-12", "3.5", "true", "2026-11-01", "2026-11-01T10:00:00Z", "[ \"a\" , \"b\" , ]", "[ ]"];
    prop_oneof![prop::sample::select(fixed.to_vec()).prop_map(words), string()]
}

fn leaf() -> impl Strategy<Value = Vec<String>> {
    let fixed = [
        "phone",
        "price ( amount in 300 .. 20000 , currency in [ \"GBP\" , \"EUR\" ] )",
        "url ( domain == \"t.me\" , )",
        "lang in [ \"sq\" , \"ku\" ]",
        "author.followers in -1 .. 50.5",
        "/a\\/b+/x",
        "/x/",
        "basis == \"x\"",
        "created_at in 2026-01-01 .. 2026-02-01",
        "any of a",
        "2 of ( a , uk , \"boat\" )",
        "phone ( )",
        "a in ( title , hashtags )",
        "uk in author.bio starts",
        "media.pdq in known",
    ];
    prop_oneof![name(), term(), prop::sample::select(fixed.to_vec()).prop_map(words)]
}

fn expression() -> impl Strategy<Value = Vec<String>> {
    leaf().prop_recursive(4, 24, 3, |inner| {
        let operator = prop::sample::select(&["or", "or", "and", "near", "then"][..]).prop_map(words);
        let reach = prop::sample::select(&["", "within 5 words", "within sentence"][..]).prop_map(words);
        let group = inner.clone().prop_map(|inner| join([words("("), inner, words(")")]));
        prop_oneof![
            (prop::collection::vec(inner.clone(), 2..4), operator, reach).prop_map(
                |(operands, operator, reach)| {
                    let mut out = Vec::new();
                    for (at, operand) in operands.into_iter().enumerate() {
                        if at > 0 {
                            out.extend(operator.clone());
                        }
                        let near = matches!(operator[0].as_str(), "near" | "then");
                        out.extend(if near { join([words("("), operand, words(")")]) } else { operand });
                        if at > 0 && near {
                            out.extend(reach.clone());
                        }
                    }
                    out
                }
            ),
            group.clone(),
            group.clone().prop_map(|group| join([words("not"), group])),
            group.clone().prop_map(|group| join([words("count"), group, words(">= 3")])),
            group.prop_map(|group| join([group, words("in title ends")])),
        ]
    })
}

fn object() -> impl Strategy<Value = Vec<String>> {
    let entry = (name(), literal(), any::<bool>())
        .prop_map(|(key, value, comma)| join([key, words(":"), value, words(if comma { "," } else { "" })]));
    let entries = prop::collection::vec(entry, 0..4);
    prop_oneof![string(), entries.prop_map(|entries| join([words("{"), join(entries), words("}")]))]
}

fn clause() -> impl Strategy<Value = Vec<String>> {
    let fixed = [
        "then remove",
        "then remove , refer contact ,",
        "severity high",
        "category a",
        "status live",
        "effective 2026-01-01 ..",
        "effective .. 2026-01-01",
        "effective 2026-01-01 .. 2026-02-01",
    ];
    prop_oneof![
        prop::sample::select(fixed.to_vec()).prop_map(words),
        expression().prop_map(|body| join([words("unless"), body])),
        string().prop_map(|text| join([words("basis"), text])),
        object().prop_map(|content| join([words("hit"), content])),
        object().prop_map(|content| join([words("miss"), content])),
    ]
}

/// Clauses in any order, each but the examples once.
fn rule() -> impl Strategy<Value = Vec<String>> {
    (plain_name(), expression(), reason(), prop::collection::vec(clause(), 0..6)).prop_map(
        |(name, when, why, clauses)| {
            let mut seen = Vec::new();
            let mut all = vec![join([words("when"), when])];
            for clause in clauses {
                let first = clause[0].clone();
                if matches!(first.as_str(), "hit" | "miss") || !seen.contains(&first) {
                    seen.push(first);
                    all.push(clause);
                }
            }
            all.push(join([words("because"), why]));
            join([words("rule"), name, words("{"), join(all), words("}")])
        },
    )
}

fn lexicon() -> impl Strategy<Value = Vec<String>> {
    let facts = ["", "", "{ source \"x\" reviewed 2026-06-01 , }", "{ note \"y\" , expires 2027-06-01 }"];
    let lang =
        prop::sample::select(&["en", "zh-Hans", "any", "exact fr", "plain sr-Latn-RS"][..]).prop_map(words);
    let row =
        (lang, prop::collection::vec(term(), 1..8), prop::sample::select(facts.to_vec()), any::<bool>())
            .prop_map(|(lang, terms, facts, comma)| {
                let count = terms.len();
                let comma = |at: usize| words(if at + 1 < count || comma { "," } else { "" });
                let terms = terms.into_iter().enumerate().map(|(at, term)| join([term, comma(at)]));
                join([lang, join(terms), words(facts)])
            });
    let entry = prop_oneof![4 => row, 1 => name().prop_map(|name| join([words("with"), name]))];
    (plain_name(), prop::collection::vec(entry, 1..5))
        .prop_map(|(name, rows)| join([words("lexicon"), name, words("{"), join(rows), words("}")]))
}

fn score() -> impl Strategy<Value = Vec<String>> {
    let each = name().prop_map(|name| join([words("each of"), name, words("up to 6")]));
    let points = prop::sample::select(&["+3", "-12"][..]).prop_map(words);
    let row = (points, prop_oneof![expression(), each]).prop_map(|(points, body)| join([points, body]));
    (plain_name(), prop::collection::vec(row, 1..4))
        .prop_map(|(name, rows)| join([words("score"), name, words("{"), join(rows), words("}")]))
}

fn test_item() -> impl Strategy<Value = Vec<String>> {
    let fixed = ["rule a", "no rule places.uk", "action none", "exempt a", "signal uk"];
    let expectations = prop::collection::vec(prop::sample::select(fixed.to_vec()), 1..4);
    let expect = expectations.prop_map(|all| words(&format!("expect {}", all.join(" , "))));
    (string(), object(), prop::collection::vec(expect, 1..3)).prop_map(|(name, given, expects)| {
        join([words("test"), name, words("{ given"), given, join(expects), words("}")])
    })
}

fn declaration() -> impl Strategy<Value = Vec<String>> {
    let fixed = [
        "use lexicon.places . { a , uk as b , }",
        "use m.a as b",
        "use m.a",
        "lexicon x from \"t.csv\"",
        "hashlist h from \"x.txt\" kind pdq within 31",
        "content post { id : string text : [ text ] , a.b : time }",
        "recipient r { name \"N\" contact \"c\" }",
        "exempt e { when a because \"x\" }",
    ];
    prop_oneof![
        prop::sample::select(fixed.to_vec()).prop_map(words),
        (plain_name(), expression()).prop_map(|(name, body)| join([words("signal"), name, words("="), body])),
        rule(),
        lexicon(),
        score(),
        test_item(),
    ]
}

/// Tokens of a module, and how each is separated from the next.
fn module() -> impl Strategy<Value = (Vec<String>, String)> {
    let separators = [
        " ",
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n  ",
        "\r\n",
        "\n\n\n",
        " // trailing\n",
        "\n// own line\n",
        "\n\n  /// doc-like  \n",
        "\n//\n\n",
        " //x\r\n\t",
        "\n/// one\n// two\n/// three\n",
    ];
    let separators = prop::collection::vec(prop::sample::select(separators.to_vec()), 1..60);
    (prop::collection::vec(declaration(), 0..5), separators).prop_map(|(declarations, separators)| {
        let tokens = join([
            words("use m.{a,uk,small_boat,contact,text,name,given,with,sentence,places}"),
            join(declarations),
        ]);
        let mut text = String::new();
        for (token, separator) in tokens.iter().zip(separators.iter().cycle()) {
            text.push_str(separator);
            text.push_str(token);
        }
        text.push_str(separators[0]);
        (tokens, text)
    })
}

fn tree(text: &str) -> String {
    let parse = syntax::parse(FileId(0), text);
    assert!(parse.errors.is_empty(), "{text}\n{:?}", parse.errors);
    syntax::print(&parse.file)
}

fn comments(text: &str) -> Vec<String> {
    let comments = token::tokens(text).all.into_iter().filter(token::Token::is_comment);
    comments.map(|comment| comment.text(text).trim_end().to_owned()).collect()
}

fn without_docs(tree: &str) -> String {
    let lines = tree.lines().filter(|line| !line.starts_with("  (doc "));
    lines.map(|line| line.trim_end_matches(')')).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn white_space_and_comments_change_nothing((tokens, text) in module()) {
        prop_assert_eq!(without_docs(&tree(&text)), without_docs(&tree(&tokens.join(" "))), "{}", text);
    }

    #[test]
    fn layout_keeps_tree_and_comments_and_is_its_own_layout((_, text) in module()) {
        let once = format(&text).unwrap();
        prop_assert_eq!(tree(&once), tree(&text), "{}\n----\n{}", text, once);
        prop_assert_eq!(comments(&once), comments(&text), "{}\n----\n{}", text, once);
        let twice = format(&once).unwrap();
        prop_assert_eq!(&twice, &once, "{}\n----\n{}\n----\n{}", text, once, twice);
        prop_assert!(once.ends_with('\n') && !once.ends_with("\n\n") && !once.contains('\r'));
    }
}

#[test]
fn nothing_stays_nothing() {
    for text in ["", "\n\n", "\u{FEFF}", " \r\n"] {
        assert_eq!(format(text).unwrap(), "");
    }
    assert_eq!(format("// a\r\n\r\n\r\n// b").unwrap(), "// a\n\n// b\n");
}

#[test]
fn a_malformed_text_is_refused() {
    let refused = format("signal x = \nsignal y = (a").unwrap_err();
    assert_eq!(refused.problems.len(), 2);
}
