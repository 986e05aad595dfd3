//! `eval`: what is measured on labelled posts, in every form; which input is refused, and how; when a gate holds.

use std::path::Path;

use crate::command::{Folder, Ran};

const POLICY: &str = include_str!("../cases/eval/policy.varne");
const OTHER: &str = include_str!("../cases/eval/other.varne");
const POSTS: &str = include_str!("../cases/eval/posts.ndjson");

fn folder() -> Folder {
    Folder::new().file("policy.varne", POLICY).file("other.varne", OTHER).file("posts.ndjson", POSTS)
}

/// Holds an output to the snapshot beside the policy and the posts it is of.
#[track_caller]
fn shows(name: &str, output: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/eval"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, output));
}

/// One line of talk and nothing else.
#[track_caller]
fn refuses(ran: Ran, message: &str) {
    let ran = ran.ends(2);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", format!("error: {message}\n").as_str()));
}

#[test]
fn text_is_for_people() {
    let ran = folder().run("eval policy.varne posts.ndjson --list 2 --by lang,category,genre").ends(0);
    shows("text", &ran.out);
    assert_eq!(ran.err, "15 posts: 7 labelled positive, 8 negative; 0 unreadable\n");
}

#[test]
fn two_policies_are_compared_with_the_posts() {
    let ran = folder().run("eval policy.varne posts.ndjson --against other.varne --by platform").ends(0);
    shows("against", &ran.out);
}

#[test]
fn markdown_is_for_reviews() {
    shows("markdown", &folder().run("eval policy.varne posts.ndjson --format markdown --list 1").ends(0).out);
}

#[test]
fn json_has_everything() {
    let ran =
        folder().run("eval policy.varne posts.ndjson --format json --against other.varne --list 1").ends(0);
    let mut report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for policy in ["/policy", "/against/policy"] {
        let digest = report.pointer_mut(policy).unwrap().get_mut("digest").unwrap();
        assert_eq!(digest.as_str().map(str::len), Some(71));
        *digest = "sha256:…".into();
    }
    shows("json", &rounded(&serde_json::to_string_pretty(&report).unwrap()));
}

