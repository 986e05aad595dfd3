//! Explanations: every policy of `tests/cases/explain/` is explained on the contents of its tests; a
//! snapshot shows the policy and the explanations on one page.

use std::fmt::Write as _;
use std::path::Path;

use varne::package::{Files, Module, Package};
use varne::sema::{self, Analysis};
use varne::verdict::Circumstances;
use varne::{explain, sema::hir::Policy};

/// No data files.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

fn analysed(text: &str) -> (Policy, Analysis) {
    let module = Module { name: "case".into(), path: "case.varne".into(), bytes: text.as_bytes().to_vec() };
    let package = Package {
        manifest: None,
        fallback_name: "case".into(),
        modules: vec![module],
        files: Box::new(NoFiles),
    };
    let mut analysis = sema::analyse(&package);
    let policy = analysis.policy.take().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
    (policy, analysis)
}

fn page(text: &str) -> String {
    let (policy, analysis) = analysed(text);
    let mut page = text.to_owned();
    for test in &policy.tests {
        let explanation =
            explain::explain(&policy, &analysis.sources, &test.given, Circumstances::default(), None)
                .expect("no rule is named");
        let _ = write!(page, "\n──── {}\n{}", test.name, explanation.to_text(false));
    }
    page
}

#[test]
fn explanations_show_what_held_and_what_did_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/explain");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "varne") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            settings.bind(|| insta::assert_snapshot!(name, page(&std::fs::read_to_string(&path).unwrap())));
        }
    }
}

#[test]
fn colour_uses_check_marks() {
    let text =
        "rule r { when \"boat\" then review because \"case\" }\ntest \"t\" { given \"boat\" expect rule r }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let explanation =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), Some("r")).unwrap();
    assert!(explanation.to_text(true).starts_with("\u{1b}[32m✓\u{1b}[0m case.r fires\n"));
}

#[test]
fn json_has_the_same_facts() {
    let text = "rule r { when \"boat\" near \"dover\" within 1 words then review because \"case\" }\ntest \"t\" { given \"boat to old Dover\" expect no rule r }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let explanation =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), None).unwrap();
    let json: serde_json::Value = serde_json::from_str(&explanation.to_json().unwrap()).unwrap();
    let when = &json["rules"][0]["when"];
    assert_eq!(when["kind"], "near");
    assert_eq!(when["holds"], false);
    assert_eq!(when["note"], "both sides occur, 2 tokens apart; at most 1 are allowed");
    assert_eq!(when["children"][1]["spans"][0]["start"], 12);
    assert_eq!(json["rules"][0]["missing"][0]["any_of"][0], "\"boat\" near \"dover\" within 1 words");
}

fn explained(text: &str) -> explain::Explanation {
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    explain::explain(&policy, &analysis.sources, given, Circumstances::default(), None)
        .expect("no rule is named")
}

#[test]
fn the_smallest_evidence_is_in_json() {
    let explained = explained(
        "lexicon l { en \"dover\", \"calais\", \"ghent\" }\nscore s { +1 each of l up to 3  +3 price  +2 \"boat\" }\n\
         rule r { when \"boat\" and s >= 4 then review because \"case\" }\n\
         test \"t\" { given \"boat from Ghent, Calais to Dover £300\" expect rule r }",
    );
    let json: serde_json::Value = serde_json::from_str(&explained.to_json().unwrap()).unwrap();
    let smallest = json["rules"][0]["smallest"].as_array().unwrap();
    let texts: Vec<&str> = smallest.iter().map(|piece| piece["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["\"boat\"", "price"]);
    assert_eq!(smallest[1]["spans"][0]["text"], "£300");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/explain"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("json", serde_json::to_string_pretty(&json).unwrap()));
}

