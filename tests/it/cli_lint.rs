//! What `check` says of policies that compile: lints, their levels, comments that silence them, and `--fix`.

use crate::command::Folder;

/// One warning, and one fix.
const UNTIDY: &str = "lexicon boat { en \"dinghy\", \"dinghy\" }\nsignal crossing = boat near \"dover\"\n";
/// A rule that fires on a language alone.
const UNFAIR: &str = "rule unfair { when lang == \"sq\" then label because \"x\" }\n";

fn package(lints: &str, source: &str) -> Folder {
    let manifest = format!("[package]\nname = \"p\"\nversion = \"1\"\nedition = 1\n\n[lints]\n{lints}\n");
    Folder::new().file("p/varne.toml", manifest).file("p/main.varne", source)
}

#[test]
fn warnings_are_shown_and_may_be_denied() {
    let folder = Folder::new().file("untidy.varne", UNTIDY);
    let ran = folder.run("check untidy.varne").ends(0);
    assert!(ran.out.contains("warning[W603]") && ran.out.ends_with("1 warning\n"), "{}", ran.out);
    folder.run("check untidy.varne --deny warnings").ends(1);
    assert!(folder.run("compile untidy.varne -o untidy.varnec").ends(0).err.is_empty());
    let ran = folder.run("check untidy.varnec").ends(0);
    assert!(ran.out.contains("warning[W603]"), "{ran:?}");
}

#[test]
fn a_package_says_how_much_a_lint_weighs() {
    let folder = package("duplicate-term = \"allow\"", UNTIDY);
    assert!(folder.run("check p").ends(0).out.is_empty());
    let folder = package("duplicate-term = \"error\"", UNTIDY);
    assert!(folder.run("check p").ends(1).out.contains("error[W603]"));
    assert!(folder.run("scan p").ends(1).err.contains("error[W603]"));
    let folder = package("duplicate-term = \"deny\"", UNTIDY);
    assert!(folder.run("check p").ends(1).out.contains("E111"));
}

#[test]
fn a_rule_on_who_somebody_is_alone_is_an_error_unless_the_package_says_otherwise() {
    for verb in ["check", "scan", "test", "compile -o p.varnec"] {
        let ran = package("", UNFAIR).run(&format!("{verb} p")).ends(1);
        assert!(format!("{}{}", ran.out, ran.err).contains("error[W625]"), "{verb}: {ran:?}");
    }
    assert!(package("identity-only = \"warn\"", UNFAIR).run("check p").ends(0).out.contains("warning[W625]"));
    let folder = package("identity-only = \"allow\"", UNFAIR);
    assert!(folder.run("check p").ends(0).out.is_empty());
    assert_eq!(folder.run_on("scan p", "{\"lang\":\"sq\"}\n").ends(0).verdicts().len(), 1);
    let reason = format!("// allow: identity-only shows what is silenced\n{UNFAIR}");
    package("", &reason).run("scan p").ends(0);
}

#[test]
fn terms_expire_on_the_day_that_is_given() {
    let source = "lexicon word { en \"taxi\" { expires 2026-06-01 } }\n";
    let folder = Folder::new().file("word.varne", source);
    assert!(folder.run("check word.varne --now 2026-06-01").ends(0).out.is_empty());
    assert!(folder.run("check word.varne --now 2026-06-02").ends(0).out.contains("W619"));
    // Judging does not depend on the day, whatever the package makes of the lint.
    let folder = package("expired-term = \"error\"", source);
    folder.run("check p --now 2026-06-02").ends(1);
    folder.run("compile p -o p.varnec").ends(0);
}

#[test]
fn every_format_shows_the_level() {
    let folder = Folder::new().file("untidy.varne", UNTIDY);
    let json = folder.run("check untidy.varne --format json").ends(0).verdicts();
    assert_eq!((&json[0]["code"], &json[0]["level"]), (&"W603".into(), &"warning".into()));
    assert_eq!(json[0]["fix"][0]["text"], "");
    let sarif = folder.run("check untidy.varne --format sarif").ends(0).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "warning");
    assert!(
        folder.run("check untidy.varne --format github").ends(0).out.starts_with("::warning file=untidy")
    );
}