/// Numbers with a long fraction cut, so that the page can be read.
fn rounded(json: &str) -> String {
    let cut = |line: &str| match line.split_once("0.") {
        Some((before, digits)) if digits.len() > 5 => {
            let comma = if digits.ends_with(',') { "," } else { "" };
            format!("{before}0.{}…{comma}", &digits[..4])
        }
        _ => line.to_owned(),
    };
    json.lines().map(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_has_plots_and_no_scripts() {
    let folder = folder();
    folder.run("eval policy.varne posts.ndjson --html page.html --by lang,category").ends(0);
    let page = folder.read("page.html");
    let body = page.split_once("<main>").unwrap().1;
    shows("page", body);
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("<or>"));
    assert_eq!(page.matches("<svg").count(), 3);
    // On standard output it takes the place of the report.
    assert_eq!(folder.run("eval policy.varne posts.ndjson --html - --by lang,category").ends(0).out, page);
}

#[test]
fn the_mildest_action_that_counts_can_be_chosen() {
    let counts = |at: &str| {
        let ran = folder().run(&format!("eval policy.varne posts.ndjson --format json --at {at}")).ends(0);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let of = |name: &str| report["overall"][name].as_u64().unwrap();
        (of("true_positives"), of("false_positives"))
    };
    assert_eq!((counts("label"), counts("review"), counts("remove")), ((5, 3), (4, 3), (4, 1)));
    folder().run("eval policy.varne posts.ndjson --at none").ends(2);
}

#[test]
fn several_files_are_one_set_also_compressed_and_from_a_stream() {
    let (first, second) = POSTS.split_at(POSTS.match_indices('\n').nth(6).unwrap().0 + 1);
    let folder = folder().file("first.ndjson", first);
    let whole = folder.run("eval policy.varne posts.ndjson").ends(0).out;
    let parts = folder.run_on("eval policy.varne first.ndjson -", second).ends(0);
    let figures = |out: &str| out.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(figures(&parts.out), figures(&whole));
    assert!(
        parts.out.contains("first.ndjson:5, id \"a5\"") && parts.out.contains("-:2, id 9"),
        "{}",
        parts.out
    );
    let packed = {
        use std::io::Write as _;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(POSTS.as_bytes()).unwrap();
        gzip.finish().unwrap()
    };
    assert_eq!(folder.run_on("eval policy.varne -", packed).ends(0).out, whole);
}

#[test]
fn labels_may_be_declared() {
    let posts = "{\"text\":\"dinghy DM\",\"label\":\"smuggling\"}\n{\"text\":\"a\",\"label\":\"fine\"}\n";
    let ran = folder().run_on("eval policy.varne - --positive smuggling --negative fine", posts).ends(0);
    assert_eq!(ran.err, "2 posts: 1 labelled positive, 1 negative; 0 unreadable\n");
    refuses(
        folder().run_on("eval policy.varne - --positive x --negative x", posts),
        "label `x` is declared with `--positive` and with `--negative`; take one of them away",
    );
}

#[test]
fn a_label_that_means_nothing_is_told_with_its_place() {
    let posts = "{\"text\":\"a\",\"label\":\"benign\"}\n\n{\"text\":\"b\",\"label\":\"advrt\"}\n";
    let folder = folder().file("wrong.ndjson", posts);
    // The others go on: a misspelt label is counted as neither.
    let ran = folder.run("eval policy.varne wrong.ndjson").ends(3);
    assert_eq!(
        ran.err.lines().collect::<Vec<_>>(),
        [
            "wrong.ndjson:3: label `advrt` is unknown; did you mean `advert`?",
            "1 post: 0 labelled positive, 1 negative; 1 unreadable",
        ]
    );
    let ran = folder.run_on("eval policy.varne -", "{\"text\":\"\",\"label\":{\"a\\u001b\":[1]}}").ends(2);
    assert_eq!(
        ran.err.lines().next().unwrap_or_default(),
        "-:1: label `{\"a\\u001b\":[1]}` is unknown: expected true or false, an action, a rule, a category, or a word \
         such as `advert` or `benign`; declare others with `--positive` or `--negative`",
    );
}

#[test]
fn a_file_without_labels_is_told_once() {
    let folder = folder()
        .file("bare.ndjson", "{\"text\":\"a\"}\n{\"text\":\"b\",\"label\":null}\n")
        .file("none.ndjson", "\n");
    refuses(
        folder.run("eval policy.varne bare.ndjson"),
        "`bare.ndjson` has no labels: not one of 2 records has a `label`; add one to each, such as \
         `\"label\":\"advert\"` or `\"label\":\"benign\"`",
    );
    refuses(
        folder.run("eval policy.varne none.ndjson"),
        "`none.ndjson` has no records; expected one JSON object per line with a `label`",
    );
    refuses(
        folder.run("eval policy.varne nowhere.ndjson"),
        "`nowhere.ndjson` cannot be read: it does not exist",
    );
}

#[test]
fn what_cannot_be_read_is_told_line_by_line() {
    let posts = "\
{\"text\":\"no label\"}
{\"text\":5,\"label\":true}
{\"text\":\"dinghy DM\",\"label\":true}
not json
{\"text\":\"none either\"}
{\"text\":\"a\",\"label\":false,\"genre\":[1]}
{\"text\":\"a\",\"label\":\"advert\",\"label\":false,\"genre\":null}
";
    let ran = folder().run_on("eval policy.varne -", posts).ends(3);
    insta::assert_snapshot!(ran.err, @r"
    -:1: record has no `label`
    -:2: field `text` is a number, expected a string
    -:4: line is not a JSON object
    -:5: record has no `label`
    -:6: `genre` is not a string
    2 posts: 1 labelled positive, 1 negative; 5 unreadable
    ");
}

#[test]
fn policies_of_different_content_are_not_compared() {
    let ads = "content ad { text: text  buyer: string }\nrule r { when \"boat\" because \"b\" then label }";
    let folder = folder().file("ads.varne", ads);
    let ran = folder.run("eval policy.varne posts.ndjson --against ads.varne --html page.html").ends(2);
    insta::assert_snapshot!(ran.err, @r"
    error: `policy.varne` and `ads.varne` judge different content, `post` and `ad`: only `policy.varne` has a field `author.bio`; compare policies of the same content type
    ");
    assert!(ran.out.is_empty() && !folder.names().contains(&"page.html".to_owned()));
}

#[test]
fn posts_are_grouped_only_by_what_has_few_values() {
    refuses(
        folder().run("eval policy.varne posts.ndjson --by text"),
        "posts cannot be grouped by `text`, which is no string or bool of `post`; `--by` takes author.bio, \
         author.handle, author.name, author.verified, id, lang, platform, genre or category",
    );
    let ran = folder().run("eval policy.varne posts.ndjson --by country").ends(2);
    assert!(ran.err.contains("`country`, which is no field of `post`"), "{}", ran.err);
}

#[test]
fn the_page_never_takes_the_place_of_the_posts() {
    refuses(
        folder().run("eval policy.varne posts.ndjson --html posts.ndjson"),
        "`posts.ndjson` is content to read and cannot take the page; name another file with `--html`",
    );
}

#[test]
fn gates_hold_or_say_by_how_much_they_fail() {
    let held = "eval policy.varne posts.ndjson --min-precision 0.625 --min-recall 70% --max-fpr 0.375";
    folder().run(held).ends(0);
    let ran = folder()
        .run("eval policy.varne posts.ndjson --min-precision 95% --min-recall 0.9 --max-fpr 0.0001")
        .ends(1);
    insta::assert_snapshot!(ran.err, @r"
    15 posts: 7 labelled positive, 8 negative; 0 unreadable
    failed: precision is 62.5 %, 32.5 points below the 95 % that `--min-precision` asks for
    failed: recall is 71.4286 %, 18.5714 points below the 90 % that `--min-recall` asks for
    failed: the false positive rate is 37.5 %, 37.49 points above the 0.01 % that `--max-fpr` allows
    ");
    assert!(ran.out.starts_with("Overall\n"));
    // Failing comes before unreadable records, which are told all the same.
    let ran =
        folder().run_on("eval policy.varne - --min-recall 1", "x\n{\"text\":\"a\",\"label\":1}\n").ends(1);
    assert!(ran.err.contains("-:1: line is not a JSON object"), "{}", ran.err);
}

#[test]
fn a_gate_that_cannot_be_computed_fails() {
    let benign = "{\"text\":\"a\",\"label\":false}\n";
    let ran = folder().run_on("eval policy.varne - --min-precision 0 --min-recall 0", benign).ends(1);
    insta::assert_snapshot!(ran.err, @r"
    1 post: 0 labelled positive, 1 negative; 0 unreadable
    failed: precision cannot be computed: no post was acted on
    failed: recall cannot be computed: no post is labelled positive
    ");
    let ran = folder().run_on("eval policy.varne - --max-fpr 1", "{\"text\":\"a\",\"label\":true}\n").ends(1);
    insta::assert_snapshot!(ran.err, @r"
    1 post: 1 labelled positive, 0 negative; 0 unreadable
    failed: the false positive rate cannot be computed: no post is labelled negative
    ");
}

#[test]
fn long_values_are_cut_and_every_line_is_counted() {
    let long = "x".repeat(100_000);
    let post = |label: &str| {
        format!(
            "{{\"text\":\"dinghy DM {long}\",\"lang\":\"{long}\",\"genre\":\"{long}\",\"label\":{label}}}\n"
        )
    };
    let ran = folder().run_on("eval policy.varne - --format json", post("true") + &post("false")).ends(0);
    assert!(ran.out.len() < 10_000, "{}", ran.out.len());
    assert_eq!(ran.err, "2 posts: 1 labelled positive, 1 negative; 0 unreadable\n");
}

#[test]
fn a_share_is_a_share() {
    for share in ["1.5", "90", "-1", "101%", "NaN", "inf", "many", "%"] {
        let ran = folder().run(&format!("eval policy.varne posts.ndjson --min-recall={share}")).ends(2);
        assert!(ran.err.contains("expected a share from 0 to 1, or with `%` from 0 to 100"), "{}", ran.err);
    }
}

#[test]
fn nothing_in_a_post_moves_the_cursor_or_becomes_markup() {
    let post = "{\"id\":\"\\u001b[2J\",\"lang\":\"<b>\\u202e\",\"text\":\"\\u001b[31m dinghy <script> DM\\u0007\",\"label\":\"benign\"}";
    for format in ["text", "markdown", "json"] {
        let ran =
            folder().run_on(&format!("eval policy.varne - --format {format} --html p.html"), post).ends(0);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}']), "{}", ran.out);
    }
    let folder = folder();
    folder.run_on("eval policy.varne - --html p.html", post).ends(0);
    let page = folder.read("p.html");
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_compiled_policy_is_as_good() {
    let folder = folder();
    folder.run("compile policy.varne -o policy.varnec").ends(0);
    let of = |package: &str| folder.run(&format!("eval {package} posts.ndjson")).ends(0).out;
    assert_eq!(of("policy.varnec"), of("policy.varne"));
}