#[test]
fn a_page_marks_what_was_found_and_lets_nothing_out() {
    let explained = explained(
        "lexicon craft { ar \"قارب\" en \"boat\", \"small boat\" }\nscore s { +2 craft  -1 \"b\" }\n\
         rule r { when craft near \"dover\" and s >= 1 then review because \"a <case>\" }\n\
         test \"t\" { given \"قارب & small boat <b> \\u{202e}Dover\" expect rule r }",
    );
    let page = explain::html_page("A < B", "by `p`", &[explained.to_html("line 1", false)]);
    let body = page.split_once("<h1>").unwrap().1.to_owned();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/explain"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("page", body));
    assert!(!page.contains('\u{202e}') && !body.contains("<case>") && !page.contains("<script"));
}

#[test]
fn signals_that_name_signals_take_no_time() {
    let mut text = String::from("signal s0 = \"boat\" or \"dover\"\nsignal e0 = \"boat\" or \"x\"\n");
    for at in 1..60 {
        let before = at - 1;
        text += &format!("signal s{at} = (s{before} and s{before}) or (not s{before} and \"x{at}\")\n");
        text += &format!("signal e{at} = e{before} or e{before}\n");
    }
    text += "rule fired { when s59 and e59 then review because \"case\" }\n\
             rule silent { when not s59 and e59 then review because \"case\" }\n\
             test \"t\" { given \"boat\" expect rule fired }";
    let explained = explained(&text);
    let told: Vec<String> = explained.rules[0].smallest.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["s0 (\"boat\")", "e59 (\"boat\")"]);
    assert!(explained.to_text(false).lines().count() < 2_000);
}

#[test]
fn a_lexicon_of_which_nothing_may_occur_is_said_once() {
    let explained = explained(
        "lexicon news { en \"police\", \"court\" }\nrule r { when \"boat\" unless 2 of news or news and \"boat\"\n\
         then review because \"case\" }\ntest \"t\" { given \"boat, police, court\" expect no rule r }",
    );
    let told: Vec<&str> =
        explained.rules[0].missing.iter().map(|missing| missing.advice[0].as_str()).collect();
    assert_eq!(told, ["nothing of lexicon `news` may occur"]);
}

#[test]
fn a_condition_that_excludes_itself_is_told_so() {
    let text = "rule r { when \"a\" and not \"a\" then review because \"case\" }\ntest \"t\" { given \"b\" expect no rule r }";
    let explained = explained(text);
    assert!(explained.rules[0].missing.is_empty());
    assert!(explained.rules[0].reasons.iter().any(|reason| reason.contains("no way to fire")));
}

#[test]
fn an_unknown_rule_gets_the_nearest_name() {
    let text = "rule sells_crossing { when \"boat\" then review because \"case\" }\ntest \"t\" { given \"boat\" expect rule sells_crossing }";
    let (policy, analysis) = analysed(text);
    let given = &policy.tests[0].given;
    let told =
        explain::explain(&policy, &analysis.sources, given, Circumstances::default(), Some("sells_crosing"));
    assert_eq!(
        told.unwrap_err().to_string(),
        "no rule is called `sells_crosing`; did you mean `case.sells_crossing`?"
    );
}

/// Rules of which each asks for one more thing than the one before, over a score of many rows.
fn large(given: &str) -> explain::Explanation {
    let mut text = String::from("score s {\n  +9 \"paid\"\n  -2 \"court\"\n");
    for at in 0..40 {
        text += &format!("  +1 \"word{at}\"\n");
    }
    text += "}\n";
    for (at, name) in ["first", "second", "third", "fourth", "fifth"].iter().enumerate() {
        let more: String = (0..at).map(|more| format!(" and \"more{more}\"")).collect();
        text +=
            &format!("rule {name} {{ when \"boat\"{more} and s >= 9 then review because \"the {name}\" }}\n");
    }
    text += &format!("test \"t\" {{ given \"{given}\" expect no rule fourth }}");
    explained(&text)
}

