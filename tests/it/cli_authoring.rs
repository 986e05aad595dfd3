//! The verbs of authors: `init`, `check`, `compile`, `test`, `explain` and `fmt`.

use crate::command::{Folder, POLICY};

#[test]
fn init_writes_a_package_that_works() {
    let folder = Folder::new();
    let ran = folder.run("init My_Policy").ends(0);
    assert!(ran.out.is_empty() && ran.err.contains("varne check My_Policy"), "{}", ran.err);
    let checked = folder.run("check My_Policy --deny warnings");
    assert_eq!((checked.code, checked.out.as_str()), (0, ""));
    assert!(folder.run("test My_Policy").ends(0).err.contains("4 passed, 0 failed"));
    folder.run("fmt --check My_Policy").ends(0);
    let scanned = folder.run("scan My_Policy My_Policy/sample.ndjson").ends(0);
    let ids: Vec<_> =
        scanned.verdicts().iter().map(|verdict| verdict["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["1", "3"]);
    assert!(scanned.out.contains("\"package\":\"my-policy\""));
}

#[test]
fn init_never_overwrites() {
    let folder = Folder::new().file("varne.toml", "mine");
    let ran = folder.run("init").ends(2);
    assert_eq!(ran.err, "error: `./varne.toml` exists already; nothing was written\n");
    assert_eq!(
        (folder.names(), folder.read("varne.toml")),
        (vec!["varne.toml".to_owned()], "mine".to_owned())
    );
}

#[test]
fn check_ends_with_1_on_errors_and_denied_warnings() {
    let folder =
        Folder::with_policy().file("wrong.varne", "rule r { when nowhere because \"b\" then label }");
    let ran = folder.run("check policy.varne").ends(0);
    assert!(ran.err.contains("no problems") || ran.out.contains("warning"), "{ran:?}");
    let ran = folder.run("check wrong.varne").ends(1);
    assert!(
        ran.out.contains("E201") && ran.out.contains("wrong.varne") && ran.out.contains("1 error"),
        "{}",
        ran.out
    );
}

#[test]
fn check_writes_every_format() {
    let folder = Folder::new().file("wrong.varne", "rule r { when nowhere because \"b\" then label }");
    let json = folder.run("check wrong.varne --format json").ends(1).verdicts();
    assert_eq!(json[0]["code"], "E201");
    let sarif = folder.run("check wrong.varne --format sarif").ends(1).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "E201");
    assert!(
        folder.run("check wrong.varne --format github").ends(1).out.starts_with("::error file=wrong.varne")
    );
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let folder = Folder::new().file("wrong.varne", "rule r { when nowhere because \"b\" then label }");
    assert!(!folder.run("check wrong.varne").out.contains('\u{1b}'));
    assert!(folder.run("check wrong.varne --color always").out.contains('\u{1b}'));
    assert!(!folder.run("--color never check wrong.varne").out.contains('\u{1b}'));
}

#[test]
fn compiling_twice_gives_the_same_bytes_wherever_the_package_lies() {
    let toml = "[package]\nname = \"p\"\nversion = \"1.0.0\"\nedition = 1\n";
    let folder = Folder::new()
        .file("a/varne.toml", toml)
        .file("a/one.varne", POLICY)
        .file(
            "a/two.varne",
            "lexicon more from \"terms.csv\"\nrule two { when more then label because \"b\" }",
        )
        .file("a/terms.csv", "lang,term\nen,ferry\n")
        .file(
            "b/two.varne",
            "lexicon more from \"terms.csv\"\nrule two { when more then label because \"b\" }",
        )
        .file("b/terms.csv", "lang,term\nen,ferry\n")
        .file("b/one.varne", POLICY)
        .file("b/varne.toml", toml);
    for (package, file) in [("a", "1.varnec"), ("a", "2.varnec"), ("b", "3.varnec"), ("3.varnec", "4.varnec")]
    {
        folder.run(&format!("compile {package} -o {file}")).ends(0);
    }
    let bytes = |file| std::fs::read(folder.path(file)).unwrap();
    assert!(["2.varnec", "3.varnec", "4.varnec"].iter().all(|file| bytes(file) == bytes("1.varnec")));
    let posts = "{\"text\":\"cash on the ferry\"}";
    let scan = |package| folder.run_on(&format!("scan {package}"), posts).ends(0).out;
    assert_eq!(scan("1.varnec"), scan("a"));
    folder.run("test 1.varnec").ends(0);
    folder.run("explain 1.varnec --text cash").ends(0);
}

#[test]
fn what_stages_make_of_a_policy_can_be_seen() {
    let folder = Folder::with_policy();
    for stage in ["ast", "hir", "plan", "stats"] {
        assert!(
            !folder.run(&format!("compile policy.varne --emit {stage}")).ends(0).out.is_empty(),
            "{stage}"
        );
    }
    folder.run("compile policy.varne --emit hir -o hir.txt").ends(0);
    assert!(folder.read("hir.txt").contains("boats"));
}

#[test]
fn compiled_files_that_are_damaged_are_told() {
    let folder = Folder::with_policy().file("foreign.varnec", POLICY).file("empty.varnec", "");
    folder.run("compile policy.varne -o good.varnec").ends(0);
    let good = std::fs::read(folder.path("good.varnec")).unwrap();
    let folder = folder.file("cut.varnec", &good[..good.len() / 2]);
    for (file, expected) in [
        ("foreign.varnec", "not a compiled policy"),
        ("empty.varnec", "not a compiled policy"),
        ("cut.varnec", "checksum does not match"),
    ] {
        let ran = folder.run_on(&format!("scan {file}"), "").ends(2);
        assert!(ran.err.lines().count() == 1 && ran.err.contains(expected), "{}", ran.err);
    }
}

#[test]
fn a_policy_that_does_not_compile_writes_nothing() {
    let folder = Folder::new().file("wrong.varne", "rule r { when nowhere because \"b\" then label }");
    let ran = folder.run("compile wrong.varne -o out.varnec").ends(1);
    assert!(ran.out.is_empty() && ran.err.contains("E201"));
    assert_eq!(folder.names(), ["wrong.varne"]);
}

const TESTED: &str = "\
signal boat = \"dinghy\"
context news = \"police\"
rule boats {
  when boat and \"cash\"
  unless news
  then remove
  because \"b\"
  hit \"a dinghy for cash\"
  hit \"a dinghy for free\"
  miss \"cash for a dinghy\"
}
exempt museum { when \"museum\" because \"history\" }
test \"signals alone\" {
  given \"police found a dinghy\"
  expect signal boat
  expect signal news
  expect no rule boats
  expect exempt museum
  expect action review
}
";

#[test]
fn failing_examples_are_named_with_what_happened() {
    let folder = Folder::new().file("p.varne", TESTED);
    let ran = folder.run("test p.varne").ends(1);
    insta::assert_snapshot!(ran.out, @r#"
        ok   p.varne:8  hit p.boats
        FAIL p.varne:9  hit p.boats
               line 9: expected rule `p.boats` fires
               happened: no rule fires
               missing: "cash"
        FAIL p.varne:10  miss p.boats
               line 10: expected rule `p.boats` does not fire
               happened: it fires
        FAIL p.varne:13  test p: signals alone
               line 18: expected exempt `p.museum`
               happened: it does not hold
               line 19: expected action `review`
               happened: action `none`, no rule fires
        "#);
    assert_eq!(ran.err, "1 passed, 3 failed\n");
    let json: serde_json::Value =
        serde_json::from_str(&folder.run("test p.varne --format json").ends(1).out).unwrap();
    assert_eq!(
        (&json["passed"], &json["failed"], &json["outcomes"][1]["line"]),
        (&1.into(), &3.into(), &9.into())
    );
    let ran = folder.run("test p.varne --junit report.xml").ends(1);
    assert!(ran.out.contains("FAIL") && folder.read("report.xml").contains("failures=\"3\""));
}

#[test]
fn a_policy_without_tests_passes() {
    let folder = Folder::new().file("p.varne", "rule r { when \"cash\" then label because \"b\" }");
    assert_eq!(folder.run("test p.varne").ends(0).err, "0 passed, 0 failed\n");
}

#[test]
fn explain_tells_why() {
    let folder = Folder::with_policy();
    let ran =
        folder.run_args(&["explain", "policy.varne", "--text", "a dinghy", "--rule", "boats"], "").ends(0);
    assert!(ran.out.contains("policy.boats") && ran.out.contains("dinghy"), "{}", ran.out);
    let all = folder.run_on("explain policy.varne", "{\"id\":7,\"text\":\"cash\"}\n{\"text\":5}\n").ends(3);
    assert!(all.out.starts_with("line 1, id 7\n") && all.err.contains("-:2: field `text`"), "{all:?}");
    let json =
        folder.run_args(&["explain", "policy.varne", "--text", "cash", "--format", "json"], "").ends(0);
    assert_eq!(json.verdicts()[0]["rules"].as_array().map(Vec::len), Some(3));
    let unknown = folder.run("explain policy.varne --text x --rule boots").ends(2);
    assert_eq!(unknown.err, "error: no rule is called `boots`; did you mean `policy.boats`?\n");
}

#[test]
fn explain_shows_the_page_of_a_code() {
    let folder = Folder::new();
    assert!(folder.run("explain --code E201").ends(0).out.contains("E201"));
    let unknown = folder.run("explain --code E999").ends(2);
    assert_eq!(unknown.err, "error: there is no diagnostic `E999`; codes look like `E201`\n");
}

#[test]
fn fmt_lays_out_files_and_folders() {
    let untidy = "rule   r {when \"cash\"\n\n\n because \"b\" then label}";
    let folder =
        Folder::new().file("a/one.varne", untidy).file("a/b/two.varne", untidy).file("a/note.md", untidy);
    let ran = folder.run("fmt --check a").ends(1);
    assert_eq!(ran.out, "a/b/two.varne\na/one.varne\n");
    assert_eq!(folder.read("a/one.varne"), untidy);
    folder.run("fmt a").ends(0);
    let tidy = folder.read("a/one.varne");
    assert!(tidy != untidy && folder.read("a/b/two.varne") == tidy && folder.read("a/note.md") == untidy);
    assert_eq!(folder.run("fmt --check a").ends(0).out, "");
    assert_eq!(folder.run_on("fmt -", untidy).ends(0).out, tidy);
}

#[test]
fn fmt_leaves_what_does_not_parse_alone() {
    let broken = "rule   r { when";
    let folder =
        Folder::new().file("broken.varne", broken).file("good.varne", "rule   r {when \"a\" because \"b\"}");
    let ran = folder.run("fmt broken.varne good.varne").ends(1);
    assert!(ran.err.contains("broken.varne") && ran.err.contains("E10"), "{}", ran.err);
    assert_eq!(folder.read("broken.varne"), broken);
    assert!(folder.read("good.varne").starts_with("rule r {"));
    assert_eq!(
        folder.run("fmt nowhere.varne").ends(2).err,
        "error: `nowhere.varne` cannot be read: it does not exist\n"
    );
}

#[test]
fn test_disguises_every_hit_on_demand() {
    let folder = Folder::with_policy();
    let ran = folder.run("test policy.varne --attack").ends(0);
    let text = ran.out.split_once("\n\n").expect("the examples, then the attack").1;
    assert!(text.starts_with("operator "), "{text}");
    assert!(
        ran.err.contains("4 passed, 0 failed\n") && ran.err.contains(" disguised variants caught ("),
        "{ran:?}"
    );
    // One seed, one report; another seed, another.
    assert_eq!(folder.run("test policy.varne --attack --seed 1").out, ran.out);
    let json = |seed: u32| -> serde_json::Value {
        let ran = folder.run(&format!("test policy.varne --attack --format json --seed {seed}")).ends(0);
        serde_json::from_str(&ran.out).unwrap()
    };
    let report = json(2);
    assert_eq!((&report["passed"], &report["attack"]["seed"]), (&4.into(), &2.into()));
    let hits = report["attack"]["hits"].as_array().unwrap();
    assert!(hits.iter().all(|hit| hit["tried"].as_u64() >= Some(30)), "{hits:?}");
    assert_ne!(report["attack"]["failures"], json(3)["attack"]["failures"]);
}

#[test]
fn an_attack_changes_neither_the_exit_code_nor_the_examples() {
    let folder = Folder::new().file("p.varne", TESTED);
    let (plain, attacked) = (folder.run("test p.varne").ends(1), folder.run("test p.varne --attack").ends(1));
    assert!(attacked.out.starts_with(&plain.out) && attacked.err.starts_with(&plain.err), "{attacked:?}");
    assert!(attacked.out.contains("p.varne:9  p.boats: does not fire, so it was not disguised"));
    folder.run("test p.varne --attack --junit report.xml").ends(1);
    assert!(folder.read("report.xml").contains("tests=\"4\" failures=\"3\""));
    let plain: serde_json::Value =
        serde_json::from_str(&folder.run("test p.varne --format json").ends(1).out).unwrap();
    assert!(plain.get("attack").is_none());
}

#[test]
fn explain_writes_a_page_or_a_file_whole() {
    let folder = Folder::with_policy().file(
        "posts.ndjson",
        "{\"id\":\"a\",\"text\":\"a dinghy\"}\n{\"text\":7}\n{\"text\":\"<i>cash</i>\"}\n",
    );
    let page = folder.run("explain policy.varne posts.ndjson --format html").ends(3);
    assert!(
        page.out.starts_with("<!doctype html>") && page.out.trim_end().ends_with("</html>"),
        "{}",
        page.out
    );
    assert!(page.out.contains("line 1, id &quot;a&quot;") && page.out.contains("line 3"), "{}", page.out);
    assert!(page.out.contains("Policy <code dir=\"auto\">sha256:"), "{}", page.out);
    assert!(!page.out.contains("<i>") && page.err.contains("posts.ndjson:2:"));
    for format in ["html", "json", "text"] {
        let shown = folder.run(&format!("explain policy.varne posts.ndjson --format {format}")).out;
        let ran = folder
            .run(&format!("explain policy.varne posts.ndjson --format {format} -o {format}.out"))
            .ends(3);
        assert_eq!((ran.out.as_str(), folder.read(&format!("{format}.out"))), ("", shown));
    }
    let ran = folder.run("explain policy.varne nowhere.ndjson --format html -o page.html").ends(2);
    assert!(
        ran.out.is_empty() && !folder.names().iter().any(|name| name.contains("page")),
        "{:?}",
        folder.names()
    );
}
