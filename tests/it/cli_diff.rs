//! `diff`: what is said of a change, in which form, and with which exit code.

use crate::command::Folder;

const OLD: &str = r#"
lexicon boat { en "dinghy", "rib boat" }
lexicon port { en "dover", "calais" }
signal crossing = boat near port within 5 words
score seller { +2 price +1 phone +1 "paid on arrival" }

rule sells { when crossing and seller >= 2 then review severity low because "sells" }
rule names { when boat or port then label because "names" }
rule cheap { when price(amount < 500) and author.followers < 10 then label because "cheap" }
rule gone { when "gone" then label because "gone" }
exempt press { when "police" because "news" }
"#;

const NEW: &str = r#"
// The same lexicons, one term more and one less.
lexicon boat { en "dinghy", "kayak" }
lexicon port { en "dover", "calais" }
signal crossing = boat near port within 5 words
score seller { +2 price +1 phone +1 "paid on arrival" }

rule sells { when crossing and seller >= 3 then remove severity high because "sells" }
rule names { when port or boat then label because "names" }
rule cheap { when price(amount <= 800) and author.followers < 10 then label because "cheap" }
rule come { when "come" then label because "come" }
exempt press { when any of ("police", "court") because "news" }
"#;

fn folder() -> Folder {
    Folder::new().file("old.varne", OLD).file("new/old.varne", NEW)
}

