//! Random policies, well typed by construction, as source text. The names of declarations are fixed
//! and each refers only to those before it: lexicons `l0`–`l2`, hash lists `h0` and `h1`, evidence `e0`–`e2`,
//! truths `t0` and `t1`, the score `k0`, what compares it `t2`, rules `r0`–`r3`, the exemption `x0`.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::words::{STEMS, word};

/// How deep expressions nest.
const DEPTH: u32 = 3;

/// Fields that evidence can be sought in, besides the default scope.
const SCOPES: [&str; 8] = [
    "title",
    "author.bio",
    "(title, hashtags)",
    "media.ocr",
    "(text, author.bio)",
    "links",
    "(author.name, media.ocr)",
    "author.name",
];

const REGEXES: [&str; 9] = [
    "/boa+t/",
    "/[a-z]{2,3} [0-9]/",
    "/uk|sea/",
    "/قا/",
    "/[0-9]+/x",
    "/B[Oo]/x",
    "/ a/",
    "/(?:a|b){2}/",
    "/[^a-z ]+/",
];

const EXTRACTORS: [&str; 19] = [
    "phone",
    "phone(country == \"GB\")",
    "price",
    "price(amount >= 500)",
    "price(currency in [\"GBP\", \"EUR\"])",
    "price(amount in 300..4000, currency == \"GBP\")",
    "url",
    "url(domain in [\"t.me\", \"boat.com\"])",
    "url(domain != \"t.me\")",
    "handle",
    "handle(service == \"telegram\")",
    "handle(name != \"uk\")",
    "hashtag",
    "hashtag(name == \"boat\")",
    "email(domain == \"boat.com\")",
    "amount",
    "amount(value in 2..600)",
    "wallet",
    "wallet(chain == \"tron\")",
];

const TRUTHS: [&str; 14] = [
    "lang in [\"sq\", \"ku\"]",
    "lang == \"en\"",
    "lang != \"en\"",
    "platform == \"tiktok\"",
    "author.followers < 50",
    "author.followers in 10..40",
    "author.followers >= 20",
    "author.verified",
    "links != \"500\"",
    "created_at >= 2026-06-15",
    "created_at in 2026-01-01..2026-06-30",
    "age(author.created_at) < 30 days",
    "media.sha256 in h0",
    "media.pdq in h1",
];

const COMPARES: [&str; 10] = [">= 1", ">= 2", "== 0", "< 2", "!= 1", "> 1", "<= 3", "== 2", ">= 0", "< 0"];

/// What scores are compared with: also sums of several rows.
const SCORES: [&str; 12] =
    [">= 2", ">= 3", ">= 4", ">= 5", "> 2", "== 3", "== 0", "!= 0", "< 0", "<= -2", "<= 2", "== -1"];

/// A policy.
pub(crate) fn policy() -> impl Strategy<Value = String> {
    let lexicons = (lexicon("l0", ""), lexicon("l1", "  with l0\n"), lexicon("l2", ""));
    let evidences = (
        evidence(vec!["l0", "l1", "l2"]),
        evidence(vec!["l0", "l1", "l2", "e0"]),
        evidence(vec!["l0", "e0", "e1"]),
    );
    let known = || vec!["l0", "l1", "l2", "e0", "e1", "e2"];
    let truths = (truth(known(), vec![]), truth(known(), vec!["t0"]));
    let score = (vec(row(), 1..6), select(&SCORES[..]));
    let rule = || rule(known(), vec!["t0", "t1", "t2"]);
    let rules = vec(rule(), 1..=3);
    let exempt = truth(known(), vec!["t0", "t2"]);
    let parts = (lexicons, evidences, truths, score, rules, exempt);
    parts.prop_map(|((l0, l1, l2), (e0, e1, e2), (t0, t1), (rows, compare), rules, exempt)| {
        let mut out = format!("{l0}{l1}{l2}");
        out +=
            "hashlist h0 from \"exact.txt\" kind sha256\nhashlist h1 from \"near.txt\" kind pdq within 31\n";
        out += &format!("signal e0 = {e0}\ncontext e1 = {e1}\nsignal e2 = {e2}\n");
        out += &format!("signal t0 = {t0}\ncontext t1 = {t1}\n");
        out += &format!("score k0 {{\n  {}\n}}\nsignal t2 = k0 {compare}\n", rows.join("\n  "));
        for (number, rule) in rules.iter().enumerate() {
            out += &format!("rule r{number} {{\n{rule}}}\n");
        }
        out += &format!("exempt x0 {{ when {exempt} because \"x\" }}\n");
        out + "recipient nca { name \"N\" }\nrecipient met { name \"M\" }\n"
    })
}

fn lexicon(name: &'static str, includes: &'static str) -> BoxedStrategy<String> {
    let lang = select(vec!["en", "en", "ar"]);
    let row = (lang, vec(term(), 1..4)).prop_map(|(lang, terms)| format!("  {lang} {}\n", terms.join(", ")));
    let mode = select(vec!["", "", "", "", "plain ", "accented ", "exact "]);
    (mode, vec(row, 0..3))
        .prop_map(move |(mode, rows)| {
            // Two terms that are always there: quantifiers may ask for that many.
            let fixed = "  any \"boat\", \"uk\"\n";
            format!("{mode}lexicon {name} {{\n{fixed}{}{includes}}}\n", rows.concat())
        })
        .boxed()
}

