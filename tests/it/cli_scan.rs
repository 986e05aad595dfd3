//! `scan`: what is written for which posts, in which order and form.

use std::fmt::Write as _;
use std::io::Read;
use std::process::{Command, Stdio};

use crate::command::Folder;

const POSTS: &str = "\
{\"id\":\"a\",\"text\":\"a dinghy for £300\",\"created_at\":\"2026-11-01\"}
{\"id\":2,\"text\":\"good morning\"}

{\"text\":\"🚤 cash 🚤\"}
{\"id\":\"d\",\"text\":\"a dinghy in the museum\"}
{\"id\":\"e\",\"text\":\"police found a dinghy\"}
";

#[test]
fn a_verdict_per_post_on_which_a_rule_fired() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    let ran = folder.run("scan policy.varne posts.ndjson --now 2026-11-22").ends(0);
    let verdicts = ran.verdicts();
    let lines: Vec<u64> = verdicts.iter().filter_map(|verdict| verdict["line"].as_u64()).collect();
    assert_eq!(lines, [1, 4, 5]);
    insta::assert_snapshot!(ran.talk(), @r#"
        5 posts, 3 on which a rule fired, 0 unreadable
        actions: remove 2, none 1 (exempt 1)
                3  policy.boats
                1  policy.cash
                1  policy.watched (shadow)
        rules in effect at `created_at`, and on 2026-11-22 for posts without it
        "#);
}

#[test]
fn a_verdict_has_the_keys_of_the_language_in_their_order() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    let out = folder.run("scan policy.varne posts.ndjson").ends(0).out;
    let first = out.lines().next().unwrap();
    let digest = first.split("sha256:").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(digest.len(), 64);
    insta::assert_snapshot!(first.replace(digest, "…"), @r#"
        {"id":"a","line":1,"action":"remove","severity":"high","refer":["nca"],"exempt":[],"rules":[{"rule":"policy.boats","status":"live","severity":"high","action":"remove","because":"names a boat","basis":"a test","signals":[],"scores":{},"evidence":[{"field":"text","start":2,"end":8,"text":"dinghy","by":"policy.boat"}]},{"rule":"policy.watched","status":"shadow","severity":null,"action":"restrict","because":"a boat and a price","basis":"a test","signals":[],"scores":{},"evidence":[{"field":"text","start":2,"end":8,"text":"dinghy","by":"policy.boat"},{"field":"text","start":13,"end":18,"text":"£300","by":"price"}]}],"entities":[{"kind":"price","value":"300 GBP","field":"text","start":13,"end":18},{"kind":"amount","value":"300","field":"text","start":15,"end":18}],"policy":{"package":"policy","version":"","digest":"sha256:…"}}
        "#);
}

#[test]
fn all_gives_a_verdict_on_every_post() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    let verdicts = folder.run("scan policy.varne posts.ndjson --all").ends(0).verdicts();
    let actions: Vec<&str> = verdicts.iter().filter_map(|verdict| verdict["action"].as_str()).collect();
    assert_eq!(actions, ["remove", "none", "remove", "none", "none"]);
    assert_eq!(verdicts[1]["id"], 2);
    assert_eq!(verdicts[2]["id"], serde_json::Value::Null);
}

#[test]
fn the_order_of_the_input_is_kept_on_any_number_of_threads() {
    let mut posts = String::new();
    for number in 0..20_000 {
        // Posts of very different length, so that chunks take different times.
        let text = "a dinghy ".repeat(if number % 997 == 0 { 500 } else { 1 });
        let _ = writeln!(posts, "{{\"id\":{number},\"text\":\"{text}\"}}");
    }
    let folder = Folder::with_policy().file("posts.ndjson", posts);
    let scan =
        |threads| folder.run(&format!("scan policy.varne posts.ndjson --threads {threads}")).ends(0).out;
    let one = scan(1);
    for (number, line) in one.lines().enumerate() {
        assert!(line.starts_with(&format!("{{\"id\":{number},\"line\":{},", number + 1)));
    }
    assert_eq!(one.lines().count(), 20_000);
    assert!(one == scan(2) && one == scan(8), "verdicts depend on the number of threads");
}

#[test]
fn several_files_are_named() {
    let folder = Folder::with_policy().file("a.ndjson", POSTS).file("b.ndjson", "\n{\"text\":\"cash\"}");
    let verdicts =
        folder.run_on("scan policy.varne a.ndjson b.ndjson -", "{\"text\":\"cash\"}").ends(0).verdicts();
    let places: Vec<_> =
        verdicts.iter().map(|verdict| (verdict["file"].as_str(), verdict["line"].as_u64())).collect();
    let place = |file, line| (Some(file), Some(line));
    let expected = [
        place("a.ndjson", 1),
        place("a.ndjson", 4),
        place("a.ndjson", 5),
        place("b.ndjson", 2),
        place("-", 1),
    ];
    assert_eq!(places, expected);
}

#[test]
fn standard_input_is_read_without_a_file() {
    let folder = Folder::with_policy();
    assert_eq!(
        folder.run_on("scan policy.varne", POSTS).ends(0).out,
        folder.run_on("scan policy.varne -", POSTS).out
    );
}

#[test]
fn plain_text_is_a_post_per_line() {
    let folder = Folder::with_policy();
    let verdicts =
        folder.run_on("scan policy.varne --plain", "\u{feff}a dinghy\r\n\nno\n{\"cash\"").ends(0).verdicts();
    let found: Vec<_> = verdicts
        .iter()
        .map(|verdict| (verdict["line"].as_u64(), verdict["rules"][0]["evidence"][0]["text"].as_str()))
        .collect();
    assert_eq!(found, [(Some(1), Some("dinghy")), (Some(4), Some("cash"))]);
}

#[test]
fn offsets_count_what_is_asked() {
    let folder = Folder::with_policy();
    for (unit, expected) in [("bytes", (8, 14)), ("chars", (4, 10)), ("utf16", (5, 11))] {
        let scan = format!("scan policy.varne --offsets {unit}");
        let verdicts = folder.run_on(&scan, "{\"text\":\"🎉é, dinghy\"}").ends(0).verdicts();
        let evidence = &verdicts[0]["rules"][0]["evidence"][0];
        let found = (evidence["start"].as_u64().unwrap(), evidence["end"].as_u64().unwrap());
        assert_eq!(found, expected, "{unit}");
    }
}

#[test]
fn csv_is_a_table() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    insta::assert_snapshot!(folder.run("scan policy.varne posts.ndjson --format csv").ends(0).out, @r#"
        line,id,action,severity,refer,exempt,rules,evidence
        1,a,remove,high,nca,,policy.boats;policy.watched,dinghy | £300
        4,,remove,high,nca,,policy.boats;policy.cash,🚤 | cash
        5,d,none,high,,policy.museum,policy.boats,dinghy
        "#);
    let ran = folder
        .run_on("scan policy.varne - posts.ndjson --format csv", "{\"id\":\"a\\\"b,\",\"text\":\"cash\"}");
    assert_eq!(ran.out.lines().nth(1), Some("-,1,\"a\"\"b,\",review,,,,policy.cash,cash"));
    for id in ["=1+1", "+1", "-1", "@A1", "\\t=1", "\\r=1"] {
        let ran =
            folder.run_on("scan policy.varne --format csv", format!("{{\"id\":\"{id}\",\"text\":\"cash\"}}"));
        let cell = ran.out.lines().nth(1).map(|line| line.split(',').nth(1).unwrap_or_default().to_owned());
        assert!(cell.is_some_and(|cell| cell.trim_start_matches('"').starts_with('\'')), "{id}: {}", ran.out);
    }
}

#[test]
fn text_is_for_people() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    insta::assert_snapshot!(folder.run("scan policy.varne posts.ndjson --format text").ends(0).out, @r#"
        line 1  id a  remove (high), refer to nca
          policy.boats: names a boat
            text 2..8  dinghy  (policy.boat)
          policy.watched (shadow): a boat and a price
            text 2..8  dinghy  (policy.boat)
            text 13..18  £300  (price)
        line 4  remove (high), refer to nca
          policy.boats: names a boat
            text 0..4  🚤  (policy.boat)
            text 10..14  🚤  (policy.boat)
          policy.cash: names cash
            text 5..9  cash  (cash)
        line 5  id d  none (high), exempt by policy.museum
          policy.boats: names a boat
            text 2..8  dinghy  (policy.boat)
        "#);
}

#[test]
fn text_cannot_move_the_cursor() {
    let folder = Folder::with_policy();
    let post = "{\"id\":\"\\u001b[2J\",\"text\":\"small \\u202e\\u001b boat\"}";
    let out = folder.run_on("scan policy.varne --format text", post).ends(0).out;
    assert!(out.contains("\\u{1b}[2J") && !out.contains(['\u{1b}', '\u{202e}']), "{out}");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder =
        Folder::with_policy().file("posts.ndjson", POSTS).file("broken.gz", "no gzip").file("old", "old");
    let direct = folder.run("scan policy.varne posts.ndjson").out;
    let ran = folder.run("scan policy.varne posts.ndjson -o new").ends(0);
    assert_eq!((ran.out.as_str(), folder.read("new")), ("", direct));
    folder.run("scan policy.varne posts.ndjson broken.gz -o old").ends(2);
    folder.run("scan policy.varne posts.ndjson broken.gz -o absent").ends(2);
    assert_eq!(folder.read("old"), "old");
    assert_eq!(folder.names(), ["broken.gz", "new", "old", "policy.varne", "posts.ndjson"]);
    let refused = folder.run("scan policy.varne posts.ndjson -o nowhere/out").ends(2);
    assert!(refused.err.contains("`nowhere/out` cannot be written"), "{}", refused.err);
}

#[test]
fn rules_are_in_effect_at_the_post_or_on_the_day_given() {
    let policy = "rule r { when \"cash\" then label because \"b\" effective 2026-03-01..2026-03-31 }";
    let folder = Folder::new().file("p.varne", policy);
    let lines =
        |now, post| folder.run_on(&format!("scan p.varne --now {now}"), post).ends(0).out.lines().count();
    let undated = "{\"text\":\"cash\"}";
    assert_eq!((lines("2026-03-01", undated), lines("2026-03-31", undated)), (1, 1));
    assert_eq!((lines("2026-02-28", undated), lines("2026-04-01", undated)), (0, 0));
    assert_eq!(lines("2030-01-01", "{\"text\":\"cash\",\"created_at\":\"2026-03-15T12:00:00Z\"}"), 1);
    assert_eq!(lines("2026-03-15", "{\"text\":\"cash\",\"created_at\":\"2026-03-31T23:30:00-01:00\"}"), 0);
}

#[test]
fn an_empty_input_is_no_posts() {
    let folder = Folder::with_policy();
    for input in ["", "\n", "\r\n\r\n", "\u{feff}", "\u{feff}\n"] {
        let ran = folder.run_on("scan policy.varne", input).ends(0);
        assert!(
            ran.out.is_empty() && ran.err.starts_with("0 posts, 0 on which a rule fired, 0 unreadable\n")
        );
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let folder = Folder::with_policy().file("posts.ndjson", "{\"text\":\"cash\"}\n".repeat(200_000));
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("varne"))
        .args(["scan", "policy.varne", "posts.ndjson"])
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn verdicts_never_take_the_place_of_content() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    let ran = folder.run("scan policy.varne posts.ndjson -o posts.ndjson").ends(2);
    insta::assert_snapshot!(
        ran.talk(),
        @"error: `posts.ndjson` is content to read and cannot take the verdicts; name another file with `-o`"
    );
    assert_eq!(folder.run("scan policy.varne posts.ndjson").ends(0).verdicts().len(), 3);
}

#[test]
fn a_dash_is_standard_output() {
    let folder = Folder::with_policy().file("posts.ndjson", POSTS);
    let named = folder.run("scan policy.varne posts.ndjson -o -").ends(0).out;
    assert_eq!(named, folder.run("scan policy.varne posts.ndjson").ends(0).out);
}