#[test]
fn every_rule_is_told_with_its_verdict_and_why() {
    let ran = folder().run("diff old.varne new/old.varne").ends(1);
    insta::assert_snapshot!(ran.out, @r#"
        old, old and new

        rule old.cheap: wider
          holds wherever it did, and on more
          when: `price(amount < 500) and author.followers < 10` → `price(amount <= 800) and author.followers < 10`

        rule old.come: added

        rule old.gone: removed

        rule old.names: changed
          holds where it did not, and no longer everywhere it did
          when: `boat or port` → `port or boat`
          lexicon old.boat: + "kayak"; - "rib boat"

        rule old.sells: changed
          holds where it did not, and no longer everywhere it did
          then: review → remove
          severity: low → high
          when: `crossing and seller >= 2` → `crossing and seller >= 3`
          lexicon old.boat: + "kayak"; - "rib boat"

        exempt old.press: wider
          holds wherever it did, and on more
          when: `"police"` → `any of ("police", "court")`
        "#);
    insta::assert_snapshot!(ran.talk(), @"5 rules: 1 wider, 2 changed, 1 added, 1 removed; 1 exemption: 1 wider");
}

#[test]
fn a_witness_fires_on_one_side_only() {
    let folder = folder();
    let ran = folder.run("diff old.varne new/old.varne --witness --format json").ends(1);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let mut shown = 0;
    for rule in report["rules"].as_array().unwrap() {
        let name = rule["name"].as_str().unwrap();
        for witness in rule["witnesses"].as_array().into_iter().flatten() {
            let line = format!("{}\n", witness["content"]);
            for (side, package) in [("old", "old.varne"), ("new", "new/old.varne")] {
                let verdicts =
                    folder.run_on(&format!("scan {package} --all"), line.as_str()).ends(0).verdicts();
                let fired = verdicts[0]["rules"].as_array().unwrap();
                let fires = fired.iter().any(|fired| fired["rule"] == name);
                assert_eq!(fires, witness["only"] == side, "{name} of {side} on {line}");
            }
            shown += 1;
        }
    }
    assert!(shown >= 4, "{shown} witnesses");
}

#[test]
fn layout_comments_and_files_are_no_change() {
    let moved = OLD.replace("\n\n", "\n// A remark.\n\n").replace("boat or port", "boat\n    or port");
    let folder = Folder::new()
        .file("a/varne.toml", "[package]\nname = \"p\"\nversion = \"1\"\nedition = 1\n")
        .file("a/one.varne", OLD)
        .file("b/varne.toml", "[package]\nname = \"p\"\nversion = \"1\"\nedition = 1\n")
        .file("b/two.varne", moved);
    let ran = folder.run("diff a b").ends(0);
    assert!(ran.out.contains("nothing but layout, comments and files differs"), "{}", ran.out);
    folder.run("diff a a").ends(0);
}

#[test]
fn what_a_rule_does_is_told_beside_what_it_means() {
    let new = OLD.replace("then review severity low", "status shadow then remove severity low basis \"law\"");
    let folder = Folder::new().file("old.varne", OLD).file("new/old.varne", new);
    let ran = folder.run("diff old.varne new/old.varne").ends(1);
    insta::assert_snapshot!(ran.out, @r#"
        old, old and new

        rule old.sells: equivalent
          status: live → shadow
          then: review → remove
          basis: nothing → law
        "#);
}

#[test]
fn a_rename_is_found_by_what_the_rule_says() {
    let new = OLD.replace("rule gone", "rule departed");
    let folder = Folder::new().file("old.varne", OLD).file("new/old.varne", new);
    let ran = folder.run("diff old.varne new/old.varne").ends(1);
    insta::assert_snapshot!(ran.out, @r#"
        old, old and new

        rule old.departed: equivalent
          was old.gone
        "#);
}

#[test]
fn packages_for_other_content_are_refused_in_one_line() {
    let new = format!(
        "content advert {{ text: text  price: number  created_at: time }}\n{}",
        OLD.replace("author.followers", "price")
    );
    let folder = Folder::new().file("old.varne", OLD).file("new.varne", new);
    let ran = folder.run("diff old.varne new.varne").ends(2);
    assert_eq!(ran.out, "");
    insta::assert_snapshot!(ran.err, @"error: the two packages judge different content: only the old one has `author.bio: string`, only the old one has `author.created_at: time`, only the old one has `author.followers: number`, and 14 more; compare packages with the same `content` declaration");
}

#[test]
fn changes_on_content_are_counted_by_rule_and_language() {
    let posts = "\
{\"lang\":\"en\",\"text\":\"dinghy to dover £300, police say\"}
{\"lang\":\"en\",\"text\":\"dinghy to dover £300\"}
not json
{\"lang\":\"fr\",\"text\":\"kayak, dover\"}
{\"text\":\"good morning\"}
";
    let folder = folder().file("posts.ndjson", posts);
    let ran = folder.run("diff old.varne new/old.varne --on posts.ndjson").ends(3);
    let on = ran.out.split("on content").nth(1).unwrap();
    insta::assert_snapshot!(on, @r#"
        : 4 posts, 2 judged otherwise, 1 unreadable
                 1  action review → label

          rule old.sells: 0 gained, 2 lost, 0 kept
            en: +0 -2
            only old, posts.ndjson:1: dinghy to dover £300, police say
            only old, posts.ndjson:2: dinghy to dover £300
        "#);
    assert!(ran.err.starts_with("posts.ndjson:3: "), "{}", ran.err);
    let piped = folder.run_on("diff old.varne new/old.varne --on -", posts).ends(3);
    assert!(piped.out.contains("4 posts, 2 judged otherwise"), "{}", piped.out);
}

#[test]
fn markdown_fits_a_comment() {
    let ran = folder().run("diff old.varne new/old.varne --format markdown").ends(1);
    insta::assert_snapshot!(ran.out, @r#"
        ### What this change means

        5 rules: 1 wider, 2 changed, 1 added, 1 removed; 1 exemption: 1 wider

        | | verdict | which means |
        |---|---|---|
        | rule `old.cheap` | **wider** | holds wherever it did, and on more |
        | rule `old.come` | **added** | there was no such condition |
        | rule `old.gone` | **removed** | there is no such condition any more |
        | rule `old.names` | **changed** | holds where it did not, and no longer everywhere it did |
        | rule `old.sells` | **changed** | holds where it did not, and no longer everywhere it did |
        | exempt `old.press` | **wider** | holds wherever it did, and on more |

        <details><summary>rule old.cheap</summary>

        - `` when: `price(amount < 500) and author.followers < 10` → `price(amount <= 800) and author.followers < 10` ``

        </details>

        <details><summary>rule old.names</summary>

        - `` when: `boat or port` → `port or boat` ``
        - `lexicon old.boat: + "kayak"; - "rib boat"`

        </details>

        <details><summary>rule old.sells</summary>

        - `then: review → remove`
        - `severity: low → high`
        - `` when: `crossing and seller >= 2` → `crossing and seller >= 3` ``
        - `lexicon old.boat: + "kayak"; - "rib boat"`

        </details>

        <details><summary>exempt old.press</summary>

        - `` when: `"police"` → `any of ("police", "court")` ``

        </details>
        "#);
}

#[test]
fn compiled_files_are_compared_as_well() {
    let folder = folder();
    folder.run("compile old.varne -o old.varnec").ends(0);
    folder.run("diff old.varnec old.varne").ends(0);
    folder.run("diff old.varnec new/old.varne").ends(1);
    folder.run("diff old.varne missing.varne").ends(2);
}

#[test]
fn packages_that_are_the_same_but_for_a_data_file_differ() {
    let policy = "lexicon boat from \"boat.csv\"\nrule r { when boat then label because \"x\" }\n";
    let with = |term: &str| {
        let table = format!("lang,term\nen,{term}\n");
        let folder = Folder::new().file("old/m.varne", policy).file("old/boat.csv", "lang,term\nen,dinghy\n");
        let folder = folder.file("new/m.varne", policy).file("new/boat.csv", &table);
        folder.run("diff old/m.varne new/m.varne")
    };
    insta::assert_snapshot!(with("dinghy").ends(0).out, @r"
    m, old and new

    nothing but layout, comments and files differs
    ");
    insta::assert_snapshot!(with("kayak").ends(1).out, @r#"
    m, old and new

    rule m.r: changed
      holds where it did not, and no longer everywhere it did
      lexicon m.boat: + "kayak"; - "dinghy"
    "#);
}