#[test]
fn fixes_are_written_laid_out_and_told() {
    let source = "use words.{uk, france}\nuse words as w\n// boats\nlexicon boat { en \"dinghy\", \"rib-boat\", \"dinghy\", \"boat\"~2 }\n\
                  signal crossing = boot near uk\nrule sells { when crossing then lable because \"x\" }\n";
    let folder = package("", source).file("p/words.varne", "lexicon   uk { en \"dover\" }\n");
    let ran = folder.run("check p --fix").ends(1);
    assert!(ran.out.contains("error[E201]") && ran.out.contains("`france`"), "{}", ran.out);
    insta::assert_snapshot!(ran.err, @r"
    fixed p/main.varne:4: W607: the `-` in `rib-boat` only separates words
    fixed p/main.varne:4: W603: this lexicon has the term `dinghy` twice
    fixed p/main.varne:4: W622: no word of `boat` is long enough for `~2`
    fixed p/main.varne:5: E201: nothing is called `boot` here
    fixed p/main.varne:6: E209: `lable` is not an action
    ");
    insta::assert_snapshot!(folder.read("p/main.varne"), @r#"
    use words.{uk, france}
    use words as w

    // boats
    lexicon boat { en "dinghy", "rib boat", "boat" }

    signal crossing = boat near uk

    rule sells {
      when      crossing
      then      label
      because   "x"
    }
    "#);
    assert_eq!(
        folder.read("p/words.varne"),
        "lexicon   uk { en \"dover\" }\n",
        "what needs no fix stays as it is"
    );
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let folder = Folder::new().file("untidy.varne", UNTIDY);
    assert_eq!(folder.run("check untidy.varne --fix").ends(0).err.lines().count(), 2);
    let fixed = folder.read("untidy.varne");
    assert_eq!(folder.run("check untidy.varne --fix").ends(0).err, "no problems\n");
    assert_eq!(folder.read("untidy.varne"), fixed);
    let folder = folder.file("untidy.varnec", "");
    assert!(folder.run("check untidy.varnec --fix").ends(2).err.contains("is compiled"));
}

/// A file with line breaks of Windows and a byte order mark becomes what `fmt` makes of it, whole.
#[test]
fn fixes_of_windows_files_are_laid_out_like_all_others() {
    let windows = format!("\u{FEFF}// craft\n{UNTIDY}").replace('\n', "\r\n");
    let folder = Folder::new().file("w.varne", windows).file("u.varne", format!("// craft\n{UNTIDY}"));
    folder.run("check w.varne --fix").ends(0);
    folder.run("check u.varne --fix").ends(0);
    let fixed = folder.read("w.varne");
    assert_eq!(fixed, folder.read("u.varne"));
    insta::assert_snapshot!(fixed, @r#"
    // craft
    lexicon boat { en "dinghy" }

    signal crossing = boat near "dover"
    "#);
    assert_eq!(folder.names(), ["u.varne", "w.varne"], "nothing is left beside them");
}

/// What follows from another fix is mended in a later round, and what is mended is told in order.
#[test]
fn several_fixes_of_a_file_follow_each_other() {
    let source = "lexicon boat { en “dinghy”, “dinghy” }\nsignal crossing = boat && \"dover\"\n\
                  rule r { if crosing then label becuase \"x\" }\n";
    let folder = Folder::new().file("p.varne", source);
    let ran = folder.run("check p.varne --fix").ends(0);
    insta::assert_snapshot!(ran.err, @r#"
    fixed p.varne:1: E101: a string stands in straight double quotes
    fixed p.varne:1: E101: a string stands in straight double quotes
    fixed p.varne:2: E101: found `&&`, expected `and`
    fixed p.varne:3: E101: a rule has no `if`
    fixed p.varne:3: E101: a rule has no `becuase`
    fixed p.varne:1: W603: this lexicon has the term `dinghy` twice
    fixed p.varne:3: E201: nothing is called `crosing` here
    no problems
    "#);
    insta::assert_snapshot!(folder.read("p.varne"), @r#"
    lexicon boat { en "dinghy" }

    signal crossing = boat and "dover"

    rule r {
      when      crossing
      then      label
      because   "x"
    }
    "#);
}

/// A fix of form that lets more errors of meaning be seen is made all the same.
#[test]
fn a_fix_is_made_though_errors_show_behind_it() {
    let folder = Folder::new().file("p.varne", "signal crossing = boat && sea && uk\n");
    let ran = folder.run("check p.varne --fix").ends(1);
    assert!(ran.out.ends_with("3 errors\n"), "{}", ran.out);
    assert_eq!(folder.read("p.varne"), "signal crossing = boat and sea and uk\n");
}

#[test]
fn a_fix_inside_a_test_stays_there() {
    let source = "rule r { when \"dinghy\" then label because \"x\" }\n\
                  test \"one\" {\n  // kept\n  given \"a dinghy\"\n  expect rule r, label\n}\n";
    let folder = Folder::new().file("p.varne", source);
    folder.run("check p.varne --fix").ends(0);
    insta::assert_snapshot!(folder.read("p.varne"), @r#"
    rule r {
      when      "dinghy"
      then      label
      because   "x"
    }

    test "one" {
      // kept
      given   "a dinghy"
      expect  rule r, action label
    }
    "#);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_when_what_it_leads_to_is_fixed() {
    let folder = Folder::new().file("real/boats.varne", UNTIDY);
    std::os::unix::fs::symlink("real/boats.varne", folder.path("link.varne")).expect("a link");
    folder.run("check link.varne --fix").ends(0);
    assert!(folder.path("link.varne").is_symlink());
    assert!(!folder.read("real/boats.varne").contains("\"dinghy\", "), "the file it leads to is mended");
    assert_eq!(folder.names(), ["link.varne", "real"]);
}

/// One file of a package that may not be written leaves all of them as they were.
#[test]
fn nothing_is_fixed_where_a_file_may_only_be_read() {
    let folder = package("", UNTIDY).file("p/zodiac.varne", UNTIDY.replace("boat", "zodiac"));
    let locked = folder.path("p/zodiac.varne");
    let mut permissions = locked.metadata().expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).expect("it is locked");
    let ran = folder.run("check p --fix").ends(2);
    assert!(ran.err.contains("zodiac.varne") && ran.out.is_empty(), "{ran:?}");
    assert_eq!(folder.read("p/main.varne"), UNTIDY);
    assert_eq!(folder.read("p/zodiac.varne"), UNTIDY.replace("boat", "zodiac"));
    let left: Vec<_> = std::fs::read_dir(folder.path("p")).expect("a folder").collect();
    assert_eq!(left.len(), 3, "nothing is left beside them");
    folder.run("fmt p").ends(2);
    assert_eq!(folder.read("p/zodiac.varne"), UNTIDY.replace("boat", "zodiac"));
}

/// The policy that the README begins with, and the package that `init` writes, are examples to follow.
#[test]
fn examples_give_no_warning() {
    let readme = include_str!("../../README.md");
    let policy =
        readme.split("```varne\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a policy");
    let folder = Folder::new().file("seller.varne", policy);
    assert_eq!(folder.run("check seller.varne").ends(0).out, "");
    folder.run("init new").ends(0);
    assert_eq!(folder.run("check new --deny warnings").ends(0).out, "");
}

#[test]
fn an_error_hides_no_warning_of_what_it_leaves_alone() {
    let source = "use words.{uk, france}\nlexicon boat { en \"small, boat\", \"ship*\", \"ship\" }\n\
                  rule sells { when boat then remove because \"x\" }\nsignal lost = nowhere near uk\n\
                  signal lonely = lost or \"x\"\n";
    let folder = package("", source)
        .file("p/words.varne", "lexicon uk { en \"dover\" }\nlexicon france { en \"calais\" }\n");
    let codes = |ran: &crate::command::Ran| -> Vec<String> {
        let found = ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        found.map(|found| found["code"].as_str().unwrap().to_owned()).collect()
    };
    let ran = folder.run("check p --format json").ends(1);
    // `uk`, which is named in what is broken, is not unused; `france` is.
    assert_eq!(codes(&ran), ["W602", "W607", "W604", "W614", "W615", "W616", "E201", "W601"]);
    folder.run("check p --fix").ends(1);
    assert!(folder.read("p/main.varne").contains("\"small boat\""));
}

#[test]
fn a_module_may_come_on_standard_input() {
    let folder = Folder::new().file("posts.ndjson", "{\"text\":\"boat\"}\n");
    let policy = "rule r { when \"boat\" then review because \"x\" }";
    assert_eq!(folder.run_on("check -", policy).ends(0).out, "");
    assert_eq!(folder.run_on("scan - posts.ndjson", policy).ends(0).verdicts().len(), 1);
    assert!(folder.run_on("scan -", policy).ends(2).err.contains("cannot be the package and the content"));
    assert!(folder.run_on("check - --fix", policy).ends(2).err.contains("cannot be mended"));
}