/// A quoted term.
fn term() -> BoxedStrategy<String> {
    let stem = || select(&STEMS[..]);
    let piece = prop_oneof![
        8 => word().prop_map(str::to_owned),
        2 => stem().prop_map(|stem| format!("{stem}*")),
        1 => stem().prop_map(|stem| format!("*{stem}")),
        1 => stem().prop_map(|stem| format!("*{stem}*")),
        1 => (word(), word()).prop_map(|(a, b)| format!("[{a}|{b} a]")),
        1 => stem().prop_map(|stem| format!("{stem}[s|ing]")),
        1 => word().prop_map(|word| format!("{word} [the]?")),
    ];
    let join = select(vec![" ", " ", " <1> ", " <3> "]);
    let more =
        prop_oneof![3 => vec((join.clone(), piece.clone()), 0..1), 2 => vec((join, piece.clone()), 1..3)];
    let mode = select(vec!["", "", "", "", "", "", "plain ", "accented ", "exact "]);
    let fuzzy = select(vec!["", "", "", "", "~1", "~2"]);
    (mode, piece, more, fuzzy)
        .prop_map(|(mode, first, more, fuzzy)| {
            let rest: String = more.into_iter().map(|(join, piece)| format!("{join}{piece}")).collect();
            format!("{mode}\"{first}{rest}\"{fuzzy}")
        })
        .boxed()
}

/// Evidence over the named declarations.
fn evidence(names: Vec<&'static str>) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        4 => select(names).prop_map(str::to_owned),
        3 => term(),
        1 => select(&REGEXES[..]).prop_map(str::to_owned),
        1 => select(&EXTRACTORS[..]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(DEPTH, 10, 3, |inner| {
        let pair = (inner.clone(), select(vec!["near", "then"]), inner.clone());
        prop_oneof![
            2 => vec(inner.clone(), 2..4).prop_map(|members| format!("({})", members.join(" or "))),
            4 => (pair, distance()).prop_map(|((a, word, b), within)| format!("({a} {word} {b}{within})")),
            2 => (inner.clone(), select(&SCOPES[..])).prop_map(|(a, scope)| format!("({a} in {scope})")),
            2 => (inner, any::<bool>()).prop_map(|(a, ends)| {
                format!("({a} {})", if ends { "ends" } else { "starts" })
            }),
        ]
    })
    .boxed()
}

fn distance() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (0_u8..5).prop_map(|words| format!(" within {words} words")),
        Just(" within sentence".to_owned()),
    ]
}

/// A truth over the named evidence and truths.
fn truth(names: Vec<&'static str>, truths: Vec<&'static str>) -> BoxedStrategy<String> {
    let evidence = evidence(names).boxed();
    let mut known: Vec<String> = TRUTHS.iter().map(|&truth| truth.to_owned()).collect();
    // Signals weigh as much as all tests of fields together.
    truths.iter().for_each(|&name| known.extend(std::iter::repeat_n(name.to_owned(), 6)));
    let leaf = prop_oneof![
        6 => evidence.clone(),
        2 => select(known),
        1 => (select(vec!["count", "distinct"]), evidence.clone(), select(&COMPARES[..]))
            .prop_map(|(what, a, compare)| format!("{what}({a}) {compare}")),
        1 => (quantifier(), select(vec!["l0", "l1", "l2", "(l0 in title)", "(l1)"]))
            .prop_map(|(quantifier, lexicon)| format!("{quantifier} of {lexicon}")),
    ];
    leaf.prop_recursive(DEPTH, 10, 3, |inner| {
        let members = vec(inner.clone(), 2..4);
        prop_oneof![
            3 => members.clone().prop_map(|members| format!("({})", members.join(" and "))),
            3 => members.clone().prop_map(|members| format!("({})", members.join(" or "))),
            2 => inner.prop_map(|inner| format!("(not ({inner}))")),
            2 => (quantifier(), members).prop_map(|(quantifier, members)| {
                format!("{quantifier} of ({})", members.join(", "))
            }),
        ]
    })
    .boxed()
}

fn quantifier() -> impl Strategy<Value = &'static str> {
    select(vec!["1", "2", "any", "all", "none"])
}

fn row() -> BoxedStrategy<String> {
    let known = || vec!["l0", "l2", "e0", "e1", "e2"];
    let points = select(vec!["+1", "+2", "+3", "-1", "-2"]);
    let body = prop_oneof![
        3 => truth(known(), vec!["t0", "t1"]),
        1 => select(vec!["each of l0", "each of l1 up to 3", "each of l2 up to 1"]).prop_map(str::to_owned),
    ];
    (points, body).prop_map(|(points, body)| format!("{points} {body}")).boxed()
}

fn rule(names: Vec<&'static str>, truths: Vec<&'static str>) -> BoxedStrategy<String> {
    let when = truth(names.clone(), truths.clone());
    let unless = prop_oneof![3 => Just(None), 1 => truth(names, truths).prop_map(Some)];
    let then =
        select(vec!["label", "review", "remove, refer nca", "restrict, refer met, refer nca", "refer met"]);
    let severity = select(vec!["", "  severity low\n", "  severity critical\n"]);
    let status = select(vec!["", "", "", "", "  status shadow\n", "  status draft\n", "  status retired\n"]);
    let effective = select(vec![
        "",
        "",
        "",
        "  effective 2026-01-01..2026-06-30\n",
        "  effective ..2026-06-15\n",
        "  effective 2026-06-15..\n",
    ]);
    let extra = select(vec!["", "  basis \"law\"\n  category ads\n"]);
    (when, unless, then, severity, status, effective, extra)
        .prop_map(|(when, unless, then, severity, status, effective, extra)| {
            let unless = unless.map_or_else(String::new, |unless| format!("  unless {unless}\n"));
            format!(
                "  when {when}\n{unless}  then {then}\n{severity}{status}{effective}  because \"r\"\n{extra}"
            )
        })
        .boxed()
}
