//! Input that cannot be read: it is said where and why, the rest goes on, and nothing is silent.

use crate::command::Folder;

#[test]
fn unreadable_records_are_told_and_the_rest_goes_on() {
    let posts: Vec<&[u8]> = vec![
        b"{\"text\":\"cash\"}",
        b"{\"text\":5}",
        b"[1,2]",
        b"{\"text\":\"nul \0 byte\"}",
        b"{\"text\":\"nul \\u0000 cash\"}",
        b"{\"text\":\"\xff\xfe\"}",
        b"{\"text\":\"\\ud83d\"}",
        b"{\"ignored\":\"\\udc00\",\"text\":\"cash\"}",
        b"{\"created_at\":\"yesterday\"}",
        b"{\"text\":\"cash\"",
        b"not json",
        b"\0\0\0",
        b"{\"text\":\"cash\"}",
    ];
    let folder = Folder::with_policy().file("posts.ndjson", posts.join(&b'\n'));
    let ran = folder.run("scan policy.varne posts.ndjson --now 2026-11-22").ends(3);
    let lines: Vec<u64> = ran.verdicts().iter().filter_map(|verdict| verdict["line"].as_u64()).collect();
    assert_eq!(lines, [1, 5, 13]);
    insta::assert_snapshot!(ran.talk(), @r#"
        posts.ndjson:2: field `text` is a number, expected a string
        posts.ndjson:3: line is not a JSON object
        posts.ndjson:4: invalid JSON at byte 13: control character (\u0000-\u001F) found while parsing a string
        posts.ndjson:6: invalid UTF-8 at byte 9
        posts.ndjson:7: lone surrogate at byte 9
        posts.ndjson:8: lone surrogate at byte 12
        posts.ndjson:9: field `created_at` is not an RFC 3339 time or a date
        posts.ndjson:10: invalid JSON at byte 13: EOF while parsing an object
        posts.ndjson:11: line is not a JSON object
        posts.ndjson:12: line is not a JSON object
        3 posts, 3 on which a rule fired, 10 unreadable
        actions: review 3
                3  policy.cash
        rules in effect at `created_at`, and on 2026-11-22 for posts without it
        "#);
}

#[test]
fn nesting_costs_no_stack() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
    let posts = [
        format!("{{\"x\":{},\"text\":\"cash\"}}", deep("[", "]")),
        format!("{{\"x\":{},\"text\":\"cash\"}}", deep("{\"y\":", "}")),
        format!("{{\"text\":{}}}", deep("[", "]")),
        deep("[", "]"),
        "{\"author\":".repeat(200_000),
        "[".repeat(200_000),
    ];
    let folder = Folder::with_policy().file("posts.ndjson", posts.join("\n"));
    let ran = folder.run("scan policy.varne posts.ndjson").ends(3);
    assert_eq!(ran.verdicts().len(), 2);
    assert!(ran.err.contains("posts.ndjson:3: field `text` is a list, expected a string\n"), "{}", ran.err);
    assert!(ran.err.contains("posts.ndjson:4: line is not a JSON object\n"));
    assert!(ran.err.contains("posts.ndjson:5: invalid JSON at byte "));
}

#[test]
fn a_line_of_50_megabytes_is_judged_and_a_longer_one_told() {
    let post =
        |megabytes: usize| format!("{{\"x\":\"{}\",\"text\":\"cash\"}}\n", "x".repeat(megabytes << 20));
    let posts = format!("{}{}{}", post(50), post(70), post(0));
    let folder = Folder::with_policy().file("posts.ndjson", posts);
    let ran = folder.run("scan policy.varne posts.ndjson").ends(3);
    let lines: Vec<u64> = ran.verdicts().iter().filter_map(|verdict| verdict["line"].as_u64()).collect();
    assert_eq!(lines, [1, 3]);
    assert!(ran.err.starts_with("posts.ndjson:2: line is longer than 67108864 bytes\n"), "{}", ran.err);
}

#[test]
fn files_that_cannot_be_read_end_it_before_anything_is_written() {
    let folder = Folder::with_policy().file("posts.ndjson", "{\"text\":\"cash\"}").file("folder/x", "");
    for (files, expected) in [
        ("nowhere.ndjson", "error: `nowhere.ndjson` cannot be read: it does not exist\n"),
        ("posts.ndjson nowhere.gz", "error: `nowhere.gz` cannot be read: it does not exist\n"),
        ("folder", "error: `folder` cannot be read: it is a folder\n"),
    ] {
        let ran = folder.run(&format!("scan policy.varne {files}")).ends(2);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", expected));
    }
}

#[test]
fn a_policy_with_ten_thousand_errors_shows_the_first_and_counts_the_rest() {
    let rule =
        |number: usize| format!("rule r{number} {{ when nowhere_{number} because \"b\" then label }}\n");
    let folder = Folder::new().file("p.varne", (0..10_000).map(rule).collect::<String>());
    let ran = folder.run("check p.varne").ends(1);
    assert!(
        ran.out.len() < 200_000 && ran.out.contains("10000 errors"),
        "{}",
        &ran.out[ran.out.len() - 300..]
    );
    let ran = folder.run_on("scan p.varne", "").ends(1);
    assert!(ran.out.is_empty() && ran.err.contains("10000 errors"));
}

#[test]
fn a_source_that_is_no_text_is_a_diagnostic() {
    let folder =
        Folder::new().file("p.varne", b"rule \xff {}").file("empty.varne", "").file("nul.varne", "\0");
    assert!(folder.run("check p.varne").ends(1).out.contains("E105"));
    folder.run("check empty.varne").ends(0);
    folder.run("check nul.varne").ends(1);
}

#[test]
fn one_file_that_is_not_there_hides_no_other() {
    let folder = Folder::new().file("b.varne", "lexicon   b { en \"boat\" }").file("p.varnec", "");
    let ran = folder.run("fmt --check nowhere.varne p.varnec b.varne").ends(2);
    assert_eq!(ran.out, "b.varne\n");
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    let folder = folder.file("latin.varne", b"// ok\n// \xff\n");
    assert!(folder.run("fmt latin.varne").ends(1).err.contains("byte 0xff in line 2"));
}

#[test]
fn plain_text_is_explained_and_compared() {
    let policy = |word: &str| format!("rule r {{ when \"{word}\" then review because \"x\" }}");
    let folder = Folder::new()
        .file("old.varne", policy("boat"))
        .file("new.varne", policy("ship"))
        .file("posts.txt", "a boat\na ship\n");
    let ran = folder.run("explain old.varne posts.txt --plain").ends(0);
    assert!(ran.out.contains("line 1") && ran.out.contains("line 2"), "{}", ran.out);
    folder.run("diff old.varne new.varne --on posts.txt --plain").ends(1);
    let ran = folder.run("scan old.varne posts.txt --plain --format json").ends(0);
    assert_eq!(ran.verdicts().len(), 1);
    let missing = folder.run("scan old.varne posts.txt --plain -o nowhere/x").ends(2).err;
    assert!(missing.contains("the folder `nowhere` does not exist"), "{missing}");
}
