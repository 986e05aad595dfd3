//! What no case of the conformance suite shows: hostile content, and buffers that are used again.

use super::*;
use crate::content::ContentType;
use crate::plan;
use crate::sema;

/// The occurrences of hostile content: all pairs of so many would take hours.
const MANY: usize = 50_000;

fn matcher(source: &str) -> Matcher {
    let analysis = sema::analyse(&crate::package::Package::from_source("m", source));
    Matcher::new(&plan::build(&analysis.policy.expect("a policy without errors")))
}

fn rule(when: &str) -> Matcher {
    matcher(&format!("rule r {{ when {when} then review because \"r\" }}"))
}

fn post(text: &str) -> Content {
    Content::builder(&ContentType::post()).text("text", text).build().expect("a text")
}

/// The places of the evidence of the only rule, by name.
fn spans(verdict: &Verdict, by: &str) -> Vec<(u32, u32)> {
    let evidence = verdict.rules.iter().flat_map(|rule| &rule.evidence);
    evidence.filter(|found| &*found.by == by).map(|found| (found.start, found.end)).collect()
}

#[test]
fn both_sides_of_a_near_may_occur_many_times() {
    for (text, count) in [
        ("boat uk ".repeat(MANY), 2 * MANY - 1),
        ("boat ".repeat(MANY) + &"uk ".repeat(MANY), 1),
        ("uk. boat ".repeat(MANY), MANY - 1),
    ] {
        for within in ["10 words", "sentence"] {
            let matcher = matcher(&format!(
                "signal pair = \"boat\" near \"uk\" within {within}
                 rule r {{ when pair then review because \"r\" }}"
            ));
            let verdict = matcher.judge(&post(&text));
            let sentences = text.contains("uk.") && within == "sentence";
            let count = if text.contains("uk.") && !sentences { 2 * MANY - 1 } else { count };
            assert_eq!(spans(&verdict, "m.pair").len(), count, "{within}");
        }
    }
}

#[test]
fn a_gap_may_be_opened_many_times() {
    let verdict = rule(r#""boat <40> boat <40> uk""#).judge(&post(&("boat ".repeat(MANY) + "uk")));
    let (end, first) = (5 * MANY as u32 + 2, 5 * (MANY as u32 - 82));
    assert_eq!(spans(&verdict, "boat <40> boat <40> uk"), [(first, end)]);
}

#[test]
fn emoji_between_words_may_be_many() {
    let text = "🚤".repeat(MANY) + "uk";
    let verdict = rule(r#""🚤 uk""#).judge(&post(&text));
    assert_eq!(spans(&verdict, "🚤 uk"), [(0, text.len() as u32)]);
}

#[test]
fn a_word_may_be_long() {
    let text = "boat".repeat(MANY * 5);
    for term in ["boat*", "*boat", "*oatb*"] {
        let verdict = rule(&format!("\"{term}\"")).judge(&post(&text));
        assert_eq!(spans(&verdict, term), [(0, text.len() as u32)]);
    }
}

#[test]
fn a_stem_is_found_where_what_is_shorter_is_spelled_out_too() {
    // From the second letter on `قا` is spelled out, but from the first `بقار`, of which `قار` is the stem.
    let matcher = matcher("lexicon l { ar \"قا*\" }\nrule r { when l then review because \"r\" }");
    assert_eq!(spans(&matcher.judge(&post("ب-ق-ا-ر")), "m.l"), [(0, 11)]);
}

#[test]
fn what_an_open_word_begins_with_need_not_be_a_word() {
    // `4 b` alone is none, as it has no more letters than digits; `4 b c` is.
    let verdict = rule(r#""4b*""#).judge(&post("so 4 b c d e f g it is"));
    assert_eq!(spans(&verdict, "4b*"), [(3, 8)]);
}

/// Whether the words of a post are looked up: it is not sifted, nor can no rule come to what it asks for.
fn is_read(matcher: &Matcher, post: &Content) -> bool {
    let mut scratch = Scratch::default();
    let fires = matcher.judge_if_fired(&mut scratch, post, Circumstances::default()).is_some();
    assert!(!fires || !scratch.hits.is_empty());
    !scratch.hits.is_empty()
}

#[test]
fn a_post_that_cannot_come_to_a_score_is_not_read() {
    let matcher = matcher(
        "lexicon way { en \"boat\", \"lorry\", \"van\" }
         score advert {
           +2 each of way up to 4
           +3 \"england\"
           +3 phone
           +3 \"tonight\" in title
           -2 \"news\"
         }
         rule r { when advert >= 7 then review because \"r\" }",
    );
    for (text, read) in [
        ("a boat to england", false),
        ("a boat, a lorry", false),
        ("a boat to england, call +44 7700 900123", true),
        ("a boat, a lorry, england", true),
        ("a boat, a lorry, a van, england, news", true),
        ("a boat to england tonight", false),
        ("b0at, l0rry, e-n-g-l-a-n-d", true),
    ] {
        assert_eq!(is_read(&matcher, &post(text)), read, "{text}");
    }
}

#[test]
fn a_post_that_cannot_have_enough_of_a_lexicon_is_not_read() {
    let matcher = matcher(
        "lexicon way { en \"boat\", \"lorry\", \"big van\" }
         rule r { when (3 of way or \"england\" and 2 of (\"visa\", \"papers\", way)) and not \"news\"
                  then review because \"r\" }",
    );
    for (text, read) in [
        ("boat and lorry", false),
        ("boat, lorry and van", false),
        ("boat, lorry and big van", true),
        ("england by boat", false),
        ("england by boat, visa", true),
        ("england by boat, visa, news", true),
    ] {
        assert_eq!(is_read(&matcher, &post(text)), read, "{text}");
    }
}

#[test]
fn lists_may_be_long() {
    let content_type = ContentType::post();
    let mut builder = Content::builder(&content_type).text("text", "none");
    for _ in 0..MANY {
        builder = builder.text("media.ocr", "boat uk");
    }
    let verdict = rule(r#"("boat" near "uk") starts"#).judge(&builder.build().expect("texts"));
    assert_eq!(spans(&verdict, "boat").len(), MANY);
}

#[test]
fn buffers_serve_any_matcher_and_content() {
    let (boats, cars) = (rule(r#""boat""#), rule(r#""car" or "truck" or "boat" in title"#));
    let mut scratch = Scratch::default();
    for _ in 0..3 {
        for (matcher, text, fires) in [
            (&boats, "a boat", true),
            (&cars, "a boat", false),
            (&cars, "a truck", true),
            (&boats, "a truck", false),
            (&boats, "", false),
        ] {
            let verdict = matcher.judge_with(&mut scratch, &post(text), Circumstances::default());
            assert_eq!(!verdict.rules.is_empty(), fires, "{text}");
            assert_eq!(verdict, matcher.judge(&post(text)));
        }
    }
}

#[test]
fn matchers_go_between_threads() {
    const fn shared<T: Send + Sync + Clone>() {}
    const fn moved<T: Send>() {}
    shared::<Matcher>();
    moved::<Scratch>();
}

#[test]
fn the_last_instant_has_a_date() {
    let content_type = ContentType::post();
    let made = time::macros::datetime!(9999-12-31 23:59 -1);
    let post = Content::builder(&content_type).text("text", "boat").time("created_at", made).build();
    let matcher = matcher(
        "rule r { when \"boat\" and age(created_at) <= 1 days then review because \"r\" effective 2026-01-01.. }",
    );
    assert_eq!(matcher.judge(&post.expect("a post")).rules.len(), 1);
}
