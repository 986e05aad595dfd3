//! The command's own words: help, version, wrong use, completions.

use crate::command::Folder;

#[test]
fn help_and_version_are_answers() {
    let folder = Folder::new();
    let help = folder.run("--help").ends(0);
    for verb in
        ["init", "check", "fmt", "compile", "scan", "explain", "snapshot", "test", "completions", "man"]
    {
        assert!(help.out.contains(&format!("\n  {verb} ")), "{verb} is in {}", help.out);
        assert!(folder.run(&format!("{verb} --help")).ends(0).out.contains("Usage"), "{verb}");
    }
    assert!(folder.run("--version").ends(0).out.starts_with("varne "));
}

#[test]
fn an_unknown_verb_is_told_in_one_line() {
    for (words, expected) in [
        ("scna policy", "error: there is no verb `scna`; did you mean `scan`?\n"),
        ("evla p", "error: there is no verb `evla`; did you mean `eval`?\n"),
        (
            "juggle",
            "error: there is no verb `juggle`; the verbs are init, check, fmt, compile, scan, explain, snapshot, test, eval, diff, completions, man\n",
        ),
    ] {
        let ran = Folder::new().run(words).ends(2);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", expected));
    }
}

#[test]
fn wrong_use_ends_with_2() {
    let folder = Folder::with_policy();
    for words in [
        "",
        "scan",
        "scan policy.varne --format xml",
        "scan policy.varne --threads 0",
        "scan policy.varne --now yesterday",
        "scan policy.varne --now 2026-02-30",
        "compile policy.varne",
        "check policy.varne --deny everything",
        "explain",
        "explain policy.varne --code E201 --text x",
        "test policy.varne --html page.html",
        "test policy.varne --seed 2",
        "test policy.varne --attack --seed many",
        "fmt",
        "completions klingon",
    ] {
        let ran = folder.run(words).ends(2);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{words}: {ran:?}");
    }
}

#[test]
fn paths_without_a_policy_are_told_in_one_line() {
    let folder = Folder::new().file("empty/readme.md", "").file("notes.txt", "").file("posts.ndjson", "");
    for package in ["nowhere", "nowhere.varne", "nowhere.varnec", "empty", "notes.txt"] {
        for verb in ["check", "scan", "test", "compile -o x.varnec", "explain --text x"] {
            let ran = folder.run(&format!("{verb} {package}")).ends(2);
            assert_eq!(ran.err.lines().count(), 1, "{verb} {package}: {}", ran.err);
            assert!(ran.err.starts_with("error: ") && ran.err.contains(package), "{}", ran.err);
            assert!(ran.out.is_empty());
        }
    }
    assert!(folder.run("check empty").err.contains("varne.toml"));
}

#[test]
fn completions_are_scripts() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = folder.run(&format!("completions {shell}")).ends(0);
        assert!(ran.out.contains("varne") && ran.out.contains("explain"), "{shell}");
    }
}

#[test]
fn manual_pages_are_those_of_the_help() {
    let folder = Folder::new();
    let page = folder.run("man").ends(0).out;
    assert!(page.contains(".TH varne 1") && page.contains("varne\\-snapshot(1)"), "{page}");
    for verb in
        ["init", "check", "fmt", "compile", "scan", "explain", "snapshot", "test", "completions", "man"]
    {
        let page = folder.run(&format!("man {verb}")).ends(0).out;
        assert!(page.contains(&format!(".TH varne-{verb} 1")) && page.contains(".SH OPTIONS"), "{page}");
    }
    assert_eq!(folder.run("man scna").ends(2).err, "error: there is no verb `scna`; did you mean `scan`?\n");
}