#[test]
fn of_many_rules_what_fired_comes_first_and_the_rest_is_a_line_each() {
    insta::assert_snapshot!(large("paid boat, word1 word2, more0 in court").to_overview(false), @r#"
    action review: 2 of 5 rules fire

    + case.first fires
      because "the first"
      enough: "boat" ("boat"), "paid" ("paid"), "word1" ("word1"), "word2" ("word2")
      when
        + "boat"  @ text 5..9 "boat"
        + s >= 9  (`s` is 9)
            +9  "paid"  @ text 0..4 "paid"
            -2  "court"  @ text 33..38 "court"
            +1  "word1"  @ text 11..16 "word1"
            +1  "word2"  @ text 17..22 "word2"
      text
        | paid boat, word1 word2, more0 in court
        | ^^^^ "paid"
        |      ^^^^ "boat"
        |            ^^^^^ "word1"
        |                  ^^^^^ "word2"

    + case.second fires
      because "the second"
      enough: "boat" ("boat"), "more0" ("more0"), "paid" ("paid"), "word1" ("word1"), "word2" ("word2")
      when
        + "boat"  @ text 5..9 "boat"
        + "more0"  @ text 24..29 "more0"
        + s >= 9  (`s` is 9)  (shown above)
      text
        | paid boat, word1 word2, more0 in court
        | ^^^^ "paid"
        |      ^^^^ "boat"
        |            ^^^^^ "word1"
        |                  ^^^^^ "word2"
        |                         ^^^^^ "more0"

    - case.third does not fire: one change away: add "more1"
    - case.fourth does not fire: 2 changes away, one of them: add "more1"
    - case.fifth does not fire: 3 changes away, one of them: add "more1"
    "#);
}

#[test]
fn a_page_of_many_rules_has_the_post_and_is_short() {
    let fired = large("paid boat, word1 word2, more0 in court");
    let (brief, whole) = (fired.to_html("a", false), fired.to_html("a", true));
    assert!(brief.len() * 2 < whole.len(), "{} {}", brief.len(), whole.len());
    let says = |page: &str, words: &str| assert!(page.contains(words), "{words}: {page}");
    says(&brief, "<blockquote dir=\"auto\">paid boat, word1 word2, more0 in court</blockquote>");
    says(&brief, ": 2 of 5 rules fire</p>");
    says(&brief, "rows earned nothing</p>");
    says(&brief, "<code>--full</code>");
    assert!(!whole.contains("--full") && !whole.contains("earned nothing"));
    says(&large("a quiet day").to_html("a", false), "<blockquote dir=\"auto\">a quiet day</blockquote>");
}

#[test]
fn where_nothing_fired_the_nearest_misses_are_told() {
    insta::assert_snapshot!(large("paid ship, word1 word2").to_overview(false), @r#"
    action none: 0 of 5 rules fire

    - case.first does not fire
      because "the first"
      `when` does not hold
      to fire, one change
        add "boat"
      when
        - "boat"
        + s >= 9  (`s` is 11)
            +9  "paid"  @ text 0..4 "paid"
            +1  "word1"  @ text 11..16 "word1"
            +1  "word2"  @ text 17..22 "word2"

    - case.second does not fire
      because "the second"
      `when` does not hold
      to fire, 2 changes
        add "boat"
        add "more0"
      when
        - "boat"
        - "more0"
        + s >= 9  (`s` is 11)  (shown above)

    - case.third does not fire: 3 changes away, one of them: add "boat"
    - case.fourth does not fire: 4 changes away, one of them: add "boat"
    - case.fifth does not fire: 5 changes away, one of them: add "boat"
    "#);
}

#[test]
fn a_small_explanation_is_shown_whole() {
    let explained = explained(
        "rule r { when \"boat\" and phone then review because \"case\" }\ntest \"t\" { given \"boat\" expect no rule r }",
    );
    assert!(!explained.is_large());
    assert_eq!(explained.to_overview(false), explained.to_text(false));
}
